//! Reading a definition: the whole of it or nothing, and every fault at once (FORMDEF-1).

mod feed;
mod field;
mod flow;
mod layout;
mod masks;
mod object;

use super::check;
use super::definition::{Form, FormParam, Numbering, ParamValue, PrincipalUse, Section};
use super::fault::FormFault;
use super::json::Json;
use super::plan::Plan;
use crate::formula::Type;
use object::{Faults, Object};

/// Most bytes of a definition's text.
pub const MOST_BYTES: usize = 1024 * 1024;
/// Most fields, columns of tables included.
pub const MOST_FIELDS: usize = 400;
/// Most sections.
pub const MOST_SECTIONS: usize = 40;
/// Most states.
pub const MOST_STATES: usize = 40;
/// Most steps.
pub const MOST_STEPS: usize = 80;
/// Most columns of a table.
pub const MOST_COLUMNS: usize = 30;
/// Most rows a table may be allowed.
pub const MOST_ROWS: usize = 1000;
/// Most characters of a title.
const MOST_TITLE: usize = 60;
/// Most characters of a text that helps.
const MOST_HELP: usize = 500;
/// Most items of the smaller lists.
const MOST_ITEMS: usize = 100;
/// Most characters of a formula's text that are looked at; the formula itself says how long it may be.
const MOST_FORMULA: usize = 4000;

const PRINCIPAL: &[(&str, PrincipalUse)] =
    &[("needed", PrincipalUse::Needed), ("optional", PrincipalUse::Optional), ("none", PrincipalUse::None)];

/// Kinds of numbers a parameter can be.
const PARAM_TYPES: &[(&str, Type)] =
    &[("number", Type::Int), ("int", Type::Int), ("money", Type::Fen), ("ppm", Type::Ppm), ("days", Type::Days)];

impl Form {
    /// Reads a definition from its text; every fault is told with its place.
    pub fn read(text: &str) -> Result<Self, Vec<FormFault>> {
        if text.len() > MOST_BYTES {
            let said = format!("文件太大，最多 {MOST_BYTES} 字节");
            return Err(vec![FormFault::new("", "too_large", said)]);
        }
        let json = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|why| vec![unreadable(&why)])?;
        read(&json)
    }

    /// Reads the definitions a policy pack brings in its `forms`, each at its place there; none, where it brings none.
    pub fn read_all(pack: &str) -> Result<Vec<Self>, Vec<FormFault>> {
        let json: Json =
            serde_json::from_str(pack.trim_start_matches('\u{feff}')).map_err(|why| vec![unreadable(&why)])?;
        let Json::Object(fields) = &json else { return Ok(Vec::new()) };
        let forms = fields.iter().filter(|(name, _)| name == "forms").map(|(_, forms)| forms);
        let all: Vec<&Json> =
            forms.flat_map(|forms| if let Json::List(all) = forms { all.as_slice() } else { &[] }).collect();
        let mut faults = Vec::new();
        let mut read_forms = Vec::new();
        for (i, one) in all.into_iter().enumerate() {
            match read(one) {
                Ok(form) => read_forms.push(form),
                Err(found) => faults.extend(found.into_iter().map(|fault| fault.within(&format!("forms[{i}]")))),
            }
        }
        if faults.is_empty() { Ok(read_forms) } else { Err(faults) }
    }
}

/// Where the text is no JSON.
fn unreadable(why: &serde_json::Error) -> FormFault {
    let place = format!("第 {} 行第 {} 列", why.line(), why.column());
    FormFault::new(place, "syntax", "读不懂：这一处附近少了或多了括号、逗号或引号，不是合格的 JSON")
}

fn read(json: &Json) -> Result<Form, Vec<FormFault>> {
    let faults = Faults::default();
    let form = whole(json, &faults);
    match form {
        Some(form) if faults.is_empty() => Ok(form),
        _ => Err(faults.into_vec()),
    }
}

fn whole(json: &Json, faults: &Faults) -> Option<Form> {
    let top = Object::of("", json, faults)?;
    if too_many_fields(json, faults) {
        return None;
    }
    let sections: Vec<Section> =
        top.list("sections", MOST_SECTIONS).into_iter().filter_map(|(at, json)| section(at, json, faults)).collect();
    let mut form = Form {
        key: top.key("key"),
        version: version(&top),
        ledger: top.texts("ledger", MOST_ITEMS),
        title: top.needed("title", MOST_TITLE),
        short: top.text("short", MOST_TITLE).unwrap_or_default(),
        group: top.needed("group", MOST_TITLE),
        source: top.text("source", MOST_HELP).unwrap_or_default(),
        note: top.text("note", MOST_HELP).unwrap_or_default(),
        principal: top.word("principal", PRINCIPAL).unwrap_or(PrincipalUse::None),
        number: number(&top),
        day: top.needed("day", MOST_TITLE),
        says: top.texts("says", MOST_ITEMS),
        params: params(&top),
        sections,
        states: flow::states(&top),
        steps: flow::steps(&top),
        deadlines: flow::deadlines(&top),
        list: layout::list(&top),
        print: layout::print(&top),
        sheet: layout::sheet(&top),
        travels: layout::travels(&top),
        unique: top.texts("unique", MOST_ITEMS),
        feeds: Vec::new(),
        expected: flow::expected(&top),
        plan: Plan::default(),
    };
    form.feeds = feed::feeds(&top, &form);
    top.done();
    layout::complete(&mut form);
    masks::complete(&mut form);
    let (plan, found) = check::all(&form);
    for fault in found {
        faults.add(fault.place, fault.code, fault.sentence);
    }
    form.plan = plan;
    Some(form)
}

