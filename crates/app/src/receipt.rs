//! Paid service receipts: what a user is asked to pay, by the maker's rules (domain RECEIPT-1 … RECEIPT-6).
//!
//! - PAIDSERVICE-1 A receipt takes the amounts of its repair as they are when it is made, not others than the clerk saw; a repair that is changed afterwards changes no receipt.
//! - PAIDSERVICE-2 A repair with a receipt that stands is neither cancelled nor given to another payer: the receipt first.
//! - PAIDSERVICE-3 Sums by day are those of the receipts that stand.
//! - PAIDSERVICE-4 Where the maker's rule about wage and travel needs what the repair leaves blank, that is said, and there is no receipt before it is filled in.
//! - PAIDSERVICE-5 Every job without a receipt is reached: by the list, page by page, and from the repair itself.

use crate::app::{App, no_such, parse_id, principal_filter, start_of_use};
use crate::clock::Now;
use crate::error::{Answer, AppError};
use crate::form::{Form, refuse_stale};
use crate::law::facts::model_facts;
use crate::list::{limits, month_days};
use crate::policies::Policies;
use crate::repair::{Parties, parties};
use crate::view::*;
use crate::writing::{Writing, notice};
use domain::formula::{Cause, Computed, Inputs, Outcome, Value};
use domain::number::NumberType;
use domain::policy::Scope;
use domain::receipt::{Receipt, SoldPart, Way, done_on, travel_inputs};
use domain::refusal::{Refusal, Refusals};
use domain::repair::{Payer, Repair};
use domain::text::{clean, serial_key};
use domain::{Day, Fen, ReceiptId, RepairId};
use store::{Reader, Tx};

/// Days of a month at most.
const DAYS: i64 = 31;

impl App {
    pub(crate) fn receipt_ready(&self, query: ReceiptReadyQuery) -> Answer<Page<ReceiptReadyRow>> {
        self.read(|reader, now| {
            let maker = principal_filter(reader, &query.principal)?.map(|maker| maker.id);
            let days = (start_of_use(reader)?, now.today);
            let (limit, offset) = limits(query.limit, query.offset);
            let (found, total) = reader.receipt_candidates(maker, days, limit, offset)?;
            let row = |repair: Repair| {
                let who = parties(reader, &repair)?;
                Ok(ReceiptReadyRow {
                    id: repair.id.to_string(),
                    total_fen: repair.total().unwrap_or_default().0,
                    no: repair.no,
                    principal: who.maker.code,
                    customer: who.customer.name,
                    model: who.model.code,
                    done_on: repair.completed_on,
                })
            };
            let rows = found.into_iter().map(row).collect::<Answer<_>>()?;
            Ok(Page::of(rows, total, false))
        })
    }

    pub(crate) fn receipt_check(&self, input: ById) -> Answer<ReceiptCheck> {
        self.read(|reader, now| {
            let repair = known_repair(reader, &input.id)?;
            let nil = ReceiptId(uuid::Uuid::nil());
            let policies = self.policies(reader)?;
            let made = make(&policies, reader, now, (nil, String::new()), &repair)?;
            let refused = made.check().err().into_iter().flat_map(|why| why.0);
            let problems = refused.map(|why| notice(&why.path(), why.code(), why.to_string())).collect();
            let way_open = made.receipt.way_reason.is_none();
            Ok(ReceiptCheck { receipt: view(reader, &policies, made.receipt)?, way_open, problems })
        })
    }

    pub(crate) fn receipt_open(&self, draft: ReceiptDraft) -> Answer<Written<ReceiptView>> {
        let form = Form::of("receipt_open", &draft.request_id, &draft)?;
        let value = self.write("receipt_open", |tx, now| {
            let policies = self.policies(tx)?;
            if let Some([made]) = form.made(tx)?.as_deref() {
                return view(tx, &policies, known(tx, made)?);
            }
            let receipt = open(&Writing::begin(self, tx, now)?, &draft)?;
            form.keep(tx, &[receipt.id.to_string()], &receipt.no)?;
            tx.note(&receipt.no, &format!("{} 元", receipt.total_fen));
            view(tx, &policies, receipt)
        })?;
        Ok(written(value))
    }

    pub(crate) fn receipt_settle(&self, input: ReceiptSettle) -> Answer<Written<ReceiptView>> {
        let no = clean(&input.invoice_no);
        let nothing = no.is_empty() && input.invoice_on.is_none() && input.paid_on.is_none();
        if nothing {
            return Err(Refusal::Missing { field: "paid_on", label: "发票或收款日期" }.into());
        }
        let value = self.write("receipt_settle", |tx, now| {
            let mut receipt = known(tx, &input.id)?;
            refuse_stale("这张收据", input.rev, receipt.rev)?;
            receipt.settle(invoice(&no, input.invoice_on)?, input.paid_on, now.today)?;
            receipt.rev += 1;
            tx.put_receipt(&receipt)?;
            tx.note(&receipt.no, &no);
            let policies = self.policies(tx)?;
            view(tx, &policies, receipt)
        })?;
        Ok(written(value))
    }

