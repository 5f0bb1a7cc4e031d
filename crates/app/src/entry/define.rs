//! A form as the screen draws it.

use super::shelf::{built_in, form, in_force, written_with};
use crate::app::{App, no_such, parse_id, principal_filter};
use crate::error::{Answer, AppError};
use crate::view::*;
use domain::EntryId;
use domain::call::Area;
use domain::form::{CodeTable, Codes, Field, FieldKind, Form, PrincipalUse, Rows, Section, Shape, Step, Target, Width};
use domain::operator::Role;
use std::collections::{BTreeMap, BTreeSet};
use store::Reader;

impl App {
    pub(crate) fn form_list(&self, _: Nothing) -> Answer<Vec<FormGroup>> {
        self.read(|reader, now| {
            let mut shown = built_in()?;
            for maker in reader.principals()? {
                for held in in_force(self, reader, Some(&maker), now.today)? {
                    let same = shown.iter_mut().find(|known| known.form.key == held.form.key);
                    match same {
                        // The built-in one gives the register its name while makers have their own.
                        Some(_) => {}
                        None => shown.push(held),
                    }
                }
            }
            let counts: BTreeMap<String, (i64, i64)> =
                reader.form_counts()?.into_iter().map(|one| (one.form, (one.total, one.open))).collect();
            let late: BTreeMap<String, i64> =
                reader.form_late(now.today)?.into_iter().map(|one| (one.form, one.n)).collect();
            let mut groups: Vec<FormGroup> = Vec::new();
            for held in shown {
                let row = form_row(&held.form, counts.get(&held.form.key), late.get(&held.form.key));
                match groups.iter_mut().find(|group| group.title == held.form.group) {
                    Some(group) => group.forms.push(row),
                    None => groups.push(FormGroup { title: held.form.group.clone(), forms: vec![row] }),
                }
            }
            Ok(groups)
        })
    }

    pub(crate) fn form_show(&self, input: FormKey) -> Answer<FormView> {
        self.read(|reader, now| {
            let held = match input.entry.as_deref().filter(|id| !id.is_empty()) {
                Some(id) => {
                    let entry = reader.entry(parse_id::<EntryId>("entry", id)?)?.ok_or_else(|| no_such("entry", id))?;
                    let gone = || AppError::NotFound(entry.no.clone());
                    written_with(reader, &entry.definition)?.ok_or_else(gone)?
                }
                None => {
                    let maker = principal_filter(reader, &input.principal)?;
                    form(self, reader, &input.key, (maker.as_ref(), now.today))?
                }
            };
            Ok(view_of(&held.form, &Tables::of(reader, &held.form)?, self.role(reader)?))
        })
    }
}

fn form_row(form: &Form, counts: Option<&(i64, i64)>, late: Option<&i64>) -> FormRow {
    let (total, open) = counts.copied().unwrap_or_default();
    FormRow {
        key: form.key.clone(),
        title: form.title.clone(),
        short: short_of(form).to_owned(),
        ledger: form.ledger.clone(),
        note: form.note.clone(),
        open,
        late: late.copied().unwrap_or(0),
        total,
    }
}

fn short_of(form: &Form) -> &str {
    if form.short.is_empty() { &form.title } else { &form.short }
}

/// Code tables of the desk that a form chooses from.
pub(crate) struct Tables(BTreeMap<CodeTable, Vec<(String, String)>>);

impl Tables {
    pub(crate) fn of(reader: &Reader<'_>, form: &Form) -> Answer<Self> {
        let mut wanted = BTreeSet::new();
        let columns = |field: &Field| match &field.kind {
            FieldKind::Table(table) => table.fields.iter().filter_map(table_of).collect(),
            _ => table_of(field).into_iter().collect::<Vec<_>>(),
        };
        form.fields().for_each(|field| wanted.extend(columns(field)));
        let mut all = BTreeMap::new();
        for table in wanted {
            all.insert(table, codes_of(reader, table)?);
        }
        Ok(Self(all))
    }

    fn codes(&self, table: CodeTable) -> Vec<FormCode> {
        let codes = self.0.get(&table).into_iter().flatten();
        codes.map(|(code, title)| FormCode { code: code.clone(), title: title.clone() }).collect()
    }

    /// What people read for a code.
    pub(crate) fn names(&self) -> domain::form::Names {
        self.0.values().flatten().cloned().collect()
    }
}

fn table_of(field: &Field) -> Option<CodeTable> {
    if let FieldKind::Choice(Codes::Of(table)) = &field.kind { Some(*table) } else { None }
}

fn codes_of(reader: &Reader<'_>, table: CodeTable) -> Answer<Vec<(String, String)>> {
    let twice = |name: String| (name.clone(), name);
    Ok(match table {
        CodeTable::Faults => crate::fault::all_codes()?,
        CodeTable::Technicians => crate::words::technicians(reader)?.into_iter().map(twice).collect(),
        CodeTable::Operators => {
            let mut people = reader.operators()?;
            people.retain(|one| one.ended_at.is_none());
            people.into_iter().map(|one| twice(one.name)).collect()
        }
        CodeTable::Areas => [Area::City, Area::Suburb].map(|area| twice(area.zh().to_owned())).into(),
    })
}

