//! What due days and periods of machines are computed from, for many machines at once.

use crate::column::Column;
use crate::reason::Reasons;
use crate::row::{col, json_list};
use crate::{Reader, Result, Tx};
use domain::card::Card;
use domain::deadline::{Due, Subject};
use domain::demand::Demand;
use domain::model::Model;
use domain::old_part::OldPart;
use domain::remedy_case::RemedyCase;
use domain::repair::Repair;
use domain::sale::Sale;
use domain::unit::Unit;
use domain::{CallId, CardId, EntryId, ModelId, Month, OldPartId, PrincipalId, RepairId, SaleId, UnitId};
use rusqlite::named_params;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Everything on record of one machine, cancelled papers too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitPapers {
    /// The machine.
    pub unit: Unit,
    /// Its sales, newest first.
    pub sales: Vec<Sale>,
    /// Their cards.
    pub cards: Vec<Card>,
    /// Its repairs by the day of sending in.
    pub repairs: Vec<Repair>,
    /// The machine it was given for in exchange, with its repairs.
    pub former: Option<(Unit, Vec<Repair>)>,
    /// Old parts that came off it.
    pub old_parts: Vec<OldPart>,
    /// What was demanded of it, oldest first.
    pub demands: Vec<Demand>,
    /// Cases of exchange and return it was given back or given out in, oldest first.
    pub remedies: Vec<RemedyCase>,
}

/// Records a write changed, as far as due days and periods follow from them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changed {
    /// Machines.
    pub units: BTreeSet<UnitId>,
    /// Sales, also by their card.
    pub sales: BTreeSet<SaleId>,
    /// Cards head office answered for, as they are now: nothing else of their machine changed.
    pub answered: BTreeMap<CardId, Card>,
    /// Repairs.
    pub repairs: BTreeSet<RepairId>,
    /// Old parts.
    pub old_parts: BTreeSet<OldPartId>,
    /// Models whose class may be another.
    pub models: BTreeSet<ModelId>,
    /// Calls for service.
    pub calls: BTreeSet<CallId>,
    /// Entries of forms.
    pub entries: BTreeSet<EntryId>,
    /// Reports, or the makers they are for.
    pub reports: bool,
    /// Months of which something was built, sent or answered.
    pub months: BTreeSet<(PrincipalId, Month)>,
}

impl Changed {
    /// Whether nothing of the kind changed.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether answers to cards are all there is.
    pub fn is_answers(&self) -> bool {
        let rest = Self { answered: BTreeMap::new(), ..self.clone() };
        !self.answered.is_empty() && rest.is_empty()
    }
}

impl Tx<'_> {
    /// What this write has changed so far; forgotten by being asked.
    pub fn take_changed(&self) -> Changed {
        self.changed.take()
    }

    /// A sale is put: the machine it was of before changes too.
    pub(crate) fn touch_sale(&self, sale: &Sale) -> Result<()> {
        let id = named_params! {":id": sale.id.to_string()};
        let before: Option<UnitId> = self.value(include_str!("../sql/law/unit_of_sale.sql"), id)?;
        let mut changed = self.changed.borrow_mut();
        changed.units.extend(before);
        changed.units.insert(sale.unit);
        Ok(())
    }

    /// A repair is put: the machine it was of before changes too.
    pub(crate) fn touch_repair(&self, repair: &Repair) -> Result<()> {
        let id = named_params! {":id": repair.id.to_string()};
        let before: Option<UnitId> = self.value(include_str!("../sql/law/unit_of_repair.sql"), id)?;
        let mut changed = self.changed.borrow_mut();
        changed.units.extend(before);
        changed.units.insert(repair.unit);
        Ok(())
    }

    /// A model is put: its machines change when it may be of another class.
    pub(crate) fn touch_model(&self, model: &Model) -> Result<()> {
        let engine = |model: &Model| (model.power_milli_kw, model.fuel, model.cylinders, model.strokes);
        let classed = |model: &Model| (model.class.clone(), model.product.clone(), engine(model));
        let before = self.model(model.id)?;
        if before.is_some_and(|before| classed(&before) != classed(model)) {
            self.changed.borrow_mut().models.insert(model.id);
        }
        Ok(())
    }
}

