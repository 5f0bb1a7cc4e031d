-- Old parts removed in the month that go back and were not sent.
SELECT 'old_part' AS noun, o.id, o.tag_no AS no, o.removed_on AS day, coalesce(cu.name, '') AS who, o.name AS detail,
  count(*) OVER () AS total
FROM old_part o
LEFT JOIN repair r ON r.id = o.repair
LEFT JOIN customer cu ON cu.id = r.customer
WHERE o.principal = :principal AND o.removed_on BETWEEN :first AND :last AND o.state IN ('tagged', 'in_store')
ORDER BY o.removed_on, o.tag_no
LIMIT :limit;
