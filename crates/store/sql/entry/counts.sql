SELECT form, count(*) AS total, sum(open) AS open FROM entry WHERE void_reason IS NULL GROUP BY form;
