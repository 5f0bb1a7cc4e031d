//! 客户商品进出登记簿 (W12).
//!
//! - CUSTODYSHEET-1 A machine stands in the month it came in and in the month it left; what merely stays is counted, not listed.
//! - CUSTODYSHEET-2 A machine counts as late when it left after the day promised, or is here after it.
//! - CUSTODYSHEET-3 A row says what its page says of repair, technician and inspection; the remarks count masked rows, and machines that name no maker.

use super::made::{Cells, Made, agreed, code, day, reached, text};
use super::sheet::{Asked, Facts};
use crate::clock::Now;
use crate::custody::repair_of;
use crate::custody_view::row_of;
use crate::error::Answer;
use domain::Day;
use domain::custody::Custody;
use report::write::{Summary, SummaryData, Value};

fn shared(asked: &Asked<'_>, custody: &Custody) -> Answer<bool> {
    let repair = repair_of(asked.reader, custody)?.map(|repair| repair.id);
    agreed(asked, repair, custody.unit, Day::at(custody.in_at))
}

fn row(asked: &Asked<'_>, custody: &Custody) -> Answer<Cells> {
    let came = Day::at(custody.in_at);
    let shared = shared(asked, custody)?;
    let (phone, _) = reached(asked, &custody.phone, "", shared);
    let page = row_of(asked.reader, Now { at: asked.at, today: asked.today, suspect: false, doubt: None }, custody)?;
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
        code(page.repair_no.unwrap_or_default()),
        text(page.technician),
        text(page.inspected_by),
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
    let listed = || all.iter().filter(|one| came(one) || left(one).is_some_and(within));
    let rows = listed().map(|one| row(asked, one)).collect::<Answer<_>>()?;
    let mut masked = 0;
    for one in listed() {
        masked += u64::from(!shared(asked, one)?);
    }
    let summaries = vec![Summary { key: "counts", data: SummaryData::Facts(counts) }];
    let mut facts = Facts { summaries, notes: Vec::new() };
    facts.masked(asked, masked);
    let unowned = asked.reader.custodies_without_maker(asked.month)?;
    if unowned > 0 {
        facts.notes.push(format!("另有 {unowned} 台没有写厂家，不在任何厂家的登记簿里，请补上厂家"));
    }
    Ok(Made { rows, facts })
}