    pub(crate) fn receipt_void(&self, input: VoidInput) -> Answer<Written<ReceiptView>> {
        let value = self.write("receipt_void", |tx, _| {
            let mut receipt = known(tx, &input.id)?;
            refuse_stale("这张收据", input.rev, receipt.rev)?;
            receipt.void(&input.reason)?;
            receipt.rev += 1;
            tx.put_receipt(&receipt)?;
            tx.note(&receipt.no, input.reason.trim());
            let policies = self.policies(tx)?;
            view(tx, &policies, receipt)
        })?;
        Ok(written(value))
    }

    pub(crate) fn receipt_show(&self, input: ById) -> Answer<ReceiptView> {
        self.read(|reader, _| {
            let policies = self.policies(reader)?;
            view(reader, &policies, known(reader, &input.id)?)
        })
    }

    pub(crate) fn receipt_list(&self, query: ReceiptQuery) -> Answer<ReceiptPage> {
        self.read(|reader, _| {
            let maker = principal_filter(reader, &query.principal)?.map(|maker| maker.id);
            let days = month_days(&query.month)?;
            let Page { rows, total, .. } = self.receipts_page(reader, &query, limits(query.limit, query.offset))?;
            let day = |day: store::ReceiptDay| ReceiptDayView {
                on: day.on_day,
                receipts: day.n,
                fen: day.fen.0,
                paid_fen: day.paid_fen.0,
            };
            let days = reader.receipt_days(maker, days, DAYS)?.into_iter().map(day).collect();
            Ok(ReceiptPage { rows, total, days })
        })
    }

    /// So many receipts of the list from one on.
    pub(crate) fn receipts_page(
        &self,
        reader: &Reader<'_>,
        query: &ReceiptQuery,
        (limit, offset): (i64, i64),
    ) -> Answer<Page<ReceiptView>> {
        let maker = principal_filter(reader, &query.principal)?.map(|maker| maker.id);
        let (found, total) = reader.receipts(maker, month_days(&query.month)?, limit, offset)?;
        let policies = self.policies(reader)?;
        let rows = found.into_iter().map(|one| view(reader, &policies, one)).collect::<Answer<_>>()?;
        Ok(Page::of(rows, total, false))
    }
}

fn written(value: ReceiptView) -> Written<ReceiptView> {
    Written { value, touched: vec![Touched::Money] }
}

fn known(reader: &Reader<'_>, id: &str) -> Answer<Receipt> {
    reader.receipt(parse_id("id", id)?)?.ok_or_else(|| no_such("id", id))
}

fn known_repair(reader: &Reader<'_>, id: &str) -> Answer<Repair> {
    let id: RepairId = parse_id("repair", id)?;
    reader.repair(id)?.ok_or_else(|| no_such("repair", &id.to_string()))
}

/// Number and day of an invoice: both or none.
fn invoice(no: &str, on: Option<Day>) -> Answer<Option<(&str, Day)>> {
    match (no, on) {
        ("", None) => Ok(None),
        (no, Some(on)) => Ok(Some((no, on))),
        (_, None) => Err(Refusal::Missing { field: "invoice_on", label: "开票日期" }.into()),
    }
}

/// Makes a receipt of a repair (PAIDSERVICE-1).
fn open(writing: &Writing<'_>, draft: &ReceiptDraft) -> Answer<Receipt> {
    let (tx, now) = (writing.tx, writing.now);
    let repair = known_repair(tx, &draft.repair)?;
    if let Some(stands) = tx.receipt_of(repair.id)? {
        return Err(Refusal::Taken { field: "repair", label: "这张维修单的收据", given: stands.no }.into());
    }
    // Whether it may have one at all is asked before a number is given out.
    done_on(&repair)?;
    let no = writing.number(NumberType::ZF, now.today)?;
    let mut made = make(&writing.policies, tx, now, (writing.app.id(), no), &repair)?;
    if draft.total_fen != made.receipt.total_fen.0 {
        return Err(AppError::Stale { what: "这张维修单的金额" });
    }
    made.receipt.note = clean(&draft.note);
    made.check()?;
    let mut receipt = made.receipt;
    receipt.way = way(&receipt, draft.way)?;
    let no = clean(&draft.invoice_no);
    receipt.settle(invoice(&no, draft.invoice_on)?, draft.paid_on, now.today)?;
    tx.put_receipt(&receipt)?;
    Ok(receipt)
}

