SELECT kind, month, device, next FROM number_seq
ORDER BY kind, month, device;
