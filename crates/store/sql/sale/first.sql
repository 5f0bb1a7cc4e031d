SELECT 1 FROM sale WHERE sold_on > '' LIMIT 1;
