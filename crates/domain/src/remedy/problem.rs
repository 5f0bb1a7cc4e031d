//! Rules about the same problem again.

use super::advise::{Granted, Said, Seen};
use super::history::{Former, Problem, RepairFacts};
use super::rule::{Enough, Exchanged, Right, Severity};
use super::{Counter, CounterState};
use crate::Day;
use crate::coverage::rule::ComponentKind;
use crate::policy::Period;

/// What a rule about the same problem wants.
pub(super) struct Wanted<'a> {
    pub repairs: i64,
    pub enough: Enough,
    pub severity: Option<Severity>,
    pub except: &'a [ComponentKind],
    pub first_season: Option<Period>,
    pub skip_exchanges: bool,
    pub any_problem: bool,
}

/// How far one problem is.
struct Tally<'a> {
    counted: Vec<&'a RepairFacts>,
    done: i64,
    since: Option<Day>,
}

impl<'a> Seen<'a> {
    /// One problem repaired again and again (REM-4, REM-12).
    pub(super) fn same_problem(&self, wanted: &Wanted<'_>) -> Said {
        let mut said = Said::default();
        let window = match wanted.first_season {
            None => None,
            Some(period) => match self.first_season(period) {
                Ok(window) => Some(window),
                Err(missing) => {
                    said.missing.push(missing);
                    return said;
                }
            },
        };
        for problem in self.problems(wanted.any_problem) {
            let Some(last) = problem.last() else { continue };
            said.missing.extend(self.unrated(&problem, wanted));
            if !self.concerns(&problem, last, wanted) {
                continue;
            }
            let tally = self.tally(&problem, wanted, window.as_ref().map(|window| (window.from, window.to)));
            if tally.counted.is_empty() {
                continue;
            }
            let season = window.as_ref().map(|window| window.sentence.clone());
            let (state, sentence) = self.say_tally(&problem, &tally, wanted, window.as_ref().map(|window| window.to));
            if let Some(since) = tally.since {
                let steps =
                    season.into_iter().chain(tally.counted.iter().map(|one| line(one))).chain([sentence.clone()]);
                let repairs = tally.counted.iter().map(|one| one.no.clone()).collect();
                said.rights.push(Granted {
                    since,
                    about: about(&problem, last),
                    steps: steps.collect(),
                    repairs,
                    missing: Vec::new(),
                });
            }
            let closes = window.as_ref().filter(|window| state == CounterState::Counting && window.to >= self.today());
            said.counters.push(Counter {
                about: problem.named(),
                value: tally.done,
                limit: wanted.repairs,
                unit: "次".to_owned(),
                state,
                sentence,
                next_on: closes.map(|window| window.to),
                gives: self.rule.gives.clone(),
                standing: self.standing(window.as_ref().is_some_and(|window| window.provisional)),
            });
        }
        said
    }

    /// A problem repaired often enough of which nobody said how serious it is: the rule cannot count it (REM-13).
    fn unrated(&self, problem: &Problem<'_>, wanted: &Wanted<'_>) -> Option<String> {
        let often = i64::try_from(problem.repairs.len()).is_ok_and(|n| n >= wanted.repairs);
        let unrated = wanted.severity.is_some() && problem.severity().is_none();
        let repairs: Vec<&str> = problem.repairs.iter().map(|repair| repair.no.as_str()).collect();
        (often && unrated).then(|| {
            let fault = problem.repairs.first().map_or("", |repair| repair.fault.as_str());
            format!("维修单 {} 的「{fault}」没有写故障等级，不知道算严重还是一般质量问题", repairs.join("、"))
        })
    }

    fn concerns(&self, problem: &Problem<'_>, last: &RepairFacts, wanted: &Wanted<'_>) -> bool {
        let serious = wanted.severity.is_none_or(|severity| problem.severity() == Some(severity));
        serious && !self.kind_of(last).is_some_and(|kind| wanted.except.contains(&kind))
    }

