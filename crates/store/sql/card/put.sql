INSERT INTO card (
  id, no, no_key, sale, state, share_consent, user_signed, returned_on, due_reason, due_on, queued_on,
  acknowledged_on, first_acknowledged_on, returned_reason, rev
) VALUES (
  :id, :no, :no_key, :sale, :state, :share_consent, :user_signed, :returned_on, :due_reason, :due_on,
  :queued_on, :acknowledged_on, :first_acknowledged_on, :returned_reason, :rev
)
ON CONFLICT (id) DO UPDATE SET
  no = excluded.no, no_key = excluded.no_key, sale = excluded.sale, state = excluded.state,
  share_consent = excluded.share_consent, user_signed = excluded.user_signed, returned_on =
  excluded.returned_on, due_reason = excluded.due_reason, due_on = excluded.due_on, queued_on =
  excluded.queued_on, acknowledged_on = excluded.acknowledged_on, first_acknowledged_on =
  excluded.first_acknowledged_on, returned_reason = excluded.returned_reason, rev = excluded.rev;
