-- Dealers whose documents are numbered with a prefix: from `HB0732-` up to, not including, what comes after every such number.
SELECT DISTINCT dealer FROM record WHERE no >= :from AND no < :to ORDER BY dealer;
