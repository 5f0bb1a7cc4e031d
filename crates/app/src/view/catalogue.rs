use super::Given;
use domain::Day;
use domain::coverage::Fuel;
use domain::part::PartKind;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Searches a list of the catalogue.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct CatalogueQuery {
    /// Code, name or its beginning; empty for all.
    #[serde(default)]
    pub term: String,
    /// Maker's code; empty for all.
    #[serde(default)]
    pub principal: String,
    /// Of models: only those of machines here whose product nobody named, where the maker's packs ask for it.
    pub product_open: Option<bool>,
    /// Rows wanted, at most 200; absent means 50.
    #[ts(as = "Option<f64>")]
    pub limit: Option<i64>,
    /// Rows to skip.
    #[ts(as = "Option<f64>")]
    pub offset: Option<i64>,
}

/// A model.
#[derive(Debug, Serialize, TS)]
pub struct ModelView {
    /// UUID.
    pub id: String,
    /// Maker's code.
    pub principal: String,
    /// Model code.
    pub code: String,
    /// Product name.
    pub product: String,
    /// Product class.
    pub class: String,
    /// Power in thousandths of kW.
    #[ts(type = "number | null")]
    pub power_milli_kw: Option<i64>,
    /// Guide price in fen.
    #[ts(type = "number | null")]
    pub guide_price_fen: Option<i64>,
    /// What drives it.
    pub fuel: Option<Fuel>,
    /// Cylinders of its engine.
    #[ts(type = "number | null")]
    pub cylinders: Option<i64>,
    /// Strokes of its engine.
    #[ts(type = "number | null")]
    pub strokes: Option<i64>,
}

/// Adds or changes a model; maker and code decide which. A field left out keeps what stands, `null` and an empty text clear.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ModelInput {
    /// Maker's code.
    pub principal: String,
    /// Model code.
    pub code: String,
    /// Product name.
    #[ts(as = "String")]
    pub product: Option<String>,
    /// Product class.
    #[ts(as = "String")]
    pub class: Option<String>,
    /// Power in thousandths of kW.
    #[serde(default)]
    #[ts(as = "Option<f64>")]
    pub power_milli_kw: Given<i64>,
    /// Guide price in fen.
    #[serde(default)]
    #[ts(as = "Option<f64>")]
    pub guide_price_fen: Given<i64>,
    /// What drives it.
    #[serde(default)]
    #[ts(as = "Option<Fuel>")]
    pub fuel: Given<Fuel>,
    /// Cylinders of its engine.
    #[serde(default)]
    #[ts(as = "Option<f64>")]
    pub cylinders: Given<i64>,
    /// Strokes of its engine, 2 or 4.
    #[serde(default)]
    #[ts(as = "Option<f64>")]
    pub strokes: Given<i64>,
}

/// A part of the price list.
#[derive(Debug, Serialize, TS)]
pub struct PartView {
    /// UUID.
    pub id: String,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Specification.
    pub spec: String,
    /// Unit of count.
    pub unit: String,
    /// Price ex works in fen.
    #[ts(type = "number | null")]
    pub price_fen: Option<i64>,
    /// Market supply price in fen.
    #[ts(type = "number | null")]
    pub market_price_fen: Option<i64>,
    /// 三包件 or 易损件.
    pub kind: Option<PartKind>,
    /// Whether the old part must go back.
    pub return_required: Option<bool>,
}

/// Adds or changes a part of the price list; the code decides which. A field left out keeps what stands, `null` and an
/// empty text clear.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct PartInput {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Specification.
    #[ts(as = "String")]
    pub spec: Option<String>,
    /// Unit of count.
    #[ts(as = "String")]
    pub unit: Option<String>,
    /// Price ex works in fen.
    #[serde(default)]
    #[ts(as = "Option<f64>")]
    pub price_fen: Given<i64>,
    /// Market supply price in fen.
    #[serde(default)]
    #[ts(as = "Option<f64>")]
    pub market_price_fen: Given<i64>,
    /// 三包件 or 易损件.
    #[serde(default)]
    #[ts(as = "Option<PartKind>")]
    pub kind: Given<PartKind>,
    /// Whether the old part must go back.
    #[serde(default)]
    #[ts(as = "Option<bool>")]
    pub return_required: Given<bool>,
}

