INSERT INTO fee_statement_card (card, statement) VALUES (:card, :statement);
