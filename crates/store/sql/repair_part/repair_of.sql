SELECT repair FROM repair_part WHERE id = :id;
