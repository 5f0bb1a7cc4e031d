SELECT * FROM entry WHERE form = :form AND no = :no;
