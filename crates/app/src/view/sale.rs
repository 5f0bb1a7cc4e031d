use super::{DueView, Notice, RefusedField};
use domain::Day;
use domain::card::CardState;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The customer part of a form.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct CustomerInput {
    /// An existing customer of this name; absent, or with another name, for a new one (or one found by same name and phone).
    pub id: Option<String>,
    /// Name.
    pub name: String,
    /// Phone.
    #[serde(default)]
    pub phone: String,
    /// County.
    #[serde(default)]
    pub county: String,
    /// Township.
    #[serde(default)]
    pub town: String,
    /// Village and the rest.
    #[serde(default)]
    pub village: String,
    /// Identity number; dropped unless the maker's policy demands it.
    pub id_no: Option<String>,
}

/// The machine part of a form.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct UnitInput {
    /// Model code at the maker; a new one is added.
    pub model: String,
    /// Product name of the model; taken where the model has none yet.
    #[serde(default)]
    pub product: String,
    /// Serial (出厂编号).
    pub serial: String,
    /// Engine or motor number.
    #[serde(default)]
    pub engine_no: String,
    /// Frame number.
    #[serde(default)]
    pub frame_no: String,
    /// Day of production.
    #[ts(as = "Option<String>")]
    pub produced_on: Option<Day>,
    /// Power of the model in thousandths of kW; taken where the model has none yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(as = "Option<f64>")]
    pub power_milli_kw: Option<i64>,
}

/// A sale with its receipt card, as typed.
#[derive(Debug, Clone, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SaleDraft {
    /// Made by the form at its first key; the same `request_id` never makes a second sale (double click, retry).
    pub request_id: Option<String>,
    /// UUID of the sale that is being changed, so that a check does not warn of itself; absent for a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amends: Option<String>,
    /// Maker's code.
    pub principal: String,
    /// Buyer.
    pub customer: CustomerInput,
    /// Machine.
    pub unit: UnitInput,
    /// Day sold.
    #[ts(type = "string")]
    pub sold_on: Day,
    /// Invoice number.
    #[serde(default)]
    pub invoice_no: String,
    /// Day of the invoice.
    #[ts(as = "Option<String>")]
    pub invoice_on: Option<Day>,
    /// Day of hand-over.
    #[ts(as = "Option<String>")]
    pub delivered_on: Option<Day>,
    /// Day of installation.
    #[ts(as = "Option<String>")]
    pub installed_on: Option<Day>,
    /// Price in fen.
    #[ts(as = "Option<f64>")]
    pub price_fen: Option<i64>,
    /// Subsidy in fen.
    #[ts(as = "Option<f64>")]
    pub subsidy_fen: Option<i64>,
    /// Seller (经办人).
    #[serde(default)]
    pub seller: String,
    /// Branch (分销网点).
    #[serde(default)]
    pub outlet: String,
    /// Remark.
    #[serde(default)]
    pub note: String,
    /// Number printed on the card; empty takes ours.
    #[serde(default)]
    pub card_no: String,
    /// The user signed and the stub is here: the card is complete and goes to head office.
    #[serde(default)]
    pub user_signed: bool,
    /// The user agreed to share phone and address with head office.
    #[serde(default)]
    pub share_consent: bool,
}

/// Changes a sale and its card; a returned card is queued again.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SaleAmend {
    /// UUID of the sale.
    pub id: String,
    /// Version it was made from (`rev` as it was shown); absent changes what stands.
    #[ts(as = "Option<f64>")]
    pub rev: Option<i64>,
    /// Why it is changed; needed once the card was sent.
    #[serde(default)]
    pub reason: String,
    /// The whole sale as it should read.
    pub draft: SaleDraft,
}

/// Takes a signed stub in.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct CardCollect {
    /// UUID of the sale.
    pub id: String,
    /// Version it was made from (`rev` as it was shown); absent changes what stands.
    #[ts(as = "Option<f64>")]
    pub rev: Option<i64>,
    /// Day it came back; absent means today.
    #[ts(as = "Option<String>")]
    pub returned_on: Option<Day>,
    /// Changes the consent when given.
    pub share_consent: Option<bool>,
}

/// Takes many signed stubs in.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct CardsCollect {
    /// UUIDs of the sales, at most 500.
    pub ids: Vec<String>,
    /// Day they came back.
    #[ts(type = "string")]
    pub returned_on: Day,
    /// The consent of all of them; absent leaves each as it is.
    pub share_consent: Option<bool>,
}

/// What became of a pile of stubs.
#[derive(Debug, Serialize, TS)]
pub struct CardsCollected {
    /// Cards taken in and queued.
    #[ts(type = "number")]
    pub done: i64,
    /// Cards that could not be, each with its reason.
    pub left: Vec<CardLeft>,
}

