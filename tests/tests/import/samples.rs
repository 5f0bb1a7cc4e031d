//! The files dealers really keep, where they lie beside the project. The numbers here were counted by hand in the files.

use super::ledger::{Came, all_sales, fresh, sample};
use report::read::{Cell, open_path};
use sanbao_tests::Outcome;
use sanbao_tests::world::World;
use serde_json::json;

fn strings(cells: &[Cell]) -> Vec<String> {
    cells.iter().map(Cell::shown).collect()
}

#[test]
fn the_months_ledger_as_csv_is_in_or_in_the_list() -> Outcome<()> {
    let Some(path) = sample("销售台账-202610.csv") else { return Ok(()) };
    let world = fresh()?;
    let came = Came::from(&world, &path);
    assert_eq!(came.counts(), [312, 310, 0, 2]);
    let refused = [(104, "sold_on", "bad_day"), (233, "invoice_on", "two_digit_year")];
    assert_eq!(came.errors(), refused.map(|(row, field, code)| (row, field.into(), code.into())));
    assert_eq!(came.warned("id_damaged"), [52, 63, 91, 118, 296]);
    assert_eq!(
        (came.warned("serial_other_maker"), came.warned("phone_missing"), came.warned("engine_unassigned")),
        (vec![43], vec![80], vec![153])
    );
    assert_eq!((came.warned("principal_added").len(), came.warned("model_added").len()), (3, 15));
    assert_eq!((came.0["identity_dropped"].as_i64(), came.0["before_start"].as_i64()), (Some(310), Some(311)));
    every_row_is_in(&world, &came, &path)
}

/// Each serial of the file is a sale of the desk, or its row stands in the list of refused rows, cell by cell.
fn every_row_is_in(world: &World, came: &Came, path: &std::path::Path) -> Outcome<()> {
    let sold: Vec<String> = all_sales(world).into_iter().map(|sale| domain::text::serial_key(&sale.0)).collect();
    let (file, list) = (open_path(path)?, open_path(&came.error_file().ok_or("no list")?)?);
    let (rows, listed) = (&file.sheets[0].rows, &list.sheets[0].rows);
    let mut refused = Vec::new();
    for row in &rows[2..rows.len() - 1] {
        let serials = row[12].shown();
        if !serials.split('、').all(|serial| sold.contains(&domain::text::serial_key(serial))) {
            let mut cells = strings(row);
            cells[3].clear(); // the identity number is not repeated
            refused.push(cells);
        }
    }
    assert_eq!(refused.len(), 2);
    assert_eq!(strings(&listed[0])[..20], strings(&rows[1])[..]);
    assert_eq!(strings(&listed[0])[20..], ["错误字段", "错误原因"]);
    for (listed, refused) in listed[1..].iter().zip(&refused) {
        assert_eq!(strings(listed)[..20], refused[..]);
        assert!(!listed[21].shown().is_empty());
    }
    Ok(())
}

#[test]
fn import_11_the_same_ledger_again_imports_nothing() -> Outcome<()> {
    let Some(path) = sample("销售台账-202610.csv") else { return Ok(()) };
    let world = fresh()?;
    let (first, second) = (Came::from(&world, &path), Came::from(&world, &path));
    assert_eq!(second.counts(), [312, 0, 310, 2]);
    assert_eq!(second.errors(), first.errors());
    assert_eq!(all_sales(&world).len(), 311);
    Ok(())
}

#[test]
fn the_months_ledger_as_xlsx_is_the_same_month() -> Outcome<()> {
    let (Some(csv), Some(xlsx)) = (sample("销售台账-202610.csv"), sample("销售台账-202610.xlsx")) else {
        return Ok(());
    };
    let world = fresh()?;
    let came = Came::from(&world, &xlsx);
    assert_eq!(came.counts(), [312, 312, 0, 0]);
    assert_eq!(came.warned("serial_zero_stripped"), [12, 36, 89, 90, 92, 225, 254]);
    assert_eq!(
        came.warned("id_damaged"),
        [21, 41, 52, 63, 89, 91, 99, 118, 125, 137, 156, 171, 177, 178, 184, 225, 296]
    );
    assert_eq!((came.warned("serial_other_maker"), came.warned("phone_missing")), (vec![43], vec![80]));
    // The text file knows the zeros the workbook lost; its sales are known all the same.
    let again = Came::from(&world, &csv);
    assert_eq!(again.counts(), [312, 0, 310, 2]);
    assert_eq!(again.warned("serial_zero_stripped"), [12, 36, 89, 90, 92, 225, 254]);
    assert_eq!(all_sales(&world).len(), 313);
    Ok(())
}

