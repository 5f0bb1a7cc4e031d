UPDATE report_template SET void_reason = :void_reason, rev = :rev WHERE id = :id;
