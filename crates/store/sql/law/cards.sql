-- Its reason by number: machines of one day share theirs, and it is understood once.
SELECT c.*, NULL AS due
FROM json_each(:units) j
CROSS JOIN sale s ON s.unit = j.value
CROSS JOIN card c ON c.sale = s.id;
