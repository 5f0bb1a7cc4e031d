//! Stories of printed papers: what is frozen, what is printed again, whose template, what is refused.
#![allow(clippy::panic, reason = "what stories share fails as a story fails")]

use sanbao_tests::Outcome;
use sanbao_tests::world::{DAY, World, repair, sale};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

/// What a file says, without the line ends of its layout.
fn text(path: &Path) -> Outcome<String> {
    let done = Command::new("pdftotext").args(["-raw", "-enc", "UTF-8"]).arg(path).arg("-").output()?;
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    Ok(String::from_utf8(done.stdout)?.chars().filter(|c| !c.is_whitespace()).collect())
}

fn file(printed: &Value) -> &Path {
    Path::new(printed["path"].as_str().unwrap_or_else(|| panic!("{printed}")))
}

/// A machine sold and repaired with its old part in the store.
fn world() -> Outcome<(World, Value, Value)> {
    let world = World::set_up()?;
    let model = json!({"principal": "HH", "code": "HH704", "product": "轮式拖拉机", "power_milli_kw": 51_500});
    world.call("model_save", model);
    let mut sold = sale("HH", "HH26B30001", "2026-10-02");
    sold["customer"]["name"] = json!("𠮷田㛃·买买提");
    let sold = world.call("sale_open", sold);
    let part = json!({"code": "055665", "name": "轴承6206", "price_fen": 8800, "return_required": true});
    world.call("part_save", part);
    let mut paper = repair("HH", "HH26B30001", "2026-10-12");
    paper["parts"][0]["old_part_here"] = json!(true);
    let repaired = world.call("repair_open", paper);
    Ok((world, sold, repaired))
}

fn parts(world: &World) -> Vec<Value> {
    let mut page = world.call("old_part_list", json!({}));
    page["rows"].as_array_mut().map(std::mem::take).unwrap_or_default()
}

fn printed(world: &World, paper: &str, id: &Value) -> Value {
    world.call("print_make", json!({"paper": paper, "ids": [id]}))
}

#[test]
fn prints_1_the_same_bytes_on_another_day_and_after_a_change() -> Outcome<()> {
    let (mut world, sold, _) = world()?;
    let first = printed(&world, "receipt_card", &sold["id"]);
    assert_eq!([&first["run"]["pages"], &first["run"]["times"]], [3, 1]);
    let bytes = std::fs::read(file(&first))?;
    let said = text(file(&first))?;
    for word in ["𠮷田㛃·买买提", "HH26B30001", "第一联用户", "第二联经销商", "第三联厂家", "华禾农机", "三包回执卡"]
    {
        assert!(said.contains(word), "{word}: {said}");
    }
    assert!(said.contains("三包有效期") && said.contains("整机2026年10月02日"), "{said}");
    assert_eq!(first["run"]["missing"], json!([]), "E26");

    // Another day, another program, and the file taken out of its folder.
    world.set_clock(sanbao_tests::world::START + 40 * DAY);
    world.restart()?;
    std::fs::remove_file(file(&first))?;
    let again = world.call("print_again", json!({"id": first["run"]["id"]}));
    assert_eq!(std::fs::read(file(&again))?, bytes);

    // A correction makes another paper; the earlier one is still what it was.
    let mut draft = sold["draft"].clone();
    draft["unit"]["engine_no"] = json!("YC4A-NEW-1");
    draft["amends"] = Value::Null;
    world.call("sale_amend", json!({"id": sold["id"], "draft": draft, "reason": "换了发动机"}));
    let changed = printed(&world, "receipt_card", &sold["id"]);
    assert_ne!(changed["run"]["id"], first["run"]["id"]);
    assert!(text(file(&changed))?.contains("YC4A-NEW-1"), "E30");
    let old = world.call("print_again", json!({"id": first["run"]["id"]}));
    assert_eq!(std::fs::read(file(&old))?, bytes);
    assert_eq!(old["run"]["times"], 3);
    let list = world.call("print_list", json!({"id": sold["id"]}));
    assert_eq!(list.as_array().map(Vec::len), Some(2), "{list}");
    Ok(())
}

