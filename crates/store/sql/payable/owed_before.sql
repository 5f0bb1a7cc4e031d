-- What is owed before a day's next line.
SELECT coalesce(sum(effect_fen), 0)
FROM payable_line INDEXED BY payable_day
WHERE principal = :principal AND on_day <= :on AND void_reason IS NULL;
