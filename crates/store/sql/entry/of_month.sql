-- Entries of a form in the order of their days: those of a maker, and those that name none.
SELECT *
FROM entry
WHERE form = :form AND day BETWEEN :first AND :last
  AND (principal = :principal OR principal IS NULL)
  AND void_reason IS NULL
ORDER BY day, rid;
