//! Figures of a month as rates: so many of so many, what the maker's rule says of it, and how satisfaction is reckoned.
//!
//! RATE-1 A rate says both its counts; of nothing there is no rate: it reads 无, never 0 %.
//! RATE-2 Whether its limit is kept is said by the maker's rule, from the counts themselves and not from the rounded percentage; without a rule, with one the contract leaves blank, or of nothing nobody says so.
//! RATE-3 A case counts once: in the whole, with its technician and with its model; who or what nobody wrote down stands together as 未填, so that the groups add up to the whole.
//! SCORE-1 满意率 is very good and good of all answers, 得分 weighs the four levels by the maker's numbers; what nobody answered has neither.
//! SCORE-2 A questionnaire of several questions is a satisfied one when it scores what 满意 throughout would score.
//!
//! Absent: which records are cases, what is stored, which pack a maker has on a day.

use crate::formula::{Cause, Formulas, Inputs, Outcome, Type, Value, thousandths};
use crate::policy::{Scope, choose};
use crate::repair::labelled;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

labelled! {
    /// A figure of a month.
    Indicator {
        /// Repairs in warranty whose user was asked afterwards (N01).
        RevisitWarranty = "三包期内回访率",
        /// Repairs of the month whose user was asked (N04).
        RevisitMonth = "当月维修回访率",
        /// Users who are satisfied (N02).
        Satisfied = "服务满意率",
        /// Questionnaires that came back.
        FormsBack = "问卷回收率",
        /// Services that were followed by a questionnaire or card (N06).
        Surveyed = "服务调查率",
        /// Complaints that are closed (P12).
        ComplaintsClosed = "投诉办结率",
        /// Closed complaints that were in time (T33).
        ComplaintsOnTime = "投诉按期办结率",
        /// Opinions that are settled (F44).
        OpinionsClosed = "意见办结率",
        /// Calls that were done within a day (T46).
        SolvedInDay = "一日内解决率",
        /// Letters and phone calls answered within a day (T46).
        AnsweredInDay = "一日内答复率",
        /// Lines of deliveries that were right (N03).
        PartsCorrect = "配件到货正确率",
    }
}

/// What the counts of a figure are called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// What counts.
    pub done: &'static str,
    /// Of what.
    pub total: &'static str,
    /// In what it is counted.
    pub unit: &'static str,
}

impl Indicator {
    /// The rule its limit stands in, where there is one.
    pub fn rule(self) -> Option<&'static str> {
        match self {
            Self::RevisitWarranty => Some("kpi.revisit"),
            Self::RevisitMonth => Some("kpi.revisit_month"),
            Self::Satisfied => Some("kpi.satisfaction"),
            Self::SolvedInDay => Some("kpi.answered"),
            Self::PartsCorrect => Some("kpi.parts_correct"),
            _ => None,
        }
    }

    /// What its counts are called.
    pub fn words(self) -> Words {
        let (done, total, unit) = match self {
            Self::RevisitWarranty => ("已回访", "三包期内完工", "台"),
            Self::RevisitMonth => ("已回访", "当月完工", "台"),
            Self::Satisfied => ("满意", "评价", "份"),
            Self::FormsBack => ("收回", "发出", "份"),
            Self::Surveyed => ("已调查", "当月完工", "台"),
            Self::ComplaintsClosed => ("办结", "受理", "件"),
            Self::ComplaintsOnTime => ("按期", "办结", "件"),
            Self::OpinionsClosed => ("办结", "登记", "条"),
            Self::SolvedInDay => ("一日内完工", "叫修", "件"),
            Self::AnsweredInDay => ("一日内答复", "来电来函", "件"),
            Self::PartsCorrect => ("正确", "到货", "行"),
        };
        Words { done, total, unit }
    }
}

/// So many of so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rate {
    /// What counts.
    pub done: i64,
    /// Of all.
    pub total: i64,
}

/// What a rate of nothing reads (RATE-1).
pub const NONE: &str = "无";
/// Whom and what nobody wrote down (RATE-3).
pub const UNSAID: &str = "未填";
/// A whole in hundredths of a percent.
const WHOLE_RATE: i64 = 10_000;
/// Two hundredths: where a half is, counted without fractions.
const HALVES: i64 = 2;
/// A hundredth of a percent in millionths.
const PPM_OF_RATE: i64 = 100;