pub(super) fn view_of(form: &Form, tables: &Tables, role: Role) -> FormView {
    let steps = form.steps.iter().map(|step| step_view(step, role)).collect();
    let states = form.states.iter().map(|state| FormState {
        key: state.key.clone(),
        title: state.title.clone(),
        tone: state.tone.word().to_owned(),
        is_final: state.is_final,
    });
    FormView {
        key: form.key.clone(),
        version: form.version,
        title: form.title.clone(),
        short: short_of(form).to_owned(),
        group: form.group.clone(),
        note: form.note.clone(),
        source: form.source.clone(),
        principal: match form.principal {
            PrincipalUse::Needed => FormMaker::Needed,
            PrincipalUse::Optional => FormMaker::Optional,
            PrincipalUse::None => FormMaker::None,
        },
        says: form.says.clone(),
        day: form.day.clone(),
        draws_by: super::draw::decided_by(form),
        sections: form.sections.iter().map(|section| section_view(section, tables)).collect(),
        states: states.collect(),
        steps,
        columns: form.list.columns.clone(),
        filters: form.list.filters.clone(),
        totals: form.list.totals.clone(),
        print: form
            .print
            .as_ref()
            .map(|print| FormPrintView { paper: print.paper.word().to_owned(), copies: print.copies.clone() }),
        travels: form.travels.is_some(),
    }
}

fn step_view(step: &Step, role: Role) -> FormStep {
    let who: Vec<&str> = step.who.who().into_iter().map(Role::zh).collect();
    FormStep {
        key: step.key.clone(),
        title: step.title.clone(),
        from: step.from.clone(),
        to: step.to.clone(),
        may: role.may(step.who),
        who_name: who.join("、"),
        asks: step.asks.clone(),
        reason: step.reason,
        next_form: step.next.as_ref().map(|next| next.form.clone()),
    }
}

fn section_view(section: &Section, tables: &Tables) -> FormSection {
    FormSection {
        title: section.title.clone(),
        help: section.help.clone(),
        columns: section.columns.into(),
        conditional: section.shown_if.is_some(),
        fields: section.fields.iter().map(|field| field_view(field, tables)).collect(),
    }
}

/// What of a field follows from its kind.
#[derive(Default)]
struct Kinded {
    unit: String,
    decimals: u32,
    min: Option<i64>,
    max: Option<i64>,
    most: Option<i64>,
    shape: String,
    codes: Vec<FormCode>,
    levels: Vec<String>,
    to: String,
    columns: Vec<FormField>,
    rows_max: Option<i64>,
    draw: bool,
}

fn shape_word(shape: Shape) -> String {
    match shape {
        Shape::Plain => "plain",
        Shape::Phone => "phone",
        Shape::Code => "code",
        Shape::Serial => "serial",
        Shape::Licence => "licence",
    }
    .to_owned()
}

fn kinded(kind: &FieldKind, tables: &Tables) -> (FormFieldKind, Kinded) {
    let most = |most: &usize| i64::try_from(*most).ok();
    let plain = Kinded::default;
    match kind {
        FieldKind::Text { shape, most: n } => {
            (FormFieldKind::Text, Kinded { shape: shape_word(*shape), most: most(n), ..plain() })
        }
        FieldKind::LongText { most: n } => (FormFieldKind::LongText, Kinded { most: most(n), ..plain() }),
        FieldKind::Day { .. } => (FormFieldKind::Day, plain()),
        FieldKind::Instant { .. } => (FormFieldKind::Instant, plain()),
        FieldKind::Number { unit, decimals, min, max } => {
            let decimals = u32::from(*decimals);
            (FormFieldKind::Number, Kinded { unit: unit.clone(), decimals, min: *min, max: *max, ..plain() })
        }
        FieldKind::Money { min, max } => (FormFieldKind::Money, Kinded { min: *min, max: *max, ..plain() }),
        FieldKind::Choice(Codes::Own(codes)) => {
            let codes = codes.iter().map(|(code, title)| FormCode { code: code.clone(), title: title.clone() });
            (FormFieldKind::Choice, Kinded { codes: codes.collect(), ..plain() })
        }
        FieldKind::Choice(Codes::Of(table)) => {
            (FormFieldKind::Choice, Kinded { codes: tables.codes(*table), ..plain() })
        }
        FieldKind::YesNo => (FormFieldKind::YesNo, plain()),
        FieldKind::Rating(levels) => (FormFieldKind::Rating, Kinded { levels: levels.clone(), ..plain() }),
        FieldKind::Ref(target) => (FormFieldKind::Ref, Kinded { to: word_of(target), ..plain() }),
        FieldKind::Photo => (FormFieldKind::Photo, plain()),
        FieldKind::Signature => (FormFieldKind::Signature, plain()),
        FieldKind::Table(Rows { fields, rows_max, draw }) => {
            let columns = fields.iter().map(|field| field_view(field, tables)).collect();
            (FormFieldKind::Table, Kinded { columns, rows_max: most(rows_max), draw: draw.is_some(), ..plain() })
        }
    }
}

fn word_of(target: &Target) -> String {
    super::refs::word_of(target)
}

fn field_view(field: &Field, tables: &Tables) -> FormField {
    let (kind, more) = kinded(&field.kind, tables);
    FormField {
        key: field.key.clone(),
        title: field.title.clone(),
        kind,
        required: field.required,
        help: field.help.clone(),
        width: match field.width {
            Width::Columns(n) => n.into(),
            Width::All => 0,
        },
        unit: more.unit,
        decimals: more.decimals,
        min: more.min,
        max: more.max,
        most: more.most,
        shape: more.shape,
        codes: more.codes,
        levels: more.levels,
        to: more.to,
        columns: more.columns,
        rows_max: more.rows_max,
        computed: field.computed.is_some(),
        conditional: field.shown_if.is_some() || field.required_if.is_some(),
        locked_in: field.locked_in.clone(),
        draw: more.draw,
        copy: field.copy,
    }
}
