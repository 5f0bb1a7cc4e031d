//! The frame of the window and its first page: status, today, search, settings, drafts.

use crate::app::{App, Dealer, maybe_dealer};
use crate::calls_today::calls_to_do;
use crate::clock::{Now, civil_time};
use crate::clock_line::{Doubt, Remembered};
use crate::entry::{Ground, found_anywhere};
use crate::error::{Answer, AppError};
use crate::list::term;
use crate::search_papers::{own_numbers, papers_found};
use crate::season_words::season_words;
use crate::today::totals;
use crate::view::*;
use domain::Day;
use domain::refusal::{Checks, Refusal};
use domain::text::clean;
use store::{CallFilter, Draft, Hits, ListFilter, Reader, Setting};

impl App {
    pub(crate) fn desk_status(&self, _: Nothing) -> Answer<DeskStatus> {
        let last_backup_at = crate::backup::last_good(self)?;
        self.read(|reader, now| self.status_of(reader, now, last_backup_at))
    }

    fn status_of(&self, reader: &Reader<'_>, now: Now, last_backup_at: Option<i64>) -> Answer<DeskStatus> {
        let sync = self.sync_lines(reader, now)?;
        let setting = |key| Ok::<_, crate::error::AppError>(reader.setting(key)?.filter(|text| !text.is_empty()));
        Ok(DeskStatus {
            version: env!("CARGO_PKG_VERSION").into(),
            today: now.today,
            dealer: maybe_dealer(reader)?.map(dealer_view),
            start_of_use_on: crate::app::start_of_use(reader)?,
            hours: crate::hours::typed(reader)?,
            demo: setting(Setting::Demo)?.is_some(),
            alerts: crate::alert::is_on(reader)?,
            data_dir: self.dir().display().to_string(),
            export_dir: self.folder("exports").display().to_string(),
            principals: reader
                .principals()?
                .iter()
                .map(|maker| self.principal_view(reader, maker, now.today))
                .collect::<Answer<_>>()?,
            seasons: season_words(&*self.policies(reader)?, &reader.principals()?, now.today),
            clock_warning: now.doubt.map(|doubt| clock_warning(doubt, now)),
            clock_can_be_confirmed: now.doubt.is_some_and(confirmable),
            counts: self.counts(reader, now, &sync)?,
            sync,
            last_backup_at,
            backup_problem: setting(Setting::BackupProblem)?,
        })
    }

    fn counts(&self, reader: &Reader<'_>, now: Now, sync: &[SyncLine]) -> Answer<Counts> {
        let todays = totals(reader, now, None)?;
        let open = ListFilter { state: Some("draft".into()), limit: 1, ..ListFilter::default() };
        let held = |state: &str| -> Answer<i64> {
            let filter = ListFilter { state: Some(state.into()), limit: 1, ..ListFilter::default() };
            Ok(reader.old_parts(&filter, None)?.1)
        };
        let calls = calls_to_do(reader, now, None)?;
        let waiting = calls.iter().filter(|call| call.waits).count() as i64;
        let others = self.others_today(reader, now, None, calls.into_iter().map(|call| call.item).collect())?;
        let deadlines = todays.cards.n + todays.old_parts.n + todays.others.n;
        Ok(Counts {
            today: deadlines + others.len() as i64,
            cards: todays.cards.n,
            repairs: reader.repairs(&open)?.1,
            calls: waiting,
            old_parts: held("tagged")? + held("in_store")?,
            unsent: sync.iter().map(|line| line.pending + line.rejected + line.deferred).sum(),
        })
    }

    /// The clerk's word that the clock is right (CLOCK-6); it stands in the audit trail.
    pub(crate) fn clock_confirm(&self, _: Nothing) -> Answer<Written<DeskStatus>> {
        self.write("clock_confirm", |tx, now| {
            match now.doubt.filter(|doubt| !confirmable(*doubt)) {
                Some(doubt) => return Err(AppError::ClockWrong(clock_warning(doubt, now))),
                None => crate::app::remember(tx, &Remembered::believed(now.at))?,
            }
            tx.note("clock", &now.doubt.map(|doubt| clock_warning(doubt, now)).unwrap_or_default());
            Ok(())
        })?;
        Ok(Written { value: self.desk_status(Nothing {})?, touched: vec![Touched::Settings] })
    }

