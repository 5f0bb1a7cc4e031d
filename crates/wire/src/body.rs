//! Typed bodies of the records a desk sends, by kind.
//!
//! - BODY-1 Days are `YYYY-MM-DD`, money is integer fen, quantities are integer thousandths, instants UTC milliseconds.
//! - BODY-2 A field without a value is left out; a field's meaning never changes; a new one is added at the end.
//!
//! Absent: rules. Head office reads bodies as JSON and never through these types,
//! so a newer desk may add fields an older head office still stores whole.

mod entry;
mod remedy;

pub use entry::{EntryBody, EntryFieldBody, EntryRowBody, PaperAnswerBody};
pub use remedy::{PaperBody, RemedyBody, RemedyStepBody, RuleBody};

use serde::Serialize;

/// The machine a record is about.
#[derive(Debug, Clone, Serialize)]
pub struct UnitBody {
    /// Model code.
    pub model: String,
    /// Product name.
    pub product: String,
    /// Serial as written.
    pub serial: String,
    /// Serial's comparison key: half width, upper case, no spaces or hyphens.
    pub serial_key: String,
    /// Engine or motor number.
    pub engine_no: String,
    /// Frame number.
    pub frame_no: String,
    /// Day of production.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub produced_on: Option<String>,
}

/// The customer; phone and address are masked when `shared` is false.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CustomerBody {
    /// Name.
    pub name: String,
    /// Phone.
    pub phone: String,
    /// Address on one line.
    pub address: String,
    /// Identity number, where the maker's policy demands it and the customer agreed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_no: Option<String>,
    /// Whether the customer agreed to share phone and address.
    pub shared: bool,
}

/// Kind `card`: a sale with its receipt card.
#[derive(Debug, Clone, Serialize)]
pub struct CardBody {
    /// Maker's code.
    pub principal: String,
    /// The sale.
    pub sale: SaleBody,
    /// The machine.
    pub unit: UnitBody,
    /// The buyer.
    pub customer: CustomerBody,
    /// The card.
    pub card: CardFacts,
    /// Why an earlier revision was changed.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub amend_reason: String,
}

/// The sale inside a card.
#[derive(Debug, Clone, Serialize)]
pub struct SaleBody {
    /// Number.
    pub no: String,
    /// Day sold.
    pub sold_on: String,
    /// Invoice number.
    pub invoice_no: String,
    /// Day of the invoice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invoice_on: Option<String>,
    /// Day of hand-over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivered_on: Option<String>,
    /// Day of installation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub installed_on: Option<String>,
    /// Price in fen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price_fen: Option<i64>,
    /// Branch.
    pub outlet: String,
    /// Seller.
    pub seller: String,
    /// Day of entry.
    pub entered_on: String,
    /// The desk's clock could not be trusted at entry.
    pub clock_suspect: bool,
}

/// The card inside a card.
#[derive(Debug, Clone, Serialize)]
pub struct CardFacts {
    /// Number as printed.
    pub no: String,
    /// The user signed.
    pub user_signed: bool,
    /// Day the stub came back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub returned_on: Option<String>,
    /// Last day in time by the desk's policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<String>,
}

/// Kind `repair`: a signed repair record with its parts.
#[derive(Debug, Clone, Serialize)]
pub struct RepairBody {
    /// Maker's code.
    pub principal: String,
    /// Number.
    pub no: String,
    /// The machine.
    pub unit: UnitBody,
    /// The customer.
    pub customer: CustomerBody,
    /// How it was reported, e.g. `phone`.
    pub channel: String,
    /// Day reported.
    pub reported_on: String,
    /// Day sent in.
    pub received_on: String,
    /// Day of arrival.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arrived_on: Option<String>,
    /// Day completed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completed_on: Option<String>,
    /// Day handed over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handed_over_on: Option<String>,
    /// Meter reading in thousandths.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_milli: Option<i64>,
    /// What the meter counts.
    pub usage_unit: String,
    /// The dealer states it is in warranty.
    pub in_warranty: bool,
    /// Who pays.
    pub payer: String,
    /// Fault reported.
    pub fault: String,
    /// Fault place.
    pub fault_place: String,
    /// Cause.
    pub cause: String,
    /// Responsibility.
    pub responsibility: String,
    /// What was done.
    pub method: String,
    /// Inspection result and repair items.
    pub work: String,
    /// Technician.
    pub technician: String,
    /// Labour cost in fen.
    pub labour_fen: i64,
    /// Material cost in fen.
    pub material_fen: i64,
    /// Travel cost in fen.
    pub travel_fen: i64,
    /// Other cost in fen.
    pub other_fen: i64,
    /// Travel in thousandths of a kilometre.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub travel_milli_km: Option<i64>,
    /// The user signed.
    pub user_signed: bool,
    /// Replaced parts.
    pub parts: Vec<RepairPartBody>,
    /// Why an earlier revision was changed.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub amend_reason: String,
    /// Code of the fault in the desk's fault tree.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub fault_code: String,
    /// Photographs and signatures that stand; their files follow by hash, the record does not wait for them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<AttachmentBody>,
}

