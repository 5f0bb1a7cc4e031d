//! Use cases of sync: enrol, send now, the honest line, the submission ledger, the inbox.
//!
//! - ENROL-1 A maker, its account and its new epoch are kept in one write after head office answered; until then nothing is.
//! - ENROL-2 An enrolment that broke off is done again with the same code: the device's key is kept before head office is asked.
//! - ENROL-3 Demo data goes to no head office unasked: enrolling is refused before anybody is asked, unless it is said that demo data is meant.
//! - ENROL-5 A head office that calls itself by the code of a maker enrolled at another one (another key or another id) takes its place only when a person who saw both keys' fingerprints says so.
//! - ENROL-6 An enrolment is kept while no run of that maker goes on, in this process or another: what that run remembered is of the account before.
//! - ENROL-4 Head office's whole line (address, `#`, code) is understood in either field.

use crate::app::{App, no_such, parsed_setting, principal, principal_filter};
use crate::clock::Now;
use crate::clock_line::{Remembered, TOLERANCE_MS};
use crate::error::{Answer, AppError};
use crate::in_short::{passes, short_sentence};
use crate::list::limits;
use crate::trouble::problem_sentence;
use crate::uploading::{Patience, Sends};
use crate::view::*;
use domain::principal::Principal;
use domain::refusal::Refusal;
use serde::{Deserialize, Serialize};
use store::{Fault, InboxLine, Reader, Setting, StoreError, Tx};
use sync::DeviceSeed;
use sync::desk::{Account, Link};
use sync::outcome::{Class, Options, Outcome, Problem, Skipped, Trigger};
use wire::enrol::{Code, Invite};

/// Why a maker's stream runs without anybody's click.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Its time has come.
    Tick,
    /// Something was saved a moment ago.
    Saved,
    /// The network came back.
    NetworkUp,
}

impl App {
    /// Makes the desk known to a head office; the maker is the one head office names.
    pub(crate) fn enrol(&self, input: EnrolInput) -> Answer<Written<PrincipalView>> {
        let Invite { url, code } = invited(&input)?;
        let demo = self.read(|reader, _| Ok(reader.setting(Setting::Demo)?.is_some_and(|text| !text.is_empty())))?;
        if demo && !input.demo {
            return Err(AppError::DemoEnrol);
        }
        let options = Options { device_seed: self.kept_seed(&code)?, ..self.options(Trigger::Click)? };
        let device = self.read(|reader, _| Ok(crate::writing::dealer_or_unnamed(reader)?.device))?;
        let clock = || self.now();
        let account = sync::enrol_blocking(&url, &code, &device, None, &clock, &options)
            .map_err(|problem| crate::enrolling::enrol_error(problem, &url))?;
        self.refuse_other_dealer(&account, input.other_dealer)?;
        let epoch = crate::writing::new_epoch()?;
        let known = self.read(|reader, _| Ok(reader.principal_by_code(&account.principal_code)?))?;
        let _alone = known.map(|known| self.only_sender(&known)).transpose()?;
        let kept = self.write("enrol", |tx, _| {
            let known = tx.principal_by_code(&account.principal_code)?;
            if let Some(known) = known.as_ref().filter(|_| !input.replace) {
                refuse_another(tx, known, &account)?;
            }
            let maker = known.unwrap_or_else(|| Principal {
                id: self.id(),
                code: account.principal_code.clone(),
                name: account.principal_name.clone(),
                policy: String::new(),
                dealer_account: account.dealer_code.clone(),
            });
            tx.put_principal(&maker)?;
            crate::desk::put_account(tx, &maker.id.to_string(), &account, &epoch)?;
            remember_key(tx, None)?;
            Ok(maker)
        });
        let maker = kept.map_err(|why| match why {
            differs @ AppError::Sync { .. } => differs,
            why => AppError::Sync {
                code: "local".into(),
                sentence: format!("总部答应了，本机没有存下来：{why}。处理好以后，十五分钟内用同一个代码再登记一次"),
            },
        })?;
        let value = self.read(|reader, now| self.principal_view(reader, &maker, now.today))?;
        Ok(Written { value, touched: vec![Touched::Settings, Touched::Sync] })
    }

