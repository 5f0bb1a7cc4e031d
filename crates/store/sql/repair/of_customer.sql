SELECT * FROM repair WHERE customer = :customer ORDER BY received_on, id;
