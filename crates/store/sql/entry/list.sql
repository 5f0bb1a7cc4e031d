SELECT e.*
FROM entry e
WHERE e.form = :form AND e.day BETWEEN :first AND :last
  AND (:voided OR e.void_reason IS NULL)
ORDER BY e.day DESC, e.rid DESC
LIMIT :limit OFFSET :offset;
