SELECT text FROM reason WHERE id = :id;
