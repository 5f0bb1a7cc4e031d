SELECT * FROM job_card WHERE repair = :repair;
