//! Who sits at the desk: the session of this process, the door of the commands, and who writes.
//!
//! - OPERATOR-8 From the moment an owner exists a person's write without an operator is refused; a desk without operators asks nobody.
//! - OPERATOR-9 At the window everything is behind the lock screen; the command line reads without an operator.
//! - OPERATOR-10 After the minutes without a key or click the next command is refused as locked, whatever was done to the clock meanwhile.
//! - OPERATOR-11 A new PIN or an ending closes every other session of that operator, in any process; a new role holds at once.
//! - OPERATOR-12 What somebody began is written in their name, also when the desk locks or is handed over meanwhile.
//!
//! The session lives in the process and not in the database: a program that ended has signed out.

use super::steps::{self, Step};
use crate::app::App;
use crate::error::{Answer, AppError};
use domain::OperatorId;
use domain::operator::{Needs, Operator, Role};
use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use store::{Fault, Reader, Setting, Tx};

/// Minutes before the desk locks where the owner chose none.
const LOCK_MINUTES: i64 = 10;

/// Most names of one role in a sentence.
const MOST_NAMES: usize = 3;

/// Who sits there, and what this process remembers of wrong PINs.
#[derive(Default)]
pub(crate) struct Seat {
    session: Mutex<Option<Session>>,
    /// The command line: reads need nobody.
    reads_open: AtomicBool,
    /// When a wrong PIN came by the process's own time, beside the instant that stands in the database.
    pub(super) tried: Mutex<HashMap<OperatorId, (i64, i64)>>,
}

/// Somebody who signed in.
#[derive(Debug, Clone, Copy)]
struct Session {
    id: OperatorId,
    pin_rev: i64,
    /// When there was last a key, a click or a write: by the process's time and by the clock.
    stayed: (i64, i64),
    locked: bool,
}

/// Whose command this is, fixed when it began (OPERATOR-12).
#[derive(Debug, Clone)]
pub(super) struct Acting {
    pub(super) id: OperatorId,
    pin_rev: i64,
    pub(super) name: String,
}

impl Acting {
    /// Whether this is the operator.
    pub(super) fn is(&self, operator: &Operator) -> bool {
        self.id == operator.id
    }
}

thread_local! {
    /// A command runs on one thread from its beginning to its last write. What runs beside it (sync, background) is the program's.
    static ACTING: RefCell<Option<Acting>> = const { RefCell::new(None) };
}

/// The command's operator for as long as it lives.
pub(crate) struct Acts(Option<Acting>);

impl Acts {
    fn begin(acting: Option<Acting>) -> Self {
        Self(ACTING.replace(acting))
    }
}

impl Drop for Acts {
    fn drop(&mut self) {
        ACTING.replace(self.0.take());
    }
}

/// Whose command this thread is running.
pub(super) fn acting() -> Option<Acting> {
    ACTING.with_borrow(Clone::clone)
}

/// How the seat stands.
pub(super) enum Stands {
    /// The desk has no operators.
    NoOperators,
    /// Nobody is signed in.
    Nobody,
    /// Somebody is, and was away too long.
    Locked(Operator),
    /// Somebody is.
    Taken(Operator),
}

impl App {
    /// The command line: reads need no operator (OPERATOR-9).
    pub(crate) fn open_reads(&self) {
        self.seat.reads_open.store(true, Ordering::Relaxed);
    }

    /// Lets a command in, or says why not (OPERATOR-8 to OPERATOR-10). What it writes is in the answer's name.
    pub(crate) fn let_in(&self, command: &str) -> Answer<Acts> {
        let step = steps::of_command(command);
        if step == Step::Outside {
            return Ok(Acts::begin(None));
        }
        let stands = match self.stands() {
            // Who may cannot be read any more: the way back from a backup stays open.
            Err(AppError::Store(why))
                if why.fault == Fault::Corrupt && ["backup_list", "backup_restore"].contains(&command) =>
            {
                Stands::NoOperators
            }
            other => other?,
        };
        let acting = match stands {
            Stands::NoOperators => None,
            Stands::Locked(_) => return Err(AppError::Locked),
            Stands::Nobody if self.seat.reads_open.load(Ordering::Relaxed) && !matches!(step, Step::Person(_)) => None,
            Stands::Nobody => return Err(AppError::OperatorRequired),
            Stands::Taken(operator) => {
                self.refuse_role(command, step, &operator)?;
                Some(Acting { id: operator.id, pin_rev: operator.pin_rev, name: operator.name })
            }
        };
        Ok(Acts::begin(acting))
    }