#[test]
fn prints_1_a_restored_desk_without_files_sets_them_again() -> Outcome<()> {
    let (world, sold, _) = world()?;
    let first = printed(&world, "receipt_card", &sold["id"]);
    let bytes = std::fs::read(file(&first))?;
    let blob = world.dir().join("blobs").join(first["run"]["sha256"].as_str().unwrap_or_default());
    assert_eq!(std::fs::read(&blob)?, bytes);
    std::fs::remove_file(&blob)?;
    let again = world.call("print_again", json!({"id": first["run"]["id"]}));
    assert_eq!(std::fs::read(file(&again))?, bytes);
    // A file that was changed from outside is not handed out.
    std::fs::write(&blob, b"%PDF-1.7 something else")?;
    let again = world.call("print_again", json!({"id": first["run"]["id"]}));
    assert_eq!(std::fs::read(file(&again))?, bytes);
    // Another version of the program would set another file: it is not called the old one, and the paper can be printed.
    let desk = rusqlite::Connection::open(world.dir().join("desk.db"))?;
    std::fs::remove_file(&blob)?;
    desk.execute("UPDATE print_run SET sha256 = replace(sha256, substr(sha256, 1, 8), '00000000')", [])?;
    assert_eq!(world.refused("print_again", json!({"id": first["run"]["id"]})).code, "print_lost");
    let anew = [(); 2].map(|()| printed(&world, "receipt_card", &sold["id"]));
    assert_ne!(anew[0]["run"]["id"], first["run"]["id"]);
    assert_eq!([&anew[0]["run"]["times"], &anew[1]["run"]["times"]], [1, 2]);
    std::fs::remove_file(&blob)?;
    let again = world.call("print_again", json!({"id": anew[0]["run"]["id"]}));
    assert_eq!(std::fs::read(file(&again))?, bytes);
    let first = &anew[0];
    // The look has changed since, and the file is gone: another paper is not called the same.
    std::fs::remove_file(&blob)?;
    let own = world.dir().join("prints/HH");
    std::fs::create_dir_all(&own)?;
    std::fs::write(
        own.join("receipt_card.typ"),
        "#import \"/common.typ\": *\n#form(\"华禾回执卡\")[#d.customer.name]\n",
    )?;
    let why = world.refused("print_again", json!({"id": first["run"]["id"]}));
    assert_eq!(why.code, "print_lost");
    Ok(())
}

#[test]
fn prints_2_an_unchanged_record_is_the_same_printing() -> Outcome<()> {
    let (world, _, repaired) = world()?;
    let first = printed(&world, "repair_record", &repaired["id"]);
    let said = text(file(&first))?;
    for word in ["三包修理记录", "轴承6206", repaired["no"].as_str().unwrap_or_default()] {
        assert!(said.contains(word), "{word}: {said}");
    }
    world.pass(DAY);
    let second = printed(&world, "repair_record", &repaired["id"]);
    assert_eq!(second["run"]["id"], first["run"]["id"], "two clicks are one printing");
    assert_eq!([&first["run"]["times"], &second["run"]["times"]], [1, 2]);
    assert_eq!((second["path"].as_str(), &second["run"]["sha256"]), (first["path"].as_str(), &first["run"]["sha256"]));
    assert!(!said.contains("补打"), "the paper does not say so");
    let desk = rusqlite::Connection::open(world.dir().join("desk.db"))?;
    let trail: String = desk.query_row(
        "SELECT group_concat(detail, '|') FROM (SELECT detail FROM audit WHERE op LIKE 'print%' ORDER BY id)",
        [],
        |row| row.get(0),
    )?;
    assert_eq!(trail, "三包修理记录|三包修理记录 补打，第 2 次");
    Ok(())
}

#[test]
fn prints_3_one_copy_is_another_paper_than_three() -> Outcome<()> {
    let (world, _, repaired) = world()?;
    let ask = |copies: Value| json!({"paper": "repair_record", "ids": [repaired["id"]], "copies": copies});
    let one = world.call("print_make", ask(json!(["maker"])));
    assert_eq!([&one["run"]["pages"], &one["run"]["copies"]], [&json!(1), &json!(["maker"])]);
    assert!(text(file(&one))?.contains("第三联厂家"));
    let two = world.call("print_make", ask(json!(["maker", "user", "maker"])));
    assert_eq!(two["run"]["copies"], json!(["user", "maker"]), "in the order of the form");
    let why = world.refused("print_make", ask(json!([])));
    assert_eq!((why.code.as_str(), why.field.as_str()), ("missing", "copies"));
    assert_eq!(world.refused("print_make", ask(json!(["盖章"]))).code, "bad_input");
    world.call("repair_void", json!({"id": repaired["id"], "reason": "重复登记"}));
    assert!(text(file(&world.call("print_make", ask(json!(["user"])))))?.contains("已作废"));
    Ok(())
}

