//! Papers of forms: what went out and how dealers answered, and writing the next.
//!
//! - PAPERPAGE-1 A paper goes out as its form takes it; a refused one keeps what was typed, each sentence beside its field.
//! - PAPERPAGE-2 Who answered which version, when and with what step is said of each dealer that has the paper; so is who has not.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::form::{Codes, Field as FormField, FieldKind, Form, Values};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::Value;

use super::page::{self, Answer, Field, link};
use super::{Asked, Posted, Stop, Visitor, blocking, posted, recipients, words};
use crate::http::Office;
use crate::paper::{self, Draft, Unfit, Version, typed};
use crate::store::clerks::{Deed, Role};
use crate::store::lists::Revision;

const HERE: &str = "/console/papers";
const WRITE: &str = "/console/papers/write";
const ONE: &str = "/console/paper";
/// Letters of a reason.
const MOST_REASON: usize = 200;

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Which {
    form: String,
    paper: String,
    sent: u32,
}

/// What a page of a form is opened with.
struct Writing<'a> {
    form: &'a Form,
    before: Option<&'a [Version]>,
    typed: HashMap<String, String>,
    refused: Vec<(String, String)>,
}

fn unfit(why: Unfit) -> Stop {
    match why {
        Unfit::Store(why) => why.into(),
        Unfit::NoForm(_) | Unfit::NoPaper(_) => Stop::NotFound,
        other => Stop::broken(&other),
    }
}

pub async fn list(State(office): State<Arc<Office>>, visitor: Visitor, Asked(which): Asked<Which>) -> Answer {
    blocking(move || {
        let store = office.store.as_ref();
        let papers = paper::papers(store)?;
        let sent = (which.sent > 0).then(|| format!("已发给 {} 家经销商，下次联系时收到。", which.sent));
        let forms = paper::forms(store)?;
        let named: Vec<(&str, &str)> = forms.iter().map(|form| (form.key.as_str(), form.title.as_str())).collect();
        let mut rows = Vec::new();
        for versions in &papers {
            let Some(newest) = versions.first() else { continue };
            rows.push((newest, store.paper_answers(&newest.body.paper)?));
        }
        let body = html! {
            (page::done(sent.as_deref()))
            @if visitor.may(Role::Clerk) {
                form.filters method="get" action=(WRITE) {
                    (page::filter("form", "写一份新的：哪种表单", "").pick(&named))
                    button { "写来文" }
                }
            }
            @if rows.is_empty() { p.empty { "还没有发过来文。" } } @else { (table(&rows)) }
        };
        Ok(page::inside(&visitor, HERE, "总部来文", &body))
    })
    .await
}

fn table(rows: &[(&Version, Vec<Revision>)]) -> Markup {
    html! {
        div.wide tabindex="0" role="region" aria-label="发过的来文" {
            table {
                thead { tr { th { "来文" } th { "表单" } th.num { "版本" } th { "发出时间" } th.num { "已答复" } th.num { "发给" } } }
                tbody { @for (one, answers) in rows { tr {
                    td { a href=(link(ONE, &[("paper", &one.body.paper)])) { (one.body.title) } }
                    td { (one.body.form_title) }
                    td.num { (one.body.version) }
                    td { (words::time(one.issued.at)) }
                    td.num { (answers.iter().filter(|answer| answered(answer, one.body.version).is_some()).count()) }
                    td.num { (one.issued.dealers) }
                } } }
            }
        }
    }
}

/// The step a dealer took with this version: its title, by whom, when.
fn answered(one: &Revision, version: i64) -> Option<(String, String, i64)> {
    let body: Value = serde_json::from_str(&one.body).unwrap_or_default();
    let paper = &body["paper"];
    let step = paper["step"].as_str().filter(|step| !step.is_empty() && paper["version"] == version)?;
    let by = paper["by"].as_str().unwrap_or_default();
    Some((step.to_owned(), by.to_owned(), paper["at"].as_i64().unwrap_or_default()))
}

