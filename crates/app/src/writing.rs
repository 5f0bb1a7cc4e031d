//! One write in progress: finds or makes the machine, customer and model a form names, and gives out numbers.
//! Forms and imports share it, so that both mean the same.
//!
//! - PAPER-1 A form that names a customer by another name names another customer; a customer is renamed on its own page alone.
//! - PAPER-2 A repair leaves the model of a machine as it stands, unless no other paper names the machine.

use crate::app::{App, Dealer, maybe_dealer, no_such, parse_id};
use crate::clock::Now;
use crate::error::{Answer, AppError};
use crate::policies::Policies;
use crate::view::{CustomerInput, Notice, UnitInput};
use domain::customer::{Customer, kept_id_no};
use domain::model::Model;
use domain::number::NumberType;
use domain::policy::Scope;
use domain::principal::Principal;
use domain::refusal::Checks;
use domain::repair::RepairState;
use domain::text::{clean, name_key, phone_key, serial_key, serial_text};
use domain::unit::{Unit, differ_by_leading_zeros};
use domain::{CustomerId, Day, ModelId, Month, PrincipalId, RepairId, SaleId, UnitId};
use serde::Serialize;
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;
use store::{OutboxLine, Outgoing, Reader, Tx};

/// A write in progress.
pub(crate) struct Writing<'a> {
    pub app: &'a App,
    pub tx: &'a Tx<'a>,
    pub now: Now,
    pub dealer: Dealer,
    pub policies: Arc<Policies>,
    /// The first day this desk answers for, when one is chosen.
    pub start_of_use: Option<Day>,
    /// Models met so far, by maker and code key: a ledger names the same few in every row.
    models: RefCell<HashMap<(PrincipalId, String), ModelId>>,
}

/// Code inside numbers until the dealer is named.
const UNNAMED: &str = "DESK";

/// The dealer, or one without a name: a ledger can be imported before anything is set up.
pub(crate) fn dealer_or_unnamed(reader: &Reader<'_>) -> Answer<Dealer> {
    Ok(maybe_dealer(reader)?.unwrap_or_else(|| Dealer {
        code: UNNAMED.into(),
        name: "本店".into(),
        short_name: "本店".into(),
        device: "A".into(),
        region: String::new(),
    }))
}

impl<'a> Writing<'a> {
    pub(crate) fn begin(app: &'a App, tx: &'a Tx<'a>, now: Now) -> Answer<Self> {
        Ok(Self {
            app,
            tx,
            now,
            dealer: dealer_or_unnamed(tx)?,
            policies: app.policies(tx)?,
            start_of_use: crate::app::start_of_use(tx)?,
            models: RefCell::default(),
        })
    }

    /// Something was taken back: what was met may no longer be there.
    pub(crate) fn forget(&self) {
        self.models.borrow_mut().clear();
    }

    /// Whether the maker's rules demand identity numbers on a day (CUSTOMER-2, INSTALL-1).
    pub(crate) fn keeps_id_no(&self, principal: &Principal, on: Day) -> bool {
        self.policies.flag(principal, "identity.keep", &Scope::on(on)) == Some(true)
    }

    /// The next number of a type, in the month of a day.
    pub(crate) fn number(&self, kind: NumberType, on: Day) -> Answer<String> {
        Ok(self.tx.next_number(&self.dealer.code, kind, Month::of(on), &self.dealer.device)?)
    }

    /// The model with this code, made when it is new. Product and power are taken where none is known (OPENMODEL-2).
    pub(crate) fn model(
        &self,
        principal: &Principal,
        code: &str,
        product: &str,
        power_milli_kw: Option<i64>,
    ) -> Answer<Model> {
        Model::check(code, product)?;
        let mut checks = Checks::default();
        checks.positive("unit.power_milli_kw", "功率", power_milli_kw.unwrap_or(1));
        checks.done()?;
        if let Some(known) = self.tx.model_by_key(principal.id, &serial_key(code))? {
            let named = if known.product.is_empty() { clean(product) } else { known.product.clone() };
            let filled =
                Model { power_milli_kw: known.power_milli_kw.or(power_milli_kw), product: named, ..known.clone() };
            if filled != known {
                self.tx.put_model(&filled)?;
            }
            return Ok(filled);
        }
        let model = Model {
            id: self.app.id(),
            principal: principal.id,
            code: clean(code),
            product: clean(product),
            class: String::new(),
            power_milli_kw,
            guide_price_fen: None,
            fuel: None,
            cylinders: None,
            strokes: None,
        };
        self.tx.put_model(&model)?;
        Ok(model)
    }

    /// The id of [`Self::model`], which is looked for once.
    fn model_id(&self, principal: &Principal, input: &UnitInput) -> Answer<ModelId> {
        Model::check(&input.model, &input.product)?;
        let key = (principal.id, serial_key(&input.model));
        if let Some(known) = self.models.borrow().get(&key) {
            return Ok(*known);
        }
        let id = self.model(principal, &input.model, &input.product, input.power_milli_kw)?.id;
        self.models.borrow_mut().insert(key, id);
        Ok(id)
    }

