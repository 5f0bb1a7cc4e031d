//! Which product class a model belongs to.
//!
//! CLASS-1 A model is of the first class whose test it passes, in the order of the pack.
//! CLASS-2 A test that needs a fact the model lacks (power, cylinders, strokes, fuel) decides nothing: the missing fact is named.
//! CLASS-3 The class for everything else takes a model only when no test before it was left undecided.
//! CLASS-4 Where classes are told by words, a model with neither class text nor product name is open: it is judged as everything else, and that is said.

use serde::{Deserialize, Serialize};

/// A product class with the tests its models pass.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassRule {
    /// Class key other rules refer to, e.g. `tractor_over_18kw`.
    pub key: String,
    /// Chinese name.
    pub name: String,
    /// One passed test is enough; none for a class that takes everything else.
    #[serde(default)]
    pub any: Vec<ClassTest>,
    /// Takes what no other class takes (CLASS-3).
    #[serde(default)]
    pub rest: bool,
    /// Where the rule stands.
    pub source: String,
    /// Its words.
    #[serde(default)]
    pub source_text: String,
    /// Whether a person compared it with the source.
    pub checked: bool,
}

/// A test of a model: every condition that is given must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassTest {
    /// One of these stands in the class text or the product name.
    #[serde(default)]
    pub words: Vec<String>,
    /// None of these stands there.
    #[serde(default)]
    pub not_words: Vec<String>,
    /// More than so many kW.
    #[serde(default)]
    pub power_kw_over: Option<i64>,
    /// At most so many kW.
    #[serde(default)]
    pub power_kw_up_to: Option<i64>,
    /// Holds only for a model whose power is not known: the words decide in its place.
    #[serde(default)]
    pub power_unknown: bool,
    /// Facts that have to be known: what a class before this one left over is told apart by them.
    #[serde(default)]
    pub needs: Vec<Fact>,
    /// One of these fuels.
    #[serde(default)]
    pub fuel: Vec<Fuel>,
    /// At least so many cylinders.
    #[serde(default)]
    pub cylinders_from: Option<i64>,
    /// At most so many cylinders.
    #[serde(default)]
    pub cylinders_to: Option<i64>,
    /// So many strokes.
    #[serde(default)]
    pub strokes: Option<i64>,
}

/// A fact of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// 功率.
    Power,
    /// 气缸数.
    Cylinders,
    /// 冲程数.
    Strokes,
    /// 燃料.
    Fuel,
}

impl Fact {
    /// Chinese name.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Power => "功率",
            Self::Cylinders => "气缸数",
            Self::Strokes => "冲程数",
            Self::Fuel => "燃料",
        }
    }
}

/// What drives a machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum Fuel {
    /// 柴油.
    Diesel,
    /// 汽油.
    Petrol,
    /// 电动.
    Electric,
}

/// What is known of a model.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ModelFacts {
    /// Class text as the maker writes it, e.g. `大中型拖拉机`.
    pub class: String,
    /// Product name, e.g. `轮式拖拉机`.
    pub product: String,
    /// Power in thousandths of kW.
    pub power_milli_kw: Option<i64>,
    /// What drives it.
    pub fuel: Option<Fuel>,
    /// Cylinders.
    pub cylinders: Option<i64>,
    /// Strokes of its engine, 2 or 4.
    pub strokes: Option<i64>,
}

impl ModelFacts {
    /// Whether nothing says what it is.
    pub fn unnamed(&self) -> bool {
        self.class.trim().is_empty() && self.product.trim().is_empty()
    }
}

/// The class of a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Classified<'a> {
    /// This class.
    Is(&'a ClassRule),
    /// A fact is missing; one of these classes it may be.
    Unsure {
        /// The missing fact.
        missing: Fact,
        /// Chinese names of the classes it may belong to.
        among: Vec<&'a str>,
    },
    /// No class of these packs.
    None,
}

