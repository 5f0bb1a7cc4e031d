//! Dealers, one-time codes, devices.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, named_params};

use super::super::{Device, Enrolled, Enrolment, Result, StoreError};

/// Letters of a dealer's code and name: what a desk takes for its own.
const MOST_CODE: usize = 20;
const MOST_NAME: usize = 60;

pub fn add_dealer(tx: &Transaction, code: &str, name: &str, now: i64) -> Result<()> {
    for (what, text, most) in [("code", code, MOST_CODE), ("name", name, MOST_NAME)] {
        if text.chars().count() > most {
            return Err(StoreError::TooLong { what, most });
        }
        if text.trim().is_empty() || text.chars().any(char::is_control) {
            return Err(StoreError::NotPlain(text.to_owned()));
        }
    }
    tx.execute(
        "INSERT INTO dealer (code, name, created_at) VALUES (?1, ?2, ?3)
         ON CONFLICT (code) DO UPDATE SET name = excluded.name",
        (code, name, now),
    )?;
    Ok(())
}

pub fn dealers(connection: &Connection) -> Result<Vec<(String, String)>> {
    let mut find = connection.prepare("SELECT code, name FROM dealer ORDER BY code")?;
    let rows = find.query_map([], |r| Ok((r.get("code")?, r.get("name")?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub fn need_dealer(connection: &Connection, code: &str) -> Result<()> {
    let mut find = connection.prepare_cached("SELECT 1 FROM dealer WHERE code = ?1")?;
    match find.exists([code])? {
        true => Ok(()),
        false => Err(StoreError::NoDealer(code.to_owned())),
    }
}

pub fn add_code(tx: &Transaction, secret_hash: &str, dealer: &str, now: i64, expires_at: i64) -> Result<()> {
    need_dealer(tx, dealer)?;
    tx.execute("DELETE FROM enrol_code WHERE expires_at < ?1", [now])?;
    tx.execute(
        "INSERT INTO enrol_code (secret_hash, dealer, created_at, expires_at)
         VALUES (?1, ?2, ?3, ?4)",
        (secret_hash, dealer, now, expires_at),
    )?;
    Ok(())
}

pub fn enrol(tx: &Transaction, who: &Enrolment, now: i64) -> Result<Enrolled> {
    let known = super::get_meta(tx, "principal")?;
    let meant = match &who.principal {
        Some(code) => code.clone(),
        None => own_code(tx, who)?,
    };
    if !known.is_empty() && who.principal.as_ref().is_some_and(|p| *p != known) {
        return Ok(Enrolled::WrongPrincipal);
    }
    let code = tx
        .query_row(
            "SELECT dealer, device_id FROM enrol_code WHERE secret_hash = ?1 AND expires_at > ?2",
            (&who.secret_hash, now),
            |r| Ok((r.get::<_, String>("dealer")?, r.get::<_, Option<String>>("device_id")?)),
        )
        .optional()?;
    let Some((dealer, used_by)) = code else {
        return Ok(Enrolled::BadCode);
    };
    if known.is_empty() {
        super::set_principal(tx, &meant, &meant)?;
    }
    match used_by {
        None => first_use(tx, who, &dealer, now),
        Some(device_id) => again(tx, who, &device_id),
    }
}

/// For a head office that was never told its code: the one the desk suggests, or one no other head office has.
fn own_code(tx: &Transaction, who: &Enrolment) -> Result<String> {
    let server_id = super::get_meta(tx, "server_id")?;
    let own = format!("HO-{}", server_id.get(..6).unwrap_or_default().to_uppercase());
    Ok(who.suggest.clone().unwrap_or(own))
}

fn first_use(tx: &Transaction, who: &Enrolment, dealer: &str, now: i64) -> Result<Enrolled> {
    let device_id = super::uuid_v7(now)?;
    tx.execute(
        "INSERT INTO device (device_id, dealer, name, public_key, enrolled_at)
         VALUES (?1, ?2, ?3, ?4, ?5)",
        (&device_id, dealer, &who.device_name, &who.device_key, now),
    )?;
    tx.execute("UPDATE enrol_code SET device_id = ?1 WHERE secret_hash = ?2", (&device_id, &who.secret_hash))?;
    again(tx, who, &device_id)
}

/// The same key may ask again: its first answer may have been lost on the way.
fn again(tx: &Transaction, who: &Enrolment, device_id: &str) -> Result<Enrolled> {
    let device = device(tx, device_id)?.filter(|d| d.public_key == who.device_key);
    Ok(device.map_or(Enrolled::BadCode, Enrolled::Device))
}

const DEVICE: &str = "SELECT device_id, dealer, dealer.name AS dealer_name, device.name AS name,
    public_key, enrolled_at, revoked_at, seen_at, feed_ack FROM device JOIN dealer ON dealer.code = device.dealer";

fn device_row(row: &Row) -> rusqlite::Result<Device> {
    Ok(Device {
        device_id: row.get("device_id")?,
        dealer: row.get("dealer")?,
        dealer_name: row.get("dealer_name")?,
        name: row.get("name")?,
        public_key: row.get("public_key")?,
        enrolled_at: row.get("enrolled_at")?,
        revoked_at: row.get("revoked_at")?,
        seen_at: row.get("seen_at")?,
        feed_ack: row.get("feed_ack")?,
    })
}

pub fn device(connection: &Connection, device_id: &str) -> Result<Option<Device>> {
    let mut find = connection.prepare_cached(&format!("{DEVICE} WHERE device_id = ?1"))?;
    Ok(find.query_row([device_id], device_row).optional()?)
}

pub fn devices(connection: &Connection) -> Result<Vec<Device>> {
    let mut find = connection.prepare(&format!("{DEVICE} ORDER BY enrolled_at, device_id"))?;
    let rows = find.query_map([], device_row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub fn revoke(tx: &Transaction, device_id: &str, now: i64) -> Result<bool> {
    let changed = tx.execute(
        "UPDATE device SET revoked_at = coalesce(revoked_at, :now) WHERE device_id = :device",
        named_params! { ":now": now, ":device": device_id },
    )?;
    Ok(changed > 0)
}
