//! Whole files: encodings, kinds, columns, what is refused before a row is read, and the list that is mended.

use super::ledger::{Came, SALE, csv, file, fresh};
use encoding_rs::GB18030;
use report::read::open_path;
use sanbao_tests::Outcome;
use serde_json::{Value, json};

fn utf16(text: &str, little: bool) -> Vec<u8> {
    let units = "\u{FEFF}".encode_utf16().chain(text.encode_utf16());
    let bytes = units.map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() });
    bytes.flatten().collect()
}

#[test]
fn e24_one_ledger_in_every_encoding_is_one_ledger() -> Outcome<()> {
    let world = fresh()?;
    let text = csv(
        &SALE,
        &[
            &[("购机日期", "２０２６年１０月４日"), ("购机者姓名", "𠮷田贵")],
            &[("出厂编号", "2"), ("购机者姓名", "买买提·艾合买提")],
        ],
    );
    let wide = text.replace("\"76,500元\"", "76500").replace(',', "，");
    let marked = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    let files: [(&str, Vec<u8>); 6] = [
        ("CSV（UTF-8）", text.clone().into_bytes()),
        ("CSV（UTF-8 BOM）", marked),
        ("CSV（GB18030）", GB18030.encode(&text).0.into_owned()),
        ("CSV（UTF-16LE）", utf16(&text, true)),
        ("CSV（UTF-16BE）", utf16(&text, false)),
        ("CSV（GB18030，「，」分隔）", GB18030.encode(&wide).0.into_owned()),
    ];
    for (place, (format, bytes)) in files.into_iter().enumerate() {
        let path = file(&world, "台账.xls", bytes)?;
        let preview = world.call("import_preview", json!({"path": path}));
        assert_eq!(preview["format"], format);
        assert_eq!(
            (&preview["sample"][0][0], &preview["sample"][0][1]),
            (&json!("2026-10-04"), &json!("𠮷田贵")),
            "{format}"
        );
        let expected = if place == 0 { [2, 2, 0, 0] } else { [2, 0, 2, 0] };
        assert_eq!(Came::from(&world, &path).counts(), expected, "{format}");
    }
    Ok(())
}

#[test]
fn import_1_a_file_that_fits_no_kind_or_two_is_refused_with_a_question() -> Outcome<()> {
    let world = fresh()?;
    let ask = |text: &str| -> Outcome<String> {
        let error = world.refused("import_run", json!({"path": file(&world, "x.csv", text)?}));
        assert!(error.message.contains("--as"), "{}", error.message);
        Ok(error.code)
    };
    assert_eq!(ask("姓名,电话,金额\n王,199,5\n")?, "kind_unknown");
    assert_eq!(ask("型号,品名,编码,价格\nHH704,轮式拖拉机,1,5\n")?, "kind_ambiguous");
    let path = file(&world, "x.csv", "型号,品名,编码,价格\nHH704,轮式拖拉机,1,5\n")?;
    let came = Came(world.call("import_run", json!({"path": path, "kind": "parts"})));
    assert_eq!(came.counts(), [1, 1, 0, 0]);
    let error = world.refused("import_run", json!({"path": path, "kind": "sales"}));
    assert_eq!(error.code, "column_missing");
    assert!(error.message.contains("购机日期") && error.message.contains("出厂编号"), "{}", error.message);
    Ok(())
}

#[test]
fn import_3_a_persons_columns_are_remembered_for_the_header() -> Outcome<()> {
    let world = fresh()?;
    let text =
        |serial: &str| format!("哪天卖的,买家,厂子,机器,钢印,多少钱\n2026-10-04,王丹,华禾农机,HH704,{serial},500\n");
    let path = file(&world, "x.csv", text("A1"))?;
    let shown = world.call("import_preview", json!({"path": path, "kind": "sales"}));
    assert_eq!((&shown["headers"][4], &shown["outcome"]["refused"]), (&json!("钢印"), &json!(1)));
    let mapping = json!({"sold_on": "哪天卖的", "customer.name": "买家", "principal": "厂子", "unit.model": "机器", "unit.serial": "钢印"});
    let came = Came(world.call("import_run", json!({"path": path, "kind": "sales", "mapping": mapping})));
    assert_eq!(came.counts(), [1, 1, 0, 0]);
    assert_eq!(Came::text(&world, &text("A2"))?.counts(), [1, 1, 0, 0], "the next file of this header needs no word");
    let field =
        |mapping: Value| world.refused("import_run", json!({"path": path, "kind": "sales", "mapping": mapping})).field;
    assert_eq!(field(json!({"colour": "买家"})), "mapping.colour");
    assert_eq!(field(json!({"sold_on": "没有这列"})), "mapping.sold_on");
    Ok(())
}