pub async fn one(State(office): State<Arc<Office>>, visitor: Visitor, Asked(which): Asked<Which>) -> Answer {
    blocking(move || {
        let store = office.store.as_ref();
        let versions = paper::paper(store, &which.paper).map_err(unfit)?;
        let newest = versions.first().ok_or(Stop::NotFound)?;
        let holders = paper::holders(store, &versions)?;
        let answers = store.paper_answers(&newest.body.paper)?;
        office.store.note(&visitor.deed("record", "来文", &newest.body.title), office.now())?;
        let body = html! {
            dl.facts {
                dt { "表单" } dd { (newest.body.form_title) "（第 " (newest.body.form_version) " 版）" }
                dt { "来文号" } dd.code { (newest.body.paper) }
            }
            @if visitor.may(Role::Clerk) {
                p { a href=(link(WRITE, &[("paper", &newest.body.paper)])) { "更正这份来文" } }
            }
            h2 { "经销商的答复" }
            (said(&holders, &answers, newest.body.version))
            h2 { "内容" }
            @for (at, version) in versions.iter().enumerate() { (content(version, at == 0)) }
        };
        Ok(page::inside(&visitor, HERE, &newest.body.title, &body))
    })
    .await
}

/// PAPERPAGE-2.
fn said(holders: &[String], answers: &[Revision], version: i64) -> Markup {
    let of = |code: &String| answers.iter().find(|one| one.row.dealer == *code);
    html! {
        div.wide tabindex="0" role="region" aria-label="经销商的答复" {
            table {
                thead { tr { th { "经销商" } th { "答复" } th { "谁" } th { "什么时候" } th { "登记" } } }
                tbody { @for code in holders { tr {
                    td.code { (code) }
                    @match of(code).map(|one| (one, answered(one, version))) {
                        Some((one, Some((step, by, at)))) => {
                            td { (step) } td { (by) } td { (words::time(at)) } (entry(one))
                        }
                        Some((one, None)) => { td { span.chip.warn { "还没有答复这一版" } } td {} td {} (entry(one)) }
                        None => { td { span.chip.warn { "还没有答复" } } td {} td {} td {} }
                    }
                } } }
            }
        }
    }
}

fn entry(one: &Revision) -> Markup {
    let given = [("dealer", one.row.dealer.as_str()), ("id", &one.row.record_id)];
    html! { td { a href=(link("/console/record", &given)) { (one.row.no.as_deref().unwrap_or("查看")) } } }
}

fn content(version: &Version, open: bool) -> Markup {
    html! {
        details.revision open[open] {
            summary { "第 " (version.body.version) " 版 · " (words::time(version.issued.at)) " · " (version.issued.dealers) " 家" }
            @if !version.body.reason.is_empty() { p { "更正原因：" (version.body.reason) } }
            dl.facts.body { @for field in &version.body.fields { dt { (field.title) } dd { (field.text) } } }
        }
    }
}

pub async fn write(State(office): State<Arc<Office>>, visitor: Visitor, Asked(which): Asked<Which>) -> Answer {
    blocking(move || {
        let store = office.store.as_ref();
        let before = match which.paper.as_str() {
            "" => None,
            id => Some(paper::paper(store, id).map_err(unfit)?),
        };
        let key = before.as_ref().and_then(|all| all.first()).map_or(which.form.as_str(), |one| &one.body.form);
        let form = paper::form(store, key).map_err(unfit)?;
        let values = before.as_ref().and_then(|all| all.first()).map(|one| values_of(&one.body.values));
        let mut filled = HashMap::new();
        for field in typed::fields(&form, &Values::new(), office.now()) {
            let value = values.as_ref().and_then(|values| values.get(&field.key));
            filled.insert(typed::name(field), typed::shown(field, value));
        }
        let writing = Writing { form: &form, before: before.as_deref(), typed: filled, refused: Vec::new() };
        sheet(&office, &visitor, &writing)
    })
    .await
}

