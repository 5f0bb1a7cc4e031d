//! Clerks, sessions and the trail.

use deadpool_postgres::GenericClient;
use tokio_postgres::Row;

use super::super::clerks::{Act, Clerk, Clerks, Deed, Role, Session, Stale};
use super::super::common::check_clerk;
use super::super::{Result, StoreError};
use super::Postgres;
use super::ask::{Values, clean, get, one, rows, run};

fn role(row: &Row) -> Result<Role> {
    Role::of(get(row, "role")?).ok_or(StoreError::Broken("role"))
}

fn clerk(row: &Row) -> Result<Clerk> {
    Ok(Clerk {
        name: get(row, "name")?,
        role: role(row)?,
        password: get(row, "password")?,
        created_at: get(row, "created_at")?,
        left_at: get(row, "left_at")?,
    })
}

fn act(row: &Row) -> Result<Act> {
    Ok(Act {
        id: get(row, "id")?,
        at: get(row, "at")?,
        clerk: get(row, "clerk")?,
        action: get(row, "action")?,
        about: get(row, "about")?,
        detail: get(row, "detail")?,
    })
}

fn session(row: &Row) -> Result<Session> {
    Ok(Session {
        clerk: get(row, "clerk")?,
        role: role(row)?,
        csrf: get(row, "csrf")?,
        begun_at: get(row, "begun_at")?,
        seen_at: get(row, "seen_at")?,
    })
}

/// The trail's line of what a clerk does; refused when the same form left one before.
pub fn note(client: &impl GenericClient, deed: &Deed, now: i64) -> Result<()> {
    let Deed { clerk, action, about, detail, once } = deed;
    let sql = "INSERT INTO trail (at, clerk, action, about, detail, once) VALUES ($1, $2, $3, $4, $5, $6)
               ON CONFLICT (once) DO NOTHING";
    let added = run(client, sql, &[&now, &clean(clerk), action, &clean(about), &clean(detail), once])?;
    if added == 1 { Ok(()) } else { Err(StoreError::Again) }
}

impl Postgres {
    /// Changes a clerk; whoever was changed is logged out in the same commit.
    fn change_clerk(&self, name: &str, sql: &str, values: Values, (now, deed): (i64, Option<&Deed>)) -> Result<bool> {
        self.doing(deed, now, |tx| {
            let changed = run(tx, sql, values)? > 0;
            run(tx, "DELETE FROM session WHERE clerk = $1", &[&name])?;
            Ok(changed)
        })
    }
}

const CLERK: &str = "SELECT name, role, password, created_at, left_at FROM clerk";

impl Clerks for Postgres {
    fn put_clerk(&self, name: &str, role: Role, password: &str, now: i64, deed: Option<&Deed>) -> Result<()> {
        check_clerk(name)?;
        let sql = "INSERT INTO clerk (name, role, password, created_at) VALUES ($1, $2, $3, $4)
                   ON CONFLICT (name) DO UPDATE SET role = excluded.role, password = excluded.password, left_at = NULL";
        self.change_clerk(name, sql, &[&name, &role.word(), &password, &now], (now, deed)).map(drop)
    }

    fn set_password(&self, name: &str, password: &str, now: i64, deed: Option<&Deed>) -> Result<bool> {
        let name = clean(name);
        let sql = "UPDATE clerk SET password = $2 WHERE name = $1 AND left_at IS NULL";
        self.change_clerk(&name, sql, &[&name, &password], (now, deed))
    }

    fn clerk_left(&self, name: &str, now: i64, deed: Option<&Deed>) -> Result<bool> {
        let name = clean(name);
        let sql = "UPDATE clerk SET left_at = $2 WHERE name = $1 AND left_at IS NULL";
        self.change_clerk(&name, sql, &[&name, &now], (now, deed))
    }

    fn clerks(&self) -> Result<Vec<Clerk>> {
        self.reading(|c| rows(c, &format!("{CLERK} ORDER BY name"), &[])?.iter().map(clerk).collect())
    }

    fn clerk(&self, name: &str) -> Result<Option<Clerk>> {
        let sql = format!("{CLERK} WHERE name = $1 AND left_at IS NULL");
        self.reading(|c| one(c, &sql, &[&clean(name)])?.map(|row| clerk(&row)).transpose())
    }

    fn begin_session(&self, token_hash: &str, csrf: &str, now: i64, stale: Stale, deed: &Deed) -> Result<()> {
        self.doing(Some(deed), now, |tx| {
            let sweep = "DELETE FROM session WHERE begun_at <= $1 OR seen_at <= $2";
            run(tx, sweep, &[&stale.begun, &stale.seen])?;
            let put = "INSERT INTO session (token_hash, clerk, csrf, begun_at, seen_at) VALUES ($1, $2, $3, $4, $4)";
            run(tx, put, &[&token_hash, &deed.clerk, &csrf, &now]).map(drop)
        })
    }

    fn session(&self, token_hash: &str) -> Result<Option<Session>> {
        let sql = "SELECT session.clerk, session.csrf, session.begun_at, session.seen_at, clerk.role
                     FROM session JOIN clerk ON clerk.name = session.clerk
                    WHERE session.token_hash = $1 AND clerk.left_at IS NULL";
        self.reading(|c| one(c, sql, &[&token_hash])?.map(|row| session(&row)).transpose())
    }

    fn session_seen(&self, token_hash: &str, now: i64) -> Result<()> {
        let sql = "UPDATE session SET seen_at = $2 WHERE token_hash = $1";
        self.reading(|c| run(c, sql, &[&token_hash, &now]).map(drop))
    }

    fn end_session(&self, token_hash: &str, now: i64, deed: Option<&Deed>) -> Result<()> {
        self.doing(deed, now, |tx| run(tx, "DELETE FROM session WHERE token_hash = $1", &[&token_hash]).map(drop))
    }

    fn note(&self, deed: &Deed, now: i64) -> Result<()> {
        self.writing(|tx| note(tx, deed, now))
    }

    fn trail(&self, before: Option<i64>, limit: u32) -> Result<Vec<Act>> {
        let sql = "SELECT id, at, clerk, action, about, detail FROM trail
                    WHERE ($1::bigint IS NULL OR id < $1) ORDER BY id DESC LIMIT $2";
        self.reading(|c| rows(c, sql, &[&before, &i64::from(limit)])?.iter().map(act).collect())
    }
}
