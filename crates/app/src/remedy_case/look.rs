//! Cases as shown: clocks, papers, money, and what of the old machine is still open.

use super::money::Reckoning;
use crate::clock::Now;
use crate::demand::demand_view;
use crate::error::{Answer, AppError};
use crate::ledger::returned_of;
use crate::policies::Policies;
use crate::rights::{deadline_view, standing};
use crate::view::*;
use crate::writing::notice;
use domain::Fen;
use domain::deadline::DeadlineState;
use domain::old_part::OldPartState;
use domain::remedy_case::*;
use domain::repair::{Method, RepairState};
use store::{DeadlineRow, Reader, Reasons};

/// What cases are looked at with.
pub(super) struct Seen<'a> {
    pub reader: &'a Reader<'a>,
    pub now: Now,
    pub policies: &'a Policies,
}

/// Who and what a case is about.
struct About {
    principal: String,
    serial: String,
    model: String,
    customer: String,
    sale_no: String,
    price: Option<Fen>,
}

impl About {
    fn of(reader: &Reader<'_>, case: &RemedyCase) -> Answer<Self> {
        let gone = || AppError::NotFound(case.no.clone());
        let unit = reader.unit(case.unit)?.ok_or_else(gone)?;
        let sale = case.sale.map(|id| reader.sale(id)).transpose()?.flatten();
        let customer = sale.as_ref().map(|sale| reader.customer(sale.customer)).transpose()?.flatten();
        Ok(Self {
            principal: reader.principal(case.principal)?.ok_or_else(gone)?.code,
            serial: unit.serial,
            model: reader.model(unit.model)?.map(|model| model.code).unwrap_or_default(),
            customer: customer.map(|one| one.name).unwrap_or_default(),
            price: sale.as_ref().and_then(|sale| sale.price_fen),
            sale_no: sale.map(|sale| sale.no).unwrap_or_default(),
        })
    }
}

/// Rows of the register; the clocks of all of them are read at once.
pub(super) fn rows(seen: &Seen<'_>, cases: &[RemedyCase]) -> Answer<Vec<RemedyRow>> {
    let clocks = clocks(seen.reader, cases)?;
    let mut back = returned_of(seen.reader, "remedy")?;
    let row = |case: &RemedyCase| {
        let returned = back.remove(&case.id.to_string());
        Ok(RemedyRow { returned, ..row(seen, case, &clocks)? })
    };
    cases.iter().map(row).collect()
}

fn clocks(reader: &Reader<'_>, cases: &[RemedyCase]) -> Answer<Vec<DeadlineRow>> {
    let records: Vec<String> = cases.iter().map(|case| case.demand.to_string()).collect();
    let mut found = reader.deadlines_of_records(&records, &Reasons::default())?;
    found.sort_by_key(|row| (row.due_on.is_none(), row.due_on, row.rule.clone()));
    Ok(found)
}

fn row(seen: &Seen<'_>, case: &RemedyCase, clocks: &[DeadlineRow]) -> Answer<RemedyRow> {
    let about = About::of(seen.reader, case)?;
    let demand = seen.reader.demand(case.demand)?;
    let own = case.demand.to_string();
    let open = clocks.iter().find(|row| row.record == own && row.state == DeadlineState::Pending);
    let new_unit = case.new_unit.map(|id| seen.reader.unit(id)).transpose()?.flatten();
    Ok(RemedyRow {
        id: case.id.to_string(),
        no: case.no.clone(),
        made_on: case.made_on,
        state: case.state(),
        unit_id: case.unit.to_string(),
        principal: about.principal,
        serial: about.serial,
        model: about.model,
        customer: about.customer,
        demands: demand.map(|demand| demand.kind.zh().to_owned()).unwrap_or_default(),
        new_serial: new_unit.map(|unit| unit.serial).unwrap_or_default(),
        clock: open.map(|row| deadline_view(row, seen.now.today)),
        borne_fen: case.borne_fen().0,
        returned: None,
    })
}