impl<'a> Classified<'a> {
    /// The class rule when it is certain.
    pub fn rule(&self) -> Option<&'a ClassRule> {
        match self {
            Self::Is(rule) => Some(rule),
            Self::Unsure { .. } | Self::None => None,
        }
    }

    /// Why there is no class, in Chinese; `None` when there is one.
    pub fn trouble(&self) -> Option<String> {
        match self {
            Self::Is(_) => None,
            Self::Unsure { missing, among } => {
                Some(format!("型号没有登记{}，分不清是{}，三包期算不出来", missing.zh(), among.join("还是")))
            }
            Self::None => Some("政策包里没有这类产品的三包规则".to_owned()),
        }
    }
}

/// Whether a test passes.
enum Passed {
    Yes,
    No,
    Unknown(Fact),
}

impl ClassRule {
    /// Whether the words of a class text or product name decide it.
    pub fn by_words(&self) -> bool {
        self.any.iter().any(|test| !test.words.is_empty())
    }
}

impl ClassTest {
    fn try_on(&self, model: &ModelFacts) -> Passed {
        let says = |word: &String| model.class.contains(word.as_str()) || model.product.contains(word.as_str());
        let named = self.words.is_empty() || self.words.iter().any(says);
        if !named || self.not_words.iter().any(says) || (self.power_unknown && model.power_milli_kw.is_some()) {
            return Passed::No;
        }
        let kw = |n: Option<i64>| n.map(|n| n.saturating_mul(1000));
        let answers = [
            limit(Fact::Power, model.power_milli_kw, kw(self.power_kw_over), |has, wanted| has > wanted),
            limit(Fact::Power, model.power_milli_kw, kw(self.power_kw_up_to), |has, wanted| has <= wanted),
            limit(Fact::Cylinders, model.cylinders, self.cylinders_from, |has, wanted| has >= wanted),
            limit(Fact::Cylinders, model.cylinders, self.cylinders_to, |has, wanted| has <= wanted),
            limit(Fact::Strokes, model.strokes, self.strokes, |has, wanted| has == wanted),
            self.fuel_of(model),
            self.known_of(model),
        ];
        answers.into_iter().fold(Passed::Yes, |so_far, next| match (so_far, next) {
            (Passed::No, _) | (_, Passed::No) => Passed::No,
            (Passed::Unknown(fact), _) | (_, Passed::Unknown(fact)) => Passed::Unknown(fact),
            (Passed::Yes, Passed::Yes) => Passed::Yes,
        })
    }

    fn known_of(&self, model: &ModelFacts) -> Passed {
        let unknown = self.needs.iter().find(|fact| match fact {
            Fact::Power => model.power_milli_kw.is_none(),
            Fact::Cylinders => model.cylinders.is_none(),
            Fact::Strokes => model.strokes.is_none(),
            Fact::Fuel => model.fuel.is_none(),
        });
        unknown.map_or(Passed::Yes, |fact| Passed::Unknown(*fact))
    }

    fn fuel_of(&self, model: &ModelFacts) -> Passed {
        match model.fuel {
            _ if self.fuel.is_empty() => Passed::Yes,
            Some(fuel) if self.fuel.contains(&fuel) => Passed::Yes,
            Some(_) => Passed::No,
            None => Passed::Unknown(Fact::Fuel),
        }
    }
}

fn limit(fact: Fact, has: Option<i64>, wanted: Option<i64>, holds: fn(i64, i64) -> bool) -> Passed {
    match (has, wanted) {
        (_, None) => Passed::Yes,
        (None, Some(_)) => Passed::Unknown(fact),
        (Some(has), Some(wanted)) if holds(has, wanted) => Passed::Yes,
        _ => Passed::No,
    }
}

