UPDATE card SET
  state = :state, acknowledged_on = :acknowledged_on, first_acknowledged_on = :first_acknowledged_on,
  returned_reason = :returned_reason
WHERE id = :id;
