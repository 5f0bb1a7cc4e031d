//! A form's definition, as it was read: nothing of it is computed yet.

use super::expected::Expected;
use super::feed::Feed;
use super::layout::{ListLayout, PrintLayout, SheetLayout, Travels};
use super::plan::Plan;
use super::value::FieldValue;
use crate::formula::Type;
use crate::operator::Needs;

/// A form that was read whole (FORMDEF-1). Only [`Form::read`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// Key, e.g. `complaint`.
    pub key: String,
    /// Version, from 1.
    pub version: i64,
    /// Rows of the ledger it is the home of, e.g. `F113`.
    pub ledger: Vec<String>,
    /// Chinese title.
    pub title: String,
    /// Short Chinese name.
    pub short: String,
    /// Heading it stands under in the list of registers.
    pub group: String,
    /// Where the paper stands in the documents.
    pub source: String,
    /// When it is filled and who reads it, in one sentence.
    pub note: String,
    /// Whether an entry has a maker.
    pub principal: PrincipalUse,
    /// How its entries are numbered.
    pub number: Numbering,
    /// Key of the field that is the entry's civil day.
    pub day: String,
    /// Keys of the fields that make the line an entry goes by.
    pub says: Vec<String>,
    /// Named numbers of its formulas.
    pub params: Vec<FormParam>,
    /// Sections in their order.
    pub sections: Vec<Section>,
    /// States; an entry begins in the first.
    pub states: Vec<State>,
    /// Steps between them.
    pub steps: Vec<Step>,
    /// Due days it brings.
    pub deadlines: Vec<FormDeadline>,
    /// Columns of its register.
    pub list: ListLayout,
    /// Its paper, where it is printed.
    pub print: Option<PrintLayout>,
    /// Its workbook.
    pub sheet: SheetLayout,
    /// What of it goes to head office.
    pub travels: Option<Travels>,
    /// Fields in which no two standing entries are alike, `principal` among them where it is one maker's; empty where they may.
    pub unique: Vec<String>,
    /// What of its entries stands in workbooks of the month.
    pub feeds: Vec<Feed>,
    /// By when one is expected of every month.
    pub expected: Option<Expected>,
    pub(super) plan: Plan,
}

/// Whether an entry has a maker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrincipalUse {
    /// It must.
    Needed,
    /// It may.
    Optional,
    /// It is of no maker.
    None,
}

/// How entries are numbered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Numbering {
    /// `{dealer}-{letters}-yyMM-A0001`, as every other paper of the desk.
    Standard {
        /// Letters between dealer and month.
        letters: String,
    },
    /// `YYMMNN`, one row for the whole dealer, that grows by a digit when it is full (FORMDEF-9).
    Yymmnn {
        /// Letters it is known by among the forms.
        letters: String,
        /// Fewest digits of the count.
        digits: u32,
    },
}

impl Numbering {
    /// The letters, which no other form has.
    pub fn letters(&self) -> &str {
        match self {
            Self::Standard { letters } | Self::Yymmnn { letters, .. } => letters,
        }
    }
}

/// A named number of a form's formulas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormParam {
    /// Name in the formulas.
    pub name: String,
    /// What kind of number it is.
    pub ty: Type,
    /// Where it comes from.
    pub value: ParamValue,
}

/// Where a parameter comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParamValue {
    /// The definition itself: whole days or fen, millionths, or thousandths of a plain number.
    Number(i64),
    /// Days of a deadline of the maker's pack.
    Rule(String),
}

/// A section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Chinese title.
    pub title: String,
    /// What helps who fills it in.
    pub help: String,
    /// Columns it is set in, 1 to 4.
    pub columns: u8,
    /// When it is shown; always, where there is none.
    pub shown_if: Option<String>,
    /// Fields in their order.
    pub fields: Vec<Field>,
    pub(super) place: String,
}

