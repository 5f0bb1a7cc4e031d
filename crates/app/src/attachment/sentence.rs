//! Why a file is no photograph, as the clerk who chose it understands it.

use picture::{Fault, MOST_BYTES, MOST_PIXELS};

const MIB: u64 = 1024 * 1024;

/// Code and sentence.
pub(super) fn of(fault: Fault, name: &str) -> (&'static str, String) {
    match fault {
        Fault::Empty => ("photo_empty", format!("「{name}」是空的（0 字节），没有拷完整。请重新从手机拷一次")),
        Fault::TooLarge => {
            let most = MOST_BYTES / MIB;
            ("photo_too_large", format!("「{name}」超过 {most} MB，不像是照片。请用手机普通模式拍的照片"))
        }
        Fault::TooManyPixels { width, height } => {
            let most = MOST_PIXELS / 10_000;
            let says =
                format!("「{name}」有 {width} × {height} 像素，超过 {most} 万像素。请用手机普通模式拍，或缩小后再加");
            ("photo_too_many_pixels", says)
        }
        Fault::Heic => {
            let says = format!(
                "「{name}」是 HEIC 格式，这里打不开。请在手机「设置 → 相机 → 格式」选「兼容性最好」重拍，或先另存成 JPG"
            );
            ("photo_heic", says)
        }
        Fault::Other => ("photo_other", format!("「{name}」不是照片：只收 JPG 和 PNG。请换一个文件，或先另存成 JPG")),
        Fault::Damaged => ("photo_damaged", format!("「{name}」坏了或没有拷完整，打不开。请重新从手机拷一次")),
        Fault::NotWritten => ("photo_not_written", format!("「{name}」没有存成。请重试")),
    }
}

/// A file that could not be read at all.
pub(super) fn unreadable(cause: &std::io::Error, name: &str) -> (&'static str, String) {
    match cause.kind() {
        std::io::ErrorKind::NotFound => {
            ("photo_missing", format!("没有「{name}」这个文件。请看看手机或 U 盘是否还插着"))
        }
        std::io::ErrorKind::PermissionDenied => {
            ("photo_not_allowed", format!("没有权限打开「{name}」。请换一个文件夹"))
        }
        _ => ("photo_unreadable", format!("「{name}」读不出来。请重新插好手机或 U 盘再试")),
    }
}
