SELECT c.*, r.text AS due FROM card c LEFT JOIN reason r ON r.id = c.due_reason WHERE c.sale = :sale;
