SELECT
  (SELECT count(*) FROM old_part WHERE principal = :principal AND removed_on BETWEEN :first AND :last)
  + (
    SELECT count(*) FROM parts_batch b CROSS JOIN old_part o ON o.batch = b.id
    WHERE b.principal = :principal AND b.sent_on BETWEEN :first AND :last
  );