/// One customer in a list.
#[derive(Debug, Serialize, TS)]
pub struct CustomerRow {
    /// UUID.
    pub id: String,
    /// Name.
    pub name: String,
    /// Phone.
    pub phone: String,
    /// County.
    pub county: String,
    /// Township.
    pub town: String,
    /// Village and the rest.
    pub village: String,
    /// Machines bought.
    #[ts(type = "number")]
    pub units: i64,
}

/// A customer with what was bought and repaired.
#[derive(Debug, Serialize, TS)]
pub struct CustomerView {
    /// The customer.
    pub customer: CustomerRow,
    /// Sales, newest first.
    pub sales: Vec<super::SaleRow>,
    /// Repairs, newest first.
    pub repairs: Vec<super::RepairRow>,
}

/// Changes a customer; a field left out keeps what stands.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CustomerAmend {
    /// UUID.
    pub id: String,
    /// Name.
    pub name: String,
    /// Phone.
    #[ts(as = "String")]
    pub phone: Option<String>,
    /// County.
    #[ts(as = "String")]
    pub county: Option<String>,
    /// Township.
    #[ts(as = "String")]
    pub town: Option<String>,
    /// Village and the rest.
    #[ts(as = "String")]
    pub village: Option<String>,
}

/// One machine in a list.
#[derive(Debug, Serialize, TS)]
pub struct UnitRow {
    /// UUID.
    pub id: String,
    /// Maker's code.
    pub principal: String,
    /// Model code.
    pub model: String,
    /// Product name.
    pub product: String,
    /// Serial as written.
    pub serial: String,
    /// Engine number.
    pub engine_no: String,
    /// Owner's name by the last standing sale; `null` where the machine came back.
    pub customer: Option<String>,
    /// Day it came back by exchange or return, after its last sale.
    #[ts(type = "string | null")]
    pub came_back_on: Option<Day>,
    /// Day of the last standing sale.
    #[ts(type = "string | null")]
    pub sold_on: Option<Day>,
}

/// A machine with its history.
#[derive(Debug, Serialize, TS)]
pub struct UnitView {
    /// The machine.
    pub unit: UnitRow,
    /// Frame number.
    pub frame_no: String,
    /// Day of production.
    #[ts(type = "string | null")]
    pub produced_on: Option<Day>,
    /// Its sales, newest first, cancelled ones too.
    pub sales: Vec<super::SaleRow>,
    /// Its repairs, newest first.
    pub repairs: Vec<super::RepairRow>,
    /// Repairs of the machine it was given for in exchange, newest first.
    pub former: Vec<super::RepairRow>,
    /// Receipts of custody and cases of exchange or return, newest first.
    pub papers: Vec<UnitPaper>,
    /// The customer of the last standing sale, ready for a repair form.
    pub owner: Option<super::CustomerInput>,
}

/// A paper of a machine beside its sales and repairs.
#[derive(Debug, Serialize, TS)]
pub struct UnitPaper {
    /// What it is.
    pub kind: UnitPaperKind,
    /// UUID.
    pub id: String,
    /// Number.
    pub no: String,
    /// Its day.
    #[ts(type = "string")]
    pub on: Day,
    /// What it says, Chinese.
    pub says: String,
    /// Where it stands, Chinese.
    pub state: String,
    /// Nothing more happens to it.
    pub over: bool,
}

/// Kinds of papers of a machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum UnitPaperKind {
    /// A receipt of custody.
    Custody,
    /// A case of exchange or return.
    Remedy,
}

/// Finds a machine by its serial.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct UnitBySerial {
    /// Maker's code; empty for any.
    #[serde(default)]
    pub principal: String,
    /// Serial as typed or scanned.
    pub serial: String,
}
