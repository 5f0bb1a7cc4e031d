SELECT epoch FROM stream WHERE principal = :principal AND current = 1;
