SELECT max(made_at) FROM file_taken WHERE device_id = :device_id AND file_id <> :file_id;
