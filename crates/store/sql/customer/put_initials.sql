INSERT INTO customer_initials (initials, rid) VALUES (:initials, :rid);
