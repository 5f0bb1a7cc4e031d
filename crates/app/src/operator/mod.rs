//! Use cases of operators: who there is, signing in, new PINs, the way back for an owner who forgot.
//!
//! - OPERATOR-5 A clock set back begins a wait anew by the clock there is, and makes none endless.
//! - OPERATOR-13 The first operator is an owner, and the last owner stays one.
//! - OPERATOR-14 A wrong PIN is counted before it is looked at, in the database: neither a restart nor many tries at once is a way around the wait.
//! - OPERATOR-15 An owner's PIN that was set anew on the command line stands in the trail, and every owner is told at the next sign-in.
//! - OPERATOR-16 What another window did to a person meanwhile is not undone: a save names the version it was made from.
//!
//! Why it is so, and what it protects from: docs/decisions/0011-operators.md.

mod pin;
mod seat;
mod steps;

pub(crate) use seat::Seat;

use crate::app::{App, no_such, parse_id};
use crate::clock::civil_time;
use crate::error::{Answer, AppError};
use crate::form::refuse_stale;
use crate::view::*;
use domain::operator::{Operator, Role, checked_name, checked_pin, digits, wait_ms};
use domain::refusal::{Checks, Refusal};
use domain::{Day, OperatorId};
use seat::Stands;
use std::sync::PoisonError;
use store::{Reader, Setting, Tx};

/// Fewest and most minutes before the desk locks.
const LOCK_MINUTES: std::ops::RangeInclusive<i64> = 1..=240;

/// Lines of the trail that are shown.
const MOST_LINES: i64 = 200;

/// The newest lines of the trail.
pub(crate) fn audit_rows(reader: &store::Reader<'_>, query: &AuditQuery) -> Answer<Vec<AuditRow>> {
    let chosen = query.operator.as_deref().filter(|id| !id.is_empty());
    let row = |line: store::AuditLine| AuditRow {
        id: line.id,
        at: line.at,
        what: steps::says(&line.op),
        by_program: steps::of_write(&line.op) == steps::Step::Program,
        op: line.op,
        subject: line.subject,
        detail: line.detail,
        operator: line.operator,
    };
    Ok(reader.audit_lines(chosen, MOST_LINES)?.into_iter().map(row).collect())
}

impl App {
    pub(crate) fn operator_list(&self, _: Nothing) -> Answer<Vec<OperatorView>> {
        self.read(|reader, _| Ok(reader.operators()?.iter().map(view).collect()))
    }

    pub(crate) fn operator_now(&self, _: Nothing) -> Answer<OperatorNow> {
        let (state, operator) = match self.stands()? {
            Stands::NoOperators => (SeatState::NoOperators, None),
            Stands::Nobody => (SeatState::Nobody, None),
            Stands::Locked(operator) => (SeatState::Locked, Some(operator)),
            Stands::Taken(operator) => (SeatState::SignedIn, Some(operator)),
        };
        let lock_minutes = self.read(|reader, _| seat::lock_minutes(reader))?;
        let told = operator.as_ref().filter(|one| state == SeatState::SignedIn && !one.told.is_empty());
        let notice = told.map(|one| one.told.clone());
        Ok(OperatorNow { state, operator: operator.as_ref().map(view), lock_minutes, notice })
    }

    /// There is somebody at the window: a key or a click.
    pub(crate) fn operator_stay(&self, _: Nothing) -> Answer<OperatorNow> {
        if matches!(self.stands()?, Stands::Taken(_)) {
            self.stay();
        }
        self.operator_now(Nothing {})
    }

    pub(crate) fn operator_sign_in(&self, input: SignIn) -> Answer<OperatorNow> {
        let unknown = || AppError::OperatorUnknown { given: input.operator.trim().to_owned() };
        let found = self.read(|reader, _| Ok(reader.operator_named(&input.operator)?.filter(Operator::is_here)))?;
        let operator = self.prove(found.ok_or_else(unknown)?.id, "pin", &input.pin)?;
        self.sit_down(&operator);
        self.operator_now(Nothing {})
    }

    pub(crate) fn operator_sign_out(&self, _: Nothing) -> Answer<OperatorNow> {
        self.stand_up();
        self.operator_now(Nothing {})
    }

    /// What had to be said at sign-in was read.
    pub(crate) fn operator_told(&self, _: Nothing) -> Answer<OperatorNow> {
        if let Some(acting) = seat::acting() {
            self.write("", |tx, _| {
                let operator = known(tx, acting.id)?;
                Ok(tx.put_operator(&Operator { told: String::new(), ..operator })?)
            })?;
        }
        self.operator_now(Nothing {})
    }

