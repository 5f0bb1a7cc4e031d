//! The account of goods with a maker: lines typed from papers, deductions made by notices (domain PAYABLE-1 … PAYABLE-4).
//!
//! - ACCOUNT-1 A notice that is confirmed and deducted makes its line in the same transaction, once; the notice again makes none, and one that was put right, or of nothing from before, is followed by its line.
//! - ACCOUNT-2 What a rule decides is computed by the maker's pack of the line's day and kept with its words; freight no rule decides is refused with what to do instead.
//! - ACCOUNT-3 What the account has deducted for a maker is what the money page says was deducted; a deduction counts on both from its day on.
//! - ACCOUNT-4 The confirmation of a quarter's service fee makes its line in the same transaction, once, a cancelled fee with what head office still pays; one paper may be for several quarters; taking the confirmation back cancels that line, and confirmed anew it makes another.

use crate::app::{App, no_such, parse_id, principal};
use crate::clock::Now;
use crate::error::Answer;
use crate::form::{Form, refuse_stale};
use crate::list::limits;
use crate::policies::Policies;
use crate::view::*;
use domain::claim::{Notice, OpeningClaim};
use domain::formula::{Inputs, Outcome, Value};
use domain::payable::{FreightCause, PayableKind, PayableLine, freight_effect};
use domain::policy::Scope;
use domain::principal::Principal;
use domain::refusal::Refusal;
use domain::service_fee::FeeStatement;
use domain::text::clean;
use domain::{Day, Fen, PayableId, PrincipalId};
use store::{Reader, Tx};

impl App {
    pub(crate) fn payable_list(&self, query: PayableQuery) -> Answer<PayableView> {
        self.read(|reader, now| {
            let maker = principal(reader, &query.principal)?;
            let page = lines_page(reader, &query, limits(query.limit, query.offset))?;
            let sums = sums(reader, maker.id, now.today)?;
            Ok(PayableView {
                owed_fen: sums.iter().fold(0, |owed, sum| owed + sum.effect_fen),
                principal: maker.code,
                principal_name: maker.name,
                sums,
                rows: page.rows,
                total: page.total,
            })
        })
    }

    pub(crate) fn payable_add(&self, input: PayableInput) -> Answer<Written<PayableRow>> {
        let form = Form::of("payable_add", &input.request_id, &input)?;
        let value = self.write("payable_add", |tx, now| {
            if let Some([made]) = form.made(tx)?.as_deref() {
                return Ok(row(known(tx, made)?, None));
            }
            let line = typed(self, tx, now, &input)?;
            tx.put_payable(&line)?;
            form.keep(tx, &[line.id.to_string()], &line.paper_no)?;
            tx.note(&line.paper_no, &format!("{} {} 元", line.kind.zh(), line.fen));
            Ok(row(line, None))
        })?;
        Ok(written(value))
    }

    pub(crate) fn payable_void(&self, input: VoidInput) -> Answer<Written<PayableRow>> {
        let value = self.write("payable_void", |tx, _| {
            let mut line = known(tx, &input.id)?;
            refuse_stale("这一行往来账", input.rev, line.rev)?;
            line.void(&input.reason)?;
            line.rev += 1;
            tx.put_payable(&line)?;
            tx.note(&line.paper_no, input.reason.trim());
            Ok(row(line, None))
        })?;
        Ok(written(value))
    }
}

/// So many lines of the account from one on.
pub(crate) fn lines_page(
    reader: &Reader<'_>,
    query: &PayableQuery,
    (limit, offset): (i64, i64),
) -> Answer<Page<PayableRow>> {
    let maker = principal(reader, &query.principal)?;
    let (lines, total) = reader.payables(maker.id, limit, offset)?;
    Ok(Page::of(lines.into_iter().map(|(line, owed)| row(line, Some(owed))).collect(), total, false))
}

fn written(value: PayableRow) -> Written<PayableRow> {
    Written { value, touched: vec![Touched::Money] }
}

fn known(reader: &Reader<'_>, id: &str) -> Answer<PayableLine> {
    reader.payable(parse_id("id", id)?)?.ok_or_else(|| no_such("id", id))
}

/// A line as typed, with what it adds by its kind or by the maker's rule (ACCOUNT-2).
fn typed(app: &App, tx: &Tx<'_>, now: Now, input: &PayableInput) -> Answer<PayableLine> {
    let maker = principal(tx, &input.principal)?;
    let freight = input.kind == PayableKind::Freight;
    let fen = Fen(input.fen);
    let blank = PayableLine {
        id: app.id(),
        principal: maker.id,
        on_day: input.on,
        kind: input.kind,
        fen,
        effect_fen: Fen(0),
        paper_no: clean(&input.paper_no),
        cause: input.cause.filter(|_| freight),
        paid_by: input.paid_by.filter(|_| freight),
        notice: None,
        note: clean(&input.note),
        labour_fen: input.labour_fen.map(Fen).filter(|_| freight && input.cause == Some(FreightCause::StockDismantled)),
        reason: None,
        entered_on: now.today,
        clock_suspect: now.suspect,
        void_reason: None,
        rev: 1,
        statement: None,
        opening_claim: None,
    };
    blank.check(now.today)?;
    refuse_twice(tx, &blank)?;
    if let Some(effect_fen) = input.kind.effect(fen) {
        return Ok(PayableLine { effect_fen, ..blank });
    }
    let (Some(cause), Some(paid_by)) = (blank.cause, blank.paid_by) else { return Ok(blank) };
    let policies = app.policies(tx)?;
    let share = freight_share(&policies, &maker, cause, &blank)?;
    let own = share.value.number().map(Fen).unwrap_or_default();
    Ok(PayableLine { effect_fen: freight_effect(own, fen, paid_by), reason: Some(share), ..blank })
}

