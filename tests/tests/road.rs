//! Stories of a desk without a network: a file for head office, its answer taken back, and every file that is wrong.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use sanbao_tests::world::{DAY, HeadOffice, World, machine_now, sale};
use sanbao_tests::{Outcome, programs};
use serde_json::{Value, json};

fn text<'a>(value: &'a Value, path: &str) -> &'a str {
    value.pointer(path).and_then(Value::as_str).unwrap_or_default()
}

/// A desk enrolled at the head office of HH, whose line is then cut, and a stick between the two.
struct Road {
    world: World,
    office: HeadOffice,
    stick: tempfile::TempDir,
}

impl Road {
    fn set_up() -> Outcome<Self> {
        let world = World::set_up()?;
        world.set_clock(machine_now());
        let mut office = HeadOffice::start("HH", "华禾农机")?;
        world.enrol(&office)?;
        office.stop()?;
        Ok(Self { world, office, stick: tempfile::tempdir()? })
    }

    fn at(&self, name: &str) -> PathBuf {
        self.stick.path().join(name)
    }

    /// Sells a machine today.
    fn sell(&self, serial: &str) -> Value {
        let today = app_day(machine_now());
        self.world.call("sale_open", sale("HH", serial, &today))
    }

    fn write(&self, name: &str) -> Value {
        self.world.call("sync_to_file", json!({"path": self.at(name)}))
    }

    fn carry_up(&self, file: &str, answer: &str) -> Outcome<Value> {
        let (file, answer) = (self.at(file).display().to_string(), self.at(answer).display().to_string());
        Ok(serde_json::from_str(&self.office.run(&["take", &file, "--ack", &answer, "--json"])?)?)
    }

    fn carry_down(&self, name: &str) -> Value {
        self.world.call("sync_from_file", json!({"path": self.at(name)}))
    }

    fn refused_down(&self, name: &str) -> (String, String) {
        let error = self.world.refused("sync_from_file", json!({"path": self.at(name)}));
        (error.code, error.message)
    }

    /// What `head-office take` answers to a file it does not take: its code and its words.
    fn refused_up(&self, office: &HeadOffice, file: &str) -> Outcome<(String, String)> {
        let answer = self.at("never.answer");
        let done = take(office, &self.at(file), &answer, &["--json"])?;
        assert_eq!((done.status.code(), answer.exists()), (Some(2), false), "{}", said(&done.stderr));
        let object: Value = serde_json::from_slice(&done.stdout)?;
        assert_eq!(object["ok"], false);
        let words = text(&object, "/error/message").to_owned();
        assert!(said(&done.stderr).contains(&words));
        Ok((text(&object, "/error/code").to_owned(), words))
    }

    fn states(&self) -> Vec<String> {
        let rows = self.world.call("outbox_list", json!({}))["rows"].take();
        rows.as_array().into_iter().flatten().map(|row| text(row, "/state").to_owned()).collect()
    }
}

fn app_day(now: i64) -> String {
    // Asia/Shanghai; the day the desk and head office both call today.
    let days = (now + 8 * 3_600_000).div_euclid(DAY);
    domain::Day::at(days * DAY - 8 * 3_600_000).iso()
}

fn take(office: &HeadOffice, file: &Path, answer: &Path, more: &[&str]) -> Outcome<Output> {
    let mut command = Command::new(programs::path("head-office")?);
    command.arg("--data").arg(office.dir()).arg("take").arg(file).arg("--ack").arg(answer).args(more);
    Ok(command.output()?)
}

/// The desk's own program, beside the window that is open.
fn sanbao(world: &World, args: &[&str]) -> Outcome<Output> {
    Ok(Command::new(programs::path("sanbao")?).arg("--data").arg(world.dir()).args(args).output()?)
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_owned()
}

