//! The cases of each rate, and whether each counts.
//!
//! - CASES-1 A user was asked after a repair when somebody reached him: a revisit that found nobody is none, whoever tried it and however often.
//! - CASES-2 A call is of the day it came in and was solved in a day when it was done within 24 hours; one that is not done and has hours left is no case yet. Where nobody noted the time, only the same day is certain.
//! - CASES-3 A letter or phone call is answered in time within the hours of the maker's rule, a day where the pack has none.
//! - CASES-4 A line of a delivery is right when all of it came, and it is what was ordered and sound.
//! - CASES-5 A complaint the user took back is none; one he did not accept is not closed. In time is closed on or before its due day, and without a due day nobody says so.
//! - CASES-6 A month's answers are those that came back in it, whenever the question went out.

use super::survey;
use crate::entry::{Held, in_force_by, values_of};
use crate::error::Answer;
use crate::policies::Policies;
use crate::view::{StatisticsRecord, StatisticsRow};
use domain::call::{Call, StepKind};
use domain::deadline::Moment;
use domain::deadline::rule::PeriodUnit;
use domain::form::{FieldValue, ParamValue, Values};
use domain::hours::MINUTE_MS;
use domain::principal::Principal;
use domain::statistics::{Indicator, Weights};
use domain::{Day, PrincipalId, Refusal};
use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;
use std::sync::Arc;
use store::{AskedRepair, Asking, FormEntry, Reader};

/// Forms whose entries are counted, with what they are seen by.
pub(crate) mod forms {
    /// 回访记录.
    pub const REVISIT: &str = "revisit";
    /// A revisit that was made.
    pub const REACHED: &str = "done";
    /// Its result where nobody answered.
    pub const UNREACHED: &str = "no_contact";
    /// 客户意见调查卡.
    pub const CARD: &str = "opinion_card";
    /// Filled in as the work is done, and so handed out and back at once.
    pub const AT_ONCE: &str = "survey_task";
    /// 顾客满意度调查表.
    pub const CUSTOMERS: &str = "survey_customer";
    /// Where the weights of the score stand.
    pub const SUMMARY: &str = "survey_summary";
    /// The day a questionnaire went out, and the one it came back on.
    pub const SENT_ON: &str = "sent_on";
    pub const BACK_ON: &str = "back_on";
    /// The day a revisit was made.
    pub const DONE_ON: &str = "done_on";
    /// What a complaint is when the user takes it back.
    pub const WITHDRAWN: &str = "withdrawn";
    /// What complaints and opinions are in the end.
    pub const CLOSED: &str = "closed";
    /// A questionnaire that was not handed out yet.
    pub const WAITING: &str = "open";
    /// 来电函登记.
    pub const CONTACTS: &str = "contact_log";
    /// 配件到货验收单.
    pub const DELIVERIES: &str = "parts_receipt";

    /// A register counted by kind.
    pub struct ByKind {
        pub form: &'static str,
        pub kind: &'static str,
    }
    /// 投诉.
    pub const COMPLAINTS: ByKind = ByKind { form: "complaint", kind: "kind" };
    /// 顾客意见.
    pub const OPINIONS: ByKind = ByKind { form: "customer_opinion", kind: "category" };
}

/// A day by the clock.
const DAY_MINUTES: i64 = 24 * 60;
/// Minutes of an hour.
const HOUR_MINUTES: i64 = 60;
const CLOSE: [&str; 2] = ["complaint.close.domestic", "complaint.close.foreign"];

/// Entries of a form by the day that decides, as they were read once.
type Read = RefCell<HashMap<(String, Option<String>), Rc<Vec<Rc<Written>>>>>;

/// Some days of a maker, or of what names no maker.
pub(crate) struct Of<'a> {
    pub(super) reader: &'a Reader<'a>,
    pub(super) today: Day,
    /// This instant, UTC ms.
    pub(super) at: i64,
    pub(super) policies: &'a Policies,
    pub(super) maker: Option<&'a Principal>,
    pub(super) days: (Day, Day),
    /// The days entries are read of at once, and what was read of them: months of a trend share it.
    window: (Day, Day),
    read: Rc<Read>,
    repairs: OnceCell<Vec<AskedRepair>>,
    /// Entries that name neither a maker nor a machine.
    nobodys: RefCell<BTreeSet<String>>,
}

