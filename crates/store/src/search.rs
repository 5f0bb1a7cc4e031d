//! Finding by what a clerk types: serial or its tail, phone or its tail, a character of the name, pinyin initials, a number.
//!
//! - SEARCH-1 A character and its rare form (吉, 𠮷) are found by either, in names as they were stored.
//!
//! Every look is an index range or the per-character index; a test reads the query plans.

use crate::row::{json_list, row};
use crate::rows::reversed;
use crate::{Reader, Result, StoreError, Tx};
use domain::Month;
use domain::customer::Customer;
use domain::number::{NumberType, beginnings};
use domain::text::{name_key, phone_key, serial_key};
use pinyin::ToPinyinMulti;
use rusqlite::{Params, named_params};
use std::collections::BTreeSet;

/// Most readings of one name that are kept.
const READINGS: usize = 8;

/// Most hits of a kind, whatever is asked for: a person types another letter long before paging so far, and the lists that
/// begin with what was found stay quick (each hit costs some seeks, four pages each, in a desk of a million).
pub const MOST_HITS: i64 = 200;

/// An id found.
struct Hit {
    id: String,
}

row!(Hit { id });

/// Ids a term leads to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hits {
    /// Machines.
    pub units: Vec<String>,
    /// Customers.
    pub customers: Vec<String>,
    /// Sales, by number or card number.
    pub sales: Vec<String>,
    /// Repairs, by number.
    pub repairs: Vec<String>,
    /// Old parts, by tag.
    pub old_parts: Vec<String>,
}

impl Hits {
    /// Whether there may be more than these.
    pub fn cut(&self) -> bool {
        [&self.units, &self.customers, &self.sales, &self.repairs, &self.old_parts].into_iter().any(|ids| is_cut(ids))
    }
}

/// Papers a number leads to, each by the beginning of its number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Papers {
    /// Receipts of custody (JY).
    pub custodies: Vec<String>,
    /// Cases of exchange and return (TH).
    pub remedies: Vec<String>,
    /// Paid service receipts (ZF).
    pub receipts: Vec<String>,
    /// Claims (HX).
    pub claims: Vec<String>,
    /// Claims by the number of their notice.
    pub noticed: Vec<String>,
}

/// The desk's own numbers: what a piece of one is completed with.
#[derive(Debug, Clone, Default)]
pub struct OwnNumbers {
    /// The dealer's code; empty where none is known, and then nothing is completed.
    pub dealer: String,
    /// Months a piece without a month may be of.
    pub months: Vec<Month>,
}

impl OwnNumbers {
    fn beginnings(&self, piece: &str, kind: NumberType) -> Vec<String> {
        if self.dealer.is_empty() {
            return Vec::new();
        }
        beginnings(piece, &self.dealer, kind, &self.months)
    }
}

/// Characters that are written in two ways and read as one; the usual form first.
const FORMS: [(char, char); 4] = [('吉', '𠮷'), ('高', '髙'), ('柳', '栁'), ('峰', '峯')];

/// Most ways of writing one name that are looked for.
const WAYS: usize = 8;

/// A name in every way it may have been written, as typed first (SEARCH-1).
fn ways(name: &str) -> Vec<String> {
    let mut ways = vec![String::new()];
    for c in name.chars() {
        let other = FORMS.iter().find_map(|(usual, rare)| match c {
            c if c == *usual => Some(*rare),
            c if c == *rare => Some(*usual),
            _ => None,
        });
        let forms = [Some(c), other];
        let longer = forms.into_iter().flatten().flat_map(|form| ways.iter().map(move |way| format!("{way}{form}")));
        ways = longer.take(WAYS).collect();
    }
    ways
}

/// Whether a search may have stopped before it had found all.
pub fn is_cut(ids: &[String]) -> bool {
    i64::try_from(ids.len()).is_ok_and(|n| n >= MOST_HITS)
}

/// One token a character: its code point in hex.
pub(crate) fn tokens(name: &str) -> String {
    let texts: Vec<String> = name_key(name).chars().map(|c| format!("{:x}", u32::from(c))).collect();
    texts.join(" ")
}

