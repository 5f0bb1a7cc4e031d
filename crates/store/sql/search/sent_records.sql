-- What is sent of the records that were found, and of the machines and customers that were.
SELECT c.id FROM json_each(:sales) h CROSS JOIN card c ON c.sale = h.value
UNION SELECT c.id FROM json_each(:units) h CROSS JOIN sale s ON s.unit = h.value CROSS JOIN card c ON c.sale = s.id
UNION SELECT c.id FROM json_each(:customers) h CROSS JOIN sale s ON s.customer = h.value CROSS JOIN card c ON c.sale = s.id
UNION SELECT h.value FROM json_each(:repairs) h
UNION SELECT r.id FROM json_each(:units) h CROSS JOIN repair r ON r.unit = h.value
UNION SELECT r.id FROM json_each(:customers) h CROSS JOIN repair r ON r.customer = h.value
UNION SELECT h.value FROM json_each(:old_parts) h;
