-- What stands on the newest repairs, the most used first.
SELECT page.responsibility AS word
FROM (SELECT responsibility FROM repair INDEXED BY repair_day WHERE state <> 'voided' ORDER BY stands_on DESC LIMIT :newest) page
WHERE page.responsibility <> ''
GROUP BY page.responsibility
ORDER BY count(*) DESC, page.responsibility
LIMIT :most;
