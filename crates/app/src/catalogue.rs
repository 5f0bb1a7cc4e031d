//! Use cases of the desk's files: makers, models, price list, customers, machines.

use crate::app::{App, no_such, parse_id, principal, principal_filter};
use crate::clock::Now;
use crate::error::{Answer, AppError};
use crate::list::{limits, term};
use crate::open_model::open_models;
use crate::policies::Policies;
use crate::repair_view::repair_row;
use crate::sale_view::{customer_input, sale_row};
use crate::view::*;
use crate::writing::Writing;
use domain::customer::Customer;
use domain::model::Model;
use domain::part::Part;
use domain::policy::PolicyPack;
use domain::principal::Principal;
use domain::refusal::{Checks, Refusal};
use domain::text::{clean, serial_key};
use domain::{CustomerId, Day, Fen, UnitId};
use store::{CountedTable, CustomerLine, Hits, ListFilter, MOST_HITS, Reader, UnitLine, is_cut};

impl App {
    pub(crate) fn principal_save(&self, input: PrincipalInput) -> Answer<Written<PrincipalView>> {
        let code = clean(&input.code).to_uppercase();
        Principal::check(&code, &input.name)?;
        let value = self.write("principal_save", |tx, now| {
            let known = tx.principal_by_code(&code)?;
            let policies = self.policies(tx)?;
            let starter = clean(&input.policy);
            if !starter.is_empty() && policies.starter(&starter).is_none() {
                return Err(Refusal::Unknown { field: "policy", label: "政策包", given: starter }.into());
            }
            let account = known.as_ref().map(|old| old.dealer_account.as_str());
            let account = kept(input.dealer_account.as_deref(), account);
            let chosen = known.as_ref().map(|old| old.policy.clone()).filter(|_| starter.is_empty());
            let maker = Principal {
                id: known.map_or_else(|| self.id(), |old| old.id),
                code,
                name: clean(&input.name),
                policy: chosen.unwrap_or(starter),
                dealer_account: account,
            };
            tx.put_principal(&maker)?;
            tx.note(&maker.code, "");
            self.principal_view(tx, &maker, now.today)
        })?;
        self.law_left_behind();
        Ok(Written { value, touched: vec![Touched::Settings, Touched::Policy, Touched::Card, Touched::Sale] })
    }

    pub(crate) fn principal_view(&self, reader: &Reader<'_>, maker: &Principal, today: Day) -> Answer<PrincipalView> {
        let account = crate::desk::account_of(reader, &maker.id.to_string())?;
        let policies = self.policies(reader)?;
        let pack = policies.get(maker, today);
        let unchecked = pack.map_or(0, |pack| pack.heads().filter(|head| !head.checked).count());
        Ok(PrincipalView {
            id: maker.id.to_string(),
            code: maker.code.clone(),
            name: maker.name.clone(),
            sample: pack.is_some_and(|pack| domain::policy::is_sample(&pack.name_and_version())),
            unchecked: i64::try_from(unchecked).unwrap_or(i64::MAX),
            policy: pack.map(PolicyPack::name_and_version).unwrap_or_default(),
            starter: maker.policy.clone(),
            enrolled: account.is_some(),
            dealer_code: account.as_ref().map(|account| account.dealer_code.clone()).unwrap_or_default(),
            dealer_name: account.as_ref().map(|account| account.dealer_name.clone()).unwrap_or_default(),
            office_key: account
                .as_ref()
                .map(|account| crate::sync_cases::fingerprint(&account.receipt_key))
                .unwrap_or_default(),
            head_office_url: account.map(|account| account.url).unwrap_or_default(),
            dealer_account: maker.dealer_account.clone(),
        })
    }

