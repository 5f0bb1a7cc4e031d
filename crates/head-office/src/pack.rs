//! A policy pack or calendar on its way into the feeds: what head office may know of it without reading its rules.
//!
//! - SENDPACK-1 A pack goes out as the exact text that was signed, with a seal of this head office's key of now, or not at all.
//! - SENDPACK-2 Versions are compared part by part, numbers as numbers, as the desk does: a lower one than went out is refused, and the same one with other words.
//! - SENDPACK-3 A difference names every rule added, removed or changed, with the old and the new value.
//! - SENDPACK-4 A rule is told by the pack's own words for it, its name or the contract's sentence, beside its key.
//!
//! Absent: what a rule means. The desk reads a pack whole or not at all, and a person there applies it.

use std::cmp::Ordering;

use chrono::NaiveDate;
use serde_json::Value;
use wire::law::{CalendarBody, PackBody};
use wire::version::compare_versions;

use crate::keys::{Keys, is_signed};
use crate::store::lists::Issued;

mod differences;

pub use differences::{Change, changes};

/// Bytes of a pack or calendar; the desk takes no more.
const MOST_BYTES: usize = 1024 * 1024;

/// Why nothing goes out.
#[derive(Debug, thiserror::Error)]
pub enum Unfit {
    /// Not text, not JSON, not an object.
    #[error("这不是政策包或日历：文件不是 JSON（{0}）。请选政策包的 .json 文件。")]
    NotJson(String),
    /// A limit.
    #[error("文件太大，最多 1 MB。请选政策包的 .json 文件。")]
    TooLarge,
    /// A field of the head is not there.
    #[error("文件里没有「{0}」，这不是一份完整的政策包或日历。请找做它的人补上。")]
    NoField(&'static str),
    /// A statute.
    #[error("这是法定规则，随程序一起发布，总部不能下发。合同的政策包要写 \"kind\": \"contract\"。")]
    Statutory,
    /// The seal is no JSON with what a seal has.
    #[error("签名文件读不懂。请选 head-office sign 做出来的 .seal 文件。")]
    NoSeal,
    /// The seal names another pack.
    #[error("签名是给「{sealed}」的，文件是「{given}」。请选这份文件自己的 .seal。")]
    OtherPack {
        /// What the seal names.
        sealed: String,
        /// What the file is.
        given: String,
    },
    /// The seal names another maker.
    #[error("这份签名是厂家「{0}」的，本总部是另一个厂家。没有下发。")]
    OtherMaker(String),
    /// A key that was handed over.
    #[error("签名用的密钥已在 {0} 交接，不再有效。请用新的密钥重新签名。")]
    HandedOver(String),
    /// Not our key.
    #[error(
        "签名用的不是本总部的密钥：可能是别的厂家的政策包，或者密钥还没有交接（policy hand-over --to）。没有下发。"
    )]
    OtherKey,
    /// Other bytes.
    #[error("签名不对：文件签名以后被改过，哪怕只改了一个空格。请用签名时的原文件，或者重新签名。")]
    Broken,
    /// Nothing to sign with.
    #[error("签政策包的密钥不在这台服务器上。请在保管密钥的电脑上用 head-office sign 签名，把 .seal 文件一起上传。")]
    KeyElsewhere,
    /// A version that went out is newer.
    #[error("已经下发过更新的「{issued}」，不能再发「{given}」。请把版本号改大，再重新签名。")]
    Older {
        /// What went out.
        issued: String,
        /// What is given.
        given: String,
    },
    /// The same version says something else.
    #[error("「{0}」已经下发过，内容不一样。改了内容就要换一个更大的版本号。")]
    SameVersion(String),
    /// The keys cannot be read.
    #[error("总部的密钥读不出来（{0}），请找管理员。")]
    Keys(#[from] std::io::Error),
}

impl Unfit {
    /// Whether the seal is what has to be mended.
    pub fn is_of_the_seal(&self) -> bool {
        matches!(
            self,
            Self::NoSeal
                | Self::OtherPack { .. }
                | Self::OtherMaker(_)
                | Self::HandedOver(_)
                | Self::OtherKey
                | Self::Broken
                | Self::KeyElsewhere
        )
    }
}

/// What stands in the head of a pack.
#[derive(Debug)]
pub struct Pack {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its title.
    pub title: String,
    /// Its first day.
    pub first_day: NaiveDate,
    /// The exact text.
    pub text: String,
    /// The text, read.
    pub value: Value,
}

/// A year of working days.
#[derive(Debug)]
pub struct Calendar {
    /// The year.
    pub year: i64,
    /// The exact text.
    pub text: String,
    /// The text, read.
    pub value: Value,
}

/// What a file is.
#[derive(Debug)]
pub enum Law {
    /// A policy pack.
    Pack(Box<Pack>),
    /// A calendar.
    Calendar(Box<Calendar>),
}

