//! A packing list head office filled in (W07), as a message for the dealer whose parts these are.

use report::decisions::{FilledPart, Wrong};
use wire::decisions::{DecisionsBody, JudgedPart};

use super::{Bodies, Decided, Undecided, dealer_of, row_error};
use crate::store::Store;

/// What stands inside the number of a batch.
const BATCH_MARK: &str = "-FC-";

pub(super) fn judged(
    store: &dyn Store,
    decided: &mut Decided,
    named: Option<&str>,
    batches: &[String],
    lines: &[FilledPart],
) -> Result<Bodies, Undecided> {
    decided.rows += lines.len();
    let repairs: Vec<&str> = lines.iter().filter_map(|line| line.repair_no()).collect();
    let no = batches.first().map_or("", String::as_str);
    let whose = dealer_of(store, named, (no, BATCH_MARK), &repairs)?;
    let title = format!("旧件 {} 的验收和鉴定", batches.join("、"));
    let mut body = DecisionsBody { title, batches: batches.to_vec(), ..DecisionsBody::default() };
    for line in lines {
        match one(line) {
            Ok(None) => decided.open += 1,
            Ok(Some(part)) => match &whose {
                Ok(_) => body.parts.push(part),
                Err(why) => decided.errors.push(row_error(line.row, why)),
            },
            Err(why) => decided.errors.push(row_error(line.row, &why)),
        }
    }
    let dealer = whose.ok().filter(|_| !body.parts.is_empty());
    Ok(dealer.map(|dealer| (dealer, body)).into_iter().collect())
}

fn one(line: &FilledPart) -> Result<Option<JudgedPart>, Wrong> {
    let Some(said) = line.said.as_ref().map_err(Wrong::clone)? else { return Ok(None) };
    let qty_milli = line.qty_milli.clone()?;
    if said.received_milli.saturating_add(said.wrong_milli) > qty_milli {
        let message = "实收数量应当不超过发出的数量".to_owned();
        return Err(Wrong { field: "实收数量", code: "out_of_range", message });
    }
    Ok(Some(JudgedPart {
        tag_no: line.tag_no.clone(),
        qty_milli,
        received_milli: said.received_milli,
        wrong_milli: said.wrong_milli,
        verdict: said.verdict.clone(),
        disposal: said.disposal.clone(),
        judged_by: said.judged_by.clone(),
        judged_on: said.judged_on.map(|day| day.to_string()),
    }))
}
