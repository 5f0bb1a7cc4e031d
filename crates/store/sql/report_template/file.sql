SELECT file FROM report_template WHERE id = :id;