    /// Makes, renames, ends or brings back somebody, gives a role or a new PIN (OPERATOR-1, OPERATOR-13, OPERATOR-16).
    pub(crate) fn operator_save(&self, input: OperatorInput) -> Answer<Written<OperatorView>> {
        let name = checked_name(&input.name)?;
        let pin = input.pin.as_deref().filter(|pin| !pin.trim().is_empty());
        let pin = pin.map(|chosen| checked_pin("pin", chosen)).transpose()?;
        let hash = pin.map(|pin| pin::hash(&pin)).transpose()?;
        let id = input.id.as_deref().map(|id| parse_id::<OperatorId>("id", id)).transpose()?;
        let (operator, first) = self.write("operator_save", |tx, now| {
            let owners = tx.owners()?;
            let before = id.map(|id| known(tx, id)).transpose()?;
            refuse_stale("这位操作员", input.rev, before.as_ref().map_or(0, |stands| stands.rev))?;
            if tx.operator_named(&name)?.is_some_and(|other| Some(other.id) != id) {
                return Err(AppError::SameName { given: name });
            }
            if owners == 0 && input.role != Role::Owner {
                return Err(AppError::FirstOwner);
            }
            let operator = saved(self.id(), before.as_ref(), &input, name, hash, now.at)?;
            let owner = |one: &Operator| one.is_here() && one.role == Role::Owner;
            if before.as_ref().is_some_and(owner) && !owner(&operator) && owners == 1 {
                return Err(AppError::LastOwner);
            }
            tx.put_operator(&operator)?;
            if owners == 0 {
                // Nobody could be asked before: the first line with an operator is that of the first owner.
                tx.by(Some(operator.id));
            }
            tx.note(&operator.name, &changes(before.as_ref(), &operator));
            Ok((operator, owners == 0))
        })?;
        if first {
            self.sit_down(&operator);
        } else {
            self.keep_own_session(&operator);
        }
        Ok(Written { value: view(&operator), touched: vec![Touched::Settings] })
    }

    /// One's own PIN, by who knows the old one.
    pub(crate) fn operator_pin(&self, input: PinInput) -> Answer<Written<OperatorView>> {
        let new = checked_pin("new_pin", &input.new_pin)?;
        let acting = seat::acting().ok_or(AppError::OperatorRequired)?;
        self.prove(acting.id, "pin", &input.pin)?;
        let hash = pin::hash(&new)?;
        let operator = self.write("operator_pin", |tx, _| {
            let operator = with_pin(known(tx, acting.id)?, hash);
            tx.put_operator(&operator)?;
            tx.note(&operator.name, "");
            Ok(operator)
        })?;
        self.keep_own_session(&operator);
        Ok(Written { value: view(&operator), touched: vec![Touched::Settings] })
    }

    pub(crate) fn operator_lock_save(&self, input: LockInput) -> Answer<Written<OperatorNow>> {
        if !LOCK_MINUTES.contains(&input.minutes) {
            let wanted = "在 1 到 240 分钟之间";
            return Err(Refusal::OutOfRange { field: "minutes", label: "自动锁屏", wanted }.into());
        }
        self.write("operator_lock_save", |tx, _| {
            let stands = seat::lock_minutes(tx)?;
            if input.base.is_some_and(|base| base != stands) {
                return Err(AppError::Stale { what: "自动锁屏的时间" });
            }
            tx.put_setting(Setting::LockMinutes, &input.minutes.to_string())?;
            tx.note(&input.minutes.to_string(), "");
            Ok::<_, AppError>(())
        })?;
        Ok(Written { value: self.operator_now(Nothing {})?, touched: vec![Touched::Settings] })
    }

    pub(crate) fn audit_list(&self, query: AuditQuery) -> Answer<Vec<AuditRow>> {
        self.read(|reader, _| audit_rows(reader, &query))
    }

    /// The way back for an owner who forgot the PIN (OPERATOR-15). No command of the table: it is asked for at the machine itself,
    /// by who can lay hands on the file anyway.
    pub fn owner_reset(&self, name: &str, new_pin: &str) -> Answer<String> {
        let hash = pin::hash(&checked_pin("pin", new_pin)?)?;
        let operator = self.write("owner_reset", |tx, now| {
            let found = tx.operator_named(name)?.filter(|one| one.is_here() && one.role == Role::Owner);
            let Some(found) = found else { return Err(AppError::NoOwner { given: name.trim().to_owned() }) };
            let told = format!(
                "「{}」的 PIN 在 {} {} 用命令行 sanbao owner-reset 重设过。不是您让人做的，就有人动过这台机器，请看「设置 → 操作员」里的操作记录",
                found.name,
                Day::at(now.at).zh(),
                civil_time(now.at).format("%H:%M"),
            );
            for owner in tx.operators()?.into_iter().filter(|one| one.role == Role::Owner) {
                tx.put_operator(&Operator { told: told.clone(), ..owner })?;
            }
            let operator = with_pin(known(tx, found.id)?, hash);
            tx.put_operator(&operator)?;
            tx.note(&operator.name, "");
            Ok(operator)
        })?;
        Ok(operator.name)
    }