impl Reader<'_> {
    /// The next machines in the order of their ids.
    pub fn units_after(&self, after: Option<UnitId>, limit: i64) -> Result<Vec<UnitId>> {
        let after = after.map(|id| id.to_string()).unwrap_or_default();
        let mut statement = self.connection.prepare_cached(include_str!("../sql/law/units_after.sql"))?;
        let mut rows = statement.query(named_params! {":after": after, ":limit": limit})?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(crate::row::col(row, "id")?);
        }
        Ok(found)
    }

    /// Records of a kind that something is still owed of.
    pub fn open_records(&self, subject: Subject) -> Result<Vec<String>> {
        let mut statement = self.connection.prepare_cached(include_str!("../sql/deadline/open_records.sql"))?;
        let mut rows = statement.query(named_params! {":subject": subject.bind()})?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(crate::row::col(row, "record")?);
        }
        Ok(found)
    }

    /// How many machines there are.
    pub fn unit_count(&self) -> Result<i64> {
        Ok(self.value(include_str!("../sql/law/unit_count.sql"), [])?.unwrap_or(0))
    }

    /// Everything on record of these machines.
    pub fn papers_of(&self, units: &[UnitId], reasons: &Reasons) -> Result<Vec<UnitPapers>> {
        let wanted = json_list(units);
        let named = named_params! {":units": wanted};
        let mut all = Sorted::of(self.many(include_str!("../sql/law/units.sql"), named)?);
        let mut of_sale = HashMap::new();
        for sale in self.many::<Sale>(include_str!("../sql/law/sales.sql"), named)? {
            of_sale.insert(sale.id, sale.unit);
            all.put(Some(sale.unit), |papers| papers.sales.push(sale));
        }
        for card in self.cards_with_due(include_str!("../sql/law/cards.sql"), named, reasons)? {
            all.put(of_sale.get(&card.sale).copied(), |papers| papers.cards.push(card));
        }
        let mut of_repair = HashMap::new();
        for repair in self.many::<Repair>(include_str!("../sql/law/repairs.sql"), named)? {
            of_repair.insert(repair.id, repair.unit);
            all.put(Some(repair.unit), |papers| papers.repairs.push(repair));
        }
        for part in self.many::<OldPart>(include_str!("../sql/law/old_parts.sql"), named)? {
            let unit = part.repair.and_then(|repair| of_repair.get(&repair).copied());
            all.put(unit, |papers| papers.old_parts.push(part));
        }
        for demand in self.demands_of(units)? {
            all.put(Some(demand.unit), |papers| papers.demands.push(demand));
        }
        for case in self.remedies_of(units)? {
            let given = case.new_unit.filter(|unit| *unit != case.unit);
            all.put(given, |papers| papers.remedies.push(case.clone()));
            all.put(Some(case.unit), |papers| papers.remedies.push(case));
        }
        self.with_former(&mut all)?;
        Ok(all.papers)
    }
}

impl Reader<'_> {
    /// Cards by their ids.
    pub fn cards(&self, ids: &[CardId], reasons: &Reasons) -> Result<Vec<Card>> {
        let named = named_params! {":cards": json_list(ids)};
        self.cards_with_due(include_str!("../sql/law/cards_by_id.sql"), named, reasons)
    }

    /// Sales by their ids.
    pub fn sales_by_id(&self, ids: impl IntoIterator<Item = SaleId>) -> Result<Vec<Sale>> {
        self.many(include_str!("../sql/law/sales_by_id.sql"), named_params! {":sales": json_list(ids)})
    }

    fn cards_with_due(&self, sql: &str, named: impl rusqlite::Params, reasons: &Reasons) -> Result<Vec<Card>> {
        self.many_with(sql, named, |row, card: Card| {
            let number: Option<i64> = col(row, "due_reason")?;
            let due = number.map(|number| reasons.read_day(self, number)).transpose()?.flatten();
            Ok(Card { due: due.map(|due| Due::clone(&due)), ..card })
        })
    }

    /// To machines given in exchange, those that came back for them.
    fn with_former(&self, all: &mut Sorted) -> Result<()> {
        for papers in &mut all.papers {
            let own = papers.unit.id;
            let given = papers.remedies.iter().rev().find(|case| case.new_unit == Some(own) && case.unit != own);
            let Some(unit) = given.map(|case| self.unit(case.unit)).transpose()?.flatten() else { continue };
            let named = named_params! {":units": json_list([unit.id])};
            papers.former = Some((unit, self.many(include_str!("../sql/law/repairs.sql"), named)?));
        }
        Ok(())
    }
}

/// Papers by their machine.
struct Sorted {
    papers: Vec<UnitPapers>,
    at: HashMap<UnitId, usize>,
}

impl Sorted {
    fn of(units: Vec<Unit>) -> Self {
        let at = units.iter().enumerate().map(|(at, unit)| (unit.id, at)).collect();
        let papers = |unit| UnitPapers {
            unit,
            sales: Vec::new(),
            cards: Vec::new(),
            repairs: Vec::new(),
            former: None,
            old_parts: Vec::new(),
            demands: Vec::new(),
            remedies: Vec::new(),
        };
        Self { papers: units.into_iter().map(papers).collect(), at }
    }

    fn put(&mut self, unit: Option<UnitId>, put: impl FnOnce(&mut UnitPapers)) {
        if let Some(papers) = unit.and_then(|unit| self.at.get(&unit)).and_then(|at| self.papers.get_mut(*at)) {
            put(papers);
        }
    }
}