impl Rate {
    /// One case more.
    pub fn add(&mut self, counts: bool) {
        self.total += 1;
        self.done += i64::from(counts);
    }

    /// In hundredths of a percent, half up; none of nothing (RATE-1).
    pub fn rate(self) -> Option<i64> {
        let twice = self.done.checked_mul(WHOLE_RATE)?.checked_mul(HALVES)?.checked_add(self.total)?;
        twice.checked_div(self.total.checked_mul(HALVES)?)
    }

    /// `92.31%`, `无`.
    pub fn zh(self) -> String {
        self.rate().map_or_else(|| NONE.to_owned(), percent)
    }
}

/// Hundredths of a percent as people write them: `92.31%`, `98%`.
fn percent(rate: i64) -> String {
    let whole = rate / PPM_OF_RATE;
    match rate % PPM_OF_RATE {
        0 => format!("{whole}%"),
        part => format!("{}%", format!("{whole}.{part:02}").trim_end_matches('0')),
    }
}

/// The rules of a maker on a day.
#[derive(Debug, Clone, Copy)]
pub struct Limits<'a> {
    /// The pack's formulas.
    pub formulas: &'a Formulas,
    /// Pack and version.
    pub version: &'a str,
    /// Region and day.
    pub scope: Scope<'a>,
}

/// A rate with what is said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// The counts.
    pub rate: Rate,
    /// Whether the limit is kept; none where nobody says so (RATE-2).
    pub kept: Option<bool>,
    /// The limit as it reads, `98%`; empty where there is none.
    pub limit: String,
    /// The whole reason in one sentence.
    pub sentence: String,
    /// How the maker's rule came to it.
    pub outcome: Option<Outcome>,
}

/// Judges the counts of a figure (RATE-2).
pub fn judge(indicator: Indicator, rate: Rate, limits: Option<Limits<'_>>) -> Judged {
    let counted = counted_zh(indicator, rate);
    let limit = indicator.rule().zip(limits).and_then(|(key, limits)| limit_of(key, limits)).unwrap_or_default();
    let none = |why: &str| Judged { rate, kept: None, limit: limit.clone(), sentence: why.to_owned(), outcome: None };
    let Some(key) = indicator.rule() else { return none(&format!("{counted}。没有规定指标。")) };
    let Some(limits) = limits else { return none(&format!("{counted}。厂家政策里没有这个指标。")) };
    if rate.total == 0 {
        return none(&format!("{counted}。"));
    }
    let inputs = Inputs::new().with("done", Value::Int(rate.done)).with("total", Value::Int(rate.total));
    match limits.formulas.eval(limits.version, key, &limits.scope, &inputs) {
        Ok(outcome) => {
            let kept = outcome.value == Value::Bool(true);
            let says = if kept { "达到" } else { "没有达到" };
            let sentence = format!("{counted}；规定不低于 {limit}，{says}（{}）。", outcome.source);
            Judged { rate, kept: Some(kept), limit, sentence, outcome: Some(outcome) }
        }
        Err(why) => none(&match why.cause {
            Cause::NoRule(_) => format!("{counted}。厂家政策里没有这个指标。"),
            Cause::Blank(label) => format!("{counted}。「{label}」合同未填写，到设置→政策包补上后再判断。"),
            cause => format!("{counted}。{cause}。"),
        }),
    }
}

/// `回访率 92.31%：三包期内完工 13 台，已回访 12 台`.
fn counted_zh(indicator: Indicator, rate: Rate) -> String {
    let Words { done, total, unit } = indicator.words();
    let name = indicator.zh();
    if rate.total == 0 {
        return format!("{name}{NONE}：本月没有{total}");
    }
    format!("{name} {}：{total} {} {unit}，{done} {} {unit}", rate.zh(), rate.total, rate.done)
}

/// The rate a rule names, as it reads.
fn limit_of(key: &str, limits: Limits<'_>) -> Option<String> {
    let rule = choose(limits.formulas.iter(), key, &limits.scope)?.rule();
    let param = rule.params.iter().find(|param| param.ty == Type::Ppm)?;
    Some(percent(param.value? / PPM_OF_RATE))
}

