-- Receipts of a time, the newest first.
SELECT *
FROM paid_receipt INDEXED BY receipt_day
WHERE done_on BETWEEN :first AND :last AND (:principal IS NULL OR principal = :principal)
ORDER BY done_on DESC, id DESC
LIMIT :limit OFFSET :offset;
