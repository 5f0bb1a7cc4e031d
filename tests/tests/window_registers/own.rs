//! A form of another company's head office, written from docs/forms.md alone: checked, drawn, sent in its pack, applied at the
//! desk, filled, printed, put into a file and sent back, all by the program as it stands.

use crate::counter::{Counter, PHONE, photograph};
use sanbao_tests::Outcome;
use sanbao_tests::register::Put::{Digit, Pick, Row, Text};
use sanbao_tests::world::{HeadOffice, sale};
use serde_json::{Value, json};

const FORM: &str = include_str!("first_service.json");
const TITLE: &str = "康达柴油机首次保养核销单";

/// A machine of this maker that was sold: of another maker's none is offered.
const ENGINE_SET: &str = "KD26T00717";

/// The engine maker's pack: the shipped example under its own name, with its form in it.
fn pack() -> Outcome<Value> {
    let mut pack: Value = serde_json::from_str(include_str!("../../../policies/packs/S0-farm.json"))?;
    pack["pack"] = "KD-engine".into();
    pack["title"] = "康达动力服务合同".into();
    pack["version"] = "2026.11".into();
    pack["forms"] = json!([serde_json::from_str::<Value>(FORM)?]);
    Ok(pack)
}

#[test]
fn a_form_of_another_head_office_works_without_a_new_program() -> Outcome<()> {
    let office = HeadOffice::start("KD", "康达动力")?;
    let Some(counter) = Counter::open("康达首保")? else { return Ok(()) };
    let (clerk, desk) = (&counter.clerk, &counter.desk);
    let (form, file) = (desk.dir().join("first_service.json"), desk.dir().join("kangda.json"));
    std::fs::write(&form, FORM)?;
    std::fs::write(&file, pack()?.to_string())?;
    let path = |of: &std::path::Path| of.display().to_string();
    assert!(desk.sanbao(&["forms", "check", &path(&form)])?.contains("可以用"));
    assert!(desk.sanbao(&["forms", "preview", &path(&form)])?.contains("【机主确认】"));
    desk.call("principal_save", &json!({"code": "KD", "name": "康达动力", "policy": "S0-farm"}))?;
    let today = desk.call("desk_status", &json!({}))?["today"].as_str().unwrap_or_default().to_owned();
    desk.call("sale_open", &sale("KD", ENGINE_SET, &today))?;
    desk.sanbao(&["enrol", &office.url, &office.enrol_code()?])?;
    office.run(&["policy", "publish", &path(&file)])?;
    clerk.send_now("已和总部核对一遍")?;

    clerk.go(9, "设置")?;
    clerk.tab_to("政策包")?;
    clerk.press()?;
    clerk.tab_to("看差别")?;
    clerk.press()?;
    clerk.told(TITLE)?;
    clerk.picture("看差别")?;
    clerk.reach("by")?;
    clerk.window.keys("陈静")?;
    clerk.tab_to("应用这个政策包")?;
    clerk.press()?;
    clerk.window.until("document.activeElement.closest('[aria-modal=true]')")?;
    clerk.reach("装入")?;
    clerk.press()?;
    clerk.window.until("!document.querySelector('[aria-modal=true]')")?;
    clerk.told("总部下发 · 陈静")?;

    clerk.register("首保", TITLE)?;
    clerk.begin_entry(TITLE)?;
    clerk.fill(&[("principal", Pick("KD", "康达动力")), ("machine", Pick("00717", ENGINE_SET))])?;
    clerk.brought("owner", "王丹")?;
    clerk.brought("phone", PHONE)?;
    clerk.fill(&[("engine_no", Text("KD26A00717")), ("hours", Text("72.5"))])?;
    // Over sixty hours: the reason is asked for.
    clerk.told("超时原因")?;
    clerk.fill(&[("why_late", Digit("1")), ("used", Row), ("used[0].part", Pick("055665", "055665"))])?;
    clerk.brought("used[0].name", "轴承 6206")?;
    let rest = [
        ("used[0].litres", Text("2")),
        ("technician", Text("周师傅")),
        ("satisfied", Digit("3")),
        ("complains", Text("等了两天才来")),
    ];
    clerk.fill(&rest)?;
    // Two of 88 yuan, four fifths of it, and no labour after sixty hours.
    clerk.told("140.80")?;
    clerk.picture("填好")?;
    clerk.save_entry()?;
    clerk.photograph(&photograph())?;
    clerk.signed("王丹", &photograph())?;
    clerk.step("核准报厂", &[("approved_by", Text("陈静"))], "已核准")?;
    let on_paper = ["KD26A00717", "72.5小时", "农忙没停机", "等了两天才来", "140.80", "康达动力"];
    counter.handed_out(&on_paper, &["KD26A00717", "王丹", "140.8"])?;
    clerk.send_now("已和总部核对一遍")?;
    let kept = office.list("form_entry")?.pop().ok_or("head office has nothing")?;
    let body = &kept["body"];
    assert_eq!(body["form_title"], TITLE, "{body}");
    let of = |key: &str| {
        let field = body["fields"].as_array().into_iter().flatten().find(|one| one["key"] == key);
        field.and_then(|one| one["text"].as_str()).unwrap_or_default().to_owned()
    };
    assert_eq!([of("engine_no"), of("asked"), of("complains")], ["KD26A00717", "140.80", "等了两天才来"]);
    assert_eq!([of("owner"), of("phone")], ["王*", "199****4370"], "nobody agreed to more");
    Ok(())
}
