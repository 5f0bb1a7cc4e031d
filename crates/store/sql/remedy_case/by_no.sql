SELECT * FROM remedy_case WHERE no = :no;
