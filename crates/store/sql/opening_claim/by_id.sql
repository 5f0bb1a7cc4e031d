SELECT * FROM opening_claim WHERE id = :id;
