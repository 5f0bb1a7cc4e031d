//! The console's lists.

use serde_json::Value;
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use super::super::Result;
use super::super::lists::{
    DealerFilter, DealerRow, Issued, Lists, RecordFilter, RecordRow, Revision, Sent, Sheet, Verdict,
};
use super::Postgres;
use super::ask::{Values, clean, get, number, one, rows};

fn dealer(row: &Row) -> Result<DealerRow> {
    Ok(DealerRow {
        code: get(row, "code")?,
        name: get(row, "name")?,
        seen_at: get(row, "seen_at")?,
        devices: get(row, "devices")?,
        records: get(row, "records")?,
        late: get(row, "late")?,
        sheets: get(row, "sheets")?,
        open: get(row, "open")?,
    })
}

fn record(row: &Row) -> Result<RecordRow> {
    Ok(RecordRow {
        server_seq: get(row, "server_seq")?,
        dealer: get(row, "dealer")?,
        dealer_name: get(row, "dealer_name")?,
        record_id: get(row, "record_id")?,
        rev: number(row, "rev")?,
        kind: get(row, "kind")?,
        state: get(row, "state")?,
        received_at: get(row, "received_at")?,
        no: get(row, "no")?,
        serial: get(row, "serial")?,
        due_on: get(row, "due_on")?,
    })
}

fn revision(row: &Row) -> Result<Revision> {
    Ok(Revision {
        row: record(row)?,
        hash: get(row, "hash")?,
        body: get(row, "body")?,
        signature: get(row, "signature")?,
        device_id: get(row, "device_id")?,
    })
}

fn on_arrival(row: &Row) -> Result<Verdict> {
    Ok(Verdict {
        rev: get(row, "rev")?,
        status: get(row, "status")?,
        code: get(row, "code")?,
        field: get(row, "field")?,
        message: get(row, "message")?,
        at: None,
    })
}

/// What a clerk sent back, from the item's own words.
fn sent_back(row: &Row) -> Result<Verdict> {
    let body: Value = serde_json::from_str(get(row, "body")?).unwrap_or_default();
    let text = |key: &str| body.get(key).and_then(Value::as_str).map(str::to_owned);
    let (code, field, message) = (text("code"), text("field"), text("message"));
    let rev = get::<Option<i64>>(row, "about_rev")?.unwrap_or_default();
    Ok(Verdict { rev, status: "sent_back".to_owned(), code, field, message, at: get(row, "created_at")? })
}

fn issued(row: &Row) -> Result<Issued> {
    Ok(Issued { hash: get(row, "hash")?, at: get(row, "at")?, dealers: get(row, "dealers")?, body: get(row, "body")? })
}

fn sent(row: &Row) -> Result<Sent> {
    let title = get::<Option<String>>(row, "title")?.unwrap_or_default();
    Ok(Sent { number: get(row, "number")?, kind: get(row, "kind")?, title, at: get(row, "created_at")? })
}

fn sheet(row: &Row) -> Result<Sheet> {
    Ok(Sheet {
        month: get(row, "month")?,
        key: get(row, "sheet")?,
        record_id: get(row, "record_id")?,
        at: get(row, "received_at")?,
        back: get(row, "back")?,
    })
}

impl Postgres {
    fn all<T>(&self, sql: &str, values: Values, read: fn(&Row) -> Result<T>) -> Result<Vec<T>> {
        self.reading(|c| rows(c, sql, values)?.iter().map(read).collect())
    }
}

impl Lists for Postgres {
    fn issued(&self, kind: &str) -> Result<Vec<Issued>> {
        self.all(include_str!("../../../sql/postgres/issued.sql"), &[&clean(kind)], issued)
    }

    fn lacking(&self, kind: &str, hash: &str) -> Result<Vec<String>> {
        let sql = "SELECT code FROM dealer WHERE NOT EXISTS
                   (SELECT 1 FROM feed WHERE feed.dealer = dealer.code AND feed.kind = $1 AND feed.hash = $2) ORDER BY code";
        self.all(sql, &[&clean(kind), &clean(hash)], |row| get(row, "code"))
    }

    fn sent_to(&self, dealer: &str, limit: u32) -> Result<Vec<Sent>> {
        let sql = "SELECT number, kind, title, created_at FROM feed WHERE dealer = $1 ORDER BY number DESC LIMIT $2";
        self.all(sql, &[&clean(dealer), &i64::from(limit)], sent)
    }

    fn sheets(&self, dealer: &str, from: &str) -> Result<Vec<Sheet>> {
        self.all(include_str!("../../../sql/postgres/sheets.sql"), &[&clean(dealer), &clean(from)], sheet)
    }

