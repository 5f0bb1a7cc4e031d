-- Their reasons by number: cards of one day share theirs, and it is understood once.
SELECT c.*, NULL AS due
FROM json_each(:cards) j
CROSS JOIN card c ON c.id = j.value;
