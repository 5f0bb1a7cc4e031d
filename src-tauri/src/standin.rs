//! Stands in until crate app has its inside. Goes away with that change.

use serde::Serialize;
use serde_json::Value;
use std::path::Path;

pub struct App;
#[derive(Clone, Serialize)]
pub struct CallError {
    code: String,
    field: String,
    message: String,
    fields: Vec<String>,
}
impl CallError {
    pub fn unexpected(e: &dyn std::fmt::Display) -> Self {
        Self { code: "unexpected".into(), field: String::new(), message: e.to_string(), fields: vec![] }
    }
}
impl App {
    pub fn open(_dir: &Path) -> Result<Self, CallError> {
        Ok(Self)
    }
    pub fn call(&self, c: &str, _i: Value) -> Result<Value, CallError> {
        Err(CallError::unexpected(&format!("{c} is not there yet")))
    }
    pub fn tick(&self) -> Vec<String> {
        Vec::new()
    }
}
