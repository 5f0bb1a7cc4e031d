SELECT * FROM claim WHERE no = :no;