/// How it is paid: as the rule says, else as the clerk does (domain RECEIPT-4).
fn way(receipt: &Receipt, chosen: Option<Way>) -> Answer<Way> {
    let label = "收款方式";
    match (&receipt.way_reason, chosen) {
        (Some(_), Some(other)) if other != receipt.way => {
            Err(Refusal::OutOfRange { field: "way", label, wanted: "按厂家规定，不用另选" }.into())
        }
        (Some(_), _) => Ok(receipt.way),
        (None, Some(chosen)) => Ok(chosen),
        (None, None) => Err(Refusal::Missing { field: "way", label }.into()),
    }
}

/// A receipt as the rules have it, and the most wage and travel may be.
struct Made {
    receipt: Receipt,
    most: Option<Outcome>,
    /// What the most cannot be computed without (PAIDSERVICE-4), and material no line names where parts have a cap.
    lacking: Vec<Refusal>,
}

impl Made {
    /// Everything that stands against it at once.
    fn check(&self) -> Result<(), Refusals> {
        let against = self.receipt.check(self.most.as_ref()).err().into_iter().flat_map(|why| why.0);
        let all: Vec<Refusal> = self.lacking.iter().cloned().chain(against).collect();
        if all.is_empty() { Ok(()) } else { Err(Refusals(all)) }
    }
}

fn make(
    policies: &Policies,
    reader: &Reader<'_>,
    now: Now,
    (id, no): (ReceiptId, String),
    repair: &Repair,
) -> Answer<Made> {
    let on = done_on(repair)?;
    let who = parties(reader, repair)?;
    let rules = Rules { policies, who: &who, on };
    let user_fault = repair.in_warranty;
    let sold = reader.repair_parts(repair.id)?;
    let (key, input) = cap_rule(user_fault);
    let parts = sold.into_iter().map(|part| {
        let listed = reader.part_by_key(&serial_key(&part.code))?;
        let price = match user_fault {
            true => listed.and_then(|part| part.price_fen),
            false => listed.and_then(|part| part.market_price_fen),
        };
        let cap = price.and_then(|fen| rules.compute(key, &Inputs::new().with(input, Value::Fen(fen.0))));
        Ok(SoldPart { code: part.code, name: part.name, qty_milli: part.qty_milli, price_fen: part.price_fen, cap })
    });
    let parts = parts.collect::<Answer<Vec<_>>>()?;
    let total_fen = repair.total().unwrap_or_default();
    let small = rules.compute("paid_service.cash", &Inputs::new().with("amount", Value::Fen(total_fen.0)));
    let (most, mut lacking) = rules.most(repair);
    let receipt = Receipt {
        id,
        no,
        principal: repair.principal,
        repair: repair.id,
        done_on: on,
        wage_fen: repair.labour_fen,
        travel_fen: repair.travel_fen,
        parts_fen: repair.material_fen,
        other_fen: repair.other_fen,
        total_fen,
        user_fault,
        parts,
        way: if small.as_ref().is_some_and(|rule| rule.value == Value::Bool(false)) {
            Way::InvoiceFirst
        } else {
            Way::Cash
        },
        way_reason: small,
        paid_on: None,
        invoice_no: String::new(),
        invoice_on: None,
        note: String::new(),
        entered_on: now.today,
        clock_suspect: now.suspect,
        void_reason: None,
        rev: 1,
    };
    if rules.caps_parts(user_fault) {
        lacking.extend(receipt.refuse_unlisted());
    }
    Ok(Made { receipt, most, lacking })
}

/// The rule that caps the price of a part, and what it takes (RECEIPT-2).
fn cap_rule(user_fault: bool) -> (&'static str, &'static str) {
    if user_fault { ("fee.user_fault", "list_price") } else { ("fee.part_cap", "market_price") }
}

/// The rules of a maker about a machine on the day of the service.
struct Rules<'a> {
    policies: &'a Policies,
    who: &'a Parties,
    on: Day,
}

