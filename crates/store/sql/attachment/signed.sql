-- The newest signatures, to look whether one of them is the same picture.
SELECT * FROM attachment WHERE likeness <> '' ORDER BY added_at DESC LIMIT :limit;