    /// The machine a form names: a known one of this maker and serial, else a new one. Fields left empty keep what is
    /// known, but not where the paper named this very machine and showed them.
    pub(crate) fn unit(&self, principal: &Principal, input: &UnitInput, paper: &Paper) -> Answer<Unit> {
        let same = self.tx.units_by_key(&serial_key(&input.serial))?;
        self.unit_among(same, principal, input, paper)
    }

    /// [`Self::unit`], the machines of its serial being known already.
    pub(crate) fn unit_among(
        &self,
        same: Vec<Unit>,
        principal: &Principal,
        input: &UnitInput,
        paper: &Paper,
    ) -> Answer<Unit> {
        Unit::check(&input.serial, &input.engine_no, &input.frame_no)?;
        let known = same.into_iter().find(|unit| unit.principal == principal.id);
        let model = match &known {
            Some(old) if paper.leaves_model(self.tx, old.id)? => old.model,
            _ => self.model_id(principal, input)?,
        };
        let own = paper.names.map(|(unit, _)| unit);
        let fill = |given: &str, old: String| if given.trim().is_empty() { old } else { serial_text(given) };
        let is_new = known.is_none();
        let unit = match known {
            Some(old) if own == Some(old.id) => Unit {
                model,
                serial: serial_text(&input.serial),
                engine_no: serial_text(&input.engine_no),
                frame_no: serial_text(&input.frame_no),
                produced_on: input.produced_on,
                ..old
            },
            Some(old) => Unit {
                model,
                engine_no: fill(&input.engine_no, old.engine_no.clone()),
                frame_no: fill(&input.frame_no, old.frame_no.clone()),
                produced_on: input.produced_on.or(old.produced_on),
                ..old
            },
            None => Unit {
                id: self.app.id(),
                principal: principal.id,
                model,
                serial: serial_text(&input.serial),
                serial_key: serial_key(&input.serial),
                engine_no: serial_text(&input.engine_no),
                frame_no: serial_text(&input.frame_no),
                produced_on: input.produced_on,
            },
        };
        if is_new {
            self.tx.add_unit(&unit)?
        } else {
            self.tx.put_unit(&unit)?
        }
        Ok(unit)
    }

    /// The customer a form names: by id and name (PAPER-1), by the same name and phone, else a new one.
    pub(crate) fn customer(&self, principal: &Principal, input: &CustomerInput, paper: &Paper) -> Answer<Customer> {
        Customer::check(&input.name, &input.phone, &input.county, &input.town, &input.village)?;
        let (name, phone) = (name_key(&input.name), phone_key(&input.phone));
        let picked = match &input.id {
            Some(id) => {
                let field = "customer.id";
                Some(self.tx.customer(parse_id(field, id)?)?.ok_or_else(|| no_such(field, id))?)
            }
            None => None,
        };
        let known = match picked.filter(|old| name_key(&old.name) == name) {
            None if !phone.is_empty() => self.tx.customer_by_keys(&name, &phone)?,
            picked => picked,
        };
        let own = paper.names.map(|(_, customer)| customer);
        let given = input.id_no.as_deref();
        let id_no = kept_id_no(given.is_some() && self.keeps_id_no(principal, paper.on), given);
        let typed = Customer {
            id: known.as_ref().map_or_else(|| self.app.id(), |old| old.id),
            name: clean(&input.name),
            phone: clean(&input.phone),
            county: clean(&input.county),
            town: clean(&input.town),
            village: clean(&input.village),
            id_no: id_no.or_else(|| known.as_ref().and_then(|old| old.id_no.clone())),
        };
        let before = known.clone();
        let customer = match known {
            // A form without an address does not erase one that is known, unless it showed it.
            Some(old) if typed.address().is_empty() && own != Some(old.id) => {
                Customer { county: old.county, town: old.town, village: old.village, ..typed }
            }
            _ => typed,
        };
        match before {
            None => self.tx.add_customer(&customer)?,
            Some(before) => {
                self.tx.put_customer(&customer)?;
                if paper.form {
                    crate::told_anew::tell_others(self, paper, &before, &customer)?;
                }
            }
        }
        Ok(customer)
    }

    /// A line for head office; refused at save when head office would refuse its size.
    pub(crate) fn outgoing(&self, line: Line<'_, impl Serialize>) -> Answer<Outgoing> {
        let body = serde_json::to_string(line.body)
            .map_err(|e| AppError::BadInput { field: String::new(), detail: e.to_string() })?;
        let limit = crate::desk::link_of(self.tx, &line.principal.id.to_string())?.limits.record_bytes;
        if body.len() as u64 > limit {
            return Err(AppError::TooLarge { size: body.len(), limit });
        }
        Ok(Outgoing::Line(Box::new(OutboxLine {
            principal: line.principal.id,
            base_rev: self.arrived_before(line.rev, &line.record_id, line.sent_before)?,
            record_id: line.record_id,
            rev: line.rev,
            kind: line.kind,
            schema: 1,
            no: line.no,
            title: line.title,
            body,
            created_at: self.now.at,
            due_on: line.due_on,
            first_epoch: new_epoch()?,
        })))
    }

