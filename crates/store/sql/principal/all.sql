SELECT * FROM principal ORDER BY code;
