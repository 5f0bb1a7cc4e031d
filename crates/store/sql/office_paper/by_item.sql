SELECT * FROM office_paper WHERE item = :item;
