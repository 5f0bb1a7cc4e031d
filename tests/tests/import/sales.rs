//! Rows of sales ledgers, one oddity each.

use super::ledger::{Came, SALE, all_sales, csv, file, fresh};
use report::read::open_path;
use sanbao_tests::Outcome;
use sanbao_tests::world::World;
use serde_json::{Value, json};

fn refused(rows: &[&[(&str, &str)]]) -> Outcome<Vec<(i64, String, String)>> {
    let came = Came::text(&fresh()?, &csv(&SALE, rows))?;
    Ok(came.errors())
}

fn error(row: i64, field: &str, code: &str) -> (i64, String, String) {
    (row, field.into(), code.into())
}

#[test]
fn import_4_what_is_refused_names_field_and_reason() -> Outcome<()> {
    let errors = refused(&[
        &[("出厂编号", " ")],
        &[("购机日期", "2026-02-30")],
        &[("购机日期", "26.10.4")],
        &[("购机日期", "2026-11-22")],
        &[("购机日期", "10/04/2026")],
        &[("单台销售价格(元)", "面议")],
        &[("数量(台)", "几台")],
        &[("数量(台)", "-1")],
        &[("购机者姓名", ""), ("购买机型", "")],
    ])?;
    let expected = [
        error(2, "unit.serial", "missing"),
        error(3, "sold_on", "bad_day"),
        error(4, "sold_on", "two_digit_year"),
        error(5, "sold_on", "future_day"),
        error(6, "sold_on", "ambiguous_day"),
        error(7, "price_fen", "not_a_number"),
        error(8, "quantity", "not_a_number"),
        error(9, "quantity", "out_of_range"),
        error(10, "customer.name", "missing"),
        error(10, "unit.model", "missing"),
    ];
    assert_eq!(errors, expected);
    Ok(())
}

#[test]
fn import_5_a_damaged_identity_number_is_said_and_not_kept() -> Outcome<()> {
    let ids = ["999459198505013000", "9.99778E+17", "11010519491231002X", "110105194912310021", "不详"];
    let rows: Vec<_> = ids
        .iter()
        .zip(["1", "2", "3", "4", "5"])
        .map(|(id, serial)| [("身份证号", *id), ("出厂编号", serial)])
        .collect();
    let rows: Vec<&[(&str, &str)]> = rows.iter().map(|row| row.as_slice()).collect();
    let came = Came::text(&fresh()?, &csv(&SALE, &rows))?;
    assert_eq!(came.counts(), [5, 5, 0, 0]);
    assert_eq!(
        (came.warned("id_damaged"), came.warned("id_bad_checksum"), came.warned("id_unreadable")),
        (vec![2, 3], vec![5], vec![6])
    );
    Ok(())
}

#[test]
fn import_6_a_refused_row_leaves_nothing_and_the_others_come_in() -> Outcome<()> {
    let world = fresh()?;
    let text = csv(
        &SALE,
        &[
            &[],
            &[("生产厂家", "无此厂家"), ("购机者姓名", &"长".repeat(200)), ("出厂编号", "X1")],
            &[("出厂编号", "X2")],
        ],
    );
    let came = Came::text(&world, &text)?;
    assert_eq!((came.counts(), came.errors()), ([3, 2, 0, 1], vec![error(3, "customer.name", "too_long")]));
    let makers = world.call("desk_status", json!({}))["principals"].as_array().map(Vec::len);
    assert_eq!((makers, world.call("unit_find", json!({"serial": "X1"}))), (Some(1), Value::Null));
    Ok(())
}

#[test]
fn import_6_a_row_refused_for_its_second_machine_takes_back_the_first_and_no_number_is_lost() -> Outcome<()> {
    let world = fresh()?;
    let two = format!("X1、{}", "9".repeat(61));
    let text = csv(&SALE, &[&[], &[("出厂编号", &two), ("数量(台)", "2")], &[("出厂编号", "X2")]]);
    let came = Came::text(&world, &text)?;
    assert_eq!((came.counts(), came.errors()), ([3, 2, 0, 1], vec![error(3, "unit.serial", "too_long")]));
    assert_eq!(came.0["before_start"], came.0["imported"], "the machine that was taken back is not counted");
    assert_eq!(world.call("unit_find", json!({"serial": "X1"})), Value::Null);
    let again = Came::text(&world, &csv(&SALE, &[&[("出厂编号", "X3")]]))?;
    assert_eq!(again.counts(), [1, 1, 0, 0]);
    let rows = world.call("sale_list", json!({}))["rows"].as_array().cloned().unwrap_or_default();
    let number = |row: &Value| row["no"].as_str().and_then(|no| no.rsplit('-').next()).unwrap_or_default().to_owned();
    let mut numbers: Vec<_> = rows.iter().map(number).collect();
    numbers.sort();
    assert_eq!(numbers, ["A0001", "A0002", "A0003"]);
    Ok(())
}

