INSERT INTO month_close_sheet (close, key, run, sha256, rows_sha256, data_sha256, layout_sha256, fields, template, month_of)
VALUES (:close, :key, :run, :sha256, :rows_sha256, :data_sha256, :layout_sha256, :fields, :template, :month_of);
