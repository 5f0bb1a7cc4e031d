INSERT INTO number_seq (kind, month, device, next) VALUES (:kind, :month, :device, 2)
ON CONFLICT (kind, month, device) DO UPDATE SET next = next + 1;