    pub(crate) fn model_save(&self, input: ModelInput) -> Answer<Written<ModelView>> {
        Model::check(&input.code, input.product.as_deref().unwrap_or_default())?;
        let value = self.write("model_save", |tx, _| {
            let maker = principal(tx, &input.principal)?;
            let known = tx.model_by_key(maker.id, &serial_key(&input.code))?;
            let mut checks = Checks::default();
            checks.not_negative("guide_price_fen", "指导价", input.guide_price_fen.value().unwrap_or(0));
            checks.positive("power_milli_kw", "功率", input.power_milli_kw.value().unwrap_or(1));
            for (field, label, n) in
                [("cylinders", "气缸数", input.cylinders.value()), ("strokes", "冲程数", input.strokes.value())]
            {
                checks.positive(field, label, n.unwrap_or(1));
            }
            let strokes = input.strokes.value().filter(|n| *n > 0 && !matches!(n, 2 | 4));
            checks.add(strokes.map(|_| Refusal::OutOfRange { field: "strokes", label: "冲程数", wanted: "2 或 4" }));
            checks.done()?;
            let old = known.as_ref();
            let model = Model {
                id: old.map_or_else(|| self.id(), |old| old.id),
                principal: maker.id,
                code: clean(&input.code),
                product: kept(input.product.as_deref(), old.map(|old| old.product.as_str())),
                class: kept(input.class.as_deref(), old.map(|old| old.class.as_str())),
                power_milli_kw: input.power_milli_kw.over(old.and_then(|old| old.power_milli_kw)),
                guide_price_fen: price(&input.guide_price_fen, old.and_then(|old| old.guide_price_fen)),
                fuel: input.fuel.over(old.and_then(|old| old.fuel)),
                cylinders: input.cylinders.over(old.and_then(|old| old.cylinders)),
                strokes: input.strokes.over(old.and_then(|old| old.strokes)),
            };
            tx.put_model(&model)?;
            tx.note(&model.code, "");
            Ok(model_view(&maker.code, model))
        })?;
        Ok(Written { value, touched: vec![Touched::Catalogue] })
    }

    pub(crate) fn model_list(&self, query: CatalogueQuery) -> Answer<Page<ModelView>> {
        self.read(|reader, now| {
            let policies = self.policies(reader)?;
            models_page(reader, &policies, now, &query, limits(query.limit, query.offset))
        })
    }

    pub(crate) fn part_save(&self, input: PartInput) -> Answer<Written<PartView>> {
        Part::check(&input.code, &input.name)?;
        let value = self.write("part_save", |tx, _| {
            let mut checks = Checks::default();
            checks.not_negative("price_fen", "出厂价", input.price_fen.value().unwrap_or(0));
            checks.not_negative("market_price_fen", "市场供货价", input.market_price_fen.value().unwrap_or(0));
            checks.done()?;
            let known = tx.part_by_key(&serial_key(&input.code))?;
            let old = known.as_ref();
            let part = Part {
                id: old.map_or_else(|| self.id(), |old| old.id),
                code: clean(&input.code),
                name: clean(&input.name),
                spec: kept(input.spec.as_deref(), old.map(|old| old.spec.as_str())),
                unit: kept(input.unit.as_deref(), old.map(|old| old.unit.as_str())),
                price_fen: price(&input.price_fen, old.and_then(|old| old.price_fen)),
                market_price_fen: price(&input.market_price_fen, old.and_then(|old| old.market_price_fen)),
                kind: input.kind.over(old.and_then(|old| old.kind)),
                return_required: input.return_required.over(old.and_then(|old| old.return_required)),
            };
            tx.put_part(&part)?;
            tx.note(&part.code, "");
            Ok(part_view(part))
        })?;
        Ok(Written { value, touched: vec![Touched::Catalogue] })
    }

    pub(crate) fn part_list(&self, query: CatalogueQuery) -> Answer<Page<PartView>> {
        self.read(|reader, _| parts_page(reader, &query, limits(query.limit, query.offset)))
    }

    pub(crate) fn customer_list(&self, query: CatalogueQuery) -> Answer<Page<CustomerRow>> {
        self.read(|reader, _| customers_page(reader, &query, limits(query.limit, query.offset)))
    }

    pub(crate) fn customer_show(&self, input: ById) -> Answer<CustomerView> {
        let id: CustomerId = parse_id("id", &input.id)?;
        self.read(|reader, now| {
            let customer = one_customer(reader, id)?;
            let (sales, repairs) =
                history(reader, Hits { customers: vec![id.to_string()], ..Hits::default() }, now.today)?;
            Ok(CustomerView { customer, sales, repairs })
        })
    }

    pub(crate) fn customer_amend(&self, input: CustomerAmend) -> Answer<Written<CustomerRow>> {
        let id: CustomerId = parse_id("id", &input.id)?;
        let value = self.write("customer_amend", |tx, now| {
            let writing = Writing::begin(self, tx, now)?;
            let old = tx.customer(id)?.ok_or_else(|| no_such("id", &input.id))?;
            let new = Customer {
                name: clean(&input.name),
                phone: kept(input.phone.as_deref(), Some(&old.phone)),
                county: kept(input.county.as_deref(), Some(&old.county)),
                town: kept(input.town.as_deref(), Some(&old.town)),
                village: kept(input.village.as_deref(), Some(&old.village)),
                ..old.clone()
            };
            Customer::check(&new.name, &new.phone, &new.county, &new.town, &new.village)?;
            tx.put_customer(&new)?;
            crate::told_anew::tell(&writing, &old, &new)?;
            tx.note(&input.id, "");
            one_customer(tx, id)
        })?;
        Ok(Written { value, touched: CUSTOMER_TOUCHES.to_vec() })
    }

