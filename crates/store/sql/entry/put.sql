INSERT INTO entry (
  id, form, definition, no, principal, state, open, day, title, body, unique_key, predecessor, travelled, entered_at,
  clock_suspect, void_reason, rev
) VALUES (
  :id, :form, :definition, :no, :principal, :state, :open, :day, :title, :body, :unique_key, :predecessor, :travelled,
  :entered_at, :clock_suspect, :void_reason, :rev
)
ON CONFLICT (id) DO UPDATE SET
  definition = excluded.definition, principal = excluded.principal, state = excluded.state, open = excluded.open, day =
  excluded.day, title = excluded.title, body = excluded.body, unique_key = excluded.unique_key, predecessor =
  excluded.predecessor, travelled = excluded.travelled, void_reason = excluded.void_reason, rev = excluded.rev;