/// One case of a rate.
pub(crate) struct Case {
    pub row: StatisticsRow,
}

/// An entry with what it says.
pub(crate) struct Written {
    pub entry: FormEntry,
    pub values: Values,
    pub technician: String,
    pub model: String,
    /// The maker it counts for (STATISTICS-3).
    maker: Option<PrincipalId>,
}

impl<'a> Of<'a> {
    pub(crate) fn new(
        reader: &'a Reader<'a>,
        (today, at): (Day, i64),
        policies: &'a Policies,
        maker: Option<&'a Principal>,
        days: (Day, Day),
    ) -> Self {
        let read = Rc::new(Read::default());
        let (repairs, nobodys) = (OnceCell::new(), RefCell::default());
        Self { reader, today, at, policies, maker, days, window: days, read, repairs, nobodys }
    }

    /// Some of these days, with what was read of all of them.
    pub(super) fn within(&self, days: (Day, Day)) -> Self {
        let read = Rc::clone(&self.read);
        let (repairs, nobodys) = (OnceCell::new(), RefCell::default());
        Self { read, days, repairs, nobodys, ..*self }
    }

    /// Repairs completed in these days.
    pub(crate) fn repairs(&self) -> Answer<&[AskedRepair]> {
        if let Some(known) = self.repairs.get() {
            return Ok(known);
        }
        let asking = Asking {
            revisit: forms::REVISIT,
            reached: forms::REACHED,
            unreached: forms::UNREACHED,
            surveys: &[forms::CARD, forms::AT_ONCE],
            waiting: forms::WAITING,
        };
        let of_maker = |maker: &Principal| self.reader.asked_repairs(maker.id, self.days, &asking);
        let found = self.maker.map(of_maker).transpose()?.unwrap_or_default();
        Ok(self.repairs.get_or_init(|| found))
    }

    /// Entries of a form in these days, by a day of their own where a field names it (STATISTICS-3).
    pub(crate) fn entries(&self, form: &str, field: Option<&str>) -> Answer<Vec<Rc<Written>>> {
        let maker = self.maker.map(|maker| maker.id);
        let mut all = Vec::new();
        for one in self.read_once(form, field)?.iter() {
            let on = field.map_or(Some(one.entry.day), |field| day(one, field));
            if on.is_none_or(|on| on < self.days.0 || self.days.1 < on) {
                continue;
            }
            if one.maker.is_none() {
                self.nobodys.borrow_mut().insert(one.entry.id.to_string());
            }
            if one.maker == maker {
                all.push(Rc::clone(one));
            }
        }
        Ok(all)
    }

    fn read_once(&self, form: &str, field: Option<&str>) -> Answer<Rc<Vec<Rc<Written>>>> {
        let key = (form.to_owned(), field.map(str::to_owned));
        if let Some(known) = self.read.borrow().get(&key) {
            return Ok(Rc::clone(known));
        }
        let maker = self.maker.map(|maker| maker.id);
        let mut all = Vec::new();
        for entry in self.reader.entries_between(form, maker, self.window, field)? {
            let values = values_of(&entry);
            let About { technician, model, maker } = about(self.reader, &values)?;
            let maker = entry.principal.or(maker);
            all.push(Rc::new(Written { entry, values, technician, model, maker }));
        }
        let all = Rc::new(all);
        self.read.borrow_mut().insert(key, Rc::clone(&all));
        Ok(all)
    }

    /// The form of a key as it is for the entries of the maker.
    pub(super) fn form(&self, key: &str) -> Answer<Arc<Held>> {
        let all = in_force_by(self.policies, self.maker, self.today)?;
        let none = || Refusal::Unknown { field: "form", label: "登记表", given: key.to_owned() };
        Ok(all.into_iter().find(|held| held.form.key == key).ok_or_else(none)?)
    }