    /// The kind a repair's component has by the rules, else by the price list.
    fn kind_of(&self, repair: &RepairFacts) -> Option<ComponentKind> {
        let model = self.case.model;
        let held = model.own.iter().chain(&model.floors);
        let named = held.filter_map(|held| held.rule.component_of(&repair.component)).next();
        named.map(|rule| rule.kind).or(repair.component_kind)
    }

    fn tally(&self, problem: &Problem<'a>, wanted: &Wanted<'_>, window: Option<(Day, Day)>) -> Tally<'a> {
        let mut counted: Vec<&RepairFacts> = problem.repairs.clone();
        if let Some((from, to)) = window {
            counted.retain(|one| from <= one.reported_on && one.reported_on <= to);
        }
        if self.rule.gives.contains(&Right::ComponentExchange)
            && let Some(at) = counted.iter().rposition(|one| one.component_exchanged)
        {
            counted.drain(..=at);
        }
        if wanted.skip_exchanges {
            counted.retain(|one| !one.component_exchanged);
        }
        let done = counted.iter().filter(|one| !one.open()).count();
        let n = usize::try_from(wanted.repairs).unwrap_or(usize::MAX);
        let since = match wanted.enough {
            Enough::Done => nth_done(&counted, n),
            Enough::More => nth_done(&counted, n.saturating_add(1)),
            Enough::Again if done >= n => counted.get(n).map(|one| one.received_on),
            Enough::Again => None,
        };
        Tally { counted, done: i64::try_from(done).unwrap_or(i64::MAX), since }
    }

    /// 「还差 1 次同样故障」, or that it is enough.
    fn say_tally(
        &self,
        problem: &Problem<'_>,
        tally: &Tally<'_>,
        wanted: &Wanted<'_>,
        until: Option<Day>,
    ) -> (CounterState, String) {
        let (n, gives) = (wanted.repairs, self.gives_zh());
        let named = if wanted.any_problem { "三包期内".to_owned() } else { problem.named() };
        let under_way = tally.counted.iter().filter(|one| one.open()).count();
        let under_way = if under_way > 0 { format!("，另有 {under_way} 次在修") } else { String::new() };
        let so_far = format!("{named}已修理 {} 次{under_way}", tally.done);
        let condition = match wanted.enough {
            Enough::Done => format!("满 {n} 次"),
            Enough::Again => format!("满 {n} 次后仍出现"),
            Enough::More => format!("超过 {n} 次"),
        };
        if tally.since.is_some() {
            return (CounterState::Reached, format!("{so_far}，{condition}，可要求{gives}"));
        }
        if until.is_some_and(|until| until < self.today()) {
            return (CounterState::Over, format!("{so_far}，计数期已过，不再计数"));
        }
        let left = match wanted.enough {
            Enough::Done => n - tally.done,
            Enough::Again | Enough::More => n - tally.done + 1,
        };
        let same = if wanted.any_problem { "故障" } else { "同样故障" };
        let until = until.map(|until| format!("（到{}止）", until.zh())).unwrap_or_default();
        (CounterState::Counting, format!("{so_far}，{condition}可要求{gives}，还差 {left} 次{same}{until}"))
    }

    /// The problem comes again after an exchange.
    pub(super) fn after_exchange(&self, of: Exchanged, within: Option<Period>, same: bool) -> Said {
        match of {
            Exchanged::Component => self.after_component(within, same),
            Exchanged::Machine => self.after_machine(within, same),
        }
    }

    fn after_component(&self, within: Option<Period>, same: bool) -> Said {
        let mut said = Said::default();
        for problem in self.problems(false) {
            let Some(at) = problem.repairs.iter().position(|one| one.component_exchanged) else { continue };
            let exchanged = problem.repairs[at];
            let Some(done) = exchanged.done_on() else { continue };
            let what = format!("{} 已于{}免费更换{}", exchanged.no, done.zh(), exchanged.component);
            let mut later = self.repairs();
            later.retain(|one| {
                one.received_on >= done && one.no != exchanged.no && !(same && one.problem() != problem.key)
            });
            self.again(&mut said, &problem.named(), done, within, &what, later.first().copied());
        }
        said
    }

    fn after_machine(&self, within: Option<Period>, same: bool) -> Said {
        let mut said = Said::default();
        let Some(on) = self.sale.and_then(|sale| sale.exchanged_in_on) else { return said };
        let former = self.case.history.former.as_ref();
        let problems = former.map(|former| former.problems.as_slice()).unwrap_or_default();
        let mut later = self.repairs();
        later.retain(|one| one.received_on >= on);
        if same && problems.is_empty() && !later.is_empty() {
            let no = former.map(|former| former.case.as_str()).unwrap_or_default();
            said.missing.push(format!("换货单 {no} 没有写明是因哪次修理换的机，不能判断新机的故障是不是同一个问题"));
        }
        later.retain(|one| !same || problems.iter().any(|problem| problem == one.problem()));
        let what = given_for(on, former);
        self.again(&mut said, "换货后", on, within, &what, later.first().copied());
        said
    }

    /// What was exchanged, and what came after it.
    fn again(
        &self,
        said: &mut Said,
        about: &str,
        on: Day,
        within: Option<Period>,
        what: &str,
        later: Option<&RepairFacts>,
    ) {
        let until = within.map(|period| self.place().add(period, on).day);
        let later = later.filter(|one| until.is_none_or(|until| one.reported_on <= until));
        let gives = self.gives_zh();
        let limit = until.map(|until| format!("（到{}止）", until.zh())).unwrap_or_default();
        let over = until.is_some_and(|until| until < self.today());
        let (state, sentence) = match later {
            Some(one) => {
                (CounterState::Reached, format!("{what}，{} {}又出现故障，可要求{gives}", one.no, one.reported_on.zh()))
            }
            None if over => (CounterState::Over, format!("{what}，期间{limit}已过")),
            None => (CounterState::Counting, format!("{what}，再出现故障{limit}可要求{gives}，还差 1 次")),
        };
        if let Some(one) = later {
            let steps = vec![line(one), sentence.clone()];
            said.rights.push(Granted {
                since: one.received_on,
                about: about.to_owned(),
                steps,
                repairs: vec![one.no.clone()],
                missing: Vec::new(),
            });
        }
        said.counters.push(Counter {
            about: about.to_owned(),
            value: i64::from(later.is_some()),
            limit: 1,
            unit: "次".to_owned(),
            state,
            sentence,
            next_on: until.filter(|_| state == CounterState::Counting),
            gives: self.rule.gives.clone(),
            standing: self.standing(false),
        });
    }
}

/// That the machine was given in exchange, for what, and that counting begins anew with it (REM-14).
fn given_for(on: Day, former: Option<&Former>) -> String {
    let given = format!("这台机器是{}换货交付的", on.zh());
    let Some(former) = former else { return given };
    let named = former.named();
    let why = if named.is_empty() { String::new() } else { format!("，旧机因「{named}」换下") };
    format!("{given}（{}，换下 {}{why}），修理次数从换货起重新算", former.case, former.serial)
}

/// Day on which the n-th repair was done.
fn nth_done(counted: &[&RepairFacts], n: usize) -> Option<Day> {
    counted.iter().filter_map(|one| one.done_on()).nth(n.checked_sub(1)?)
}

fn about(problem: &Problem<'_>, last: &RepairFacts) -> String {
    if last.component.is_empty() { problem.named() } else { format!("{}，{}", last.component, problem.named()) }
}

/// One repair as a step of a reason.
fn line(repair: &RepairFacts) -> String {
    let done = repair.done_on().map_or("在修".to_owned(), |done| format!("{}修好", done.zh()));
    format!("{}：{}送修，「{}」，{done}", repair.no, repair.received_on.zh(), repair.fault)
}
