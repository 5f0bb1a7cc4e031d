-- Every version of a notice, the first one first.
SELECT v.*, v.notice AS id, n.claim
FROM notice_version v
CROSS JOIN settlement_notice n ON n.id = v.notice
WHERE v.notice = :notice
ORDER BY v.rev;
