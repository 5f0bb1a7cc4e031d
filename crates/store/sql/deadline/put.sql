INSERT INTO deadline (
  subject, record, no, principal, unit, rule, start_on, start_at, due_on, due_at, warn_on, state, at_risk_fen, pack, pack_version,
  reason, evidence, trouble, computed_at, why
) VALUES (
  :subject, :record, :no, :principal, :unit, :rule, :start_on, :start_at, :due_on, :due_at, :warn_on, :state, :at_risk_fen, :pack,
  :pack_version, :reason, :evidence, :trouble, :computed_at, :why
);
