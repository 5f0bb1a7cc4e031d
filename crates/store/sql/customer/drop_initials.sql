-- An index made by hand: the name itself stands in customer.
DELETE FROM customer_initials WHERE rid = :rid;
