-- Of all makers, and a card sent and due in the month twice.
SELECT
  (SELECT count(*) FROM card WHERE queued_on BETWEEN :first AND :last)
  + (SELECT count(*) FROM card WHERE due_on BETWEEN :first AND :last);
