SELECT id FROM old_part
WHERE tag_no >= :from AND tag_no < :to
ORDER BY tag_no
LIMIT :limit;
