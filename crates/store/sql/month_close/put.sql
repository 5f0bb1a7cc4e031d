INSERT INTO month_close (id, no, principal, month, dealer, closed_at)
VALUES (:id, :no, :principal, :month, :dealer, :closed_at);
