use super::{CustodyMark, CustomerInput, JobCardView, Notice, UnitInput};
use domain::Day;
use domain::part::PartKind;
use domain::remedy::rule::Severity;
use domain::repair::{Channel, Method, Payer, RepairState, UsageUnit};
use domain::wait::Wait;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One replaced part, as typed.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct RepairPartInput {
    /// The line's UUID when it exists already; keep it when changing a repair.
    pub id: Option<String>,
    /// Part code.
    #[serde(default)]
    pub code: String,
    /// Part name.
    pub name: String,
    /// Specification.
    #[serde(default)]
    pub spec: String,
    /// Unit of count.
    #[serde(default)]
    pub unit: String,
    /// Quantity in thousandths.
    #[ts(type = "number")]
    pub qty_milli: i64,
    /// Price of one in fen; absent takes the price list's.
    #[ts(as = "Option<f64>")]
    pub price_fen: Option<i64>,
    /// 三包件 or 易损件; absent takes the price list's.
    pub kind: Option<PartKind>,
    /// Day replaced; absent takes the day completed, else the day sent in.
    #[ts(as = "Option<String>")]
    pub replaced_on: Option<Day>,
    /// Whether a replacement is asked for.
    #[serde(default)]
    pub wants_replacement: bool,
    /// Serial of the part that came off.
    #[serde(default)]
    pub old_serial: String,
    /// Serial of the part that went in.
    #[serde(default)]
    pub new_serial: String,
    /// The old part is already on the shelf.
    #[serde(default)]
    pub old_part_here: bool,
    /// Shelf of the old part.
    #[serde(default)]
    pub bin: String,
    /// Tag of the old part (answer only; ignored on input).
    pub tag_no: Option<String>,
}

/// A repair record, as typed.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct RepairDraft {
    /// The same `request_id` never makes a second repair.
    pub request_id: Option<String>,
    /// UUID of the call it is opened from; absent keeps the one it is linked with.
    pub call: Option<String>,
    /// Number on the paper; empty takes ours.
    #[serde(default)]
    pub no: String,
    /// Maker's code.
    pub principal: String,
    /// Customer.
    pub customer: CustomerInput,
    /// Machine; an unknown serial is added with a notice.
    pub unit: UnitInput,
    /// How it was reported.
    pub channel: Channel,
    /// Day reported.
    #[ts(type = "string")]
    pub reported_on: Day,
    /// Time reported, `HH:MM`.
    #[serde(default)]
    pub reported_time: String,
    /// Day sent in; absent takes the day reported.
    #[ts(as = "Option<String>")]
    pub received_on: Option<Day>,
    /// Day of arrival.
    #[ts(as = "Option<String>")]
    pub arrived_on: Option<Day>,
    /// Time of arrival.
    #[serde(default)]
    pub arrived_time: String,
    /// Day completed.
    #[ts(as = "Option<String>")]
    pub completed_on: Option<Day>,
    /// Day handed over.
    #[ts(as = "Option<String>")]
    pub handed_over_on: Option<Day>,
    /// Meter reading in thousandths.
    #[ts(as = "Option<f64>")]
    pub usage_milli: Option<i64>,
    /// What the meter counts; absent means hours.
    pub usage_unit: Option<UsageUnit>,
    /// In warranty (保内).
    pub in_warranty: bool,
    /// Who pays; absent follows from warranty and sale.
    pub payer: Option<Payer>,
    /// Fault reported.
    pub fault: String,
    /// Fault place.
    #[serde(default)]
    pub fault_place: String,
    /// Cause.
    #[serde(default)]
    pub cause: String,
    /// Responsibility.
    #[serde(default)]
    pub responsibility: String,
    /// What was done.
    pub method: Method,
    /// Inspection result and repair items.
    #[serde(default)]
    pub work: String,
    /// Technician.
    #[serde(default)]
    pub technician: String,
    /// Labour in thousandths of an hour.
    #[ts(as = "Option<f64>")]
    pub labour_milli_hours: Option<i64>,
    /// Labour cost in fen.
    #[serde(default)]
    #[ts(type = "number")]
    pub labour_fen: i64,
    /// Material cost in fen; absent takes the sum of the parts.
    #[ts(as = "Option<f64>")]
    pub material_fen: Option<i64>,
    /// Travel in thousandths of a kilometre.
    #[ts(as = "Option<f64>")]
    pub travel_milli_km: Option<i64>,
    /// Travel cost in fen.
    #[serde(default)]
    #[ts(type = "number")]
    pub travel_fen: i64,
    /// Other cost in fen.
    #[serde(default)]
    #[ts(type = "number")]
    pub other_fen: i64,
    /// The user signed.
    #[serde(default)]
    pub user_signed: bool,
    /// The user's opinion.
    #[serde(default)]
    pub user_rating: String,
    /// Remark.
    #[serde(default)]
    pub note: String,
    /// The user agreed to share phone and address with head office.
    #[serde(default)]
    pub share_consent: bool,
    /// Replaced parts.
    #[serde(default)]
    pub parts: Vec<RepairPartInput>,
    /// How serious the fault is; absent while nobody said.
    pub severity: Option<Severity>,
    /// UUID of an earlier repair of the same problem, of this machine.
    pub same_as: Option<String>,
    /// The component concerned was replaced as a whole.
    #[serde(default)]
    pub component_exchanged: bool,
    /// Times within it with a cause of their own: waiting for parts, an appraisal.
    #[serde(default)]
    #[ts(as = "Option<Vec<Wait>>")]
    pub waits: Vec<Wait>,
    /// Day the meter was read; absent takes the day sent in.
    #[ts(as = "Option<String>")]
    pub usage_read_on: Option<Day>,
    /// The reading is the first of a new meter.
    #[serde(default)]
    pub new_meter: bool,
    /// What the old meter showed last, in thousandths.
    #[ts(as = "Option<f64>")]
    pub old_meter_milli: Option<i64>,
    /// Code in the fault tree; empty for a fault in words alone.
    #[serde(default)]
    pub fault_code: String,
    /// Time of leaving for the user, `HH:MM`; empty when not noted.
    #[serde(default)]
    pub depart_time: String,
}

