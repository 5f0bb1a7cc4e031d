INSERT INTO remedy_case (
  id, no, principal, unit, demand, sale, made_on, ground, papers, steps, new_sale, new_unit, entered_at, clock_suspect,
  void_reason, rev, state, stage, came_back_on, came_back_by
) VALUES (
  :id, :no, :principal, :unit, :demand, :sale, :made_on, :ground, :papers, :steps, :new_sale, :new_unit, :entered_at,
  :clock_suspect, :void_reason, :rev, :state, :stage, :came_back_on, :came_back_by
)
ON CONFLICT (id) DO UPDATE SET
  papers = excluded.papers, steps = excluded.steps, new_sale = excluded.new_sale, new_unit = excluded.new_unit,
  void_reason = excluded.void_reason, rev = excluded.rev, state = excluded.state, stage = excluded.stage,
  came_back_on = excluded.came_back_on, came_back_by = excluded.came_back_by;