    fn refuse_role(&self, command: &str, step: Step, operator: &Operator) -> Answer<()> {
        let needs = match step {
            Step::Person(needs) => needs,
            // An auditor sets nothing off; the program does by itself what is due.
            Step::Program | Step::Helped => Needs::Paper,
            Step::Look | Step::Outside => return Ok(()),
        };
        if matches!(step, Step::Person(_)) {
            self.stay();
        }
        if operator.role.may(needs) {
            return Ok(());
        }
        self.with_store(|store| store.read(|reader| refuse(reader, command, needs, operator)))
    }

    /// Who is written beside a write, judged inside its transaction (OPERATOR-8, OPERATOR-11).
    pub(crate) fn writer(&self, tx: &Tx<'_>, op: &str) -> Answer<Option<OperatorId>> {
        let needs = match steps::of_write(op) {
            Step::Look | Step::Outside | Step::Program => return Ok(None),
            Step::Helped => Needs::Somebody,
            Step::Person(needs) => needs,
        };
        if tx.owners()? == 0 {
            return Ok(None);
        }
        let Some(acting) = acting() else {
            return if steps::of_write(op) == Step::Helped { Ok(None) } else { Err(AppError::OperatorRequired) };
        };
        let operator = still_here(tx, acting.id, acting.pin_rev)?.ok_or(AppError::OperatorRequired)?;
        refuse(tx, op, needs, &operator)?;
        Ok(Some(operator.id))
    }

    /// How the seat stands now. A session whose operator left or has another PIN is over.
    pub(super) fn stands(&self) -> Answer<Stands> {
        let seated = *self.session();
        let found = self.with_store(|store| {
            store.read(|reader| {
                if reader.owners()? == 0 {
                    return Ok::<_, AppError>(None);
                }
                let operator = seated.map(|seated| still_here(reader, seated.id, seated.pin_rev)).transpose()?;
                Ok(Some((operator.flatten(), lock_minutes(reader)?)))
            })
        })?;
        let Some((operator, minutes)) = found else { return Ok(Stands::NoOperators) };
        let mut session = self.session();
        let same = |session: &Session| {
            seated.is_some_and(|seated| (seated.id, seated.pin_rev) == (session.id, session.pin_rev))
        };
        match (session.as_mut().filter(|session| same(session)), operator) {
            (Some(session), Some(operator)) => {
                session.locked |= self.away_ms(session) >= minutes * 60_000;
                Ok(if session.locked { Stands::Locked(operator) } else { Stands::Taken(operator) })
            }
            (Some(_), None) => {
                *session = None;
                Ok(Stands::Nobody)
            }
            // Somebody else signed in meanwhile: who asked was not them.
            (None, _) => Ok(Stands::Nobody),
        }
    }

    /// The longer of both: a clock set back keeps nothing open, and a machine that slept has run no time of its own.
    fn away_ms(&self, session: &Session) -> i64 {
        let (running, at) = session.stayed;
        (self.running() - running).max(self.now() - at)
    }

    /// There was a key, a click or a write. Nothing unlocks by it.
    pub(super) fn stay(&self) {
        let stayed = (self.running(), self.now());
        if let Some(session) = self.session().as_mut().filter(|session| !session.locked) {
            session.stayed = stayed;
        }
    }

    pub(super) fn sit_down(&self, operator: &Operator) {
        let stayed = (self.running(), self.now());
        *self.session() = Some(Session { id: operator.id, pin_rev: operator.pin_rev, stayed, locked: false });
    }