impl RepairDraft {
    /// A repair of which nothing more is said: every field that may be left out is.
    pub(crate) fn of(
        customer: CustomerInput,
        unit: UnitInput,
        channel: Channel,
        reported_on: Day,
        method: Method,
    ) -> Self {
        Self {
            request_id: None,
            call: None,
            no: String::new(),
            principal: String::new(),
            customer,
            unit,
            channel,
            reported_on,
            reported_time: String::new(),
            received_on: None,
            arrived_on: None,
            arrived_time: String::new(),
            completed_on: None,
            handed_over_on: None,
            usage_milli: None,
            usage_unit: None,
            in_warranty: false,
            payer: None,
            fault: String::new(),
            fault_place: String::new(),
            cause: String::new(),
            responsibility: String::new(),
            method,
            work: String::new(),
            technician: String::new(),
            labour_milli_hours: None,
            labour_fen: 0,
            material_fen: None,
            travel_milli_km: None,
            travel_fen: 0,
            other_fen: 0,
            user_signed: false,
            user_rating: String::new(),
            note: String::new(),
            share_consent: false,
            parts: Vec::new(),
            severity: None,
            same_as: None,
            component_exchanged: false,
            waits: Vec::new(),
            usage_read_on: None,
            new_meter: false,
            old_meter_milli: None,
            fault_code: String::new(),
            depart_time: String::new(),
        }
    }
}

/// Asks what saving a repair would change of its machine and customer.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct RepairCheck {
    /// UUID of the repair that is being changed; absent for a new one.
    pub amends: Option<String>,
    /// The repair as typed so far.
    pub draft: RepairDraft,
}

/// Changes a repair; a submitted one is queued again.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct RepairAmend {
    /// UUID of the repair.
    pub id: String,
    /// Version it was made from (`rev` as it was shown); absent changes what stands.
    #[ts(as = "Option<f64>")]
    pub rev: Option<i64>,
    /// Why it is changed; needed once it was submitted.
    #[serde(default)]
    pub reason: String,
    /// The whole repair as it should read.
    pub draft: RepairDraft,
}

/// Filters the list of repairs.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct RepairQuery {
    /// Serial, phone tail, name, pinyin initials, number; empty for all.
    #[serde(default)]
    pub term: String,
    /// Maker's code; empty for all.
    #[serde(default)]
    pub principal: String,
    /// Month completed (open ones by month reported), `YYYY-MM`; empty for all.
    #[serde(default)]
    pub month: String,
    /// Only in this state.
    pub state: Option<RepairState>,
    /// Rows wanted, at most 200; absent means 50.
    #[ts(as = "Option<f64>")]
    pub limit: Option<i64>,
    /// Rows to skip.
    #[ts(as = "Option<f64>")]
    pub offset: Option<i64>,
}

