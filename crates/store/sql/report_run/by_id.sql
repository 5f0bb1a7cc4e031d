SELECT * FROM report_run WHERE id = :id;