impl Rules<'_> {
    fn compute(&self, key: &str, inputs: &Inputs) -> Option<Outcome> {
        self.computed(key, inputs)?.ok()
    }

    /// Whether the maker caps what a part may cost.
    fn caps_parts(&self, user_fault: bool) -> bool {
        let (key, input) = cap_rule(user_fault);
        self.compute(key, &Inputs::new().with(input, Value::Fen(0))).is_some()
    }

    /// `None` where the maker has no pack on that day.
    fn computed(&self, key: &str, inputs: &Inputs) -> Option<Computed> {
        let maker = &self.who.maker;
        let class = self.policies.class(maker, &model_facts(&self.who.model), self.on);
        let scope = Scope { class, region: self.policies.region(), on: self.on };
        Some(self.policies.set(maker, self.on)?.own.compute(key, &scope, inputs))
    }

    /// The most wage and travel may be together (M05): travel by the rule, wage as it was agreed; and what of the repair
    /// the rule cannot do without, where travel is charged (PAIDSERVICE-4).
    fn most(&self, repair: &Repair) -> (Option<Outcome>, Vec<Refusal>) {
        let given = travel_inputs(repair);
        let wage = || Inputs::new().with("wage", Value::Fen(repair.labour_fen.0)).with("trips", Value::Int(1));
        let known = given.iter().filter_map(|(name, given)| Some((*name, *given.as_ref().ok()?)));
        let known = known.fold(wage(), |inputs, (name, given)| inputs.with(name, Value::Int(given)));
        let key = "fee.paid_service";
        let most = self.compute(key, &known);
        if most.is_some() || repair.travel_fen == Fen(0) {
            return (most, Vec::new());
        }
        // Whether the rule takes something is seen by what it says without it, everything else given.
        let needed = |left_out: &str| {
            let others = given.iter().map(|(name, _)| *name).filter(|name| *name != left_out);
            let inputs = others.fold(wage(), |inputs, name| inputs.with(name, Value::Int(0)));
            let said = self.computed(key, &inputs);
            said.is_some_and(|said| said.is_err_and(|why| matches!(why.cause, Cause::Missing(_))))
        };
        let lacking = given.iter().filter(|(name, _)| needed(name)).filter_map(|(_, given)| given.clone().err());
        (None, lacking.collect())
    }
}

/// A repair with a receipt that stands goes to no other payer, and is not cancelled (PAIDSERVICE-2).
pub(crate) fn refuse_paid(tx: &Tx<'_>, repair: &Repair, verb: &'static str) -> Answer<()> {
    match tx.receipt_of(repair.id)? {
        Some(_) => Err(Refusal::WrongState { subject: "这张维修单", state: "已开有偿服务收据", verb }.into()),
        None => Ok(()),
    }
}

/// [`refuse_paid`], of a repair that is being changed.
pub(crate) fn refuse_other_payer(tx: &Tx<'_>, repair: &Repair) -> Answer<()> {
    if repair.payer == Payer::Paid && repair.completed_on.is_some() {
        return Ok(());
    }
    refuse_paid(tx, repair, "改付款方或取消完工；请先作废收据")
}

fn view(reader: &Reader<'_>, policies: &Policies, receipt: Receipt) -> Answer<ReceiptView> {
    let repair = reader.repair(receipt.repair)?.ok_or_else(|| AppError::NotFound(receipt.no.clone()))?;
    let who = parties(reader, &repair)?;
    let scope = Scope::on(receipt.done_on);
    let stay = policies.flag(&who.maker, "old_part.paid_stays_with_user", &scope) == Some(true);
    let part = |part: SoldPart| SoldPartView {
        cap_fen: part.cap_fen().map(|fen| fen.0),
        cap_reason: part.cap.map(|cap| cap.sentence).unwrap_or_default(),
        code: part.code,
        name: part.name,
        qty_milli: part.qty_milli,
        price_fen: part.price_fen.0,
    };
    Ok(ReceiptView {
        id: receipt.id.to_string(),
        rev: receipt.rev,
        no: receipt.no,
        principal: who.maker.code,
        repair_id: repair.id.to_string(),
        repair_no: repair.no,
        customer: who.customer.name,
        phone: who.customer.phone,
        model: who.model.code,
        serial: who.unit.serial,
        done_on: receipt.done_on,
        wage_fen: receipt.wage_fen.0,
        travel_fen: receipt.travel_fen.0,
        parts_fen: receipt.parts_fen.0,
        other_fen: receipt.other_fen.0,
        total_fen: receipt.total_fen.0,
        capitals: Fen(receipt.total_fen.0).capitals(),
        user_fault: receipt.user_fault,
        old_parts_stay: stay && !receipt.parts.is_empty(),
        parts: receipt.parts.into_iter().map(part).collect(),
        way: receipt.way,
        way_name: receipt.way.zh().to_owned(),
        way_reason: receipt.way_reason.map(|rule| rule.sentence).unwrap_or_default(),
        paid_on: receipt.paid_on,
        invoice_no: receipt.invoice_no,
        invoice_on: receipt.invoice_on,
        note: receipt.note,
        void_reason: receipt.void_reason,
    })
}
