INSERT INTO rule_tick (
  pack, version, section, key, hash, checked, note, ticked_by, ticked_on, ticked_at
) VALUES (
  :pack, :version, :section, :key, :hash, :checked, :note, :ticked_by, :ticked_on, :ticked_at
);
