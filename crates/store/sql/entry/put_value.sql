INSERT INTO entry_value (form, field, value, day, rid, n) VALUES (:form, :field, :value, :day, :rid, :n)
ON CONFLICT (form, field, value, day, rid) DO UPDATE SET n = coalesce(excluded.n, n);
