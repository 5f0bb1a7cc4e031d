//! Why a workbook or a list was not written, in Chinese. An older file of the name is untouched in every case.

use crate::error::{Answer, AppError};
use report::layout::LayoutProblem;
use report::write::WriteProblem;
use std::io;
use std::path::Path;
use store::StoreError;

/// The problem of a writer as this house says it.
pub(crate) fn write_problem(problem: WriteProblem) -> AppError {
    let code = problem.code().to_owned();
    let sentence = match problem {
        WriteProblem::Source(cause) => return of_source(code, cause),
        WriteProblem::DiskFull => "磁盘已满，文件没有写成，原来的文件没有动。请腾出空间后再试".to_owned(),
        WriteProblem::ReadOnly(folder) => read_only(&folder),
        WriteProblem::NoFolder(folder) => no_folder(&folder),
        WriteProblem::InUse(file) => {
            format!("文件「{}」正被另一个程序打开，没有改动它。请在 Excel 里关闭它再试", file.display())
        }
        WriteProblem::TooManyRows { limit } => format!("超过 {limit} 行，一张表放不下"),
        WriteProblem::NumberTooLong { row, column, number } => {
            format!("第 {row} 行「{column}」的数 {number} 超过 15 位，表格会悄悄改掉它，所以没有写。请先更正这条记录")
        }
        WriteProblem::Unencodable { row } => {
            format!("第 {row} 行有 GB18030 放不下的字，文件没有写。请选 UTF-8，或导出 .xlsx")
        }
        WriteProblem::Io(cause) => {
            tracing::error!(%cause, "report");
            "文件没有写成，原来的文件没有动。请换一个文件夹再试".to_owned()
        }
        other => {
            tracing::error!(cause = %other, "report");
            "文件没有写成，原来的文件没有动。请重试；若再出现，请运行 sanbao doctor".to_owned()
        }
    };
    AppError::File { code, sentence }
}

fn of_source(code: String, cause: report::write::SourceError) -> AppError {
    let cause = match cause.downcast::<StoreError>() {
        Ok(error) => return AppError::Store(*error),
        Err(cause) => cause,
    };
    match cause.downcast::<AppError>() {
        Ok(error) => *error,
        Err(cause) => {
            tracing::error!(%cause, "report");
            AppError::File { code, sentence: "数据没有读成，原来的文件没有动。请重试".to_owned() }
        }
    }
}

/// A pipe or a device has no size and no end: whoever opens one waits for ever. What is not there is its reader's to say.
pub(crate) fn refuse_odd(path: &Path, next: &str) -> Answer<()> {
    if path.metadata().is_ok_and(|about| !about.is_file()) {
        let sentence = format!("这不是一个普通的文件。{next}");
        return Err(AppError::File { code: "file_unreadable".into(), sentence });
    }
    Ok(())
}

/// The problem of making or looking into a folder.
pub(crate) fn folder_problem(folder: &Path, cause: &io::Error) -> AppError {
    let (code, sentence) = match cause.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            ("disk_full", "磁盘已满，文件没有写成。请腾出空间后再试".to_owned())
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => ("folder_read_only", read_only(folder)),
        _ => ("folder_missing", no_folder(folder)),
    };
    AppError::File { code: code.into(), sentence }
}

/// A layout that does not fit is our own mistake; the log says where.
pub(crate) fn layout_problem(problem: LayoutProblem) -> AppError {
    tracing::error!(cause = %problem, "layout");
    AppError::File {
        code: "layout_refused".into(), sentence: "报表的版式读不懂，没有生成。请重新安装程序".to_owned()
    }
}

fn read_only(folder: &Path) -> String {
    format!("文件夹「{}」不能写入，文件没有写成。请检查权限，或换一个文件夹", folder.display())
}

fn no_folder(folder: &Path) -> String {
    format!("没有文件夹「{}」，也建不出来，文件没有写成。请换一个文件夹", folder.display())
}