/// Pinyin initials of a name, every reading, at most eight; empty when it has no Chinese character.
/// The usual reading of every character comes first, so that the cap never costs it.
pub fn initials(name: &str) -> Vec<String> {
    let mut readings = vec![String::new()];
    for c in name_key(name).chars() {
        let usual = FORMS.iter().find(|(_, rare)| *rare == c).map(|(usual, _)| *usual);
        let letters = letters_of(usual.unwrap_or(c));
        if !letters.is_empty() {
            // Letter by letter: the cap costs the rarest reading of the last character first.
            let longer = letters.iter().flat_map(|letter| readings.iter().map(move |start| format!("{start}{letter}")));
            // A rare character is also left out: not everybody reads it.
            let without = readings.iter().filter(|_| usual.is_some()).cloned();
            readings = longer.chain(without).take(READINGS).collect();
        }
    }
    readings.retain(|reading| !reading.is_empty());
    readings
}

/// First letters of a character's readings, the usual one first.
fn letters_of(c: char) -> Vec<char> {
    let mut letters: Vec<char> = match c.to_pinyin_multi() {
        Some(readings) => readings.into_iter().filter_map(|reading| reading.plain().chars().next()).collect(),
        None => c.is_ascii_alphanumeric().then_some(c).into_iter().collect(),
    };
    let mut seen = BTreeSet::new();
    letters.retain(|letter| seen.insert(*letter));
    letters
}

/// End of the range of texts that begin with `start`.
fn range_end(start: &str) -> String {
    format!("{start}\u{10FFFF}")
}

/// `王 5536` in its two halves: a name (characters or initials) and the piece of a number.
fn name_and_number(term: &str) -> Option<(String, String)> {
    let named = |piece: &&str| !piece.chars().any(char::is_numeric);
    let (names, numbers): (Vec<&str>, Vec<&str>) = term.split_whitespace().partition(named);
    let (name, number) = (name_key(&names.concat()), serial_key(&numbers.concat()));
    (!name.is_empty() && !number.is_empty()).then_some((name, number))
}

/// A piece of a number that is worth looking for.
fn telling(number: &str) -> bool {
    number.chars().count() >= 3
}