#[test]
fn one_card_over_the_road_and_later_over_the_network_too() -> Outcome<()> {
    let mut road = Road::set_up()?;
    let sold = road.sell("HH26B35536");
    let (f, g) = (road.at("待报送.sanbao"), road.at("答复.sanbao"));
    let (f, g) = (f.to_str().ok_or("path")?, g.to_str().ok_or("path")?);

    let out = sanbao(&road.world, &["sync", "--to-file", f])?;
    assert!(out.status.success(), "{}", said(&out.stderr));
    assert!(said(&out.stdout).contains("1 条记录已写进给华禾农机总部的文件"), "{}", said(&out.stdout));
    let file = std::fs::read(f)?;
    assert!(file.starts_with(b"age-encryption.org/v1\n"));
    assert!(!file.windows(10).any(|w| w == b"HH26B35536"), "nobody reads the card on the way");
    assert_eq!(road.states(), ["pending"], "nothing counts as sent yet");
    let row = road.world.call("outbox_list", json!({}))["rows"][0].take();
    assert!(text(&row, "/reason").contains("等总部的答复文件"), "{row}");

    let out = take(&road.office, Path::new(f), Path::new(g), &[])?;
    assert!(said(&out.stdout).contains("HB0732A") && said(&out.stdout).contains("新收 1 条"), "{}", said(&out.stdout));
    assert_eq!(road.office.list("card")?.len(), 1);

    let out = sanbao(&road.world, &["sync", "--from-file", g, "--json"])?;
    let taken: Value = serde_json::from_slice(&out.stdout)?;
    assert_eq!((&taken["acked"], &taken["again"], text(&taken, "/principal")), (&json!(1), &json!(false), "HH"));
    let row = road.world.call("outbox_list", json!({}))["rows"][0].take();
    assert_eq!(text(&row, "/state"), "acked");
    let theirs = road.office.list("card")?[0]["server_seq"].to_string();
    assert_eq!(text(&row, "/receipt_no"), theirs, "both say the same number on the telephone");
    assert!(row["received_at"].is_i64());
    let card = road.world.call("sale_show", json!({"id": sold["id"]}));
    assert_eq!(text(&card, "/state"), "acknowledged", "the card knows it too");

    let again = road.carry_down("答复.sanbao");
    assert_eq!((&again["again"], &again["acked"]), (&json!(true), &json!(0)));
    assert!(text(&again, "/sentence").contains("已经取过"), "{again}");
    road.office.resume()?;
    let line = road.world.call("sync_now", json!({}))[0].take();
    assert_eq!((&line["problem"], &line["pending"]), (&Value::Null, &json!(0)));
    let (second, object) = (road.at("again.sanbao"), road.carry_up("待报送.sanbao", "again.sanbao")?);
    assert!(second.exists());
    assert_eq!((&object["known"], &object["accepted"], &object["times"]), (&json!(1), &json!(0), &json!(2)));
    assert_eq!(road.office.list("all")?.len(), 1, "once");
    Ok(())
}

