-- A later version stands in the place of those before it; one that is no entry itself only in the place of such.
UPDATE office_paper SET closed_at = :at
WHERE principal = :principal AND paper = :paper AND version < :version AND closed_at IS NULL AND (:taken OR entry IS NULL);
