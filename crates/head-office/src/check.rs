//! What head office checks in a body before it takes it. Pure.
//!
//! - CHECK-1 A body is a JSON object, at most as large as the limit.
//! - CHECK-2 A card names its unit's serial.
//! - CHECK-3 A card's day of sale is a day, and not after tomorrow by head office's calendar.
//! - CHECK-4 A record that names a maker names this one.
//! - CHECK-5 A kind nobody here knows is taken as it is.
//! - CHECK-6 A reversal waits for what it reverses, or until that is known as rejected; a report waits for the lines it lists.
//!
//! Absent: the maker's real rules. A head office with stricter ones adds them here; each
//! refusal names a field, because a person at the counter has to mend it.

use chrono::{Days, NaiveDate};
use wire::code;
use wire::record::Record;

use crate::body::Body;
use crate::store::shown::Shown;

/// Why a record is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// One of [`wire::code`].
    pub code: &'static str,
    /// Dotted field.
    pub field: String,
    /// For people.
    pub message: String,
}

/// Another record this one waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// Which record.
    pub record_id: String,
    /// Which revision, if it matters.
    pub rev: Option<u32>,
    /// Which bytes, if it matters.
    pub hash: Option<String>,
    /// What to answer while it is missing.
    pub code: &'static str,
}

/// A record that is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fit {
    /// What it waits for.
    pub needs: Vec<Need>,
    /// What lists are filtered by.
    pub shown: Shown,
}

fn refuse<T>(code: &'static str, field: &str, message: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal { code, field: field.to_owned(), message: message.into() })
}

/// Looks at the envelope and the body.
pub fn check(record: &Record, principal: &str, today: NaiveDate, limit: u64) -> Result<Fit, Refusal> {
    envelope(record, limit)?;
    let body = match Body::of(&record.body) {
        Ok(body @ Body::Object(_)) => body,
        _ => return refuse(code::BAD_BODY, "body", "内容不是一个 JSON 对象"),
    };
    maker(&body, principal)?;
    if record.kind == "card" {
        card(&body, today)?;
    }
    Ok(Fit { needs: needs(record, &body), shown: Shown::of(&record.kind, &body) })
}

fn envelope(record: &Record, limit: u64) -> Result<(), Refusal> {
    if uuid::Uuid::parse_str(&record.record_id).is_err() || record.record_id.len() != 36 {
        return refuse(code::BAD_FIELD, "record_id", "编号不是 UUID");
    }
    if record.rev == 0 || record.base_rev.is_some_and(|base| base >= record.rev) {
        return refuse(code::BAD_FIELD, "rev", "版本号不对");
    }
    if !wire::sign::is_plain(&record.kind) {
        return refuse(code::BAD_FIELD, "kind", "记录类别不对");
    }
    if record.body.len() as u64 > limit {
        return refuse(code::TOO_LARGE, "body", format!("一条记录不得超过 {limit} 字节"));
    }
    if wire::hash::sha256_hex(record.body.as_bytes()) != record.hash {
        return refuse(code::HASH_MISMATCH, "hash", "校验和与内容不符");
    }
    Ok(())
}

fn maker(body: &Body, principal: &str) -> Result<(), Refusal> {
    let named = body.get("principal").and_then(Body::text);
    match named {
        Some(code) if code != principal => {
            refuse(code::WRONG_PRINCIPAL, "principal", format!("这条记录属于 {code}，不是 {principal}"))
        }
        _ => Ok(()),
    }
}

fn card(body: &Body, today: NaiveDate) -> Result<(), Refusal> {
    let text = |path: [&str; 2]| body.at(&path).and_then(Body::text).map(str::trim);
    if text(["unit", "serial"]).is_none_or(str::is_empty) {
        return refuse(code::MISSING, "unit.serial", "缺少出厂编号");
    }
    let Some(sold_on) = text(["sale", "sold_on"]) else {
        return refuse(code::MISSING, "sale.sold_on", "缺少销售日期");
    };
    let Ok(day) = sold_on.parse::<NaiveDate>() else {
        return refuse(code::BAD_FIELD, "sale.sold_on", "销售日期不是一个日期");
    };
    if day > today + Days::new(1) {
        return refuse(code::FUTURE_DAY, "sale.sold_on", "销售日期在明天之后");
    }
    Ok(())
}

/// What must be there first. The base of a revision may also be known as rejected.
fn needs(record: &Record, body: &Body) -> Vec<Need> {
    let mut needs = Vec::new();
    if let Some(base) = record.base_rev {
        needs.push(Need { record_id: record.record_id.clone(), rev: Some(base), hash: None, code: code::BASE_MISSING });
    }
    match record.kind.as_str() {
        "reversal" => needs.extend(target(body)),
        "report" => needs.extend(lines(body)),
        _ => {}
    }
    needs
}

fn target(body: &Body) -> Option<Need> {
    let record_id = body.get("of").and_then(Body::text)?;
    Some(Need { record_id: record_id.to_owned(), rev: None, hash: None, code: code::TARGET_MISSING })
}

fn lines(body: &Body) -> Vec<Need> {
    let text = |line: &Body, key: &str| line.get(key).and_then(Body::text).map(str::to_owned);
    let lines = body.get("lines").map_or(&[][..], Body::list);
    let need = |line: &Body| {
        Some(Need {
            record_id: text(line, "record_id")?,
            rev: None,
            hash: text(line, "hash"),
            code: code::LINES_MISSING,
        })
    };
    lines.iter().filter_map(need).collect()
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
