//! Reporting by file, for a desk without a network: a file for head office, and its answer taken back.
//!
//! - HAND-1 A file is for one head office; where the desk is enrolled at several, the maker is asked for.
//! - HAND-2 A file appears whole or not at all, and over an earlier file for head office only.
//! - HAND-3 An answer finds its maker by itself; one for somebody else is refused in words that say for whom it is.
//!
//! Absent: what is in a file, and what an answer moves (`sync::road`).

use crate::app::{App, principal};
use crate::clock::civil_time;
use crate::error::{Answer, AppError};
use crate::file_problem::write_problem;
use crate::sync_cases::TOUCHES;
use crate::trouble::problem_sentence;
use crate::uploading::Patience;
use crate::view::*;
use domain::principal::Principal;
use std::path::{Path, PathBuf};
use store::Reader;
use sync::desk::Account;
use sync::outcome::{Options, Trigger};
use sync::road::{self, Refused, Taken};
use wire::road::{Label, Way};

/// Larger than any answer.
const MOST: u64 = 256 * 1024 * 1024;

impl App {
    /// Writes everything one head office has not settled into a file.
    pub(crate) fn sync_to_file(&self, input: FileOut) -> Answer<Written<FileSent>> {
        let path = PathBuf::from(input.path.trim());
        refuse_place(&path)?;
        let (maker, _) = self.read(|reader, _| the_maker(reader, input.principal.trim()))?;
        let _one = self.uploading.begin(maker.id, Patience::Waits);
        let keep = |packed: &road::Packed| {
            report::write::whole(&packed.bytes, &path).map_err(|why| Stop::Said(write_problem(why)))?;
            // Customers' data left the desk, sealed: that stands in the trail. With no room for the line there is no file either,
            // and nobody remembers one.
            let noted = self.write("sync_to_file", |tx, _| {
                tx.note(&packed.label.file_id, &format!("{} {}", path.display(), packed.records));
                Ok(())
            });
            noted.map_err(|why| {
                let _ = std::fs::remove_file(&path);
                Stop::Said(why)
            })
        };
        let id = maker.id.to_string();
        let packed = road::pack(self, &id, &|| self.now(), &self.by_hand(), keep).map_err(|stop| stop.said(&maker))?;
        let value = FileSent {
            path: path.display().to_string(),
            principal: maker.code.clone(),
            principal_name: maker.name.clone(),
            made_at: packed.label.made_at,
            records: count(packed.records),
            files: count(packed.files),
            left: count(packed.left),
            sentence: sent_sentence(&maker, &packed),
        };
        Ok(Written { value, touched: TOUCHES.to_vec() })
    }

    /// Takes head office's answer to such a file.
    pub(crate) fn sync_from_file(&self, input: FileIn) -> Answer<Written<FileTaken>> {
        let path = PathBuf::from(input.path.trim());
        let file = read(&path)?;
        let label = road::label(&file).map_err(|why| refused(why, None))?;
        let (maker, account) = self.read(|reader, _| {
            let chosen = input.principal.trim();
            let found = if chosen.is_empty() { of_office(reader, &label)? } else { the_maker(reader, chosen)? };
            Ok(found)
        })?;
        let _one = self.uploading.begin(maker.id, Patience::Waits);
        let waited = self.read(|reader, _| crate::month::waiting(reader, maker.id))?;
        let taken = road::take(self, &maker.id.to_string(), &file, &|| self.now(), &self.by_hand());
        let taken = taken.map_err(|why| refused(why, Some((&maker, &account))))?;
        crate::month::by_file(self, waited)?;
        let out = &taken.outcome;
        let value = FileTaken {
            principal: maker.code.clone(),
            principal_name: maker.name.clone(),
            made_at: taken.label.made_at,
            records: count(out.sent),
            acked: count(out.acked),
            rejected: count(out.rejected),
            deferred: count(out.deferred),
            known: count(taken.known),
            received: count(out.received),
            files: count(out.blobs),
            again: taken.again,
            older: taken.older,
            more: taken.more,
            sentence: taken_sentence(&maker, &taken),
        };
        Ok(Written { value, touched: TOUCHES.to_vec() })
    }

    fn by_hand(&self) -> Options {
        Options::new(Trigger::Click, &self.holder)
    }
}

/// What stopped a file on its way to the disk.
enum Stop {
    Refused(Refused),
    Said(AppError),
}

impl From<Refused> for Stop {
    fn from(why: Refused) -> Self {
        Self::Refused(why)
    }
}

