SELECT * FROM call WHERE repair = :repair;
