//! `sanbao forms`: what who writes a form with a text editor is told.

use sanbao_tests::{Outcome, programs};
use std::path::Path;
use std::process::Command;

/// A small form with everything it must have.
const NOTE: &str = r#"{
  "key": "driver_note", "version": 1, "title": "送货单", "group": "本店", "principal": "none",
  "number": {"letters": "QQ", "shape": "standard"}, "day": "on", "says": ["driver"],
  "sections": [{"title": "送货", "columns": 2, "fields": [
    {"key": "on", "title": "日期", "kind": "day", "required": true, "default": "today"},
    {"key": "driver", "title": "司机", "kind": "text", "required": true},
    {"key": "km", "title": "里程", "kind": "number", "unit": "公里", "decimals": 1},
    {"key": "rate", "title": "每公里", "kind": "money"},
    {"key": "cost", "title": "运费", "kind": "money", "computed": "km * rate"}
  ]}],
  "states": [{"key": "open", "title": "在途", "tone": "work"}, {"key": "home", "title": "已回", "tone": "done", "final": true}],
  "steps": [{"key": "back", "title": "回来", "from": ["open"], "to": "home", "needs": "km.filled"}]
}"#;

fn sanbao(folder: &Path, args: &[&str]) -> Outcome<(Option<i32>, String)> {
    let done = Command::new(programs::path("sanbao")?).current_dir(folder).args(args).output()?;
    Ok((done.status.code(), String::from_utf8(done.stdout)? + &String::from_utf8(done.stderr)?))
}

#[test]
fn a_form_is_checked_and_drawn_without_a_data_folder() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("note.json"), NOTE)?;
    let good = sanbao(folder.path(), &["forms", "check", "note.json"])?;
    assert_eq!(good, (Some(0), "送货单（driver_note 第 1 版）可以用：5 个栏目，2 个状态，1 个步骤，0 个期限\n".into()));
    std::fs::write(at("values.json"), r#"{"on": "2026-10-19", "km": 12500, "rate": 301}"#)?;
    let (code, drawn) = sanbao(folder.path(), &["forms", "preview", "note.json", "--values", "values.json"])?;
    assert_eq!(code, Some(0), "{drawn}");
    for line in [
        "送货单（driver_note 第 1 版）",
        "    里程（km）：数（公里），1 位小数　= 12.5 公里",
        "    运费（cost）：金额　公式 km * rate　= 37.63",
        "  在途（open，办理，新登记）",
        "    回来 → 已回　可由前台、维修工、服务主任、老板；须 km.filled",
        "报送总部：不报送",
        "  driver：司机没有填",
    ] {
        assert!(drawn.lines().any(|one| one == line), "{line}\n{drawn}");
    }
    assert_eq!(std::fs::read_dir(folder.path())?.count(), 2, "no data folder is made");
    Ok(())
}

#[test]
fn faults_of_a_form_and_of_a_pack_are_told_with_their_places() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let at = |name: &str| folder.path().join(name);
    let bad = NOTE.replace("km * rate", "km * speed").replace("\"final\": true", "\"finale\": true");
    std::fs::write(at("bad.json"), &bad)?;
    let (code, said) = sanbao(folder.path(), &["forms", "check", "bad.json"])?;
    let wanted = "states[1].finale：不认识「finale」这一项，是不是「final」\n\
                  sections[0].fields[4].computed：公式第 6 个字（「speed」处）：没有叫「speed」的栏目或参数\n\
                  states[1]：状态「已回」进得去出不来：加一步，或写 \"final\": true\n\
                  共 3 处。改好再查一次\n";
    assert_eq!((code, said.as_str()), (Some(1), wanted));
    let (code, out) = sanbao(folder.path(), &["--json", "forms", "check", "bad.json"])?;
    let found: serde_json::Value = serde_json::from_str(&out)?;
    assert_eq!((code, found["faults"][1]["code"].as_str()), (Some(1), Some("bad_formula")));
    assert_eq!(sanbao(folder.path(), &["forms", "preview", "bad.json"])?.0, Some(1));

    let pack = include_str!("../../policies/packs/S4-supplier.json");
    let with = |forms: &str| pack.replacen('{', &format!("{{\"forms\": [{forms}],"), 1);
    std::fs::write(at("pack.json"), with(NOTE))?;
    assert_eq!(sanbao(folder.path(), &["forms", "check", "pack.json"])?.0, Some(0));
    std::fs::write(at("pack.json"), with(&bad))?;
    let (code, said) = sanbao(folder.path(), &["forms", "check", "pack.json"])?;
    assert!(code == Some(1) && said.starts_with("forms[0].states[1].finale："), "{said}");

    std::fs::write(at("cut.json"), NOTE.split_once("\"sections\"").map_or("", |(head, _)| head))?;
    assert!(sanbao(folder.path(), &["forms", "check", "cut.json"])?.1.starts_with("第 4 行第 "));
    let (code, said) = sanbao(folder.path(), &["forms", "check", "nowhere.json"])?;
    assert!(code == Some(2) && said.contains("读不到文件「nowhere.json」"), "{said}");
    Ok(())
}
