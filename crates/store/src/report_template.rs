//! Head offices' own forms of workbooks.
//!
//! - TEMPLATEROW-1 The bytes of a version are never changed; a new file is a new version, and one that is withdrawn only says why.

use crate::row::row;
use crate::{Reader, Result, Tx};
use domain::{Day, PrincipalId, TemplateId};
use rusqlite::named_params;
use rusqlite::types::{ToSqlOutput, Value};

/// A version of a form, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportTemplate {
    /// Identity.
    pub id: TemplateId,
    /// The maker.
    pub principal: PrincipalId,
    /// Key of the workbook.
    pub key: String,
    /// 1, 2 … of this maker and workbook.
    pub version: i64,
    /// Name of the file, as it came.
    pub name: String,
    /// SHA-256 of its bytes, hex.
    pub sha256: String,
    /// How many bytes.
    pub size: i64,
    /// The day head office handed it out.
    pub came_on: Day,
    /// Sheet of the repeated row.
    pub sheet: String,
    /// The repeated row, as Excel counts.
    pub row: i64,
    /// When it was put in, UTC ms.
    pub made_at: i64,
    /// Why it is no longer used.
    pub void_reason: Option<String>,
    /// Version of the record.
    pub rev: i64,
}

row!(ReportTemplate {
    id,
    principal,
    key,
    version,
    name,
    sha256,
    size,
    came_on,
    sheet,
    row,
    made_at,
    void_reason,
    rev,
});

impl Reader<'_> {
    /// Every version of a maker's forms: by workbook, the newest first.
    pub fn report_templates(&self, maker: PrincipalId) -> Result<Vec<ReportTemplate>> {
        let named = named_params! {":principal": maker.to_string()};
        self.many(include_str!("../sql/report_template/list.sql"), named)
    }

    /// One version.
    pub fn report_template(&self, id: TemplateId) -> Result<Option<ReportTemplate>> {
        self.one(include_str!("../sql/report_template/by_id.sql"), named_params! {":id": id.to_string()})
    }

    /// The newest version of a workbook's form, withdrawn or not.
    pub fn newest_template(&self, maker: PrincipalId, key: &str) -> Result<Option<ReportTemplate>> {
        let named = named_params! {":principal": maker.to_string(), ":key": key};
        self.one(include_str!("../sql/report_template/newest.sql"), named)
    }

    /// The bytes of a version.
    pub fn template_file(&self, id: TemplateId) -> Result<Vec<u8>> {
        let named = named_params! {":id": id.to_string()};
        let mut statement = self.connection.prepare_cached(include_str!("../sql/report_template/file.sql"))?;
        Ok(statement.query_row(named, |row| row.get(0))?)
    }
}

impl Tx<'_> {
    /// Puts a new version with its bytes.
    pub fn put_report_template(&self, template: &ReportTemplate, file: &[u8]) -> Result<()> {
        self.put(include_str!("../sql/report_template/put.sql"), template, &[(":file", Value::Blob(file.to_vec()))])
    }

    /// Withdraws a version.
    pub fn void_report_template(&self, template: &ReportTemplate) -> Result<()> {
        let rev = Value::Integer(template.rev);
        let reason = template.void_reason.clone().map_or(Value::Null, Value::Text);
        let binds = [(":id", Value::Text(template.id.to_string())), (":void_reason", reason), (":rev", rev)];
        let lent: Vec<_> = binds.into_iter().map(|(name, value)| (name, ToSqlOutput::Owned(value))).collect();
        self.put_values(include_str!("../sql/report_template/void.sql"), &lent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{Desk, day, id};

    #[test]
    fn templaterow_1_a_version_keeps_its_bytes() {
        let desk = Desk::with_maker();
        let first = ReportTemplate {
            id: id(301),
            principal: id(1),
            key: "W01".into(),
            version: 1,
            name: "月报.xlsx".into(),
            sha256: "aa".into(),
            size: 3,
            came_on: day("2026-10-01"),
            sheet: "月报".into(),
            row: 7,
            made_at: 5,
            void_reason: None,
            rev: 1,
        };
        let second = ReportTemplate { id: id(302), version: 2, ..first.clone() };
        let gone =
            ReportTemplate { void_reason: Some("总部停用".into()), rev: 2, name: "x".into(), ..second.clone() };
        desk.write(|tx| {
            tx.put_report_template(&first, b"abc")?;
            tx.put_report_template(&second, b"\0\xff")?;
            tx.void_report_template(&gone)
        });
        let gone = ReportTemplate { name: second.name.clone(), ..gone };
        desk.read(|reader| {
            assert_eq!(reader.report_templates(first.principal)?, [gone.clone(), first.clone()]);
            assert_eq!(reader.newest_template(first.principal, "W01")?, Some(gone.clone()));
            assert_eq!(reader.newest_template(first.principal, "W02")?, None);
            assert_eq!(reader.report_template(first.id)?, Some(first.clone()));
            assert_eq!(reader.template_file(first.id)?, b"abc");
            assert_eq!(reader.template_file(gone.id)?, b"\0\xff");
            Ok(())
        });
    }
}
