INSERT INTO submission (
  id, principal, month, road, asked, runs, by_itself, handed_on, tracking_no, receiver, received_on, receipt_no,
  returned_on, returned_reason, note, entered_at, clock_suspect, void_reason, rev
) VALUES (
  :id, :principal, :month, :road, :asked, :runs, :by_itself, :handed_on, :tracking_no, :receiver, :received_on,
  :receipt_no, :returned_on, :returned_reason, :note, :entered_at, :clock_suspect, :void_reason, :rev
)
ON CONFLICT (id) DO UPDATE SET
  road = excluded.road, runs = excluded.runs, handed_on = excluded.handed_on, tracking_no = excluded.tracking_no,
  receiver = excluded.receiver, received_on = excluded.received_on, receipt_no = excluded.receipt_no, returned_on =
  excluded.returned_on, returned_reason = excluded.returned_reason, note = excluded.note, void_reason =
  excluded.void_reason, rev = excluded.rev;
