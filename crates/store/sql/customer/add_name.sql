INSERT INTO customer_name_index (rowid, chars) VALUES (:rid, :chars);