#[test]
fn refusals_messages_and_reports_travel_by_file_too() -> Outcome<()> {
    let road = Road::set_up()?;
    road.sell("HH26B00001");
    let mut tomorrow = sale("HH", "HH26B00002", &app_day(machine_now() + 5 * DAY));
    tomorrow["user_signed"] = json!(true);
    road.world.set_clock(machine_now() + 5 * DAY);
    road.world.call("sale_open", tomorrow);
    road.office.run(&["notice", "add", "HB0732A", "--kind", "notice", "--json", r#"{"title":"年检通知"}"#])?;
    assert_eq!(road.write("a")["records"], 2);
    let object = road.carry_up("a", "a.answer")?;
    assert_eq!((&object["accepted"], &object["rejected"], &object["items"]), (&json!(1), &json!(1), &json!(1)));
    let taken = road.carry_down("a.answer");
    assert_eq!((&taken["acked"], &taken["rejected"], &taken["received"]), (&json!(1), &json!(1), &json!(1)));
    let mut states = road.states();
    states.sort();
    assert_eq!(states, ["acked", "rejected"]);
    let message = road.world.call("inbox_list", json!({"term": ""}))["rows"][0].take();
    assert!(text(&message, "/title").contains("年检通知"), "{message}");
    // The next file asks for what came after.
    road.office.run(&["notice", "add", "HB0732A", "--kind", "notice", "--json", r#"{"title":"第二条"}"#])?;
    assert_eq!(road.write("b")["records"], 0);
    assert_eq!(road.carry_up("b", "b.answer")?["items"], 1);
    assert_eq!(road.carry_down("b.answer")["received"], 1);
    Ok(())
}

#[test]
fn answers_out_of_order_settle_what_they_can_and_set_nothing_back() -> Outcome<()> {
    let road = Road::set_up()?;
    road.sell("HH26B00001");
    road.write("first");
    road.sell("HH26B00002");
    road.world.pass(60_000);
    assert_eq!(road.write("second")["records"], 2, "the first one may be lost");
    road.carry_up("second", "second.answer")?;
    let older = road.carry_up("first", "first.answer")?;
    assert_eq!((&older["older"], &older["known"]), (&json!(true), &json!(1)));
    let words = take(&road.office, &road.at("first"), &road.at("first.answer"), &[])?;
    assert!(
        said(&words.stdout).contains("比已经收过的旧") && said(&words.stdout).contains("收过"),
        "{}",
        said(&words.stdout)
    );
    road.carry_up("second", "second.later")?;
    assert_eq!(road.carry_down("second.later")["acked"], 2);
    let older = road.carry_down("second.answer");
    assert_eq!((&older["older"], &older["known"]), (&json!(true), &json!(2)));
    assert!(text(&older, "/sentence").contains("比已经取回的旧"), "{older}");
    assert_eq!(road.states(), ["acked", "acked"]);
    assert_eq!(road.office.list("all")?.len(), 2);
    Ok(())
}

#[test]
fn a_file_cut_short_or_changed_is_refused_and_named() -> Outcome<()> {
    let road = Road::set_up()?;
    road.sell("HH26B00001");
    road.write("good");
    road.carry_up("good", "good.answer")?;
    let spoil = |from: &str, to: &str, how: &dyn Fn(&mut Vec<u8>)| -> Outcome<()> {
        let mut bytes = std::fs::read(road.at(from))?;
        how(&mut bytes);
        Ok(std::fs::write(road.at(to), bytes)?)
    };
    for (name, code, words) in
        [("half", "truncated", "不完整"), ("changed", "altered", "被改动"), ("letter", "not_ours", "不是")]
    {
        let how = |bytes: &mut Vec<u8>| match name {
            "half" => bytes.truncate(bytes.len() / 2),
            "changed" => *bytes.last_mut().unwrap_or_else(|| panic!("empty")) ^= 1,
            _ => *bytes = b"a letter".to_vec(),
        };
        spoil("good", "up", &how)?;
        spoil("good.answer", "down", &how)?;
        for (found, says) in [road.refused_up(&road.office, "up")?, road.refused_down("down")] {
            assert_eq!(found, code);
            assert!(says.contains(words) && says.contains("请"), "{says}");
        }
    }
    assert_eq!(road.refused_down("nowhere").0, "file_missing");
    assert_eq!(road.refused_up(&road.office, "nowhere")?.0, "file_missing");
    assert_eq!(road.states(), ["pending"]);
    Ok(())
}

#[test]
fn hand_3_a_file_for_somebody_else_says_for_whom_it_is() -> Outcome<()> {
    let road = Road::set_up()?;
    road.sell("HH26B00001");
    road.write("ours");
    road.carry_up("ours", "ours.answer")?;
    // The two ways mixed up.
    assert_eq!(road.refused_down("ours").0, "wrong_way");
    assert_eq!(road.refused_up(&road.office, "ours.answer")?.0, "wrong_way");
    // Another head office.
    let other = HeadOffice::start("WY", "沃野动力")?;
    let (code, words) = road.refused_up(&other, "ours")?;
    assert_eq!((code.as_str(), words.contains("另一个总部（HH）")), ("other_office", true), "{words}");
    let stranger = World::set_up()?;
    stranger.enrol(&other)?;
    let ours = road.at("ours.answer");
    let refused = |world: &World| world.refused("sync_from_file", json!({"path": ours}));
    assert_eq!((refused(&stranger).code.as_str(), refused(&stranger).message.contains("HH")), ("other_office", true));
    // Another dealer of the same head office, and another machine of the same dealer.
    let Road { mut office, stick, .. } = road;
    office.resume()?;
    office.run(&["dealer", "add", "HB0999", "邻县农机"])?;
    let neighbour = World::set_up()?;
    let code = office.run(&["enrol-code", "HB0999"])?;
    neighbour.call("enrol", json!({"url": office.url, "code": code.trim(), "other_dealer": true}));
    let error = refused(&neighbour);
    assert_eq!(error.code, "other_dealer");
    assert!(error.message.contains("HB0732A") && error.message.contains("本机是 HB0999"), "{}", error.message);
    let second = World::set_up()?;
    second.enrol(&office)?;
    assert_eq!(refused(&second).code, "other_device");
    // A machine that was revoked.
    let devices: Value = serde_json::from_str(&office.run(&["device", "list", "--json"])?)?;
    let first = text(&devices, "/0/device_id");
    office.run(&["device", "revoke", first])?;
    let done = take(&office, &stick.path().join("ours"), &stick.path().join("x"), &[])?;
    assert!(said(&done.stderr).contains("已停用"), "{}", said(&done.stderr));
    Ok(())
}

#[test]
fn hand_1_where_the_desk_has_several_makers_the_maker_is_asked_for() -> Outcome<()> {
    let road = Road::set_up()?;
    let alone = World::set_up()?;
    let error = alone.refused("sync_to_file", json!({"path": road.at("f")}));
    assert_eq!((error.code.as_str(), error.message.contains("登记一次")), ("not_enrolled", true));
    let other = HeadOffice::start("WY", "沃野动力")?;
    road.world.enrol(&other)?;
    let f = road.at("f").display().to_string();
    let out = sanbao(&road.world, &["sync", "--to-file", &f])?;
    assert_eq!((out.status.code(), road.at("f").exists()), (Some(2), false));
    assert!(
        said(&out.stderr).contains("--principal HH") && said(&out.stderr).contains("WY 沃野动力"),
        "{}",
        said(&out.stderr)
    );
    let out = sanbao(&road.world, &["sync", "--to-file", &f, "--principal", "WY", "--json"])?;
    let object: Value = serde_json::from_slice(&out.stdout)?;
    assert_eq!(text(&object, "/principal"), "WY");
    assert_eq!(road.refused_up(&road.office, "f")?.0, "other_office", "a record goes to its maker only");
    Ok(())
}

#[test]
fn hand_2_what_is_there_is_not_written_over() -> Outcome<()> {
    let road = Road::set_up()?;
    road.sell("HH26B00001");
    std::fs::write(road.at("letter"), "dear customer")?;
    for name in ["letter", "."] {
        assert_eq!(road.world.refused("sync_to_file", json!({"path": road.at(name)})).field, "path");
    }
    assert_eq!(std::fs::read_to_string(road.at("letter"))?, "dear customer");
    road.write("f");
    road.write("f");
    let own = road.world.refused("sync_to_file", json!({"path": road.world.dir().join("desk.db")}));
    assert_eq!(own.field, "path");
    assert_eq!(road.world.refused("sync_to_file", json!({"path": road.at("none/f")})).code, "folder_missing");
    for answer in ["letter", "f"] {
        let done = take(&road.office, &road.at("f"), &road.at(answer), &[])?;
        assert!(!done.status.success() && said(&done.stderr).contains("没有覆盖"), "{}", said(&done.stderr));
    }
    // The answer cannot be written: the records are in, and the same file brings it.
    let done = take(&road.office, &road.at("f"), &road.at("none/answer"), &[])?;
    assert!(
        said(&done.stderr).contains("记录已收下") && said(&done.stderr).contains("再收一次"),
        "{}",
        said(&done.stderr)
    );
    assert_eq!(road.carry_up("f", "answer")?["known"], 1);
    assert_eq!(road.carry_down("answer")["acked"], 1);
    Ok(())
}

#[cfg(unix)]
#[test]
fn hand_2_a_disk_that_fills_up_while_a_file_is_written_leaves_the_old_one() -> Outcome<()> {
    let road = Road::set_up()?;
    road.sell("HH26B00001");
    road.write("f");
    let old = std::fs::read(road.at("f"))?;
    // A workbook that no packing makes smaller, and a process that may write no file as large.
    lay_workbook(&road.world, &noise(5_000_000))?;
    let sanbao = programs::path("sanbao")?;
    let script = "trap '' XFSZ; ulimit -f 4096; exec \"$0\" \"$@\"";
    let mut shell = Command::new("sh");
    shell.args(["-c", script]).arg(sanbao).arg("--data").arg(road.world.dir());
    let done = shell.args(["sync", "--to-file"]).arg(road.at("f")).output()?;
    assert_eq!(done.status.code(), Some(2), "{}", said(&done.stdout));
    assert!(said(&done.stderr).contains("磁盘已满"), "{}", said(&done.stderr));
    let names: Vec<_> =
        std::fs::read_dir(road.stick.path())?.map(|e| e.map(|e| e.file_name())).collect::<Result<_, _>>()?;
    assert_eq!(
        (names.len(), std::fs::read(road.at("f"))? == old),
        (1, true),
        "the old file, and no half one beside it"
    );
    assert_eq!(road.write("f")["files"], 1);
    road.carry_up("f", "answer")?;
    assert_eq!(road.carry_down("answer")["files"], 1);
    Ok(())
}

#[cfg(unix)]
fn noise(bytes: usize) -> Vec<u8> {
    let mut last = 0x9e37_79b9_7f4a_7c15_u64;
    let next = || {
        last ^= last << 13;
        last ^= last >> 7;
        last ^= last << 17;
        last.to_le_bytes()[3]
    };
    std::iter::repeat_with(next).take(bytes).collect()
}

/// A report's workbook that waits for the network.
#[cfg(unix)]
fn lay_workbook(world: &World, bytes: &[u8]) -> Outcome<()> {
    let (sent, size) = (wire::hash::sha256_hex(bytes), i64::try_from(bytes.len())?);
    std::fs::write(world.dir().join("blobs").join(&sent), bytes)?;
    let db = rusqlite::Connection::open(world.dir().join("desk.db"))?;
    db.execute(
        "INSERT INTO blob_transfer (principal, sha256, size, state, made_at) SELECT id, ?1, ?2, 'pending', 1 FROM principal WHERE code = 'HH'",
        (&sent, size),
    )?;
    Ok(())
}
