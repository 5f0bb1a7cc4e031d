SELECT * FROM model
WHERE (:principal IS NULL OR principal = :principal)
  AND (:term = '' OR instr(code_key, :key) > 0 OR instr(product, :term) > 0 OR instr(class, :term) > 0)
ORDER BY code_key
LIMIT :limit OFFSET :offset;
