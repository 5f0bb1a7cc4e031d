//! The paper of an entry, out of its form's print layout (PRINTS-8).
//!
//! - ENTRYPAPER-1 Money reads as on the screen, `¥5,604.00`: a paper of the house heads its columns 元, a form's titles do not.

use super::papers::{About, Content, object, whole};
use super::signature::signed_field;
use crate::app::{App, no_such};
use crate::clock::Now;
use crate::entry::{Ground, entry_of, maker_of, values_of, written_with};
use crate::error::Answer;
use crate::view::PrintMake;
use domain::Fen;
use domain::form::{Field, FieldKind, FieldValue, Filled, Form, Names, Paper, Section, Values, Width};
use domain::principal::Principal;
use domain::refusal::Refusal;
use serde_json::{Value, json};
use store::Reader;

impl App {
    /// What stands on the paper of an entry.
    pub(super) fn entry_content(&self, reader: &Reader<'_>, now: Now, input: &PrintMake) -> Answer<Content> {
        super::refuse_count(input.ids.len(), 1)?;
        let id = input.ids.first().map(String::as_str).unwrap_or_default();
        let entry = entry_of(reader, id)?;
        let not_printed = || Refusal::WrongState { subject: "这张表", state: "没有印刷版式", verb: "打印" };
        let held = written_with(reader, &entry.definition)?.ok_or_else(not_printed)?;
        let print = held.form.print.as_ref().ok_or_else(not_printed)?;
        let ground = Ground { app: self, reader, now };
        let maker = maker_of(reader, &entry)?;
        let given = ground.given(&held.form, maker.as_ref(), Some(&entry))?;
        let filled = held.form.fill(&values_of(&entry), &given);
        let names = ground.names(&held.form, &filled.values)?;
        let mut own = json!({
            "title": held.form.title,
            "heading": print.heading,
            "foot": print.foot,
            "sections": sections(&held.form, &filled, &names),
            "signs": print.signs,
            "signed_as": null,
            "qr": entry.no,
            "size": match print.paper { Paper::A4 => "a4", Paper::A5 => "a5" },
        });
        own = with_signature(reader, &held.form, id, own)?;
        let maker = paper_maker(reader, maker)?;
        let about = About {
            maker,
            record: id.to_owned(),
            no: entry.no.clone(),
            day: entry.day,
            voided: entry.void_reason.is_some(),
            own: object(own),
        };
        let mut data = whole(reader, input.paper, &[], &about)?;
        data["copies"] = print.copies.iter().map(|copy| json!({"no": copy, "who": ""})).collect();
        let About { maker, record, no, day, .. } = about;
        Ok(Content { principal: maker.id, maker: maker.code, record, no, day, data })
    }
}

/// A printing is filed under one of the desk's makers; the paper of an entry of none names none (as PRINTS-7).
fn paper_maker(reader: &Reader<'_>, maker: Option<Principal>) -> Answer<Principal> {
    if let Some(maker) = maker {
        return Ok(maker);
    }
    let first = reader.principals()?.into_iter().min_by_key(|maker| maker.id);
    let first = first.ok_or_else(|| no_such("principal", ""))?;
    Ok(Principal { code: String::new(), name: String::new(), dealer_account: String::new(), ..first })
}

/// The signature of the first field that has one, where a place to sign bears its title.
fn with_signature(reader: &Reader<'_>, form: &Form, id: &str, mut own: Value) -> Answer<Value> {
    own["signature"] = Value::Null;
    for field in form.fields().filter(|field| field.kind == FieldKind::Signature) {
        own = signed_field(reader, id, &field.key, own)?;
        if !own["signature"].is_null() {
            let place = own["signs"].as_array_mut().map(|signs| {
                if !signs.iter().any(|sign| *sign == json!(field.title)) {
                    signs.push(json!(field.title));
                }
            });
            if place.is_some() {
                own["signed_as"] = json!(field.title);
            }
            break;
        }
    }
    Ok(own)
}

fn sections(form: &Form, filled: &Filled, names: &Names) -> Vec<Value> {
    form.sections.iter().filter_map(|section| one(section, filled, names)).collect()
}

/// A section as far as anything of it is shown.
fn one(section: &Section, filled: &Filled, names: &Names) -> Option<Value> {
    let shown = |field: &&Field| !filled.hidden.contains(&field.key);
    let on_paper =
        |field: &&Field| !matches!(field.kind, FieldKind::Photo | FieldKind::Signature | FieldKind::Table(_));
    let fields: Vec<&Field> = section.fields.iter().filter(shown).collect();
    let facts: Vec<Value> =
        fields.iter().copied().filter(on_paper).map(|field| fact(field, &filled.values, names)).collect();
    let tables: Vec<Value> = fields.iter().copied().filter_map(|field| table(field, &filled.values, names)).collect();
    let anything = !facts.is_empty() || !tables.is_empty();
    anything.then(|| json!({"title": section.title, "facts": facts, "tables": tables}))
}

fn fact(field: &Field, values: &Values, names: &Names) -> Value {
    let wide = matches!(field.kind, FieldKind::LongText { .. }) || field.width == Width::All;
    json!({"title": field.title, "text": printed(field, values.get(&field.key), names), "wide": wide})
}

/// A value as it is printed (ENTRYPAPER-1).
fn printed(field: &Field, value: Option<&FieldValue>, names: &Names) -> String {
    match (&field.kind, value) {
        (FieldKind::Money { .. }, Some(FieldValue::Number(fen))) => format!("¥{}", Fen(*fen).grouped()),
        _ => field.cell(value, names),
    }
}

fn table(field: &Field, values: &Values, names: &Names) -> Option<Value> {
    let FieldKind::Table(table) = &field.kind else { return None };
    let titles: Vec<&str> = table.fields.iter().map(|column| column.title.as_str()).collect();
    let cells = |row: &Values| -> Vec<String> {
        table.fields.iter().map(|column| printed(column, row.get(&column.key), names)).collect()
    };
    let rows: Vec<Vec<String>> =
        values.get(&field.key).map(FieldValue::rows).unwrap_or_default().iter().map(cells).collect();
    Some(json!({"title": field.title, "columns": titles, "rows": rows}))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entrypaper_1_money_reads_as_on_the_screen() {
        let (_, source) = domain::form::BUILT_IN.iter().find(|(key, _)| *key == "stock_unit.json").unwrap();
        let form = Form::read(source).unwrap();
        let said = |key: &str, value: FieldValue| printed(form.field(key).unwrap(), Some(&value), &Names::new());
        assert_eq!(said("price", FieldValue::Number(560_400)), "¥5,604.00");
        assert_eq!(said("price", FieldValue::Number(-5)), "¥-0.05");
        assert_eq!(said("model", "4LZ".into()), "4LZ");
        assert_eq!(printed(form.field("price").unwrap(), None, &Names::new()), "");
    }
}
