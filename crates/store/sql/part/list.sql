SELECT * FROM part
WHERE :name = '' OR instr(code_key, :key) = 1 OR instr(name_key, :name) > 0
ORDER BY code_key
LIMIT :limit OFFSET :offset;