    /// Whether this is the operator's PIN (OPERATOR-14). Hashing takes its time outside of any transaction.
    fn prove(&self, id: OperatorId, field: &'static str, given: &str) -> Answer<Operator> {
        if given.trim().is_empty() {
            return Err(Refusal::Missing { field, label: "PIN" }.into());
        }
        let operator = self.write("", |tx, now| self.counted(tx, id, now.at))??;
        if pin::fits(&digits(given), &operator.pin)? {
            self.write("", |tx, _| Ok(tx.put_operator(&Operator { tries: 0, ..known(tx, id)? })?))?;
            return Ok(operator);
        }
        self.write("operator_try", |tx, _| {
            tx.note(&operator.name, &format!("第 {} 次", operator.tries));
            Ok::<_, AppError>(())
        })?;
        Err(AppError::PinWrong { field, wait_ms: wait_ms(operator.tries) })
    }

    /// Counts a try that is allowed now, as if it were wrong; else answers how long it waits.
    fn counted(&self, tx: &Tx<'_>, id: OperatorId, at: i64) -> Answer<Answer<Operator>> {
        let mut operator = known(tx, id)?;
        let mut tried = self.seat.tried.lock().unwrap_or_else(PoisonError::into_inner);
        let since = match tried.get(&id).filter(|(known_at, _)| *known_at == operator.tried_at) {
            Some((_, running)) => self.running() - running,
            None => at - operator.tried_at,
        };
        let left = wait_ms(operator.tries) - since.max(0);
        if left > 0 {
            if since < 0 {
                // The clock was set back: the wait begins anew by the clock there is now, and ends.
                operator.tried_at = at;
                tx.put_operator(&operator)?;
            }
            return Ok(Err(AppError::PinWait { ms: left }));
        }
        operator.tries += 1;
        operator.tried_at = at;
        tx.put_operator(&operator)?;
        tried.insert(id, (at, self.running()));
        Ok(Ok(operator))
    }

    /// Who gave themselves a new PIN stays; everybody else's session of that operator is over (OPERATOR-11).
    fn keep_own_session(&self, operator: &Operator) {
        if seat::acting().is_some_and(|acting| acting.is(operator)) {
            self.keep_session(operator);
        }
    }

    /// The role by which steps are offered; where there are no operators, everything may be done.
    pub(crate) fn role(&self, reader: &Reader<'_>) -> Answer<Role> {
        let operator = seat::acting().map(|acting| reader.operator(acting.id)).transpose()?.flatten();
        Ok(match operator {
            Some(operator) => operator.role,
            None if reader.owners()? == 0 => Role::Owner,
            None => Role::Auditor,
        })
    }

    /// Name of who this command is of.
    pub(crate) fn acting_name() -> String {
        seat::acting().map(|acting| acting.name).unwrap_or_default()
    }
}

fn known(reader: &Reader<'_>, id: OperatorId) -> Answer<Operator> {
    reader.operator(id)?.ok_or_else(|| no_such("id", &id.to_string()))
}

fn with_pin(operator: Operator, hash: String) -> Operator {
    Operator { pin: hash, pin_rev: operator.pin_rev + 1, rev: operator.rev + 1, tries: 0, ..operator }
}

/// An operator after saving; a new one needs a PIN.
fn saved(
    fresh: OperatorId,
    before: Option<&Operator>,
    input: &OperatorInput,
    name: String,
    hash: Option<String>,
    at: i64,
) -> Answer<Operator> {
    let mut checks = Checks::default();
    let no_pin = before.is_none() && hash.is_none();
    checks.add(no_pin.then_some(Refusal::Missing { field: "pin", label: "PIN" }));
    checks.done()?;
    let blank = Operator {
        id: fresh,
        name: String::new(),
        role: input.role,
        pin: String::new(),
        pin_rev: 0,
        made_at: at,
        ended_at: None,
        tries: 0,
        tried_at: 0,
        told: String::new(),
        rev: 0,
    };
    let mut operator = Operator { name, role: input.role, ..before.cloned().unwrap_or(blank) };
    if input.ended && operator.is_here() {
        operator.ended_at = Some(at);
        operator.pin_rev += 1;
    } else if !input.ended {
        operator.ended_at = None;
    }
    Ok(match hash {
        Some(hash) => with_pin(operator, hash),
        None => Operator { rev: operator.rev + 1, ..operator },
    })
}

/// What was changed, for the trail; of a PIN only that it is another.
fn changes(before: Option<&Operator>, after: &Operator) -> String {
    let Some(before) = before else { return format!("新增，{}", after.role.zh()) };
    let said = [
        (before.name != after.name).then(|| format!("原名{}", before.name)),
        (before.role != after.role).then(|| format!("{}改为{}", before.role.zh(), after.role.zh())),
        (before.pin != after.pin).then(|| "换了 PIN".to_owned()),
        (before.is_here() && !after.is_here()).then(|| "停用".to_owned()),
        (!before.is_here() && after.is_here()).then(|| "恢复".to_owned()),
    ];
    said.into_iter().flatten().collect::<Vec<_>>().join("，")
}

fn view(operator: &Operator) -> OperatorView {
    OperatorView {
        id: operator.id.to_string(),
        name: operator.name.clone(),
        role: operator.role,
        role_name: operator.role.zh().into(),
        rev: operator.rev,
        ended_at: operator.ended_at,
    }
}
