//! Records a field points to: what they are called, what they offer to be filled in, how they are found.
//!
//! - REFERENCE-1 A reference names a record that is there; a technician is named by name, for not every one sits at the desk.
//! - REFERENCE-2 What a record offers is filled in where nothing stands, of an instant its day where a day is asked; what somebody typed is never written over.

use crate::app::{App, no_such, principal_filter};
use crate::error::Answer;
use crate::list::term;
use crate::search_papers::hits_of;
use crate::view::{RefHit, RefName, RefQuery, WordKind, WordsQuery};
use domain::customer::Customer;
use domain::form::{Field, FieldKind, FieldValue, Form, Names, Noun, Target, Values};
use domain::text::{clean, name_key, serial_key};
use domain::unit::Unit;
use domain::{Day, EntryId, SaleId};
use std::collections::BTreeMap;
use store::{CallFilter, EntryFilter, FormEntry, ListFilter, Reader};

/// Records offered at once.
const MOST: i64 = 20;

/// A record a reference names.
pub(crate) struct Known {
    pub name: RefName,
    offers: Values,
}

/// What a kind of record is called on the wire and in links.
pub(crate) fn word_of(target: &Target) -> String {
    match target {
        Target::Noun(noun) => noun.word().to_owned(),
        Target::Form(key) => format!("form:{key}"),
    }
}

/// The target a word names.
pub(crate) fn target_of(word: &str) -> Option<Target> {
    if let Some(key) = word.strip_prefix("form:") {
        return Some(Target::Form(key.to_owned()));
    }
    Noun::WORDS.iter().find(|(known, _)| *known == word).map(|(_, noun)| Target::Noun(*noun))
}

/// Collects what a record offers; what is empty is not offered.
#[derive(Default)]
struct Offers(Values);

impl Offers {
    fn text(mut self, key: &str, text: &str) -> Self {
        if !text.trim().is_empty() {
            self.0.insert(key.to_owned(), FieldValue::Text(clean(text)));
        }
        self
    }

    fn day(self, key: &str, day: Option<Day>) -> Self {
        self.text(key, &day.map(Day::iso).unwrap_or_default())
    }

    fn number(mut self, key: &str, n: Option<i64>) -> Self {
        self.0.extend(n.map(|n| (key.to_owned(), FieldValue::Number(n))));
        self
    }

    fn customer(self, customer: &Customer) -> Self {
        self.text("customer", &customer.id.to_string())
            .text("customer_name", &customer.name)
            .text("phone", &customer.phone)
            .text("address", &customer.address())
    }
}

/// A machine's own facts, with those of whom it was sold to last.
fn of_unit(reader: &Reader<'_>, unit: &Unit, offers: Offers) -> Answer<Offers> {
    let model = reader.model(unit.model)?;
    let offers = offers
        .text("unit", &unit.id.to_string())
        .text("serial_no", &unit.serial)
        .text("engine_no", &unit.engine_no)
        .text("frame_no", &unit.frame_no)
        .text("model", model.as_ref().map_or("", |model| &model.code))
        .text("product", model.as_ref().map_or("", |model| &model.product));
    let sales = reader.sales_of_unit(unit.id)?;
    let Some(sale) = sales.into_iter().find(|sale| sale.void_reason.is_none()) else { return Ok(offers) };
    let offers = offers.day("sold_on", Some(sale.sold_on)).text("invoice_no", &sale.invoice_no);
    let customer = reader.customer(sale.customer)?;
    Ok(match customer {
        Some(customer) if !offers.0.contains_key("customer") => offers.customer(&customer),
        _ => offers,
    })
}

fn named(target: &Target, id: &str, no: &str, title: String, offers: Offers) -> Known {
    let name = RefName { to: word_of(target), id: id.to_owned(), no: no.to_owned(), title };
    Known { name, offers: offers.0 }
}

