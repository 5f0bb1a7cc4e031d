SELECT * FROM parts_batch
WHERE principal = :principal AND sent_on BETWEEN :first AND :last
ORDER BY sent_on, no;
