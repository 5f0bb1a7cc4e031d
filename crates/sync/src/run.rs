//! One run: look, plan, act, look again, until there is nothing more or something stops it.
//!
//! - SYNC-41 Each run asks about the current epoch and three others in turn, those first whose sums were not compared as they stand; it goes on asking until none of those is left. When head office says that it was put back, no comparison of before counts.
//! - SYNC-42 What is wrong with the feed keeps back nothing that goes up: it is remembered, and the run ends with it.
//! - SYNC-44 A run whose right to send is another's now writes nothing of what it remembered.
//! - SYNC-34 A certificate that is out of its time by our clock is judged once more by the last time head office signed; over that connection only a hello without a token goes. What follows goes over a new one, judged by the time that hello signed.

use wire::hello::{Auth, Hello};

use crate::desk::{Account, Desk, Link};
use crate::http::{Ask, Reply, Wire};
use crate::key::{self, Pinned};
use crate::outcome::{Class, Clock, Options, Outcome, Problem, Skipped};
use crate::plan::{self, Look, Step};
use crate::{backoff, blobs, compare, feed, tls, trouble, upload};

/// How long the lease is good without being renewed; each step renews it.
const LEASE_MS: i64 = 2 * 60_000;
/// New epochs in one run: a fresh one is random, so a third means something else is wrong.
const REMINTS: u32 = 3;
/// The code of a run whose right to send is another's now.
const LEASE_LOST: &str = "lease_lost";
/// A token is not used in its last minute.
const TOKEN_EDGE_MS: i64 = 60_000;

/// Everything a step needs.
pub(crate) struct Run<'a> {
    pub desk: &'a dyn Desk,
    pub principal: &'a str,
    pub clock: &'a dyn Clock,
    pub account: Account,
    pub pinned: Pinned,
    pub wire: Wire,
    pub link: Link,
    pub look: Look,
    pub out: Outcome,
    options: &'a Options,
    leased_at: i64,
    reminted: u32,
    renewed: bool,
    /// What was wrong with the feed (SYNC-42).
    feed_problem: Option<Problem>,
    /// Head office has not yet proved itself over this connection: no token goes.
    bare: bool,
}

/// Runs one maker's sync once, and says how it went and when the next run is due.
pub async fn run_once(desk: &dyn Desk, principal: &str, clock: &dyn Clock, options: &Options) -> Outcome {
    match guarded(desk, principal, clock, options).await {
        Ok(outcome) => outcome,
        Err(problem) => Outcome { problem: Some(problem), ..Outcome::default() },
    }
}

/// `Err` only where not even the schedule could be read or written.
async fn guarded(desk: &dyn Desk, principal: &str, clock: &dyn Clock, options: &Options) -> Result<Outcome, Problem> {
    let now = clock.now_ms();
    let link = desk.link(principal).map_err(trouble::store)?;
    let Some(account) = desk.account(principal).map_err(trouble::store)? else {
        return Ok(skipped(Skipped::NotEnrolled, &link));
    };
    if !backoff::is_due(&link, options.trigger, now) {
        return Ok(skipped(Skipped::NotDue, &link));
    }
    if !lease(desk, principal, options, now)? {
        return Ok(skipped(Skipped::Busy, &link));
    }
    let ended = under_lease(desk, principal, (clock, now), options, account, link).await;
    desk.drop_lease(principal, &options.holder).map_err(trouble::store)?;
    ended
}

pub(crate) fn lease(desk: &dyn Desk, principal: &str, options: &Options, now: i64) -> Result<bool, Problem> {
    let until = now + LEASE_MS;
    desk.take_lease(principal, &options.holder, now, until).map_err(trouble::store)
}

fn skipped(why: Skipped, link: &Link) -> Outcome {
    Outcome { skipped: Some(why), next_attempt_at: link.next_attempt_at, ..Outcome::default() }
}

async fn under_lease(
    desk: &dyn Desk,
    principal: &str,
    (clock, now): (&dyn Clock, i64),
    options: &Options,
    account: Account,
    link: Link,
) -> Result<Outcome, Problem> {
    let before = link.clone();
    let mut run = match begin(desk, principal, (clock, now), options, (account, link)) {
        Ok(run) => run,
        Err(problem) => return conclude(desk, principal, clock, before, Outcome::default(), Err(problem)),
    };
    let ended = run.steps().await;
    conclude(desk, principal, clock, run.link, run.out, ended)
}

