//! The periods of one machine: its sales, its components, its replacements.

use super::facts::{Replacement, SaleEnded, SaleFacts, UnitFacts};
use super::policies::{ForModel, Held, Rules};
use super::rule::{Afterwards, ComponentKind, CoverageRule, StartBasis, Term, UsageLimit};
use super::start::{Start, start};
use super::term::{Place, Setting};
use super::{Beside, Coverage, EndedBy, Origin};
use crate::Day;
use crate::meter::{Meter, quantity_zh};
use crate::suspension::{Stretch, Suspension, counted, extend};
use std::cmp::Ordering;

/// The periods of a machine, or why there are none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Covered {
    /// Every period, those of voided and earlier sales too.
    pub rows: Vec<Coverage>,
    /// What keeps something from being computed, Chinese.
    pub troubles: Vec<String>,
}

/// Computes every period of a machine.
pub fn cover(model: &ForModel<'_>, unit: &UnitFacts, setting: &Setting<'_>) -> Covered {
    let mut covered = Covered { rows: Vec::new(), troubles: model.trouble().into_iter().collect() };
    let Some(leading) = model.leading() else { return covered };
    let leading = Bench::new(leading, model, unit, setting);
    let floors: Vec<Bench<'_>> = model.under().iter().map(|held| Bench::new(*held, model, unit, setting)).collect();
    for sale in &unit.sales {
        match leading.sale(sale) {
            Some(seat) => seat.rows(&floors, &mut covered),
            None => covered.troubles.push("没有登记起算三包期的日期".to_owned()),
        }
    }
    covered
}

/// A rule laid beside a machine: what does not differ from sale to sale.
struct Bench<'a> {
    held: Held<'a>,
    packs: &'a [Rules<'a>],
    unit: &'a UnitFacts,
    setting: &'a Setting<'a>,
    stretches: Vec<Stretch>,
    /// Every suspension that counts, in words: said of each period it falls into.
    spoken: Vec<(Stretch, String)>,
    running: bool,
}

/// A rule laid beside one sale.
struct Seat<'a> {
    bench: &'a Bench<'a>,
    sale: &'a SaleFacts,
    start: Start,
    origin: Origin,
}

/// One component with its term.
#[derive(Clone, Copy)]
struct Piece<'a> {
    name: &'a str,
    kind: ComponentKind,
    term: &'a Term,
}

impl<'a> Bench<'a> {
    fn new(held: Held<'a>, model: &'a ForModel<'a>, unit: &'a UnitFacts, setting: &'a Setting<'a>) -> Self {
        let rule = held.rule;
        let stretches = counted(&unit.suspensions, &rule.suspend_on, rule.suspension_days, setting.today);
        let running = unit.suspensions.iter().any(|one| one.open() && rule.suspend_on.contains(&one.cause));
        let named = unit.suspensions.iter().filter(|one| rule.suspend_on.contains(&one.cause));
        let spoken = named
            .filter_map(|one| Some((one.stretch(rule.suspension_days, setting.today)?, in_words(one, setting.today))));
        let spoken = spoken.collect();
        Self { held, packs: &model.packs, unit, setting, stretches, spoken, running }
    }

    fn sale(&'a self, sale: &'a SaleFacts) -> Option<Seat<'a>> {
        let start = start(self.held.rule, sale)?;
        let origin = if start.basis == StartBasis::Replacement { Origin::Exchange } else { Origin::Sale };
        Some(Seat { bench: self, sale, start, origin })
    }
}