    /// ENROL-6: until it is dropped nobody else sends this maker's records.
    fn only_sender(&self, maker: &Principal) -> Answer<OnlySender<'_>> {
        let sends = self.uploading.begin(maker.id, Patience::Waits);
        let id = maker.id.to_string();
        let now = self.now();
        let alone = OnlySender { app: self, id, _sends: sends };
        match self.write("", |tx, _| Ok(tx.take_lease(&alone.id, &self.holder, now, now + LEASE_MS)?))? {
            true => Ok(alone),
            false => Err(AppError::Sync { code: "lease_taken".into(), sentence: problem_sentence("lease_taken") }),
        }
    }

    /// The key to enrol with, kept before head office is asked: a code is good for one key only, and this program may
    /// be ended between the answer and its keeping. A code that is none is refused before any key matters.
    fn kept_seed(&self, code: &str) -> Answer<Option<DeviceSeed>> {
        let Some(code) = Code::parse(code).map(|code| wire::hash::sha256_hex(code.show().as_bytes())) else {
            return Ok(None);
        };
        self.write("", |tx, _| {
            let begun: Option<Option<Enrolling>> = parsed_setting(tx, Setting::Enrolling, "enrolling")?;
            if let Some(begun) = begun.flatten().filter(|begun| begun.code == code) {
                return Ok(Some(begun.seed));
            }
            let seed = DeviceSeed::fresh().map_err(|why| local(&why))?;
            remember_key(tx, Some(&Enrolling { code, seed: seed.clone() }))?;
            Ok(Some(seed))
        })
    }

    pub(crate) fn sync_now(&self, input: SyncNow) -> Answer<Written<Vec<SyncLine>>> {
        let makers = self.read(|reader, _| match input.principal.as_str() {
            "" => Ok(reader.principals()?),
            code => Ok(vec![principal(reader, code)?]),
        })?;
        let ended: Vec<_> =
            makers.iter().map(|maker| &maker.code).zip(self.run_each(&makers, Trigger::Click)).collect();
        let mut lines = self.sync_status(Nothing {})?;
        for (code, outcome) in ended {
            let line = lines.iter_mut().find(|line| line.principal == *code);
            if let (Some(line), Some((code, says))) = (line, undone(&outcome)) {
                line.problem = Some(says);
                line.trouble = Some(short_sentence(&code).to_owned());
                line.problem_code = Some(code);
            }
        }
        Ok(Written { value: lines, touched: TOUCHES.to_vec() })
    }

    /// By the way that is set (NETSET-3).
    pub(crate) fn options(&self, trigger: Trigger) -> Answer<Options> {
        let network = self.read(|reader, _| crate::network::of(reader))?;
        Ok(Options { network, ..Options::new(trigger, &self.holder) })
    }

    /// Runs one maker's stream; what happened stands in the link and the ledger.
    fn run_sync(&self, maker: &Principal, trigger: Trigger) -> Outcome {
        let patience = match trigger {
            Trigger::Click => Patience::Waits,
            Trigger::Save | Trigger::NetworkUp => Patience::OneWaits,
            Trigger::Tick => Patience::Leaves,
        };
        let Some(sends) = self.uploading.begin(maker.id, patience) else {
            return Outcome { skipped: Some(Skipped::Busy), ..Outcome::default() };
        };
        let clock = || self.now();
        let options = match self.options(trigger) {
            Ok(options) => options,
            Err(error) => return Outcome { problem: Some(unset(&error)), ..Outcome::default() },
        };
        sends.says(self.waiting(maker));
        let outcome = sync::run_blocking(self, &maker.id.to_string(), &clock, &options);
        if let Some(skew) = outcome.skew_ms
            && let Err(error) = self.clock_measured(skew)
        {
            tracing::error!(%error, "clock");
        }
        if let Some(problem) = &outcome.problem {
            tracing::warn!(maker = %maker.code, code = %problem.code, detail = %problem.detail, "sync");
        }
        outcome
    }

    fn waiting(&self, maker: &Principal) -> i64 {
        let counts = self.read(|reader, now| Ok(reader.stream_counts(maker.id, now.today)?));
        counts.map_or(0, |counts| counts.pending)
    }

    /// Head office's time is ours: whatever the desk remembered of another clock is forgotten (CLOCK-6).
    fn clock_measured(&self, skew_ms: i64) -> Answer<()> {
        let doubted = self.read(|_, now| Ok(now.doubt.is_some()))?;
        if !doubted || skew_ms.abs() > TOLERANCE_MS {
            return Ok(());
        }
        self.write("clock_measured", |tx, now| {
            tx.note("clock", &format!("{skew_ms} ms"));
            crate::app::remember(tx, &Remembered::believed(now.at))
        })
    }

    /// Runs what is due, every maker's stream and the scheduled backup, and waits for all of it. `true` when something moved.
    pub fn tick(&self) -> bool {
        self.run_each(&self.all_makers(), Trigger::Tick).iter().any(moved_something) | self.keep_up()
    }

    /// What is due beside sync: computing by new packs, the scheduled backup.
    pub fn keep_up(&self) -> bool {
        self.catch_up() | self.scheduled_backup()
    }

    /// Codes of the makers.
    pub(crate) fn makers(&self) -> Vec<String> {
        self.all_makers().into_iter().map(|maker| maker.code).collect()
    }

    /// Runs one maker's stream. `true` when something moved.
    pub fn run_due(&self, code: &str, due: Due) -> bool {
        let trigger = match due {
            Due::Tick => Trigger::Tick,
            Due::Saved => Trigger::Save,
            Due::NetworkUp => Trigger::NetworkUp,
        };
        let maker = self.all_makers().into_iter().find(|maker| maker.code == code);
        maker.is_some_and(|maker| moved_something(&self.run_sync(&maker, trigger)))
    }

    /// At the same time, for one head office may be slow and has nothing to do with the others.
    fn run_each(&self, makers: &[Principal], trigger: Trigger) -> Vec<Outcome> {
        let (Some(first), rest) = (makers.first(), makers.get(1..).unwrap_or_default()) else { return Vec::new() };
        std::thread::scope(|scope| {
            let begin = |maker| scope.spawn(move || self.run_sync(maker, trigger));
            let others: Vec<_> = rest.iter().map(begin).collect();
            let mut ended = vec![self.run_sync(first, trigger)];
            ended.extend(others.into_iter().map(|run| run.join().unwrap_or_else(|_| broken_off())));
            ended
        })
    }

    fn all_makers(&self) -> Vec<Principal> {
        self.read(|reader, _| Ok(reader.principals()?)).unwrap_or_else(|error| {
            tracing::error!(%error, "makers");
            Vec::new()
        })
    }

    pub(crate) fn sync_status(&self, _: Nothing) -> Answer<Vec<SyncLine>> {
        self.read(|reader, now| self.sync_lines(reader, now))
    }

    /// The honest line of each maker.
    pub(crate) fn sync_lines(&self, reader: &Reader<'_>, now: Now) -> Answer<Vec<SyncLine>> {
        let line = |maker: &Principal| {
            Ok(SyncLine { sending_of: self.uploading.of(maker.id), ..sync_line(reader, now, maker)? })
        };
        reader.principals()?.iter().map(line).collect()
    }

    pub(crate) fn inbox_list(&self, query: CatalogueQuery) -> Answer<Page<InboxRow>> {
        self.read(|reader, _| inbox_page(reader, &query, limits(query.limit, query.offset)))
    }

    pub(crate) fn inbox_read(&self, input: ById) -> Answer<Written<()>> {
        self.write("inbox_read", |tx, now| {
            tx.note(&input.id, "");
            if tx.read_inbox(&input.id, now.at)? { Ok(()) } else { Err(no_such("id", &input.id)) }
        })?;
        Ok(Written { value: (), touched: vec![Touched::Sync, Touched::Policy] })
    }
}

