//! A year's service fee by its sales (domain SERVICEFEE-7), beside the quarters' of `service_fee`.
//!
//! - YEARFEE-1 The goods of the year in the account with the maker are offered as the amount; what was settled with head office is put in and stands, with the formula's words, in the statement.
//! - YEARFEE-2 A year is stated where the maker's pack of its last day has the rule with its share; a blank share is no zero, and what is missing is said.

use crate::app::{App, principal};
use crate::clock::Now;
use crate::error::{Answer, AppError};
use crate::form::Form;
use crate::policies::Policies;
use crate::service_fee::{MOST, view, written};
use crate::view::*;
use domain::formula::{Inputs, Outcome, Value};
use domain::policy::{Scope, choose};
use domain::principal::Principal;
use domain::refusal::Refusal;
use domain::service_fee::{FeeStatement, MonthCards, Quarter, SALES_AMOUNT};
use domain::{Fen, Month};
use store::Tx;

const RULE: &str = "fee.share_of_sales";

/// A year as it is typed; empty takes the last that has ended.
fn year_of(text: &str, now: Now) -> Answer<Quarter> {
    let wanted = || Refusal::OutOfRange { field: "year", label: "年份", wanted: "写成 2026 这样" };
    match text.trim() {
        "" => Ok(Quarter::year(Month::of(now.today)).previous()),
        text => Ok(text.parse().ok().filter(|year: &Quarter| year.is_year()).ok_or_else(wanted)?),
    }
}

/// Whether the maker's pack of a year's last day has the rule.
fn held(policies: &Policies, maker: &Principal, year: Quarter) -> bool {
    let scope = Scope { class: None, region: policies.region(), on: year.last_day() };
    policies.set(maker, scope.on).is_some_and(|set| choose(set.own.formulas().iter(), RULE, &scope).is_some())
}

/// The fee of so much, or what is missing (YEARFEE-2).
fn fee(policies: &Policies, maker: &Principal, year: Quarter, sales: Fen) -> Result<Outcome, String> {
    let next = "请厂家总部下发填好的政策包，装好后再结算";
    let scope = Scope { class: None, region: policies.region(), on: year.last_day() };
    let set = policies.set(maker, scope.on).ok_or_else(|| format!("没有政策包；{next}"))?;
    let inputs = Inputs::new().with(SALES_AMOUNT, Value::Fen(sales.0));
    set.own.compute(RULE, &scope, &inputs).map_err(|why| format!("{why}；{next}"))
}

impl App {
    pub(crate) fn sales_fee_show(&self, query: SalesFeeQuery) -> Answer<SalesFeeView> {
        self.read(|reader, now| {
            let maker = principal(reader, &query.principal)?;
            let year = year_of(&query.year, now)?;
            let policies = self.policies(reader)?;
            let goods = reader.goods_between(maker.id, (year.first_day(), year.last_day()))?;
            let sales = query.sales_fen.map_or(goods, Fen);
            let (fee_fen, sentence) = match fee(&policies, &maker, year, sales) {
                Ok(outcome) => (outcome.value.number(), outcome.sentence),
                Err(why) => (None, why),
            };
            Ok(SalesFeeView {
                held: held(&policies, &maker, year),
                principal: maker.code,
                year: year.to_string(),
                year_name: year.zh(),
                previous: year.previous().to_string(),
                ended: year.last_day() < now.today,
                goods_fen: goods.0,
                fee_fen,
                sentence,
            })
        })
    }

    pub(crate) fn sales_fee_save(&self, input: SalesFeeInput) -> Answer<Written<FeeStatementView>> {
        let form = Form::of("sales_fee_save", &input.request_id, &input)?;
        let value = self.write("sales_fee_save", |tx, now| {
            if let Some([made]) = form.made(tx)?.as_deref() {
                return Ok(view(crate::service_fee::known(tx, made)?));
            }
            let statement = state(self, tx, now, &input)?;
            let no = format!("{} 第 {} 版", statement.quarter.zh(), statement.version);
            form.keep(tx, &[statement.id.to_string()], &no)?;
            tx.note(&no, &format!("{} 元", statement.total_fen));
            Ok(view(statement))
        })?;
        Ok(written(value))
    }
}

/// Makes the next version of a year's statement.
fn state(app: &App, tx: &Tx<'_>, now: Now, input: &SalesFeeInput) -> Answer<FeeStatement> {
    let maker = principal(tx, &input.principal)?;
    let year = year_of(&input.year, now)?;
    let statements = tx.fee_statements(maker.id, MOST)?;
    let mine = statements.iter().find(|one| one.quarter == year && !one.replaced);
    if mine.is_some_and(|one| one.confirmed_on.is_some()) {
        return Err(Refusal::WrongState { subject: "这一年的结算表", state: "已确认", verb: "再结算" }.into());
    }
    let policies = app.policies(tx)?;
    let reason = fee(&policies, &maker, year, Fen(input.sales_fen))
        .map_err(|why| AppError::BadInput { field: "year".into(), detail: why })?;
    let fee_fen = Fen(reason.value.number().unwrap_or_default());
    let whole = MonthCards { month: Month::of(year.last_day()), cards: 0, late: 0, fee_fen };
    let statement = FeeStatement {
        id: app.id(),
        principal: maker.id,
        quarter: year,
        version: mine.map_or(1, |one| one.version + 1),
        made_on: now.today,
        months: vec![whole],
        cards: 0,
        unit_fen: None,
        fee_fen,
        forfeit: None,
        forfeit_reason: String::new(),
        special_fen: Fen(0),
        special_no: String::new(),
        total_fen: fee_fen,
        reason,
        office_fen: None,
        office_no: String::new(),
        confirmed_on: None,
        answer_note: String::new(),
        replaced: false,
        entered_on: now.today,
        clock_suspect: now.suspect,
        rev: 1,
    };
    statement.check(now.today)?;
    if let Some(old) = mine {
        tx.put_fee_statement(&FeeStatement { replaced: true, rev: old.rev + 1, ..old.clone() })?;
    }
    tx.put_fee_statement(&statement)?;
    Ok(statement)
}
