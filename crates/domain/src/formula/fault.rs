//! What is wrong with a formula, and why one could not be computed.

use super::value::Type;

/// A formula that cannot be taken, with the place.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
#[error("规则「{key}」的公式第 {column} 列{}：{reason}", self.seen())]
pub struct FormulaFault {
    /// Key of the rule.
    pub key: String,
    /// Column in the formula, counted in characters from 1.
    pub column: usize,
    /// What stands there; empty at the end of the text.
    pub excerpt: String,
    /// Why.
    pub reason: Reason,
}

impl FormulaFault {
    fn seen(&self) -> String {
        if self.excerpt.is_empty() { String::new() } else { format!("（「{}」处）", self.excerpt) }
    }
}

/// Why a formula cannot be taken.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
pub enum Reason {
    /// Longer than a formula may be.
    #[error("公式太长，最多 {0} 个字")]
    TooLong(usize),
    /// Deeper than a formula may be.
    #[error("括号和运算套得太深，最多 {0} 层")]
    TooDeep(usize),
    /// A character no formula has.
    #[error("公式里不能有这个字符（只用半角的字母、数字和 + - * / < = > ! ( ) ,）")]
    Character,
    /// A number that does not fit.
    #[error("这个数太大")]
    NumberTooBig,
    /// Something is missing here.
    #[error("这里应当是{0}")]
    Wanted(&'static str),
    /// A comparison of a comparison.
    #[error("比较不能连写，请用 and 分开")]
    ComparedTwice,
    /// A word with a meaning of its own, where a name is wanted.
    #[error("这个词是公式的用词，不能当名字")]
    Reserved,
    /// No such function.
    #[error("没有这个函数，可用 min、max、if、round、lookup")]
    NoFunction,
    /// Wrong number of arguments.
    #[error("{0} 的参数个数不对")]
    Arity(&'static str),
    /// Nothing has this name.
    #[error("没有叫这个名字的输入、参数或公式")]
    NoName,
    /// No table has this name.
    #[error("没有叫这个名字的表")]
    NoTable,
    /// A table where a value is wanted.
    #[error("这是一张表，要用 lookup 查")]
    IsTable,
    /// A word where a value is wanted.
    #[error("文字只能当查表的关键字")]
    IsText,
    /// A number with no name.
    #[error("公式里只能直接写 0 和 1，别的数要写成参数（params），才有名字和出处")]
    Nameless,
    /// Types that do not go together.
    #[error("{left}和{right}不能{verb}")]
    Mismatch {
        /// Type on the left.
        left: &'static str,
        /// Type on the right.
        right: &'static str,
        /// What was tried.
        verb: &'static str,
    },
    /// Another type is wanted.
    #[error("这里要{wanted}，写的是{given}")]
    WrongType {
        /// What is wanted.
        wanted: &'static str,
        /// What is there.
        given: &'static str,
    },
    /// A number where money or a rate is rounded to nothing.
    #[error("凑整单位必须大于零")]
    Step,
    /// A rule whose number result has no rounding, or whose yes/no result has one.
    #[error("{0}")]
    Rounding(&'static str),
    /// A name given twice, or one that is no name.
    #[error("名字「{0}」重复，或不是小写字母开头的英文名")]
    BadName(String),
    /// A parameter with neither or both of `value` and `to_fill`.
    #[error("参数「{0}」要么有 value，要么写 to_fill")]
    ValueOrBlank(String),
    /// A parameter, input or table of a type it cannot have.
    #[error("「{0}」不能是这个类型")]
    BadType(String),
    /// A table whose row does not fit its keys, or stands twice.
    #[error("表「{0}」的第 {1} 行与表头不合，或与前面的行重复")]
    BadRow(String, usize),
    /// A formula that uses one that does not exist.
    #[error("用到的公式「{0}」不存在")]
    NoFormula(String),
    /// Formulas that use each other in a circle.
    #[error("公式互相引用成了一圈：{0}")]
    Cycle(String),
    /// An input that has another type in a formula used here.
    #[error("输入「{0}」在用到的公式里是另一个类型")]
    InputClash(String),
}

impl Reason {
    pub(super) fn wrong(wanted: Type, given: Type) -> Self {
        Self::WrongType { wanted: wanted.zh(), given: given.zh() }
    }
}

/// A formula that has no result for these inputs.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
#[error("无法计算：{cause}")]
pub struct Uncomputable {
    /// Key of the rule.
    pub rule_key: String,
    /// Pack and version, e.g. `S0-farm 2026.1`.
    pub rule_version: String,
    /// Why.
    pub cause: Cause,
}

/// Why there is no result.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
pub enum Cause {
    /// No rule of that key applies.
    #[error("政策里没有公式「{0}」")]
    NoRule(String),
    /// An input was not given.
    #[error("缺少「{0}」")]
    Missing(String),
    /// An input of another type was given.
    #[error("「{label}」应是{wanted}，给的是{given}")]
    WrongType {
        /// The input's label.
        label: String,
        /// What is wanted.
        wanted: &'static str,
        /// What was given.
        given: &'static str,
    },
    /// The contract leaves the value open.
    #[error("「{0}」合同未填写")]
    Blank(String),
    /// Division by zero.
    #[error("除数「{0}」是零")]
    DivisionByZero(String),
    /// A number that does not fit.
    #[error("数值太大，超出范围")]
    Overflow,
    /// A table without that row.
    #[error("表「{table}」里没有{key}")]
    NoRow {
        /// The table's label.
        table: String,
        /// The key looked for.
        key: String,
    },
    /// A fraction where a whole number is looked up.
    #[error("查表的关键字不是整数")]
    NotWhole,
    /// Rounding to a step that is not positive.
    #[error("凑整单位不大于零")]
    Step,
}
