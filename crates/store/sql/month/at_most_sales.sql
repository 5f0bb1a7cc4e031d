SELECT count(*) FROM sale WHERE principal = :principal AND report_on BETWEEN :first AND :last;
