-- How many lines of a kind stand by today, what stands on their papers and what they add to what is owed.
SELECT kind, count(*) AS n, sum(fen) AS fen, sum(effect_fen) AS effect_fen
FROM payable_line INDEXED BY payable_order
WHERE principal = :principal AND on_day <= :today AND void_reason IS NULL
GROUP BY kind;
