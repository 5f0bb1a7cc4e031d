SELECT * FROM custody INDEXED BY custody_unit_here WHERE unit = :unit AND state = 'here';
