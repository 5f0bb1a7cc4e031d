-- Registers of a month are found by the day of their rows.
CREATE INDEX call_received ON call (received_at);
CREATE INDEX notice_day ON settlement_notice (noticed_on);
