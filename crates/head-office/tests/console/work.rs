//! What clerks do.

use head_office::store::Store;
use head_office::store::clerks::Clerks;
use sync::memory::MemoryDesk;

use super::browser::*;
use super::common::{Office, enrol, options, run};

fn last_act(office: &Office) -> (String, String, String) {
    let act = office.store().trail(None, 1).unwrap().remove(0);
    (act.clerk, act.action, act.about)
}

fn said(clerk: &str, action: &str, about: &str) -> (String, String, String) {
    (clerk.into(), action.into(), about.into())
}

#[tokio::test]
async fn console_5_a_refused_form_keeps_what_was_typed() {
    let office = house().await;
    let admin = Browser::of(&office, "admin").await;
    let long = "长".repeat(61);
    for (dealer, title, text, field, sentence) in [
        ("NOPE", "标题", "正文", "dealer", "没有这个经销商"),
        ("HB0732", "", "正文", "title", "这一栏要填"),
        ("HB0732", &long, "正文", "title", "现在 61 个，"),
        ("HB0732", "标题", " ", "text", "这一栏要填"),
    ] {
        let form = [("dealer", dealer), ("kind", "settlement"), ("title", title), ("text", text)];
        let page = admin.post("/console/notices", &form).await;
        assert_eq!(page.status, 422);
        assert_eq!((page.field("dealer"), page.field("title")), (dealer.into(), title.into()));
        assert!(page.text.contains(&format!(">{text}</textarea>")), "{}", page.text);
        assert!(page.text.contains("value=\"settlement\" selected"));
        let beside = page.text.contains(&format!("aria-describedby=\"{field}-refusal\""));
        let at = page.text.find(&format!("id=\"{field}-refusal\">")).unwrap();
        assert!(beside && page.text[at..].contains(sentence), "{sentence}: {}", page.text);
    }
    for (code, name, sentence) in
        [("HB0732", "又一家", "已是「大地农机」"), ("", "新", "请填代码"), ("N1", " ", "请填名称")]
    {
        let page = admin.post("/console/new-dealer", &[("code", code), ("name", name)]).await;
        assert!(page.status == 422 && page.text.contains(sentence), "{sentence}: {}", page.text);
        assert_eq!((page.field("code"), page.field("name")), (code.into(), name.into()));
    }
}

#[tokio::test]
async fn console_6_a_notice_goes_down_and_everything_leaves_a_line() {
    let office = house().await;
    let (admin, desk) = (Browser::of(&office, "admin").await, MemoryDesk::default());
    assert_eq!(last_act(&office), said("admin", "login", ""));
    enrol(&desk, "DF", &office, &office.url).await;
    let form = [("kind", "notice"), ("title", "春耕备件"), ("text", "请核对库存。")];
    assert_eq!(admin.post("/console/notices", &form).await.to, "/console/notices?sent=2");
    assert_eq!(last_act(&office), said("admin", "notice", "全部"));
    assert_eq!(run(&desk, "DF", &office.hands).await.received, 1);
    assert_eq!(desk.items("DF")[0].body, r#"{"title":"春耕备件","text":"请核对库存。"}"#);

    assert_eq!(admin.get("/console/dealers.csv").await.status, 200);
    assert_eq!(last_act(&office), said("admin", "export", "经销商"));
    assert_eq!(admin.get("/console/records.xlsx?kind=card").await.status, 200);
    assert_eq!(last_act(&office).1, "export");

    for name in ["经办", "谁"] {
        Browser::new(&office).log_in(name, "不知道").await;
        assert_eq!(last_act(&office), said("经办", "login_failed", ""), "a stranger leaves none");
    }
    let trail = admin.get("/console/trail").await.text;
    assert!(trail.contains("登录失败") && trail.contains("春耕备件") && trail.contains("下发消息"));
}

#[tokio::test]
async fn clerk_2_the_trail_only_grows() {
    let office = house().await;
    let admin = Browser::of(&office, "admin").await;
    let before = office.store().trail(None, 100).unwrap();
    admin.get("/console/dealers.csv").await;
    office.store().clerk_left("admin", 1).unwrap();
    let after = office.store().trail(None, 100).unwrap();
    assert_eq!(after[after.len() - before.len()..], before);
    assert_eq!(after.len(), before.len() + 1);
}

#[tokio::test]
async fn a_machine_is_enrolled_by_a_code_from_the_page_seen_and_revoked() {
    let office = house().await;
    let admin = Browser::of(&office, "admin").await;
    let added = admin.post("/console/new-dealer", &[("code", "甲/1 ?"), ("name", "西域农机")]).await;
    let page = admin.get(&added.to).await;
    assert!(page.status == 200 && page.text.contains("已登记"), "{}", added.to);
    let page = admin.post("/console/enrol-code", &[("dealer", "甲/1 ?")]).await;
    let start = page.text.find("<p class=\"big\">").unwrap() + 15;
    let code = &page.text[start..start + 19];
    let (desk, hands) = (MemoryDesk::default(), office.hands.clone());
    let clock = move || hands.now();
    let account =
        sync::enrol(&office.url, code, "新柜台", None, &clock, &options(sync::outcome::Trigger::Click)).await.unwrap();
    assert_eq!(account.dealer_name, "西域农机");
    {
        use sync::desk::Desk;
        desk.set_account("DF", &account, &sync::new_epoch().unwrap()).unwrap();
    }
    assert_eq!(run(&desk, "DF", &office.hands).await.problem, None);
    let device = office.store().devices().unwrap().remove(0);
    assert_eq!(device.seen_at, Some(office.hands.now()));
    let gone = admin.post("/console/revoke", &[("device", &device.device_id)]).await;
    assert!(admin.get(&gone.to).await.text.contains("已停用"));
    assert_eq!(last_act(&office), said("admin", "revoke", "甲/1 ? 新柜台"));
    assert_eq!(run(&desk, "DF", &office.hands).await.problem.unwrap().code, "revoked");
    assert_eq!(admin.post("/console/enrol-code", &[("dealer", "NOPE")]).await.status, 404);
}