impl<'a> Seat<'a> {
    fn rule(&self) -> &'a CoverageRule {
        self.bench.held.rule
    }

    /// Every period of the sale, each weighed against the floors (COVER-2, COVER-7).
    fn rows(&self, floors: &'a [Bench<'a>], into: &mut Covered) {
        let floors: Vec<Seat<'_>> = floors.iter().filter_map(|bench| bench.sale(self.sale)).collect();
        let first = into.rows.len();
        for piece in pieces(self.rule()) {
            let floor = floors.iter().filter_map(|floor| Some((floor, floor.piece_like(piece.name, piece.kind)?)));
            let rows = floor.map(|(seat, piece)| seat.row(piece, &seat.start, seat.origin));
            into.rows.push(weigh(self.row(piece, &self.start, self.origin), rows));
        }
        for floor in &floors {
            for piece in pieces(floor.rule()) {
                if !into.rows[first..].iter().any(|row| row.component == piece.name) {
                    into.rows.push(floor.row(piece, &floor.start, floor.origin));
                }
            }
        }
        let mut replacements: Vec<&Replacement> = self.bench.unit.replacements.iter().collect();
        replacements.sort_by_key(|one| one.on);
        for replaced in replacements {
            let row = self.replaced(replaced, &into.rows[first..]);
            let others = floors.iter().filter_map(|floor| floor.replaced(replaced, &into.rows[first..]));
            match row {
                Some(row) => into.rows.push(weigh(row, others)),
                None => {
                    let others: Vec<Coverage> = others.collect();
                    into.rows.extend(others.into_iter().max_by_key(|row| row.effective_end));
                }
            }
        }
    }

    /// The term of this rule that concerns a component of another rule. A main component has at least the machine's;
    /// wear parts and others the contract names have the contract's, unless this rule names them too (Order 126 art. 24).
    fn piece_like(&self, name: &'a str, kind: ComponentKind) -> Option<Piece<'a>> {
        let rule = self.rule();
        let term = match kind {
            ComponentKind::Machine => rule.machine.as_ref(),
            ComponentKind::Remedy => rule.remedy.as_ref().or(rule.machine.as_ref()),
            _ => match rule.component_of(name) {
                Some(found) => found.term.as_ref(),
                None if kind == ComponentKind::Main => rule.machine.as_ref(),
                None => None,
            },
        }?;
        Some(Piece { name, kind, term })
    }

    /// A period of its own for a component replaced within its period (COVER-5).
    fn replaced(&self, replaced: &Replacement, rows: &[Coverage]) -> Option<Coverage> {
        let component = self.rule().component_of(&replaced.component)?;
        let term = component.term.as_ref()?;
        let restart = self.rule().after_replacing(component) == Afterwards::Restart;
        let within = rows.iter().any(|row| {
            let same = row.component == component.name || row.component == replaced.component;
            same && row.start_on <= replaced.on && replaced.on <= row.effective_end
        });
        let new_no =
            if replaced.new_no.is_empty() { String::new() } else { format!("，新件编号 {}", replaced.new_no) };
        let steps = vec![format!("{}免费更换{}{new_no}，从更换之日起重新计算", replaced.on.zh(), replaced.component)];
        let start = Start { on: replaced.on, basis: StartBasis::Replacement, wanted: None, steps };
        let piece = Piece { name: &replaced.component, kind: component.kind, term };
        (restart && within).then(|| self.row(piece, &start, Origin::Replacement))
    }

    /// One period by this rule alone.
    fn row(&self, piece: Piece<'_>, start: &Start, origin: Origin) -> Coverage {
        let (rule, bench) = (self.rule(), self.bench);
        let place = Place {
            setting: bench.setting,
            packs: bench.packs,
            class: bench.held.class,
            region: bench.unit.season_region(),
        };
        let ended = place.end(rule, piece.term.period, start.on);
        let first = start.on.plus_days(i64::from(!rule.count_start_day));
        let extended = extend(first, ended.base, &bench.stretches);
        let days = ended.base.days_until(extended.end);
        let mut steps = Vec::with_capacity(start.steps.len() + 4);
        steps.extend_from_slice(&start.steps);
        steps.push(ended.step);
        let mut row = Coverage {
            sale: self.sale.sale,
            component: piece.name.to_owned(),
            kind: piece.kind,
            start_on: start.on,
            start_basis: start.basis,
            wanted_basis: start.wanted,
            base_end: ended.base,
            extension_days: days,
            effective_end: extended.end,
            usage_limit: piece.term.usage.clone(),
            ended_by: EndedBy::Time,
            origin,
            provisional: ended.provisional,
            running: bench.running && days > 0,
            rule_key: rule.key.clone(),
            rule_version: bench.held.rules.version.to_owned(),
            source: rule.source.clone(),
            checked: rule.checked,
            steps,
            beside: None,
        };
        bench.say_suspensions(&mut row, first, &extended.counted);
        place.roll(rule, &mut row);
        bench.cut_by_use(&mut row, &piece.term.usage);
        self.cut_by_event(&mut row);
        row
    }

    /// Return, exchange, cancelling, transfer (COVER-6, COVER-8).
    fn cut_by_event(&self, row: &mut Coverage) {
        for on in &self.sale.transfers {
            if self.rule().transfer_keeps {
                row.steps.push(format!("{}转让给新机主，三包权利随机转移，期限不变", on.zh()));
            } else {
                row.cut(*on, EndedBy::Transferred, format!("{}转让给新机主，按约定三包不随机转移", on.zh()));
            }
        }
        let Some(end) = &self.sale.ended else { return };
        let sentence = format!("{}{}，这笔销售的三包随之终止", end.on.zh(), end.how.zh());
        match end.how {
            SaleEnded::Voided => {
                row.cut(row.start_on.plus_days(-1), EndedBy::Voided, "这笔销售已作废，三包期自始不成立".to_owned())
            }
            SaleEnded::Returned => row.cut(end.on, EndedBy::Returned, sentence),
            SaleEnded::Exchanged => row.cut(end.on, EndedBy::Exchanged, sentence),
        }
    }
}

impl Coverage {
    fn cut(&mut self, last: Day, by: EndedBy, sentence: String) {
        if last < self.effective_end || by == EndedBy::Voided {
            self.effective_end = last.max(self.start_on.plus_days(-1));
            self.ended_by = by;
            self.running = false;
            self.steps.push(sentence);
        }
    }
}

