//! Dealers, one-time codes, devices.

use deadpool_postgres::{GenericClient, Transaction};
use tokio_postgres::Row;

use super::super::common;
use super::super::doors::Enrolling;
use super::super::{Device, Enrolment, Result, StoreError};
use super::ask::{get, one, rows, run};

pub fn add_dealer(tx: &Transaction, code: &str, name: &str, now: i64) -> Result<()> {
    common::check_dealer(code, name)?;
    let sql = "INSERT INTO dealer (code, name, created_at) VALUES ($1, $2, $3)
               ON CONFLICT (code) DO UPDATE SET name = excluded.name";
    run(tx, sql, &[&code, &name, &now])?;
    Ok(())
}

pub fn dealers(client: &impl GenericClient) -> Result<Vec<(String, String)>> {
    let found = rows(client, "SELECT code, name FROM dealer ORDER BY code", &[])?;
    found.iter().map(|row| Ok((get(row, "code")?, get(row, "name")?))).collect()
}

pub fn need_dealer(client: &impl GenericClient, code: &str) -> Result<()> {
    match one(client, "SELECT 1 FROM dealer WHERE code = $1", &[&super::ask::clean(code)])? {
        Some(_) => Ok(()),
        None => Err(StoreError::NoDealer(code.to_owned())),
    }
}

pub fn add_code(tx: &Transaction, secret_hash: &str, dealer: &str, now: i64, expires_at: i64) -> Result<()> {
    need_dealer(tx, dealer)?;
    run(tx, "DELETE FROM enrol_code WHERE expires_at < $1", &[&now])?;
    let sql = "INSERT INTO enrol_code (secret_hash, dealer, created_at, expires_at) VALUES ($1, $2, $3, $4)";
    run(tx, sql, &[&secret_hash, &dealer, &now, &expires_at])?;
    Ok(())
}

/// The door of `doors::enrol`.
pub struct Desks<'a, 'c>(pub &'a Transaction<'c>);

impl Enrolling for Desks<'_, '_> {
    fn meta(&mut self, key: &str) -> Result<String> {
        super::get_meta(self.0, key)
    }

    fn set_principal(&mut self, code: &str) -> Result<()> {
        super::set_principal(self.0, code, code)
    }

    fn code(&mut self, secret_hash: &str, now: i64) -> Result<Option<(String, Option<String>)>> {
        let sql = "SELECT dealer, device_id FROM enrol_code WHERE secret_hash = $1 AND expires_at > $2";
        let found = one(self.0, sql, &[&secret_hash, &now])?;
        found.map(|row| Ok((get(&row, "dealer")?, get(&row, "device_id")?))).transpose()
    }

    fn put_device(&mut self, device_id: &str, dealer: &str, who: &Enrolment, now: i64) -> Result<()> {
        let put = "INSERT INTO device (device_id, dealer, name, public_key, enrolled_at) VALUES ($1, $2, $3, $4, $5)";
        run(self.0, put, &[&device_id, &dealer, &who.device_name, &who.device_key, &now])?;
        let used = "UPDATE enrol_code SET device_id = $1 WHERE secret_hash = $2";
        run(self.0, used, &[&device_id, &who.secret_hash])?;
        Ok(())
    }

    fn device(&mut self, device_id: &str) -> Result<Option<Device>> {
        device(self.0, device_id)
    }
}

const DEVICE: &str = "SELECT device_id, dealer, dealer.name AS dealer_name, device.name AS name,
    public_key, enrolled_at, revoked_at, seen_at, feed_ack FROM device JOIN dealer ON dealer.code = device.dealer";

fn device_row(row: &Row) -> Result<Device> {
    Ok(Device {
        device_id: get(row, "device_id")?,
        dealer: get(row, "dealer")?,
        dealer_name: get(row, "dealer_name")?,
        name: get(row, "name")?,
        public_key: get(row, "public_key")?,
        enrolled_at: get(row, "enrolled_at")?,
        revoked_at: get(row, "revoked_at")?,
        seen_at: get(row, "seen_at")?,
        feed_ack: get(row, "feed_ack")?,
    })
}

pub fn device(client: &impl GenericClient, device_id: &str) -> Result<Option<Device>> {
    one(client, &format!("{DEVICE} WHERE device_id = $1"), &[&device_id])?.map(|row| device_row(&row)).transpose()
}

pub fn devices(client: &impl GenericClient) -> Result<Vec<Device>> {
    let found = rows(client, &format!("{DEVICE} ORDER BY enrolled_at, device_id"), &[])?;
    found.iter().map(device_row).collect()
}

pub fn revoke(tx: &Transaction, device_id: &str, now: i64) -> Result<bool> {
    let sql = "UPDATE device SET revoked_at = coalesce(revoked_at, $1) WHERE device_id = $2";
    Ok(run(tx, sql, &[&now, &device_id])? > 0)
}
