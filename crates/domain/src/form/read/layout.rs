//! Register, paper, workbook, and what travels.

use super::object::{Faults, Object, text_at};
use super::{MOST_HELP, MOST_ITEMS, MOST_TITLE};
use crate::form::definition::Form;
use crate::form::json::Json;
use crate::form::layout::{ListLayout, Paper, PrintLayout, SheetLayout, Travels};

/// Width of a column of the workbook in characters, where nothing is said.
const USUAL_WIDTH: i64 = 14;

pub(super) fn list(top: &Object<'_>) -> ListLayout {
    let Some(object) = top.object("list") else { return ListLayout::default() };
    let list = ListLayout {
        columns: object.texts("columns", 20),
        filters: object.texts("filters", 20),
        totals: object.texts("totals", 20),
    };
    object.done();
    list
}

pub(super) fn print(top: &Object<'_>) -> Option<PrintLayout> {
    let object = top.object("print")?;
    let print = PrintLayout {
        paper: object.word("paper", Paper::WORDS).unwrap_or(Paper::A4),
        copies: object.texts("copies", 6),
        heading: object.text("heading", MOST_TITLE).unwrap_or_default(),
        foot: object.text("foot", MOST_HELP).unwrap_or_default(),
        signs: object.texts("signs", 8),
    };
    object.done();
    Some(print)
}

pub(super) fn sheet(top: &Object<'_>) -> SheetLayout {
    let Some(object) = top.object("sheet") else { return SheetLayout::default() };
    let title = object.text("title", 31).unwrap_or_default();
    if title.contains(['[', ']', ':', '*', '?', '/', '\\', '\'']) {
        object.fault("title", "bad_text", "工作表的名字不能有 [ ] : * ? / \\ '");
    }
    // Spreadsheets keep this one for themselves and say the file is damaged.
    if title.eq_ignore_ascii_case("history") {
        object.fault("title", "bad_text", "工作表不能叫 History，请换一个名字");
    }
    let columns = object.list("columns", MOST_ITEMS);
    let columns = columns.into_iter().filter_map(|(place, json)| column(place, json, object.faults)).collect();
    object.done();
    SheetLayout { title, columns }
}

/// `["received_on", 12]`
fn column(place: String, json: &Json, faults: &Faults) -> Option<(String, i64)> {
    let Json::List(pair) = json else {
        faults.add(place, "wrong_type", format!("这里要 [\"栏目\", 宽度]，写的是{}", json.zh()));
        return None;
    };
    let [field, Json::Number(width)] = pair.as_slice() else {
        faults.add(place, "wrong_type", "这里要两项：[\"栏目\", 宽度]");
        return None;
    };
    let width = width.parse().ok().filter(|n| (2..=120).contains(n));
    if width.is_none() {
        faults.add(format!("{place}[1]"), "out_of_range", "列宽要 2 至 120 的整数");
    }
    text_at(faults, format!("{place}[0]"), field).map(|field| (field, width.unwrap_or(USUAL_WIDTH)))
}

pub(super) fn travels(top: &Object<'_>) -> Option<Travels> {
    let object = top.object("travels")?;
    if object.word("to", &[("principal", ())]).is_none() && object.get("to").is_none() {
        object.fault("to", "missing", "缺少「to」，可以写：principal");
    }
    let after = object.text("after", MOST_TITLE).filter(|after| after != "saved");
    let after = after.map(|after| after.strip_prefix("state:").map(str::to_owned).unwrap_or(after));
    let fields = object.texts("fields", MOST_ITEMS * 4);
    let fields = (!fields.iter().any(|field| field == "*")).then_some(fields);
    if fields.as_ref().is_some_and(Vec::is_empty) {
        object.fault("fields", "missing", "要写报送哪些栏目，全部写 [\"*\"]");
    }
    object.done();
    Some(Travels { after, fields })
}

/// What a definition may leave out: the short name, the register's columns, the workbook.
pub(super) fn complete(form: &mut Form) {
    if form.short.is_empty() {
        form.short.clone_from(&form.title);
    }
    if form.list.columns.is_empty() {
        let says = form.says.iter().filter(|key| **key != form.day);
        form.list.columns = std::iter::once(&form.day).chain(says).cloned().collect();
        form.list.columns.push("state".to_owned());
    }
    if form.sheet.title.is_empty() {
        form.sheet.title = form.short.chars().filter(|c| !"[]:*?/\\'".contains(*c)).take(31).collect();
    }
    if form.sheet.columns.is_empty() {
        form.sheet.columns = form.list.columns.iter().map(|field| (field.clone(), USUAL_WIDTH)).collect();
    }
}
