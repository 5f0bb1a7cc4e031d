//! A machine in a few words.

use domain::calendar::Calendars;
use domain::coverage::rule::{ClassRule, CoverageRule};
use domain::coverage::{
    Answer, Asked, Coverage, Covered, ModelFacts, Policies, Rules, SaleEnd, SaleEnded, SaleFacts, Setting, UnitFacts,
    cover, covered,
};
use domain::meter::Reading;
use domain::remedy::rule::{RemedyRule, Severity};
use domain::remedy::{Advice, Case, History, RepairFacts, RightNow, advise};
use domain::repair::UsageUnit;
use domain::season::SeasonWindow;
use domain::suspension::{Cause, Suspension};
use domain::{Day, SaleId};
use serde_json::{Value, from_value};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

pub static CHINA: LazyLock<Calendars> = LazyLock::new(|| Calendars::built_in().unwrap());

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// The sections of a pack this room reads.
#[derive(Clone)]
pub struct Pack {
    pub version: String,
    pub classes: Vec<ClassRule>,
    pub coverage: Vec<CoverageRule>,
    pub remedies: Vec<RemedyRule>,
    pub seasons: Vec<SeasonWindow>,
}

/// The folder of the shipped packs.
fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies/packs")
}

/// A shipped pack as JSON; the dead rule of 1998 is kept for the tests only.
pub fn json(name: &str) -> Value {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/domain/src/coverage/fixtures");
    let folder = if name == "CN-ag-1998" { kept } else { shipped() };
    serde_json::from_str(&std::fs::read_to_string(folder.join(format!("{name}.json"))).unwrap()).unwrap()
}

/// Names of the shipped packs, and of the one kept for tests.
pub fn packs() -> Vec<String> {
    let files = std::fs::read_dir(shipped()).unwrap().map(|file| file.unwrap().path());
    let names = files.filter_map(|path| Some(path.file_name()?.to_str()?.strip_suffix(".json")?.to_owned()));
    let mut names: Vec<String> = names.chain(["CN-ag-1998".to_owned()]).collect();
    names.sort();
    names
}

impl Pack {
    pub fn of(value: &Value) -> Result<Self, serde_json::Error> {
        let section = |name: &str| value.get(name).cloned().unwrap_or(Value::Array(Vec::new()));
        Ok(Self {
            version: format!("{} {}", value["pack"].as_str().unwrap(), value["version"].as_str().unwrap()),
            classes: from_value(section("classes"))?,
            coverage: from_value(section("coverage"))?,
            remedies: from_value(section("remedies"))?,
            seasons: from_value(section("seasons"))?,
        })
    }

    pub fn shipped(name: &str) -> Self {
        Self::of(&json(name)).unwrap()
    }

    pub fn rules(&self) -> Rules<'_> {
        Rules {
            version: &self.version,
            classes: &self.classes,
            coverage: &self.coverage,
            remedies: &self.remedies,
            seasons: &self.seasons,
        }
    }

    /// The pack alone.
    pub fn alone(&self) -> Policies<'_> {
        Policies::alone(self.rules())
    }

    /// The pack over a floor.
    pub fn over<'a>(&'a self, floor: &'a Self) -> Policies<'a> {
        Policies { own: self.rules(), floors: vec![floor.rules()] }
    }
}

pub fn model(class: &str, product: &str, kw: Option<i64>) -> ModelFacts {
    let power_milli_kw = kw.map(|kw| kw * 1000);
    ModelFacts { class: class.into(), product: product.into(), power_milli_kw, ..ModelFacts::default() }
}

/// A tractor of more than 18 kW.
pub fn tractor() -> ModelFacts {
    model("大中型拖拉机", "轮式拖拉机", Some(51))
}

/// The n-th sale of the story.
pub fn sale_id(n: u32) -> SaleId {
    serde_json::from_str(&format!("\"00000000-0000-7000-8000-{n:012}\"")).unwrap()
}

/// A sale with invoice on the day.
pub fn invoiced(n: u32, on: &str) -> SaleFacts {
    SaleFacts { invoice_on: Some(day(on)), ..SaleFacts::sold(sale_id(n), day(on)) }
}