/// A card that could not be taken in.
#[derive(Debug, Serialize, TS)]
pub struct CardLeft {
    /// UUID of the sale.
    pub id: String,
    /// Number of the card.
    pub card_no: String,
    /// Customer's name.
    pub customer: String,
    /// Why, Chinese.
    pub reason: String,
}

/// What the form shows while it is typed: nothing is saved.
#[derive(Debug, Serialize, TS)]
pub struct SaleCheck {
    /// Due day of the card with its reason; `null` while it cannot be computed.
    pub due: Option<DueView>,
    /// Why there is no due day: the maker has no pack, or its pack has no rule for the card.
    pub no_due: Option<String>,
    /// What would be refused.
    pub refused: Vec<RefusedField>,
    /// What is worth a look: duplicate serials, missing phone.
    pub notices: Vec<Notice>,
    /// The model is a new one, and its product has to be named.
    pub product_needed: bool,
}

/// Filters the list of sales.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct SaleQuery {
    /// Serial, phone tail, name, pinyin initials, number; empty for all.
    #[serde(default)]
    pub term: String,
    /// Maker's code; empty for all.
    #[serde(default)]
    pub principal: String,
    /// Month sold, `YYYY-MM`; empty for all.
    #[serde(default)]
    pub month: String,
    /// Only cards in this state.
    pub state: Option<CardState>,
    /// Only cards that are late or at risk, nearest limit first.
    #[serde(default)]
    pub due_only: bool,
    /// Rows wanted, at most 200; absent means 50.
    #[ts(as = "Option<f64>")]
    pub limit: Option<i64>,
    /// Rows to skip.
    #[ts(as = "Option<f64>")]
    pub offset: Option<i64>,
}

/// One row of the list of sales.
#[derive(Debug, Serialize, TS)]
pub struct SaleRow {
    /// UUID of the sale.
    pub id: String,
    /// Number of the sale.
    pub no: String,
    /// Number of the card.
    pub card_no: String,
    /// Maker's code.
    pub principal: String,
    /// Customer's name.
    pub customer: String,
    /// Phone.
    pub phone: String,
    /// Model code.
    pub model: String,
    /// Product name.
    pub product: String,
    /// Serial.
    pub serial: String,
    /// Day sold.
    #[ts(type = "string")]
    pub sold_on: Day,
    /// Price.
    #[ts(type = "number | null")]
    pub price_fen: Option<i64>,
    /// Where the card stands.
    pub state: CardState,
    /// Due day of the card.
    #[ts(type = "string | null")]
    pub due_on: Option<Day>,
    /// Days left; negative when late; `null` when it no longer matters.
    #[ts(type = "number | null")]
    pub days_left: Option<i64>,
    /// How urgent.
    pub level: super::DueLevel,
    /// What stands against the due day.
    pub doubt: Option<super::Doubt>,
    /// Head office's reason for refusing it.
    pub returned_reason: Option<String>,
}

/// A sale with everything about it.
#[derive(Debug, Serialize, TS)]
pub struct SaleView {
    /// UUID of the sale.
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
    /// The sale as it would be typed.
    pub draft: SaleDraft,
    /// Where the card stands.
    pub state: CardState,
    /// Number of the card.
    pub card_no: String,
    /// Due day with its reason.
    pub due: Option<DueView>,
    /// Day the stub came back.
    #[ts(type = "string | null")]
    pub returned_on: Option<Day>,
    /// Day queued for head office.
    #[ts(type = "string | null")]
    pub queued_on: Option<Day>,
    /// It was on its way to head office at least once: a change then needs its reason.
    pub left_desk: bool,
    /// Day head office has it, from the signed receipt.
    #[ts(type = "string | null")]
    pub acknowledged_on: Option<Day>,
    /// Head office's receipt number.
    pub receipt_no: Option<String>,
    /// Head office's reason for refusing it.
    pub returned_reason: Option<String>,
    /// The field it named, as on the wire.
    pub returned_field: Option<String>,
    /// Why it was cancelled.
    pub void_reason: Option<String>,
    /// Entered after the day sold.
    pub entered_late: bool,
    /// Day of entry.
    #[ts(type = "string")]
    pub entered_on: Day,
    /// Operator who entered it; `null` where there was none.
    pub entered_by: Option<String>,
    /// The machine's clock could not be trusted at entry.
    pub clock_suspect: bool,
    /// Repairs that stayed with the machine it named before, head office still their payer.
    pub left_repairs: Vec<LeftRepairView>,
    /// What is worth a look.
    pub notices: Vec<Notice>,
}

/// A repair a sale left behind when its serial was amended.
#[derive(Debug, Serialize, TS)]
pub struct LeftRepairView {
    /// UUID.
    pub id: String,
    /// Number.
    pub no: String,
    /// Serial of its machine.
    pub serial: String,
    /// Day reported.
    #[ts(type = "string")]
    pub reported_on: Day,
    /// Fault.
    pub fault: String,
}
