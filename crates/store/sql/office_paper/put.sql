INSERT INTO office_paper (principal, paper, version, item, title, body, entry, trouble, received_at, closed_at)
VALUES (:principal, :paper, :version, :item, :title, :body, :entry, :trouble, :received_at, :closed_at)
ON CONFLICT (principal, paper, version) DO UPDATE SET
  entry = excluded.entry, trouble = excluded.trouble, closed_at = excluded.closed_at;