    pub(super) fn stand_up(&self) {
        *self.session() = None;
    }

    /// Somebody has another PIN by their own doing: their session here goes on (OPERATOR-11).
    pub(super) fn keep_session(&self, operator: &Operator) {
        if let Some(session) = self.session().as_mut().filter(|session| session.id == operator.id) {
            session.pin_rev = operator.pin_rev;
        }
    }

    fn session(&self) -> MutexGuard<'_, Option<Session>> {
        self.seat.session.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The operator of a session, while it holds.
fn still_here(reader: &Reader<'_>, id: OperatorId, pin_rev: i64) -> Answer<Option<Operator>> {
    Ok(reader.operator(id)?.filter(|operator| operator.is_here() && operator.pin_rev == pin_rev))
}

/// Refuses a step to a role, and names who may.
fn refuse(reader: &Reader<'_>, op: &str, needs: Needs, operator: &Operator) -> Answer<()> {
    if operator.role.may(needs) {
        return Ok(());
    }
    let here: Vec<Operator> = reader.operators()?.into_iter().filter(Operator::is_here).collect();
    let roles: Vec<String> = needs.who().into_iter().map(|role| with_names(role, &here)).collect();
    Err(AppError::RoleRefused {
        what: steps::says(op),
        who: roles.join("、"),
        role: operator.role.zh(),
        name: operator.name.clone(),
    })
}

/// `服务主任（李敏）`; a role nobody has stands alone.
fn with_names(role: Role, here: &[Operator]) -> String {
    let names: Vec<&str> = here.iter().filter(|one| one.role == role).map(|one| one.name.as_str()).collect();
    match names.as_slice() {
        [] => role.zh().to_owned(),
        few if few.len() <= MOST_NAMES => format!("{}（{}）", role.zh(), few.join("、")),
        many => format!("{}（{}等）", role.zh(), many[..MOST_NAMES].join("、")),
    }
}

/// After how many minutes the desk locks.
pub(super) fn lock_minutes(reader: &Reader<'_>) -> Answer<i64> {
    let chosen = reader.setting(Setting::LockMinutes)?.and_then(|text| text.parse().ok());
    Ok(chosen.unwrap_or(LOCK_MINUTES))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::*;

    fn owner() -> OperatorInput {
        OperatorInput {
            id: None,
            rev: None,
            name: "王强".into(),
            role: Role::Owner,
            pin: Some("135790".into()),
            ended: false,
        }
    }

    #[test]
    fn operator_12_what_somebody_began_is_written_in_their_name() {
        let dir = tempfile::tempdir().unwrap();
        let app = App::open(dir.path()).unwrap();
        app.operator_save(owner()).unwrap();
        let begun = app.let_in("start_day_save").unwrap();
        app.stand_up();
        let write = || app.write("start_day_save", |_, _| Ok(()));
        write().unwrap();
        drop(begun);
        assert_eq!(write().unwrap_err().code(), "operator_required");
        let lines = app.audit_list(AuditQuery::default()).unwrap();
        let by: Vec<_> = lines.iter().map(|line| (line.op.as_str(), line.operator.as_deref())).collect();
        assert_eq!(by, [("start_day_save", Some("王强")), ("operator_save", Some("王强"))]);
    }

    #[test]
    fn operator_8_the_program_writes_in_nobodys_name() {
        let dir = tempfile::tempdir().unwrap();
        let app = App::open(dir.path()).unwrap();
        app.operator_save(owner()).unwrap();
        let _acts = app.let_in("law_recompute").unwrap();
        app.write("law_recompute", |_, _| Ok(())).unwrap();
        app.write("sync_to_file", |_, _| Ok(())).unwrap();
        let lines = app.audit_list(AuditQuery::default()).unwrap();
        assert_eq!(lines[1].operator, None, "computed by itself");
        assert_eq!(lines[0].operator.as_deref(), Some("王强"), "carried out by hand");
    }
}
