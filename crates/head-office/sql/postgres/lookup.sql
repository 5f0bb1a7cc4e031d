SELECT DISTINCT dealer, record_id FROM (
  SELECT dealer, record_id FROM record WHERE server_seq = $2
  UNION ALL SELECT dealer, record_id FROM record WHERE no = $1
  UNION ALL SELECT dealer, record_id FROM record WHERE serial = $1
  UNION ALL SELECT dealer, record_id FROM record WHERE record_id = $1
  UNION ALL SELECT dealer, record_id FROM position WHERE record_id = $1 AND verdict = 'rejected') found
 ORDER BY dealer, record_id LIMIT $3