/// The class of a model (CLASS-1, CLASS-2, CLASS-3).
pub fn classify<'a>(rules: impl IntoIterator<Item = &'a ClassRule>, model: &ModelFacts) -> Classified<'a> {
    let (mut rest, mut missing, mut among) = (None, None, Vec::new());
    for rule in rules {
        if rule.rest {
            rest = rest.or(Some(rule));
            continue;
        }
        let mut unknown = None;
        for test in &rule.any {
            match test.try_on(model) {
                Passed::Yes => return Classified::Is(rule),
                Passed::Unknown(fact) => unknown = unknown.or(Some(fact)),
                Passed::No => {}
            }
        }
        if let Some(fact) = unknown {
            missing = missing.or(Some(fact));
            among.push(rule.name.as_str());
        }
    }
    match (missing, rest) {
        (Some(missing), _) => Classified::Unsure { missing, among },
        (None, Some(rest)) => Classified::Is(rest),
        (None, None) => Classified::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coverage::{Policies, Rules};

    fn rules() -> Vec<ClassRule> {
        serde_json::from_str(
            r#"[
            {"key": "big", "name": "大中型拖拉机", "source": "附件1", "checked": false, "any": [
                {"words": ["拖拉机"], "power_kw_over": 18},
                {"words": ["大中型拖拉机"], "power_unknown": true}]},
            {"key": "small", "name": "小型拖拉机", "source": "附件1", "checked": false, "any": [
                {"words": ["拖拉机"], "needs": ["power"]},
                {"words": ["手扶拖拉机"], "power_unknown": true}]},
            {"key": "single", "name": "单缸柴油机", "source": "附件1", "checked": false, "any": [
                {"words": ["柴油机"], "not_words": ["机组"], "cylinders_to": 1}]},
            {"key": "rest", "name": "其他农机", "rest": true, "source": "第二十四条", "checked": false}]"#,
        )
        .unwrap()
    }

    fn model(class: &str, product: &str, power: Option<i64>) -> ModelFacts {
        ModelFacts { class: class.into(), product: product.into(), power_milli_kw: power, ..ModelFacts::default() }
    }

    fn key(model: &ModelFacts) -> String {
        match classify(&rules(), model) {
            Classified::Is(rule) => rule.key.clone(),
            other => other.trouble().unwrap(),
        }
    }

    #[test]
    fn class_1_power_decides_before_words() {
        assert_eq!(key(&model("大中型拖拉机", "轮式拖拉机", Some(51_500))), "big");
        assert_eq!(key(&model("大中型拖拉机", "轮式拖拉机", Some(18_000))), "small");
        assert_eq!(key(&model("大中型拖拉机", "轮式拖拉机", Some(18_001))), "big");
        assert_eq!(key(&model("大中型拖拉机", "轮式拖拉机", None)), "big");
    }

    #[test]
    fn class_2_a_missing_fact_is_named() {
        let trouble = key(&model("拖拉机", "轮式拖拉机", None));
        assert_eq!(trouble, "型号没有登记功率，分不清是大中型拖拉机还是小型拖拉机，三包期算不出来");
    }

    #[test]
    fn class_4_a_model_nothing_names_is_open() {
        let rules = rules();
        let own = Rules { version: "S0", classes: &rules, coverage: &[], remedies: &[], seasons: &[] };
        let open = |own, model: &ModelFacts| Policies::alone(own).for_model(model).open;
        assert!(open(own, &model("", " ", Some(51_500))));
        assert!(!open(own, &model("", "播种机", None)));
        assert!(!open(own, &model("播种机械", "", None)));
        assert!(!open(Rules { classes: &rules[3..], ..own }, &model("", "", None)), "there is one class only");
    }

    #[test]
    fn class_3_everything_else_is_certain_too() {
        assert_eq!(key(&model("播种机械", "免耕播种机", None)), "rest");
        assert!(key(&model("柴油机", "柴油机", None)).contains("气缸数"));
        assert_eq!(key(&model("柴油机组", "发电机组", None)), "rest");
        assert_eq!(classify(&rules()[..1], &model("播种机械", "", None)), Classified::None);
    }
}
