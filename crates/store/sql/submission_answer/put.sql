INSERT INTO submission_answer (submission, run, acknowledged_on, returned_reason)
VALUES (:submission, :run, :acknowledged_on, :returned_reason)
ON CONFLICT (submission, run) DO NOTHING;
