//! Rows of models and of the price list: the code names the record, the file's values replace the known ones.
//!
//! - IMPORT-18 A model or part that reads as it is known is unchanged; an empty cell erases nothing; a code twice in one file with different values is refused the second time.

use super::row::Row;
use super::run::{Fate, Run};
use crate::error::Answer;
use domain::Fen;
use domain::model::Model;
use domain::part::{Part, PartKind};
use domain::text::{clean, serial_key};

pub(super) fn put_model(run: &mut Run<'_>, row: &mut Row<'_>) -> Answer<Fate> {
    let code = row.serial("code").text;
    let (product, class) = (row.text("product"), row.text("class"));
    let power = power(row);
    let price = row.fen("guide_price_fen");
    let maker = if row.refused.is_empty() { run.maker(row)? } else { None };
    let (Some(maker), true) = (maker, row.refused.is_empty()) else { return Ok(Fate::Refused) };
    Model::check(&code, &product)?;
    let known = run.writing.tx.model_by_key(maker.id, &serial_key(&code))?;
    let old = known.clone().unwrap_or_else(|| Model {
        id: run.writing.app.id(),
        principal: maker.id,
        code: clean(&code),
        product: String::new(),
        class: String::new(),
        power_milli_kw: None,
        guide_price_fen: None,
        fuel: None,
        cylinders: None,
        strokes: None,
    });
    let model = Model {
        product: filled(&product, &old.product),
        class: filled(&class, &old.class),
        power_milli_kw: power.or(old.power_milli_kw),
        guide_price_fen: price.map(Fen).or(old.guide_price_fen),
        ..old
    };
    settle(run, row, &format!("{}/{}", maker.code, serial_key(&code)), known.as_ref() == Some(&model), |run| {
        Ok(run.writing.tx.put_model(&model)?)
    })
}

/// kW; a zero stands for a machine without an engine.
fn power(row: &mut Row<'_>) -> Option<i64> {
    use report::read::Cell;
    let cell = row.cell("power_milli_kw");
    let bare = match cell {
        Cell::Text(text) => {
            let plain = text.trim().to_lowercase();
            let number = ["kw", "千瓦"].iter().find_map(|unit| plain.strip_suffix(unit)).unwrap_or(&plain);
            Cell::Text(number.trim().to_owned())
        }
        other => other.clone(),
    };
    match report::value::quantity_milli(&bare) {
        Ok(milli) => Some(milli).filter(|milli| *milli > 0),
        Err(problem) => {
            row.refused.extend(super::problem::unfit("power_milli_kw", "功率（kW）", &problem));
            None
        }
    }
}

pub(super) fn put_part(run: &mut Run<'_>, row: &mut Row<'_>) -> Answer<Fate> {
    let code = row.serial("code");
    if code.was_number {
        row.warn(
            "code",
            "code_zero_stripped",
            format!("零件编码是数字格式的单元格（读到 {}），开头若有零已被表格去掉，请核对", code.text),
        );
    }
    let [name, spec, unit] = ["name", "spec", "unit"].map(|key| row.text(key));
    let [price, market] = ["price_fen", "market_price_fen"].map(|key| row.fen(key).map(Fen));
    let (kind, returns) = (
        kind(row),
        row.yes("return_required", &["是", "应返", "返", "y", "√", "1"], &["否", "不返", "n", "×", "0"], None),
    );
    if !row.refused.is_empty() {
        return Ok(Fate::Refused);
    }
    Part::check(&code.text, &name)?;
    let known = run.writing.tx.part_by_key(&serial_key(&code.text))?;
    let old = known.clone().unwrap_or_else(|| Part {
        id: run.writing.app.id(),
        code: clean(&code.text),
        name: String::new(),
        spec: String::new(),
        unit: String::new(),
        price_fen: None,
        market_price_fen: None,
        kind: None,
        return_required: None,
    });
    let part = Part {
        name: filled(&name, &old.name),
        spec: filled(&spec, &old.spec),
        unit: filled(&unit, &old.unit),
        price_fen: price.or(old.price_fen),
        market_price_fen: market.or(old.market_price_fen),
        kind: kind.or(old.kind),
        return_required: returns.or(old.return_required),
        ..old
    };
    settle(run, row, &serial_key(&code.text), known.as_ref() == Some(&part), |run| {
        Ok(run.writing.tx.put_part(&part)?)
    })
}

fn kind(row: &mut Row<'_>) -> Option<PartKind> {
    match row.yes("kind", &["三包件", "三包", "主要部件"], &["易损件", "易损"], None) {
        Some(true) => Some(PartKind::Warranty),
        Some(false) => Some(PartKind::Wear),
        None => None,
    }
}

fn filled(given: &str, old: &str) -> String {
    match clean(given) {
        text if text.is_empty() => old.to_owned(),
        text => text,
    }
}

/// Puts what differs; a code met before in this file may only repeat itself (IMPORT-18).
fn settle(
    run: &mut Run<'_>,
    row: &mut Row<'_>,
    key: &str,
    same: bool,
    put: impl FnOnce(&Run<'_>) -> Answer<()>,
) -> Answer<Fate> {
    let first = run.seen.get(key).copied();
    if same {
        run.seen.entry(key.to_owned()).or_insert(run.outcome.rows + 1);
        row.warnings.clear();
        return Ok(Fate::Unchanged);
    }
    if let Some(first) = first {
        row.refuse(
            "code",
            "code_repeated",
            format!("同一编码在这个文件的第 {first} 条记录里已有，内容不同；请只留一行"),
        );
        return Ok(Fate::Refused);
    }
    put(run)?;
    run.seen.insert(key.to_owned(), run.outcome.rows + 1);
    Ok(Fate::Imported)
}
