-- Per model: this month, this year until the month's end, the same month a year ago.
SELECT
  m.code AS model,
  count(*) FILTER (WHERE s.report_on BETWEEN :first AND :last) AS sold,
  count(*) FILTER (WHERE s.report_on BETWEEN :year AND :last) AS this_year,
  count(*) FILTER (WHERE s.report_on BETWEEN :last_year_first AND :last_year_last) AS last_year
FROM sale s
CROSS JOIN unit u ON u.id = s.unit
CROSS JOIN model m ON m.id = u.model
WHERE s.void_reason IS NULL
  AND (
    (s.principal = :principal AND s.report_on BETWEEN :year AND :last)
    OR (s.principal = :principal AND s.report_on BETWEEN :last_year_first AND :last_year_last)
  )
GROUP BY m.code
ORDER BY m.code;
