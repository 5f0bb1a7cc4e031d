INSERT INTO job_card (repair, plan, began_at, ended_at, inspections, entered_at, rev)
VALUES (:repair, :plan, :began_at, :ended_at, :inspections, :entered_at, :rev)
ON CONFLICT (repair) DO UPDATE SET
  plan = excluded.plan, began_at = excluded.began_at, ended_at = excluded.ended_at, inspections =
  excluded.inspections, rev = excluded.rev;
