SELECT kind, mapping FROM import_layout WHERE header_key = :key;
