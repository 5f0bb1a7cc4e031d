SELECT unit FROM repair WHERE id = :id;
