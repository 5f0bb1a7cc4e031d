use domain::Month;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A paper the desk prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PrintPaper {
    /// 三包回执卡 of a sale.
    ReceiptCard,
    /// 三包修理记录 of a repair.
    RepairRecord,
    /// 客户商品领取收据 of a machine taken in.
    CustodyReceipt,
    /// 修护卡 of a repair, or of a call that was dispatched.
    JobCard,
    /// Labels of old parts, one on each label of a roll.
    TagLabels,
    /// Labels of old parts on A4.
    TagSheet,
    /// 三包旧件装箱单 of a batch.
    PackingList,
    /// An entry of a form.
    FormEntry,
}

/// Whose copy it is (联次).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PrintCopy {
    /// 第一联 用户.
    User,
    /// 第二联 经销商.
    Dealer,
    /// 第三联 厂家.
    Maker,
}

/// The sheet a paper is set on, where it comes in two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PrintSize {
    /// A4.
    A4,
    /// A5.
    A5,
}

/// Prints a paper. The same content again is the same printing: a second click makes no second one.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct PrintMake {
    /// Which paper.
    pub paper: PrintPaper,
    /// UUIDs of what it is about: one sale, repair, receipt, call or batch; of labels as many old parts as wanted.
    pub ids: Vec<String>,
    /// Copies; absent for all that the paper has.
    pub copies: Option<Vec<PrintCopy>>,
    /// Sheet of a receipt or a job card; absent for the paper's own.
    pub size: Option<PrintSize>,
    /// Folder; absent for the desk's own.
    pub dir: Option<String>,
}

/// Prints a paper again as it was.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct PrintAgain {
    /// UUID of the printing.
    pub id: String,
    /// Folder; absent for the desk's own.
    pub dir: Option<String>,
}

/// The paper a report is printed on; the letters of a wide one are half as large again on A3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReportPaper {
    /// A4.
    A4,
    /// A3.
    A3,
}

/// Builds sheets of a maker's month and prints them as one PDF. The workbooks lie beside it.
#[derive(Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ReportPrint {
    /// The same `request_id` never makes a second printing.
    pub request_id: Option<String>,
    /// Maker's code.
    pub principal: String,
    /// The month.
    #[ts(type = "string")]
    pub month: Month,
    /// Keys such as `W01`; empty prints the pack in its order.
    #[serde(default)]
    pub keys: Vec<String>,
    /// A whole copy for the dealer's own use; absent prints what is sent (MONTH-4).
    #[serde(default)]
    pub whole: bool,
    /// Paper; absent for the layout's own.
    pub size: Option<ReportPaper>,
    /// Folder; absent for the desk's own.
    pub dir: Option<String>,
    /// The page's name for this work.
    #[serde(skip_serializing)]
    pub task: Option<String>,
}

/// Prints buildings made before, as they were built.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ReportPrintRuns {
    /// UUIDs of buildings of one maker, in order; a cover goes first.
    pub ids: Vec<String>,
    /// Paper; absent for the layout's own.
    pub size: Option<ReportPaper>,
    /// Folder; absent for the desk's own.
    pub dir: Option<String>,
    /// The page's name for this work.
    pub task: Option<String>,
}

/// What a workbook is made of that belongs to no month's pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReportOf {
    /// 三包费用核销申请表 (W08) of a claim.
    Claim,
    /// 服务费季度结算表 (W20) of a statement.
    ServiceFee,
}

/// Exports the workbook of a record and prints it.
#[derive(Debug, Deserialize, Serialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub struct ReportPrintOf {
    /// The same `request_id` never makes a second printing.
    pub request_id: Option<String>,
    /// Which workbook.
    pub of: ReportOf,
    /// UUID of the claim or statement.
    pub id: String,
    /// Paper; absent for the layout's own.
    pub size: Option<ReportPaper>,
    /// Folder; absent for the desk's own.
    pub dir: Option<String>,
    /// The page's name for this work.
    #[serde(skip_serializing)]
    pub task: Option<String>,
}

/// A paper that was printed.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PrintView {
    /// UUID of the printing.
    pub id: String,
    /// The paper.
    pub paper: String,
    /// Its name.
    pub title: String,
    /// Number of the record.
    pub no: String,
    /// Copies on it.
    pub copies: Vec<PrintCopy>,
    /// Pages.
    #[ts(type = "number")]
    pub pages: i64,
    /// Hash of the file.
    pub sha256: String,
    /// Characters the font does not have, each by name: on the paper they are empty boxes.
    pub missing: Vec<String>,
    /// When it was first made.
    #[ts(type = "number")]
    pub made_at: i64,
    /// When it was last printed.
    #[ts(type = "number")]
    pub printed_at: i64,
    /// How often it was printed; from the second time on it is printed again (补打).
    #[ts(type = "number")]
    pub times: i64,
    /// Reports: size of the smallest letters on the paper, thousandths of a point.
    #[ts(type = "number | null")]
    pub letters_milli: Option<i64>,
    /// Reports: formulas of a head office's own form that only a spreadsheet computes; their cells are empty on the paper.
    #[ts(type = "number")]
    pub uncounted: i64,
    /// Reports: what hangs on a head office's own form and is not on the paper (charts, shapes, pictures of other kinds), each with its place.
    pub undrawn: Vec<String>,
}

/// A file to be printed.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PrintFile {
    /// What was printed.
    pub run: PrintView,
    /// Path of the file.
    pub path: String,
}
