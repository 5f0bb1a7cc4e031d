SELECT * FROM attachment WHERE subject = :subject AND record = :record ORDER BY added_at, id;
