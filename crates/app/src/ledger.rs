//! The submission ledger (报送台账): every line for head office, narrowed and counted, and what can be done with one that came back.
//!
//! - OUTLEDGER-1 Every filter says how many lines it would show, under the other filters as they stand.
//! - OUTLEDGER-2 A line head office refused goes again as it is when a person says so; what it is about waits again with it. One that was corrected does not.
//! - OUTLEDGER-3 A refusal for want of the user's consent is told as that: who decides, and what to ask; nobody at the desk made a mistake (E35).
//! - OUTLEDGER-4 A record that came back says so in its own list, with field and reason, until somebody dealt with it.
//! - OUTLEDGER-5 A line is found by the customer's initials and the tail of the telephone, and by the number of its receipt.

use crate::app::{App, no_such, principal_filter};
use crate::consent;
use crate::error::{Answer, AppError};
use crate::field_words::{field_zh, with_field};
use crate::list::limits;
use crate::search_papers::hits_of;
use crate::sync_cases::{TOUCHES, file_waiting};
use crate::trouble::{problem_sentence, refusal_sentence};
use crate::view::*;
use domain::month::Month;
use domain::principal::Principal;
use domain::refusal::Refusal;
use domain::{Day, SaleId};
use std::collections::HashMap;
use store::{LedgerLine, OutboxFilter, Reader};

impl App {
    pub(crate) fn outbox_list(&self, query: OutboxQuery) -> Answer<Page<OutboxRow>> {
        self.read(|reader, now| outbox_page(reader, &query, now.today, limits(query.limit, query.offset)))
    }

    /// OUTLEDGER-1.
    pub(crate) fn outbox_counts(&self, query: OutboxQuery) -> Answer<OutboxCounts> {
        self.read(|reader, now| {
            let asked = Asked::of(reader, &query, now.today)?;
            let sums = reader.ledger_sums(&asked.filter(now.today))?;
            let of =
                |fits: &dyn Fn(&store::LedgerSum) -> bool| sums.iter().filter(|sum| fits(sum)).map(|sum| sum.n).sum();
            let states = COUNTED_STATES.map(|key| Counted {
                key: key.into(),
                n: of(&|sum| holds(key, &sum.state) && (query.kind.is_empty() || sum.kind == query.kind)),
            });
            let kinds = KINDS.map(|key| Counted {
                key: key.into(),
                n: of(&|sum| holds(&query.state, &sum.state) && (key.is_empty() || sum.kind == key)),
            });
            Ok(OutboxCounts { states: states.into(), kinds: kinds.into() })
        })
    }

    /// What head office said against a record, while nobody has dealt with it; a sale is asked for its card.
    pub(crate) fn record_returned(&self, input: ById) -> Answer<Option<OutboxRow>> {
        self.read(|reader, _| {
            let sale = input.id.parse::<SaleId>().ok().map(|id| reader.card_of_sale(id)).transpose()?.flatten();
            let record = sale.map_or(input.id, |card| card.id.to_string());
            Ok(reader.last_line(&record)?.filter(|line| line.returned).map(|line| ledger_row(&line, None)))
        })
    }

    /// OUTLEDGER-2.
    pub(crate) fn outbox_again(&self, input: OutboxLineInput) -> Answer<Written<OutboxRow>> {
        self.write("outbox_again", |tx, now| {
            let gone = || no_such("line", &input.line.to_string());
            let line = tx.ledger_line(input.line)?.ok_or_else(gone)?;
            tx.note(&line.no, line.last_message.as_deref().unwrap_or_default());
            if !tx.send_again(input.line)? {
                return Err(Refusal::WrongState {
                    subject: "这一行",
                    state: "没有被退回，或已经改正",
                    verb: "再报一次",
                }
                .into());
            }
            crate::told::asked_again(tx, &line, now.today)
        })?;
        let value = self.read(|reader, _| {
            let line = reader.ledger_line(input.line)?.ok_or_else(|| no_such("line", &input.line.to_string()))?;
            let waits = hold_ups(reader)?;
            Ok(ledger_row(&line, waits.get(&line.principal)))
        })?;
        Ok(Written { value, touched: TOUCHES.to_vec() })
    }
}

