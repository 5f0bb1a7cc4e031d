-- Cards of a maker head office acknowledged in a time that no statement of another quarter counted.
SELECT c.id, c.acknowledged_on
FROM card c INDEXED BY card_acknowledged
CROSS JOIN sale s ON s.id = c.sale
WHERE c.acknowledged_on BETWEEN :first AND :last
  AND c.state = 'acknowledged'
  AND s.principal = :principal
  AND s.void_reason IS NULL
  AND NOT EXISTS (
    SELECT 1
    FROM fee_statement_card f
    CROSS JOIN fee_statement t ON t.id = f.statement
    WHERE f.card = c.id AND t.replaced = 0 AND t.quarter <> :quarter
  )
ORDER BY c.acknowledged_on, c.id;
