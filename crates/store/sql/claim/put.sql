INSERT INTO claim (
  id, no, principal, month, made_on, note, entered_on, clock_suspect, void_reason, rev
) VALUES (
  :id, :no, :principal, :month, :made_on, :note, :entered_on, :clock_suspect, :void_reason, :rev
)
ON CONFLICT (id) DO UPDATE SET
  note = excluded.note, void_reason = excluded.void_reason, rev = excluded.rev;