impl Stop {
    fn said(self, maker: &Principal) -> AppError {
        match self {
            Self::Said(error) => error,
            Self::Refused(Refused::NotEnrolled) => not_enrolled(Some(maker)),
            Self::Refused(why) => refused(why, None),
        }
    }
}

/// The maker a file is for (HAND-1).
fn the_maker(reader: &Reader<'_>, chosen: &str) -> Answer<(Principal, Account)> {
    if !chosen.is_empty() {
        let maker = principal(reader, chosen)?;
        let account = crate::desk::account_of(reader, &maker.id.to_string())?;
        return account.map(|account| (maker.clone(), account)).ok_or_else(|| not_enrolled(Some(&maker)));
    }
    let mut enrolled = enrolled(reader)?;
    match enrolled.pop() {
        None => Err(not_enrolled(None)),
        Some(only) if enrolled.is_empty() => Ok(only),
        Some(last) => {
            enrolled.push(last);
            Err(which(&enrolled))
        }
    }
}

fn enrolled(reader: &Reader<'_>) -> Answer<Vec<(Principal, Account)>> {
    let mut found = Vec::new();
    for maker in reader.principals()? {
        let account = crate::desk::account_of(reader, &maker.id.to_string())?;
        found.extend(account.map(|account| (maker, account)));
    }
    Ok(found)
}

/// HAND-3.
fn of_office(reader: &Reader<'_>, label: &Label) -> Answer<(Principal, Account)> {
    let mut enrolled = enrolled(reader)?;
    let same = |(_, account): &(Principal, Account)| account.server_id == label.server_id;
    match enrolled.iter().position(same) {
        Some(at) => Ok(enrolled.swap_remove(at)),
        None if enrolled.is_empty() => Err(not_enrolled(None)),
        None if label.way == Way::Sent => Err(refused(Refused::NoAnswer, None)),
        None => Err(refused(Refused::OtherOffice(label.principal.clone()), None)),
    }
}

fn which(enrolled: &[(Principal, Account)]) -> AppError {
    let names: Vec<String> = enrolled.iter().map(|(maker, _)| format!("{} {}", maker.code, maker.name)).collect();
    let first = enrolled.first().map(|(maker, _)| maker.code.clone()).unwrap_or_default();
    AppError::Sync {
        code: "principal_needed".into(),
        sentence: format!(
            "本机登记了 {} 个厂家的总部（{}），一个文件只报给一个总部。请写明厂家，如 --principal {first}",
            enrolled.len(),
            names.join("、")
        ),
    }
}

fn not_enrolled(maker: Option<&Principal>) -> AppError {
    let at = maker.map(|maker| format!("{}的", maker.name)).unwrap_or_default();
    AppError::Sync {
        code: "not_enrolled".into(),
        sentence: format!(
            "本机还没有在{at}总部登记，不能用文件报送：文件要用总部的密钥加密。请找有网络的地方先登记一次"
        ),
    }
}

/// Whether a file was written by head office or for it.
pub(crate) fn is_parcel(path: &Path) -> bool {
    read(path).is_ok_and(|file| road::label(&file).is_ok())
}

/// What an answer of head office says of itself before it is taken.
pub(crate) fn answer_of(path: &Path) -> Answer<String> {
    let label = road::label(&read(path)?).map_err(|why| refused(why, None))?;
    match label.way {
        Way::Answer => {
            Ok(format!("{}总部的答复文件（{}）：取回以前什么都不改动", label.principal, minute(label.made_at)))
        }
        _ => Err(refused(Refused::NoAnswer, None)),
    }
}

/// HAND-2: what is no file for head office is not written over.
fn refuse_place(path: &Path) -> Answer<()> {
    let refused = |detail: &str| Err(AppError::BadInput { field: "path".into(), detail: detail.into() });
    if path.as_os_str().is_empty() {
        return Err(domain::Refusal::Missing { field: "path", label: "文件" }.into());
    }
    match path.metadata() {
        Ok(there) if there.is_dir() => refused("这是一个文件夹。请写上文件名"),
        Ok(there) if there.len() > 0 && !is_sent(path) => refused("这里已有别的文件，没有覆盖它。请换一个文件名"),
        Ok(there) if !there.is_file() => refused("这不是可以写的文件。请换一个文件名"),
        _ => Ok(()),
    }
}

fn is_sent(path: &Path) -> bool {
    let label = read(path).ok().and_then(|file| road::label(&file).ok());
    label.is_some_and(|label| label.way == Way::Sent)
}

