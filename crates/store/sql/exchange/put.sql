INSERT INTO part_exchange (old_part, got_milli, bought_milli, on_day, paper_no, reason, done, rev)
VALUES (:old_part, :got_milli, :bought_milli, :on_day, :paper_no, :reason, :done, :rev)
ON CONFLICT (old_part) DO UPDATE SET
  got_milli = excluded.got_milli, bought_milli = excluded.bought_milli, on_day = excluded.on_day,
  paper_no = excluded.paper_no, reason = excluded.reason, done = excluded.done, rev = excluded.rev;