/// One row of the list of repairs.
#[derive(Debug, Serialize, TS)]
pub struct RepairRow {
    /// UUID.
    pub id: String,
    /// Number.
    pub no: String,
    /// Maker's code.
    pub principal: String,
    /// Customer's name.
    pub customer: String,
    /// Phone.
    pub phone: String,
    /// Model code.
    pub model: String,
    /// Serial.
    pub serial: String,
    /// Day reported.
    #[ts(type = "string")]
    pub reported_on: Day,
    /// Day completed.
    #[ts(type = "string | null")]
    pub completed_on: Option<Day>,
    /// Fault.
    pub fault: String,
    /// In warranty.
    pub in_warranty: bool,
    /// Total in fen.
    #[ts(type = "number")]
    pub total_fen: i64,
    /// The user signed.
    pub user_signed: bool,
    /// Where it stands.
    pub state: RepairState,
    /// Head office has it.
    #[ts(type = "string | null")]
    pub acknowledged_on: Option<Day>,
    /// Head office's reason for refusing it.
    pub returned_reason: Option<String>,
}

/// A repair with everything about it.
#[derive(Debug, Serialize, TS)]
pub struct RepairView {
    /// UUID.
    pub id: String,
    /// Version; a change carries it.
    #[ts(type = "number")]
    pub rev: i64,
    /// Number.
    pub no: String,
    /// UUID of the machine.
    pub unit_id: String,
    /// UUID of the customer.
    pub customer_id: String,
    /// The repair as it would be typed, parts with their tags.
    pub draft: RepairDraft,
    /// Number of the call it was opened from.
    pub call_no: Option<String>,
    /// Number of the earlier repair of the same problem.
    pub same_as_no: Option<String>,
    /// Total in fen.
    #[ts(type = "number")]
    pub total_fen: i64,
    /// Operator who entered it; `null` where there was none.
    pub entered_by: Option<String>,
    /// How it is signed: by whom, or that nothing shows it.
    pub signing: String,
    /// Days occupied; `null` while open.
    #[ts(type = "number | null")]
    pub occupied_days: Option<i64>,
    /// Where it stands.
    pub state: RepairState,
    /// Day submitted.
    #[ts(type = "string | null")]
    pub submitted_on: Option<Day>,
    /// Day head office has it.
    #[ts(type = "string | null")]
    pub acknowledged_on: Option<Day>,
    /// Head office's reason for refusing it.
    pub returned_reason: Option<String>,
    /// The field it named, as on the wire.
    pub returned_field: Option<String>,
    /// Why it was cancelled.
    pub void_reason: Option<String>,
    /// What keeps it from being submitted or paid, in Chinese.
    pub notices: Vec<Notice>,
    /// What meters of the machine showed so far, oldest first.
    pub readings: Vec<ReadingView>,
    /// Number of the service voucher of the dispatch it came from.
    pub voucher_no: Option<String>,
    /// The newest receipt of the machine for it.
    pub custody: Option<CustodyMark>,
    /// The card that hangs on the machine.
    pub job: Option<JobCardView>,
    /// Costs by the maker's rules, as they were kept.
    pub fees: Vec<super::FeeView>,
    /// The user pays it, it is done, and no receipt of it stands.
    pub receipt_open: bool,
    /// The paid service receipt that stands.
    pub receipt: Option<ReceiptMark>,
}

/// A paid service receipt, as its repair names it.
#[derive(Debug, Serialize, TS)]
pub struct ReceiptMark {
    /// UUID.
    pub id: String,
    /// Number.
    pub no: String,
}

/// What a meter showed at a repair.
#[derive(Debug, Serialize, TS)]
pub struct ReadingView {
    /// UUID of the repair.
    pub repair_id: String,
    /// Its number.
    pub no: String,
    /// Day it was read.
    #[ts(type = "string")]
    pub on: Day,
    /// What it showed, in thousandths.
    #[ts(type = "number")]
    pub shown_milli: i64,
    /// What it counts.
    pub unit: UsageUnit,
    /// It is the first reading of a new meter.
    pub new_meter: bool,
}
