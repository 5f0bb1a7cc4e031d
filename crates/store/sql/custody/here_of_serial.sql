SELECT * FROM custody INDEXED BY custody_serial_here WHERE serial_key = :key AND state = 'here' ORDER BY in_at;
