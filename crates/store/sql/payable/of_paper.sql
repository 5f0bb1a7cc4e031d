-- A standing line of a kind by the number of its paper, made by a statement or typed by hand.
SELECT *
FROM payable_line INDEXED BY payable_day
WHERE principal = :principal AND kind = :kind AND paper_no = :paper_no AND void_reason IS NULL
  AND (statement IS NOT NULL) = :by_statement
LIMIT 1;
