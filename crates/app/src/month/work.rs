//! 技术员工作日报表 (W13) with the director's, and 维修质量信息反馈单 (W24): the work completed in a month.
//!
//! - WORKSHEET-1 A repair is work of the day it was completed on; hours on the road are from leaving to arriving on one day, else nobody knows them.
//! - WORKSHEET-2 What a user paid is what his receipt says.
//! - WORKSHEET-3 A model's failures are its completed repairs; its main fault and cause are the ones noted most, the first of equals by name.

use super::made::{Cells, Made, code, day, text};
use super::repairs::parts;
use super::sheet::{Asked, Facts};
use super::source::{fitting, share};
use crate::error::{Answer, AppError};
use domain::hours::TimeOfDay;
use domain::repair::Payer;
use report::write::{Summary, SummaryData, Value};
use std::collections::BTreeMap;
use store::WorkOfMonth;

/// Milliseconds of a thousandth of an hour.
const MS_OF_MILLI_HOUR: i64 = 3600;
/// Numbers of repairs named as examples of a model.
const EXAMPLES: usize = 3;

fn service(payer: Payer) -> &'static str {
    match payer {
        Payer::Paid => "有费",
        Payer::Contract => "合同",
        Payer::Warranty => "免费",
        Payer::Internal => "内部",
    }
}

/// Thousandths of an hour on the road (WORKSHEET-1).
fn on_road(row: &WorkOfMonth<'_>) -> Option<i64> {
    if row.arrived_on != Some(row.reported_on) && row.arrived_on != Some(row.completed_on) {
        return None;
    }
    let instant = |text: &str| TimeOfDay::try_from(text.to_owned()).ok().map(|time| time.on(row.completed_on));
    let ms = instant(row.arrived_time)? - instant(row.depart_time)?;
    Some(ms / MS_OF_MILLI_HOUR).filter(|milli| *milli >= 0)
}

#[derive(Default)]
struct Person {
    jobs: [i64; 3],
    milli_hours: i128,
    fen: i128,
}

fn line(row: &WorkOfMonth<'_>) -> Cells {
    let work = [row.fault, row.work].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("；");
    vec![
        day(Some(row.completed_on)),
        text(row.technician),
        code(row.no),
        text(service(row.payer)),
        text(work),
        on_road(row).map_or(Value::Empty, Value::Milli),
        row.labour_milli_hours.map_or(Value::Empty, Value::Milli),
        text(row.parts.map(parts).unwrap_or_default()),
        row.charged_fen.map_or(Value::Empty, Value::Fen),
        text(if row.user_signed { "有" } else { "无" }),
        text(row.note),
    ]
}

/// Goes through the work of the month.
fn each(asked: &Asked<'_>, mut take: impl FnMut(&WorkOfMonth<'_>)) -> Answer<()> {
    asked.reader.work_of_month(asked.principal.id, asked.month, |rows| -> Result<(), AppError> {
        while let Some(row) = rows.next_row()? {
            take(&row);
        }
        Ok(())
    })
}

/// W13.
pub(super) fn days(asked: &Asked<'_>) -> Answer<Made> {
    let (mut rows, mut people) = (Vec::new(), BTreeMap::<String, Person>::new());
    each(asked, |row| {
        let person = people.entry(row.technician.to_owned()).or_default();
        let kind = match row.payer {
            Payer::Warranty | Payer::Contract => 0,
            Payer::Paid => 1,
            Payer::Internal => 2,
        };
        person.jobs[kind] += 1;
        person.milli_hours += i128::from(row.labour_milli_hours.unwrap_or(0));
        person.fen += i128::from(row.charged_fen.unwrap_or(0));
        rows.push(line(row));
    })?;
    let of_person = |(name, person): (&String, &Person)| {
        let name = if name.is_empty() { "未填" } else { name };
        let [free, paid, internal] = person.jobs.map(Value::Int);
        vec![
            text(name),
            free,
            paid,
            internal,
            Value::Milli(fitting(person.milli_hours)),
            Value::Fen(fitting(person.fen)),
        ]
    };
    let table = SummaryData::Table(people.iter().map(of_person).collect());
    let summaries = vec![Summary { key: "by_technician", data: table }];
    Ok(Made { rows, facts: Facts { summaries, notes: Vec::new() } })
}

#[derive(Default)]
struct OfModel {
    failures: i64,
    faults: BTreeMap<String, i64>,
    causes: BTreeMap<String, i64>,
    examples: Vec<String>,
}

/// The name counted most; of equals the first (WORKSHEET-3).
fn most(names: &BTreeMap<String, i64>) -> Value<'static> {
    let found = names.iter().filter(|(name, _)| !name.is_empty());
    let top = found.fold(None::<(&String, i64)>, |top, (name, n)| match top {
        Some((_, best)) if best >= *n => top,
        _ => Some((name, *n)),
    });
    top.map_or(Value::Empty, |(name, n)| text(if n > 1 { format!("{name}（{n} 次）") } else { name.clone() }))
}

/// W24.
pub(super) fn quality(asked: &Asked<'_>) -> Answer<Made> {
    let mut models = BTreeMap::<String, OfModel>::new();
    each(asked, |row| {
        let model = models.entry(row.model.to_owned()).or_default();
        model.failures += 1;
        let fault = if row.fault_place.is_empty() { row.fault } else { row.fault_place };
        *model.faults.entry(fault.to_owned()).or_default() += 1;
        *model.causes.entry(row.cause.to_owned()).or_default() += 1;
        if model.examples.len() < EXAMPLES {
            model.examples.push(row.no.to_owned());
        }
    })?;
    let all: i64 = models.values().map(|model| model.failures).sum();
    let of_model = |(code_, model): (&String, &OfModel)| {
        vec![
            code(code_.clone()),
            Value::Int(model.failures),
            share(model.failures, all),
            most(&model.faults),
            most(&model.causes),
            Value::Empty,
            code(model.examples.join("、")),
        ]
    };
    Ok(Made { rows: models.iter().map(of_model).collect(), facts: Facts::default() })
}
