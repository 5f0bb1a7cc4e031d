-- What is owed before a day's next line: one put in now stands last on its day.
SELECT coalesce(sum(effect_fen), 0)
FROM payable_line INDEXED BY payable_order
WHERE principal = :principal AND on_day <= :on AND void_reason IS NULL;
