SELECT count(*) FROM card WHERE acknowledged_on BETWEEN :first AND :last AND state = 'acknowledged';