#[test]
fn prints_4_a_template_of_ones_own_is_used_and_a_broken_one_says_where() -> Outcome<()> {
    let (world, sold, _) = world()?;
    let wy = world.call("sale_open", sale("WY", "WY26B1", "2026-10-02"));
    let own = world.dir().join("prints/HH");
    std::fs::create_dir_all(&own)?;
    let path = own.join("receipt_card.typ");
    std::fs::write(&path, "#import \"/common.typ\": *\n#form(\"华禾回执卡\")[#d.customer.name]\n")?;
    assert!(text(file(&printed(&world, "receipt_card", &sold["id"])))?.contains("华禾回执卡"));
    assert!(text(file(&printed(&world, "receipt_card", &wy["id"])))?.contains("三包回执卡"), "another maker's stays");
    std::fs::write(&path, "#import \"/common.typ\": *\n\n#form(\"华禾回执卡\")[#d.custmer.name]\n")?;
    let why = world.refused("print_make", json!({"paper": "receipt_card", "ids": [sold["id"]]}));
    assert_eq!(why.code, "template_refused");
    assert!(why.message.starts_with("打印模板 receipt_card.typ 第 3 行第 19 列有错，没有打印："), "{}", why.message);
    assert!(why.message.contains("custmer") && why.message.contains("prints"), "{}", why.message);
    std::fs::remove_file(&path)?;
    std::fs::write(world.dir().join("prints/receipt_card.typ"), b"\xff\xfe")?;
    let why = world.refused("print_make", json!({"paper": "receipt_card", "ids": [wy["id"]]}));
    assert_eq!(why.code, "template_not_text");
    Ok(())
}

#[test]
fn prints_5_labels_are_of_one_maker_and_of_parts_that_stand() -> Outcome<()> {
    let (world, ..) = world()?;
    let opening = |maker: &str, names: &[&str]| {
        let part = |name: &&str| json!({"name": name, "qty_milli": 1000, "removed_on": "2026-09-30"});
        let parts: Vec<Value> = names.iter().map(part).collect();
        world.call("opening_parts_add", json!({"principal": maker, "parts": parts}))
    };
    opening("HH", &["曲轴", "连杆"]);
    opening("WY", &["割刀"]);
    let all = parts(&world);
    let ids = |maker: &str| -> Vec<&Value> {
        all.iter().filter(|part| part["principal"] == maker).map(|part| &part["id"]).collect()
    };
    let hh = ids("HH");
    assert_eq!(hh.len(), 3);
    let labels = world.call("print_make", json!({"paper": "tag_labels", "ids": hh}));
    assert_eq!(labels["run"]["pages"], 3);
    let said = text(file(&labels))?;
    for part in all.iter().filter(|part| part["principal"] == "HH") {
        assert!(said.contains(part["tag_no"].as_str().unwrap_or_default()), "{part}");
    }
    let sheet = world.call("print_make", json!({"paper": "tag_sheet", "ids": hh}));
    assert_eq!(sheet["run"]["pages"], 1);
    let every: Vec<&Value> = all.iter().map(|part| &part["id"]).collect();
    let why = world.refused("print_make", json!({"paper": "tag_labels", "ids": every}));
    assert!(why.message.contains("这个厂家的旧件"), "{}", why.message);
    let why = world.refused("print_make", json!({"paper": "tag_labels", "ids": []}));
    assert_eq!((why.code.as_str(), why.field.as_str()), ("missing", "ids"));
    let why = world.refused("print_make", json!({"paper": "tag_labels", "ids": hh, "copies": ["user"]}));
    assert_eq!(why.field, "copies");
    let why = world.refused("print_make", json!({"paper": "packing_list", "ids": hh}));
    assert_eq!(why.field, "ids");
    Ok(())
}

#[test]
fn a_batch_has_its_packing_list() -> Outcome<()> {
    let (world, ..) = world()?;
    let ids: Vec<Value> = parts(&world).iter().map(|part| part["id"].clone()).collect();
    let draft = json!({"principal": "HH", "parts": ids, "boxes": 1, "weight_g": 12_500, "carrier": "德邦物流",
        "waybill_no": "DPK3645", "freight_payer": "厂家", "sent_on": "2026-10-19"});
    let batch = world.call("parts_batch_send", draft);
    let list = printed(&world, "packing_list", &batch["id"]);
    assert_eq!(list["run"]["pages"], 2);
    let said = text(file(&list))?;
    for word in ["三包旧件装箱单", "DPK3645", "12.5", "德邦物流", "HH26B30001", "轴承6206", "总部填写"]
    {
        assert!(said.contains(word), "{word}: {said}");
    }
    Ok(())
}

#[test]
fn a_folder_that_cannot_be_written_is_said_and_nothing_is_recorded() -> Outcome<()> {
    let (world, sold, _) = world()?;
    let elsewhere = world.dir().join("file");
    std::fs::write(&elsewhere, "not a folder")?;
    let ask = json!({"paper": "receipt_card", "ids": [sold["id"]], "dir": elsewhere});
    assert_eq!(world.refused("print_make", ask).code, "folder_missing");
    assert_eq!(world.call("print_list", json!({"id": sold["id"]})), json!([]));
    assert_eq!(world.refused("print_again", json!({"id": "0"})).code, "not_found");
    Ok(())
}