fn object(bytes: &[u8]) -> Result<(String, Value), Unfit> {
    if bytes.len() > MOST_BYTES {
        return Err(Unfit::TooLarge);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| Unfit::NotJson("编码不是 UTF-8".into()))?;
    let value: Value = serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|why| Unfit::NotJson(format!("第 {} 行", why.line())))?;
    match value.is_object() {
        true => Ok((text.to_owned(), value)),
        false => Err(Unfit::NotJson("不是一个对象".into())),
    }
}

fn word(value: &Value, field: &'static str) -> Result<String, Unfit> {
    let text = value[field].as_str().map(str::trim).filter(|text| !text.is_empty());
    text.map(str::to_owned).ok_or(Unfit::NoField(field))
}

impl Law {
    /// Reads a file: what names a pack is one, what has a year and holidays is a calendar.
    pub fn read(bytes: &[u8]) -> Result<Self, Unfit> {
        let (text, value) = object(bytes)?;
        if value.get("pack").is_none() && value.get("year").is_some() {
            let year =
                value["year"].as_i64().filter(|year| (2000..2100).contains(year)).ok_or(Unfit::NoField("year"))?;
            value["holidays"].as_array().ok_or(Unfit::NoField("holidays"))?;
            return Ok(Self::Calendar(Box::new(Calendar { year, text, value })));
        }
        Ok(Self::Pack(Box::new(Pack::of(text, value)?)))
    }
}

impl Pack {
    /// Reads a pack's head.
    pub fn read(bytes: &[u8]) -> Result<Self, Unfit> {
        let (text, value) = object(bytes)?;
        Self::of(text, value)
    }

    fn of(text: String, value: Value) -> Result<Self, Unfit> {
        let (name, version, title) = (word(&value, "pack")?, word(&value, "version")?, word(&value, "title")?);
        let first_day = word(&value, "effective_from")?.parse().map_err(|_| Unfit::NoField("effective_from"))?;
        match value["kind"].as_str() {
            Some("statutory") => Err(Unfit::Statutory),
            Some(_) => Ok(Self { name, version, title, first_day, text, value }),
            None => Err(Unfit::NoField("kind")),
        }
    }

    /// Name and version.
    pub fn named(&self) -> String {
        format!("{} {}", self.name, self.version)
    }

    /// What goes into the feeds (SENDPACK-1): with the seal that was brought, or one made here.
    pub fn body(&self, keys: &Keys, brought: Option<&[u8]>) -> Result<PackBody, Unfit> {
        let policy = keys.policy()?;
        let signature = match brought {
            Some(seal) => self.checked(&policy, seal)?,
            None => policy.sign(&self.text).ok_or(Unfit::KeyElsewhere)?,
        };
        let seal = serde_json::json!({
            "pack": self.name, "version": self.version, "key": policy.public(), "signature": signature,
            "handovers": policy.handovers(),
        });
        Ok(PackBody { title: format!("{} {}", self.title, self.version), file: self.text.clone(), seal })
    }

    /// The signature of a seal that was brought, when it is of our key of now and of these bytes.
    fn checked(&self, policy: &crate::policy_key::PolicyKey, seal: &[u8]) -> Result<String, Unfit> {
        let seal: Value = serde_json::from_slice(seal).map_err(|_| Unfit::NoSeal)?;
        let part = |name: &str| seal[name].as_str().map(str::to_owned).ok_or(Unfit::NoSeal);
        let (key, signature) = (part("key")?, part("signature")?);
        let sealed = format!("{} {}", part("pack")?, part("version")?);
        if let Some(step) = policy.handovers().iter().find(|step| step.old_key == key) {
            return Err(Unfit::HandedOver(step.on.clone()));
        }
        if key != policy.public() {
            let maker = seal["handovers"][0]["principal"].as_str();
            let ours = policy.handovers().first().map(|step| step.principal.as_str());
            let other = maker.filter(|maker| Some(*maker) != ours).map(str::to_owned);
            return Err(other.map_or(Unfit::OtherKey, Unfit::OtherMaker));
        }
        if sealed != self.named() {
            return Err(Unfit::OtherPack { sealed, given: self.named() });
        }
        if is_signed(&key, &self.text, &signature) { Ok(signature) } else { Err(Unfit::Broken) }
    }

    /// The newest of this pack that went out, when this one may follow it (SENDPACK-2).
    pub fn after<'a>(&self, issued: &'a [Issued]) -> Result<Option<(&'a Issued, Self)>, Unfit> {
        let packs =
            issued.iter().filter_map(|one| Some((one, issued_pack(one).filter(|pack| pack.name == self.name)?)));
        let Some((one, newest)) = packs.max_by(|a, b| compare_versions(&a.1.version, &b.1.version)) else {
            return Ok(None);
        };
        match compare_versions(&self.version, &newest.version) {
            Ordering::Less => Err(Unfit::Older { issued: newest.named(), given: self.named() }),
            Ordering::Equal if self.text != newest.text => Err(Unfit::SameVersion(self.named())),
            _ => Ok(Some((one, newest))),
        }
    }
}

