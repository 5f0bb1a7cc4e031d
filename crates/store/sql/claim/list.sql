SELECT *
FROM claim
WHERE (:principal IS NULL OR principal = :principal)
ORDER BY made_on DESC, rowid DESC
LIMIT :limit OFFSET :offset;
