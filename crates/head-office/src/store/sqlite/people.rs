//! Dealers, one-time codes, devices.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, named_params};

use super::super::common;
use super::super::doors::Enrolling;
use super::super::{Device, Enrolment, Result, StoreError};

pub fn add_dealer(tx: &Transaction, code: &str, name: &str, now: i64) -> Result<()> {
    common::check_dealer(code, name)?;
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

/// The door of `doors::enrol`.
pub struct Desks<'a>(pub &'a Transaction<'a>);

impl Enrolling for Desks<'_> {
    fn meta(&mut self, key: &str) -> Result<String> {
        super::get_meta(self.0, key)
    }

    fn set_principal(&mut self, code: &str) -> Result<()> {
        super::set_principal(self.0, code, code)
    }

    fn code(&mut self, secret_hash: &str, now: i64) -> Result<Option<(String, Option<String>)>> {
        let sql = "SELECT dealer, device_id FROM enrol_code WHERE secret_hash = ?1 AND expires_at > ?2";
        let row = |r: &Row| Ok((r.get("dealer")?, r.get("device_id")?));
        Ok(self.0.query_row(sql, (secret_hash, now), row).optional()?)
    }

    fn put_device(&mut self, device_id: &str, dealer: &str, who: &Enrolment, now: i64) -> Result<()> {
        self.0.execute(
            "INSERT INTO device (device_id, dealer, name, public_key, enrolled_at)
             VALUES (?1, ?2, ?3, ?4, ?5)",
            (device_id, dealer, &who.device_name, &who.device_key, now),
        )?;
        self.0.execute("UPDATE enrol_code SET device_id = ?1 WHERE secret_hash = ?2", (device_id, &who.secret_hash))?;
        Ok(())
    }

    fn device(&mut self, device_id: &str) -> Result<Option<Device>> {
        device(self.0, device_id)
    }
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
