//! 客户商品进出登记簿 (W12).
//!
//! - CUSTODYSHEET-1 A machine stands in the month it came in and in the month it left; what merely stays is counted, not listed.
//! - CUSTODYSHEET-2 A machine counts as late when it left after the day promised, or is here after it.

use super::made::{Cells, Made, agreed, code, day, reached, text};
use super::sheet::{Asked, Facts};
use crate::error::Answer;
use domain::Day;
use domain::custody::Custody;
use report::write::{Summary, SummaryData, Value};

fn row(asked: &Asked<'_>, custody: &Custody) -> Answer<Cells> {
    let came = Day::at(custody.in_at);
    let shared = agreed(asked, custody.repair, custody.unit, came)?;
    let (phone, _) = reached(asked, &custody.phone, "", shared);
    let repair = custody.repair.map(|id| asked.reader.repair(id)).transpose()?.flatten();
    let card = custody.repair.map(|id| asked.reader.job_card(id)).transpose()?.flatten();
    let inspector = card.and_then(|card| card.inspections.last().map(|look| look.by.clone()));
    let gone = custody.hand_over();
    let back = gone.map(|gone| if gone.receipt_back { "已收回" } else { gone.receipt_lost.as_str() });
    let outside = [custody.outside.as_str(), custody.accessories.as_str()];
    let left = gone.filter(|gone| gone.unrepaired).map(|gone| format!("没修取走：{}", gone.words));
    let notes = [left.unwrap_or_default(), custody.note.clone()];
    let joined = |parts: &[&str]| {
        let said: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
        text(said.join("；"))
    };
    Ok(vec![
        day(Some(came)),
        code(custody.no.clone()),
        text(custody.bearer.clone()),
        phone,
        code(custody.model.clone()),
        code(custody.serial.clone()),
        joined(&outside),
        text(custody.fault.clone()),
        day(custody.promised_on()),
        code(repair.as_ref().map(|repair| repair.no.clone()).unwrap_or_default()),
        text(repair.map(|repair| repair.technician).unwrap_or_default()),
        text(inspector.unwrap_or_default()),
        day(gone.map(|gone| Day::at(gone.at))),
        text(gone.map(|gone| gone.to.clone()).unwrap_or_default()),
        text(back.unwrap_or_default()),
        joined(&notes.each_ref().map(String::as_str)),
    ])
}

/// W12.
pub(super) fn register(asked: &Asked<'_>) -> Answer<Made> {
    let all = asked.reader.custodies_of_month(asked.principal.id, asked.month)?;
    let within = |on: Day| asked.month.first() <= on && on <= asked.month.last();
    let came = |one: &Custody| within(Day::at(one.in_at));
    let left = |one: &Custody| one.hand_over().map(|gone| Day::at(gone.at));
    let end = asked.month.last().min(asked.today);
    let late = |one: &Custody| one.promised_on().is_some_and(|on| on < left(one).unwrap_or(asked.today).min(end));
    let count = |wanted: &dyn Fn(&Custody) -> bool| Value::Int(all.iter().filter(|one| wanted(one)).count() as i64);
    let counts = vec![
        ("taken_in", count(&came)),
        ("handed_over", count(&|one| left(one).is_some_and(within))),
        (
            "unrepaired",
            count(&|one| left(one).is_some_and(within) && one.hand_over().is_some_and(|gone| gone.unrepaired)),
        ),
        ("here", count(&|one| left(one).is_none_or(|on| on > asked.month.last()))),
        ("late", count(&late)),
    ];
    let listed = all.iter().filter(|one| came(one) || left(one).is_some_and(within));
    let rows = listed.map(|one| row(asked, one)).collect::<Answer<_>>()?;
    let summaries = vec![Summary { key: "counts", data: SummaryData::Facts(counts) }];
    Ok(Made { rows, facts: Facts { summaries, notes: Vec::new() } })
}