fn values_of(values: &serde_json::Map<String, Value>) -> Values {
    serde_json::from_value(Value::Object(values.clone())).unwrap_or_default()
}

/// The form with its fields, section by section.
fn sheet(office: &Office, visitor: &Visitor, writing: &Writing<'_>) -> Answer {
    let form = writing.form;
    let fields = typed::fields(form, &Values::new(), office.now());
    let told = |name: &str| writing.typed.get(name).map_or("", String::as_str);
    let refusal = |key: &str| {
        let of = |path: &str| path == key || path.strip_prefix(key).is_some_and(|rest| rest.starts_with('['));
        writing.refused.iter().find(|(path, _)| of(path)).map(|(_, said)| said.as_str())
    };
    let other = writing.refused.iter().filter(|(path, _)| {
        let own = ["dealer", "reason"].contains(&path.as_str());
        !own && !fields.iter().any(|field| path == &field.key || path.starts_with(&format!("{}[", field.key)))
    });
    let body = html! {
        @if !form.note.is_empty() { p.quiet { (form.note) } }
        @for (_, said) in other { p.refusal { (said) } }
        (page::form(visitor, WRITE, &html! {
            (posted::once()?)
            input type="hidden" name="form" value=(form.key);
            @if let Some(first) = writing.before.and_then(|all| all.first()) {
                input type="hidden" name="paper" value=(first.body.paper);
                input type="hidden" name="version" value=(first.body.version);
                (Field { name: "reason", label: "更正原因，经销商会看到", value: told("reason"), refusal: refusal("reason") }.line("text", "off"))
            } @else {
                (Field { name: "dealer", label: "经销商代码（可写几个；给所有经销商，写“全部”）", value: told("dealer"), refusal: refusal("dealer") }.line("text", "off"))
            }
            @for field in &fields {
                (control(field, told(&typed::name(field)), refusal(&field.key)))
            }
            button { @if writing.before.is_some() { "发出更正" } @else { "发出" } }
            p.quiet { "经销商下次联系时收到，成为一件登记，由经销商确认。发出后不能收回，写错了再发更正。" }
        }))
    };
    let what = if writing.before.is_some() { "更正" } else { "写" };
    Ok(page::inside(visitor, HERE, &format!("{what}：{}", form.title), &body))
}

fn control(field: &FormField, value: &str, refusal: Option<&str>) -> Markup {
    let name = typed::name(field);
    let must = if field.required { "（必填）" } else { "" };
    let help = match &field.kind {
        FieldKind::Table(table) => {
            let titles: Vec<&str> = typed::columns(table).map(|column| column.title.as_str()).collect();
            format!("：每行一条，各格用 | 或 Tab 分开，依次是 {}", titles.join(" | "))
        }
        FieldKind::Day { .. } => "：如 2026-11-21".to_owned(),
        FieldKind::Number { unit, .. } if !unit.is_empty() => format!("：{unit}"),
        FieldKind::Money { .. } => "：元".to_owned(),
        FieldKind::Ref(_) => "：写编号，经销商的电脑按编号连上".to_owned(),
        _ => String::new(),
    };
    let label = format!("{}{must}{help}", field.title);
    let shown = Field { name: &name, label: &label, value, refusal };
    let none = ("", "");
    match &field.kind {
        FieldKind::Choice(Codes::Own(codes)) => {
            let all: Vec<(&str, &str)> = codes.iter().map(|(code, title)| (code.as_str(), title.as_str())).collect();
            shown.pick(&[&[none][..], &all].concat())
        }
        FieldKind::Rating(levels) => {
            let all: Vec<(&str, &str)> = levels.iter().map(|level| (level.as_str(), level.as_str())).collect();
            shown.pick(&[&[none][..], &all].concat())
        }
        FieldKind::YesNo => shown.pick(&[none, ("是", "是"), ("否", "否")]),
        FieldKind::LongText { .. } | FieldKind::Table(_) => shown.lines(),
        _ => shown.line("text", "off"),
    }
}