/// How long an enrolment may keep a maker's lease: it is one write.
const LEASE_MS: i64 = 60_000;

/// The right to be a maker's one sender, in this process and before others.
struct OnlySender<'a> {
    app: &'a App,
    id: String,
    _sends: Option<Sends<'a>>,
}

impl Drop for OnlySender<'_> {
    fn drop(&mut self) {
        // One that cannot be given back ends by itself.
        let _ = self.app.write("", |tx, _| Ok(tx.drop_lease(&self.id, &self.app.holder)?));
    }
}

/// ENROL-5.
fn refuse_another(tx: &Tx<'_>, maker: &Principal, new: &Account) -> Answer<()> {
    let former = crate::desk::account_of(tx, &maker.id.to_string())?;
    let same = |former: &Account| former.receipt_key == new.receipt_key && former.server_id == new.server_id;
    let Some(former) = former.filter(|former| !same(former)) else { return Ok(()) };
    Err(AppError::Sync {
        code: "office_differs".into(),
        sentence: format!(
            "{}（{}）已在 {} 登记，密钥指纹 {}。{} 是另一个总部，也自称 {}，密钥指纹 {}。什么都没有改动。\
             厂家换了总部的服务器或密钥时才会这样：请打电话向厂家核对新的密钥指纹，对得上再确认改在这里登记；对不上，不要登记",
            maker.name,
            maker.code,
            former.url,
            fingerprint(&former.receipt_key),
            new.url,
            new.principal_code,
            fingerprint(&new.receipt_key),
        ),
    })
}

