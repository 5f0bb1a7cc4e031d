SELECT * FROM entry WHERE predecessor = :id AND predecessor IS NOT NULL ORDER BY entered_at, id;
