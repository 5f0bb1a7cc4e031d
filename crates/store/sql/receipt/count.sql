SELECT count(*)
FROM paid_receipt INDEXED BY receipt_day
WHERE done_on BETWEEN :first AND :last AND (:principal IS NULL OR principal = :principal);
