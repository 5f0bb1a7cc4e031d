INSERT INTO file_taken (device_id, file_id, made_at, taken_at, records)
VALUES (:device_id, :file_id, :made_at, :now, :records)
ON CONFLICT (device_id, file_id) DO UPDATE SET times = times + 1
RETURNING times;
