//! Stories of photographs and signatures: what a clerk adds to a record, what is said of it, what travels, what a backup holds.
#![allow(clippy::panic, reason = "what stories share fails as a story fails")]

use image::{ImageFormat, Rgb, RgbImage};
use sanbao_tests::world::{HeadOffice, START, World, machine_now, repair, sale};
use sanbao_tests::{Outcome, killed};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Two machines of two users, each with a completed repair nobody signed yet.
fn world() -> Outcome<(World, [String; 2])> {
    let world = World::set_up()?;
    let mut ids = [String::new(), String::new()];
    for (at, (serial, name, phone)) in
        [("HH26B00001", "王丹", "19900364370"), ("HH26B00002", "赵树林", "19900223344")].into_iter().enumerate()
    {
        let mut sold = sale("HH", serial, "2026-10-02");
        let mut mended = repair("HH", serial, "2026-10-12");
        for paper in [&mut sold, &mut mended] {
            paper["customer"]["name"] = json!(name);
            paper["customer"]["phone"] = json!(phone);
        }
        world.call("sale_open", sold);
        mended["user_signed"] = json!(false);
        mended["no"] = json!(format!("WX2610000{}", at + 1));
        mended["parts"] = json!([]);
        ids[at] = text(&world.call("repair_open", mended)["id"]);
    }
    Ok((world, ids))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

/// A photograph made by code: stripes, shifted so that each is another.
fn photo(dir: &Path, name: &str, shift: u32) -> Outcome<String> {
    let picture = RgbImage::from_fn(900, 600, |x, y| {
        let ink = (x + shift * 37) % 130 < 40 && (y + shift * 17) % 90 < 22;
        Rgb([if ink { 30 } else { 235 }, 200, 190])
    });
    let path = dir.join(name);
    picture.save_with_format(&path, if name.ends_with("png") { ImageFormat::Png } else { ImageFormat::Jpeg })?;
    Ok(path.display().to_string())
}

/// Strokes of a hand; another `way`, another hand.
fn strokes(way: i32) -> Value {
    let stroke: Vec<Value> = (0..60).map(|n| json!({"x": n * 3, "y": (n * n * way) % 90, "t": n * 10})).collect();
    json!([stroke, [{"x": 10, "y": 10}, {"x": 120, "y": 70 / way}]])
}

fn signed(id: &str, name: &str, relation: &str, way: i32) -> Value {
    json!({"subject": "repair", "id": id, "signer": name, "relation": relation, "strokes": strokes(way)})
}

fn list(world: &World, id: &str) -> Value {
    world.call("attachment_list", json!({"of": "repair", "id": id}))
}

fn show(world: &World, id: &str) -> Value {
    world.call("repair_show", json!({"id": id}))
}

fn codes(of: &Value) -> Vec<String> {
    of["notices"].as_array().into_iter().flatten().map(|notice| text(&notice["code"])).collect()
}

fn count(of: &Value) -> usize {
    of["rows"].as_array().map_or(0, Vec::len)
}

fn blobs(world: &World) -> Vec<PathBuf> {
    let found =
        std::fs::read_dir(world.dir().join("blobs")).map(|all| all.filter_map(|entry| Some(entry.ok()?.path())));
    found.map(Iterator::collect).unwrap_or_default()
}

#[test]
fn evidence_1_many_at_once_and_each_bad_file_by_itself() -> Outcome<()> {
    let (world, [id, _]) = world()?;
    let dir = tempfile::tempdir()?;
    let at = |name: &str| dir.path().join(name).display().to_string();
    let good = [photo(dir.path(), "机身.jpg", 1)?, photo(dir.path(), "铭牌.png", 2)?];
    std::fs::write(at("空.jpg"), "")?;
    std::fs::write(at("单据.pdf"), "%PDF-1.7")?;
    std::fs::write(at("苹果.heic"), b"\0\0\0\x18ftypheic\0\0\0\0mif1heic")?;
    let whole = std::fs::read(&good[0])?;
    std::fs::write(at("半张.jpg"), &whole[..whole.len() / 2])?;
    std::fs::File::create(at("大.jpg"))?.set_len(100 * 1024 * 1024)?;
    let bad = ["空.jpg", "单据.pdf", "苹果.heic", "半张.jpg", "大.jpg", "没有.jpg"];
    let paths: Vec<String> = good.iter().cloned().chain(bad.iter().map(|name| at(name))).collect();
    let input = json!({
        "request_id": "p1", "subject": "repair", "id": id, "paths": paths, "tag": "fault_place", "caption": "齿轮崩齿",
    });
    let added = world.call("photos_add", input.clone());
    assert_eq!((&added["added"], &added["known"]), (&json!(2), &json!(0)), "{added}");
    let refused: Vec<(String, String)> = added["refused"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|one| (text(&one["code"]), text(&one["message"])))
        .collect();
    let said: Vec<&str> = refused.iter().map(|(code, _)| code.as_str()).collect();
    let expected = ["photo_empty", "photo_other", "photo_heic", "photo_damaged", "photo_too_large", "photo_missing"];
    assert_eq!(said, expected, "{refused:?}");
    assert!(refused.iter().zip(bad).all(|((_, message), name)| message.contains(&format!("「{name}」"))));
    assert_eq!(world.call("photos_add", input)["added"], 2, "a double click is answered");
    let rows = list(&world, &id);
    assert_eq!(count(&rows), 2);
    assert_eq!((&rows["rows"][0]["tag"], &rows["rows"][0]["caption"]), (&json!("fault_place"), &json!("齿轮崩齿")));
    for whole in [false, true] {
        let picture = world.call("attachment_picture", json!({"id": rows["rows"][1]["id"], "whole": whole}));
        assert_eq!(picture["mime"], "image/jpeg");
        assert!(text(&picture["data"]).starts_with("/9j/"), "a JPEG");
    }
    let refused = world
        .refused("photos_add", json!({"subject": "repair", "id": id, "paths": [" "], "caption": "长".repeat(101)}));
    let fields: Vec<&str> = refused.fields.iter().map(|one| one.field.as_str()).collect();
    assert_eq!(fields, ["paths", "caption"]);
    Ok(())
}

#[test]
fn evidence_2_the_same_picture_twice_is_the_first() -> Outcome<()> {
    let (world, [id, other]) = world()?;
    let dir = tempfile::tempdir()?;
    let path = photo(dir.path(), "a.jpg", 1)?;
    let copy = dir.path().join("b.jpg").display().to_string();
    std::fs::copy(&path, &copy)?;
    let add =
        |id: &str, paths: &[&String]| world.call("photos_add", json!({"subject": "repair", "id": id, "paths": paths}));
    let first = add(&id, &[&path, &copy]);
    assert_eq!((&first["added"], &first["known"]), (&json!(1), &json!(1)));
    let again = add(&id, &[&copy]);
    assert_eq!((&again["added"], &again["known"], count(&again["list"])), (&json!(0), &json!(1), 1));
    assert_eq!(add(&other, &[&copy])["added"], 1, "another record may have it too");
    let of = |of: &str, id: &Value| count(&world.call("attachment_list", json!({"of": of, "id": id})));
    let shown = show(&world, &id);
    assert_eq!((of("unit", &shown["unit_id"]), of("customer", &shown["customer_id"])), (1, 1));
    Ok(())
}

#[test]
fn evidence_3_nothing_is_attached_to_what_was_cancelled() -> Outcome<()> {
    let (world, [id, _]) = world()?;
    let dir = tempfile::tempdir()?;
    let path = photo(dir.path(), "a.jpg", 1)?;
    world.call("repair_void", json!({"id": id, "reason": "重复登记"}));
    let refused = world.refused("photos_add", json!({"subject": "repair", "id": id, "paths": [path]}));
    assert_eq!(refused.code, "wrong_state");
    assert_eq!(world.refused("signature_add", signed(&id, "王丹", "own", 1)).code, "wrong_state");
    assert!(blobs(&world).is_empty(), "not even a file");
    Ok(())
}

#[test]
fn attach_4_signing_a_completed_repair_signs_it() -> Outcome<()> {
    let (world, [id, other]) = world()?;
    assert_eq!(show(&world, &id)["signing"], "未签字");
    let mut input = signed(&id, "王丹", "own", 1);
    input["request_id"] = json!("s1");
    let after = world.call("signature_add", input.clone());
    assert_eq!(count(&after), 1);
    assert_eq!(count(&world.call("signature_add", input)), 1, "a double click is answered");
    let shown = show(&world, &id);
    assert_eq!((&shown["draft"]["user_signed"], &shown["rev"]), (&json!(true), &json!(2)));
    assert_eq!(shown["signing"], "已签字：王丹（本人，屏幕签字）");
    world.call("repair_submit", json!({"id": id}));
    // Ticked by hand, with nothing to show for it.
    let mut draft = show(&world, &other)["draft"].take();
    draft["user_signed"] = json!(true);
    world.call("repair_amend", json!({"id": other, "draft": draft}));
    assert_eq!(show(&world, &other)["signing"], "纸面已签，未留图");
    Ok(())
}

#[test]
fn attach_3_no_ink_is_refused_beside_the_pad_and_everything_at_once() -> Outcome<()> {
    let (world, [id, _]) = world()?;
    let fields = |input: Value| -> Vec<String> {
        world.refused("signature_add", input).fields.iter().map(|one| one.field.clone()).collect()
    };
    assert_eq!(fields(json!({"subject": "repair", "id": id})), ["signer", "relation", "strokes"]);
    let dot =
        json!({"subject": "repair", "id": id, "signer": "王丹", "relation": "own", "strokes": [[{"x": 3, "y": 4}]]});
    assert_eq!(fields(dot), ["strokes"]);
    let paper = json!({"subject": "repair", "id": id, "signer": "王丹", "relation": "own", "paper": "/没有/签字.jpg"});
    assert_eq!(fields(paper), ["paper"]);
    assert_eq!((count(&list(&world, &id)), blobs(&world).len()), (0, 0));
    Ok(())
}

#[test]
fn evidence_5_a_second_signature_supersedes_with_a_reason_and_the_first_stays() -> Outcome<()> {
    let (world, [id, _]) = world()?;
    let first = world.call("signature_add", signed(&id, "王丹", "family", 1));
    let seen = first["standing"].clone();
    let dir = tempfile::tempdir()?;
    let mut again = json!({
        "subject": "repair", "id": id, "signer": "王丹", "relation": "own", "paper": photo(dir.path(), "纸.jpg", 3)?,
        "supersedes": seen,
    });
    assert_eq!(world.refused("signature_add", again.clone()).field, "reason");
    again["reason"] = json!("本人回来补签");
    let after = world.call("signature_add", again.clone());
    let rows = &after["rows"];
    assert_eq!((&rows[0]["superseded"], &rows[1]["superseded"]), (&json!("本人回来补签"), &Value::Null));
    assert_eq!((&rows[1]["kind"], &after["standing"]), (&json!("paper"), &rows[1]["id"]));
    assert!(
        world.call("attachment_picture", json!({"id": rows[0]["id"]}))["data"].is_string(),
        "the first stays visible"
    );
    again["paper"] = json!(photo(dir.path(), "纸2.jpg", 5)?);
    assert_eq!(world.refused("signature_add", again).code, "stale", "it saw the first one");
    Ok(())
}

#[test]
fn e39_a_technician_who_signs_for_the_user_is_said() -> Outcome<()> {
    let (world, [id, other]) = world()?;
    let after = world.call("signature_add", signed(&id, "周师傅", "technician", 1));
    assert_eq!(codes(&after), ["signed_by_technician"]);
    let row = &after["rows"][0];
    assert_eq!(
        (&row["signer"], &row["relation"], &row["device"]),
        (&json!("周师傅"), &json!("technician"), &json!("A"))
    );
    assert_eq!((&row["taken_on"], &row["added_at"]), (&json!("2026-10-20"), &json!(START)));
    assert!(codes(&show(&world, &id)).contains(&"signed_by_technician".to_owned()), "on the record itself");
    world.call("repair_submit", json!({"id": id}));
    let ready = world.call("claim_ready", json!({"principal": "HH", "month": "2026-10"}));
    let line = ready["rows"].as_array().and_then(|rows| rows.iter().find(|row| row["id"] == json!(id)));
    let missing = line.map(|line| line["missing"].clone()).unwrap_or_default();
    let said = missing.as_array().and_then(|all| all.iter().find(|one| one["code"] == "signed_for_user"));
    assert_eq!(said.map(|one| &one["stops"]), Some(&json!(false)), "a warning, no block: {missing}");
    // The same hand for another user: both records say so, whichever is looked at.
    let after = world.call("signature_add", signed(&other, "赵树林", "own", 1));
    assert_eq!(codes(&after), ["signature_alike"]);
    assert!(text(&after["notices"][0]["message"]).contains("WX26100001"), "{after}");
    assert_eq!(codes(&list(&world, &id)), ["signed_by_technician", "signature_alike"]);
    Ok(())
}

#[test]
fn e39_the_same_paper_for_two_users_warns_and_another_hand_or_the_same_user_does_not() -> Outcome<()> {
    let (world, [id, other]) = world()?;
    let dir = tempfile::tempdir()?;
    let paper = |id: &str, name: &str, path: String| {
        world.call(
            "signature_add",
            json!({"subject": "repair", "id": id, "signer": name, "relation": "own", "paper": path}),
        )
    };
    paper(&id, "王丹", photo(dir.path(), "a.jpg", 2)?);
    // The same sheet, saved by another program: other bytes, the same picture.
    let after = paper(&other, "赵树林", photo(dir.path(), "a.png", 2)?);
    assert_eq!(codes(&after), ["signature_alike"]);
    let mut again = signed(&other, "赵树林", "own", 2);
    again["reason"] = json!("拿错了纸");
    assert_eq!(codes(&world.call("signature_add", again)), [""; 0], "his own hand");
    assert_eq!(codes(&list(&world, &id)), ["signature_alike"], "what was superseded is still there to be asked about");
    // The same user on another repair signs with the same picture: nothing to say.
    let mut more = repair("HH", "HH26B00001", "2026-10-15");
    more["user_signed"] = json!(false);
    let more = text(&world.call("repair_open", more)["id"]);
    assert_eq!(
        codes(&paper(&more, "王丹", photo(dir.path(), "c.jpg", 2)?)),
        ["signature_alike"],
        "of 赵树林's paper still"
    );
    let mut third = repair("HH", "HH26B00001", "2026-10-16");
    third["user_signed"] = json!(false);
    let third = text(&world.call("repair_open", third)["id"]);
    world.call("signature_add", signed(&third, "王丹", "own", 7));
    let mut fourth = repair("HH", "HH26B00001", "2026-10-17");
    fourth["user_signed"] = json!(false);
    let fourth = text(&world.call("repair_open", fourth)["id"]);
    assert_eq!(codes(&world.call("signature_add", signed(&fourth, "王丹", "own", 7))), [""; 0]);
    Ok(())
}

#[test]
fn evidence_4_what_is_attached_travels_and_the_record_does_not_wait() -> Outcome<()> {
    let (world, [id, _]) = world()?;
    let office = HeadOffice::start("HH", "华禾农机")?;
    world.set_clock(machine_now());
    world.enrol(&office)?;
    let dir = tempfile::tempdir()?;
    world.call(
        "photos_add",
        json!({"subject": "repair", "id": id, "paths": [photo(dir.path(), "a.jpg", 1)?], "tag": "plate"}),
    );
    world.call("signature_add", signed(&id, "王丹", "own", 1));
    world.call("repair_submit", json!({"id": id}));
    world.call("sync_now", json!({"principal": "HH"}));
    let body = |at: usize| office.list("repair").map(|all| all[at]["body"].clone());
    let told = body(0)?;
    let attached = told["attachments"].as_array().cloned().unwrap_or_default();
    assert_eq!(
        (attached.len(), &attached[0]["kind"], &attached[0]["tag"]),
        (2, &json!("photo"), &json!("plate")),
        "{told}"
    );
    assert_eq!((&attached[1]["signer"], &attached[1]["relation"]), (&json!("王丹"), &json!("own")));
    for one in &attached {
        assert!(office.dir().join("blobs/HB0732A").join(text(&one["sha256"])).exists(), "the file came after it");
    }
    // A photograph that comes later is the record's next revision.
    world.call("photos_add", json!({"subject": "repair", "id": id, "paths": [photo(dir.path(), "b.jpg", 4)?]}));
    world.call("sync_now", json!({"principal": "HH"}));
    let base = rusqlite::Connection::open(world.dir().join("desk.db"))?;
    let open: i64 = base.query_row("SELECT count(*) FROM blob_transfer WHERE state <> 'done'", [], |row| row.get(0))?;
    assert_eq!(open, 0);
    let newest =
        office.list("repair")?.into_iter().map(|one| one["body"]["attachments"].as_array().map_or(0, Vec::len)).max();
    assert_eq!(newest, Some(3));
    assert_eq!(show(&world, &id)["state"], "submitted");
    Ok(())
}

#[test]
fn attach_7_without_consent_only_what_shows_the_machine_travels() -> Outcome<()> {
    let world = World::set_up()?;
    let office = HeadOffice::start("HH", "华禾农机")?;
    world.set_clock(machine_now());
    world.enrol(&office)?;
    world.sell("HH26B00007", "2026-10-16");
    let mut draft = repair("HH", "HH26B00007", "2026-10-17");
    draft["share_consent"] = json!(false);
    draft["user_signed"] = json!(false);
    let id = text(&world.call("repair_open", draft)["id"]);
    let dir = tempfile::tempdir()?;
    for (n, tag) in ["plate", "proof", "signed_paper"].into_iter().enumerate() {
        let paths = [photo(dir.path(), &format!("{tag}.jpg"), u32::try_from(n)? + 1)?];
        world.call("photos_add", json!({"subject": "repair", "id": id, "paths": paths, "tag": tag}));
    }
    world.call("signature_add", signed(&id, "王丹", "own", 1));
    world.call("repair_submit", json!({"id": id}));
    world.call("sync_now", json!({}));
    let told = office.list("repair")?.into_iter().max_by_key(|one| one["rev"].as_i64()).unwrap_or_default();
    let tags: Vec<_> =
        told["body"]["attachments"].as_array().into_iter().flatten().map(|one| text(&one["tag"])).collect();
    assert_eq!(tags, ["plate"]);
    assert_eq!(std::fs::read_dir(office.dir().join("blobs/HB0732A"))?.count(), 1, "no file of the others either");
    assert_eq!(told["body"]["customer"]["phone"], "199****4370");
    Ok(())
}

#[test]
fn files_2_a_file_that_is_gone_or_altered_is_said_where_it_is_shown_and_by_the_self_check() -> Outcome<()> {
    let (world, [id, _]) = world()?;
    let dir = tempfile::tempdir()?;
    let paths = [photo(dir.path(), "a.jpg", 1)?, photo(dir.path(), "b.jpg", 2)?];
    let added = world.call("photos_add", json!({"subject": "repair", "id": id, "paths": paths}))["list"].take();
    let complaint = || -> Option<String> {
        let doctor = world.call("doctor", json!({}));
        let mut said = doctor["problems"].as_array().into_iter().flatten().filter_map(Value::as_str);
        said.find(|problem| problem.contains("照片或签字的文件")).map(str::to_owned)
    };
    assert_eq!(complaint(), None);
    let file = |at: usize| world.dir().join("blobs").join(text(&added["rows"][at]["sha256"]));
    std::fs::remove_file(file(0))?;
    std::fs::write(file(1), "别的")?;
    let shown = |at: usize| world.refused("attachment_picture", json!({"id": added["rows"][at]["id"], "whole": true}));
    assert_eq!((shown(0).code.as_str(), shown(1).code.as_str()), ("picture_missing", "picture_altered"));
    let said = complaint().ok_or("the self-check says nothing")?;
    assert!(said.starts_with("2 个") && said.contains("WX26100001 的照片") && said.contains("被改动过"), "{said}");
    Ok(())
}

#[test]
fn files_3_a_backup_holds_the_files_and_a_restore_brings_them_back() -> Outcome<()> {
    let (mut world, [id, _]) = world()?;
    let dir = tempfile::tempdir()?;
    world.call("photos_add", json!({"subject": "repair", "id": id, "paths": [photo(dir.path(), "a.jpg", 1)?]}));
    world.call("signature_add", signed(&id, "王丹", "own", 1));
    let stick = tempfile::tempdir()?;
    let backup = stick.path().join("备份.db").display().to_string();
    world.call("backup_now", json!({"path": backup}));
    let files = blobs(&world);
    assert_eq!(files.len(), 5, "a photograph, a signature, their small ones, and the strokes");
    let spoil = || -> Outcome<()> {
        std::fs::write(&files[0], "别的")?;
        Ok(files[1..].iter().try_for_each(std::fs::remove_file)?)
    };
    let whole = |world: &World| -> Outcome<()> {
        let rows = list(world, &id);
        for row in rows["rows"].as_array().into_iter().flatten() {
            world.call("attachment_picture", json!({"id": row["id"], "whole": true}));
        }
        let problems = world.call("doctor", json!({}))["problems"].to_string();
        assert!(count(&rows) == 2 && !problems.contains("照片"), "{problems}");
        Ok(())
    };
    spoil()?;
    world.call("backup_restore", json!({"path": backup}));
    whole(&world)?;
    // The disk is gone altogether; what is left is the stick.
    spoil()?;
    world.close();
    for name in ["desk.db", "desk.db-wal", "desk.db-shm"] {
        let _ = std::fs::remove_file(world.dir().join(name));
    }
    let door = app::Door::open(world.dir());
    let answer = door.call("backup_restore", json!({"path": backup})).map_err(|why| why.message)?;
    assert!(!answer["value"]["problems"].to_string().contains("照片"), "{answer}");
    drop(door);
    world.restart()?;
    whole(&world)
}

#[test]
fn safe_6_a_restore_whose_files_do_not_come_back_is_a_restore_and_says_so() -> Outcome<()> {
    let (world, [id, _]) = world()?;
    world.call("signature_add", signed(&id, "王丹", "own", 1));
    let backup = world.call("backup_now", json!({}))["path"].take();
    world.call("sale_open", sale("HH", "HH26B00003", "2026-10-03"));
    // A file lies where the folder of the pictures belongs.
    let folder = world.dir().join("blobs");
    std::fs::remove_dir_all(&folder)?;
    std::fs::write(&folder, "")?;
    let answer = world.app().call("backup_restore", json!({"path": backup})).map_err(|why| why.message)?;
    assert_eq!(world.call("sale_list", json!({}))["total"], 2, "the records are back");
    let problems = answer["value"]["problems"].to_string();
    assert!(problems.contains("数据已经恢复") && problems.contains("照片"), "{problems}");
    assert!(answer["touched"].as_array().is_some_and(|all| all.len() > 10), "every page looks again: {answer}");
    Ok(())
}

#[test]
fn files_1_killed_between_the_file_and_its_record_nothing_is_wrong() -> Outcome<()> {
    let (mut world, [id, _]) = world()?;
    let dir = tempfile::tempdir()?;
    let input = json!({"subject": "repair", "id": id, "paths": [photo(dir.path(), "a.jpg", 1)?]});
    let before = killed::rows(world.dir())?;
    world.close();
    killed::inside(world.dir(), "INSERT ON attachment", &["call", "photos_add", &input.to_string()])?;
    assert_eq!(killed::rows(world.dir())?, before);
    assert_eq!(blobs(&world).len(), 2, "the files lie there and harm nobody");
    world.restart()?;
    assert!(!world.call("doctor", json!({}))["problems"].to_string().contains("照片"));
    assert_eq!(world.call("photos_add", input)["added"], 1);
    assert_eq!(blobs(&world).len(), 2);
    Ok(())
}

#[test]
fn the_claim_says_how_many_there_are() -> Outcome<()> {
    let (world, [id, _]) = world()?;
    world.call(
        "model_save",
        json!({"principal": "HH", "code": "HH704", "product": "轮式拖拉机", "power_milli_kw": 51_500}),
    );
    let dir = tempfile::tempdir()?;
    let paths = [photo(dir.path(), "a.jpg", 1)?, photo(dir.path(), "b.jpg", 2)?];
    world.call("photos_add", json!({"subject": "repair", "id": id, "paths": paths}));
    world.call("signature_add", signed(&id, "王丹", "family", 1));
    let again = json!({
        "subject": "repair", "id": id, "signer": "王丹", "relation": "own", "strokes": strokes(2), "reason": "本人补签",
    });
    world.call("signature_add", again);
    world.call("repair_submit", json!({"id": id}));
    let claim = world.call("claim_open", json!({"principal": "HH", "month": "2026-10", "repairs": [id]}));
    let sheet = text(&world.call("claim_export", json!({"id": claim["claim"]["id"], "dir": dir.path()}))["path"]);
    let book = report::read::open_path(Path::new(&sheet))?;
    let rows: Vec<Vec<String>> =
        book.sheets[0].rows.iter().map(|row| row.iter().map(report::read::Cell::shown).collect()).collect();
    let column = rows.iter().find_map(|row| row.iter().position(|cell| cell == "附件数")).ok_or("no such column")?;
    let line = rows.iter().find(|row| row.iter().any(|cell| cell == "WX26100001")).ok_or("no such line")?;
    assert_eq!(line[column], "3", "two photographs and the signature that stands");
    Ok(())
}