/// A head office's key as people read it to each other.
pub(crate) fn fingerprint(key: &str) -> String {
    sync::key::Pinned::parse(key).map(|key| wire::hash::spoken(&key.bytes())).unwrap_or_default()
}

/// Address and code, each in its field or both in one line (ENROL-4).
fn invited(input: &EnrolInput) -> Answer<Invite> {
    if let Some(whole) = [&input.url, &input.code].into_iter().find_map(|text| Invite::parse(text)) {
        return Ok(whole);
    }
    let blank = |text: &str, field, label| text.trim().is_empty().then_some(Refusal::Missing { field, label });
    let missing = blank(&input.url, "url", "总部地址").or_else(|| blank(&input.code, "code", "登记代码"));
    missing.map_or_else(
        || Ok(Invite { url: input.url.trim().trim_end_matches('/').to_owned(), code: input.code.trim().to_owned() }),
        |missing| Err(missing.into()),
    )
}

/// An enrolment that was begun.
#[derive(Serialize, Deserialize)]
struct Enrolling {
    /// SHA-256 of the code: the code itself is nobody's to keep.
    code: String,
    seed: DeviceSeed,
}

fn remember_key(tx: &Tx<'_>, begun: Option<&Enrolling>) -> Answer<()> {
    let text = serde_json::to_string(&begun).map_err(|why| local(&why))?;
    Ok(tx.put_setting(Setting::Enrolling, &text)?)
}

fn local(why: &dyn std::fmt::Display) -> AppError {
    AppError::Store(StoreError { fault: Fault::Other, detail: why.to_string() })
}

pub(crate) const TOUCHES: [Touched; 8] = [
    Touched::Sync,
    Touched::Card,
    Touched::Sale,
    Touched::Repair,
    Touched::Report,
    Touched::Claim,
    Touched::OldPart,
    Touched::Remedy,
];

/// So many messages from one on.
pub(crate) fn inbox_page(
    reader: &Reader<'_>,
    query: &CatalogueQuery,
    (limit, offset): (i64, i64),
) -> Answer<Page<InboxRow>> {
    let maker = principal_filter(reader, &query.principal)?.map(|p| p.code);
    let rows = reader.inbox(maker.as_deref(), limit, offset)?.into_iter().map(inbox_row).collect();
    Ok(Page::of(rows, reader.inbox_count(maker.as_deref())?, false))
}

fn inbox_row(line: InboxLine) -> InboxRow {
    InboxRow {
        id: line.id,
        principal: line.principal,
        kind: line.kind,
        title: line.title,
        body: line.body,
        received_at: line.received_at,
        read_at: line.read_at,
    }
}

fn moved_something(outcome: &Outcome) -> bool {
    outcome.acked + outcome.rejected + outcome.deferred + outcome.received + outcome.blobs > 0
}

