SELECT l.repair, l.sale, l.left_on FROM repair_left l WHERE l.sale = :sale ORDER BY l.repair;
