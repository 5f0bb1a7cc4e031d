-- What was taken a day, of receipts that stand, the newest day first.
SELECT
  done_on AS on_day, count(*) AS n, sum(total_fen) AS fen,
  sum(CASE WHEN paid_on IS NULL THEN 0 ELSE total_fen END) AS paid_fen
FROM paid_receipt INDEXED BY receipt_day
WHERE done_on BETWEEN :first AND :last AND (:principal IS NULL OR principal = :principal) AND void_reason IS NULL
GROUP BY done_on
ORDER BY done_on DESC
LIMIT :limit;