/// A service fee that a confirmed statement credited under the same number is not typed once more (ACCOUNT-4).
fn refuse_twice(tx: &Tx<'_>, line: &PayableLine) -> Answer<()> {
    if line.kind != PayableKind::ServiceFee {
        return Ok(());
    }
    match tx.payable_of_paper((line.principal, line.kind), &line.paper_no, true)? {
        Some(stands) => {
            let label = "服务费结算表确认时已经记过这张单据，单据号";
            Err(Refusal::Taken { field: "paper_no", label, given: stands.paper_no }.into())
        }
        None => Ok(()),
    }
}

/// The line of a statement that is confirmed (ACCOUNT-4).
pub(crate) fn credit_statement(app: &App, tx: &Tx<'_>, now: Now, statement: &FeeStatement) -> Answer<()> {
    let (Some(fen), Some(on)) = (statement.office_fen, statement.confirmed_on) else { return Ok(()) };
    let of = (statement.principal, PayableKind::ServiceFee);
    let by_hand = tx.payable_of_paper(of, &statement.office_no, false)?;
    if let Some(stands) = by_hand {
        let label = "往来账里已经有手工记的服务费（请先作废那一行，再确认），单据号";
        return Err(Refusal::Taken { field: "office_no", label, given: stands.paper_no }.into());
    }
    let forfeit = statement.forfeit.map(|why| format!("，服务费取消：{}", why.zh())).unwrap_or_default();
    Ok(tx.put_payable(&PayableLine {
        id: app.id(),
        principal: statement.principal,
        on_day: on,
        kind: PayableKind::ServiceFee,
        fen,
        labour_fen: None,
        effect_fen: PayableKind::ServiceFee.effect(fen).unwrap_or_default(),
        paper_no: statement.office_no.clone(),
        cause: None,
        paid_by: None,
        notice: None,
        note: format!("{}服务费结算{forfeit}", statement.quarter.zh()),
        reason: Some(statement.reason.clone()),
        entered_on: now.today,
        clock_suspect: now.suspect,
        void_reason: None,
        rev: 1,
        statement: Some(statement.id),
        opening_claim: None,
    })?)
}

/// Cancels the line of a statement whose confirmation is taken back (ACCOUNT-4).
pub(crate) fn uncredit_statement(tx: &Tx<'_>, statement: &FeeStatement, reason: &str) -> Answer<()> {
    if let Some(mut line) = tx.payable_of_statement(statement.id)? {
        line.take_back(reason)?;
        tx.put_payable(&line)?;
    }
    Ok(())
}

/// The dealer's share of freight by the maker's rule (M08–M10, M14).
fn freight_share(policies: &Policies, maker: &Principal, cause: FreightCause, line: &PayableLine) -> Answer<Outcome> {
    let inputs = Inputs::new().with("freight", Value::Fen(line.fen.0));
    let parts = |inputs: Inputs, to_dealer: bool, battery: bool| {
        let inputs = inputs.with("to_dealer", Value::Bool(to_dealer));
        ("freight.parts", inputs.with("out_of_warranty_battery", Value::Bool(battery)))
    };
    let stock = |inputs: Inputs, why: &str| {
        let labour = line.labour_fen.unwrap_or_default();
        let inputs = inputs.with("restore_labour", Value::Fen(labour.0));
        ("freight.stock_return", inputs.with("return_cause", Value::Text(why.to_owned())))
    };
    let (key, inputs) = match cause {
        FreightCause::PartsIn => parts(inputs, true, false),
        FreightCause::PartsBack => parts(inputs, false, false),
        FreightCause::Battery => parts(inputs, false, true),
        FreightCause::StockQuality => stock(inputs, "质量"),
        FreightCause::StockDismantled => stock(inputs, "经销商拆动"),
        FreightCause::StockUnsold => stock(inputs, "滞销"),
    };
    let computed = compute(policies, maker, line.on_day, key, &inputs);
    computed.ok_or_else(|| {
        let wanted = "是厂家政策写明由谁承担的；政策没有写的，请按与总部商定的金额记「其他增加」或「其他减少」";
        Refusal::OutOfRange { field: "cause", label: "运费原因", wanted }.into()
    })
}

