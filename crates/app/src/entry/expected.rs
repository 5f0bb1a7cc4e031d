//! Papers that are expected of every month (`expected` of a form): reminded of until they are here or somebody wrote why not.
//!
//! - EXPECTED-1 Of each maker whose pack has the rule, an entry of the form is expected of each month that is over since the desk is in use; from the rule's first alert on, at the latest from its due day on, the month stands on 今日 until an entry with a day in it stands.
//! - EXPECTED-2 An entry of that month, of that maker, in the form that excuses it answers for it as well; when that is cancelled, the paper is expected again.
//! - EXPECTED-3 Months that have been over for longer than `MONTHS_BACK` are not asked for any more.
//!
//! Absent: due days of papers that are here (`law`): they follow from the entry.

use super::shelf::in_force_by;
use super::values_of;
use crate::clock::Now;
use crate::error::Answer;
use crate::law::{Judge, due_of_month};
use crate::policies::Policies;
use crate::view::{Doubt, DueLevel, TodayItem, TodayKind};
use domain::deadline::Due;
use domain::form::{Expected, FieldValue, Form, PAPER};
use domain::principal::Principal;
use domain::{Month, PrincipalId};
use store::{EntryFilter, Reader};

/// Months back that are asked for (EXPECTED-3).
const MONTHS_BACK: usize = 3;

/// Entries of one form in one month that are looked at.
const MOST: i64 = 500;

/// What has not come, on 今日.
pub(crate) fn papers_expected(reader: &Reader<'_>, policies: &Policies, now: Now) -> Answer<Vec<TodayItem>> {
    let makers = reader.principals()?;
    let judge = Judge::new(policies, &makers, now.today);
    let mut items = Vec::new();
    for maker in &makers {
        for held in in_force_by(policies, Some(maker), now.today)? {
            let Some(expected) = &held.form.expected else { continue };
            for month in months(Month::of(now.today)) {
                let due = due_of_month(&judge, maker.id, month, &expected.rule).filter(|due| pressing(due, now));
                if let Some(due) = due
                    && !is_answered(reader, (&held.form, expected), maker.id, month)?
                {
                    items.push(item(&held.form, expected, maker, (month, &due), now));
                }
            }
        }
    }
    Ok(items)
}

fn months(this: Month) -> impl Iterator<Item = Month> {
    std::iter::successors(Some(this.previous()), |month| Some(month.previous())).take(MONTHS_BACK)
}

/// EXPECTED-1.
fn pressing(due: &Due, now: Now) -> bool {
    let widest = due.alert_days.iter().copied().max().unwrap_or(0);
    due.due_on.plus_days(widest.saturating_neg()) <= now.today
}

/// Whether the paper is here, or somebody wrote why not (EXPECTED-2).
fn is_answered(
    reader: &Reader<'_>,
    (form, expected): (&Form, &Expected),
    maker: PrincipalId,
    month: Month,
) -> Answer<bool> {
    let of = |form: &str| {
        let days = Some((month.first(), month.last()));
        let filter = EntryFilter { form, term: "", days, values: &[], voided: false, limit: MOST, offset: 0 };
        let found = reader.entries(&filter)?.0;
        Ok::<_, store::StoreError>(found.into_iter().filter(move |entry| entry.principal == Some(maker)))
    };
    if of(&form.key)?.next().is_some() {
        return Ok(true);
    }
    let Some(excused) = &expected.excused_by else { return Ok(false) };
    let named = FieldValue::from(form.key.as_str());
    Ok(of(excused)?.any(|entry| values_of(&entry).get(PAPER) == Some(&named)))
}

fn item(form: &Form, expected: &Expected, maker: &Principal, (month, due): (Month, &Due), now: Now) -> TodayItem {
    let left = now.today.days_until(due.due_on);
    let when = match left {
        late if late < 0 => format!("该来的日子过了 {} 天，还没有来", -late),
        0 => "今天该来，还没有来".to_owned(),
        days => format!("还有 {days} 天该来"),
    };
    let excuse = if expected.excused_by.is_some() { "；不来的，在说明里写原因" } else { "" };
    TodayItem {
        late_ms: None,
        kind: TodayKind::Expected,
        id: form.key.clone(),
        no: String::new(),
        title: format!("{month} {}", form.title),
        principal: maker.code.clone(),
        reason: format!("{when}：{}。来了就登记{excuse}", due.consequence),
        due_on: Some(due.due_on),
        days_left: Some(left),
        level: if left < 0 { DueLevel::Late } else { DueLevel::Soon },
        doubt: Doubt::of_due(due),
        at_risk_fen: due.at_risk_fen,
    }
}
