//! Finding by what a clerk types: serial or its tail, phone or its tail, a character of the name, pinyin initials, a number.
//!
//! Every look is an index range or the per-character index; a test reads the query plans.

use crate::row::row;
use crate::{Reader, Result, Tx};
use domain::customer::Customer;
use domain::text::{name_key, phone_key, serial_key};
use pinyin::ToPinyinMulti;
use rusqlite::named_params;
use std::collections::BTreeSet;

/// Most readings of one name that are kept.
const READINGS: usize = 8;

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

/// One token a character: its code point in hex.
fn tokens(name: &str) -> String {
    let texts: Vec<String> = name_key(name).chars().map(|c| format!("{:x}", u32::from(c))).collect();
    texts.join(" ")
}

/// Pinyin initials of a name, every reading, at most eight; empty when it has no Chinese character.
pub fn initials(name: &str) -> Vec<String> {
    let mut readings: BTreeSet<String> = BTreeSet::from([String::new()]);
    for c in name_key(name).chars() {
        let letters: BTreeSet<char> = match c.to_pinyin_multi() {
            Some(multi) => multi.into_iter().filter_map(|reading| reading.plain().chars().next()).collect(),
            None if c.is_ascii_alphanumeric() => BTreeSet::from([c]),
            None => continue,
        };
        readings = readings.iter().flat_map(|start| letters.iter().map(move |letter| format!("{start}{letter}"))).take(READINGS).collect();
    }
    readings.into_iter().filter(|reading| !reading.is_empty()).collect()
}

/// End of the range of texts that begin with `start`.
fn range_end(start: &str) -> String {
    format!("{start}\u{10FFFF}")
}

impl Reader<'_> {
    fn ids(&self, sql: &str, start: &str, limit: i64) -> Result<Vec<String>> {
        let hits: Vec<Hit> = self.many(sql, named_params! {":from": start, ":to": range_end(start), ":limit": limit})?;
        Ok(hits.into_iter().map(|hit| hit.id).collect())
    }

    /// Machines whose serial begins or ends so, or whose engine number begins so.
    pub fn find_units(&self, term: &str, limit: i64) -> Result<Vec<String>> {
        let key = serial_key(term);
        if key.is_empty() || !key.is_ascii() {
            return Ok(Vec::new());
        }
        let mut found = self.ids(include_str!("../sql/search/unit_serial.sql"), &key, limit)?;
        if key.len() >= 3 {
            let tail: String = key.chars().rev().collect();
            append(&mut found, self.ids(include_str!("../sql/search/unit_tail.sql"), &tail, limit)?);
            append(&mut found, self.ids(include_str!("../sql/search/unit_engine.sql"), &key, limit)?);
        }
        Ok(found)
    }

    /// Customers by phone (from three digits on), pinyin initials or characters of the name.
    pub fn find_customers(&self, term: &str, limit: i64) -> Result<Vec<String>> {
        let name = name_key(term);
        if name.is_empty() {
            return Ok(Vec::new());
        }
        let digits = phone_key(term);
        if name.chars().all(|c| c.is_ascii_digit() || c == '+' || c == '-') {
            return if digits.len() < 3 { Ok(Vec::new()) } else { self.find_phones(&digits, limit) };
        }
        if name.is_ascii() {
            return self.ids(include_str!("../sql/search/customer_initials.sql"), &name, limit);
        }
        let phrase = format!("\"{}\"", tokens(term));
        let hits: Vec<Hit> = self.many(include_str!("../sql/search/customer_name.sql"), named_params! {":phrase": phrase, ":limit": limit})?;
        Ok(hits.into_iter().map(|hit| hit.id).collect())
    }

    fn find_phones(&self, digits: &str, limit: i64) -> Result<Vec<String>> {
        let mut found = self.ids(include_str!("../sql/search/customer_phone.sql"), digits, limit)?;
        let tail: String = digits.chars().rev().collect();
        append(&mut found, self.ids(include_str!("../sql/search/customer_phone_tail.sql"), &tail, limit)?);
        Ok(found)
    }

    /// Everything a term leads to.
    pub fn find(&self, term: &str, limit: i64) -> Result<Hits> {
        let number = serial_key(term);
        let numbered = number.is_ascii() && number.len() >= 3;
        let by_number = |sql: &str| if numbered { self.ids(sql, &number, limit) } else { Ok(Vec::new()) };
        let mut sales = by_number(include_str!("../sql/search/card_no.sql"))?;
        if numbered {
            let typed = term.trim().to_uppercase();
            append(&mut sales, self.ids(include_str!("../sql/search/sale_no.sql"), &typed, limit)?);
        }
        let typed = term.trim().to_uppercase();
        Ok(Hits {
            units: self.find_units(term, limit)?,
            customers: self.find_customers(term, limit)?,
            sales,
            repairs: by_number(include_str!("../sql/search/repair_no.sql"))?,
            old_parts: if numbered { self.ids(include_str!("../sql/search/old_part_tag.sql"), &typed, limit)? } else { Vec::new() },
        })
    }
}

fn append(found: &mut Vec<String>, more: Vec<String>) {
    for id in more {
        if !found.contains(&id) {
            found.push(id);
        }
    }
}

impl Tx<'_> {
    /// Writes the name index and the initials of a customer.
    pub(crate) fn index_customer(&self, customer: &Customer) -> Result<()> {
        let id = customer.id.to_string();
        let rid: i64 = self.value("SELECT rid FROM customer WHERE id = :id", named_params! {":id": id})?.unwrap_or(0);
        self.run("DELETE FROM customer_initials WHERE rid = :rid", named_params! {":rid": rid})?;
        self.run("INSERT OR REPLACE INTO customer_name_index (rowid, chars) VALUES (:rid, :chars)", named_params! {":rid": rid, ":chars": tokens(&customer.name)})?;
        for initials in initials(&customer.name) {
            self.run("INSERT INTO customer_initials (initials, rid) VALUES (:initials, :rid)", named_params! {":initials": initials, ":rid": rid})?;
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
    fn a_rare_character_is_a_token_like_any_other() {
        assert_eq!(tokens("王𠮷"), "738b 20bb7");
    }
}