#[test]
fn import_2_a_ledger_of_years_is_read_sheet_by_sheet() -> Outcome<()> {
    let Some(path) = sample("历年销售台账.xlsx") else { return Ok(()) };
    let world = fresh()?;
    let preview = world.call("import_preview", json!({"path": path}));
    assert_eq!(preview["sheets"], json!(["2024", "2025", "2026"]));
    let came = Came::from(&world, &path);
    assert_eq!((came.counts(), came.0["before_start"].as_i64()), ([900, 900, 0, 0], Some(900)));
    let today = world.call("today", json!({}));
    let due = today["cards_due"].as_array().into_iter().flatten().filter_map(|day| day["n"].as_i64()).sum::<i64>();
    assert_eq!((&today["total"], due), (&json!(0), 0), "day one is not a sea of red");
    assert_eq!(Came::from(&world, &path).counts(), [900, 0, 900, 0]);
    Ok(())
}

#[test]
fn import_2_a_sheet_of_words_is_passed_over_and_named() -> Outcome<()> {
    let Some(path) = sample("销售台账-202610.xlsx") else { return Ok(()) };
    let preview = fresh()?.call("import_preview", json!({"path": path}));
    assert_eq!(preview["sheets"], json!(["10月"]));
    let skipped: Vec<_> = preview["outcome"]["warnings"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|note| note["code"] == "sheet_skipped")
        .collect();
    assert!(skipped.len() == 1 && skipped[0]["sheet"] == "说明", "{skipped:?}");
    Ok(())
}

#[test]
fn repairs_find_their_machines_parts_and_prices() -> Outcome<()> {
    let names = ["机型.csv", "配件价目.csv", "历年销售台账.xlsx", "销售台账-202610.csv", "维修记录-202610.xlsx"];
    let files: Vec<_> = names.iter().filter_map(|name| sample(name)).collect();
    let world = fresh()?;
    world.call("start_day_save", json!({"on": "2026-10-01"}));
    let came: Vec<_> = files.iter().map(|path| Came::from(&world, path)).collect();
    let [models, parts, years, _, repairs] = came.as_slice() else { return Ok(()) };
    assert_eq!(
        (models.counts(), parts.counts(), years.counts()),
        ([14, 14, 0, 0], [1200, 1200, 0, 0], [900, 900, 0, 0])
    );
    assert_eq!(repairs.counts(), [180, 180, 0, 0]);
    // One unknown machine, one unknown part without a quantity, one day out of order, one other day of sale: no more.
    let warned = ["unit_unknown", "part_unknown", "quantity_missing", "days_out_of_order", "sold_on_differs"]
        .map(|code| repairs.warned(code));
    assert_eq!(warned, [vec![93], vec![58], vec![58], vec![131], vec![17]]);
    assert_eq!(
        repairs.0["warnings"].as_array().map(Vec::len),
        Some(5),
        "prices of both kinds add up to every row's material"
    );
    // Completed and signed: 87 by the paper, and one of them lost its day of completion to the order of days.
    let submitted = world.call("repair_list", json!({"state": "submitted"}))["total"].as_i64();
    assert_eq!(submitted, Some(86));
    // Parts of warranty repairs that the price list wants back, by what the ledger says of them.
    let held = ["in_store", "kept_by_user", "tagged"]
        .map(|state| world.call("old_part_list", json!({"state": state}))["total"].as_i64());
    assert_eq!(held, [Some(58), Some(32), Some(26)]);
    assert_eq!(Came::from(&world, &files[4]).counts(), [180, 0, 180, 0]);
    Ok(())
}

#[test]
fn a_price_list_keeps_codes_that_look_like_numbers() -> Outcome<()> {
    let Some(path) = sample("配件价目.csv") else { return Ok(()) };
    let world = fresh()?;
    assert_eq!(Came::from(&world, &path).counts(), [1200, 1200, 0, 0]);
    for code in ["082895", "1E54715", "017494"] {
        let found = world.call("part_list", json!({"term": code}));
        assert_eq!(found["rows"][0]["code"], code);
    }
    assert_eq!(world.call("part_list", json!({"term": "1E54715"}))["rows"][0]["price_fen"], 40_004);
    assert_eq!(Came::from(&world, &path).counts(), [1200, 0, 1200, 0]);
    Ok(())
}
