//! A maker's new key for packs.
//!
//! - INSTALL-16 A handover head office sends is taken at once when it goes on from the key this desk knows; any other changes nothing, stands on 今日 and names the step that is wrong.
//!
//! Nobody is asked: the old key signed it, and until the desk knows, whoever holds the old key can still issue packs.

use super::PackProblem;
use crate::desk::account_of;
use crate::error::{Answer, AppError};
use domain::policy::{KeyHandover, PackFault, goes_further};
use domain::principal::Principal;
use serde::Deserialize;
use store::{Reader, Tx};
use sync::desk::Account;
use sync::key::check_handovers;

/// Body of the message; fields a newer head office adds are passed over.
#[derive(Deserialize)]
struct Body {
    handovers: Vec<KeyHandover>,
}

/// The account with the handovers of a message; `None` when it knows them all.
pub(super) fn handed_over(reader: &Reader<'_>, maker: &Principal, body: &str) -> Answer<Option<Account>> {
    let account = account_of(reader, &maker.id.to_string())?;
    let account = account.ok_or_else(|| PackProblem::NotEnrolled(maker.name.clone()))?;
    let sent =
        serde_json::from_str::<Body>(body).map_err(|e| PackProblem::BadMessage(PackFault::from(e).to_string()))?;
    check_handovers(&account.receipt_key, &account.principal_code, &sent.handovers).map_err(PackProblem::Handover)?;
    let further = goes_further(&account.handovers, &sent.handovers).map_err(PackProblem::Handover)?;
    Ok(further.then_some(Account { handovers: sent.handovers, ..account }))
}

/// Takes a message that was just received (INSTALL-16).
pub(crate) fn take_handover(tx: &Tx<'_>, principal: &str, body: &str) -> Answer<()> {
    let Some(maker) = tx.principals()?.into_iter().find(|maker| maker.id.to_string() == principal) else {
        return Ok(());
    };
    match handed_over(tx, &maker, body) {
        Ok(None) => Ok(()),
        Ok(Some(account)) => {
            tx.put_sync_account(principal, &crate::desk::text_of(&account)?)?;
            tx.note(&maker.code, account.handovers.last().map_or("", |step| &step.new_key));
            Ok(())
        }
        // It stands on 今日 with the reason.
        Err(AppError::Pack(problem)) => {
            tracing::warn!(%problem, "handover");
            Ok(())
        }
        Err(other) => Err(other),
    }
}
