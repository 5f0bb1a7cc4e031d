SELECT * FROM remedy_case WHERE id = :id;
