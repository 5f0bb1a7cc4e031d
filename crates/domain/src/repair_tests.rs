use super::*;
use uuid::Uuid;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(crate) fn repair() -> Repair {
    Repair {
        id: RepairId(Uuid::nil()),
        no: "WX26100001".into(),
        principal: PrincipalId(Uuid::nil()),
        unit: UnitId(Uuid::nil()),
        customer: CustomerId(Uuid::nil()),
        channel: Channel::Phone,
        reported_on: day("2026-10-19"),
        reported_time: "16:20".into(),
        received_on: day("2026-10-19"),
        arrived_on: Some(day("2026-10-19")),
        arrived_time: "18:25".into(),
        completed_on: Some(day("2026-10-20")),
        handed_over_on: None,
        usage_milli: Some(75_000),
        usage_unit: UsageUnit::Hour,
        in_warranty: true,
        payer: Payer::Warranty,
        fault: "焊缝开裂".into(),
        fault_place: String::new(),
        cause: "装配不良".into(),
        responsibility: String::new(),
        method: Method::Repair,
        work: String::new(),
        technician: "周师傅".into(),
        labour_milli_hours: None,
        labour_fen: Fen(6000),
        material_fen: Fen(0),
        travel_milli_km: None,
        travel_fen: Fen(0),
        other_fen: Fen(0),
        user_signed: true,
        user_rating: String::new(),
        note: String::new(),
        share_consent: true,
        state: RepairState::Draft,
        entered_on: day("2026-10-20"),
        clock_suspect: false,
        submitted_on: None,
        acknowledged_on: None,
        returned_reason: None,
        void_reason: None,
        rev: 1,
        severity: None,
        same_as: None,
        component_exchanged: false,
        waits: Vec::new(),
        usage_read_on: None,
        new_meter: false,
        old_meter_milli: None,
        fault_code: String::new(),
        depart_time: String::new(),
        fees: Vec::new(),
    }
}

fn part(price: i64, qty_milli: i64) -> RepairPart {
    RepairPart {
        id: RepairPartId(Uuid::nil()),
        repair: RepairId(Uuid::nil()),
        line_no: 1,
        code: "082895".into(),
        name: "空气滤清器芯".into(),
        spec: "φ35".into(),
        unit: "套".into(),
        qty_milli,
        price_fen: Fen(price),
        kind: Some(PartKind::Wear),
        return_required: true,
        wants_replacement: false,
        replaced_on: day("2026-10-20"),
        old_serial: String::new(),
        new_serial: String::new(),
    }
}

#[test]
fn repair_1_needs_a_fault_and_no_future_day() {
    assert!(repair().check(day("2026-10-20")).is_ok());
    let mut no_fault = repair();
    no_fault.fault = " ".into();
    assert_eq!(no_fault.check(day("2026-10-20")).unwrap_err().0[0].field(), "fault");
    assert_eq!(repair().check(day("2026-10-18")).unwrap_err().0[0].field(), "reported_on");
}

#[test]
fn repair_2_days_are_in_order() {
    let mut repair = repair();
    repair.completed_on = Some(day("2026-10-18"));
    let refused = repair.check(day("2026-10-20")).unwrap_err();
    assert_eq!((refused.0[0].code(), refused.0[0].field()), ("day_before", "completed_on"));
}

#[test]
fn repair_3_total_and_material() {
    let parts = [part(237_317, 2000), part(101, 1500)];
    assert_eq!(material_of(&parts), Some(Fen(474_634 + 152)));
    let mut repair = repair();
    repair.material_fen = Fen(100);
    repair.travel_fen = Fen(9240);
    assert_eq!(repair.total(), Some(Fen(15_340)));
    repair.other_fen = Fen(i64::MAX);
    assert_eq!(repair.check(day("2026-10-20")).unwrap_err().0[0].code(), "out_of_range");
}

#[test]
fn repair_4_is_submitted_signed_and_completed() {
    let mut open = repair();
    open.completed_on = None;
    open.user_signed = false;
    let codes: Vec<_> = open.submit(day("2026-10-21")).unwrap_err().0.iter().map(Refusal::code).collect();
    assert_eq!(codes, ["missing", "not_signed"]);
    let mut done = repair();
    done.submit(day("2026-10-21")).unwrap();
    assert_eq!(done.state, RepairState::Submitted);
}

#[test]
fn repair_5_no_sale_no_free_repair() {
    assert_eq!(payer_of(Some(Payer::Warranty), true, false, Payer::Paid), Payer::Internal);
    assert_eq!(payer_of(None, true, false, Payer::Paid), Payer::Internal);
    assert_eq!(payer_of(None, true, true, Payer::Paid), Payer::Warranty);
    assert_eq!(payer_of(None, false, true, Payer::Paid), Payer::Paid);
    assert_eq!(payer_of(Some(Payer::Paid), true, false, Payer::Paid), Payer::Paid);
}

#[test]
fn repair_9_a_payer_goes_by_no_serial() {
    assert_eq!(payer_of(Some(Payer::Warranty), true, false, Payer::Warranty), Payer::Warranty);
    assert_eq!(payer_of(None, true, false, Payer::Warranty), Payer::Warranty);
    assert_eq!(payer_of(Some(Payer::Paid), true, false, Payer::Warranty), Payer::Paid, "a person may say otherwise");
    assert_eq!(payer_of(Some(Payer::Warranty), true, false, Payer::Internal), Payer::Internal, "REPAIR-5");
}

#[test]
fn repair_6_is_cancelled_once_and_with_a_reason() {
    let mut repair = repair();
    assert!(repair.void("").is_err());
    repair.submit(day("2026-10-21")).unwrap();
    repair.void("重复登记").unwrap();
    assert_eq!(repair.no, "WX26100001");
    assert!(repair.void("再作废").is_err());
    assert!(repair.submit(day("2026-10-21")).is_err());
}

#[test]
fn repair_7_occupied_days_count_both_ends() {
    assert_eq!(repair().occupied_days(), Some(2));
    let mut open = repair();
    open.completed_on = None;
    assert_eq!(open.occupied_days(), None);
    // Taken away unrepaired: it stands in nobody's yard any more.
    open.handed_over_on = Some(open.received_on.plus_days(3));
    assert_eq!(open.occupied_days(), Some(4));
}

#[test]
fn a_part_line_needs_a_name_and_a_quantity() {
    assert!(part(100, 1000).check(day("2026-10-20")).is_ok());
    assert_eq!(part(100, 0).check(day("2026-10-20")).unwrap_err().0[0].field(), "parts.qty_milli");
    assert_eq!(part(i64::MAX, 2000).check(day("2026-10-20")).unwrap_err().0[0].field(), "parts.price_fen");
}

#[test]
fn repair_8_before_the_sale_nothing_is_in_warranty() {
    let mut repair = repair();
    repair.in_warranty = true;
    let refused = repair.check_sold(&[day("2026-11-02"), day("2026-10-20")]).unwrap_err();
    assert_eq!((refused.0[0].code(), refused.0[0].field()), ("day_before", "reported_on"));
    assert!(repair.check_sold(&[day("2026-11-02"), repair.reported_on]).is_ok(), "sold again later");
    assert!(repair.check_sold(&[]).is_ok(), "a machine without a sale is REPAIR-5's");
    repair.in_warranty = false;
    assert!(repair.check_sold(&[day("2026-10-20")]).is_ok());
}