    pub(crate) fn search(&self, input: SearchInput) -> Answer<Vec<SearchHit>> {
        self.read(|reader, now| {
            let own = own_numbers(reader, now.today)?;
            let hits = reader.find_among(term(&input.term)?, &own, 8)?;
            let mut found = Vec::new();
            for line in reader.units(Some(&hits.units), None, 8, 0)? {
                let detail = format!("{} {}", line.model, line.customer.unwrap_or_default());
                found.push(SearchHit { kind: SearchKind::Unit, id: line.id, title: line.serial, detail });
            }
            for line in reader.customers(Some(&hits.customers), 8, 0)? {
                let detail = format!("{} {}{}{}", line.phone, line.county, line.town, line.village);
                found.push(SearchHit { kind: SearchKind::Customer, id: line.id, title: line.name, detail });
            }
            found.extend(papers_found(reader, term(&input.term)?, &own)?);
            found.extend(numbered(reader, &hits, calls_found(reader, term(&input.term)?)?, now.today)?);
            found.extend(found_anywhere(&Ground { app: self, reader, now }, term(&input.term)?)?);
            Ok(found)
        })
    }

    pub(crate) fn dealer_save(&self, input: DealerInput) -> Answer<Written<DealerView>> {
        let value = self.write("dealer_save", |tx, _| {
            let dealer = checked_dealer(&input, maybe_dealer(tx)?.as_ref())?;
            let text = serde_json::to_string(&dealer)
                .map_err(|e| crate::error::AppError::BadInput { field: String::new(), detail: e.to_string() })?;
            tx.put_setting(Setting::Dealer, &text)?;
            tx.note(&dealer.code, "");
            Ok(dealer_view(dealer))
        })?;
        self.law_left_behind();
        Ok(Written { value, touched: vec![Touched::Settings, Touched::Unit] })
    }

    pub(crate) fn start_day_save(&self, input: StartDayInput) -> Answer<Written<DeskStatus>> {
        self.write("start_day_save", |tx, now| {
            // A desk may be set up before it is used.
            let mut checks = Checks::default();
            checks.not_far("on", "启用日期", input.on, now.today);
            checks.done()?;
            tx.put_setting(Setting::StartOfUseOn, &input.on.iso())?;
            tx.note(&input.on.iso(), "");
            Ok(())
        })?;
        self.law_left_behind();
        Ok(Written { value: self.desk_status(Nothing {})?, touched: vec![Touched::Settings, Touched::Card] })
    }

    pub(crate) fn draft_save(&self, input: DraftInput) -> Answer<Written<()>> {
        self.write("", |tx, now| Ok(tx.put_draft(&input.key, &input.content, now.at)?))?;
        Ok(Written { value: (), touched: Vec::new() })
    }

    pub(crate) fn draft_load(&self, input: DraftKey) -> Answer<Option<DraftView>> {
        self.read(|reader, _| {
            let draft: Option<Draft> = reader.draft(&input.key)?;
            Ok(draft.map(|draft| DraftView { content: draft.content, saved_at: draft.saved_at }))
        })
    }

    pub(crate) fn draft_drop(&self, input: DraftKey) -> Answer<Written<()>> {
        self.write("", |tx, _| Ok(tx.drop_draft(&input.key)?))?;
        Ok(Written { value: (), touched: Vec::new() })
    }

    pub(crate) fn log_ui(&self, input: UiLog) -> Answer<()> {
        let message: String = input.message.chars().take(2000).collect();
        tracing::warn!(%message, "window");
        Ok(())
    }
}

/// Calls with these words, the first few.
fn calls_found(reader: &Reader<'_>, term: &str) -> Answer<Vec<SearchHit>> {
    if term.is_empty() {
        return Ok(Vec::new());
    }
    let filter = ListFilter { limit: 8, ..ListFilter::default() };
    let more = CallFilter { term, ..CallFilter::default() };
    let hit = |call: domain::call::Call| SearchHit {
        kind: SearchKind::Call,
        id: call.id.to_string(),
        title: call.no,
        detail: format!("{} {}", call.caller, call.complaint),
    };
    Ok(reader.calls(&filter, &more)?.0.into_iter().map(hit).collect())
}