/// Counted before anything else is looked at: who sends ten thousand fields gets one sentence, at once.
fn too_many_fields(json: &Json, faults: &Faults) -> bool {
    let count = count_fields(json);
    if count > MOST_FIELDS {
        faults.add("sections", "too_many", format!("共 {count} 个栏目，最多 {MOST_FIELDS} 个"));
    }
    count > MOST_FIELDS
}

/// Items of every list that stands at a key `fields`, wherever it is; names of fields, as of those that travel, are none.
fn count_fields(json: &Json) -> usize {
    match json {
        Json::Object(all) => all.iter().map(|(name, json)| own_fields(name, json) + count_fields(json)).sum(),
        Json::List(all) => all.iter().map(count_fields).sum(),
        Json::Null | Json::Truth(_) | Json::Number(_) | Json::Text(_) => 0,
    }
}

fn own_fields(name: &str, json: &Json) -> usize {
    match json {
        Json::List(all) if name == "fields" => all.iter().filter(|one| !matches!(one, Json::Text(_))).count(),
        _ => 0,
    }
}

fn version(top: &Object<'_>) -> i64 {
    if top.get("version").is_none() {
        top.fault("version", "missing", "缺少「version」");
    }
    top.whole("version", 1, 1_000_000).unwrap_or(1)
}

fn section(place: String, json: &Json, faults: &Faults) -> Option<Section> {
    let object = Object::of(place.clone(), json, faults)?;
    let section = Section {
        title: object.needed("title", MOST_TITLE),
        help: object.text("help", MOST_HELP).unwrap_or_default(),
        columns: object.whole("columns", 1, 4).and_then(|n| u8::try_from(n).ok()).unwrap_or(2),
        shown_if: object.text("shown_if", MOST_FORMULA),
        fields: field::fields(&object, MOST_FIELDS, false),
        place,
    };
    object.done();
    Some(section)
}

fn number(top: &Object<'_>) -> Numbering {
    let nothing = || Numbering::Standard { letters: String::new() };
    let Some(object) = top.object("number") else {
        if top.get("number").is_none() {
            top.fault("number", "missing", "缺少「number」：编号的两个字母和样式");
        }
        return nothing();
    };
    let letters = object.needed("letters", 10);
    let are_two = letters.len() == 2 && letters.bytes().all(|b| b.is_ascii_uppercase());
    if !letters.is_empty() && !are_two {
        object.fault("letters", "bad_letters", format!("「{letters}」不行：要两个大写字母"));
    }
    let shapes = [("standard", false), ("yymmnn", true)];
    let yymmnn = object.word("shape", &shapes);
    if object.get("shape").is_none() {
        object.fault("shape", "missing", "缺少「shape」，可以写：standard、yymmnn");
    }
    let digits = object.whole("digits", 2, 6).and_then(|n| u32::try_from(n).ok());
    if digits.is_some() && yymmnn == Some(false) {
        object.fault("digits", "impossible", "standard 的流水号固定四位，不写 digits");
    }
    object.done();
    if yymmnn == Some(true) {
        Numbering::Yymmnn { letters, digits: digits.unwrap_or(2) }
    } else {
        Numbering::Standard { letters }
    }
}

fn params(top: &Object<'_>) -> Vec<FormParam> {
    let pairs = top.pairs("params", MOST_ITEMS);
    pairs.into_iter().filter_map(|(place, name, json)| param(place, name, json, top.faults)).collect()
}

fn param(place: String, name: String, json: &Json, faults: &Faults) -> Option<FormParam> {
    let object = Object::of(place, json, faults)?;
    let rule = object.text("rule", 200);
    let param = match &rule {
        Some(rule) => FormParam { name, ty: Type::Days, value: ParamValue::Rule(rule.clone()) },
        None => {
            let ty = object.word("type", PARAM_TYPES).unwrap_or(Type::Int);
            let value = if ty == Type::Int { object.milli("value") } else { object.whole("value", i64::MIN, i64::MAX) };
            if object.get("value").is_none() || object.get("type").is_none() {
                object.fault("", "missing", "参数要有 type 和 value，或写 rule（政策包里的期限）");
            }
            FormParam { name, ty, value: ParamValue::Number(value.unwrap_or_default()) }
        }
    };
    object.done();
    Some(param)
}
