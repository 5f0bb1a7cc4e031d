UPDATE stream SET next_seq = next_seq + 1
WHERE principal = :principal AND epoch = :epoch
RETURNING next_seq - 1;