/// The record a reference names; none where there is none (REFERENCE-1).
pub(crate) fn known(reader: &Reader<'_>, target: &Target, id: &str) -> Answer<Option<Known>> {
    let noun = match target {
        Target::Form(key) => return known_entry(reader, target, key, id),
        Target::Noun(Noun::Technician) => {
            let offers = Offers::default().text("name", id);
            return Ok((!id.trim().is_empty()).then(|| named(target, id, id, id.to_owned(), offers)));
        }
        Target::Noun(noun) => *noun,
    };
    let Ok(uuid) = id.parse::<SaleId>().map(|id| id.0) else { return Ok(None) };
    let is = |no: &str, title: String, offers: Offers| Some(named(target, id, no, title, offers));
    Ok(match noun {
        Noun::Customer => reader.customer(uuid.into())?.and_then(|one| {
            let offers = Offers::default().customer(&one).text("name", &one.name);
            is(&one.name, format!("{} {}", one.name, one.phone), offers)
        }),
        Noun::Unit => match reader.unit(uuid.into())? {
            Some(one) => {
                let offers = of_unit(reader, &one, Offers::default())?;
                let product = offers.0.get("product").and_then(FieldValue::text).unwrap_or_default().to_owned();
                is(&one.serial, format!("{} {product}", one.serial), offers)
            }
            None => None,
        },
        Noun::Call => reader.call(uuid.into())?.and_then(|one| {
            let offers = Offers::default()
                .text("customer", &one.customer.map(|id| id.to_string()).unwrap_or_default())
                .text("unit", &one.unit.map(|id| id.to_string()).unwrap_or_default())
                .text("customer_name", &one.caller)
                .text("phone", &one.phone)
                .text("address", &one.address)
                .text("complaint", &one.complaint)
                .text("product", &one.product)
                .text("model", &one.model)
                .text("serial_no", &one.serial)
                .day("received_on", Some(Day::at(one.received_at)));
            is(&one.no, format!("{} {}", one.caller, one.complaint), offers)
        }),
        Noun::Repair => match reader.repair(uuid.into())? {
            Some(one) => {
                let customer = reader.customer(one.customer)?;
                let offers = customer.iter().fold(Offers::default(), |offers, customer| offers.customer(customer));
                let offers = match reader.unit(one.unit)? {
                    Some(unit) => of_unit(reader, &unit, offers)?,
                    None => offers,
                };
                let offers = offers
                    .text("fault", &one.fault)
                    .text("cause", &one.cause)
                    .text("work", &one.work)
                    .text("technician", &one.technician)
                    .day("completed_on", one.completed_on)
                    .day("done_on", one.completed_on)
                    .day("received_on", Some(one.received_on))
                    .day("reported_on", Some(one.reported_on));
                let who = customer.map(|customer| customer.name).unwrap_or_default();
                is(&one.no, format!("{who} {}", one.fault), offers)
            }
            None => None,
        },
        Noun::Sale => match reader.sale(uuid.into())? {
            Some(one) => {
                let customer = reader.customer(one.customer)?;
                let offers = customer.iter().fold(Offers::default(), |offers, customer| offers.customer(customer));
                let offers = match reader.unit(one.unit)? {
                    Some(unit) => of_unit(reader, &unit, offers)?,
                    None => offers,
                };
                let offers = offers
                    .day("sold_on", Some(one.sold_on))
                    .text("invoice_no", &one.invoice_no)
                    .number("price", one.price_fen.map(|fen| fen.0));
                let who = customer.map(|customer| customer.name).unwrap_or_default();
                is(&one.no, format!("{who} {}", one.sold_on.zh()), offers)
            }
            None => None,
        },
        Noun::Part => reader.part(uuid.into())?.and_then(|one| {
            let offers = Offers::default()
                .text("code", &one.code)
                .text("name", &one.name)
                .text("spec", &one.spec)
                .text("unit", &one.unit)
                .number("price", one.price_fen.map(|fen| fen.0));
            is(&one.code, format!("{} {}", one.code, one.name), offers)
        }),
        Noun::Principal => reader.principal(uuid.into())?.and_then(|one| {
            let offers = Offers::default().text("name", &one.name).text("code", &one.code);
            is(&one.name, one.name.clone(), offers)
        }),
        Noun::Technician => None,
    })
}

/// What the record a reference names offers under a name.
pub(super) fn offered(reader: &Reader<'_>, target: &Target, id: &str, name: &str) -> Answer<Option<FieldValue>> {
    Ok(known(reader, target, id)?.and_then(|known| known.offers.get(name).cloned()))
}

fn known_entry(reader: &Reader<'_>, target: &Target, key: &str, id: &str) -> Answer<Option<Known>> {
    let Ok(id) = id.parse::<EntryId>() else { return Ok(None) };
    let Some(entry) = reader.entry(id)?.filter(|entry| entry.form == key) else { return Ok(None) };
    let offers = Offers(super::values_of(&entry)).text("no", &entry.no).day("day", Some(entry.day));
    Ok(Some(named(target, &entry.id.to_string(), &entry.no, entry.title, offers)))
}

/// Every reference of an entry: path, field, id. Those in rows too.
pub(crate) fn references<'a>(form: &'a Form, values: &'a Values) -> Vec<(String, &'a Field, &'a Target, &'a str)> {
    let mut all = Vec::new();
    for field in form.fields() {
        match (&field.kind, values.get(&field.key)) {
            (FieldKind::Ref(target), Some(FieldValue::Text(id))) => {
                all.push((field.key.clone(), field, target, id.as_str()))
            }
            (FieldKind::Table(table), Some(FieldValue::Rows(rows))) => {
                for (at, row) in rows.iter().enumerate() {
                    for column in &table.fields {
                        if let (FieldKind::Ref(target), Some(FieldValue::Text(id))) =
                            (&column.kind, row.get(&column.key))
                        {
                            all.push((format!("{}[{at}].{}", field.key, column.key), column, target, id.as_str()));
                        }
                    }
                }
            }
            _ => {}
        }
    }
    all
}