    pub(crate) fn unit_list(&self, query: CatalogueQuery) -> Answer<Page<UnitRow>> {
        self.read(|reader, _| units_page(reader, &query, limits(query.limit, query.offset)))
    }

    pub(crate) fn unit_show(&self, input: ById) -> Answer<UnitView> {
        let id: UnitId = parse_id("id", &input.id)?;
        self.read(|reader, now| unit_view(reader, id, now.today)?.ok_or_else(|| no_such("id", &input.id)))
    }

    pub(crate) fn unit_find(&self, input: UnitBySerial) -> Answer<Option<UnitView>> {
        self.read(|reader, now| {
            let maker = principal_filter(reader, &input.principal)?.map(|p| p.id);
            let units = reader.units_by_key(&serial_key(&input.serial))?;
            match units.into_iter().find(|unit| maker.is_none_or(|id| id == unit.principal)) {
                Some(unit) => unit_view(reader, unit.id, now.today),
                None => Ok(None),
            }
        })
    }
}

fn price(given: &Given<i64>, old: Option<Fen>) -> Option<Fen> {
    given.over(old.map(|Fen(fen)| fen)).map(Fen)
}

const CUSTOMER_TOUCHES: [Touched; 5] =
    [Touched::Customer, Touched::Sale, Touched::Card, Touched::Repair, Touched::Sync];

/// So many models from one on.
pub(crate) fn models_page(
    reader: &Reader<'_>,
    policies: &Policies,
    now: Now,
    query: &CatalogueQuery,
    (limit, offset): (i64, i64),
) -> Answer<Page<ModelView>> {
    let maker = principal_filter(reader, &query.principal)?;
    let makers = reader.principals()?;
    let code = |id| makers.iter().find(|p| p.id == id).map(|p| p.code.as_str()).unwrap_or_default();
    if query.product_open == Some(true) {
        let open = open_models(reader, policies, maker.as_ref(), now.today)?;
        let total = open.len() as i64;
        let window = |n: i64| usize::try_from(n).unwrap_or(usize::MAX);
        let shown = open.into_iter().skip(window(offset)).take(window(limit));
        return Ok(Page::of(shown.map(|m| model_view(code(m.principal), m)).collect(), total, false));
    }
    let maker = maker.map(|maker| maker.id);
    let models = reader.models(maker, term(&query.term)?, limit + 1, offset)?;
    let rows = models.into_iter().map(|m| model_view(code(m.principal), m)).collect();
    // The table's count is every maker's.
    let narrowed = maker.is_some() || !query.term.trim().is_empty();
    page(rows, (limit, offset), narrowed, || Ok(reader.rows_up_to_limit(CountedTable::Model)?))
}

/// So many parts from one on.
pub(crate) fn parts_page(
    reader: &Reader<'_>,
    query: &CatalogueQuery,
    (limit, offset): (i64, i64),
) -> Answer<Page<PartView>> {
    let parts = reader.parts(term(&query.term)?, limit + 1, offset)?;
    let rows = parts.into_iter().map(part_view).collect();
    let narrowed = !query.term.trim().is_empty();
    page(rows, (limit, offset), narrowed, || Ok(reader.rows_up_to_limit(CountedTable::Part)?))
}

/// So many customers from one on.
pub(crate) fn customers_page(
    reader: &Reader<'_>,
    query: &CatalogueQuery,
    (limit, offset): (i64, i64),
) -> Answer<Page<CustomerRow>> {
    let found = found(query, |term| Ok(reader.find_customers(term, MOST_HITS)?))?;
    let rows: Vec<CustomerRow> =
        reader.customers(found.as_deref(), limit, offset)?.into_iter().map(customer_row).collect();
    let total = match &found {
        Some(ids) => ids.len() as i64,
        None => reader.rows_up_to_limit(CountedTable::Customer)?,
    };
    Ok(Page::of(rows, total, found.as_deref().is_some_and(is_cut)))
}

/// So many units from one on.
pub(crate) fn units_page(
    reader: &Reader<'_>,
    query: &CatalogueQuery,
    (limit, offset): (i64, i64),
) -> Answer<Page<UnitRow>> {
    let maker = principal_filter(reader, &query.principal)?.map(|p| p.id);
    let found = found(query, |term| Ok(reader.find_units(term, MOST_HITS)?))?;
    let rows: Vec<UnitRow> = reader.units(found.as_deref(), maker, limit, offset)?.into_iter().map(unit_row).collect();
    let total = match &found {
        Some(ids) => ids.len() as i64,
        None => reader.rows_up_to_limit(CountedTable::Unit)?,
    };
    Ok(Page::of(rows, total, found.as_deref().is_some_and(is_cut)))
}

