//! What a clerk types into a paper's form, as values; and values as they are typed.
//!
//! - PAPEROUT-4 A number or an amount is typed as it is written on paper, `88.5` or `1200`; a table one line a row, its columns with a tab or `|` between, as a spreadsheet copies them.

use std::collections::HashMap;

use domain::form::{Codes, Field, FieldKind, FieldValue, Form, Rows, Values};

/// Fields a clerk here writes: shown in the first state, computed by nobody, not the dealer's own.
pub fn fields<'a>(form: &'a Form, values: &Values, now: i64) -> Vec<&'a Field> {
    let given = domain::form::Given { state: form.first_state().to_owned(), ..domain::form::Given::at(now) };
    let hidden = form.fill(values, &given).hidden;
    let stamped = |field: &Field| form.steps.iter().any(|step| step.stamp.as_deref() == Some(field.key.as_str()));
    form.fields()
        .filter(|field| field.computed.is_none() && !field.is_the_desks() && !hidden.contains(&field.key))
        .filter(|field| !stamped(field))
        .collect()
}

/// Columns of a table that are typed.
pub fn columns(rows: &Rows) -> impl Iterator<Item = &Field> {
    rows.fields.iter().filter(|field| field.computed.is_none() && !field.is_the_desks())
}

/// Values of what was typed, and what cannot be read: field and sentence.
pub fn values(fields: &[&Field], typed: &HashMap<String, String>) -> (Values, Vec<(String, String)>) {
    let (mut values, mut refused) = (Values::new(), Vec::new());
    for field in fields {
        let text = typed.get(&name(field)).map_or("", |text| text.trim());
        if text.is_empty() {
            continue;
        }
        match value(field, text) {
            Ok(value) => drop(values.insert(field.key.clone(), value)),
            Err(why) => refused.push((field.key.clone(), format!("{}：{why}", field.title))),
        }
    }
    (values, refused)
}

/// What a field is called in the page's form; nothing a person types can be another field.
pub fn name(field: &Field) -> String {
    format!("v_{}", field.key)
}

fn value(field: &Field, text: &str) -> Result<FieldValue, String> {
    Ok(match &field.kind {
        FieldKind::Number { .. } => FieldValue::Number(scaled(text, 3)?),
        FieldKind::Money { .. } => FieldValue::Number(scaled(text, 2)?),
        FieldKind::Rating(levels) => match levels.iter().position(|level| level == text) {
            Some(at) => FieldValue::Number(i64::try_from(at + 1).unwrap_or(i64::MAX)),
            None => FieldValue::Number(scaled(text, 0)?),
        },
        FieldKind::YesNo => match text {
            "是" | "true" | "1" => FieldValue::Truth(true),
            "否" | "false" | "0" => FieldValue::Truth(false),
            other => return Err(format!("「{other}」不是“是”或“否”")),
        },
        FieldKind::Choice(Codes::Own(codes)) => {
            let code = codes.iter().find(|(code, title)| code == text || title == text);
            FieldValue::Text(code.map_or_else(|| text.to_owned(), |(code, _)| code.clone()))
        }
        FieldKind::Instant { .. } => return Err("时刻由经销商的电脑记".to_owned()),
        FieldKind::Table(table) => {
            let lines = text.lines().filter(|line| !line.trim().is_empty()).enumerate();
            FieldValue::Rows(lines.map(|(at, line)| row(table, line, at + 1)).collect::<Result<_, _>>()?)
        }
        _ => FieldValue::Text(text.to_owned()),
    })
}

fn row(table: &Rows, line: &str, at: usize) -> Result<Values, String> {
    let between = if line.contains('\t') { '\t' } else { '|' };
    let cells: Vec<&str> = line.split(between).map(str::trim).collect();
    if cells.len() > columns(table).count() {
        return Err(format!("第 {at} 行有 {} 格，最多 {} 格", cells.len(), columns(table).count()));
    }
    let mut row = Values::new();
    for (column, text) in columns(table).zip(cells).filter(|(_, text)| !text.is_empty()) {
        let value = value(column, text).map_err(|why| format!("第 {at} 行「{}」{why}", column.title))?;
        row.insert(column.key.clone(), value);
    }
    Ok(row)
}

/// A decimal as an integer of so many places.
fn scaled(text: &str, places: usize) -> Result<i64, String> {
    let bad = || format!("「{text}」不是数，最多 {places} 位小数");
    let plain: String = text.chars().filter(|c| !matches!(c, ',' | '，')).collect();
    let (sign, digits) = plain.strip_prefix('-').map_or((1, plain.as_str()), |rest| (-1, rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || part.len() > places || !all_digits(whole) || !all_digits(part) {
        return Err(bad());
    }
    let padded = format!("{whole}{part:0<places$}");
    padded.parse::<i64>().map(|n| sign * n).map_err(|_| bad())
}

/// A value as it is typed.
pub fn shown(field: &Field, value: Option<&FieldValue>) -> String {
    match (&field.kind, value) {
        (FieldKind::Table(table), Some(FieldValue::Rows(rows))) => {
            let line = |row: &Values| {
                let cells: Vec<String> = columns(table).map(|column| shown(column, row.get(&column.key))).collect();
                cells.join(" | ")
            };
            rows.iter().map(line).collect::<Vec<_>>().join("\n")
        }
        (FieldKind::Number { .. }, Some(FieldValue::Number(n))) => domain::formula::thousandths(*n),
        (FieldKind::Money { .. }, Some(FieldValue::Number(n))) => domain::Fen(*n).to_string(),
        (_, Some(FieldValue::Text(text))) => text.clone(),
        (_, Some(FieldValue::Truth(truth))) => if *truth { "是" } else { "否" }.to_owned(),
        (_, Some(FieldValue::Number(n))) => n.to_string(),
        _ => String::new(),
    }
}
