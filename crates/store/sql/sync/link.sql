SELECT link, cursor FROM sync_link WHERE principal = :principal;