    /// What head office can wait for: a version that never got there is no base (OUTBOX-7).
    fn arrived_before(&self, rev: i64, record_id: &str, sent_before: Option<i64>) -> Answer<Option<i64>> {
        let arrived = if sent_before.is_some() { self.tx.arrived_rev(record_id)? } else { None };
        Ok(arrived.filter(|before| *before < rev))
    }

    /// The newest rev of a record in the outbox.
    pub(crate) fn last_sent_rev(&self, record_id: &str) -> Answer<Option<i64>> {
        Ok(self.tx.last_rev(record_id)?)
    }
}

/// The paper a form is about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Paper {
    pub kind: PaperKind,
    /// The day by which it is judged (INSTALL-1).
    pub on: Day,
    /// Machine and customer it names so far, when it is changed.
    pub names: Option<(UnitId, CustomerId)>,
    /// It is a form: what it changes of the customer is told anew on older papers. A ledger of years tells nothing.
    pub form: bool,
}

/// Sale or repair, with its id once it has one.
#[derive(Debug, Clone, Copy)]
pub(crate) enum PaperKind {
    Sale(Option<SaleId>),
    Repair(Option<RepairId>),
}

impl Paper {
    /// The record itself: it goes to head office on its own.
    pub(crate) fn own(&self) -> Option<uuid::Uuid> {
        match self.kind {
            PaperKind::Sale(id) => id.map(|id| id.0),
            PaperKind::Repair(id) => id.map(|id| id.0),
        }
    }

    /// Whether a machine keeps its model, whatever this paper says (PAPER-2).
    pub(crate) fn leaves_model(&self, reader: &Reader<'_>, unit: UnitId) -> Answer<bool> {
        let PaperKind::Repair(own) = self.kind else { return Ok(false) };
        if reader.sales_of_unit(unit)?.iter().any(|sale| sale.void_reason.is_none()) {
            return Ok(true);
        }
        let repairs = reader.repairs_of_unit(unit)?;
        Ok(repairs.iter().any(|repair| own != Some(repair.id) && repair.state != RepairState::Voided))
    }
}

/// A new epoch; the system's random source failing is a local fault.
pub(crate) fn new_epoch() -> Answer<String> {
    sync::new_epoch()
        .map_err(|e| AppError::Store(store::StoreError { fault: store::Fault::Other, detail: e.to_string() }))
}

/// What a line for head office says.
pub(crate) struct Line<'a, B> {
    pub principal: &'a Principal,
    pub record_id: String,
    pub rev: i64,
    pub sent_before: Option<i64>,
    pub kind: &'static str,
    pub no: String,
    pub title: String,
    pub body: &'a B,
    pub due_on: Option<Day>,
}

/// Duplicates and near duplicates of a serial, shown and never blocked (UNIT-2, UNIT-3).
pub(crate) fn serial_notices(
    reader: &Reader<'_>,
    principal: Option<&Principal>,
    serial: &str,
    except_sale: Option<&str>,
) -> Answer<Vec<Notice>> {
    let key = serial_key(serial);
    if key.is_empty() {
        return Ok(Vec::new());
    }
    let mut notices = Vec::new();
    for unit in reader.units_by_key(&key)? {
        let maker = reader.principal(unit.principal)?.map(|p| p.name).unwrap_or_default();
        let other_maker = principal.is_some_and(|p| p.id != unit.principal);
        for sale in reader.sales_of_unit(unit.id)? {
            if sale.void_reason.is_some() || except_sale == Some(sale.id.to_string().as_str()) {
                continue;
            }
            let buyer = reader.customer(sale.customer)?.map(|c| c.name).unwrap_or_default();
            let back = reader.remedies_of_sale(sale.id)?.iter().find_map(domain::remedy_case::RemedyCase::sale_ended);
            let back = back.map(|(on, how)| format!("，{} 已{}收回", on.zh(), how.zh())).unwrap_or_default();
            let (code, which) = if other_maker {
                ("serial_other_maker", format!("{maker}的"))
            } else {
                ("serial_sold", String::new())
            };
            notices.push(notice(
                "unit.serial",
                code,
                format!("{which}编号 {} 已于 {} 卖给{buyer}（{}）{back}", unit.serial, sale.sold_on.zh(), sale.no),
            ));
        }
    }
    for unit in reader.units_by_bare_key(&key)?.iter().filter(|unit| differ_by_leading_zeros(&unit.serial_key, &key)) {
        notices.push(notice(
            "unit.serial",
            "serial_zero_stripped",
            format!("与已有编号 {} 只差开头的零，可能是表格丢了零", unit.serial),
        ));
    }
    Ok(notices)
}

/// A notice.
pub(crate) fn notice(field: &str, code: &str, message: impl Into<String>) -> Notice {
    Notice { field: field.into(), code: code.into(), message: message.into() }
}