#[test]
fn import_20_a_preview_saves_nothing_and_tells_what_would_come() -> Outcome<()> {
    let world = fresh()?;
    let path = file(&world, "台账.csv", csv(&SALE, &[&[], &[("出厂编号", "")]]))?;
    for _ in 0..2 {
        let preview = world.call("import_preview", json!({"path": path}));
        assert_eq!(Came(preview["outcome"].clone()).counts(), [2, 1, 0, 1]);
        assert_eq!((&preview["kind"], &preview["outcome"]["error_file"]), (&json!("sales"), &Value::Null));
        let id_no = preview["fields"]
            .as_array()
            .and_then(|fields| fields.iter().position(|field| field["key"] == "customer.id_no"));
        assert_eq!(preview["sample"][0][id_no.ok_or("no field")?], "110105********002X");
    }
    let counts: Vec<_> =
        ["sale_list", "customer_list", "model_list"].map(|list| world.call(list, json!({}))["total"].clone()).into();
    assert_eq!(counts, [json!(0), json!(0), json!(0)]);
    assert_eq!(world.call("desk_status", json!({}))["principals"], json!([]));
    assert_eq!(Came::from(&world, &path).counts(), [2, 1, 0, 1]);
    Ok(())
}

#[test]
fn import_19_the_list_of_refused_rows_is_mended_and_imported_again() -> Outcome<()> {
    let world = fresh()?;
    let rows: [&[(&str, &str)]; 3] = [
        &[],
        &[("出厂编号", "00012345"), ("购机日期", "2026-02-30"), ("单台销售价格(元)", "面议")],
        &[("出厂编号", "")],
    ];
    let came = Came::text(&world, &csv(&SALE, &rows))?;
    let list = came.error_file().ok_or("no list")?;
    assert_eq!(list.file_name().and_then(|name| name.to_str()), Some("导入错误-台账-1.xlsx"));
    let sheet = open_path(&list)?.sheets.remove(0);
    let texts = |row: usize| sheet.rows[row].iter().map(report::read::Cell::shown).collect::<Vec<_>>();
    assert_eq!(
        (texts(0)[7].as_str(), texts(1)[7].as_str(), texts(1)[0].as_str()),
        ("出厂编号", "00012345", "2026-02-30")
    );
    assert_eq!((texts(1)[12].as_str(), texts(2)[12].as_str()), ("购机日期、销售价格", "出厂编号"));
    assert!(texts(1)[13].contains("日历上没有这一天") && texts(1)[13].contains("面议"), "{:?}", texts(1));
    // Mended in the workbook as it stands, its two last columns and all.
    let lines = (0..3).map(|row| texts(row).join("\t").replace("2026-02-30", "2026-02-20").replace("面议", "5000"));
    let again = Came::from(&world, &file(&world, "导入错误-台账-1.csv", lines.collect::<Vec<_>>().join("\n"))?);
    assert_eq!((again.counts(), again.errors()[0].1.as_str()), ([2, 1, 0, 1], "unit.serial"));
    let list = open_path(&again.error_file().ok_or("no list")?)?;
    assert_eq!(list.sheets[0].rows[0].len(), 14, "the list does not grow");
    assert!(again.error_file().is_some_and(|path| path.ends_with("导入错误-台账-2.xlsx")));
    Ok(())
}

#[test]
fn a_file_that_cannot_be_read_says_what_to_do_and_changes_nothing() -> Outcome<()> {
    let world = fresh()?;
    let password = {
        let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
        bytes.extend(b" cut off");
        bytes
    };
    let bad = [
        ("file_empty", Vec::new()),
        ("file_html", b"<html><table><tr><td>x</td></tr></table></html>".to_vec()),
        ("file_damaged", password),
        ("file_not_a_table", b"\x89PNG\r\n\x1a\n\0\0".to_vec()),
        ("file_quote_open", "购机日期,出厂编号\n2026-10-04,\"12寸\n2026-10-05,x\n".into()),
        ("header_not_found", "x\ny\n".into()),
    ];
    for (code, bytes) in bad {
        let error = world.refused("import_run", json!({"path": file(&world, "台账.xlsx", bytes)?}));
        assert_eq!(error.code, code);
        assert!(error.message.contains("请") || error.message.contains("应"), "{}", error.message);
    }
    let code = |path: Value| world.refused("import_run", json!({"path": path})).code;
    assert_eq!(code(json!(world.dir().join("none.csv"))), "file_unreadable");
    assert_eq!(code(json!(world.dir())), "file_is_folder");
    assert_eq!(code(json!(" ")), "missing");
    let large = file(&world, "大.csv", "")?;
    std::fs::File::options().write(true).open(&large)?.set_len(100 << 20)?;
    assert_eq!(code(json!(large)), "file_too_large");
    assert_eq!(world.call("desk_status", json!({}))["principals"], json!([]));
    Ok(())
}
