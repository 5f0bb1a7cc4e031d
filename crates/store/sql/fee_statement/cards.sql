-- Cards of a maker head office first had in a time that no statement of another quarter counted. One whose correction waits
-- or was refused is still one head office has.
SELECT c.id, c.first_acknowledged_on AS acknowledged_on
FROM card c INDEXED BY card_first_acknowledged
CROSS JOIN sale s ON s.id = c.sale
WHERE c.first_acknowledged_on BETWEEN coalesce(:first, '') AND :last
  AND c.state <> 'voided'
  AND s.principal = :principal
  AND s.void_reason IS NULL
  AND NOT EXISTS (
    SELECT 1
    FROM fee_statement_card f
    CROSS JOIN fee_statement t ON t.id = f.statement
    WHERE f.card = c.id AND t.replaced = 0 AND t.quarter <> :quarter
  )
ORDER BY c.first_acknowledged_on, c.id;
