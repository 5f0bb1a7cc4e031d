SELECT record FROM deadline WHERE subject = :subject AND superseded_at IS NULL AND state = 'pending' ORDER BY record;
