SELECT id FROM paid_receipt
WHERE no >= :from AND no < :to
ORDER BY no
LIMIT :limit;
