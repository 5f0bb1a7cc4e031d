SELECT * FROM submission_answer WHERE submission = :submission ORDER BY run;
