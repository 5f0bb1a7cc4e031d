UPDATE stream SET current = 0 WHERE principal = :principal;
