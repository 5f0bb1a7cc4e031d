SELECT max(rid) FROM entry WHERE form = :form AND day BETWEEN :first AND :last;