/// Why a run somebody asked for did not do it, also where nothing of it stands in the link.
fn undone(outcome: &Outcome) -> Option<(String, String)> {
    let code = match (&outcome.problem, outcome.skipped) {
        (Some(problem), _) => problem.code.as_str(),
        (None, Some(Skipped::Busy)) => "lease_taken",
        (None, Some(Skipped::NotDue)) => "asked_to_wait",
        (None, Some(Skipped::NotEnrolled) | None) => return None,
    };
    Some((code.to_owned(), problem_sentence(code)))
}

fn sync_line(reader: &Reader<'_>, now: Now, maker: &Principal) -> Answer<SyncLine> {
    let id = maker.id.to_string();
    let link = crate::desk::link_of(reader, &id)?;
    let enrolled = crate::desk::account_of(reader, &id)?.is_some();
    let counts = reader.stream_counts(maker.id, now.today)?;
    let problem = if enrolled { link.problem_code.as_deref().map(problem_sentence) } else { None };
    let file_sent_at = file_waiting(&link).filter(|_| counts.pending > 0);
    Ok(SyncLine {
        principal: maker.code.clone(),
        principal_name: maker.name.clone(),
        enrolled,
        sentence: sentence(enrolled, &counts, now.at),
        pending: counts.pending,
        rejected: counts.rejected,
        deferred: counts.deferred,
        overdue: counts.overdue,
        files_waiting: counts.files_waiting,
        files_missing: counts.files_missing,
        sending_of: None,
        oldest_at: counts.oldest_at,
        last_success_at: link.last_ok_at,
        // Where trying again cannot help nobody is told to wait for it (INSHORT-1).
        next_attempt_at: link.next_attempt_at.filter(|_| link.problem_code.as_deref().is_none_or(passes)),
        trouble: link.problem_code.as_deref().filter(|_| enrolled).map(|code| short_sentence(code).to_owned()),
        unread: reader.inbox_unread(maker.id, true)?.n,
        problem_code: link.problem_code,
        problem,
        skew_ms: link.skew_ms,
        file_sent_at,
    })
}

/// The whole state of a stream in one Chinese line.
fn sentence(enrolled: bool, counts: &store::StreamCounts, now: i64) -> String {
    let mut said = Vec::new();
    if counts.pending > 0 {
        let age = counts.oldest_at.map(|at| age(now - at)).unwrap_or_default();
        said.push(format!("{} 条待报送{age}", counts.pending));
    }
    if counts.rejected > 0 {
        said.push(format!("{} 条被退回", counts.rejected));
    }
    if counts.deferred > 0 {
        said.push(format!("{} 条总部待齐", counts.deferred));
    }
    if counts.files_missing > 0 {
        said.push(format!("{} 个文件报不出去", counts.files_missing));
    }
    if counts.files_waiting > 0 {
        said.push(format!("{} 个文件待报送", counts.files_waiting));
    }
    match (said.is_empty(), enrolled) {
        (true, true) => "全部已报送".into(),
        (true, false) => "未登记总部".into(),
        (false, true) => said.join("，"),
        (false, false) => format!("{}（未登记总部）", said.join("，")),
    }
}

fn age(ms: i64) -> String {
    let minutes = ms.max(0) / 60_000;
    match minutes {
        0 => String::new(),
        1..60 => format!("，最早 {minutes} 分钟"),
        60..1440 => format!("，最早 {} 小时", minutes / 60),
        _ => format!("，最早 {} 天", minutes / 1440),
    }
}

/// When the newest file for head office was written, while no answer to it was taken.
pub(crate) fn file_waiting(link: &Link) -> Option<i64> {
    let sent = link.file_sent.as_ref().filter(|sent| sent.records > 0)?;
    let answered = link.file_taken.as_ref().is_some_and(|taken| taken.file_id == sent.file_id);
    (!answered).then_some(sent.made_at)
}

/// A run that did not come to its end.
fn broken_off() -> Outcome {
    Outcome { problem: Some(Problem::new("local_other", Class::Local, "the run broke off")), ..Outcome::default() }
}

/// The way out could not even be read.
fn unset(error: &AppError) -> Problem {
    Problem::new("local_other", Class::Local, error.to_string())
}
