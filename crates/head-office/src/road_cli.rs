//! `head-office take FILE --ack ANSWER`: words and the disk around `road`.

use std::io::{self, Write};
use std::path::Path;

use report::write::WriteProblem;
use serde_json::{Value, json};
use wire::road::Way;

use crate::clock::{civil_time, now_ms};
use crate::files::Files;
use crate::keys::Keys;
use crate::road::{self, Office, Refused, Taken};
use crate::store::Store;

/// Larger than any file a desk writes.
const MOST: u64 = 256 * 1024 * 1024;

/// What is said, and whether it was done.
pub struct Said {
    /// For standard output; empty when there is nothing.
    pub out: String,
    /// Why not, in words.
    pub problem: Option<String>,
}

/// Takes a file and writes its answer.
pub fn take(dir: &Path, store: &dyn Store, file: &Path, ack: &Path, as_json: bool) -> io::Result<Said> {
    let keys = Keys::open(dir)?;
    let files = Files::new(dir);
    let office = Office { store, keys: &keys, files: &files, limits: wire::hello::Limits::default() };
    Ok(match done(&office, file, ack) {
        Ok(taken) if as_json => Said { out: value(&taken, ack).to_string(), problem: None },
        Ok(taken) => Said { out: words(&taken, ack), problem: None },
        Err((code, problem)) => {
            let out = json!({"ok": false, "error": {"code": code, "message": problem}});
            Said { out: if as_json { out.to_string() } else { String::new() }, problem: Some(problem) }
        }
    })
}

type Problem = (&'static str, String);

fn done(office: &Office, file: &Path, ack: &Path) -> Result<Taken, Problem> {
    let bytes = read(file)?;
    refuse_place(file, ack)?;
    let taken = road::take(office, &bytes, now_ms()).map_err(|why| refused(&why))?;
    report::write::whole(&taken.answer, ack).map_err(|why| unwritten(&why, ack))?;
    Ok(taken)
}

fn read(file: &Path) -> Result<Vec<u8>, Problem> {
    let name = file.display();
    let missing = |_| ("file_missing", format!("读不到文件「{name}」。请检查文件名，U 盘是否插好"));
    let about = file.metadata().map_err(missing)?;
    if !about.is_file() || about.len() > MOST {
        return Err(("not_ours", format!("「{name}」不是经销商的报送文件，什么都没有收")));
    }
    std::fs::read(file).map_err(missing)
}

/// An answer is written over an earlier answer only.
fn refuse_place(file: &Path, ack: &Path) -> Result<(), Problem> {
    let Ok(there) = std::fs::read(ack) else { return Ok(()) };
    let same = file.canonicalize().ok() == ack.canonicalize().ok();
    match road::label(&there) {
        Ok(label) if label.way == Way::Answer && !same => Ok(()),
        Err(Refused::Truncated) if there.is_empty() => Ok(()),
        _ => Err(("file_exists", format!("「{}」已有别的文件，没有覆盖它。请换一个文件名", ack.display()))),
    }
}

fn refused(why: &Refused) -> Problem {
    match why {
        Refused::NotOurs => {
            ("not_ours", "这不是经销商的报送文件，什么都没有收。请选经销商用「导出待报送」写出的文件".into())
        }
        Refused::Truncated => {
            ("truncated", "文件不完整，后面缺了一段，什么都没有收。请重新拷贝，或请经销商再导出一次".into())
        }
        Refused::Altered => ("altered", "文件被改动过或已损坏，什么都没有收。请重新拷贝，或请经销商再导出一次".into()),
        Refused::NotSent => ("wrong_way", "这是总部给经销商的答复文件，不是报送文件。请把它交给经销商取回".into()),
        Refused::OtherOffice(principal) => (
            "other_office",
            format!("这是报给另一个总部（{principal}）的文件，不是报给本总部的，什么都没有收。请转交那个总部"),
        ),
        Refused::OtherDealer(dealer) => {
            ("other_dealer", format!("文件是经销商 {dealer} 的，本总部没有这个经销商，什么都没有收。请核对文件"))
        }
        Refused::NoDevice => {
            ("unknown_device", "写这个文件的电脑没有在本总部登记，什么都没有收。请经销商登记后再导出一次".into())
        }
        Refused::Revoked(name) => (
            "revoked",
            format!("写这个文件的电脑「{name}」已停用，什么都没有收。请给经销商新的登记代码，登记后再导出一次"),
        ),
        Refused::Newer(detail) => {
            ("newer", format!("文件是更新版本的程序写的，本程序读不懂（{detail}），什么都没有收。请升级 head-office"))
        }
        Refused::Store(cause) => {
            ("store_failed", format!("总部的数据库没有存下来（{cause}）。请处理好以后，把同一个文件再收一次，不会重复"))
        }
    }
}

/// The records are in: only the answer is missing, and the same file brings it.
fn unwritten(why: &WriteProblem, ack: &Path) -> Problem {
    let cause = match why {
        WriteProblem::DiskFull => "磁盘已满".to_owned(),
        WriteProblem::ReadOnly(folder) => format!("文件夹「{}」不能写入", folder.display()),
        WriteProblem::NoFolder(folder) => format!("没有文件夹「{}」", folder.display()),
        WriteProblem::InUse(file) => format!("「{}」正被另一个程序打开", file.display()),
        other => other.to_string(),
    };
    let says = format!(
        "记录已收下，但答复文件「{}」没有写成：{cause}。请处理好以后把同一个文件再收一次，不会重复",
        ack.display()
    );
    (why.code(), says)
}

fn value(taken: &Taken, ack: &Path) -> Value {
    json!({
        "ok": true,
        "dealer": taken.device.dealer, "dealer_name": taken.device.dealer_name, "device": taken.device.name,
        "file_id": taken.label.file_id, "made_at": taken.label.made_at,
        "records": taken.records, "accepted": taken.accepted, "known": taken.known, "deferred": taken.deferred,
        "rejected": taken.rejected, "files": taken.files, "items": taken.items,
        "times": taken.before.times, "older": is_older(taken), "answer": ack.display().to_string(),
    })
}

fn is_older(taken: &Taken) -> bool {
    taken.before.newest_made_at.is_some_and(|newest| newest > taken.label.made_at)
}

fn words(taken: &Taken, ack: &Path) -> String {
    let Taken { device, records, accepted, known, deferred, rejected, .. } = taken;
    let at = |ms: i64| civil_time(ms).format("%Y-%m-%d %H:%M").to_string();
    let mut lines = vec![format!(
        "{} {}（{}）{} 写的文件：{records} 条记录，新收 {accepted} 条，已有 {known} 条，待齐 {deferred} 条，退回 {rejected} 条；附件 {} 个",
        device.dealer,
        device.dealer_name,
        device.name,
        at(taken.label.made_at),
        taken.files
    )];
    if taken.before.times > 1 {
        lines.push(format!("这个文件收过，这是第 {} 次；没有重复存", taken.before.times));
    }
    if let Some(newest) = taken.before.newest_made_at.filter(|_| is_older(taken)) {
        lines.push(format!("这个文件比已经收过的旧（收过 {} 写的）；没收过的记录照样收下，没有重复存", at(newest)));
    }
    lines.push(format!("答复已写到 {}（带 {} 条消息），请经销商取回", ack.display(), taken.items));
    lines.join("\n")
}

/// Prints, and turns a problem into the error of the command line.
pub fn finish(said: Said) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    if !said.out.is_empty() {
        let mut out = io::stdout().lock();
        writeln!(out, "{}", said.out)?;
        out.flush()?;
    }
    said.problem.map_or(Ok(()), |problem| Err(problem.into()))
}
