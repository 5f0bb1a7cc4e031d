//! The console's lists.

use rusqlite::{Row, ToSql, named_params};

use super::super::Result;
use super::super::lists::{
    DealerFilter, DealerRow, Issued, Lists, RecordFilter, RecordRow, Revision, Sent, Sheet, Verdict,
};
use super::Sqlite;

fn dealer(row: &Row) -> rusqlite::Result<DealerRow> {
    Ok(DealerRow {
        code: row.get("code")?,
        name: row.get("name")?,
        seen_at: row.get("seen_at")?,
        devices: row.get("devices")?,
        records: row.get("records")?,
        late: row.get("late")?,
        sheets: row.get("sheets")?,
        open: row.get("open")?,
    })
}

fn record(row: &Row) -> rusqlite::Result<RecordRow> {
    Ok(RecordRow {
        server_seq: row.get("server_seq")?,
        dealer: row.get("dealer")?,
        dealer_name: row.get("dealer_name")?,
        record_id: row.get("record_id")?,
        rev: row.get("rev")?,
        kind: row.get("kind")?,
        state: row.get("state")?,
        received_at: row.get("received_at")?,
        no: row.get("no")?,
        serial: row.get("serial")?,
        due_on: row.get("due_on")?,
    })
}

fn revision(row: &Row) -> rusqlite::Result<Revision> {
    Ok(Revision {
        row: record(row)?,
        hash: row.get("hash")?,
        body: row.get("body")?,
        signature: row.get("signature")?,
        device_id: row.get("device_id")?,
    })
}

fn verdict(row: &Row) -> rusqlite::Result<Verdict> {
    Ok(Verdict {
        rev: row.get("rev")?,
        status: row.get("status")?,
        code: row.get("code")?,
        field: row.get("field")?,
        message: row.get("message")?,
        at: row.get("at")?,
    })
}

fn issued(row: &Row) -> rusqlite::Result<Issued> {
    Ok(Issued { hash: row.get("hash")?, at: row.get("at")?, dealers: row.get("dealers")?, body: row.get("body")? })
}

fn sent(row: &Row) -> rusqlite::Result<Sent> {
    Ok(Sent {
        number: row.get("number")?,
        kind: row.get("kind")?,
        title: row.get("title")?,
        at: row.get("created_at")?,
    })
}

fn sheet(row: &Row) -> rusqlite::Result<Sheet> {
    Ok(Sheet {
        month: row.get("month")?,
        key: row.get("sheet")?,
        record_id: row.get("record_id")?,
        at: row.get("received_at")?,
        back: row.get("back")?,
    })
}

impl Sqlite {
    fn rows<T>(
        &self,
        sql: &str,
        values: &[(&str, &dyn ToSql)],
        read: fn(&Row) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        self.reading(|c| {
            let mut find = c.prepare_cached(sql)?;
            let rows = find.query_map(values, read)?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}

impl Lists for Sqlite {
    fn issued(&self, kind: &str) -> Result<Vec<Issued>> {
        self.rows(include_str!("../../../sql/feed/issued.sql"), named_params! { ":kind": kind }, issued)
    }

    fn lacking(&self, kind: &str, hash: &str) -> Result<Vec<String>> {
        let values = named_params! { ":kind": kind, ":hash": hash };
        self.rows(include_str!("../../../sql/feed/lacking.sql"), values, |row| row.get("code"))
    }

    fn sent_to(&self, dealer: &str, limit: u32) -> Result<Vec<Sent>> {
        let values = named_params! { ":dealer": dealer, ":limit": limit };
        self.rows(include_str!("../../../sql/feed/sent.sql"), values, sent)
    }

    fn sheets(&self, dealer: &str, from: &str) -> Result<Vec<Sheet>> {
        let values = named_params! { ":dealer": dealer, ":from": from };
        self.rows(include_str!("../../../sql/dealer/sheets.sql"), values, sheet)
    }

    fn open_codes(&self, dealer: &str, now: i64) -> Result<Vec<i64>> {
        let values = named_params! { ":dealer": dealer, ":now": now };
        self.rows(include_str!("../../../sql/dealer/codes.sql"), values, |row| row.get("expires_at"))
    }

    fn dealer_rows(&self, f: &DealerFilter) -> Result<Vec<DealerRow>> {
        let values = named_params! {
            ":text": f.text, ":only": f.only, ":month": f.month, ":silent_since": f.silent_since,
            ":sort": f.sort,            ":limit": f.limit, ":offset": f.offset,
        };
        self.rows(include_str!("../../../sql/dealer/compliance.sql"), values, dealer)
    }

    fn record_rows(&self, f: &RecordFilter) -> Result<Vec<RecordRow>> {
        let all: [(&str, bool, &dyn ToSql); 8] = [
            (":kind", !f.kind.is_empty(), &f.kind),
            (":dealer", !f.dealer.is_empty(), &f.dealer),
            (":state", !f.state.is_empty(), &f.state),
            (":late", f.late, &f.late),
            (":text", !f.text.is_empty(), &f.text),
            (":from_ms", f.from_ms.is_some(), &f.from_ms),
            (":to_ms", f.to_ms.is_some(), &f.to_ms),
            (":before", f.before.is_some(), &f.before),
        ];
        let is_left_out = |line: &str| all.iter().any(|(name, given, _)| !given && line.contains(name));
        let lines = include_str!("../../../sql/record/page.sql").lines().filter(|line| !is_left_out(line));
        let sql = lines.collect::<Vec<_>>().join("\n");
        let given = all.iter().filter(|(_, given, _)| *given).map(|(name, _, value)| (*name, *value));
        let values: Vec<_> = given.chain([(":limit", &f.limit as &dyn ToSql)]).collect();
        self.rows(&sql, &values, record)
    }

    fn look_up(&self, text: &str, limit: u32) -> Result<Vec<(String, String)>> {
        let values = named_params! { ":text": text, ":number": text.parse::<i64>().ok(), ":limit": limit };
        self.rows(include_str!("../../../sql/record/lookup.sql"), values, |row| {
            Ok((row.get("dealer")?, row.get("record_id")?))
        })
    }

    fn dealers_numbering(&self, prefix: &str) -> Result<Vec<String>> {
        // The character after `-`.
        let values = named_params! { ":from": format!("{prefix}-"), ":to": format!("{prefix}.") };
        self.rows(include_str!("../../../sql/record/numbering.sql"), values, |row| row.get("dealer"))
    }

    fn revisions(&self, dealer: &str, record_id: &str) -> Result<Vec<Revision>> {
        let values = named_params! { ":dealer": dealer, ":record_id": record_id };
        self.rows(include_str!("../../../sql/record/revisions.sql"), values, revision)
    }

    fn paper_answers(&self, paper: &str) -> Result<Vec<Revision>> {
        self.rows(include_str!("../../../sql/record/answers.sql"), named_params! { ":paper": paper }, revision)
    }

    fn is_reversed(&self, dealer: &str, record_id: &str) -> Result<bool> {
        let values = named_params! { ":dealer": dealer, ":record_id": record_id };
        self.reading(|c| Ok(c.prepare_cached(include_str!("../../../sql/record/reversed.sql"))?.exists(values)?))
    }

    fn verdicts(&self, dealer: &str, record_id: &str) -> Result<Vec<Verdict>> {
        let values = named_params! { ":dealer": dealer, ":record_id": record_id };
        self.rows(include_str!("../../../sql/record/verdicts.sql"), values, verdict)
    }
}
