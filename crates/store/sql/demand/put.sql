INSERT INTO demand (
  id, no, principal, unit, kind, made_on, words, no_same_model, answered_on, answer, settled_on, entered_on,
  clock_suspect, void_reason, rev
) VALUES (
  :id, :no, :principal, :unit, :kind, :made_on, :words, :no_same_model, :answered_on, :answer, :settled_on,
  :entered_on, :clock_suspect, :void_reason, :rev
)
ON CONFLICT (id) DO UPDATE SET
  kind = excluded.kind, made_on = excluded.made_on, words = excluded.words, no_same_model = excluded.no_same_model,
  answered_on = excluded.answered_on, answer = excluded.answer, settled_on = excluded.settled_on,
  entered_on = excluded.entered_on, clock_suspect = excluded.clock_suspect, void_reason = excluded.void_reason,
  rev = excluded.rev;
