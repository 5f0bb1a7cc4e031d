-- Before the item each device of the dealer stands on: that one stays, because a cursor names it. What a new device must
-- read (contract, its key, working days) and what a record hangs on stay too. A dealer without a device keeps everything.
DELETE FROM feed
 WHERE created_at < :before
   AND kind NOT IN ('policy_pack', 'key_handover', 'work_calendar', 'rejection')
   AND number < (SELECT min(CAST(coalesce(feed_ack, '0-') AS INTEGER)) FROM device
                  WHERE device.dealer = feed.dealer AND revoked_at IS NULL)
