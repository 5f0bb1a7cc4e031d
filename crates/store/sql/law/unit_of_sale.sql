SELECT unit FROM sale WHERE id = :id;
