UPDATE device SET seen_at = :now WHERE device_id = :device_id