/// What people read in a cell for a reference: the one row, and nothing that hangs on it.
pub(crate) fn cell_name(reader: &Reader<'_>, target: &Target, id: &str) -> Answer<Option<String>> {
    let Target::Noun(noun) = target else {
        return Ok(id.parse::<EntryId>().ok().map(|id| reader.entry(id)).transpose()?.flatten().map(|one| one.no));
    };
    let Ok(uuid) = id.parse::<SaleId>().map(|id| id.0) else { return Ok(None) };
    Ok(match noun {
        Noun::Customer => reader.customer(uuid.into())?.map(|one| one.name),
        Noun::Unit => reader.unit(uuid.into())?.map(|one| one.serial),
        Noun::Call => reader.call(uuid.into())?.map(|one| one.no),
        Noun::Repair => reader.repair(uuid.into())?.map(|one| one.no),
        Noun::Sale => reader.sale(uuid.into())?.map(|one| one.no),
        Noun::Part => reader.part(uuid.into())?.map(|one| one.name),
        Noun::Principal => reader.principal(uuid.into())?.map(|one| one.name),
        Noun::Technician => None,
    })
}

/// What the references of an entry name, by id.
pub(crate) fn names(reader: &Reader<'_>, form: &Form, values: &Values) -> Answer<BTreeMap<String, RefName>> {
    let mut all = BTreeMap::new();
    for (_, _, target, id) in references(form, values) {
        if !all.contains_key(id) {
            all.extend(known(reader, target, id)?.map(|known| (id.to_owned(), known.name)));
        }
    }
    Ok(all)
}

/// The same for cells.
pub(crate) fn cells(names: &BTreeMap<String, RefName>) -> Names {
    names.iter().map(|(id, name)| (id.clone(), name.no.clone())).collect()
}

/// Fills in what a reference offers (REFERENCE-2), in the entry and, for a column, in its row.
pub(crate) fn fill_from(reader: &Reader<'_>, form: &Form, values: &mut Values, touched: &str) -> Answer<()> {
    let given = values.clone();
    for (path, field, target, id) in references(form, &given) {
        let asked = path == touched || field.key == touched;
        if field.fills.is_empty() || !asked {
            continue;
        }
        let Some(known) = known(reader, target, id)? else { continue };
        let row = row_of(&path).and_then(|(table, at)| match values.get_mut(table) {
            Some(FieldValue::Rows(rows)) => rows.get_mut(at),
            _ => None,
        });
        let in_row = row.is_some();
        let into = match row {
            Some(row) => row,
            None => &mut *values,
        };
        for (own, offered) in &field.fills {
            if let (false, Some(value)) = (into.contains_key(own), known.offers.get(offered)) {
                let owned = form.fields().chain(columns_of(form)).find(|one| one.key == *own);
                into.insert(own.clone(), fitting(owned, value));
            }
        }
        debug_assert!(in_row || !path.contains('['));
    }
    Ok(())
}

fn columns_of(form: &Form) -> impl Iterator<Item = &Field> {
    let tables = form.fields().filter_map(|field| match &field.kind {
        FieldKind::Table(table) => Some(table),
        _ => None,
    });
    tables.flat_map(|table| &table.fields)
}

/// What is offered as the field keeps it: of an instant a day has its day.
fn fitting(field: Option<&Field>, offered: &FieldValue) -> FieldValue {
    match (field.map(|field| &field.kind), offered) {
        (Some(FieldKind::Day { .. }), FieldValue::Number(at)) => FieldValue::Text(Day::at(*at).iso()),
        _ => offered.clone(),
    }
}

fn row_of(path: &str) -> Option<(&str, usize)> {
    let (table, rest) = path.split_once('[')?;
    Some((table, rest.split_once(']')?.0.parse().ok()?))
}

/// The record of a kind a paper from outside names by its number, serial or code; none where none or several have it.
pub(super) fn by_number(ground: &super::Ground<'_>, target: &Target, no: &str, maker: &str) -> Answer<Option<String>> {
    if let Target::Noun(Noun::Technician) = target {
        return Ok(Some(clean(no)));
    }
    let query = RefQuery { to: word_of(target), term: no.to_owned(), principal: maker.to_owned() };
    let mut hits = found(ground.reader, ground.now.today, target, &query)?;
    hits.retain(|hit| serial_key(&hit.no) == serial_key(no));
    Ok(hits.pop().filter(|_| hits.is_empty()).map(|hit| hit.id))
}

