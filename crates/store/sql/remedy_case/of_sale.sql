SELECT r.* FROM remedy_case r WHERE r.sale = :sale ORDER BY r.made_on, r.id;
