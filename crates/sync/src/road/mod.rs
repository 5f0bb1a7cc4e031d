//! The file road: a run of sync as two files carried by hand, for a desk without a network.
//!
//! - ROAD-1 Writing a file moves no record: one that is lost, or written ten times, costs nothing.
//! - ROAD-2 An answer settles what is still open, by the verdicts and receipts of the network; what is settled already stays as it is.
//! - ROAD-3 The feed is applied by the id of its items; the cursor moves only on from where it stands.
//! - ROAD-4 An answer counts only when it is for this device, opens with its key and is signed by the pinned one; else nothing of it does.
//!
//! Files and network mix in any order, because both only ever say what became of records that both name alike.
//!
//! Absent: the disk (a file is bytes here), sentences, and the comparison of sums, which takes more than one question.

mod answer;
mod sent;

use wire::road::{Label, MOST_INSIDE, SIGNATURE, Way};

use crate::desk::{Account, Desk, Link};
use crate::key::{self, Pinned};
use crate::outcome::{Class, Options, Problem};
use crate::{run, trouble};

pub use answer::{Taken, take};
pub use sent::{Packed, pack};

/// Why a file was not written or not taken. Nothing was changed, except before `Stopped` by a bad receipt or by the feed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The desk is not enrolled with this maker.
    #[error("not enrolled")]
    NotEnrolled,
    /// Another uploader is at it.
    #[error("another uploader is at it")]
    Busy,
    /// No file of this road.
    #[error("not a file of this road")]
    NotOurs,
    /// It ends too early.
    #[error("the end is missing")]
    Truncated,
    /// It was changed, or not made by head office.
    #[error("changed, or not signed by head office")]
    Altered,
    /// A file for head office, where its answer is wanted.
    #[error("a file for head office, not its answer")]
    NoAnswer,
    /// Another head office's.
    #[error("of another head office: {0}")]
    OtherOffice(String),
    /// Another dealer's.
    #[error("for another dealer: {0}")]
    OtherDealer(String),
    /// For another machine of this dealer, or for this one before it was enrolled anew.
    #[error("for another device")]
    OtherDevice,
    /// Made by a newer program.
    #[error("made by a newer program: {0}")]
    Newer(String),
    /// This machine's own store, or, after all was written, what a run of the network would have stopped with.
    #[error("{}", .0.detail)]
    Stopped(Problem),
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self::Stopped(problem)
    }
}

impl From<parcel::Unread> for Refused {
    fn from(unread: parcel::Unread) -> Self {
        match unread {
            parcel::Unread::NotOurs => Self::NotOurs,
            parcel::Unread::Truncated => Self::Truncated,
            // What is labelled for this device opens with its key, unless somebody changed it.
            parcel::Unread::Altered | parcel::Unread::OtherKey => Self::Altered,
        }
    }
}

/// What stands on a file; proved only when it is taken.
pub fn label(file: &[u8]) -> Result<Label, Refused> {
    let label = parcel::label(file)?;
    let label: Label = serde_json::from_slice(&label).map_err(|_| Refused::NotOurs)?;
    match label.v == wire::PROTOCOL && label.way != Way::Unknown {
        true => Ok(label),
        false => Err(Refused::Newer(format!("version {}", label.v))),
    }
}

/// Does the work as the only uploader of this maker.
fn alone<T>(
    desk: &dyn Desk,
    principal: &str,
    now: i64,
    options: &Options,
    work: impl FnOnce(Account, Link) -> Result<T, Refused>,
) -> Result<T, Refused> {
    let Some(account) = desk.account(principal).map_err(trouble::store)? else {
        return Err(Refused::NotEnrolled);
    };
    if !run::lease(desk, principal, options, now)? {
        return Err(Refused::Busy);
    }
    let link = desk.link(principal).map_err(|e| Refused::from(trouble::store(e)));
    let done = link.and_then(|link| work(account, link));
    desk.drop_lease(principal, &options.holder).map_err(trouble::store)?;
    done
}

fn pinned(account: &Account) -> Result<Pinned, Refused> {
    let none = || Problem::new("wrong_key", Class::NotOurServer, "the pinned key is no key");
    Pinned::parse(&account.receipt_key).ok_or_else(|| none().into())
}

/// Signs, packs and seals for head office.
fn close(account: &Account, label: &Label, inside: &impl serde::Serialize) -> Result<Vec<u8>, Refused> {
    let broken = |detail: String| Problem::new("local_other", Class::Local, detail);
    let label = serde_json::to_vec(label).map_err(|e| broken(e.to_string()))?;
    let plain = serde_json::to_vec(inside).map_err(|e| broken(e.to_string()))?;
    let packed = zstd::encode_all(&*plain, wire::batch::LEVEL).map_err(|e| broken(e.to_string()))?;
    let text = text(&label, &packed);
    let content = [key::sign_raw(&account.device_seed, &text).as_slice(), &packed].concat();
    let sealed = parcel::seal(&content, &label, &pinned(account)?.sealing());
    Ok(sealed.map_err(|e| trouble::random(&e))?)
}

/// Opens what head office sealed for this device, and checks its signature before it looks inside.
fn open(account: &Account, file: &[u8]) -> Result<Vec<u8>, Refused> {
    let opened = parcel::open(file, &key::opening(&account.device_seed))?;
    let (signature, packed) = opened.plain.split_at_checked(SIGNATURE).ok_or(Refused::Altered)?;
    if !pinned(account)?.signed_raw(text(&opened.label, packed).as_bytes(), signature) {
        return Err(Refused::Altered);
    }
    unpack(packed)
}

fn unpack(packed: &[u8]) -> Result<Vec<u8>, Refused> {
    use std::io::Read;
    let newer = |e: std::io::Error| Refused::Newer(e.to_string());
    let mut plain = Vec::new();
    let decoder = zstd::stream::read::Decoder::new(packed).map_err(newer)?;
    decoder.take(MOST_INSIDE as u64 + 1).read_to_end(&mut plain).map_err(newer)?;
    match plain.len() > MOST_INSIDE {
        true => Err(Refused::Newer("too much inside".into())),
        false => Ok(plain),
    }
}

fn text(label: &[u8], packed: &[u8]) -> String {
    wire::sign::file(&wire::hash::sha256_hex(label), &wire::hash::sha256_hex(packed))
}
