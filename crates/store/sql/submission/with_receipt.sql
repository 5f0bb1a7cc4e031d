SELECT * FROM submission
WHERE receipt_no = :receipt_no AND receipt_no <> '' AND void_reason IS NULL
ORDER BY month, entered_at;
