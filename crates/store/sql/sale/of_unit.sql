SELECT * FROM sale WHERE unit = :unit ORDER BY sold_on DESC, id DESC;