/// Counts by whoever or whatever has a name, the most cases first (RATE-3).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Groups(BTreeMap<String, Rate>);

impl Groups {
    /// One case more.
    pub fn add(&mut self, name: &str, counts: bool) {
        let name = if name.trim().is_empty() { UNSAID } else { name };
        self.0.entry(name.to_owned()).or_default().add(counts);
    }

    /// Each with its counts, the most cases first, then by name.
    pub fn sorted(&self) -> Vec<(String, Rate)> {
        let mut all: Vec<_> = self.0.iter().map(|(name, rate)| (name.clone(), *rate)).collect();
        all.sort_by(|(one, of_one), (other, of_other)| (of_other.total, one).cmp(&(of_one.total, other)));
        all
    }
}

labelled! {
    /// What users are asked about (W04).
    SurveyItem {
        /// Manner.
        Attitude = "服务态度",
        /// Skill.
        Skill = "技术水平",
        /// In time.
        Arrival = "到达及时",
        /// What was promised was done.
        Promise = "承诺兑现",
        /// The machine itself.
        Quality = "产品质量",
        /// Parts are there.
        Parts = "配件供应",
        /// Fair charges.
        Charge = "收费合理",
        /// All in all.
        Overall = "总体满意",
    }
}

impl SurveyItem {
    /// Its name in forms: a rating of this key answers it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Attitude => "attitude",
            Self::Skill => "skill",
            Self::Arrival => "arrival",
            Self::Promise => "promise",
            Self::Quality => "quality",
            Self::Parts => "parts",
            Self::Charge => "charge",
            Self::Overall => "overall",
        }
    }
}

/// What each of the four levels weighs, in thousandths, as parameters of forms are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weights([i64; 4]);

impl Weights {
    /// Very good, good, fair, bad.
    pub fn new(very_good: i64, good: i64, fair: i64, bad: i64) -> Self {
        Self([very_good, good, fair, bad])
    }

    /// How the score is reckoned, in words.
    pub fn formula(self) -> String {
        let [very_good, good, fair, bad] = self.0.map(thousandths);
        format!("（{very_good}×很满意+{good}×满意+{fair}×一般+{bad}×不满意）÷有效份数")
    }
}

/// Answers by level.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Answers([i64; 4]);

impl Answers {
    /// One answer more; 1 is the best level. What is no level is no answer.
    pub fn add(&mut self, level: i64) {
        let place = level.checked_sub(1).and_then(|place| usize::try_from(place).ok());
        if let Some(count) = place.and_then(|place| self.0.get_mut(place)) {
            *count += 1;
        }
    }

    /// Those of another count as well.
    pub fn join(&mut self, other: Self) {
        self.0.iter_mut().zip(other.0).for_each(|(count, more)| *count += more);
    }

    /// Very good, good, fair, bad.
    pub fn levels(self) -> [i64; 4] {
        self.0
    }

    /// Very good and good of all.
    pub fn satisfied(self) -> Rate {
        let [very_good, good, ..] = self.0;
        Rate { done: very_good + good, total: self.0.iter().sum() }
    }

    /// The score in thousandths, half up; none of nothing (SCORE-1).
    pub fn score(self, weights: Weights) -> Option<i64> {
        let total = self.satisfied().total;
        let sum: i64 = self.0.iter().zip(weights.0).map(|(count, weight)| count * weight).sum();
        sum.checked_mul(HALVES)?.checked_add(total)?.checked_div(total.checked_mul(HALVES)?)
    }

    /// Whether all answers together score what 满意 throughout would (SCORE-2); none of nothing.
    pub fn is_satisfied(self, weights: Weights) -> Option<bool> {
        let [_, good, ..] = weights.0;
        Some(self.score(weights)? >= good)
    }
}

/// A score as it reads: `87.5`, `无`.
pub fn score_zh(score: Option<i64>) -> String {
    score.map_or_else(|| NONE.to_owned(), thousandths)
}

#[cfg(test)]
#[path = "statistics_tests.rs"]
mod tests;
