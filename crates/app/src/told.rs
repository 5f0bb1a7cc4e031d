//! What head office says about a record, told to the card, repair or report it is about.
//!
//! - TOLD-1 Only what is said about the newest version of a record turns it back.
//! - TOLD-2 A record turned down after it was taken (`rejection` in the feed) is turned back like one refused at once; a head
//!   office speaks of its own maker's records only.
//! - TOLD-3 A report turned back says so where it is listed and on 今日, until its sheet of the month is sent again.
//! - TOLD-4 A refusal for want of what the user would not share is told as that, whatever code it comes with (E35).
//! - TOLD-6 A record that does not take what is said of it keeps back nothing of what is said of the others: its line has the verdict, and the log says why the record has not.
//! - TOLD-5 What is received again was received on the day of its first receipt.
//!
//! The outbox line keeps its receipt whatever is said later; what was said stands beside it.

use crate::consent;
use crate::error::{Answer, AppError};
use crate::field_words::with_field;
use crate::trouble::{TURNED_DOWN, problem_sentence, refusal_sentence};
use domain::card::Card;
use domain::refusal::Refusal;
use domain::repair::{Repair, RepairState};
use domain::{CardId, Day};
use serde::Deserialize;
use std::cell::RefCell;
use std::collections::HashMap;
use store::{Fault, LedgerLine, Reasons, SettledLine, Tx};
use sync::desk::{State, Verdict};

/// A record's version.
struct About<'a> {
    kind: &'a str,
    record_id: &'a str,
    rev: i64,
}

/// What was said.
enum Said {
    /// Head office has it since this day.
    Taken(Option<Day>),
    /// Head office refuses it, in these words.
    Refused(String),
    /// The same, for want of something that is withheld where the user did not agree to share it.
    Wanted(String),
}

/// Body of a `rejection` (docs/sync-protocol.md, 8). Fields a newer head office adds are passed over.
#[derive(Deserialize)]
struct Rejection {
    record_id: String,
    rev: i64,
    #[serde(default)]
    code: Option<String>,
    #[serde(default)]
    field: Option<String>,
    #[serde(default)]
    message: Option<String>,
}

/// In the answer to a batch (TOLD-6): all at once, and each for itself where one of them will not.
pub(crate) fn by_answers(tx: &Tx<'_>, said: &[(SettledLine, &Verdict)]) -> Answer<()> {
    let together = tx.attempt(|| {
        let read = Read::of(tx, said)?;
        said.iter().try_for_each(|(line, verdict)| by_answer(tx, &read, line, verdict))
    });
    if together.is_ok() {
        return Ok(());
    }
    for (line, verdict) in said {
        passed_over(tx.attempt(|| by_answer(tx, &Read::default(), line, verdict)), &line.record_id, |_| Ok(()))?;
    }
    Ok(())
}

/// What went wrong with one of many is logged and `instead` done; only a store that takes nothing at all stops the rest, which come again.
pub(crate) fn passed_over(done: Answer<()>, what: &str, instead: impl FnOnce(&AppError) -> Answer<()>) -> Answer<()> {
    use Fault::{BadRow, Constraint, Other};
    match done {
        Err(AppError::Store(why)) if !matches!(why.fault, BadRow | Constraint | Other) => Err(why.into()),
        Err(why) => {
            tracing::error!(%why, what, "passed over");
            instead(&why)
        }
        Ok(()) => Ok(()),
    }
}

/// Cards an answer speaks of, read together: ten thousand come at once.
#[derive(Default)]
struct Read(RefCell<HashMap<String, Card>>);

impl Read {
    fn of(tx: &Tx<'_>, said: &[(SettledLine, &Verdict)]) -> Answer<Self> {
        let cards = said.iter().filter(|(line, _)| line.kind == "card");
        let ids = cards.map(|(line, _)| crate::app::parse_id("", &line.record_id)).collect::<Answer<Vec<CardId>>>()?;
        let cards = tx.cards(&ids, &Reasons::default())?;
        Ok(Self(RefCell::new(cards.into_iter().map(|card| (card.id.to_string(), card)).collect())))
    }

    /// The card as it stands; a second time in one answer it is read anew, for the first time may have changed it.
    fn card(&self, tx: &Tx<'_>, record_id: &str) -> Answer<Option<Card>> {
        match self.0.borrow_mut().remove(record_id) {
            Some(card) => Ok(Some(card)),
            None => Ok(tx.card(crate::app::parse_id("", record_id)?)?),
        }
    }
}

fn by_answer(tx: &Tx<'_>, read: &Read, line: &SettledLine, verdict: &Verdict) -> Answer<()> {
    let about = About { kind: &line.kind, record_id: &line.record_id, rev: line.rev };
    match verdict.state {
        State::Acked => tell(tx, read, &about, &Said::Taken(line.received_at.map(Day::at))),
        State::Rejected => {
            let words = reason(verdict.message.as_deref(), verdict.code.as_deref(), verdict.field.as_deref());
            tell(tx, read, &about, &refused(words, verdict.field.as_deref()))
        }
        _ => Ok(()),
    }
}

