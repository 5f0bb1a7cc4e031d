//! Head office's own people, their sessions and the trail of what they did.
//!
//! - CLERK-1 Whoever leaves, gets another role or another password is logged out everywhere at once.
//! - CLERK-2 The trail only grows.
//! - CLERK-3 What a clerk does and its line in the trail are one commit; a form that sends something sends it once, however often it arrives.
//!
//! Absent: passwords and cookies as people see them (`crate::console::session`); here stand their hashes.

use super::Result;

/// What a clerk may do; each may do what the one before may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Role {
    /// Looks.
    Reader,
    /// Sends notices and records back, takes lists away.
    Clerk,
    /// Enrols and revokes devices, reads the trail.
    Admin,
}

impl Role {
    /// As stored.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Clerk => "clerk",
            Self::Admin => "admin",
        }
    }

    /// From storage.
    pub fn of(word: &str) -> Option<Self> {
        [Self::Reader, Self::Clerk, Self::Admin].into_iter().find(|role| role.word() == word)
    }
}

/// One of head office's people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clerk {
    /// The name to log in with.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Argon2id, PHC string.
    pub password: String,
    /// When.
    pub created_at: i64,
    /// When they left.
    pub left_at: Option<i64>,
}

/// Somebody who is logged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Who.
    pub clerk: String,
    /// What they may do.
    pub role: Role,
    /// Stands in every form of theirs.
    pub csrf: String,
    /// When they logged in.
    pub begun_at: i64,
    /// When they were last seen.
    pub seen_at: i64,
}

/// One line of the trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// Its number.
    pub id: i64,
    /// When.
    pub at: i64,
    /// Who, or the name somebody tried to log in with.
    pub clerk: String,
    /// What, e.g. `device_revoke`.
    pub action: String,
    /// On what.
    pub about: String,
    /// More.
    pub detail: String,
}

/// What a clerk does, on its way into the trail.
#[derive(Debug, Clone, Copy)]
pub struct Deed<'a> {
    /// Who.
    pub clerk: &'a str,
    /// What, e.g. `device_revoke`.
    pub action: &'a str,
    /// On what.
    pub about: &'a str,
    /// More.
    pub detail: &'a str,
    /// Names the form and what it sends; the same again is not done again (CLERK-3).
    pub once: Option<&'a str>,
}

/// What the console keeps.
pub trait Clerks {
    /// Adds a clerk, or gives one another role and password.
    fn put_clerk(&self, name: &str, role: Role, password: &str, now: i64, deed: Option<&Deed>) -> Result<()>;
    /// Another password; false if there is no such clerk.
    fn set_password(&self, name: &str, password: &str, now: i64, deed: Option<&Deed>) -> Result<bool>;
    /// They left; false if there is no such clerk.
    fn clerk_left(&self, name: &str, now: i64, deed: Option<&Deed>) -> Result<bool>;
    /// All, those who left among them.
    fn clerks(&self) -> Result<Vec<Clerk>>;
    /// One who has not left.
    fn clerk(&self, name: &str) -> Result<Option<Clerk>>;

    /// Begins a session of the clerk whose deed it is; those that began or were seen at or before these moments are swept.
    fn begin_session(&self, token_hash: &str, csrf: &str, now: i64, stale: Stale, deed: &Deed) -> Result<()>;
    /// The session of a cookie.
    fn session(&self, token_hash: &str) -> Result<Option<Session>>;
    /// They were seen again.
    fn session_seen(&self, token_hash: &str, now: i64) -> Result<()>;
    /// Ends a session.
    fn end_session(&self, token_hash: &str, now: i64, deed: Option<&Deed>) -> Result<()>;

    /// Adds a line to the trail.
    fn note(&self, deed: &Deed, now: i64) -> Result<()>;
    /// The trail, newest first, before a line of it.
    fn trail(&self, before: Option<i64>, limit: u32) -> Result<Vec<Act>>;
}

/// Sessions that are over.
#[derive(Debug, Clone, Copy)]
pub struct Stale {
    /// Began at or before.
    pub begun: i64,
    /// Seen at or before.
    pub seen: i64,
}
