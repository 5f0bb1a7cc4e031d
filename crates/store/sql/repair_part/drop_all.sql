UPDATE repair_part SET dropped = 1 WHERE repair = :repair;