impl Reader<'_> {
    fn ids(&self, sql: &str, start: &str, limit: i64) -> Result<Vec<String>> {
        self.hits(sql, named_params! {":from": start, ":to": range_end(start), ":limit": limit.min(MOST_HITS)})
    }

    fn hits(&self, sql: &str, params: impl Params) -> Result<Vec<String>> {
        let hits: Vec<Hit> = self.many(sql, params)?;
        Ok(hits.into_iter().map(|hit| hit.id).collect())
    }

    /// Machines whose serial begins or ends so, or whose engine number begins so; after a name, those
    /// its customer bought.
    pub fn find_units(&self, term: &str, limit: i64) -> Result<Vec<String>> {
        let mut found = self.units_by_number(&serial_key(term), limit)?;
        if let Some((name, number)) = name_and_number(term).filter(|(_, number)| telling(number)) {
            let units = json_list(self.units_by_number(&number, MOST_HITS)?);
            for name in ways(&name) {
                let named = named_params! {":units": units, ":name": name, ":name_to": range_end(&name), ":limit": limit.min(MOST_HITS)};
                append(&mut found, self.hits(include_str!("../sql/search/unit_named.sql"), named)?);
            }
        }
        Ok(found)
    }

    fn units_by_number(&self, key: &str, limit: i64) -> Result<Vec<String>> {
        if key.is_empty() {
            return Ok(Vec::new());
        }
        let mut found = self.ids(include_str!("../sql/search/unit_serial.sql"), key, limit)?;
        if telling(key) {
            append(&mut found, self.ids(include_str!("../sql/search/unit_tail.sql"), &reversed(key), limit)?);
            append(&mut found, self.ids(include_str!("../sql/search/unit_engine.sql"), key, limit)?);
        }
        Ok(found)
    }

    /// Customers by phone (from three digits on), pinyin initials or characters of the name, or by a
    /// name and a piece of the phone.
    pub fn find_customers(&self, term: &str, limit: i64) -> Result<Vec<String>> {
        let name = name_key(term);
        if name.is_empty() {
            return Ok(Vec::new());
        }
        let digits = phone_key(term);
        if name.chars().all(|c| c.is_ascii_digit() || c == '+' || c == '-') {
            return if digits.len() < 3 { Ok(Vec::new()) } else { self.find_phones(&digits, limit) };
        }
        match name_and_number(term) {
            // Until the number says something, the name alone is looked for: the list grows shorter, not empty.
            Some((name, number)) if !telling(&number) => self.find_names(&name, limit),
            Some((name, _)) => {
                let mut found = self.find_names(&name_key(term), limit)?;
                for name in ways(&name) {
                    append(&mut found, self.find_named_phones(&name, &digits, limit)?);
                }
                Ok(found)
            }
            None => self.find_names(&name, limit),
        }
    }

    fn find_names(&self, name: &str, limit: i64) -> Result<Vec<String>> {
        if name.is_ascii() {
            return self.ids(include_str!("../sql/search/customer_initials.sql"), name, limit);
        }
        let phrases: Vec<String> = ways(name).iter().map(|way| format!("\"{}\"", tokens(way))).collect();
        let phrase = phrases.join(" OR ");
        let named = named_params! {":phrase": phrase, ":limit": limit.min(MOST_HITS)};
        self.hits(include_str!("../sql/search/customer_name.sql"), named)
    }

    fn find_phones(&self, digits: &str, limit: i64) -> Result<Vec<String>> {
        let mut found = self.ids(include_str!("../sql/search/customer_phone.sql"), digits, limit)?;
        append(&mut found, self.ids(include_str!("../sql/search/customer_phone_tail.sql"), &reversed(digits), limit)?);
        Ok(found)
    }

    fn find_named_phones(&self, name: &str, digits: &str, limit: i64) -> Result<Vec<String>> {
        let tail = reversed(digits);
        let named = named_params! {
            ":from": digits, ":to": range_end(digits), ":rev_from": tail, ":rev_to": range_end(&tail),
            ":name": name, ":name_to": range_end(name), ":limit": limit.min(MOST_HITS),
        };
        self.hits(include_str!("../sql/search/customer_phone_named.sql"), named)
    }

    /// Papers whose number begins so, or has this piece (NUMBER-3).
    pub fn find_papers(&self, term: &str, own: &OwnNumbers, limit: i64) -> Result<Papers> {
        let typed = term.trim().to_uppercase();
        if !telling(&serial_key(&typed)) {
            return Ok(Papers::default());
        }
        let by = |sql: &str, kind: Option<NumberType>| -> Result<Vec<String>> {
            let starts = kind.map(|kind| own.beginnings(&typed, kind)).unwrap_or_default();
            self.beginning(sql, std::iter::once(typed.clone()).chain(starts), limit)
        };
        Ok(Papers {
            custodies: by(include_str!("../sql/search/custody_no.sql"), Some(NumberType::JY))?,
            remedies: by(include_str!("../sql/search/remedy_no.sql"), Some(NumberType::TH))?,
            receipts: by(include_str!("../sql/search/receipt_no.sql"), Some(NumberType::ZF))?,
            claims: by(include_str!("../sql/search/claim_no.sql"), Some(NumberType::HX))?,
            noticed: by(include_str!("../sql/search/notice_no.sql"), None)?,
        })
    }

    /// What begins in one of these ways.
    fn beginning(&self, sql: &str, starts: impl Iterator<Item = String>, limit: i64) -> Result<Vec<String>> {
        let mut found = Vec::new();
        for start in starts {
            append(&mut found, self.ids(sql, &start, limit)?);
        }
        Ok(found)
    }

    /// Everything a term leads to, numbers by their beginning.
    pub fn find(&self, term: &str, limit: i64) -> Result<Hits> {
        self.find_among(term, &OwnNumbers::default(), limit)
    }

    /// Everything a term leads to, the desk's own numbers by any piece (NUMBER-3).
    pub fn find_among(&self, term: &str, own: &OwnNumbers, limit: i64) -> Result<Hits> {
        let key = serial_key(term);
        let typed = term.trim().to_uppercase();
        let by = |sql: &str, start: &str, kind, keyed: bool| {
            if !telling(&key) {
                return Ok(Vec::new());
            }
            let whole = own.beginnings(&typed, kind).into_iter();
            let whole = whole.map(|start| if keyed { serial_key(&start) } else { start });
            self.beginning(sql, std::iter::once(start.to_owned()).chain(whole), limit)
        };
        let mut sales = by(include_str!("../sql/search/card_no.sql"), &key, NumberType::HZ, true)?;
        append(&mut sales, by(include_str!("../sql/search/sale_no.sql"), &typed, NumberType::XS, false)?);
        Ok(Hits {
            units: self.find_units(term, limit)?,
            customers: self.find_customers(term, limit)?,
            sales,
            repairs: by(include_str!("../sql/search/repair_no.sql"), &key, NumberType::WX, true)?,
            old_parts: by(include_str!("../sql/search/old_part_tag.sql"), &typed, NumberType::JJ, false)?,
        })
    }
}