/// What the ledger can be narrowed to: `open` is everything head office does not have, `returned` what it refused and nobody
/// dealt with, `overdue` what waits past its last day.
const LEDGER_STATES: [&str; 9] =
    ["open", "waiting", "returned", "overdue", "pending", "inflight", "acked", "rejected", "deferred"];

/// Refused records 今日 looks at.
const MOST_RETURNED: i64 = 200;

/// The filters of the page.
const COUNTED_STATES: [&str; 6] = ["", "open", "waiting", "returned", "deferred", "acked"];
const KINDS: [&str; 8] = ["", "card", "repair", "part", "report", "remedy", "form_entry", "reversal"];

/// Whether a filter shows lines that are counted under a state.
fn holds(filter: &str, state: &str) -> bool {
    match filter {
        "" => true,
        "open" => matches!(state, "waiting" | "returned" | "deferred"),
        "pending" | "inflight" | "overdue" => state == "waiting",
        other => other == state,
    }
}

/// A question, looked over.
struct Asked {
    maker: Option<String>,
    state: Option<String>,
    kind: Option<String>,
    term: Option<String>,
    records: Vec<String>,
    month: Option<Month>,
}

/// Entries of registers among what a word of the ledger names.
const MOST_ENTRIES: i64 = 200;

/// Records a word names beside the numbers and titles of their lines: by a telephone, by initials.
fn records_named(reader: &Reader<'_>, term: &str, today: Day) -> Answer<Vec<String>> {
    let Some(hits) = hits_of(reader, today, term)? else { return Ok(Vec::new()) };
    let mut records = reader.sent_records(&hits)?;
    records.extend(reader.entries_anywhere(term, MOST_ENTRIES)?.into_iter().map(|entry| entry.id.to_string()));
    Ok(records)
}

impl Asked {
    fn of(reader: &Reader<'_>, query: &OutboxQuery, today: Day) -> Answer<Self> {
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let state = given(&query.state);
        if let Some(given) = state.clone().filter(|state| !LEDGER_STATES.contains(&state.as_str())) {
            return Err(Refusal::Unknown { field: "state", label: "报送状态", given }.into());
        }
        Ok(Self {
            maker: principal_filter(reader, &query.principal)?.map(|p| p.code),
            state,
            kind: given(&query.kind),
            records: records_named(reader, &query.term, today)?,
            term: given(&query.term).map(|term| term.to_uppercase()),
            month: given(&query.month).map(|text| month(&text)).transpose()?,
        })
    }

    fn filter(&self, today: Day) -> OutboxFilter<'_> {
        OutboxFilter {
            principal: self.maker.as_deref(),
            state: self.state.as_deref(),
            kind: self.kind.as_deref(),
            term: self.term.as_deref(),
            records: &self.records,
            receipt: self.term.as_deref().and_then(|term| term.parse().ok()),
            saved: (
                self.month.map(|month| month.first().starts_at()),
                self.month.map(|month| month.next().first().starts_at()),
            ),
            today: Some(today),
            ..OutboxFilter::default()
        }
    }
}

/// Records that came back and stand on no other list of 今日: old parts, cases, reversals. Cards, repairs and reports do.
pub(crate) fn returned_on_today(reader: &Reader<'_>) -> Answer<Vec<TodayItem>> {
    let mut lines = reader.returned_lines(None, MOST_RETURNED)?;
    lines.retain(|line| matches!(line.kind.as_str(), "part" | "remedy" | "form_entry" | "reversal"));
    Ok(lines
        .into_iter()
        .map(|line| TodayItem {
            late_ms: None,
            kind: TodayKind::Rejected,
            id: line.line.to_string(),
            reason: format!("总部退回：{}", why(&line, None).unwrap_or_default()),
            no: line.no,
            title: line.title,
            principal: line.principal,
            due_on: None,
            days_left: None,
            level: DueLevel::Soon,
            doubt: None,
            at_risk_fen: None,
        })
        .collect())
}

/// Why records of a kind came back, by record (OUTLEDGER-4).
pub(crate) fn returned_of(reader: &Reader<'_>, kind: &str) -> Answer<HashMap<String, String>> {
    let lines = reader.returned_lines(Some(kind), i64::MAX)?;
    Ok(lines.into_iter().map(|line| (line.record_id.clone(), against(&line))).collect())
}

/// The same of one record.
pub(crate) fn returned_one(reader: &Reader<'_>, record: &str) -> Answer<Option<String>> {
    Ok(reader.last_line(record)?.filter(|line| line.returned).map(|line| against(&line)))
}

