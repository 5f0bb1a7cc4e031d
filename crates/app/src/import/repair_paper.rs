//! What a row of repair records says, before anything is looked up.

use super::repair_parts::{PartLine, lines};
use super::row::Row;
use crate::repair_parts::OldPartStart;
use crate::view::{CustomerInput, RepairDraft, UnitInput};
use domain::Day;
use domain::old_part::OldPartState;
use domain::repair::{Channel, Method, UsageUnit};

/// A row as read.
pub(super) struct Paper {
    pub draft: RepairDraft,
    pub lines: Vec<PartLine>,
    pub old_parts: OldPartStart,
    pub sold_on: Option<Day>,
    pub total_fen: Option<i64>,
    pub serial_was_number: bool,
}

impl Paper {
    /// The day of sale has no place of its own here: it is kept in the remark.
    pub(super) fn remark_sold_on(&mut self) {
        if let Some(day) = self.sold_on {
            add_remark(&mut self.draft.note, &format!("台账购机日期{}", day.zh()));
        }
    }
}

/// Reads a row; `None` when a needed day is missing.
pub(super) fn read(row: &mut Row<'_>) -> Option<Paper> {
    let plate = row.serial("unit.serial");
    let customer = customer(row);
    let unit = UnitInput {
        model: row.text("unit.model"),
        product: row.text("unit.product"),
        serial: plate.text,
        engine_no: row.serial("unit.engine_no").text,
        frame_no: row.serial("unit.frame_no").text,
        produced_on: None,
        power_milli_kw: None,
    };
    let lines = lines(row);
    let (usage_milli, usage_unit) = usage(row);
    let mut note = row.text("note");
    let days = Days::read(row, &mut note)?;
    let reported_time = time(row, "reported_time", &mut note);
    let arrived_time = time(row, "arrived_time", &mut note);
    let method = method(row, lines.is_empty(), &mut note);
    let draft = RepairDraft {
        no: row.serial("no").text,
        reported_time,
        received_on: days.received,
        arrived_on: days.arrived,
        arrived_time,
        completed_on: days.completed,
        handed_over_on: days.handed_over,
        usage_milli,
        usage_unit,
        in_warranty: in_warranty(row),
        fault: row.text("fault"),
        fault_place: row.text("fault_place"),
        cause: row.text("cause"),
        responsibility: row.text("responsibility"),
        work: row.text("work"),
        technician: row.text("technician"),
        labour_milli_hours: row.milli("labour_milli_hours"),
        labour_fen: row.fen("labour_fen").unwrap_or(0),
        material_fen: row.fen("material_fen"),
        travel_milli_km: row.milli("travel_milli_km"),
        travel_fen: row.fen("travel_fen").unwrap_or(0),
        other_fen: row.fen("other_fen").unwrap_or(0),
        user_signed: row.yes("user_signed", &SIGNED, &NOT_SIGNED, Some(false)).unwrap_or(false),
        user_rating: row.text("user_rating"),
        note,
        ..RepairDraft::of(customer, unit, channel(row), days.reported, method)
    };
    let (sold_on, total_fen, old_parts) = (row.day("sold_on"), row.fen("total_fen"), old_parts(row));
    Some(Paper { draft, lines, old_parts, sold_on, total_fen, serial_was_number: plate.was_number })
}

const SIGNED: [&str; 10] = ["有", "是", "已签", "已签字", "签", "√", "✓", "y", "yes", "1"];
const NOT_SIGNED: [&str; 9] = ["无", "否", "未签", "未签字", "没有", "×", "n", "no", "0"];
const INSIDE: [&str; 8] = ["保内", "三包", "三包内", "内", "是", "三包期内", "c三包", "√"];
const OUTSIDE: [&str; 8] = ["保外", "三包外", "外", "否", "收费", "三包期外", "a收费", "×"];

fn customer(row: &mut Row<'_>) -> CustomerInput {
    CustomerInput {
        id: None,
        name: row.text("customer.name"),
        phone: row.phone("customer.phone"),
        county: row.text("customer.county"),
        town: row.text("customer.town"),
        village: row.text("customer.village"),
        id_no: None,
    }
}

/// In warranty only where the paper says so: what it does not say is not claimed.
fn in_warranty(row: &mut Row<'_>) -> bool {
    if row.cell("in_warranty").is_blank() {
        row.warn("in_warranty", "warranty_unknown", "没有写保内还是保外，按保外记，请核对");
        return false;
    }
    row.yes("in_warranty", &INSIDE, &OUTSIDE, Some(false)).unwrap_or(false)
}

fn usage(row: &mut Row<'_>) -> (Option<i64>, Option<UsageUnit>) {
    for (key, unit) in [("usage_milli", UsageUnit::Hour), ("usage_km", UsageUnit::Km), ("usage_mu", UsageUnit::Mu)] {
        if let Some(milli) = row.milli(key) {
            return (Some(milli), Some(unit));
        }
    }
    (None, None)
}