/// A field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Key, the name of its value.
    pub key: String,
    /// Chinese title.
    pub title: String,
    /// Kind with what belongs to it.
    pub kind: FieldKind,
    /// Whether it must be filled whenever it is shown.
    pub required: bool,
    /// When it must be filled.
    pub required_if: Option<String>,
    /// When it is shown; always, where there is none.
    pub shown_if: Option<String>,
    /// The formula it is computed by; nobody types into it.
    pub computed: Option<String>,
    /// What helps who fills it in.
    pub help: String,
    /// Columns it takes.
    pub width: Width,
    /// What stands in a new entry.
    pub default: Option<Preset>,
    /// What it counts of other registers: it is drawn, and may be put right.
    pub counts: Option<super::Counts>,
    /// Whether entries are found by it.
    pub search: bool,
    /// What head office gets of it without the user's consent.
    pub mask: Option<Mask>,
    /// States in which it can no longer be written.
    pub locked_in: Vec<String>,
    /// Whether it is kept when the next entry is begun right after this one.
    pub copy: bool,
    /// Own fields that take what the record it points to offers: `(own field, what is offered)`.
    pub fills: Vec<(String, String)>,
    pub(super) place: String,
}

/// How wide a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// So many columns.
    Columns(u8),
    /// The whole line.
    All,
}

/// What stands in a new entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Preset {
    /// Today.
    Today,
    /// The last day of the month before.
    LastMonth,
    /// Now.
    Now,
    /// Who sits at the desk.
    Operator,
    /// This.
    Value(FieldValue),
}

/// What is left of a value that travels without consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mask {
    /// `199****2833`
    Phone,
    /// `王**`
    Name,
    /// Nothing.
    Drop,
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldKind {
    /// One line.
    Text {
        /// What is written there.
        shape: Shape,
        /// Most characters.
        most: usize,
    },
    /// Many lines.
    LongText {
        /// Most characters.
        most: usize,
    },
    /// A civil day.
    Day {
        /// Where it may lie.
        bounds: DayBounds,
    },
    /// An instant.
    Instant {
        /// Where its civil day may lie.
        bounds: DayBounds,
    },
    /// A number in thousandths.
    Number {
        /// Its unit, Chinese.
        unit: String,
        /// Digits after the point, 0 to 3.
        decimals: u8,
        /// Least, in thousandths.
        min: Option<i64>,
        /// Most, in thousandths.
        max: Option<i64>,
    },
    /// Money in fen.
    Money {
        /// Least, in fen.
        min: Option<i64>,
        /// Most, in fen.
        max: Option<i64>,
    },
    /// One of several.
    Choice(Codes),
    /// Yes or no.
    YesNo,
    /// One of some levels, the best first.
    Rating(Vec<String>),
    /// Another record.
    Ref(Target),
    /// Photographs.
    Photo,
    /// A signature.
    Signature,
    /// Rows of plain fields.
    Table(Rows),
}

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Anything.
    Plain,
    /// A telephone number.
    Phone,
    /// A code.
    Code,
    /// The serial of a machine.
    Serial,
    /// A licence or certificate.
    Licence,
}

/// Where a day may lie: bounds are `today` or another field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DayBounds {
    /// The day it may not follow.
    pub not_after: Option<String>,
    /// The day it may not precede.
    pub not_before: Option<String>,
}

/// What can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Codes {
    /// Of the definition: code and Chinese title.
    Own(Vec<(String, String)>),
    /// Of the desk.
    Of(CodeTable),
}

super::words::worded! {
    /// A list of the desk that can be chosen from.
    CodeTable {
        /// Fault codes.
        Faults = "faults" "故障代码",
        /// Technicians.
        Technicians = "technicians" "技术员",
        /// People at the desk.
        Operators = "operators" "操作员",
        /// Areas.
        Areas = "areas" "区域",
    }
}

/// What a reference points to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A record of the desk.
    Noun(Noun),
    /// An entry of a form, by its key.
    Form(String),
}

