//! Answers in words, for people at a terminal.

use crate::out::{complain, line};
use app::{CallError, CommandDoc};
use serde_json::{Value, json};

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

fn rows(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// Every command with its documentation.
pub fn commands(all: &[CommandDoc], as_json: bool) {
    if as_json {
        let list: Vec<Value> = all
            .iter()
            .map(|c| json!({"name": c.name, "doc": c.doc.trim(), "input": c.input, "output": c.output}))
            .collect();
        line!("{}", Value::Array(list));
        return;
    }
    for command in all {
        line!("{:20} {}  ({} → {})", command.name, command.doc.trim(), command.input, command.output);
    }
}

/// A day counted by working days.
pub fn workdays(found: &Value) {
    line!("{} {}", text(found, "day"), text(found, "calendar"));
}

/// What a file of forms holds, or what is wrong with it.
pub fn forms_checked(found: &Value) {
    forms_faults(found);
    for form in rows(&found["forms"]) {
        let count = |key: &str| form[key].as_u64().unwrap_or(0);
        line!(
            "{}（{} 第 {} 版）可以用：{} 个栏目，{} 个状态，{} 个步骤，{} 个期限",
            text(form, "title"),
            text(form, "key"),
            count("version"),
            count("fields"),
            count("states"),
            count("steps"),
            count("deadlines")
        );
    }
}

/// Forms drawn as text, or what is wrong with them.
pub fn forms_drawn(found: &Value) {
    forms_faults(found);
    let drawn = text(found, "text");
    if !drawn.is_empty() {
        line!("{}", drawn.trim_end());
    }
}

fn forms_faults(found: &Value) {
    let mut count = 0;
    for fault in rows(&found["faults"]) {
        count += 1;
        let place = text(fault, "place");
        line!("{}：{}", if place.is_empty() { "全文" } else { place }, text(fault, "sentence"));
    }
    if count > 0 {
        line!("共 {count} 处。改好再查一次");
    }
}

/// A month beside what head office holds of it.
pub fn reconciled(found: &Value) {
    line!("{}", text(found, "sentence"));
    for row in rows(&found["unlike"]) {
        line!("{}  {}", text(row, "no"), text(row, "title"));
    }
}

/// A command that was refused.
pub fn refused(error: &CallError, as_json: bool) {
    if as_json {
        line!("{}", json!({"ok": false, "error": error}));
    } else {
        complain(&error.message);
    }
}

/// What came out of an import.
pub fn import(outcome: &Value, as_json: bool) {
    if as_json {
        line!("{outcome}");
        return;
    }
    line!(
        "{} 行：导入 {}，已有 {}，拒绝 {}",
        outcome["rows"],
        outcome["imported"],
        outcome["unchanged"],
        outcome["refused"]
    );
    for (title, key) in [("提醒", "warnings"), ("拒绝", "errors")] {
        for note in rows(&outcome[key]) {
            line!(
                "{title} {} 第 {} 行 {}：{}",
                text(note, "sheet"),
                note["row"],
                text(note, "field"),
                text(note, "message")
            );
        }
    }
    if let Some(file) = outcome["error_file"].as_str() {
        line!("拒绝的行在：{file}（改好后再导入）");
    }
}

/// What was taken of head office's decisions.
pub fn decisions(outcome: &Value, as_json: bool) {
    if as_json {
        line!("{outcome}");
        return;
    }
    line!(
        "{} 行：收下 {}，已有 {}，总部未填 {}，拒绝 {}",
        outcome["rows"],
        outcome["taken"],
        outcome["unchanged"],
        outcome["open"],
        outcome["refused"]
    );
    for note in rows(&outcome["errors"]) {
        let sheet = match text(note, "sheet") {
            "" => String::new(),
            name => format!("工作表「{name}」"),
        };
        line!("拒绝 {sheet}第 {} 行 {}：{}", note["row"], text(note, "field"), text(note, "message"));
    }
}

/// Workbooks written.
pub fn files(files: &Value) {
    for file in rows(files) {
        line!("{} {} {} 行 {}", text(file, "principal"), text(file, "title"), file["rows"], text(file, "path"));
    }
}

/// The honest line of each maker.
pub fn sync(lines: &Value) {
    for line in rows(lines) {
        line!("{} {}", text(line, "principal_name"), text(line, "sentence"));
        if let Some(problem) = line["problem"].as_str() {
            line!("  {problem}");
        }
    }
}

/// What a run of sync came to.
pub fn synced(lines: &Value) {
    if lines.as_array().is_none_or(Vec::is_empty) {
        line!("还没有厂家，没有可报送的");
    }
    sync(lines);
}

/// A file for head office, or its answer.
pub fn by_file(done: &Value) {
    line!("{}", text(done, "sentence"));
    if let Some(path) = done["path"].as_str() {
        line!("{path}");
    }
}

/// Enrolled.
pub fn enrolled(maker: &Value) {
    line!("已在 {}（{}）登记：{}", text(maker, "name"), text(maker, "code"), text(maker, "head_office_url"));
}

/// A backup was made.
pub fn backup(file: &Value) {
    line!("已备份到 {}（{} 字节，已校验）", text(file, "path"), file["bytes"]);
}

/// An owner's PIN was set anew.
pub fn owner_reset(done: &Value) {
    line!("「{}」的 PIN 已重设，留在操作记录里；下次登录时会告诉每位老板", text(done, "operator"));
}

/// What the program finds about itself.
pub fn doctor(found: &Value) {
    line!(
        "数据库完整性：{}；结构版本 {}；{} 字节；备份 {} 份",
        text(found, "integrity"),
        found["schema_version"],
        found["database_bytes"],
        found["backups"]
    );
    for count in rows(&found["counts"]) {
        line!("  {:22} {}", text(count, "table"), count["rows"]);
    }
    sync(&found["sync"]);
    for problem in rows(&found["problems"]) {
        line!("注意：{}", problem.as_str().unwrap_or_default());
    }
}
