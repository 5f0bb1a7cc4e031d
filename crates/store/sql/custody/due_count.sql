SELECT count(*) FROM custody INDEXED BY custody_late WHERE state = 'here' AND promised_on <= :today;
