//! 三包费用核销通知书 (W09), printed again as the desk has them.
//!
//! - NOTICESHEET-1 A notice is in the month of its own day; the sums are head office's, whatever the desk thinks of them.

use super::made::{Made, code, day, text};
use super::sheet::{Asked, Facts};
use super::source::fitting;
use crate::error::{Answer, AppError};
use domain::Fen;
use report::write::Value;
use std::collections::BTreeMap;

/// W09.
pub(super) fn notices(asked: &Asked<'_>) -> Answer<Made> {
    let mut rows = Vec::new();
    asked.reader.notices_of_month(asked.principal.id, asked.month, |found| -> Result<(), AppError> {
        while let Some(row) = found.next_row()? {
            let answer = row.answer.map(|answer| answer.zh()).unwrap_or_default();
            let says: Vec<&str> = [answer, row.answer_note].into_iter().filter(|part| !part.is_empty()).collect();
            rows.push(vec![
                code(row.notice_no),
                day(Some(row.noticed_on)),
                code(row.claim_no),
                row.claimed_fen.map_or(Value::Empty, Value::Fen),
                Value::Fen(row.approved_fen),
                Value::Fen(row.cut_fen),
                text(row.cut_note),
                Value::Fen(row.deduction_fen),
                day(row.deducted_on),
                text(says.join("：")),
                day(row.answered_on),
                Value::Empty,
            ]);
        }
        Ok(())
    })?;
    Ok(Made { rows, facts: Facts::default() })
}

/// What the head of W09 says: what was approved, in capitals.
pub(super) fn head(asked: &Asked<'_>) -> Answer<BTreeMap<String, String>> {
    let mut approved: i128 = 0;
    asked.reader.notices_of_month(asked.principal.id, asked.month, |found| -> Result<(), AppError> {
        while let Some(row) = found.next_row()? {
            approved += i128::from(row.approved_fen);
        }
        Ok(())
    })?;
    Ok(BTreeMap::from([("capitals".to_owned(), Fen(fitting(approved)).capitals())]))
}