fn read(path: &Path) -> Answer<Vec<u8>> {
    let missing = |_| AppError::File {
        code: "file_missing".into(),
        sentence: format!("读不到文件「{}」。请检查文件名，U 盘是否插好", path.display()),
    };
    let about = path.metadata().map_err(missing)?;
    if !about.is_file() || about.len() > MOST {
        return Err(refused(Refused::NotOurs, None));
    }
    std::fs::read(path).map_err(missing)
}

/// Why a file was not taken, in the user's words.
fn refused(why: Refused, here: Option<(&Principal, &Account)>) -> AppError {
    let dealer = here.map(|(_, account)| format!("，本机是 {}", account.dealer_code)).unwrap_or_default();
    let (code, sentence) = match why {
        Refused::Stopped(problem) => {
            tracing::warn!(code = %problem.code, detail = %problem.detail, "file");
            let sentence = problem_sentence(&problem.code);
            return AppError::Sync { code: problem.code, sentence };
        }
        Refused::NotEnrolled => return not_enrolled(here.map(|(maker, _)| maker)),
        Refused::Busy => ("lease_taken", problem_sentence("lease_taken")),
        Refused::NotOurs => ("not_ours", "这不是总部的答复文件，什么都没有改动。请选总部收下报送文件时写出的那一个".into()),
        Refused::Truncated => {
            ("truncated", "文件不完整，后面缺了一段，什么都没有改动。请重新拷贝，或请总部再写一次答复".into())
        }
        Refused::Altered => {
            ("altered", "文件被改动过或已损坏，什么都没有改动。请重新拷贝，或请总部再写一次答复".into())
        }
        Refused::NoAnswer => ("wrong_way", "这是报给总部的文件，不是总部的答复。请把它交给总部，取回总部写的答复文件".into()),
        Refused::OtherOffice(principal) => (
            "other_office",
            format!("这是另一个总部（{principal}）的答复文件，什么都没有改动。请选对厂家的答复文件"),
        ),
        Refused::OtherDealer(other) => {
            ("other_dealer", format!("这是给经销商 {other} 的答复文件{dealer}，什么都没有改动。请向总部要本店的"))
        }
        Refused::OtherDevice => (
            "other_device",
            "这是给本店另一台电脑（或本机重新登记以前）的答复文件，什么都没有改动。请在写报送文件的那台电脑上取回；本机请重新导出一次".into(),
        ),
        Refused::Newer(detail) => {
            tracing::warn!(%detail, "file");
            ("newer", "文件是更新版本的程序写的，本程序读不懂，什么都没有改动。请升级程序".into())
        }
    };
    AppError::Sync { code: code.into(), sentence }
}

fn count(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// The minute, as people write it.
pub(crate) fn minute(at: i64) -> String {
    civil_time(at).format("%Y-%m-%d %H:%M").to_string()
}

fn sent_sentence(maker: &Principal, packed: &road::Packed) -> String {
    let mut said = match packed.records {
        0 => format!("没有待报送的记录；文件只用来取回{}总部的消息", maker.name),
        n => format!("{n} 条记录已写进给{}总部的文件", maker.name),
    };
    if packed.files > 0 {
        said.push_str(&format!("，附件 {} 个", packed.files));
    }
    if packed.left > 0 {
        said.push_str(&format!("；还有 {} 条放不下，取回答复后再导出一次", packed.left));
    }
    said.push_str("。文件已加密，只有总部打得开；请交给总部，取回答复文件后才算报到");
    said
}

fn taken_sentence(maker: &Principal, taken: &Taken) -> String {
    let out = &taken.outcome;
    let named = |n: u64, what: &str| (n > 0).then(|| format!("{n} {what}"));
    let parts: Vec<String> = [
        named(out.acked, "条已报到"),
        named(out.rejected, "条被退回"),
        named(out.deferred, "条总部待齐"),
        named(out.blobs, "个附件已报到"),
        named(out.received, "条总部消息"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let begin = format!("{}总部 {} 的答复", maker.name, minute(taken.label.made_at));
    let mut said = match (parts.is_empty(), taken.again, taken.older) {
        (true, true, _) => format!("{begin}已经取过，这次没有改动"),
        (true, _, true) => format!("{begin}比已经取回的旧，里面的内容本机都有了，没有改动"),
        (true, false, false) => format!("{begin}里没有新的内容"),
        (false, _, true) => format!("{begin}比已经取回的旧，补上了：{}", parts.join("，")),
        (false, _, false) => format!("{begin}：{}", parts.join("，")),
    };
    if taken.more {
        said.push_str("；总部还有消息没带完，请再导出一个文件去取");
    }
    said
}
