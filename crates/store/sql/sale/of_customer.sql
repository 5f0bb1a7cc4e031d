SELECT * FROM sale WHERE customer = :customer ORDER BY sold_on, id;
