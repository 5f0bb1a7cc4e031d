SELECT * FROM remedy_case WHERE new_sale = :sale;
