SELECT * FROM submission WHERE principal = :principal AND month = :month ORDER BY entered_at, id;
