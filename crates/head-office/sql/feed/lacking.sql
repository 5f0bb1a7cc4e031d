SELECT code FROM dealer
 WHERE NOT EXISTS (SELECT 1 FROM feed WHERE feed.dealer = dealer.code AND feed.kind = :kind AND feed.hash = :hash)
 ORDER BY code