impl Bench<'_> {
    /// What stood still and for how long (COVER-4).
    fn say_suspensions(&self, row: &mut Coverage, first: Day, counted: &[Stretch]) {
        if counted.is_empty() {
            return;
        }
        let counts = |one: &Stretch| counted.iter().any(|whole| one.within(*whole).is_some());
        let spoken = self.spoken.iter().filter(|(stretch, _)| counts(stretch));
        row.steps.extend(spoken.map(|(_, words)| words.clone()));
        let cut = self.stretches.iter().any(|one| one.first() < first && first <= one.last());
        row.steps.push(format!(
            "{}，重叠的日子只计一次{}，共停止 {} 天，顺延到{}",
            self.held.rule.suspension_days.zh(),
            if cut { "，起算之日以前的不计" } else { "" },
            row.extension_days,
            row.effective_end.zh()
        ));
    }

    /// Use over a limit ends it, whichever comes first (COVER-3).
    fn cut_by_use(&self, row: &mut Coverage, limits: &[UsageLimit]) {
        for limit in limits {
            let milli = limit.n.saturating_mul(1000);
            let text = quantity_zh(milli, limit.unit);
            row.steps.push(format!("或使用满 {text}，先到者为准"));
            if let Some(passed) = Meter::of(&self.unit.readings, limit.unit).passed(milli) {
                let total = quantity_zh(passed.total_milli, limit.unit);
                let sentence = format!("{}累计使用 {total}，已超过 {text}", passed.on.zh());
                row.cut(passed.on.plus_days(-1), EndedBy::Usage, sentence);
            }
        }
    }
}

fn machine(rule: &CoverageRule) -> Option<Piece<'_>> {
    let term = rule.machine.as_ref()?;
    Some(Piece { name: ComponentKind::Machine.zh(), kind: ComponentKind::Machine, term })
}

fn remedy(rule: &CoverageRule) -> Option<Piece<'_>> {
    let term = rule.remedy.as_ref()?;
    Some(Piece { name: ComponentKind::Remedy.zh(), kind: ComponentKind::Remedy, term })
}

/// A suspension as a step of a reason.
fn in_words(one: &Suspension, today: Day) -> String {
    let evidence = if one.evidence.is_empty() { String::new() } else { format!("（{}）", one.evidence) };
    let open = if one.open() { "，还没有交还，暂计到今天" } else { "" };
    let (from, last) = (one.from.zh(), one.last_day(today).zh());
    format!("{}{from}至{last}{evidence}停止计算{open}", one.cause.zh())
}

/// The machine, its period of exchange and return, and every component with a period.
fn pieces(rule: &CoverageRule) -> impl Iterator<Item = Piece<'_>> {
    let components = rule.components.iter().filter_map(|one| {
        let term = one.term.as_ref()?;
        Some(Piece { name: &one.name, kind: one.kind, term })
    });
    machine(rule).into_iter().chain(remedy(rule)).chain(components)
}

/// Of the contract's period and those of checked statutory rules the last to end holds; a longer one of a rule nobody
/// compared with its source yet is told (COVER-7).
fn weigh(own: Coverage, floors: impl Iterator<Item = Coverage>) -> Coverage {
    let (checked, unchecked): (Vec<Coverage>, Vec<Coverage>) = floors.partition(|floor| floor.checked);
    let latest = |rows: Vec<Coverage>| rows.into_iter().max_by_key(|row| row.effective_end);
    let row = match latest(checked) {
        Some(floor) => overrule(own, floor),
        None => own,
    };
    match latest(unchecked) {
        Some(floor) => beside_unchecked(row, floor),
        None => row,
    }
}

fn overrule(own: Coverage, floor: Coverage) -> Coverage {
    let (floor_says, own_says) = (statutory_says(&floor), contract_says(&own));
    let (mut winner, loser, statutory) =
        if floor.effective_end > own.effective_end { (floor, own, false) } else { (own, floor, true) };
    let verdict = match statutory {
        true if winner.effective_end == loser.effective_end => format!("{floor_says}，与约定相同，按约定执行"),
        true => format!("{floor_says}，约定比法定长，按约定执行"),
        false => format!("{own_says}，短于法定，按法定规则执行"),
    };
    winner.steps.push(verdict);
    winner.beside = Some(beside(loser, statutory));
    winner
}

fn beside_unchecked(mut row: Coverage, floor: Coverage) -> Coverage {
    let says = statutory_says(&floor);
    row.steps.push(match floor.effective_end.cmp(&row.effective_end) {
        Ordering::Greater => format!("{says}，比这里长，但法定规则尚未核对，暂不按它执行。请先到政策页核对"),
        Ordering::Equal => format!("{says}，与约定相同，按约定执行"),
        Ordering::Less => format!("{says}，约定比法定长，按约定执行（法定规则尚未核对）"),
    });
    row.beside = row.beside.or_else(|| Some(beside(floor, true)));
    row
}

fn statutory_says(floor: &Coverage) -> String {
    format!("法定三包期（{}，{}）到{}", floor.rule_version, floor.source, floor.effective_end.zh())
}

fn contract_says(own: &Coverage) -> String {
    format!("约定三包期（{}）到{}", own.rule_version, own.effective_end.zh())
}

fn beside(row: Coverage, statutory: bool) -> Beside {
    Beside {
        effective_end: row.effective_end,
        usage_limit: row.usage_limit,
        rule_version: row.rule_version,
        source: row.source,
        checked: row.checked,
        statutory,
    }
}