/// In a message of the feed (TOLD-2). One that cannot be read stays in the inbox for a person.
pub(crate) fn by_message(tx: &Tx<'_>, principal: &str, body: &str) -> Answer<()> {
    let Ok(said) = serde_json::from_str::<Rejection>(body) else { return Ok(()) };
    let Some(line) = tx.last_line(&said.record_id)? else { return Ok(()) };
    let maker = tx.principal(crate::app::parse_id("", principal)?)?;
    if maker.is_none_or(|maker| maker.code != line.principal) || line.rev != said.rev {
        return Ok(());
    }
    let (code, field, message) = (said.code.as_deref(), said.field.as_deref(), said.message.as_deref());
    tx.turned_down(line.line, code.unwrap_or(TURNED_DOWN), field, message)?;
    let words = reason(message, code, field);
    tell(
        tx,
        &Read::default(),
        &About { kind: &line.kind, record_id: &said.record_id, rev: said.rev },
        &refused(words, field),
    )
}

/// A refused line waits again as it is, and with it what it is about; one that was changed since is mended instead.
pub(crate) fn asked_again(tx: &Tx<'_>, line: &LedgerLine, today: Day) -> Answer<()> {
    let id = &line.record_id;
    let changed = Refusal::WrongState { subject: "这条记录", state: "退回以后改过", verb: "照原样再报" };
    match line.kind.as_str() {
        "card" => {
            let Some(mut card) = tx.card(crate::app::parse_id("", id)?)? else { return Ok(()) };
            if card.rev != line.rev {
                return Err(changed.into());
            }
            card.queue(today);
            tx.put_answered_card(&card)?;
        }
        "repair" => {
            let Some(mut repair) = tx.repair(crate::app::parse_id("", id)?)? else { return Ok(()) };
            if repair.rev != line.rev {
                return Err(changed.into());
            }
            repair.returned_reason = None;
            tx.put_answered_repair(&repair)?;
        }
        "report" => {
            let Some(mut run) = tx.report_run(crate::app::parse_id("", id)?)? else { return Ok(()) };
            run.returned_reason = None;
            tx.put_report_run(&run, &store::Outgoing::Nothing)?;
        }
        _ => {}
    }
    Ok(())
}

fn refused(words: String, field: Option<&str>) -> Said {
    if consent::is_withheld(field) { Said::Wanted(words) } else { Said::Refused(words) }
}

/// Head office's words for a refusal, with the field it names.
fn reason(message: Option<&str>, code: Option<&str>, field: Option<&str>) -> String {
    if consent::is_wanted(code, field) {
        return problem_sentence(wire::code::CONSENT);
    }
    let words = match message {
        Some(message) => message.to_owned(),
        None => code.map(refusal_sentence).unwrap_or_default(),
    };
    with_field(words, field)
}

fn tell(tx: &Tx<'_>, read: &Read, about: &About<'_>, said: &Said) -> Answer<()> {
    match about.kind {
        "card" => tell_card(tx, read, about, said),
        "repair" => tell_repair(tx, about, said),
        "report" => tell_report(tx, about, said),
        _ => Ok(()),
    }
}

fn tell_card(tx: &Tx<'_>, read: &Read, about: &About<'_>, said: &Said) -> Answer<()> {
    let Some(mut card) = read.card(tx, about.record_id)? else { return Ok(()) };
    let before: Card = card.clone();
    let newest = card.rev == about.rev;
    match said {
        Said::Taken(Some(on)) if newest || card.acknowledged_on.is_none() => {
            let state = card.state;
            card.acknowledge(*on);
            if !newest {
                card.state = state;
            }
        }
        Said::Refused(words) if newest => card.turn_back(words),
        Said::Wanted(words) if newest => card.turn_back(&consent::words(words, card.share_consent)),
        _ => {}
    }
    if card != before {
        tx.put_answered_card(&card)?;
    }
    Ok(())
}

fn tell_repair(tx: &Tx<'_>, about: &About<'_>, said: &Said) -> Answer<()> {
    let Some(mut repair) = tx.repair(crate::app::parse_id("", about.record_id)?)? else { return Ok(()) };
    if repair.rev != about.rev || repair.state != RepairState::Submitted {
        return Ok(());
    }
    let before: Repair = repair.clone();
    match said {
        Said::Taken(on) => {
            repair.acknowledged_on = *on;
            repair.returned_reason = None;
        }
        Said::Refused(words) => repair.returned_reason = Some(words.clone()),
        Said::Wanted(words) => repair.returned_reason = Some(consent::words(words, repair.share_consent)),
    }
    if repair != before {
        tx.put_answered_repair(&repair)?;
    }
    Ok(())
}

fn tell_report(tx: &Tx<'_>, about: &About<'_>, said: &Said) -> Answer<()> {
    let Some(mut run) = tx.report_run(crate::app::parse_id("", about.record_id)?)? else { return Ok(()) };
    match said {
        Said::Taken(on) => {
            run.acknowledged_on = *on;
            run.returned_reason = None;
        }
        Said::Refused(words) | Said::Wanted(words) => run.returned_reason = Some(words.clone()),
    }
    Ok(tx.put_report_run(&run, &store::Outgoing::Nothing)?)
}
