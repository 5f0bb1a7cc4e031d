//! Requirement 10: one record among ten thousand that head office does not take.

use sanbao_faults::dice::Dice;
use sanbao_faults::runs::Runs;
use sync::desk::State;

use crate::common::*;
use crate::ways::*;

const POISON: Runs =
    Runs { requirement: 10, test: "requirement_10_poison", side: "desk, head-office/sqlite", short: 1 };
const ROWS: u64 = 10_000;

/// What can be wrong with a card, and what head office calls it.
fn wrong(n: u64, dice: &mut Dice) -> (String, &'static str, &'static str) {
    match dice.from_to(0, 4) {
        0 => (card("DF", n).replace(&format!("SN{n:08}"), " "), "missing", "unit.serial"),
        1 => (card("DF", n).replace("2025-06-01", "2027-01-01"), "future_day", "sale.sold_on"),
        2 => (card("LW", n), "wrong_principal", "principal"),
        3 => (card("DF", n).replace("2025-06-01", "2025-06-31"), "bad_field", "sale.sold_on"),
        _ => ("{\"sale\":".to_owned(), "bad_body", "body"),
    }
}

async fn story(seed: u64) -> Result<(), String> {
    let (office, _line, desk) = world().await;
    let mut dice = Dice::of(seed);
    let bad = dice.from_to(1, ROWS);
    let (body, code, field) = wrong(bad, &mut dice);
    save_cards(&desk, "DF", 1, bad - 1);
    desk.save("DF", "card", &id(bad), &body);
    save_cards(&desk, "DF", bad + 1, ROWS);
    let outcome = good_run(&desk, "DF", &office.hands).await;
    must((outcome.acked, outcome.rejected) == (ROWS - 1, 1), || {
        format!("{} taken, {} refused", outcome.acked, outcome.rejected)
    })?;
    let refused: Vec<_> = desk.rows("DF").into_iter().filter(|k| k.state == State::Rejected).collect();
    let said = refused
        .iter()
        .map(|k| (&*k.row.record_id, k.last_code.as_deref(), k.last_field.as_deref()))
        .collect::<Vec<_>>();
    must(said == [(&*id(bad), Some(code), Some(field))], || format!("{said:?}"))?;
    desk.save_rev("DF", "card", &id(bad), 2, &card("DF", bad), None);
    let mended = good_run(&desk, "DF", &office.hands).await;
    must((mended.sent, mended.acked) == (1, 1), || format!("mended: {mended:?}"))
}

#[test]
fn requirement_10_one_bad_record_among_ten_thousand_waits_alone() {
    POISON.each(|seed| told(story(seed)));
}
