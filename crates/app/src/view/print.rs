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
}

/// A file to be printed.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PrintFile {
    /// What was printed.
    pub run: PrintView,
    /// Path of the file.
    pub path: String,
}