/// A case with everything about it.
pub(super) fn view_of(seen: &Seen<'_>, case: &RemedyCase) -> Answer<RemedyView> {
    let reader = seen.reader;
    let about = About::of(reader, case)?;
    let demand = reader.demand(case.demand)?.ok_or_else(|| AppError::NotFound(case.no.clone()))?;
    let sales = reader.sales_of_unit(case.unit)?;
    let clocks = clocks(reader, std::slice::from_ref(case))?;
    let step = |step: &RemedyStep| step_view(reader, step);
    let in_order = RemedyStepKind::ALL.iter().filter_map(|kind| case.step(*kind));
    let open_papers = open_papers(reader, case)?;
    let money = money(seen, case, about.price)?;
    Ok(RemedyView {
        id: case.id.to_string(),
        rev: case.rev,
        no: case.no.clone(),
        unit_id: case.unit.to_string(),
        state: case.state(),
        pending: case.pending(),
        ground: ground_view(&case.ground),
        demand: demand_view(&demand, &about.serial, &sales),
        clocks: clocks.iter().map(|row| deadline_view(row, seen.now.today)).collect(),
        papers: case.papers_now().into_iter().map(|line| paper_view(case, line)).collect(),
        steps: in_order.map(step).collect::<Answer<_>>()?,
        earlier: case.steps.iter().filter(|step| step.ended.is_some()).map(step).collect::<Answer<_>>()?,
        next: case.next(),
        choice: case.step(RemedyStepKind::Chosen).and_then(|step| step.choice),
        given_fen: case.given_fen().0,
        borne_fen: case.borne_fen().0,
        machine: machine(reader, case)?,
        notices: notices(reader, case, money.as_ref())?,
        money,
        open_papers,
        principal: about.principal,
        serial: about.serial,
        model: about.model,
        customer: about.customer,
        sale_no: about.sale_no,
        clock_suspect: case.clock_suspect,
        void_reason: case.void_reason.clone(),
    })
}

fn ground_view(ground: &Ground) -> GroundView {
    GroundView {
        told_on: ground.told_on,
        right: ground.right.map(|right| right.zh().to_owned()).unwrap_or_default(),
        about: ground.about.clone(),
        steps: ground.steps.clone(),
        standing: ground.standing.clone().map(standing),
        words: ground.words.clone(),
    }
}

fn paper_view(case: &RemedyCase, line: &PaperLine) -> PaperView {
    let said = |line: &PaperLine| [line.state.zh(), &line.who, &line.why].join(" ").trim().to_owned();
    let before = case.papers.iter().filter(|one| one.paper == line.paper && !std::ptr::eq(*one, line));
    PaperView {
        paper: line.paper,
        name: line.paper.zh().to_owned(),
        state: line.state,
        who: line.who.clone(),
        why: line.why.clone(),
        earlier: before.map(said).collect(),
    }
}

fn step_view(reader: &Reader<'_>, step: &RemedyStep) -> Answer<RemedyStepView> {
    let repair = step.repair.map(|id| reader.repair(id)).transpose()?.flatten();
    let says = [
        step.choice.map(|choice| choice.zh()),
        step.verdict.map(|verdict| verdict.zh()),
        step.outcome.map(|outcome| outcome.zh()),
    ];
    Ok(RemedyStepView {
        kind: step.kind,
        name: step.kind.zh().to_owned(),
        on: step.on,
        who: step.who.clone(),
        no: step.no.clone(),
        words: step.words.clone(),
        choice: step.choice,
        verdict: step.verdict,
        outcome: step.outcome,
        says: says.into_iter().flatten().next().unwrap_or_default().to_owned(),
        repair_no: repair.map(|repair| repair.no).unwrap_or_default(),
        by_feed: step.by_feed,
        ended_reason: step.ended.as_ref().map(|ended| ended.reason.clone()),
    })
}