    fn open_codes(&self, dealer: &str, now: i64) -> Result<Vec<i64>> {
        let sql = "SELECT expires_at FROM enrol_code WHERE dealer = $1 AND device_id IS NULL AND expires_at > $2
                    ORDER BY expires_at";
        self.all(sql, &[&clean(dealer), &now], |row| get(row, "expires_at"))
    }

    fn dealer_rows(&self, f: &DealerFilter) -> Result<Vec<DealerRow>> {
        let (text, only, month, sort) = (clean(&f.text), clean(&f.only), clean(&f.month), clean(&f.sort));
        let (limit, offset) = (i64::from(f.limit), i64::from(f.offset));
        let values: Values = &[&text, &only, &month, &f.silent_since, &limit, &offset, &sort];
        self.all(include_str!("../../../sql/postgres/compliance.sql"), values, dealer)
    }

    fn record_rows(&self, f: &RecordFilter) -> Result<Vec<RecordRow>> {
        let (kind, dealer, state, text) = (clean(&f.kind), clean(&f.dealer), clean(&f.state), clean(&f.text));
        let limit = i64::from(f.limit);
        let all: [(&str, bool, &(dyn ToSql + Sync)); 8] = [
            (":kind", !kind.is_empty(), &kind),
            (":dealer", !dealer.is_empty(), &dealer),
            (":state", !state.is_empty(), &state),
            (":late", f.late, &f.late),
            (":text", !text.is_empty(), &text),
            (":from_ms", f.from_ms.is_some(), &f.from_ms),
            (":to_ms", f.to_ms.is_some(), &f.to_ms),
            (":before", f.before.is_some(), &f.before),
        ];
        let is_left_out = |line: &str| all.iter().any(|(name, given, _)| !given && line.contains(name));
        let lines = include_str!("../../../sql/postgres/page.sql").lines().filter(|line| !is_left_out(line));
        let mut sql = lines.collect::<Vec<_>>().join("\n");
        let mut values: Vec<&(dyn ToSql + Sync)> = vec![&limit];
        for (name, _, value) in all.iter().filter(|(_, given, _)| *given) {
            values.push(*value);
            sql = sql.replace(name, &format!("${}", values.len()));
        }
        self.all(&sql, &values, record)
    }

    fn look_up(&self, text: &str, limit: u32) -> Result<Vec<(String, String)>> {
        let (number, limit) = (text.parse::<i64>().ok(), i64::from(limit));
        self.all(include_str!("../../../sql/postgres/lookup.sql"), &[&clean(text), &number, &limit], |row| {
            Ok((get(row, "dealer")?, get(row, "record_id")?))
        })
    }

    fn dealers_numbering(&self, prefix: &str) -> Result<Vec<String>> {
        // The character after `-`.
        let prefix = clean(prefix);
        let (from, to) = (format!("{prefix}-"), format!("{prefix}."));
        let sql = "SELECT DISTINCT dealer FROM record WHERE no >= $1 AND no < $2 ORDER BY dealer";
        self.all(sql, &[&from, &to], |row| get(row, "dealer"))
    }

    fn revisions(&self, dealer: &str, record_id: &str) -> Result<Vec<Revision>> {
        let values: Values = &[&clean(dealer), &clean(record_id)];
        self.all(include_str!("../../../sql/postgres/revisions.sql"), values, revision)
    }

    fn paper_answers(&self, paper: &str) -> Result<Vec<Revision>> {
        self.all(include_str!("../../../sql/postgres/answers.sql"), &[&clean(paper)], revision)
    }

    fn is_reversed(&self, dealer: &str, record_id: &str) -> Result<bool> {
        let sql = include_str!("../../../sql/postgres/reversed.sql");
        self.reading(|c| Ok(one(c, sql, &[&clean(dealer), &clean(record_id)])?.is_some()))
    }

    fn verdicts(&self, dealer: &str, record_id: &str) -> Result<Vec<Verdict>> {
        let values: Values = &[&clean(dealer), &clean(record_id)];
        let arrived = "SELECT rev, verdict AS status, code, field, message FROM position
                        WHERE dealer = $1 AND record_id = $2 AND verdict <> 'held'";
        let back =
            "SELECT about_rev, body, created_at FROM feed WHERE dealer = $1 AND kind = 'rejection' AND about = $2";
        let mut verdicts = self.all(arrived, values, on_arrival)?;
        verdicts.extend(self.all(back, values, sent_back)?);
        verdicts.sort_by_key(|verdict| (std::cmp::Reverse(verdict.rev), verdict.at));
        Ok(verdicts)
    }
}