#[test]
fn import_7_title_totals_blank_and_numbered_rows_are_no_rows() -> Outcome<()> {
    let (head, line) = (csv(&SALE, &[&[]]), ",,,,,,,,,,,\n");
    let (names, row) = head.split_once('\n').unwrap_or_default();
    let text =
        format!("清河惠农 2026年 销售台账{line}序号,{names}\n1,{}\n\n2{line}合计{line}制表:李敏{line}", row.trim());
    let came = Came::text(&fresh()?, &text)?;
    assert_eq!((came.counts(), came.0["warnings"][0]["row"].as_i64()), ([1, 1, 0, 0], Some(3)));
    Ok(())
}

#[test]
fn import_8_a_maker_is_added_once_and_known_by_its_long_name() -> Outcome<()> {
    let world = fresh()?;
    let rows: [&[(&str, &str)]; 3] =
        [&[], &[("生产厂家", "华禾农机股份有限公司"), ("出厂编号", "2")], &[("生产厂家", "hhnj"), ("出厂编号", "3")]];
    let came = Came::text(&world, &csv(&SALE, &rows))?;
    assert_eq!(
        (came.warned("principal_added"), came.warned("principal_matched"), came.warned("model_added")),
        (vec![2], vec![3], vec![2])
    );
    assert_eq!(world.call("desk_status", json!({}))["principals"][0]["code"], "HHNJ");
    Ok(())
}

#[test]
fn import_9_a_row_without_a_maker_takes_the_chosen_or_the_only_one() -> Outcome<()> {
    let text = csv(&SALE, &[&[("生产厂家", "")]]);
    let nobody = fresh()?;
    assert_eq!(Came::text(&nobody, &text)?.errors(), [error(2, "principal", "missing")]);
    nobody.call("principal_save", json!({"code": "WY", "name": "沃野动力"}));
    assert_eq!(Came::text(&nobody, &text)?.counts(), [1, 1, 0, 0]);
    let two = World::set_up()?;
    assert_eq!(Came::text(&two, &text)?.errors(), [error(2, "principal", "missing")]);
    let path = file(&two, "台账.csv", &text)?;
    two.call("import_run", json!({"path": path, "principal": "WY"}));
    assert_eq!(two.call("sale_list", json!({}))["rows"][0]["principal"], "WY");
    Ok(())
}

#[test]
fn import_10_two_machines_in_one_row_are_two_sales_of_one_row() -> Outcome<()> {
    let world = fresh()?;
    let row: &[(&str, &str)] =
        &[("数量(台)", "2"), ("出厂编号", "HH26D50785、08541427"), ("发动机号", "Y1;Y2"), ("联系电话", "")];
    let text = csv(
        &SALE,
        &[
            row,
            &[("数量(台)", "2"), ("出厂编号", "A1/A2")],
            &[("数量(台)", "3"), ("出厂编号", "B1、B2")],
            &[("出厂编号", "C1、C2")],
        ],
    );
    let came = Came::text(&world, &text)?;
    assert_eq!(came.counts(), [4, 2, 0, 2]);
    assert_eq!(
        came.errors(),
        [error(4, "unit.serial", "serials_fewer_than_machines"), error(5, "unit.serial", "serials_more_than_machines")]
    );
    let unit = world.call("unit_find", json!({"serial": "08541427"}));
    assert_eq!((&unit["unit"]["engine_no"], &unit["unit"]["serial"]), (&json!("Y2"), &json!("08541427")));
    let buyers = world.call("customer_list", json!({}))["rows"].as_array().cloned().unwrap_or_default();
    let machines: Vec<_> = buyers.iter().map(|row| row["units"].as_i64()).collect();
    assert_eq!(machines, [Some(2), Some(2)], "two machines of one row have one buyer");
    assert_eq!(Came::text(&world, &text)?.counts(), [4, 0, 2, 2]);
    Ok(())
}

