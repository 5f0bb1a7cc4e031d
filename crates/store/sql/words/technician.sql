-- What stands on the newest repairs, the most used first.
SELECT page.technician AS word
FROM (SELECT technician FROM repair INDEXED BY repair_day WHERE state <> 'voided' ORDER BY stands_on DESC LIMIT :newest) page
WHERE page.technician <> ''
GROUP BY page.technician
ORDER BY count(*) DESC, page.technician
LIMIT :most;