    /// What each level weighs, as the maker's form of the summary says.
    pub(crate) fn weights(&self) -> Answer<Option<Weights>> {
        let held = self.form(forms::SUMMARY)?;
        let of = |name: &str| {
            let param = held.form.params.iter().find(|param| param.name == name)?;
            if let ParamValue::Number(milli) = param.value { Some(milli) } else { None }
        };
        let [Some(best), Some(good), Some(fair), Some(bad)] = ["w_best", "w_good", "w_fair", "w_bad"].map(of) else {
            return Ok(None);
        };
        Ok(Some(Weights::new(best, good, fair, bad)))
    }

    /// What to know of the figures that were counted.
    pub(crate) fn notes(&self) -> Vec<String> {
        let n = self.nobodys.borrow().len();
        let nobodys = format!("有 {n} 件登记没有写厂家，也没有对应的维修单或机器，不在任何厂家的指标里。");
        (n > 0).then_some(nobodys).into_iter().collect()
    }
}

/// Whom and what an entry is about, as far as it names it.
struct About {
    technician: String,
    model: String,
    maker: Option<PrincipalId>,
}

fn about(reader: &Reader<'_>, values: &Values) -> Answer<About> {
    let said = |key: &str| values.get(key).and_then(FieldValue::text).unwrap_or_default();
    let repair = match said("repair").parse() {
        Ok(id) => reader.repair(id)?,
        Err(_) => None,
    };
    let unit = match said("unit").parse().ok().or(repair.as_ref().map(|repair| repair.unit)) {
        Some(id) => reader.unit(id)?,
        None => None,
    };
    let model = unit.as_ref().map(|unit| reader.model(unit.model)).transpose()?.flatten();
    let of_repair = repair.as_ref().map_or("", |repair| &repair.technician);
    let technician = if said("technician").is_empty() { of_repair } else { said("technician") };
    Ok(About {
        technician: technician.to_owned(),
        model: model.map_or_else(|| said("model").to_owned(), |model| model.code),
        maker: repair.map(|repair| repair.principal).or(unit.map(|unit| unit.principal)),
    })
}

/// The cases of a rate (STATISTICS-1).
pub(crate) fn cases(of: &Of<'_>, indicator: Indicator) -> Answer<Vec<Case>> {
    match indicator {
        Indicator::RevisitWarranty => repairs(of, |repair| repair.in_warranty.then_some(repair.revisited), revisit_zh),
        Indicator::RevisitMonth => repairs(of, |repair| Some(repair.revisited), revisit_zh),
        Indicator::Surveyed => repairs(of, |repair| Some(repair.surveyed), survey_zh),
        Indicator::Satisfied => survey::satisfied(of),
        Indicator::FormsBack => survey::back(of),
        Indicator::ComplaintsClosed => complaints(of, false),
        Indicator::ComplaintsOnTime => complaints(of, true),
        Indicator::OpinionsClosed => {
            let closed = |one: &Written| Some(one.entry.state == forms::CLOSED);
            entries(of.entries(forms::OPINIONS.form, None)?, closed, |one| said_day(one, "closed_on", "办结"))
        }
        Indicator::SolvedInDay => calls(of),
        Indicator::AnsweredInDay => contacts(of),
        Indicator::PartsCorrect => lines(of),
    }
}

/// What is worth knowing beside a rate.
pub(super) fn more(of: &Of<'_>, indicator: Indicator) -> Answer<String> {
    if indicator != Indicator::AnsweredInDay {
        return Ok(String::new());
    }
    let contacts = of.entries(forms::CONTACTS, None)?;
    let took: Vec<i64> = contacts.iter().filter_map(|one| took(one)).collect();
    let n = i64::try_from(took.len()).unwrap_or(i64::MAX);
    let mean = took.iter().sum::<i64>().checked_div(n * HOUR_MINUTES * MINUTE_MS / TENTHS);
    Ok(mean.map_or_else(String::new, |mean| format!("平均 {}.{} 小时答复", mean / TENTHS, mean % TENTHS)))
}

/// An hour in tenths.
const TENTHS: i64 = 10;

