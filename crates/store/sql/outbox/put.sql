INSERT INTO outbox (
  principal, epoch, seq, record_id, rev, base_rev, kind, schema, no, title, hash, state, created_at, due_on
) VALUES (
  :principal, :epoch, :seq, :record_id, :rev, :base_rev, :kind, :schema, :no, :title, :hash, 'pending', :created_at, :due_on
);