pub async fn send(State(office): State<Arc<Office>>, sent: Posted<HashMap<String, String>>) -> Result<Response, Stop> {
    blocking(move || {
        let Posted { visitor, form: typed } = sent;
        let store = office.store.as_ref();
        let given = |name: &str| typed.get(name).map_or("", |text| text.trim());
        let form = paper::form(store, given("form")).map_err(unfit)?;
        let before = match given("paper") {
            "" => None,
            id => Some(paper::paper(store, id).map_err(unfit)?),
        };
        let mut writing = Writing { form: &form, before: before.as_deref(), typed: typed.clone(), refused: Vec::new() };
        let (body, to) = match ready(&office, &mut writing)? {
            Some(ready) => ready,
            None => return Ok(page::refused(sheet(&office, &visitor, &writing)?)),
        };
        // A paper has a new id each time it is written: what was typed names the form, so that two clicks send one.
        let content: Vec<String> = [&body.form, given("dealer"), &body.reason].map(str::to_owned).into();
        let values = Value::Object(body.values.clone()).to_string();
        let parts: Vec<&str> = content.iter().map(String::as_str).chain([values.as_str(), given("paper")]).collect();
        let once = posted::once_key(given("once"), &parts);
        let about = if before.is_some() { "更正" } else { recipients::about(given("dealer")) };
        let deed = Deed { once: once.as_deref(), ..visitor.deed("paper", about, &body.title) };
        match paper::send(store, &body, &to, office.now(), Some(&deed)) {
            Ok(()) | Err(Unfit::Store(crate::store::StoreError::Again)) => {}
            Err(why) => return Err(unfit(why)),
        }
        Ok(Redirect::to(&format!("{HERE}?sent={}", to.len())).into_response())
    })
    .await
}

/// The paper and to whom it goes; none where something is refused, which is then said (PAPERPAGE-1).
fn ready(office: &Office, writing: &mut Writing<'_>) -> Result<Option<(wire::paper::PaperBody, Vec<String>)>, Stop> {
    let store = office.store.as_ref();
    let given = |typed: &HashMap<String, String>, name: &str| typed.get(name).cloned().unwrap_or_default();
    let fields = typed::fields(writing.form, &Values::new(), office.now());
    let (values, mut refused) = typed::values(&fields, &writing.typed);
    let reason = given(&writing.typed, "reason");
    let to = match writing.before {
        Some(before) => {
            let newest = before.first().map_or(0, |one| one.body.version);
            if given(&writing.typed, "version") != newest.to_string() {
                refused.push(("reason".to_owned(), format!("刚才已有人更正到第 {newest} 版，请看过再决定。")));
            }
            if domain::text::clean(&reason).is_empty() {
                refused.push(("reason".to_owned(), "请写更正原因，经销商会看到。".to_owned()));
            }
            if reason.trim().chars().count() > MOST_REASON {
                refused.push(("reason".to_owned(), format!("最多 {MOST_REASON} 个字，请写短一些。")));
            }
            paper::holders(store, before)?
        }
        None => match recipients::named(office, &given(&writing.typed, "dealer"))? {
            Ok(to) => to,
            Err(why) => {
                refused.push(("dealer".to_owned(), why));
                Vec::new()
            }
        },
    };
    // What could not be read is not told as missing, too.
    if let Err(Unfit::Fields(more)) = paper::judged(writing.form, &values, office.now()) {
        refused.extend(
            more.into_iter().filter(|(path, _)| refused.iter().all(|(known, _)| known != path)).collect::<Vec<_>>(),
        );
    }
    if !refused.is_empty() {
        writing.refused = refused;
        return Ok(None);
    }
    let corrects = writing.before.map(|before| (before, reason.as_str()));
    let draft = Draft { form: writing.form, values: &values, corrects };
    Ok(Some((draft.body(office.now()).map_err(unfit)?, to)))
}