/// A photograph or signature of a repair.
#[derive(Debug, Clone, Serialize)]
pub struct AttachmentBody {
    /// SHA-256 of the file, hex.
    pub sha256: String,
    /// `photo`, `signature`, `paper`.
    pub kind: String,
    /// What a photograph shows, e.g. `fault_place`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// Of an entry: key of its field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// When it was taken or signed, UTC milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken_at: Option<i64>,
    /// Who signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signer: Option<String>,
    /// As what, e.g. `family`, `technician`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relation: Option<String>,
}

/// A replaced part inside a repair.
#[derive(Debug, Clone, Serialize)]
pub struct RepairPartBody {
    /// Part code.
    pub code: String,
    /// Part name.
    pub name: String,
    /// Specification.
    pub spec: String,
    /// Quantity in thousandths.
    pub qty_milli: i64,
    /// Price of one in fen.
    pub price_fen: i64,
    /// Day replaced.
    pub replaced_on: String,
    /// Tag of the old part that goes back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag_no: Option<String>,
    /// A replacement is asked for.
    pub wants_replacement: bool,
    /// Serial of the part that came off.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub old_serial: String,
    /// Serial of the part that went in.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub new_serial: String,
}

/// Kind `part`: where an old part is.
#[derive(Debug, Clone, Serialize)]
pub struct PartBody {
    /// Maker's code.
    pub principal: String,
    /// Tag number.
    pub tag_no: String,
    /// Number of the repair.
    pub repair_no: String,
    /// Part code.
    pub code: String,
    /// Part name.
    pub name: String,
    /// Quantity in thousandths.
    pub qty_milli: i64,
    /// Day removed.
    pub removed_on: String,
    /// Where it is, e.g. `in_store`.
    pub state: String,
    /// Reason of an exit.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// The batch it was sent with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batch: Option<BatchBody>,
    /// Number of its box in the batch.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub box_no: String,
    /// What the dealer knows of head office's receipt and inspection, and what it says to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<PartResultBody>,
    /// Why the batch's paper was corrected.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub amend_reason: String,
}

/// Receipt and inspection of an old part, as the dealer has it.
#[derive(Debug, Clone, Serialize)]
pub struct PartResultBody {
    /// Received, thousandths.
    pub received_milli: i64,
    /// Missing, thousandths.
    pub short_milli: i64,
    /// Something else than the list says, thousandths.
    pub wrong_milli: i64,
    /// The verdict, e.g. `misuse`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<String>,
    /// How a shortage was settled: `found`, `lost` or `disputed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settlement: Option<String>,
    /// Why.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub settle_reason: String,
    /// Why the dealer disputes the verdict.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub dispute: String,
    /// What was answered to it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub answer: String,
}

/// A batch of old parts.
#[derive(Debug, Clone, Serialize)]
pub struct BatchBody {
    /// Number.
    pub no: String,
    /// Boxes.
    pub boxes: i64,
    /// Gross weight in grams.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight_g: Option<i64>,
    /// Number of the seal on the boxes.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub seal_no: String,
    /// Carrier.
    pub carrier: String,
    /// Waybill number.
    pub waybill_no: String,
    /// Who pays the freight.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub freight_payer: String,
    /// Day sent.
    pub sent_on: String,
}

/// Kind `report`: a month's sheet. Rows and workbook travel as files, by hash.
#[derive(Debug, Clone, Serialize)]
pub struct ReportBody {
    /// Maker's code.
    pub principal: String,
    /// Number of the building.
    pub no: String,
    /// Key, e.g. `W01`.
    pub key: String,
    /// Title.
    pub title: String,
    /// The month, `YYYY-MM`.
    pub month: String,
    /// Rows.
    pub rows: i64,
    /// The workbook.
    pub file: FileBody,
    /// The rows as JSON: `{"columns":[…],"rows":[[…],…]}`.
    pub rows_file: FileBody,
    /// Records the sheet is made of; head office defers the report until they are there.
    pub lines: Vec<LineBody>,
    /// Records the sheet is made of altogether: more than `lines` when they do not fit into one record.
    pub lines_total: u64,
}

/// A file by hash.
#[derive(Debug, Clone, Serialize)]
pub struct FileBody {
    /// File name.
    pub name: String,
    /// SHA-256, hex.
    pub sha256: String,
    /// Bytes.
    pub size: i64,
}

/// A record a report is made of.
#[derive(Debug, Clone, Serialize)]
pub struct LineBody {
    /// The record.
    pub record_id: String,
    /// SHA-256 of its body.
    pub hash: String,
}

/// Kind `reversal`: a card or repair cancelled after it was sent (E20).
#[derive(Debug, Clone, Serialize)]
pub struct ReversalBody {
    /// Maker's code.
    pub principal: String,
    /// The record that is cancelled.
    pub of: String,
    /// Its kind.
    pub of_kind: String,
    /// Its human number.
    pub no: String,
    /// Why, in the clerk's words.
    pub reason: String,
    /// Day of the cancellation.
    pub voided_on: String,
}
