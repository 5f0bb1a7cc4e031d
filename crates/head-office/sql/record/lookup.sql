SELECT DISTINCT dealer, record_id FROM (
  SELECT dealer, record_id FROM record WHERE server_seq = :number
  UNION ALL SELECT dealer, record_id FROM record WHERE no = :text
  UNION ALL SELECT dealer, record_id FROM record WHERE serial = :text
  UNION ALL SELECT dealer, record_id FROM record WHERE record_id = :text
  UNION ALL SELECT dealer, record_id FROM position WHERE record_id = :text AND verdict = 'rejected')
 ORDER BY dealer, record_id LIMIT :limit
