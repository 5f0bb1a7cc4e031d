SELECT claim AS id FROM settlement_notice
WHERE no >= :from AND no < :to
ORDER BY no
LIMIT :limit;