/// A formula of a maker's pack on a day; `None` where it says nothing.
fn compute(policies: &Policies, maker: &Principal, on: Day, key: &str, inputs: &Inputs) -> Option<Outcome> {
    let scope = Scope { class: None, region: policies.region(), on };
    policies.set(maker, on)?.own.compute(key, &scope, inputs).ok()
}

/// Puts a notice and, once it is deducted, its line of the account (ACCOUNT-1).
pub(crate) fn put_notice(app: &App, tx: &Tx<'_>, now: Now, maker: PrincipalId, notice: &Notice) -> Answer<()> {
    tx.put_notice(notice)?;
    let Some((fen, on)) = notice.deduction() else { return Ok(()) };
    let stands = tx.payable_of_notice(notice.id)?;
    if stands.as_ref().is_some_and(|line| (line.fen, line.on_day) == (fen, on)) {
        return Ok(());
    }
    let line = deduction(app, tx, now, (maker, PayableId(notice.id.0)), (fen, on), &notice.no)?;
    let rev = stands.map_or(1, |bare| bare.rev + 1);
    Ok(tx.put_payable(&PayableLine { notice: Some(notice.id), rev, ..line })?)
}

/// Puts the line of a claim from before the first day as it is deducted now; one that said otherwise is cancelled.
pub(crate) fn put_opening(app: &App, tx: &Tx<'_>, now: Now, claim: &OpeningClaim, why: &str) -> Answer<()> {
    let deducted = claim.deduction();
    if let Some(mut stands) = tx.payable_of_opening(claim.id)? {
        if deducted == Some((stands.fen, stands.on_day)) && stands.paper_no == claim.notice_no {
            return Ok(());
        }
        stands.take_back(why)?;
        tx.put_payable(&stands)?;
    }
    let Some(deducted) = deducted else { return Ok(()) };
    let line = deduction(app, tx, now, (claim.principal, app.id()), deducted, &claim.notice_no)?;
    let note = format!("启用前的核销 {}", claim.no);
    Ok(tx.put_payable(&PayableLine { opening_claim: Some(claim.id), note, ..line })?)
}

/// A line that deducts what a paper of head office settled, with what the maker's rule says of it.
fn deduction(
    app: &App,
    tx: &Tx<'_>,
    now: Now,
    (maker, id): (PrincipalId, PayableId),
    (fen, on): (Fen, Day),
    paper_no: &str,
) -> Answer<PayableLine> {
    let owed = tx.owed_before(maker, on)?;
    let inputs = Inputs::new().with("owed", Value::Fen(owed.0)).with("approved", Value::Fen(fen.0));
    let policies = app.policies(tx)?;
    let maker_row = tx.principal(maker)?;
    let reason = maker_row.and_then(|maker| compute(&policies, &maker, on, "settle.deduction", &inputs));
    Ok(PayableLine {
        id,
        principal: maker,
        on_day: on,
        kind: PayableKind::Deduction,
        fen,
        effect_fen: PayableKind::Deduction.effect(fen).unwrap_or_default(),
        paper_no: paper_no.to_owned(),
        cause: None,
        paid_by: None,
        notice: None,
        note: String::new(),
        labour_fen: None,
        reason,
        entered_on: now.today,
        clock_suspect: now.suspect,
        void_reason: None,
        rev: 1,
        statement: None,
        opening_claim: None,
    })
}

/// What stands by kind, in the order of the form.
fn sums(reader: &Reader<'_>, maker: PrincipalId, today: Day) -> Answer<Vec<PayableSumView>> {
    let found = reader.payable_sums(maker, today)?;
    let in_order = PayableKind::ALL.iter().filter_map(|kind| found.iter().find(|sum| sum.kind == *kind));
    Ok(in_order
        .map(|sum| PayableSumView {
            kind: sum.kind,
            kind_name: sum.kind.zh().to_owned(),
            lines: sum.n,
            effect_fen: sum.effect_fen.0,
        })
        .collect())
}

fn row(line: PayableLine, owed: Option<Fen>) -> PayableRow {
    let by_notice = line.follows();
    let (cause, paid_by) = (line.cause.map(FreightCause::zh), line.paid_by.map(|one| one.zh()));
    let words: Vec<&str> = [Some(line.kind.zh()), cause, paid_by].into_iter().flatten().collect();
    let (reason, rule_version) = line.reason.map(|reason| (reason.sentence, reason.rule_version)).unwrap_or_default();
    PayableRow {
        id: line.id.to_string(),
        rev: line.rev,
        on: line.on_day,
        kind: line.kind,
        kind_name: words.join("，"),
        fen: line.fen.0,
        labour_fen: line.labour_fen.map(|fen| fen.0),
        effect_fen: line.effect_fen.0,
        balance_fen: owed.map(|owed| owed.0),
        paper_no: line.paper_no,
        note: line.note,
        reason,
        rule_version,
        by_notice,
        void_reason: line.void_reason,
    }
}
