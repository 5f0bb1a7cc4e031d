SELECT 1 FROM record WHERE dealer = :dealer AND kind = 'reversal' AND reverses = :record_id AND state <> 'deferred'
