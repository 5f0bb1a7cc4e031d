-- Statements of a maker, the newest quarter first, its newest version first.
SELECT *
FROM fee_statement INDEXED BY fee_statement_version
WHERE principal = :principal
ORDER BY quarter DESC, version DESC
LIMIT :limit;
