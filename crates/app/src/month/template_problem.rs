//! Why a head office's own form is not used, in Chinese: each fault with its sheet and cell, and what to do.

use crate::error::AppError;
use report::read::ReadProblem;
use report::template::{Caution, TemplateFault};

/// Faults that are told in full; of more only how many.
const MOST_TOLD: usize = 8;

pub(super) fn refused(code: &str, sentence: &str) -> AppError {
    AppError::File { code: code.into(), sentence: sentence.into() }
}

/// A file that is not taken as a form.
pub(super) fn unreadable(faults: &[TemplateFault]) -> AppError {
    let code = faults.first().map_or("template_damaged", TemplateFault::code);
    refused(code, &format!("模板不能用，没有载入。{}", told(faults)))
}

/// A form that was kept and does not fit any more.
pub(super) fn unusable(maker: &str, name: &str, version: i64, faults: &[TemplateFault]) -> AppError {
    let code = faults.first().map_or("template_damaged", TemplateFault::code);
    let next = "请在「设置」的「报表模板」里载入改好的模板，或停用这一版，改用本程序的版式";
    refused(code, &format!("{maker}的模板「{name}」（第 {version} 版）不能用，没有生成。{}。{next}", told(faults)))
}

/// A form that was filled and cannot be read back for the screen.
pub(super) fn unshown(maker: &str, name: &str, fault: &TemplateFault) -> AppError {
    tracing::warn!(?fault, "preview");
    refused(
        "template_unshown",
        &format!("{maker}的「{name}」用总部的模板填好了，但不能在窗口里显示。请导出这张表，用 Excel 或 WPS 查看"),
    )
}

/// The shipped sheets say 演示数据 in the head of each page; head office's own page is not written into.
pub(super) const DEMO_IS_UNMARKED: &str =
    "现在是演示数据：本程序的表在页眉上印「演示数据」，总部的模板不改页眉，填出来的表上不会有这几个字。不要当真报出去";

/// What of a form will look wrong (OWNFORM-4).
pub(super) fn caution(found: &Caution) -> String {
    match found {
        Caution::Narrow { place, title } => {
            format!("{place}「{title}」的列太窄，填上以后会显示成 ###。请在模板里把这一列加宽")
        }
        Caution::NoRemark { marker } => format!(
            "没有备注列：更正上月的行只能在单号后面注明，看不出更正了什么。请向总部要一列备注，放上标记 {{{{{marker}}}}}"
        ),
        Caution::SumLacks { place, titles } => format!(
            "{place} 的合计没有算进{}，会比维修单上的金额少。请向总部问清楚，要加就加一列，并改这个公式",
            titles.join("、")
        ),
        Caution::NoSum { place, title } => {
            format!("{place}「{title}」下面没有合计。请在合计行里给这一列加上求和公式")
        }
        Caution::Hidden { place, marker } => format!(
            "{place} 的标记 {{{{{marker}}}}} 在隐藏的列里：打印出来这里可能是空的。请移到看得见的列，或取消隐藏"
        ),
    }
}

fn told(faults: &[TemplateFault]) -> String {
    if let [only] = faults {
        return sentence(only);
    }
    let each = faults.iter().take(MOST_TOLD).enumerate();
    let said: Vec<String> = each.map(|(at, fault)| format!("{}. {}", at + 1, sentence(fault))).collect();
    let more = match faults.len().saturating_sub(MOST_TOLD) {
        0 => String::new(),
        more => format!("；另有 {more} 处"),
    };
    format!("共 {} 处：{}{more}", faults.len(), said.join("；"))
}

fn sentence(fault: &TemplateFault) -> String {
    const SAVE: &str = "请用 Excel 或 WPS 打开，另存为 .xlsx 后再载入";
    match fault {
        TemplateFault::File(problem) => unread(problem),
        TemplateFault::OldExcel => format!("这是旧的 .xls 文件。{SAVE}"),
        TemplateFault::Macros => "文件里有宏（.xlsm）。请向总部要不带宏的模板，或另存为 .xlsx 后再载入".into(),
        TemplateFault::ExternalLinks => {
            "文件引用了别的工作簿。请在 Excel 的「数据」→「编辑链接」里断开链接，另存后再载入".into()
        }
        TemplateFault::Signed => "文件有数字签名，填写以后签名就失效。请向总部要没有签名的模板".into(),
        TemplateFault::Part { part, why } => {
            tracing::info!(part, why, "template");
            format!("文件已损坏（{part} 读不懂）。{SAVE}，打不开就向总部再要一份")
        }
        TemplateFault::UnknownMarker { place, marker } => {
            format!("{place} 的标记 {{{{{marker}}}}} 不认识。请对照标记表改正")
        }
        TemplateFault::MissingMarker { marker } => format!("缺少标记 {{{{{marker}}}}}。请在重复行里加上"),
        TemplateFault::TornMarker { place, text } => {
            format!("{place} 的标记没有写完整：「{text}」。标记要写成 {{{{名称}}}}，两边各两个括号")
        }
        TemplateFault::MarkerInFormula { place } => {
            format!("{place} 的公式里有标记。请把标记放进单独的格，公式引用那一格")
        }
        TemplateFault::MarkerOutside { part } => {
            format!("{part} 的页眉页脚、文本框、批注或名称里有标记，那里不会填写。请把标记移到格子里")
        }
        TemplateFault::SecondRow { first, second } => {
            format!("{first} 行和 {second} 行都有 {{{{row.…}}}} 标记，只能有一行重复。请合成一行")
        }
        TemplateFault::MergedAcross { place } => {
            format!("合并单元格 {place} 跨过了重复行。请取消这处合并，重复行只能左右合并")
        }
        TemplateFault::TooManyMerged { sheet, found, limit } => {
            format!("工作表「{sheet}」有 {found} 处合并单元格，最多 {limit} 处。请取消表格区域的合并后再载入")
        }
        TemplateFault::Unmoving { sheet, what } => {
            let what = match *what {
                "table" => "「表格」对象（套用表格格式）",
                "pivot" => "数据透视表",
                "array" => "数组公式或模拟运算表",
                _ => "批注",
            };
            format!("工作表「{sheet}」里有{what}，不能随行数移动。请转换为普通区域或删去后再载入")
        }
        TemplateFault::SubSumPlace { place, marker } => {
            format!(
                "{place} 的标记 {{{{{marker}}}}} 放错了地方：它要单独占重复行下面的一行，每种只能有一行。请移到那里，或删去"
            )
        }
        TemplateFault::PivotByName { sheet, name } => format!(
            "数据透视表按名称「{name}」读工作表「{sheet}」的行，它存着空表样的数据，填写以后不会跟着变。请删去透视表，或改用公式汇总"
        ),
    }
}

fn unread(problem: &ReadProblem) -> String {
    match problem {
        ReadProblem::Password => "文件有打开密码。请在 Excel 或 WPS 里取消密码，另存一份再载入".into(),
        ReadProblem::TooLarge { bytes, limit } => {
            format!("文件超过 {} MB（最多 {} MB）。请删去里面的大图片或数据后再载入", bytes >> 20, limit >> 20)
        }
        ReadProblem::ZipBomb { .. } => "文件展开后大得不正常，没有打开。请向总部再要一份".into(),
        ReadProblem::NotATable(_) | ReadProblem::UnsupportedSheet(_) => {
            "这不是 .xlsx 文件。请确认选对了文件；旧格式请先另存为 .xlsx".into()
        }
        _ => "文件已损坏，读不完整。请用 Excel 或 WPS 打开另存一份，打不开就向总部再要".into(),
    }
}
