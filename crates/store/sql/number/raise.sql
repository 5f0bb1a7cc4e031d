INSERT INTO number_seq (kind, month, device, next) VALUES (:kind, :month, :device, :next)
ON CONFLICT (kind, month, device) DO UPDATE SET next = max(next, excluded.next);
