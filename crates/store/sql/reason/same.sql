SELECT text = :text FROM reason WHERE id = :id;
