//! Why a file or a cell is not taken, as a Chinese sentence that says what to do.

use crate::error::AppError;
use report::read::{Limits, ReadProblem};
use report::value::ValueProblem;

/// Something said about one row: a refusal or a warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Remark {
    pub field: &'static str,
    pub code: &'static str,
    pub message: String,
}

impl Remark {
    pub(super) fn new(field: &'static str, code: &'static str, message: impl Into<String>) -> Self {
        Self { field, code, message: message.into() }
    }
}

/// A file that is not read.
pub(super) fn file(code: &str, sentence: impl Into<String>) -> AppError {
    AppError::File { code: code.into(), sentence: sentence.into() }
}

/// A file the reader refuses.
pub(super) fn unread(problem: &ReadProblem) -> AppError {
    let save = "请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入";
    let limits = Limits::default();
    let sentence = match problem {
        ReadProblem::Empty => "这个文件是空的，里面没有一行数据。请确认选对了文件".to_owned(),
        ReadProblem::TooLarge { bytes, limit } => {
            format!("文件有 {} MB，最多读 {} MB。请按年份拆成几个文件再导入", bytes >> 20, limit >> 20)
        }
        ReadProblem::TooManyCells { limit } => {
            format!("表格超过 {} 万格。请删去表外多余的格子，或按年份拆成几个文件再导入", limit / 10_000)
        }
        ReadProblem::TooManyColumns { limit } => {
            format!("有一张表超过 {limit} 列，台账没有这么宽。请删去右边多余的列，再导入")
        }
        ReadProblem::Password => "文件有打开密码。请在 Excel 或 WPS 里取消密码，另存一份再导入".to_owned(),
        ReadProblem::Damaged(_) => format!("文件已损坏，读不完整，没有导入任何一行。{save}；打不开就换一份"),
        ReadProblem::ZipBomb { .. } => {
            format!(
                "这个 .xlsx 展开后大得不正常（超过 {} MB 或 {} 倍），没有打开。来路可靠的话，{save}",
                limits.expanded_bytes >> 20,
                limits.expansion
            )
        }
        ReadProblem::Html => format!("这是网页存成的假表格（常见于从网站导出的 .xls）。{save}"),
        ReadProblem::UnsupportedSheet(kind) => format!("这种表格（{kind}）读不了。{save}"),
        ReadProblem::NotATable(_) => "这不是 Excel 或 CSV 表格。请确认选对了文件".to_owned(),
        ReadProblem::Encoding { line } => {
            format!("第 {line} 行起文字编码不对，读出来会是乱码，没有导入任何一行。{save}")
        }
        ReadProblem::QuoteOpen { line } => {
            format!("第 {line} 行有一个引号没有配对，后面的内容会并成一格。请改好这一行，或{save}")
        }
        ReadProblem::Unreadable(cause) => unreadable(cause).to_owned(),
    };
    file(problem.code(), sentence)
}

fn unreadable(cause: &std::io::Error) -> &'static str {
    match cause.kind() {
        std::io::ErrorKind::NotFound => "找不到这个文件。请检查路径，或重新选择文件",
        std::io::ErrorKind::PermissionDenied => "没有权限读这个文件。请检查文件权限，或复制到自己的文件夹再导入",
        std::io::ErrorKind::IsADirectory => "这是一个文件夹。请选择里面的表格文件",
        _ => "文件读不出来。请确认 U 盘或网络盘还连着、文件没有被别的程序锁住，再试一次",
    }
}

/// A cell that is not the value its field asks for; `None` for an empty one.
pub(super) fn unfit(key: &'static str, label: &str, problem: &ValueProblem) -> Option<Remark> {
    let (code, message) = match problem {
        ValueProblem::Empty => return None,
        ValueProblem::Broken(shown) => ("broken_cell", format!("{label}是表格错误值 {shown}，请填上实际内容")),
        ValueProblem::TwoDigitYear(shown) => {
            ("two_digit_year", format!("{label}「{shown}」的年份只有两位，请写成四位年份，如 2026-10-09"))
        }
        ValueProblem::NoSuchDay(shown) => ("bad_day", format!("{label}「{shown}」日历上没有这一天")),
        ValueProblem::AmbiguousDay(shown) => {
            ("ambiguous_day", format!("{label}「{shown}」分不清哪个是月、哪个是日，请写成 2026-10-04 这样"))
        }
        ValueProblem::NotADay(shown) => ("bad_day", format!("{label}「{shown}」不是日期，请写成 2026-10-04 这样")),
        ValueProblem::NotANumber(shown) => ("not_a_number", format!("{label}「{shown}」不是数字")),
        ValueProblem::TooManyDecimals(shown) => {
            ("too_many_decimals", format!("{label}「{shown}」的小数位太多，不能代为四舍五入"))
        }
        ValueProblem::OutOfRange(shown) => ("out_of_range", format!("{label}「{shown}」超出合理范围")),
    };
    Some(Remark::new(key, code, message))
}
