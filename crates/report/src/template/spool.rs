//! The rows in passing: how many there are is known only at the end, and stands at the beginning of a sheet.
//!
//! SPOOL-1 What was put comes back as it was, from a file that has no name and so leaves none behind.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::path::Path;

use chrono::{Datelike, NaiveDate};

use crate::write::{Row, Standing, Value};

/// Rows written to disk, each with the same number of values.
pub(super) struct Spool {
    out: BufWriter<File>,
    values: usize,
    pub rows: u32,
    /// How many of them correct closed months; they are the last.
    pub corrections: u32,
}

/// The same rows, from the first.
pub(super) struct Reading<'s> {
    from: BufReader<&'s File>,
    values: usize,
    left: u32,
    text: Vec<u8>,
}

impl Spool {
    /// In a folder, so that a full disk is the one that is spoken of.
    pub(super) fn new(folder: &Path, values: usize) -> io::Result<Self> {
        Ok(Self {
            out: BufWriter::with_capacity(1 << 16, tempfile::tempfile_in(folder)?),
            values,
            rows: 0,
            corrections: 0,
        })
    }

    /// Puts the values of these places of a row.
    pub(super) fn put(&mut self, row: &Row, places: &[usize]) -> io::Result<()> {
        let standing = match row.standing() {
            Standing::OfMonth => 0,
            Standing::Red => 1,
            Standing::Blue => 2,
        };
        self.out.write_all(&[standing])?;
        for place in places {
            match row.get(*place) {
                Value::Empty => self.out.write_all(&[0])?,
                Value::Text(text) => self.text(1, &text)?,
                Value::Code(text) => self.text(2, &text)?,
                Value::Day(day) => self.number(3, i64::from(day.num_days_from_ce()))?,
                Value::Fen(number) => self.number(4, number)?,
                Value::Milli(number) => self.number(5, number)?,
                Value::Int(number) => self.number(6, number)?,
                Value::Rate(number) => self.number(7, number)?,
                Value::Flag(flag) => self.number(8, i64::from(flag))?,
            }
        }
        self.rows += 1;
        self.corrections += u32::from(row.standing() != Standing::OfMonth);
        Ok(())
    }

    fn number(&mut self, kind: u8, number: i64) -> io::Result<()> {
        self.out.write_all(&[kind])?;
        self.out.write_all(&number.to_le_bytes())
    }

    fn text(&mut self, kind: u8, text: &str) -> io::Result<()> {
        self.number(kind, text.len().try_into().unwrap_or(i64::MAX))?;
        self.out.write_all(text.as_bytes())
    }

    /// Reads from the first row.
    pub(super) fn read(&mut self) -> io::Result<Reading<'_>> {
        self.out.flush()?;
        self.out.get_mut().rewind()?;
        let from = BufReader::with_capacity(1 << 16, self.out.get_ref());
        Ok(Reading { from, values: self.values, left: self.rows, text: Vec::new() })
    }
}

impl Reading<'_> {
    /// The next row into the buffer; false at the end.
    pub(super) fn next_row(&mut self, into: &mut Row) -> io::Result<bool> {
        into.clear();
        if self.left == 0 {
            return Ok(false);
        }
        self.left -= 1;
        let mut standing = [0];
        self.from.read_exact(&mut standing)?;
        into.stand(match standing[0] {
            1 => Standing::Red,
            2 => Standing::Blue,
            _ => Standing::OfMonth,
        });
        for _ in 0..self.values {
            let mut kind = [0];
            self.from.read_exact(&mut kind)?;
            self.value(kind[0], into)?;
        }
        Ok(true)
    }

    fn value(&mut self, kind: u8, into: &mut Row) -> io::Result<()> {
        if kind == 0 {
            into.push(&Value::Empty);
            return Ok(());
        }
        let mut number = [0; 8];
        self.from.read_exact(&mut number)?;
        let number = i64::from_le_bytes(number);
        match kind {
            1 | 2 => {
                self.text.resize(usize::try_from(number).unwrap_or(0), 0);
                self.from.read_exact(&mut self.text)?;
                let text = std::str::from_utf8(&self.text).map_err(io::Error::other)?;
                if kind == 1 { into.text(text) } else { into.code(text) }
            }
            3 => {
                let day = i32::try_from(number).ok().and_then(NaiveDate::from_num_days_from_ce_opt);
                into.push(&day.map_or(Value::Empty, Value::Day));
            }
            4 => into.push(&Value::Fen(number)),
            5 => into.push(&Value::Milli(number)),
            6 => into.push(&Value::Int(number)),
            7 => into.push(&Value::Rate(number)),
            _ => into.push(&Value::Flag(number != 0)),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spool_1_what_was_put_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let day = NaiveDate::from_ymd_opt(2026, 10, 7).unwrap();
        let values = [
            Value::Empty,
            Value::text("𠮷"),
            Value::code("007"),
            Value::Day(day),
            Value::Fen(-1),
            Value::Milli(i64::MAX),
            Value::Int(3),
            Value::Rate(9),
            Value::Flag(true),
        ];
        let mut row = Row::default();
        values.iter().for_each(|value| row.push(value));
        row.stand(Standing::Red);
        let places: Vec<usize> = (0..values.len()).rev().collect();
        let mut spool = Spool::new(folder.path(), places.len()).unwrap();
        spool.put(&row, &places).unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        assert_eq!(spool.corrections, 1);
        let mut back = Row::default();
        let mut reading = spool.read().unwrap();
        assert!(reading.next_row(&mut back).unwrap());
        let standing = back.standing();
        let back: Vec<Value<'_>> = (0..back.len()).rev().map(|at| back.get(at)).collect();
        assert_eq!(back, values);
        assert_eq!(standing, Standing::Red);
        assert!(!reading.next_row(&mut Row::default()).unwrap());
    }
}