/// Money as settled; while it waits, what a return would give today.
fn money(seen: &Seen<'_>, case: &RemedyCase, price: Option<Fen>) -> Answer<Option<CaseMoneyView>> {
    if let Some(step) = case.step(RemedyStepKind::Settled) {
        return Ok(step.money.as_ref().map(|money| CaseMoneyView {
            price_fen: Some(money.price_fen.0),
            due: money.due.clone().map(reckoned_view),
            trouble: String::new(),
            paid_fen: (step.outcome == Some(RemedyOutcome::Refund)).then_some(money.paid_fen.0),
            freight_fen: money.freight_fen.0,
            quality_cause: money.quality_cause,
            freight: money.freight.clone().map(reckoned_view),
        }));
    }
    if case.sale.is_none() || case.void_reason.is_some() {
        return Ok(None);
    }
    let reckoning = Reckoning::of((seen.policies, seen.reader, seen.now), case, seen.now.today)?;
    let due = match price {
        Some(price) => reckoning.refund(price),
        None => Err("销售单上没有登记价格，办退货时填发票价".to_owned()),
    };
    let (due, trouble) = match due {
        Ok(due) => (Some(reckoned_view(due)), String::new()),
        Err(why) => (None, why),
    };
    Ok(Some(CaseMoneyView {
        price_fen: price.map(|fen| fen.0),
        due,
        trouble,
        paid_fen: None,
        freight_fen: 0,
        quality_cause: false,
        freight: None,
    }))
}

fn reckoned_view(of: Reckoned) -> ReckonedView {
    ReckonedView {
        fen: of.fen.0,
        steps: of.steps,
        rule_version: of.rule_version,
        source: of.source,
        checked: of.checked,
    }
}

fn machine(reader: &Reader<'_>, case: &RemedyCase) -> Answer<Option<GivenMachine>> {
    let (Some(unit), Some(sale)) = (case.new_unit, case.new_sale) else { return Ok(None) };
    let gone = || AppError::NotFound(case.no.clone());
    let card = reader.card_of_sale(sale)?;
    Ok(Some(GivenMachine {
        unit_id: unit.to_string(),
        serial: reader.unit(unit)?.ok_or_else(gone)?.serial,
        sale_id: sale.to_string(),
        sale_no: reader.sale(sale)?.ok_or_else(gone)?.no,
        card_no: card.map(|card| card.no).unwrap_or_default(),
    }))
}

/// What of the old machine is still open (RCASED-7).
pub(super) fn open_papers(reader: &Reader<'_>, case: &RemedyCase) -> Answer<Vec<OpenPaperView>> {
    let mut all = Vec::new();
    let mut open = |what: &str, no: &str, says: &str| {
        all.push(OpenPaperView { what: what.to_owned(), no: no.to_owned(), says: says.to_owned() });
    };
    let card = case.sale.map(|sale| reader.card_of_sale(sale)).transpose()?.flatten();
    // Once the case is settled its card is cancelled, or goes its own way.
    if let Some(card) = card.filter(|card| case.pending() && card.state.open()) {
        open("三包回执卡", &card.no, "总部还没有收到；换整机或退货办结时随之作废，已报送的同时冲销");
    }
    for repair in reader.repairs_of_unit(case.unit)?.iter().filter(|one| one.state != RepairState::Voided) {
        if repair.completed_on.is_none() {
            open("维修单", &repair.no, "还没有完工：修完或作废");
        }
        let parts = reader.old_parts_of_repair(repair.id)?;
        for part in parts.iter().filter(|part| matches!(part.state, OldPartState::Tagged | OldPartState::InStore)) {
            open("旧件", &part.tag_no, "还没有返总部：照常返回");
        }
        let lines = reader.claim_lines_of(&[repair.id])?;
        if let Some(line) = lines.last().filter(|line| line.verdict.is_none()) {
            let no = reader.claim(line.claim)?.map(|claim| claim.no).unwrap_or_default();
            open("核销申请", &no, "总部还没有核定这一行：换退以前的修理照常核销");
        }
    }
    Ok(all)
}

