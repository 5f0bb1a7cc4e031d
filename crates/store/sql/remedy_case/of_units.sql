-- Cases in which these machines came back, or went out in exchange.
SELECT r.* FROM remedy_case r WHERE r.id IN (
  SELECT a.id FROM json_each(:units) j CROSS JOIN remedy_case a ON a.unit = j.value
  UNION SELECT b.id FROM json_each(:units) j CROSS JOIN remedy_case b ON b.new_unit = j.value
)
ORDER BY r.made_on, r.id;
