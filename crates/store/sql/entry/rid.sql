SELECT rid FROM entry WHERE id = :id;
