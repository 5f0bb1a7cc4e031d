//! People at the desk.

use crate::row::row;
use crate::{Reader, Result, Tx};
use domain::OperatorId;
use domain::operator::Operator;
use domain::text::name_key;
use rusqlite::named_params;
use rusqlite::types::Value;

row!(Operator { id, name, role, pin, pin_rev, made_at, ended_at, tries, tried_at, told, rev });

impl Reader<'_> {
    /// Everybody, those who left last.
    pub fn operators(&self) -> Result<Vec<Operator>> {
        self.many(include_str!("../sql/operator/all.sql"), [])
    }

    /// One of them.
    pub fn operator(&self, id: OperatorId) -> Result<Option<Operator>> {
        self.one(include_str!("../sql/operator/by_id.sql"), named_params! {":id": id.to_string()})
    }

    /// The one of this name.
    pub fn operator_named(&self, name: &str) -> Result<Option<Operator>> {
        self.one(include_str!("../sql/operator/by_key.sql"), named_params! {":key": name_key(name)})
    }

    /// How many owners are here.
    pub fn owners(&self) -> Result<i64> {
        Ok(self.value(include_str!("../sql/operator/owners.sql"), [])?.unwrap_or(0))
    }
}

impl Tx<'_> {
    /// Puts somebody.
    pub fn put_operator(&self, operator: &Operator) -> Result<()> {
        let key = Value::Text(name_key(&operator.name));
        self.put(include_str!("../sql/operator/put.sql"), operator, &[(":name_key", key)])
    }
}