super::words::worded! {
    /// Records of the desk a field can point to.
    Noun {
        /// User.
        Customer = "customer" "用户",
        /// Machine.
        Unit = "unit" "机器",
        /// Call for service.
        Call = "call" "报修",
        /// Repair.
        Repair = "repair" "维修单",
        /// Sale.
        Sale = "sale" "销售",
        /// Spare part.
        Part = "part" "配件",
        /// Maker.
        Principal = "principal" "厂家",
        /// Technician.
        Technician = "technician" "技术员",
    }
}

/// A repeating table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows {
    /// Its columns: plain fields.
    pub fields: Vec<Field>,
    /// Most rows.
    pub rows_max: usize,
    /// Where its rows are drawn from, when they are.
    pub draw: Option<Draw>,
}

super::words::worded! {
    /// Records of the desk the rows of a table are drawn from.
    Draw {
        /// Repairs of the entry's day.
        RepairsOfDay = "repairs_of_day" "当天的维修",
        /// Calls of the entry's day.
        CallsOfDay = "calls_of_day" "当天的报修",
        /// What one technician did that day.
        WorkOfTechnicianDay = "work_of_technician_day" "技术员当天的工作",
        /// Parts used in the season of the year before.
        PartsUsedLastYear = "parts_used_last_year" "上年同期用的配件",
        /// Paid service receipts of the week.
        ReceiptsOfWeek = "receipts_of_week" "本周的收费",
        /// Repairs of the month.
        RepairsOfMonth = "repairs_of_month" "本月的维修",
        /// Users who are to be asked again.
        RevisitsDue = "revisits_due" "该回访的用户",
        /// Complaints of the month by kind.
        ComplaintsOfMonth = "complaints_of_month" "本月按类别的投诉",
        /// Answers of the month by question.
        AnswersOfMonth = "answers_of_month" "本月的满意度答卷",
    }
}

/// A state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Key.
    pub key: String,
    /// Chinese title.
    pub title: String,
    /// How it is coloured.
    pub tone: Tone,
    /// Whether an entry ends there: changing it needs a reason from then on.
    pub is_final: bool,
    pub(super) place: String,
}

super::words::worded! {
    /// How a state is coloured.
    Tone {
        /// Waits.
        Wait = "wait" "等待",
        /// In work.
        Work = "work" "办理",
        /// At risk.
        Risk = "risk" "提醒",
        /// Done.
        Done = "done" "完成",
        /// Gone wrong.
        Bad = "bad" "不利",
        /// Of no account any more.
        Off = "off" "停用",
    }
}

/// A step from states to a state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Key.
    pub key: String,
    /// Chinese title.
    pub title: String,
    /// States it may be taken from.
    pub from: Vec<String>,
    /// State it leads to.
    pub to: String,
    /// What it needs of who takes it.
    pub who: Needs,
    /// Fields put in with it.
    pub asks: Vec<String>,
    /// What must hold.
    pub needs: Option<String>,
    /// Instant field that gets now.
    pub stamp: Option<String>,
    /// Whether a reason is asked for.
    pub reason: bool,
    /// The entry that follows.
    pub next: Option<Next>,
    pub(super) place: String,
}

/// The entry a step opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// Form of it.
    pub form: String,
    /// Fields that go over, of one key in both.
    pub copies: Vec<String>,
    /// Its field that points back.
    pub link: Option<String>,
}

/// A due day a form brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormDeadline {
    /// Key of the maker's rule.
    pub rule: String,
    /// Chinese title.
    pub title: String,
    /// Field it counts from.
    pub from: String,
    /// What ends it.
    pub until: Until,
    /// Day or instant of the state it ends with; without one, the moment the state was put in.
    pub on: Option<String>,
    /// When there is none.
    pub unless: Option<String>,
    /// Money field that is lost, or owed, once the day has passed.
    pub at_risk: Option<String>,
    pub(super) place: String,
}

/// What ends a due day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Until {
    /// The entry reaches a state.
    State(String),
    /// A field is filled.
    Field(String),
}
