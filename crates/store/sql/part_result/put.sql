INSERT INTO part_result (
  old_part, sent_milli, received_milli, wrong_milli, verdict, disposal, judged_by, judged_on, told_on, source, settlement,
  settle_reason, settled_on, wrong_settlement, wrong_reason, wrong_settled_on, dispute, disputed_on, answer, answered_on, open, rev
) VALUES (
  :old_part, :sent_milli, :received_milli, :wrong_milli, :verdict, :disposal, :judged_by, :judged_on, :told_on, :source,
  :settlement, :settle_reason, :settled_on, :wrong_settlement, :wrong_reason, :wrong_settled_on, :dispute, :disputed_on, :answer, :answered_on, :open, :rev
)
ON CONFLICT (old_part) DO UPDATE SET
  received_milli = excluded.received_milli, wrong_milli = excluded.wrong_milli, verdict = excluded.verdict,
  disposal = excluded.disposal, judged_by = excluded.judged_by, judged_on = excluded.judged_on,
  told_on = excluded.told_on, source = excluded.source, settlement = excluded.settlement,
  settle_reason = excluded.settle_reason, settled_on = excluded.settled_on,
  wrong_settlement = excluded.wrong_settlement, wrong_reason = excluded.wrong_reason,
  wrong_settled_on = excluded.wrong_settled_on, dispute = excluded.dispute,
  disputed_on = excluded.disputed_on, answer = excluded.answer, answered_on = excluded.answered_on,
  open = excluded.open, rev = excluded.rev;