fn repairs(
    of: &Of<'_>,
    counts: impl Fn(&AskedRepair) -> Option<bool>,
    says: impl Fn(&AskedRepair) -> String,
) -> Answer<Vec<Case>> {
    let case = |repair: &AskedRepair| {
        let counts = counts(repair)?;
        let row = StatisticsRow {
            id: repair.id.clone(),
            record: StatisticsRecord::Repair,
            record_id: repair.id.clone(),
            no: repair.no.clone(),
            on: repair.completed_on,
            technician: repair.technician.clone(),
            model: repair.model.clone(),
            says: [repair.customer.as_str(), &repair.serial].join(" ").trim().to_owned(),
            counts,
            figure: says(repair),
        };
        Some(Case { row })
    };
    Ok(of.repairs()?.iter().filter_map(case).collect())
}

fn revisit_zh(repair: &AskedRepair) -> String {
    match &repair.why_not {
        _ if repair.revisited => "已回访".into(),
        Some(why) => format!("未联系上：{why}"),
        None => "还没有回访".into(),
    }
}

fn survey_zh(repair: &AskedRepair) -> String {
    if repair.surveyed { "已调查".into() } else { "没有调查".into() }
}

/// One case of an entry.
pub(super) fn of_entry(one: &Written, counts: bool, figure: String) -> Case {
    let entry = &one.entry;
    let row = StatisticsRow {
        id: entry.id.to_string(),
        record: StatisticsRecord::Entry,
        record_id: entry.id.to_string(),
        no: entry.no.clone(),
        on: entry.day,
        technician: one.technician.clone(),
        model: one.model.clone(),
        says: entry.title.clone(),
        counts,
        figure,
    };
    Case { row }
}

pub(super) fn entries(
    all: Vec<Rc<Written>>,
    counts: impl Fn(&Written) -> Option<bool>,
    says: impl Fn(&Written) -> String,
) -> Answer<Vec<Case>> {
    Ok(all.iter().filter_map(|one| Some(of_entry(one, counts(one)?, says(one)))).collect())
}

pub(super) fn day(one: &Written, field: &str) -> Option<Day> {
    one.values.get(field).and_then(FieldValue::text).and_then(|day| day.parse().ok())
}

pub(super) fn said_day(one: &Written, field: &str, word: &str) -> String {
    day(one, field).map_or_else(|| format!("没有{word}"), |day| format!("{}{word}", day.zh()))
}

/// CASES-5.
fn complaints(of: &Of<'_>, in_time: bool) -> Answer<Vec<Case>> {
    let mut all = of.entries(forms::COMPLAINTS.form, None)?;
    all.retain(|one| one.entry.state != forms::WITHDRAWN);
    let closed = |one: &Written| one.entry.state == forms::CLOSED;
    if !in_time {
        return entries(all, |one| Some(closed(one)), |one| said_day(one, "closed_on", "办结"));
    }
    let ids: Vec<String> = all.iter().map(|one| one.entry.id.to_string()).collect();
    let due = of.reader.due_by(&ids, &CLOSE)?;
    let due: HashMap<String, Day> = due.into_iter().map(|one| (one.record, one.due_on)).collect();
    let due_of = |one: &Written| due.get(&one.entry.id.to_string()).copied();
    let kept = |one: &Written| closed(one).then_some(day(one, "closed_on")? <= due_of(one)?);
    let says = |one: &Written| {
        let due = due_of(one).map(|due| format!("，期限 {}", due.zh())).unwrap_or_default();
        said_day(one, "closed_on", "办结") + &due
    };
    entries(all, kept, says)
}

/// Whether what came in at an instant was over within so many minutes; `None` while there is time left (CASES-2).
pub(crate) fn within(came_at: i64, over: Option<Moment>, minutes: i64, now: i64) -> Option<bool> {
    let until = came_at + minutes * MINUTE_MS;
    match over {
        Some(Moment::At(at)) => Some(at <= until),
        Some(Moment::Day(day)) => Some(day <= Day::at(came_at)),
        None if now < until => None,
        None => Some(false),
    }
}

