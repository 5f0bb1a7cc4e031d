UPDATE office_paper SET closed_at = :at WHERE entry = :entry AND closed_at IS NULL;
