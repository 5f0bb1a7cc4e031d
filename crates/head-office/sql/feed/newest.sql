SELECT hash FROM feed
WHERE dealer = :dealer AND kind = :kind AND json_extract(body, '$.title') = :title
ORDER BY number DESC LIMIT 1;