impl Calendar {
    /// What goes into the feeds.
    pub fn body(&self) -> CalendarBody {
        CalendarBody { title: format!("{} 年工作日历", self.year), file: self.text.clone() }
    }

    /// The newest of this year that went out.
    pub fn after<'a>(&self, issued: &'a [Issued]) -> Option<(&'a Issued, Value)> {
        issued.iter().find_map(|one| {
            let body: CalendarBody = serde_json::from_str(&one.body).ok()?;
            let value: Value = serde_json::from_str(&body.file).ok()?;
            (value["year"] == self.year).then_some((one, value))
        })
    }
}

/// The pack of an item; none of one a newer program made.
pub fn issued_pack(one: &Issued) -> Option<Pack> {
    let body: PackBody = serde_json::from_str(&one.body).ok()?;
    Pack::read(body.file.as_bytes()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pack(version: &str, more: &str) -> Pack {
        let text = format!(
            r#"{{"pack":"HH-farm","kind":"contract","version":"{version}","title":"合同","effective_from":"2026-01-01"{more}}}"#
        );
        Pack::read(text.as_bytes()).unwrap()
    }

    fn issued(pack: &Pack) -> Issued {
        let body = PackBody { title: String::new(), file: pack.text.clone(), seal: Value::Null };
        Issued { hash: String::new(), at: 1, dealers: 1, body: serde_json::to_string(&body).unwrap() }
    }

    fn said<T>(done: Result<T, Unfit>) -> String {
        done.map(drop).unwrap_err().to_string()
    }

    #[test]
    fn sendpack_1_a_pack_goes_out_with_a_seal_of_our_key_of_now_over_its_exact_text() {
        let dir = tempfile::tempdir().unwrap();
        let keys = Keys::open(dir.path()).unwrap();
        let pack = pack("2026.1", "");
        let made = pack.body(&keys, None).unwrap();
        let seal = made.seal.to_string();
        assert_eq!(pack.body(&keys, Some(seal.as_bytes())).unwrap(), made);
        assert!(is_signed(&keys.policy().unwrap().public(), &pack.text, made.seal["signature"].as_str().unwrap()));
        let spaced = Pack::read(format!("{} ", pack.text).as_bytes()).unwrap();
        assert!(said(spaced.body(&keys, Some(seal.as_bytes()))).contains("签名不对"));
        let other = super::tests::pack("2026.2", "");
        assert!(said(other.body(&keys, Some(seal.as_bytes()))).contains("签名是给「HH-farm 2026.1」的"));
        assert!(said(pack.body(&keys, Some(b"{}"))).contains("签名文件读不懂"));
        let stranger_dir = tempfile::tempdir().unwrap();
        let stranger = Keys::open(stranger_dir.path()).unwrap();
        assert!(said(pack.body(&stranger, Some(seal.as_bytes()))).contains("不是本总部的密钥"));
        stranger.policy().unwrap().hand_over("WY", "2026-10-01").unwrap();
        let theirs = pack.body(&stranger, None).unwrap().seal.to_string();
        assert!(said(pack.body(&keys, Some(theirs.as_bytes()))).contains("厂家「WY」"));
        keys.policy().unwrap().hand_over("HH", "2026-10-01").unwrap();
        assert!(said(pack.body(&keys, Some(seal.as_bytes()))).contains("2026-10-01 交接"));
    }

    #[test]
    fn sendpack_2_a_lower_version_and_the_same_with_other_words_are_refused() {
        let went = [issued(&pack("2026.9", "")), issued(&pack("2026.10", ""))];
        assert!(said(pack("2026.9", "").after(&went)).contains("更新的「HH-farm 2026.10」"));
        assert!(said(pack("2026.10", r#","flags":[]"#).after(&went)).contains("内容不一样"));
        assert!(pack("2026.10", "").after(&went).unwrap().is_some(), "the same again, for who lacks it");
        let (_, before) = pack("2026.11", "").after(&went).unwrap().unwrap();
        assert_eq!(before.version, "2026.10");
        assert!(pack("1", "").after(&[]).unwrap().is_none());
    }

    #[test]
    fn what_is_no_pack_and_no_calendar_is_said_in_words() {
        for (text, sentence) in [
            ("PK\u{3}", "不是 JSON"),
            ("[1]", "不是一个对象"),
            ("{}", "没有「pack」"),
            (r#"{"year":"2027"}"#, "没有「year」"),
            (r#"{"year":2027}"#, "没有「holidays」"),
            (
                r#"{"pack":"a","version":"1","title":"t","effective_from":"2026-02-30","kind":"contract"}"#,
                "没有「effective_from」",
            ),
            (r#"{"pack":"a","version":"1","title":"t","effective_from":"2026-02-03","kind":"statutory"}"#, "法定规则"),
        ] {
            assert!(said(Law::read(text.as_bytes())).contains(sentence), "{text}");
        }
        assert!(said(Law::read(&vec![b' '; MOST_BYTES + 1])).contains("太大"));
        assert!(said(Law::read(b"\xff\xfe")).contains("UTF-8"));
    }
}
