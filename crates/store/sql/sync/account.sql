SELECT account FROM sync_account WHERE principal = :principal;
