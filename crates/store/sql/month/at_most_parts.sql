-- Of all makers: which one a line belongs to stands in its repair, and a look at each is what is to be saved.
SELECT count(*) FROM repair_part WHERE replaced_on BETWEEN :first AND :last;
