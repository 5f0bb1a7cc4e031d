SELECT p.* FROM packing p INDEXED BY packing_open
WHERE p.state IN ('open', 'sealed') AND (:principal IS NULL OR p.principal = :principal)
ORDER BY p.opened_on, p.no
LIMIT :limit;