impl App {
    pub(crate) fn ref_find(&self, query: RefQuery) -> Answer<Vec<RefHit>> {
        let target = target_of(&query.to).ok_or_else(|| no_such("to", &query.to))?;
        if target == Target::Noun(Noun::Technician) {
            return self.technicians_found(&query);
        }
        self.read(|reader, now| found(reader, now.today, &target, &query))
    }

    fn technicians_found(&self, query: &RefQuery) -> Answer<Vec<RefHit>> {
        let typed = name_key(term(&query.term)?);
        let fits = |name: &String| {
            name_key(name).contains(&typed) || store::initials(name).iter().any(|letters| letters.starts_with(&typed))
        };
        let names = self.words_used(WordsQuery { kind: WordKind::Technician })?;
        Ok(names.into_iter().filter(fits).map(|name| hit(&name, &name, name.clone(), String::new())).collect())
    }
}

fn hit(id: &str, no: &str, title: String, detail: String) -> RefHit {
    RefHit { id: id.to_owned(), no: no.to_owned(), title, detail }
}

fn found(reader: &Reader<'_>, today: Day, target: &Target, query: &RefQuery) -> Answer<Vec<RefHit>> {
    let typed = term(&query.term)?;
    let maker = principal_filter(reader, &query.principal)?.map(|maker| maker.id);
    let filter = || ListFilter { principal: maker, limit: MOST, ..ListFilter::default() };
    let hits = || -> Answer<ListFilter> { Ok(ListFilter { hits: hits_of(reader, today, typed)?, ..filter() }) };
    Ok(match target {
        Target::Form(key) => {
            let asked = EntryFilter { form: key, term: typed, limit: MOST, ..EntryFilter::default() };
            let entries = reader.entries(&asked)?.0;
            entries
                .into_iter()
                .map(|one: FormEntry| hit(&one.id.to_string(), &one.no, one.title, one.day.zh()))
                .collect()
        }
        Target::Noun(Noun::Customer) => {
            let ids = if typed.is_empty() { None } else { Some(reader.find_customers(typed, MOST)?) };
            let lines = reader.customers(ids.as_deref(), MOST, 0)?;
            let place = |line: &store::CustomerLine| format!("{}{}{}", line.county, line.town, line.village);
            lines
                .into_iter()
                .map(|one| hit(&one.id, &one.name, format!("{} {}", one.name, one.phone), place(&one)))
                .collect()
        }
        Target::Noun(Noun::Unit) => {
            let ids = if typed.is_empty() { None } else { Some(reader.find_units(typed, MOST)?) };
            let lines = reader.units(ids.as_deref(), maker, MOST, 0)?;
            let detail = |line: &store::UnitLine| line.customer.clone().unwrap_or_default();
            lines
                .into_iter()
                .map(|one| {
                    hit(&one.id, &one.serial, format!("{} {} {}", one.serial, one.model, one.product), detail(&one))
                })
                .collect()
        }
        Target::Noun(Noun::Call) => {
            let calls = reader.calls(&filter(), &CallFilter { term: typed, ..CallFilter::default() })?.0;
            calls
                .into_iter()
                .map(|one| {
                    hit(
                        &one.id.to_string(),
                        &one.no,
                        format!("{} {}", one.caller, one.complaint),
                        Day::at(one.received_at).zh(),
                    )
                })
                .collect()
        }
        Target::Noun(Noun::Repair) => {
            let lines = reader.repairs(&hits()?)?.0;
            lines
                .into_iter()
                .map(|one| {
                    hit(&one.id, &one.no, format!("{} {} {}", one.customer, one.model, one.fault), one.reported_on.zh())
                })
                .collect()
        }
        Target::Noun(Noun::Sale) => {
            let lines = reader.sales(&hits()?)?.0;
            lines
                .into_iter()
                .map(|one| {
                    hit(&one.id, &one.no, format!("{} {} {}", one.customer, one.model, one.serial), one.sold_on.zh())
                })
                .collect()
        }
        Target::Noun(Noun::Part) => {
            let parts = reader.parts(typed, MOST, 0)?;
            parts
                .into_iter()
                .map(|one| hit(&one.id.to_string(), &one.code, format!("{} {}", one.code, one.name), one.spec))
                .collect()
        }
        Target::Noun(Noun::Principal) => {
            let key = serial_key(typed);
            let fits = |one: &domain::principal::Principal| {
                serial_key(&one.name).contains(&key) || serial_key(&one.code).contains(&key)
            };
            let makers = reader.principals()?.into_iter().filter(fits);
            makers.map(|one| hit(&one.id.to_string(), &one.name, one.name.clone(), one.code)).collect()
        }
        Target::Noun(Noun::Technician) => Vec::new(),
    })
}
