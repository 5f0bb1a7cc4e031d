SELECT * FROM opening_claim ORDER BY claimed_on, no;