impl Reader<'_> {
    /// What is sent of these, and of the papers of these machines and customers.
    pub fn sent_records(&self, hits: &Hits) -> Result<Vec<String>> {
        self.hits(
            include_str!("../sql/search/sent_records.sql"),
            named_params! {
                ":units": json_list(hits.units.clone()), ":customers": json_list(hits.customers.clone()),
                ":sales": json_list(hits.sales.clone()), ":repairs": json_list(hits.repairs.clone()),
                ":old_parts": json_list(hits.old_parts.clone()),
            },
        )
    }
}

fn append(found: &mut Vec<String>, more: Vec<String>) {
    let known: BTreeSet<String> = found.iter().cloned().collect();
    found.extend(more.into_iter().filter(|id| !known.contains(id)));
}

impl Tx<'_> {
    /// Writes the name index and the initials of a customer whose name is new.
    pub(crate) fn index_customer(&self, customer: &Customer) -> Result<()> {
        let id = customer.id.to_string();
        let rid: Option<i64> = self.value(include_str!("../sql/customer/rid.sql"), named_params! {":id": id})?;
        let rid = rid.ok_or_else(|| StoreError::other(format!("no customer {id}")))?;
        self.run(include_str!("../sql/customer/drop_initials.sql"), named_params! {":rid": rid})?;
        self.index_under(include_str!("../sql/customer/put_name.sql"), customer, rid)
    }

    /// Writes the name index and the initials of a customer who has none.
    pub(crate) fn index_new_customer(&self, customer: &Customer, rid: i64) -> Result<()> {
        self.index_under(include_str!("../sql/customer/add_name.sql"), customer, rid)
    }

    fn index_under(&self, name: &str, customer: &Customer, rid: i64) -> Result<()> {
        self.run(name, named_params! {":rid": rid, ":chars": tokens(&customer.name)})?;
        for initials in initials(&customer.name) {
            let named = named_params! {":rid": rid, ":initials": initials};
            self.run(include_str!("../sql/customer/put_initials.sql"), named)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_hold_every_reading_of_a_surname() {
        assert!(initials("曾志伟").iter().any(|i| i == "zzw"));
        assert!(initials("曾志伟").iter().any(|i| i == "czw"));
        assert!(initials("单丹").len() <= READINGS);
        assert_eq!(initials("·"), Vec::<String>::new());
    }

    #[test]
    fn search_1_either_form_of_a_character_is_looked_for() {
        assert_eq!(ways("王𠮷"), ["王𠮷", "王吉"]);
        assert_eq!(ways("王吉"), ["王吉", "王𠮷"]);
        for name in ["王𠮷", "王吉"] {
            assert_eq!(initials(name).first().map(String::as_str), Some("wj"), "{name}");
        }
        assert!(ways("吉吉吉吉吉").len() <= WAYS);
    }

    #[test]
    fn a_rare_character_is_a_token_like_any_other() {
        assert_eq!(tokens("王𠮷"), "738b 20bb7");
    }
}