/// Ids a term leads to; `None` when there is no term.
fn found(query: &CatalogueQuery, find: impl FnOnce(&str) -> Answer<Vec<String>>) -> Answer<Option<Vec<String>>> {
    let term = term(&query.term)?;
    if term.is_empty() { Ok(None) } else { find(term).map(Some) }
}

/// A page of one row more than was wanted: whether that came says what the total of a narrowed list is at least.
fn page<T: ts_rs::TS>(
    mut rows: Vec<T>,
    (limit, offset): (i64, i64),
    narrowed: bool,
    all: impl FnOnce() -> Answer<i64>,
) -> Answer<Page<T>> {
    let seen = offset + rows.len() as i64;
    let more = rows.len() as i64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let beyond = rows.is_empty() && offset > 0;
    let total = if narrowed || !(more || beyond) { seen } else { all()? };
    Ok(Page::of(rows, total, narrowed && more))
}

fn history(reader: &Reader<'_>, hits: Hits, today: Day) -> Answer<(Vec<SaleRow>, Vec<RepairRow>)> {
    let filter = ListFilter { hits: Some(hits), limit: 200, ..ListFilter::default() };
    let sales = reader.sales(&filter)?.0.into_iter().map(|line| sale_row(line, today)).collect();
    let repairs = reader.repairs(&filter)?.0.into_iter().map(repair_row).collect();
    Ok((sales, repairs))
}

fn unit_view(reader: &Reader<'_>, id: UnitId, today: Day) -> Answer<Option<UnitView>> {
    let Some(unit) = reader.unit(id)? else { return Ok(None) };
    let Some(line) = reader.units(Some(&[id.to_string()]), None, 1, 0)?.pop() else { return Ok(None) };
    let (sales, repairs) = history(reader, Hits { units: vec![id.to_string()], ..Hits::default() }, today)?;
    let standing = reader.sales_of_unit(id)?.into_iter().find(|sale| sale.void_reason.is_none());
    // A machine that came back by exchange or return is nobody's until it is sold again.
    let came_back = standing.as_ref().map(|sale| crate::remedy_case::has_ended(reader, sale)).transpose()?;
    let standing = standing.filter(|_| came_back != Some(true));
    let owner = standing.map(|sale| reader.customer(sale.customer)).transpose()?.flatten();
    let lineage = crate::repair_past::lineage(reader, id)?;
    let units = lineage.into_iter().skip(1).map(|former| former.to_string()).collect();
    let (_, former) = history(reader, Hits { units, ..Hits::default() }, today)?;
    Ok(Some(UnitView {
        former,
        papers: crate::unit_papers::of_unit(reader, id)?,
        unit: unit_row(line),
        frame_no: unit.frame_no,
        produced_on: unit.produced_on,
        sales,
        repairs,
        owner: owner.as_ref().map(customer_input),
    }))
}

fn one_customer(reader: &Reader<'_>, id: CustomerId) -> Answer<CustomerRow> {
    let rows = reader.customers(Some(&[id.to_string()]), 1, 0)?;
    rows.into_iter().next().map(customer_row).ok_or_else(|| AppError::NotFound(id.to_string()))
}

fn model_view(principal: &str, model: Model) -> ModelView {
    ModelView {
        id: model.id.to_string(),
        principal: principal.to_owned(),
        code: model.code,
        product: model.product,
        class: model.class,
        power_milli_kw: model.power_milli_kw,
        fuel: model.fuel,
        cylinders: model.cylinders,
        strokes: model.strokes,
        guide_price_fen: model.guide_price_fen.map(|fen| fen.0),
    }
}

fn part_view(part: Part) -> PartView {
    PartView {
        id: part.id.to_string(),
        code: part.code,
        name: part.name,
        spec: part.spec,
        unit: part.unit,
        price_fen: part.price_fen.map(|fen| fen.0),
        market_price_fen: part.market_price_fen.map(|fen| fen.0),
        kind: part.kind,
        return_required: part.return_required,
    }
}

fn customer_row(line: CustomerLine) -> CustomerRow {
    CustomerRow {
        id: line.id,
        name: line.name,
        phone: line.phone,
        county: line.county,
        town: line.town,
        village: line.village,
        units: line.units,
    }
}

fn unit_row(line: UnitLine) -> UnitRow {
    UnitRow {
        id: line.id,
        principal: line.principal,
        model: line.model,
        product: line.product,
        serial: line.serial,
        engine_no: line.engine_no,
        customer: line.customer,
        came_back_on: line.came_back_on,
        sold_on: line.sold_on,
    }
}