/// A run that has done nothing yet.
pub(crate) fn begin<'a>(
    desk: &'a dyn Desk,
    principal: &'a str,
    (clock, now): (&'a dyn Clock, i64),
    options: &'a Options,
    (account, link): (Account, Link),
) -> Result<Run<'a>, Problem> {
    let (wire, pinned) = prepare(&account, options, tls::judged_at(clock.now_ms()))?;
    Ok(Run {
        desk,
        principal,
        clock,
        account,
        pinned,
        wire,
        link,
        look: Look::of(options.trigger),
        out: Outcome::default(),
        options,
        leased_at: now,
        reminted: 0,
        renewed: false,
        feed_problem: None,
        bare: false,
    })
}

fn prepare(account: &Account, options: &Options, at: i64) -> Result<(Wire, Pinned), Problem> {
    let Some(pinned) = Pinned::parse(&account.receipt_key) else {
        return Err(Problem::new("wrong_key", Class::NotOurServer, "the pinned key is no key"));
    };
    let wire = Wire::new(&account.url, Some(pinned.clone()), options, at)?;
    Ok((wire, pinned))
}

/// Writes the schedule: nothing pending is ever left without a next attempt.
fn conclude(
    desk: &dyn Desk,
    principal: &str,
    clock: &dyn Clock,
    mut link: Link,
    mut out: Outcome,
    ended: Result<(), Problem>,
) -> Result<Outcome, Problem> {
    let (now, part) = (clock.now_ms(), part());
    match ended {
        Ok(()) => backoff::succeeded(&mut link, now, part),
        Err(mut problem) => {
            backoff::failed(&mut link, now, problem.wait_ms, part);
            problem.retry_at = link.next_attempt_at;
            link.problem_code = Some(problem.code.clone());
            link.problem_detail = Some(problem.detail.clone());
            tracing::warn!(code = %problem.code, class = problem.class.as_str(),
                detail = %problem.detail, failures = link.failures, "sync stopped");
            out.problem = Some(problem);
        }
    }
    out.next_attempt_at = link.next_attempt_at;
    // Who took the lease over, another run or an enrolment, has written what is true now.
    if out.problem.as_ref().is_none_or(|problem| problem.code != LEASE_LOST) {
        desk.save_link(principal, &link).map_err(trouble::store)?;
    }
    Ok(out)
}

/// A random number in 0..1. Without a random source: the middle, which only makes a herd denser.
fn part() -> f64 {
    key::random::<4>().map_or(0.5, |r| f64::from(u32::from_le_bytes(r)) / (f64::from(u32::MAX) + 1.0))
}

