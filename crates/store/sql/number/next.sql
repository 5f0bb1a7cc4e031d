SELECT next FROM number_seq WHERE kind = :kind AND month = :month AND device = :device;
