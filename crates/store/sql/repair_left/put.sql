INSERT INTO repair_left (repair, sale, left_on) VALUES (:repair, :sale, :left_on)
ON CONFLICT (repair) DO UPDATE SET sale = excluded.sale, left_on = excluded.left_on;