/// Head office's reason with the field it names.
fn against(line: &LedgerLine) -> String {
    let words = why(line, None).unwrap_or_default();
    if consent::is_wanted(line.last_code.as_deref(), line.last_field.as_deref()) {
        return words;
    }
    with_field(words, line.last_field.as_deref())
}

fn month(text: &str) -> Answer<Month> {
    text.parse().map_err(|_| AppError::BadInput { field: "month".into(), detail: "月份写成 2026-11 这样".into() })
}

/// So many lines of the ledger from one on.
pub(crate) fn outbox_page(
    reader: &Reader<'_>,
    query: &OutboxQuery,
    today: Day,
    (limit, offset): (i64, i64),
) -> Answer<Page<OutboxRow>> {
    let asked = Asked::of(reader, query, today)?;
    let filter = OutboxFilter { limit, offset, ..asked.filter(today) };
    let makers = hold_ups(reader)?;
    let row = |line: &LedgerLine| ledger_row(line, makers.get(&line.principal));
    Ok(Page::of(reader.ledger(&filter)?.iter().map(row).collect(), reader.ledger_count(&filter)?, false))
}

/// Why what waits for a maker's head office still waits.
struct HoldUp {
    says: String,
    /// When a file was written that no answer came for yet.
    file_at: Option<i64>,
}

fn hold_ups(reader: &Reader<'_>) -> Answer<HashMap<String, HoldUp>> {
    reader.principals()?.iter().map(|maker| hold_up(reader, maker)).collect()
}

fn hold_up(reader: &Reader<'_>, maker: &Principal) -> Answer<(String, HoldUp)> {
    let id = maker.id.to_string();
    let link = crate::desk::link_of(reader, &id)?;
    let file_at = file_waiting(&link);
    let says = match crate::desk::account_of(reader, &id)? {
        None => "还没有登记总部，登记后自动报送".to_owned(),
        Some(_) => match link.problem_code {
            Some(code) => problem_sentence(&code),
            None => "排队等下一次报送".to_owned(),
        },
    };
    Ok((maker.code.clone(), HoldUp { says, file_at }))
}

/// `waits` is said of a line head office has not answered.
fn ledger_row(line: &LedgerLine, waits: Option<&HoldUp>) -> OutboxRow {
    let wanted = consent::is_wanted(line.last_code.as_deref(), line.last_field.as_deref());
    OutboxRow {
        line: line.line,
        seq: line.seq,
        record_id: line.record_id.clone(),
        opens: line.opens.clone(),
        principal: line.principal.clone(),
        kind: line.kind.clone(),
        rev: line.rev,
        no: line.no.clone(),
        title: line.title.clone(),
        created_at: line.created_at,
        attempts: line.attempts,
        reason: why(line, waits),
        field: line.last_field.as_deref().and_then(field_zh).map(str::to_owned),
        place: line.last_field.clone(),
        consent: line.returned && wanted,
        returned: line.returned,
        again: line.returned && (line.state == "rejected" || line.kind == "reversal"),
        receipt_no: crate::proof::receipt_no(line.receipt.as_deref()),
        received_at: line.received_at,
        state: line.state.clone(),
    }
}

/// Why a line is not through.
fn why(line: &LedgerLine, waits: Option<&HoldUp>) -> Option<String> {
    let code = consent::told_as(line.last_code.as_deref(), line.last_field.as_deref());
    let words = line.last_message.clone().filter(|_| code != Some(wire::code::CONSENT));
    let sentence = if line.returned { refusal_sentence } else { problem_sentence };
    let said = || words.clone().or_else(|| code.map(sentence));
    let file_at = waits.and_then(|waits| waits.file_at);
    match line.state.as_str() {
        "acked" if !line.returned => None,
        "inflight" if file_at.is_none() => said().or_else(|| Some("已发出，等总部答复".to_owned())),
        "deferred" => said().or_else(|| Some("总部在等与它有关的记录".to_owned())),
        _ => match file_at.filter(|at| *at >= line.created_at) {
            Some(at) => Some(format!("已写进文件（{}），等总部的答复文件", crate::road::minute(at))),
            None => said().or_else(|| waits.map(|waits| waits.says.clone())),
        },
    }
}
