SELECT count(*) FROM sale s WHERE s.principal = :principal AND s.report_on BETWEEN :first AND :last;