/// What is worth a look.
fn notices(reader: &Reader<'_>, case: &RemedyCase, money: Option<&CaseMoneyView>) -> Answer<Vec<Notice>> {
    let mut all = Vec::new();
    if case.void_reason.is_some() {
        return Ok(all);
    }
    all.extend(about_sale(reader, case)?);
    let settled = case.step(RemedyStepKind::Settled);
    if let (Some(due), Some(paid)) =
        (money.and_then(|money| money.due.as_ref()), money.and_then(|money| money.paid_fen))
        && due.fen != paid
    {
        let (due, paid, less) = (Fen(due.fen), Fen(paid), Fen(paid - due.fen));
        let says = format!("按规定应退 {due} 元，实退 {paid} 元，相差 {less} 元，请核对或写明原因");
        all.push(notice("paid_fen", "refund_differs", says));
    }
    if money.is_some_and(|money| money.freight_fen > 0 && money.freight.is_none()) {
        let says = "政策包没有约定退货运费由谁承担，先算本店的，请向总部问明";
        all.push(notice("freight_fen", "freight_open", says));
    }
    if case.borne_fen() > Fen(0) {
        let state = match case.verdict() {
            Some(RemedyVerdict::Refused) => "总部不同意",
            Some(RemedyVerdict::NeedsMaterial) => "总部要求补材料",
            Some(_) => "总部另提办法",
            None => "总部还没有同意",
        };
        let says = format!("{state}，{} 元先由本店承担", case.borne_fen());
        all.push(notice("", "borne_by_dealer", says));
    }
    if let Some(repair) = settled.and_then(|step| step.repair).map(|id| reader.repair(id)).transpose()?.flatten()
        && settled.and_then(|step| step.outcome) == Some(RemedyOutcome::Component)
        && !(repair.in_warranty && repair.method == Method::Replace && !repair.fault_place.trim().is_empty())
    {
        let says =
            format!("维修单 {} 没有写成保内「更换」和故障部位，新部件的三包期不会重新起算，请改那张维修单", repair.no);
        all.push(notice("repair_no", "component_without_period", says));
    }
    all.extend(about_given(reader, case)?);
    Ok(all)
}

/// A case that waits without a sale to stand on (RCASED-12).
fn about_sale(reader: &Reader<'_>, case: &RemedyCase) -> Answer<Option<Notice>> {
    if !case.pending() {
        return Ok(None);
    }
    if let Some(sale) = case.sale.map(|id| reader.sale(id)).transpose()?.flatten() {
        let says = format!(
            "用户 {} 提出，这台机器 {} 才卖出（{}）。请核对提出日期和机器编号",
            case.made_on.zh(),
            sale.sold_on.zh(),
            sale.no
        );
        return Ok((case.made_on < sale.sold_on).then(|| notice("made_on", "case_before_sale", says)));
    }
    let cases = reader.remedies_of(&[case.unit])?;
    let ended = cases.iter().rev().find(|one| one.unit == case.unit && one.sale_ended().is_some());
    let says = match ended {
        Some(ended) => format!("这台机器已在 {} 换货或退货收回，现在没有用户。请核对机器编号，开错了就作废", ended.no),
        None => "这台机器没有销售记录，换整机或退货办不了。请先补登销售，再重新开单".to_owned(),
    };
    Ok(Some(notice("machine", "case_without_sale", says)))
}

/// The machine given: one nobody knew, a sale of another day, a card that waits.
fn about_given(reader: &Reader<'_>, case: &RemedyCase) -> Answer<Vec<Notice>> {
    let mut all = Vec::new();
    let (Some(sale), Some((on, _))) = (case.new_sale, case.sale_ended()) else { return Ok(all) };
    let Some(sale) = reader.sale(sale)? else { return Ok(all) };
    if let Some(why) = &sale.void_reason {
        let says = format!("新机的销售单 {} 已作废（{why}），用户手里的新机没有三包凭证，请重新登记销售", sale.no);
        all.push(notice("unit", "given_sale_voided", says));
    } else if sale.sold_on != on {
        let says = format!("办结日期是{}，新机销售单写的是{}，请核对", on.zh(), sale.sold_on.zh());
        all.push(notice("on", "given_on_another_day", says));
    }
    if reader.sales_of_unit(sale.unit)?.len() == 1 {
        let says = "这台新机以前没有记录，编号是这次录入的，请与铭牌核对一次";
        all.push(notice("unit.serial", "unit_unknown", says));
    }
    Ok(all)
}
