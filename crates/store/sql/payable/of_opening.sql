SELECT * FROM payable_line INDEXED BY payable_opening WHERE opening_claim = :claim AND void_reason IS NULL;
