SELECT coalesce(max(rid), 0) FROM entry WHERE form = :form AND day BETWEEN :first AND :last;
