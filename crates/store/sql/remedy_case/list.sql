SELECT r.*
FROM remedy_case r
WHERE (:principal IS NULL OR r.principal = :principal)
  AND (:state IS NULL OR r.state = :state)
  AND (:open IS NULL OR r.stage < 2)
  AND (:like IS NULL OR r.no LIKE :like OR EXISTS (
    SELECT 1 FROM unit u WHERE u.id IN (r.unit, r.new_unit) AND u.serial_key LIKE :key
  ))
ORDER BY r.stage, r.made_on
LIMIT :limit OFFSET :offset;
