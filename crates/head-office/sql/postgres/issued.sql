SELECT found.hash, found.at, found.dealers,
  (SELECT feed.body FROM feed WHERE feed.kind = $1 AND feed.hash = found.hash LIMIT 1) AS body
  FROM (SELECT hash, min(created_at) AS at, count(DISTINCT dealer) AS dealers FROM feed WHERE kind = $1 GROUP BY hash) AS found
 ORDER BY found.at DESC, found.hash
