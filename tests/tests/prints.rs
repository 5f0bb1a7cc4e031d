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
    for word in [
        "三包旧件装箱单",
        "DPK3645",
        "12.5",
        "德邦物流",
        "HH26B30001",
        "轴承6206",
        "总部填写",
        "2026年12月31日（第二期）",
    ] {
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

/// Strokes of a hand; another `way`, another hand.
fn signed(id: &Value, way: i32, supersedes: &Value) -> Value {
    let stroke: Vec<Value> = (0..60).map(|n| json!({"x": n * 3, "y": (n * n * way) % 90, "t": n * 10})).collect();
    json!({"subject": "repair", "id": id, "signer": "张㛃", "relation": "family", "strokes": [stroke],
        "supersedes": supersedes, "reason": if supersedes.is_null() { "" } else { "用户要求重签" }})
}

/// Pictures a file draws, as poppler lists them.
fn pictures(path: &Path) -> Outcome<usize> {
    let done = Command::new("pdfimages").arg("-list").arg(path).output()?;
    let listed = String::from_utf8(done.stdout)?;
    Ok(listed.lines().skip(2).filter(|line| line.contains(" image ")).count())
}

#[test]
fn prints_6_a_signature_stands_on_the_paper_and_another_one_makes_another_printing() -> Outcome<()> {
    let (world, _, repaired) = world()?;
    let id = &repaired["id"];
    let blank = printed(&world, "repair_record", id);
    assert_eq!(pictures(file(&blank))?, 0);
    let first_hand = world.call("signature_add", signed(id, 1, &Value::Null));
    let first = printed(&world, "repair_record", id);
    assert_ne!(first["run"]["id"], blank["run"]["id"]);
    let said = text(file(&first))?;
    assert!(said.contains("签字人：张㛃（家属）"), "{said}");
    assert!(pictures(file(&first))? >= 1, "the signature is drawn");
    let bytes = std::fs::read(file(&first))?;
    assert_eq!(printed(&world, "repair_record", id)["run"]["id"], first["run"]["id"], "the same signature");

    world.call("signature_add", signed(id, 2, &first_hand["standing"]));
    let second = printed(&world, "repair_record", id);
    assert_ne!(second["run"]["sha256"], first["run"]["sha256"]);
    // The earlier paper is set again with the earlier signature, on a desk that lost the file of it.
    std::fs::remove_file(world.dir().join("blobs").join(first["run"]["sha256"].as_str().unwrap_or_default()))?;
    let again = world.call("print_again", json!({"id": first["run"]["id"]}));
    assert_eq!(std::fs::read(file(&again))?, bytes);
    // A picture that is gone is said, and no unsigned paper is printed in its place.
    let rows = world.call("attachment_list", json!({"of": "repair", "id": id}))["rows"].take();
    let standing = rows.as_array().and_then(|all| all.iter().find(|one| one["superseded"].is_null()));
    let sha256 = standing.and_then(|one| one["sha256"].as_str()).ok_or("no signature stands")?.to_owned();
    std::fs::remove_file(world.dir().join("blobs").join(sha256))?;
    let ask = json!({"paper": "repair_record", "ids": [id], "copies": ["user"]});
    assert_eq!(world.refused("print_make", ask).code, "picture_missing");
    Ok(())
}

#[test]
fn prints_6_a_receipt_card_bears_its_users_signature() -> Outcome<()> {
    let (world, sold, _) = world()?;
    let id = &sold["id"];
    let blank = printed(&world, "receipt_card", id);
    assert_eq!(pictures(file(&blank))?, 0);
    let mut hand = signed(id, 1, &Value::Null);
    hand["subject"] = json!("sale");
    let first_hand = world.call("signature_add", hand);
    let card = printed(&world, "receipt_card", id);
    assert_ne!(card["run"]["id"], blank["run"]["id"], "a signed card is another printing");
    let said = text(file(&card))?;
    assert!(said.contains("签字人：张㛃（家属）"), "{said}");
    assert!(pictures(file(&card))? >= 1, "the signature is drawn");
    assert_eq!(printed(&world, "receipt_card", id)["run"]["id"], card["run"]["id"], "the same signature");
    let bytes = std::fs::read(file(&card))?;
    // Another hand is another card by its hash, though every word on it is the same.
    let mut second = signed(id, 3, &first_hand["standing"]);
    second["subject"] = json!("sale");
    world.call("signature_add", second);
    let other = printed(&world, "receipt_card", id);
    assert_eq!(text(file(&other))?, said);
    assert_ne!(other["run"]["sha256"], card["run"]["sha256"]);
    std::fs::remove_file(world.dir().join("blobs").join(card["run"]["sha256"].as_str().unwrap_or_default()))?;
    let again = world.call("print_again", json!({"id": card["run"]["id"]}));
    assert_eq!(std::fs::read(file(&again))?, bytes);
    Ok(())
}

#[test]
fn prints_7_a_machine_of_an_unknown_maker_has_its_receipt_and_a_dispatch_its_card() -> Outcome<()> {
    let (world, _, repaired) = world()?;
    let draft = json!({"bearer": "赵六", "phone": "13700004321", "product": "电动三轮车", "outside": "右护板有划痕",
        "accessories": "钥匙两把", "fault": "行驶中断电", "promised_on": "2026-10-24"});
    let taken = world.call("custody_open", draft);
    let receipt = printed(&world, "custody_receipt", &taken["id"]);
    assert_eq!([&receipt["run"]["pages"], &receipt["run"]["copies"]], [&json!(2), &json!(["user", "dealer"])]);
    let said = text(file(&receipt))?;
    for word in ["客户商品领取收据", "赵六", "右护板有划痕", "钥匙两把", "行驶中断电", "2026年10月24日", "第一联用户"]
    {
        assert!(said.contains(word), "{word}: {said}");
    }
    assert!(!said.contains("华禾农机"), "nobody knows the maker: {said}");
    let small = json!({"paper": "custody_receipt", "ids": [taken["id"]], "size": "a5", "copies": ["user"]});
    assert_eq!(world.call("print_make", small.clone())["run"]["pages"], 1);
    let maker = json!({"paper": "custody_receipt", "ids": [taken["id"]], "copies": ["maker"]});
    assert_eq!(world.refused("print_make", maker).message, "联次必须是用户联或经销商联");
    let sized = json!({"paper": "repair_record", "ids": [repaired["id"]], "size": "a5"});
    assert_eq!(world.refused("print_make", sized).field, "size");

    world.call("job_card_save", json!({"id": repaired["id"], "plan": "拆检喷油泵"}));
    let card = printed(&world, "job_card", &repaired["id"]);
    let said = text(file(&card))?;
    for word in ["修护卡", "拆检喷油泵", "轴承6206", repaired["no"].as_str().unwrap_or_default()] {
        assert!(said.contains(word), "{word}: {said}");
    }
    let call = world.call(
        "call_open",
        json!({"channel": "phone", "phone": "13700004321", "caller": "赵六", "complaint": "不来电"}),
    );
    let why = world.refused("print_make", json!({"paper": "job_card", "ids": [call["id"]]}));
    assert_eq!(why.message, "「打印修护卡」之前要先有「派工」，请先登记");
    let sent = world.call("call_step", json!({"id": call["id"], "kind": "dispatched", "who": "王师傅"}));
    let card = printed(&world, "job_card", &call["id"]);
    let said = text(file(&card))?;
    let voucher = sent["steps"][0]["no"].as_str().unwrap_or_default();
    assert!(voucher.contains("PD") && said.contains(voucher), "{voucher}: {said}");
    assert!(said.contains("不来电") && said.contains("王师傅"), "{said}");
    Ok(())
}

#[cfg(unix)]
#[test]
fn a_disk_that_fills_up_is_said_and_nothing_half_written_stays() -> Outcome<()> {
    let (world, ..) = world()?;
    let part = |n: usize| json!({"name": format!("曲轴{n}"), "qty_milli": 1000, "removed_on": "2026-09-30"});
    let many: Vec<Value> = (0..499).map(part).collect();
    world.call("opening_parts_add", json!({"principal": "HH", "parts": many}));
    let mut ids = Vec::new();
    for offset in [0, 200, 400] {
        let page = world.call("old_part_list", json!({"limit": 200, "offset": offset}));
        ids.extend(page["rows"].as_array().into_iter().flatten().map(|part| part["id"].clone()));
    }
    let ask = json!({"paper": "tag_labels", "ids": ids}).to_string();
    let sanbao = sanbao_tests::programs::path("sanbao")?;
    let print = |script: &str| {
        let mut shell = Command::new("sh");
        shell.args(["-c", script]).arg(&sanbao).arg("--data").arg(world.dir());
        shell.args(["call", "print_make", &ask]).output()
    };
    let files = || -> Outcome<Vec<String>> {
        let mut all = Vec::new();
        for folder in ["blobs", "exports"] {
            let Ok(found) = std::fs::read_dir(world.dir().join(folder)) else { continue };
            for entry in found {
                all.push(entry?.file_name().to_string_lossy().into_owned());
            }
        }
        Ok(all)
    };
    // A process that may write no file as large as the paper.
    let full = print("trap '' XFSZ; ulimit -f 1024; exec \"$0\" \"$@\"")?;
    let said = String::from_utf8_lossy(&full.stderr).into_owned() + &String::from_utf8_lossy(&full.stdout);
    assert_eq!(full.status.code(), Some(2), "{said}");
    assert!(said.contains("磁盘已满"), "{said}");
    assert_eq!(files()?, Vec::<String>::new(), "no half file, no file without its line");
    assert_eq!(world.call("print_list", json!({"id": ids[0]})), json!([]));
    // There is room again.
    let done = print("exec \"$0\" \"$@\"")?;
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert_eq!(world.call("print_list", json!({"id": ids[0]}))[0]["pages"], 500);
    Ok(())
}