fn channel(row: &mut Row<'_>) -> Channel {
    let text = row.text("channel");
    let known = Channel::from_zh(&text).or(match text.as_str() {
        "电话" | "热线" => Some(Channel::Phone),
        "上门" | "到店" | "来店" | "送修" => Some(Channel::Visit),
        "转办" | "总部" | "总部转办" | "厂家转办" => Some(Channel::HeadOffice),
        "信函" => Some(Channel::Letter),
        _ => None,
    });
    if known.is_none() && row.columns.of("channel").is_some() {
        row.warn("channel", "word_unknown", format!("受理方式「{text}」认不出，按「来电」记"));
    }
    known.unwrap_or(Channel::Phone)
}

fn method(row: &mut Row<'_>, no_parts: bool, note: &mut String) -> Method {
    let likely = if no_parts { Method::Repair } else { Method::Replace };
    let text = row.text("method");
    let known = Method::from_zh(&text);
    if known.is_none() && !text.is_empty() {
        add_remark(note, &format!("台账处理方式：{text}"));
        row.warn("method", "word_unknown", format!("处理方式「{text}」认不出，按「{}」记，原文写进备注", likely.zh()));
    }
    known.unwrap_or(likely)
}

fn old_parts(row: &mut Row<'_>) -> OldPartStart {
    let text = row.text("old_part");
    let state = match text.as_str() {
        "" => return OldPartStart::AsTyped,
        "已收" | "在库" | "已入库" | "入库" | "已回收" | "收回" => OldPartState::InStore,
        "未收" | "待收" | "未回收" | "未交" | "待入库" => OldPartState::Tagged,
        "用户留存" | "留存" | "用户留" | "用户自留" => OldPartState::KeptByUser,
        "销毁" | "现场销毁" | "已销毁" => OldPartState::Destroyed,
        "丢失" | "遗失" => OldPartState::Lost,
        "留店" => OldPartState::StaysAtDealer,
        _ => {
            row.warn("old_part", "word_unknown", format!("旧件一栏写的是「{text}」，认不出，按「待入库」记"));
            OldPartState::Tagged
        }
    };
    OldPartStart::All(state)
}

/// `8:30`, `08:30:00`; what is no time of day goes to the remark.
fn time(row: &mut Row<'_>, key: &'static str, note: &mut String) -> String {
    let text = row.text(key);
    let plain = text.replace('：', ":");
    let parts: Vec<&str> = plain.split(':').collect();
    let within = |part: &str, most: u32| part.len() <= 2 && part.parse::<u32>().is_ok_and(|number| number < most);
    match parts.as_slice() {
        [hour, minute] | [hour, minute, _] if within(hour, 24) && within(minute, 60) => {
            format!("{hour:0>2}:{minute:0>2}")
        }
        _ => {
            if let (Some(field), false) = (row.form.field(key), text.is_empty()) {
                add_remark(note, &format!("台账{}：{text}", field.label));
                row.warn(
                    field.key,
                    "time_unreadable",
                    format!("{}「{text}」不是 08:30 这样的时间，原文写进备注", field.label),
                );
            }
            String::new()
        }
    }
}

fn add_remark(note: &mut String, remark: &str) {
    if !note.is_empty() {
        note.push(';');
    }
    note.push_str(remark);
}

/// The days of a repair, in order (IMPORT-15).
struct Days {
    reported: Day,
    received: Option<Day>,
    arrived: Option<Day>,
    completed: Option<Day>,
    handed_over: Option<Day>,
}

impl Days {
    fn read(row: &mut Row<'_>, note: &mut String) -> Option<Self> {
        let [reported, received, arrived, completed, handed_over] =
            ["reported_on", "received_on", "arrived_on", "completed_on", "handed_over_on"].map(|key| row.day(key));
        let reported = reported?;
        let received = after(row, note, ("received_on", received), ("报修日期", Some(reported)));
        let arrived = after(row, note, ("arrived_on", arrived), ("报修日期", Some(reported)));
        let begun = if received.is_some() { ("送修日期", received) } else { ("报修日期", Some(reported)) };
        let completed = after(row, note, ("completed_on", completed), begun);
        let last = if completed.is_some() { ("完工日期", completed) } else { begun };
        let handed_over = after(row, note, ("handed_over_on", handed_over), last);
        Some(Self { reported, received, arrived, completed, handed_over })
    }
}

/// A day that does not precede the one it follows.
fn after(
    row: &mut Row<'_>,
    note: &mut String,
    (key, day): (&'static str, Option<Day>),
    (label, earlier): (&str, Option<Day>),
) -> Option<Day> {
    let (day, earlier) = (day?, earlier?);
    if day >= earlier {
        return Some(day);
    }
    let field = row.form.field(key)?;
    add_remark(note, &format!("台账{}{}", field.label, day.zh()));
    row.warn(
        key,
        "days_out_of_order",
        format!("{}（{}）早于{label}（{}），没有采用，原样写进备注，请核对", field.label, day.zh(), earlier.zh()),
    );
    None
}
