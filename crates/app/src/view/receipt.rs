use domain::Day;
use domain::receipt::Way;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Asks for the jobs the user pays that have no receipt.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ReceiptReadyQuery {
    /// Maker's code; empty means all.
    #[serde(default)]
    pub principal: String,
    /// Rows wanted, at most 200; absent means 50.
    #[ts(as = "Option<f64>")]
    pub limit: Option<i64>,
    /// Rows to skip.
    #[ts(as = "Option<f64>")]
    pub offset: Option<i64>,
}

/// A job the user pays, without a receipt.
#[derive(Debug, Serialize, TS)]
pub struct ReceiptReadyRow {
    /// UUID of the repair.
    pub id: String,
    /// Its number.
    pub no: String,
    /// Maker's code.
    pub principal: String,
    /// Customer.
    pub customer: String,
    /// Model code.
    pub model: String,
    /// Day it was done.
    #[ts(type = "string | null")]
    pub done_on: Option<Day>,
    /// What it comes to, fen.
    #[ts(type = "number")]
    pub total_fen: i64,
}

/// A part on a receipt.
#[derive(Debug, Serialize, TS)]
pub struct SoldPartView {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Quantity in thousandths.
    #[ts(type = "number")]
    pub qty_milli: i64,
    /// Price of one, fen.
    #[ts(type = "number")]
    pub price_fen: i64,
    /// The most one may cost, fen; `null` where no rule or no list price says.
    #[ts(type = "number | null")]
    pub cap_fen: Option<i64>,
    /// How the cap was computed.
    pub cap_reason: String,
}

/// A receipt.
#[derive(Debug, Serialize, TS)]
pub struct ReceiptView {
    /// UUID.
    pub id: String,
    /// Version; a change carries it.
    #[ts(type = "number")]
    pub rev: i64,
    /// Number; empty of one that is only looked at.
    pub no: String,
    /// Maker's code.
    pub principal: String,
    /// UUID of the repair.
    pub repair_id: String,
    /// Its number.
    pub repair_no: String,
    /// Customer.
    pub customer: String,
    /// Phone.
    pub phone: String,
    /// Model code.
    pub model: String,
    /// Serial.
    pub serial: String,
    /// Day of the service.
    #[ts(type = "string")]
    pub done_on: Day,
    /// Wage, fen.
    #[ts(type = "number")]
    pub wage_fen: i64,
    /// Travel, fen.
    #[ts(type = "number")]
    pub travel_fen: i64,
    /// Parts, fen.
    #[ts(type = "number")]
    pub parts_fen: i64,
    /// Other, fen.
    #[ts(type = "number")]
    pub other_fen: i64,
    /// Everything, fen.
    #[ts(type = "number")]
    pub total_fen: i64,
    /// Everything, in capitals.
    pub capitals: String,
    /// The user's own fault within the period: parts at head office's list.
    pub user_fault: bool,
    /// Its parts.
    pub parts: Vec<SoldPartView>,
    /// How it is paid.
    pub way: Way,
    /// Its Chinese name.
    pub way_name: String,
    /// What the maker's rule said of it; empty where the clerk chose.
    pub way_reason: String,
    /// Day of the payment.
    #[ts(type = "string | null")]
    pub paid_on: Option<Day>,
    /// Number of the invoice.
    pub invoice_no: String,
    /// Day of the invoice.
    #[ts(type = "string | null")]
    pub invoice_on: Option<Day>,
    /// Whether the maker's rules leave replaced parts with the user.
    pub old_parts_stay: bool,
    /// Remark.
    pub note: String,
    /// Why it was cancelled.
    pub void_reason: Option<String>,
}

/// How a receipt would read.
#[derive(Debug, Serialize, TS)]
pub struct ReceiptCheck {
    /// The receipt.
    pub receipt: ReceiptView,
    /// The maker's rules do not say how it is paid: the clerk chooses.
    pub way_open: bool,
    /// Why it cannot be made as it stands.
    pub problems: Vec<super::Notice>,
}

/// A receipt, as asked for.
#[derive(Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ReceiptDraft {
    /// The same `request_id` never makes a second receipt.
    pub request_id: Option<String>,
    /// UUID of the repair.
    pub repair: String,
    /// What the clerk saw, fen: refused when the repair comes to another sum by now.
    #[ts(type = "number")]
    pub total_fen: i64,
    /// How it is paid, where the maker's rules do not say.
    pub way: Option<Way>,
    /// Day of the payment, when it is paid already.
    #[ts(as = "Option<String>")]
    pub paid_on: Option<Day>,
    /// Number of the invoice, when there is one.
    #[serde(default)]
    pub invoice_no: String,
    /// Day of the invoice.
    #[ts(as = "Option<String>")]
    pub invoice_on: Option<Day>,
    /// Remark.
    #[serde(default)]
    pub note: String,
}

/// Invoice and payment of a receipt, as far as they are known now.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ReceiptSettle {
    /// UUID of the receipt.
    pub id: String,
    /// Version it was made from (`rev` as it was shown); absent changes what stands.
    #[ts(as = "Option<f64>")]
    pub rev: Option<i64>,
    /// Day of the payment.
    #[ts(as = "Option<String>")]
    pub paid_on: Option<Day>,
    /// Number of the invoice.
    #[serde(default)]
    pub invoice_no: String,
    /// Day of the invoice.
    #[ts(as = "Option<String>")]
    pub invoice_on: Option<Day>,
}

/// Filters the list of receipts.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ReceiptQuery {
    /// Maker's code; empty for all.
    #[serde(default)]
    pub principal: String,
    /// Month of the service, `YYYY-MM`; empty for all.
    #[serde(default)]
    pub month: String,
    /// Rows wanted, at most 200; absent means 50.
    #[ts(as = "Option<f64>")]
    pub limit: Option<i64>,
    /// Rows to skip.
    #[ts(as = "Option<f64>")]
    pub offset: Option<i64>,
}

/// Receipts of a day that stand.
#[derive(Debug, Serialize, TS)]
pub struct ReceiptDayView {
    /// The day.
    #[ts(type = "string")]
    pub on: Day,
    /// How many.
    #[ts(type = "number")]
    pub receipts: i64,
    /// What they come to, fen.
    #[ts(type = "number")]
    pub fen: i64,
    /// What of it is paid, fen.
    #[ts(type = "number")]
    pub paid_fen: i64,
}

/// Receipts, of a month or of all.
#[derive(Debug, Serialize, TS)]
pub struct ReceiptPage {
    /// The receipts, the newest first.
    pub rows: Vec<ReceiptView>,
    /// How many there are.
    #[ts(type = "number")]
    pub total: i64,
    /// Sums by day, the newest first; of all months the last so many days.
    pub days: Vec<ReceiptDayView>,
}