#[test]
fn import_11_the_same_sale_with_another_price_is_said_and_a_cancelled_one_stays_cancelled() -> Outcome<()> {
    let world = fresh()?;
    Came::text(&world, &csv(&SALE, &[&[]]))?;
    let came = Came::text(
        &world,
        &csv(&SALE, &[&[("出厂编号", "ｈｈ26-b35536"), ("单台销售价格(元)", "70000"), ("购机日期", "2026年10月4日")]]),
    )?;
    assert_eq!((came.counts(), came.codes(2)), ([1, 0, 1, 0], vec!["same_sale_differs".to_owned()]));
    let id = world.call("sale_list", json!({}))["rows"][0]["id"].take();
    world.call("sale_void", json!({"id": id, "reason": "用户退货"}));
    let came = Came::text(&world, &csv(&SALE, &[&[]]))?;
    assert_eq!((came.counts(), came.codes(2)), ([1, 0, 1, 0], vec!["same_sale_voided".to_owned()]));
    Ok(())
}

#[test]
fn import_12_a_zero_lost_is_said_and_the_same_buyer_and_day_are_the_same_sale() -> Outcome<()> {
    let world = fresh()?;
    Came::text(&world, &csv(&SALE, &[&[("出厂编号", "09996504")]]))?;
    let other_day = Came::text(&world, &csv(&SALE, &[&[("出厂编号", "9996504"), ("购机日期", "2026-10-06")]]))?;
    assert_eq!(
        (other_day.counts(), other_day.codes(2)),
        ([1, 1, 0, 0], vec!["days_out_of_order".to_owned(), "serial_zero_stripped".to_owned()])
    );
    let same = Came::text(&world, &csv(&SALE, &[&[("出厂编号", "0009996504")]]))?;
    assert_eq!((same.counts(), same.codes(2)), ([1, 0, 1, 0], vec!["serial_zero_stripped".to_owned()]));
    Ok(())
}

#[test]
fn e07_a_machine_sold_twice_is_two_sales_and_two_cards() -> Outcome<()> {
    let world = fresh()?;
    let came = Came::text(
        &world,
        &csv(&SALE, &[&[], &[("购机日期", "2026-10-20"), ("购机者姓名", "李敏"), ("开票日期", "")]]),
    )?;
    assert_eq!((came.counts(), came.warned("serial_sold")), ([2, 2, 0, 0], vec![3]));
    let unit = world.call("unit_find", json!({"serial": "HH26B35536"}));
    let sold: Vec<_> = unit["sales"].as_array().into_iter().flatten().map(|sale| sale["sold_on"].clone()).collect();
    assert_eq!(sold, ["2026-10-20", "2026-10-04"], "both are shown");
    assert_ne!(unit["sales"][0]["card_no"], unit["sales"][1]["card_no"]);
    assert_eq!(unit["unit"]["customer"], "李敏");
    Ok(())
}

#[test]
fn e25_what_spreadsheets_do_to_numbers_is_undone_or_said() -> Outcome<()> {
    let world = fresh()?;
    let days = ["2025.7.4", "2025年7月4日", "45842", "20250704", "２０２５／７／４", "2025-07-04 00:00:00"];
    let serials = ["00012345", "1E5", "S3", "S4", "S5", "S6"];
    let rows: Vec<_> = days
        .iter()
        .zip(serials)
        .map(|(day, serial)| {
            [
                ("购机日期", *day),
                ("出厂编号", serial),
                ("联系电话", "+86 138 0013 8000"),
                ("开票日期", ""),
                ("身份证号", "110105491231002"),
            ]
        })
        .collect();
    let rows: Vec<&[(&str, &str)]> = rows.iter().map(|row| row.as_slice()).collect();
    let came = Came::text(&world, &csv(&SALE, &rows))?;
    assert_eq!(came.counts(), [6, 6, 0, 0]);
    let mut sold = all_sales(&world);
    sold.sort();
    assert!(sold.iter().all(|sale| sale.1 == "2025-07-04"), "{sold:?}");
    assert_eq!(
        sold.iter().map(|sale| sale.0.as_str()).collect::<Vec<_>>(),
        ["00012345", "1E5", "S3", "S4", "S5", "S6"]
    );
    assert_eq!(world.call("sale_list", json!({}))["rows"][0]["phone"], "13800138000");
    assert_eq!(refused(&[&[("购机日期", "07/04/25")]])?, [error(2, "sold_on", "two_digit_year")]);
    Ok(())
}

