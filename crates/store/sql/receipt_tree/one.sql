SELECT account, signature, leaves FROM receipt_tree WHERE id = :id;
