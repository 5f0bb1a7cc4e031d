//! 维修月报表 (W01).
//!
//! - REPAIRSHEET-1 A repair is in the month it was completed in, with its costs; open at a month's end it is listed as 在修 without costs, so that no fen is counted in two months (E10); where the maker goes by another day, it is in the month of that day alone, as it stands.
//! - REPAIRSHEET-2 A row says △更正 when it changed after head office had it: an earlier revision left the desk, or the paper of its month did. What changed before that is no correction.

use super::repair_tally::{Compared, Tally};
use super::sheet::{Asked, Facts};
use super::source::{Contact, Printer, code, corrected, coverage, day, remarks, there, thousandths, words};
use crate::error::Answer;
use domain::old_part::OldPartState;
use domain::repair::UsageUnit;
use domain::{Day, Fen};
use report::write::{Row, Value};
use store::{InMonth, RepairOfMonth, Repairs};

pub(super) struct Print<'a> {
    asked: &'a Asked<'a>,
    until: Day,
    tally: Tally,
}

impl<'a> Print<'a> {
    pub(super) fn new(asked: &'a Asked<'a>, within: &InMonth) -> Self {
        Self { asked, until: within.until, tally: Tally::new(asked, within) }
    }
}

impl Printer<Repairs> for Print<'_> {
    fn facts(&self) -> Answer<Facts> {
        let last = Compared::of(self.asked, self.asked.month.previous())?;
        let mut facts = Facts { summaries: self.tally.summaries(&last), notes: Vec::new() };
        if self.tally.this.open > 0 {
            facts.notes.push(format!("在修 {} 条，不计费用", self.tally.this.open));
        }
        if self.tally.uncounted() > 0 {
            facts.notes.push(format!("{} 条没有修理期限，不计入超时台数", self.tally.uncounted()));
        }
        facts.masked(self.asked, self.tally.unshared);
        Ok(facts)
    }

    fn print(&mut self, row: &RepairOfMonth<'_>, into: &mut Row) {
        self.tally.add(row);
        let open = row.completed_on.is_none_or(|day| day > self.until);
        code(into, row.no);
        day(into, Some(row.reported_on));
        into.text(row.channel.zh());
        words(into, row.customer);
        let contact = Contact {
            phone: row.phone,
            county: row.county,
            town: row.town,
            village: row.village,
            shared: row.share_consent,
        };
        contact.print(self.asked, into);
        machine(row, into);
        fault(row, into);
        words(into, &row.parts.map(parts).unwrap_or_default());
        words(into, row.technician);
        day(into, Some(row.received_on));
        day(into, row.completed_on.filter(|_| !open));
        into.push(
            &row.completed_on
                .filter(|_| !open)
                .map_or(Value::Empty, |done| Value::Int(row.received_on.days_until(done) + 1)),
        );
        if open {
            (0..6).for_each(|_| into.push(&Value::Empty))
        } else {
            costs(row, into)
        }
        there(into, row.user_signed);
        words(into, row.user_rating);
        words(into, &row.old_parts.map(states).unwrap_or_default());
        remarks(into, &[corrected(row.corrected), if open { "在修" } else { "" }, row.note]);
    }

    fn record<'r>(&self, row: &'r RepairOfMonth<'_>) -> &'r str {
        row.id
    }
}

fn machine(row: &RepairOfMonth<'_>, into: &mut Row) {
    words(into, row.product);
    code(into, row.model);
    code(into, row.serial);
    code(into, row.engine_no);
    day(into, row.sold_on);
    let unit = match row.usage_unit {
        UsageUnit::Hour => "小时",
        UsageUnit::Km => "公里",
        UsageUnit::Mu => "亩",
    };
    words(into, &row.usage_milli.map(|milli| thousandths(milli) + unit).unwrap_or_default());
}

fn fault(row: &RepairOfMonth<'_>, into: &mut Row) {
    coverage(into, row.in_warranty);
    words(into, row.fault);
    words(into, row.fault_place);
    words(into, row.cause);
    words(into, row.responsibility);
    into.text(row.method.zh());
}

fn costs(row: &RepairOfMonth<'_>, into: &mut Row) {
    into.push(&row.labour_milli_hours.map_or(Value::Empty, Value::Milli));
    let costs = [row.labour_fen, row.material_fen, row.travel_fen, row.other_fen];
    costs.iter().for_each(|fen| into.push(&Value::Fen(*fen)));
    // Refused at entry when it does not fit (REPAIR-3); a number at the edge is refused by the writer as too long.
    into.push(&Value::Fen(costs.iter().try_fold(Fen(0), |sum, fen| sum.plus(Fen(*fen))).map_or(i64::MAX, |sum| sum.0)));
}

/// `三角带×2条、滤芯×1`.
pub(super) fn parts(list: &str) -> String {
    let part = |part: &str| {
        let mut pieces = part.split('\u{1f}');
        let mut next = || pieces.next().unwrap_or_default();
        let (name, quantity, unit) = (next(), next(), next());
        format!("{name}×{}{unit}", thousandths(quantity.parse().unwrap_or(0)))
    };
    list.split('\u{1e}').map(part).collect::<Vec<_>>().join("、")
}

/// Where the old parts of a repair are, each state once.
fn states(list: &str) -> String {
    let mut said: Vec<&str> = Vec::new();
    for state in OldPartState::ALL {
        let name = super::name_of(state);
        if list.split(',').any(|stored| stored == name) {
            said.push(state.zh());
        }
    }
    said.join("、")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_and_states_read_as_words() {
        assert_eq!(parts("三角带\u{1f}2000\u{1f}条\u{1e}滤芯\u{1f}1500\u{1f}"), "三角带×2条、滤芯×1.5");
        assert_eq!(states("sent,tagged,sent"), "待入库、已发运");
    }
}