#[test]
fn e26_rare_characters_and_middle_dots_are_unharmed() -> Outcome<()> {
    let world = fresh()?;
    let long = "阿布都热合曼·买买提依明·努尔麦麦提";
    let names = ["𠮷田贵", "㛃玉", long, "王\u{3000}丹"];
    let rows: Vec<_> = names
        .iter()
        .zip(["1", "2", "3", "4"])
        .map(|(name, serial)| [("购机者姓名", *name), ("出厂编号", serial)])
        .collect();
    let rows: Vec<&[(&str, &str)]> = rows.iter().map(|row| row.as_slice()).collect();
    Came::text(&world, &csv(&SALE, &rows))?;
    let mut kept: Vec<_> = all_sales(&world).into_iter().map(|sale| (sale.0, sale.2)).collect();
    kept.sort();
    assert_eq!(kept.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(), names);
    assert_eq!(world.call("customer_list", json!({"term": "𠮷"}))["total"], 1);
    // A refused row's name stands unharmed in the list of refused rows too.
    let came = Came::text(&world, &csv(&SALE, &[&[("购机者姓名", long), ("出厂编号", "")]]))?;
    let list = open_path(&came.error_file().ok_or("no list")?)?;
    assert_eq!(list.sheets[0].rows[1][1].shown(), long);
    Ok(())
}

#[test]
fn e36_cards_entered_a_week_later_count_from_the_day_sold() -> Outcome<()> {
    let world = World::set_up()?; // in use since 1 October, today is the 20th
    let came = Came::text(
        &world,
        &csv(
            &SALE,
            &[
                &[("购机日期", "2026-10-13"), ("开票日期", "")],
                &[("购机日期", "2026-09-28"), ("出厂编号", "OLD1"), ("开票日期", "")],
            ],
        ),
    )?;
    assert_eq!((came.counts(), came.0["before_start"].as_i64()), ([2, 2, 0, 0], Some(1)));
    let row = world.call("sale_list", json!({"month": "2026-10"}))["rows"][0].take();
    let sale = world.call("sale_show", json!({"id": row["id"]}));
    assert_eq!(
        (&sale["entered_late"], &sale["entered_on"], &sale["draft"]["sold_on"]),
        (&json!(true), &json!("2026-10-20"), &json!("2026-10-13"))
    );
    assert_eq!(sale["due"]["due_on"], "2026-11-02");
    assert_eq!(world.call("sale_list", json!({"state": "before_start"}))["total"], 1);
    Ok(())
}

#[test]
fn sales_before_the_start_day_are_followed_when_ticked() -> Outcome<()> {
    let world = fresh()?;
    let path = file(&world, "台账.csv", csv(&SALE, &[&[]]))?;
    let came = Came(world.call("import_run", json!({"path": path, "cards_before_start": true})));
    assert_eq!((came.counts(), came.0["before_start"].as_i64()), ([1, 1, 0, 0], Some(0)));
    assert_eq!(world.call("sale_list", json!({"state": "issued"}))["total"], 1);
    Ok(())
}

#[test]
fn import_21_identity_numbers_are_dropped_and_counted() -> Outcome<()> {
    let world = fresh()?;
    let came = Came::text(&world, &csv(&SALE, &[&[], &[("出厂编号", "2"), ("身份证号", "")], &[("出厂编号", "")]]))?;
    assert_eq!(came.0["identity_dropped"].as_i64(), Some(1));
    for entry in walk(world.dir())? {
        if !entry.ends_with("in/台账.csv") {
            let bytes = std::fs::read(&entry)?;
            assert!(!bytes.windows(18).any(|window| window == b"11010519491231002X"), "{}", entry.display());
        }
    }
    let list = open_path(&came.error_file().ok_or("no list")?)?;
    assert!(list.sheets[0].rows.iter().flatten().all(|cell| cell.shown() != "11010519491231002X"));
    Ok(())
}

fn walk(dir: &std::path::Path) -> Outcome<Vec<std::path::PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() { found.extend(walk(&path)?) } else { found.push(path) }
    }
    Ok(found)
}
