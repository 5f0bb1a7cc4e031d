-- A standing line of a kind by the number of its paper.
SELECT *
FROM payable_line INDEXED BY payable_day
WHERE principal = :principal AND kind = :kind AND paper_no = :paper_no AND void_reason IS NULL
LIMIT 1;