fn numbered(reader: &Reader<'_>, hits: &Hits, calls: Vec<SearchHit>, today: Day) -> Answer<Vec<SearchHit>> {
    let only = |hits: Hits| ListFilter { hits: Some(hits), limit: 8, ..ListFilter::default() };
    let mut found = Vec::new();
    for line in reader.sales(&only(Hits { sales: hits.sales.clone(), ..Hits::default() }))?.0 {
        let row = crate::sale_view::sale_row(line, today);
        found.push(SearchHit {
            kind: SearchKind::Sale,
            id: row.id,
            title: row.card_no,
            detail: format!("{} {}", row.customer, row.serial),
        });
    }
    for line in reader.repairs(&only(Hits { repairs: hits.repairs.clone(), ..Hits::default() }))?.0 {
        found.push(SearchHit {
            kind: SearchKind::Repair,
            id: line.id,
            title: line.no,
            detail: format!("{} {}", line.customer, line.fault),
        });
    }
    found.extend(calls);
    for id in hits.old_parts.iter().take(8) {
        if let Some(part) = reader.old_part(crate::app::parse_id("", id)?)? {
            found.push(SearchHit { kind: SearchKind::OldPart, id: id.clone(), title: part.tag_no, detail: part.name });
        }
    }
    Ok(found)
}

/// Why the clock is not believed, with the measured amount and the next step.
pub(crate) fn clock_warning(doubt: Doubt, now: Now) -> String {
    let marked = "请校准系统时间，校准前登记的记录会标注";
    let wrong = match doubt {
        Doubt::TooEarly => return format!("本机时钟停在 {}，不可能是对的（电池可能没电了）。{marked}", now.today.zh()),
        Doubt::HeadOffice(skew) => {
            let way = if skew > 0 { "慢" } else { "快" };
            return format!("本机时钟比总部{way} {}。{marked}", apart(skew.abs()));
        }
        Doubt::Back(ms) => format!("本机时钟比上次保存时倒退了 {}", span(ms)),
        Doubt::Ahead(ms) => format!("本机时钟比上次保存时往前跳了 {}", span(ms)),
    };
    let clock = civil_time(now.at).format("%H:%M");
    format!("{wrong}。{marked}；现在真是 {} {clock} 的话，请在「今日」按「时间是对的」", now.today.zh())
}

/// What a clerk may say is right: not what head office or the calendar says is wrong.
fn confirmable(doubt: Doubt) -> bool {
    matches!(doubt, Doubt::Back(_) | Doubt::Ahead(_))
}

/// To the second, as it was measured, while that says something.
fn apart(ms: i64) -> String {
    let seconds = ms / 1000;
    if seconds < 3600 { format!("{} 分 {} 秒", seconds / 60, seconds % 60) } else { span(ms) }
}

fn span(ms: i64) -> String {
    let minutes = ms / 60_000;
    match minutes {
        0..60 => format!("{minutes} 分钟"),
        60..2880 => format!("{} 小时 {} 分钟", minutes / 60, minutes % 60),
        _ => format!("{} 天", minutes / 1440),
    }
}

fn checked_dealer(input: &DealerInput, old: Option<&Dealer>) -> Answer<Dealer> {
    let code = clean(&input.code).to_uppercase();
    let name = clean(&input.name);
    let kept = |given: &Option<String>, of: fn(&Dealer) -> &str| kept(given.as_deref(), old.map(of));
    let device = kept(&input.device, |old| &old.device).to_uppercase();
    let short = kept(&input.short_name, |old| &old.short_name);
    let region = kept(&input.region, |old| &old.region);
    let mut checks = Checks::default();
    checks.text("code", "经销商代码", &code, 20);
    let odd = !code.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    checks.add(odd.then_some(Refusal::OutOfRange { field: "code", label: "经销商代码", wanted: "只用字母和数字" }));
    checks.text("name", "经销商名称", &name, 60);
    checks.length("short_name", "简称", &short, 20);
    checks.length("region", "所在地区", &region, 60);
    let letter = device.is_empty() || (device.len() == 1 && device.chars().all(|c| c.is_ascii_uppercase()));
    checks.add((!letter).then_some(Refusal::OutOfRange {
        field: "device",
        label: "本机字母",
        wanted: "是一个字母 A–Z",
    }));
    checks.done()?;
    Ok(Dealer {
        short_name: if short.is_empty() { name.chars().take(8).collect() } else { short },
        device: if device.is_empty() { "A".into() } else { device },
        code,
        name,
        region,
    })
}

fn dealer_view(dealer: Dealer) -> DealerView {
    let Dealer { code, name, short_name, device, region } = dealer;
    DealerView { code, name, short_name, device, region }
}
