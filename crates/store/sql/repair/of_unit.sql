SELECT * FROM repair WHERE unit = :unit ORDER BY received_on, id;
