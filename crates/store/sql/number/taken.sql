-- A number of ours may be on paper already: a ledger from before came in with it.
SELECT CASE :kind
  WHEN 'XS' THEN EXISTS (SELECT 1 FROM sale WHERE no = :no)
  WHEN 'HZ' THEN EXISTS (SELECT 1 FROM card WHERE no_key = :key)
  WHEN 'WX' THEN EXISTS (SELECT 1 FROM repair WHERE no_key = :key)
  WHEN 'JJ' THEN EXISTS (SELECT 1 FROM old_part WHERE tag_no = :no)
  WHEN 'FC' THEN EXISTS (SELECT 1 FROM parts_batch WHERE no = :no)
  WHEN 'BG' THEN EXISTS (SELECT 1 FROM report_run WHERE no = :no)
  WHEN 'BX' THEN EXISTS (SELECT 1 FROM call WHERE no = :no)
  WHEN 'JY' THEN EXISTS (SELECT 1 FROM custody WHERE no = :no)
  WHEN 'TH' THEN EXISTS (SELECT 1 FROM remedy_case WHERE no = :no)
  WHEN 'YQ' THEN EXISTS (SELECT 1 FROM demand WHERE no = :no)
  ELSE 0
END;
