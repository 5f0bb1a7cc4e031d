//! Clerks, sessions and the trail.

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use super::super::clerks::{Act, Clerk, Clerks, Deed, Role, Session, Stale};
use super::super::common::check_clerk;
use super::super::{Result, StoreError};
use super::Sqlite;

fn role(row: &Row) -> rusqlite::Result<Role> {
    let word: String = row.get("role")?;
    Role::of(&word).ok_or_else(|| rusqlite::Error::InvalidColumnName(format!("role {word}")))
}

fn clerk(row: &Row) -> rusqlite::Result<Clerk> {
    Ok(Clerk {
        name: row.get("name")?,
        role: role(row)?,
        password: row.get("password")?,
        created_at: row.get("created_at")?,
        left_at: row.get("left_at")?,
    })
}

fn act(row: &Row) -> rusqlite::Result<Act> {
    Ok(Act {
        id: row.get("id")?,
        at: row.get("at")?,
        clerk: row.get("clerk")?,
        action: row.get("action")?,
        about: row.get("about")?,
        detail: row.get("detail")?,
    })
}

/// The trail's line of what a clerk does; refused when the same form left one before.
pub fn note(connection: &Connection, deed: &Deed, now: i64) -> Result<()> {
    let Deed { clerk, action, about, detail, once } = deed;
    let added = connection.execute(
        include_str!("../../../sql/trail/put.sql"),
        named_params! {
            ":at": now, ":clerk": clerk, ":action": action, ":about": about, ":detail": detail, ":once": once,
        },
    )?;
    if added == 1 { Ok(()) } else { Err(StoreError::Again) }
}

impl Sqlite {
    /// Changes a clerk; whoever was changed is logged out in the same commit.
    fn change_clerk(
        &self,
        name: &str,
        sql: &str,
        values: &[(&str, &dyn rusqlite::ToSql)],
        (now, deed): (i64, Option<&Deed>),
    ) -> Result<bool> {
        self.doing(deed, now, |tx| {
            let changed = tx.execute(sql, values)? > 0;
            tx.execute(include_str!("../../../sql/session/end_all.sql"), named_params! { ":clerk": name })?;
            Ok(changed)
        })
    }
}

impl Clerks for Sqlite {
    fn put_clerk(&self, name: &str, role: Role, password: &str, now: i64, deed: Option<&Deed>) -> Result<()> {
        check_clerk(name)?;
        let values = named_params! { ":name": name, ":role": role.word(), ":password": password, ":now": now };
        self.change_clerk(name, include_str!("../../../sql/clerk/put.sql"), values, (now, deed)).map(drop)
    }

    fn set_password(&self, name: &str, password: &str, now: i64, deed: Option<&Deed>) -> Result<bool> {
        let values = named_params! { ":name": name, ":password": password };
        self.change_clerk(name, include_str!("../../../sql/clerk/password.sql"), values, (now, deed))
    }

    fn clerk_left(&self, name: &str, now: i64, deed: Option<&Deed>) -> Result<bool> {
        let values = named_params! { ":name": name, ":now": now };
        self.change_clerk(name, include_str!("../../../sql/clerk/leave.sql"), values, (now, deed))
    }

    fn clerks(&self) -> Result<Vec<Clerk>> {
        self.reading(|c| {
            let mut find = c.prepare(include_str!("../../../sql/clerk/all.sql"))?;
            let rows = find.query_map([], clerk)?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    fn clerk(&self, name: &str) -> Result<Option<Clerk>> {
        self.reading(|c| {
            let mut find = c.prepare_cached(include_str!("../../../sql/clerk/one.sql"))?;
            Ok(find.query_row(named_params! { ":name": name }, clerk).optional()?)
        })
    }

    fn begin_session(&self, token_hash: &str, csrf: &str, now: i64, stale: Stale, deed: &Deed) -> Result<()> {
        self.doing(Some(deed), now, |tx| {
            tx.execute(
                include_str!("../../../sql/session/sweep.sql"),
                named_params! { ":begun_before": stale.begun, ":seen_before": stale.seen },
            )?;
            tx.execute(
                include_str!("../../../sql/session/put.sql"),
                named_params! { ":token_hash": token_hash, ":clerk": deed.clerk, ":csrf": csrf, ":now": now },
            )?;
            Ok(())
        })
    }

    fn session(&self, token_hash: &str) -> Result<Option<Session>> {
        self.reading(|c| {
            let mut find = c.prepare_cached(include_str!("../../../sql/session/one.sql"))?;
            let session = find.query_row(named_params! { ":token_hash": token_hash }, |row| {
                Ok(Session {
                    clerk: row.get("clerk")?,
                    role: role(row)?,
                    csrf: row.get("csrf")?,
                    begun_at: row.get("begun_at")?,
                    seen_at: row.get("seen_at")?,
                })
            });
            Ok(session.optional()?)
        })
    }

    fn session_seen(&self, token_hash: &str, now: i64) -> Result<()> {
        let sql = include_str!("../../../sql/session/seen.sql");
        self.writer().execute(sql, named_params! { ":token_hash": token_hash, ":now": now })?;
        Ok(())
    }

    fn end_session(&self, token_hash: &str, now: i64, deed: Option<&Deed>) -> Result<()> {
        self.doing(deed, now, |tx| {
            let sql = include_str!("../../../sql/session/end.sql");
            tx.execute(sql, named_params! { ":token_hash": token_hash })?;
            Ok(())
        })
    }

    fn note(&self, deed: &Deed, now: i64) -> Result<()> {
        note(&self.writer(), deed, now)
    }

    fn trail(&self, before: Option<i64>, limit: u32) -> Result<Vec<Act>> {
        self.reading(|c| {
            let mut find = c.prepare_cached(include_str!("../../../sql/trail/page.sql"))?;
            let rows = find.query_map(named_params! { ":before": before, ":limit": limit }, act)?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}