pub fn ended(sale: SaleFacts, on: &str, how: SaleEnded) -> SaleFacts {
    SaleFacts { ended: Some(SaleEnd { on: day(on), how }), ..sale }
}

/// A machine with one invoiced sale.
pub fn unit(invoice_on: &str) -> UnitFacts {
    UnitFacts { sales: vec![invoiced(1, invoice_on)], ..UnitFacts::default() }
}

pub fn stop(cause: Cause, from: &str, to: Option<&str>, evidence: &str) -> Suspension {
    Suspension { cause, from: day(from), to: to.map(day), handed_over_on: None, evidence: evidence.into() }
}

pub fn hours(on: &str, shown: i64, new_meter: bool) -> Reading {
    Reading { on: day(on), unit: UsageUnit::Hour, shown_milli: shown * 1000, new_meter, old_last_milli: None }
}

pub fn km(on: &str, shown: i64) -> Reading {
    Reading { unit: UsageUnit::Km, ..hours(on, shown, false) }
}

/// A machine seen on a day, with the packs it is judged by.
pub struct Desk<'a> {
    pub policies: Policies<'a>,
    pub model: ModelFacts,
    pub unit: UnitFacts,
    pub history: History,
    pub today: Day,
}

impl<'a> Desk<'a> {
    pub fn new(policies: Policies<'a>, model: ModelFacts, unit: UnitFacts, today: &str) -> Self {
        Self { policies, model, unit, history: History::default(), today: day(today) }
    }

    pub fn covered(&self) -> Covered {
        let setting = Setting { today: self.today, calendars: &CHINA };
        cover(&self.policies.for_model(&self.model), &self.unit, &setting)
    }

    pub fn rows(&self) -> Vec<Coverage> {
        let covered = self.covered();
        assert_eq!(covered.troubles, [""; 0]);
        covered.rows
    }

    /// The last days by component.
    pub fn ends(&self) -> Vec<(String, String)> {
        self.rows().iter().map(|row| (row.component.clone(), row.effective_end.iso())).collect()
    }

    /// Last day of the machine's own period.
    pub fn end(&self) -> String {
        self.rows()[0].effective_end.iso()
    }

    pub fn asked(&self, component: &str, on: &str) -> Answer {
        self.asked_with(&Asked { component, kind: None, on: day(on), used: None })
    }

    pub fn asked_with(&self, asked: &Asked<'_>) -> Answer {
        covered(&self.rows(), &self.policies.for_model(&self.model), asked)
    }

    pub fn advice(&self) -> Advice {
        let setting = Setting { today: self.today, calendars: &CHINA };
        let model = self.policies.for_model(&self.model);
        let rows = cover(&model, &self.unit, &setting).rows;
        advise(&Case {
            model: &model,
            unit: &self.unit,
            rows: &rows,
            history: &self.history,
            setting: &setting,
            now: self.today.starts_at() + 12 * 3_600_000,
        })
    }

    /// The right of a rule, if the user has it.
    pub fn right(&self, key: &str) -> Option<RightNow> {
        self.advice().rights.into_iter().find(|right| right.standing.rule_key == key)
    }

    /// What the counter of a rule says.
    pub fn counter(&self, key: &str) -> String {
        let counters = self.advice().counters;
        counters.into_iter().find(|one| one.standing.rule_key == key).map(|one| one.sentence).unwrap_or_default()
    }
}

/// A repair sent in, and completed and handed over when `done` says so.
pub fn repair(no: &str, received: &str, done: Option<&str>) -> RepairFacts {
    RepairFacts {
        no: no.into(),
        problem: None,
        severity: None,
        component: "变速箱箱体".into(),
        component_kind: None,
        fault: "变速箱异响".into(),
        code: String::new(),
        reported_on: day(received),
        received_on: day(received),
        completed_on: done.map(day),
        handed_over_on: done.map(day),
        received_at: None,
        done_at: None,
        waits: Vec::new(),
        in_scope: true,
        used: None,
        signed: true,
        component_exchanged: false,
    }
}

/// A repair of one problem of some severity.
pub fn again(no: &str, received: &str, done: Option<&str>, problem: &str, severity: Severity) -> RepairFacts {
    RepairFacts { problem: Some(problem.into()), severity: Some(severity), ..repair(no, received, done) }
}
