SELECT * FROM card WHERE no_key = :no AND state <> 'voided';
