INSERT INTO packing (
  id, no, principal, state, opened_on, seal_no, weight_g, sealed_on, reason, rev
) VALUES (
  :id, :no, :principal, :state, :opened_on, :seal_no, :weight_g, :sealed_on, :reason, :rev
)
ON CONFLICT (id) DO UPDATE SET
  state = excluded.state, seal_no = excluded.seal_no, weight_g = excluded.weight_g, sealed_on = excluded.sealed_on,
  reason = excluded.reason, rev = excluded.rev;
