INSERT INTO entry_link (kind, target, rid, field) VALUES (:kind, :target, :rid, :field)
ON CONFLICT (kind, target, rid, field) DO NOTHING;