/// CASES-2.
fn calls(of: &Of<'_>) -> Answer<Vec<Case>> {
    let mut all = Vec::new();
    for call in of.reader.calls_between(of.maker.map(|maker| maker.id), of.days)? {
        let done = call.when(StepKind::Done);
        let Some(counts) = within(call.received_at, done, DAY_MINUTES, of.at) else { continue };
        all.push(Case { row: of_call(of.reader, &call, counts)? });
    }
    Ok(all)
}

fn of_call(reader: &Reader<'_>, call: &Call, counts: bool) -> Answer<StatisticsRow> {
    let unit = call.unit.map(|unit| reader.unit(unit)).transpose()?.flatten();
    let model = unit.map(|unit| reader.model(unit.model)).transpose()?.flatten();
    let figure = match call.when(StepKind::Done) {
        Some(Moment::At(at)) => format!("{} 小时完工", hours_zh(at - call.received_at)),
        Some(Moment::Day(day)) => format!("{}完工", day.zh()),
        None => "没有完工".into(),
    };
    Ok(StatisticsRow {
        id: call.id.to_string(),
        record: StatisticsRecord::Call,
        record_id: call.id.to_string(),
        no: call.no.clone(),
        on: Day::at(call.received_at),
        technician: call.step(StepKind::Dispatched).map(|step| step.who.clone()).unwrap_or_default(),
        model: model.map_or_else(|| call.model.clone(), |model| model.code),
        says: [call.caller.as_str(), &call.complaint].join(" ").trim().to_owned(),
        counts,
        figure,
    })
}

/// Hours to a tenth.
fn hours_zh(ms: i64) -> String {
    let tenths = ms * TENTHS / (HOUR_MINUTES * MINUTE_MS);
    format!("{}.{}", tenths / TENTHS, tenths % TENTHS)
}

/// From the day it came in to the answer.
fn took(one: &Written) -> Option<i64> {
    let at = |key: &str| one.values.get(key).and_then(FieldValue::number);
    Some(at("answered_at")? - at("received_at")?)
}

/// CASES-3.
fn contacts(of: &Of<'_>) -> Answer<Vec<Case>> {
    let rule = of.maker.and_then(|maker| of.policies.set(maker, of.days.1.min(of.today)));
    let hours = rule.as_ref().and_then(|set| set.own.deadline("answer.within")).and_then(|rule| rule.add);
    let hours = hours.filter(|period| period.unit == PeriodUnit::Hour).map(|period| period.n);
    let minutes = hours.map_or(DAY_MINUTES, |hours| hours * HOUR_MINUTES);
    let number = |one: &Written, key: &str| one.values.get(key).and_then(FieldValue::number);
    let counts = |one: &Written| {
        let answered = number(one, "answered_at").map(Moment::At);
        within(number(one, "received_at")?, answered, minutes, of.at)
    };
    let says = |one: &Written| match took(one) {
        Some(ms) => format!("{} 小时答复", hours_zh(ms)),
        None => "没有答复".into(),
    };
    entries(of.entries(forms::CONTACTS, None)?, counts, says)
}

/// CASES-4.
fn lines(of: &Of<'_>) -> Answer<Vec<Case>> {
    let mut all = Vec::new();
    for one in of.entries(forms::DELIVERIES, None)? {
        let rows = one.values.get("lines").map(FieldValue::rows).unwrap_or_default();
        for (place, line) in rows.iter().enumerate() {
            let text = |key: &str| line.get(key).and_then(FieldValue::text).unwrap_or_default();
            let number = |key: &str| line.get(key).and_then(FieldValue::number);
            let complete = number("got") == number("sent");
            let figure = match text("right") {
                "right" if complete => "正确",
                "right" => "数量不符",
                "wrong" => "发错",
                _ => "质量问题",
            };
            let mut case = of_entry(&one, complete && text("right") == "right", figure.into());
            case.row.id = format!("{}-{place}", case.row.id);
            case.row.says = [text("code"), text("name")].join(" ").trim().to_owned();
            all.push(case);
        }
    }
    Ok(all)
}
