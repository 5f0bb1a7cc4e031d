INSERT INTO coverage (
  unit, sale, component, start_on, effective_end, running, rule, pack, pack_version, reason, trouble, computed_at, why
) VALUES (
  :unit, :sale, :component, :start_on, :effective_end, :running, :rule, :pack, :pack_version, :reason, :trouble,
  :computed_at, :why
);
