-- Machines that were here at some time between an instant and the end of a day: what is here stands before what left, what
-- left later before what left earlier (custody.rs, place).
SELECT c.*
FROM custody c INDEXED BY custody_place
WHERE c.place <= :left_since AND c.in_on <= :last AND c.principal = :principal AND c.state <> 'voided'
ORDER BY c.in_at, c.no;