impl Run<'_> {
    async fn steps(&mut self) -> Result<(), Problem> {
        // As any other step: a token or a challenge may run out right here, where a machine fell asleep.
        match self.act(Step::Hello).await {
            Err(problem) if problem.class == Class::ClockOrCert => self.by_its_time(problem).await?,
            met => met?,
        }
        loop {
            self.renew()?;
            self.look_again()?;
            let step = plan::next(&self.look);
            tracing::debug!(?step, "sync step");
            if step == Step::Done {
                return self.feed_problem.take().map_or(Ok(()), Err);
            }
            self.act(step).await?;
        }
    }

    /// SYNC-34. What still fails is the certificate's fault or the clock's, and stays the first problem.
    async fn by_its_time(&mut self, problem: Problem) -> Result<(), Problem> {
        let Some(then) = self.link.server_time else { return Err(problem) };
        tracing::warn!(code = %problem.code, then, "the certificate is judged by head office's time");
        self.judge_at(then)?;
        self.bare = true;
        let met = self.ask_hello(&[]).await;
        self.bare = false;
        let Ok(hello) = met else { return Err(problem) };
        self.judge_at(hello.server_time)?;
        self.hello().await
    }

    fn judge_at(&mut self, at: i64) -> Result<(), Problem> {
        (self.wire, self.pinned) = prepare(&self.account, self.options, at)?;
        Ok(())
    }

    /// Keeps the right to be the one uploader: written when a quarter of its time is over, not at every step.
    pub(crate) fn renew(&mut self) -> Result<(), Problem> {
        let now = self.clock.now_ms();
        if (self.leased_at..self.leased_at + LEASE_MS / 4).contains(&now) {
            return Ok(());
        }
        if !lease(self.desk, self.principal, self.options, now)? {
            let detail = "another uploader took over";
            return Err(Problem::new(LEASE_LOST, Class::Transient, detail));
        }
        self.leased_at = now;
        Ok(())
    }

    fn look_again(&mut self) -> Result<(), Problem> {
        self.look.epochs = self.desk.counts(self.principal).map_err(trouble::store)?;
        self.look.checked = self.link.checked.clone();
        let blobs = self.desk.blobs(self.principal, 1).map_err(trouble::store)?;
        self.look.blobs = !blobs.is_empty();
        Ok(())
    }

    /// A token may run out in the middle of a run: it is renewed once, then it is a problem.
    pub(crate) async fn act(&mut self, step: Step) -> Result<(), Problem> {
        match self.act_once(step).await {
            Err(problem) if problem.code == wire::code::UNAUTHORIZED && !self.renewed => {
                self.renewed = true;
                self.link.token = None;
                self.hello().await
            }
            other => other,
        }
    }

    async fn act_once(&mut self, step: Step) -> Result<(), Problem> {
        match step {
            Step::Remint => self.remint(),
            Step::Feed => self.feed().await,
            Step::Resend => upload::resend(self).await,
            Step::Send => upload::send(self).await,
            Step::Deferred => upload::offer_deferred(self).await,
            Step::Hello => self.hello().await,
            Step::Compare(epoch) => compare::epoch(self, &epoch).await,
            Step::Blobs => blobs::send(self).await,
            Step::Done => Ok(()),
        }
    }

    async fn feed(&mut self) -> Result<(), Problem> {
        match feed::read(self).await {
            Err(problem) if is_only_the_feeds(&problem) => {
                tracing::warn!(code = %problem.code, detail = %problem.detail, "the feed stands");
                self.look.so_far.feed_failed = true;
                self.feed_problem = Some(problem);
                Ok(())
            }
            other => other,
        }
    }

    /// Takes a new epoch; what is unsent moves there.
    pub(crate) fn remint(&mut self) -> Result<(), Problem> {
        self.reminted += 1;
        if self.reminted > REMINTS {
            let detail = "one new epoch after the other clashes";
            return Err(Problem::new("epoch_conflict", Class::Transient, detail));
        }
        let epoch = key::new_epoch().map_err(|e| trouble::random(&e))?;
        let moved = self.desk.remint(self.principal, &epoch).map_err(trouble::store)?;
        tracing::warn!(moved, "the stream forked: new epoch");
        self.out.reminted = true;
        Ok(())
    }

    /// Asks how things stand; gets a token on the way if one is needed.
    pub(crate) async fn hello(&mut self) -> Result<(), Problem> {
        let epochs = self.epochs_to_ask()?;
        let mut hello = self.ask_hello(&epochs).await?;
        if hello.auth == Auth::Needed {
            self.token(&hello).await?;
            hello = self.ask_hello(&epochs).await?;
        }
        match hello.auth {
            Auth::Ok => {}
            Auth::Revoked => {
                self.link.token = None;
                return Err(auth("revoked", "this device was revoked"));
            }
            _ => return Err(auth(wire::code::UNAUTHORIZED, "no token is good enough")),
        }
        if self.link.is_put_back(&hello.generation) {
            self.look.so_far.asked.clear();
        }
        self.asked(epochs);
        self.link.limits = hello.limits;
        self.look.feed = hello.feed_pending;
        self.look.hear(hello.streams);
        self.look.so_far.settled_since_hello = false;
        Ok(())
    }

    fn epochs_to_ask(&self) -> Result<Vec<String>, Problem> {
        let epochs = self.desk.counts(self.principal).map_err(trouble::store)?;
        Ok(plan::asked(&epochs, &self.link, &self.look.so_far))
    }

    fn asked(&mut self, epochs: Vec<String>) {
        self.link.turn = epochs.get(1..).and_then(<[String]>::last).cloned().or(self.link.turn.take());
        self.look.so_far.asked.extend(epochs);
    }

    async fn ask_hello(&mut self, epochs: &[String]) -> Result<Hello, Problem> {
        let mut query = vec![("epochs", epochs.join(","))];
        if let Some(cursor) = &self.link.cursor {
            query.push(("after", cursor.clone()));
        }
        let token = self.good_token();
        let ask = Ask { query: &query, token: token.as_deref(), ..Ask::get("/v1/hello") };
        let before = self.clock.now_ms();
        let reply = self.wire.ask(ask).await?;
        if reply.status != 200 {
            return Err(trouble::refused(&reply));
        }
        let hello: Hello = serde_json::from_slice(&reply.body).map_err(|_| trouble::unreadable("hello"))?;
        self.note_skew(before, hello.server_time);
        self.same_office(&hello)?;
        Ok(hello)
    }

    fn good_token(&self) -> Option<String> {
        let now = self.clock.now_ms();
        let until = self.link.token_until.unwrap_or(0);
        self.link.token.clone().filter(|_| !self.bare && now + TOKEN_EDGE_MS < until)
    }

    fn note_skew(&mut self, before: i64, server_time: i64) {
        let after = self.clock.now_ms();
        let skew = server_time - (before + (after - before) / 2);
        self.link.skew_ms = Some(skew);
        self.link.server_time = Some(server_time);
        self.out.skew_ms = Some(skew);
    }

    /// The key is right; the house must be too.
    fn same_office(&self, hello: &Hello) -> Result<(), Problem> {
        let same = hello.server_id == self.account.server_id;
        match same && hello.principal == self.account.principal_code {
            true => Ok(()),
            false => {
                let detail = "this head office calls itself something else than at enrolment";
                Err(Problem::new("other_office", Class::NotOurServer, detail))
            }
        }
    }

    async fn token(&mut self, hello: &Hello) -> Result<(), Problem> {
        let challenge = hello.challenge.clone().unwrap_or_default();
        let account = &self.account;
        let text = wire::sign::challenge(&account.server_id, &account.device_id, &challenge);
        let ask = wire::enrol::TokenRequest {
            device_id: account.device_id.clone(),
            signature: key::sign(&account.device_seed, &text),
            challenge,
        };
        let body = serde_json::to_vec(&ask).map_err(|_| trouble::unreadable("token request"))?;
        let mut post = Ask::post("/v1/token", body.into());
        let json = [("content-type", "application/json".to_owned())];
        post.headers = &json;
        let reply = self.wire.ask(post).await?;
        if reply.status != 200 {
            return Err(trouble::refused(&reply));
        }
        let good: wire::enrol::TokenReply =
            serde_json::from_slice(&reply.body).map_err(|_| trouble::unreadable("token"))?;
        self.link.token_until = Some(self.clock.now_ms() + good.good_for_ms);
        self.link.token = Some(good.token);
        Ok(())
    }

    /// Asks with the token; a signed answer other than 200 is a problem.
    pub(crate) async fn ask(&self, ask: Ask<'_>) -> Result<Vec<u8>, Problem> {
        let reply = self.ask_any(ask).await?;
        match reply.status {
            200 => Ok(reply.body),
            _ => Err(trouble::refused(&reply)),
        }
    }

    /// Asks with the token; any signed answer will do.
    pub(crate) async fn ask_any(&self, ask: Ask<'_>) -> Result<Reply, Problem> {
        let token = self.link.token.clone();
        let ask = Ask { token: token.as_deref(), ..ask };
        self.wire.ask(ask).await
    }
}

/// What concerns the token, the house or the clock concerns all of the run, and so does a wait head office asks for.
fn is_only_the_feeds(problem: &Problem) -> bool {
    let others = [Class::Auth, Class::NotOurServer, Class::ClockOrCert];
    problem.wait_ms.is_none() && !others.contains(&problem.class)
}

fn auth(code: &str, detail: &str) -> Problem {
    Problem::new(code, Class::Auth, detail)
}
