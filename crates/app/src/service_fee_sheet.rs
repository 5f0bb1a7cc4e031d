//! 服务费季度结算表 (W20): a statement as both sides sign it.
//!
//! - FEESHEET-1 The sheet is of the whole quarter and says what the statement holds, month by month; what is cancelled or paid beyond it stands with its reason, and the last column adds up to what is to be paid. Of a fee by sales it is one row of the year, with the computation.
//! - FEESHEET-2 A sheet that was made stands in the trail of what was done.

use crate::app::App;
use crate::error::{Answer, AppError};
use crate::file_problem::{layout_problem, write_problem};
use crate::month::{head::Around, prepare};
use crate::service_fee::known;
use crate::view::*;
use domain::Fen;
use domain::service_fee::FeeStatement;
use report::layout::Layout;
use report::write::{Head, Period, Rows, Value};
use std::collections::BTreeMap;
use std::path::PathBuf;

const KEY: &str = "W20";

impl App {
    pub(crate) fn service_fee_export(&self, input: ServiceFeeExport) -> Answer<Written<ReportFile>> {
        let folder = input.dir.as_deref().filter(|dir| !dir.trim().is_empty());
        let folder = folder.map_or_else(|| self.folder("exports"), PathBuf::from);
        prepare(&folder, self.now())?;
        let layout = Layout::shipped(KEY).map_err(layout_problem)?;
        let (value, no) = self.read(|reader, now| {
            let one = known(reader, &input.id)?;
            let gone = || AppError::NotFound(one.quarter.zh());
            let maker = reader.principal(one.principal)?.ok_or_else(gone)?;
            let around = Around::of(reader, now)?;
            let month = one.quarter.months()[2];
            let fields = BTreeMap::from([
                ("quarter".to_owned(), one.quarter.zh()),
                ("capitals".to_owned(), one.total_fen.capitals()),
                ("rule".to_owned(), one.reason.rule_version.clone()),
            ]);
            let number = format!("{} 第 {} 版", one.quarter, one.version);
            let period = Period { from: one.quarter.first_day().date(), to: one.quarter.last_day().date() };
            let head = Head { period, ..around.about(&maker, month, &number, fields) };
            let rows = rows(&one);
            let name = around.file_name(reader, &maker, month, &layout, u32::try_from(one.version).unwrap_or(1))?;
            let path = folder.join(name);
            let written = report::write::workbook(&layout, &head, &mut Rows::new(&rows), &[], &path);
            let written = written.map_err(write_problem)?;
            let file = ReportFile {
                key: KEY.into(),
                title: layout.name.clone(),
                principal: maker.code,
                month,
                rows: written.rows.cast_signed(),
                path: path.display().to_string(),
                sha256: written.sha256,
                closed: false,
            };
            Ok((file, number))
        })?;
        self.write("service_fee_export", |tx, _| {
            tx.note(&no, &value.path);
            Ok(())
        })?;
        Ok(Written { value, touched: Vec::new() })
    }
}

/// A month a row; the last one carries what is paid beyond the fee (FEESHEET-1).
fn rows(one: &FeeStatement) -> Vec<Vec<Value<'static>>> {
    let last = one.months.len().saturating_sub(1);
    let mut left = one.total_fen.0;
    let row = |(at, month): (usize, &domain::service_fee::MonthCards)| {
        let special = if at == last { one.special_fen } else { Fen(0) };
        let kept = if one.forfeit.is_some() { 0 } else { month.fee_fen.0 };
        let paid = if at == last { left } else { kept };
        left -= paid;
        let year = one.quarter.is_year();
        let note = match one.forfeit {
            _ if year => one.reason.sentence.clone(),
            Some(why) => format!("取消 {} 元：{}，{}", month.fee_fen, why.zh(), one.forfeit_reason),
            None if special.0 > 0 => format!("特殊维修费经总部批准 {}", one.special_no),
            None => String::new(),
        };
        vec![
            Value::text(one.quarter.zh()),
            Value::text(if year { "全年".to_owned() } else { month.month.to_string() }),
            if year { Value::Empty } else { Value::Int(month.cards) },
            one.unit_fen.map_or(Value::Empty, |fen| Value::Fen(fen.0)),
            Value::Fen(month.fee_fen.0),
            Value::Fen(special.0),
            if note.is_empty() { Value::Empty } else { Value::text(note) },
            Value::Fen(paid),
        ]
    };
    one.months.iter().enumerate().map(row).collect()
}
