UPDATE blob_transfer SET state = :state, proof = coalesce(:proof, proof), code = :code, tried_at = :now
WHERE principal = :principal AND sha256 = :sha256;
