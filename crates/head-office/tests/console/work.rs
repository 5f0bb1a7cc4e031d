//! What clerks do.

use sync::memory::MemoryDesk;

use super::browser::*;
use super::common::{Office, enrol, id, options, run};

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
    let form = [("dealer", "全部"), ("kind", "notice"), ("title", "春耕备件"), ("text", "请核对库存。")];
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
async fn console_6_a_deed_without_its_line_is_not_done() {
    let office = house().await;
    take(&office, "HB0732", 1, 1, "card", &card("XS-1", "S1", "2026-11-30"));
    take(&office, "HB0732", 2, 1, "remedy", r#"{"principal":"DF","no":"TH-2"}"#);
    let (admin, desk) = (Browser::of(&office, "admin").await, MemoryDesk::default());
    enrol(&desk, "DF", &office, &office.url).await;
    let device = office.store().devices().unwrap().remove(0).device_id;
    let database = rusqlite::Connection::open(office.dir.path().join("head-office.db")).unwrap();
    let count = |table: &str| {
        let sql = format!("SELECT count(*) FROM {table}");
        database.query_row(&sql, [], |row| row.get::<_, i64>(0)).unwrap()
    };
    let whole = || {
        let tables = ["feed", "trail", "dealer", "enrol_code", "session", "device WHERE revoked_at IS NULL"];
        (tables.map(&count), office.store().clerks().unwrap())
    };
    let csrf = admin.get("/console/password").await.field("csrf");
    let before = whole();
    database
        .execute_batch("CREATE TRIGGER full BEFORE INSERT ON trail BEGIN SELECT RAISE(ABORT, 'full'); END")
        .unwrap();
    let fresh = "秋收冬藏寒来暑往闰余成岁";
    let base64 = |text: &str| base64::Engine::encode(&base64::engine::general_purpose::STANDARD, text);
    let calendar = base64(r#"{"year": 2027, "holidays": []}"#);
    let sheet =
        base64("编号：HB0732-HX-1\n维修单号,申请金额,核定金额,核减金额,核减原因,核定人\nWX-1,236.00,236.00,,,刘审\n");
    let answer = [("dealer", "HB0732"), ("id", &id(2)), ("verdict", "approved"), ("on", "2026-11-21"), ("by", "刘")];
    let forms: [(&str, &[(&str, &str)]); 14] = [
        ("packs", &[("file", &calendar)]),
        ("decide", &[("file", &sheet), ("name", "a.csv"), ("dealer", "HB0732")]),
        ("answer", &answer),
        ("clerks/add", &[("name", "新人"), ("role", "clerk")]),
        ("clerks/role", &[("name", "读者"), ("role", "clerk")]),
        ("clerks/password", &[("name", "读者")]),
        ("clerks/leave", &[("name", "读者")]),
        ("notices", &[("dealer", "全部"), ("kind", "notice"), ("title", "题"), ("text", "文")]),
        ("send-back", &[("dealer", "HB0732"), ("id", &id(1)), ("rev", "1"), ("reason", "因")]),
        ("new-dealer", &[("code", "XJ09"), ("name", "新")]),
        ("enrol-code", &[("dealer", "HB0732")]),
        ("revoke", &[("device", &device)]),
        ("password", &[("old", PASSWORD), ("new", fresh), ("again", fresh)]),
        ("logout", &[]),
    ];
    for (path, fields) in forms {
        let sent = [fields, &[("csrf", csrf.as_str())]].concat();
        let page = admin.send(&format!("/console/{path}"), &sent).await;
        assert!(page.status == 500 && !page.text.contains("什么也没有做"), "{path}: {}", page.text);
        assert_eq!(whole(), before, "{path}");
    }
    assert_eq!(Browser::new(&office).log_in("admin", PASSWORD).await.status, 500);
    assert_eq!(whole(), before, "nobody came in without a line either");
}

#[tokio::test]
async fn clerk_3_a_form_sent_twice_is_done_once() {
    let office = house().await;
    take(&office, "HB0732", 1, 1, "card", &card("XS-1", "S1", "2026-11-30"));
    let admin = Browser::of(&office, "admin").await;
    let state = || (format!("{:?}", office.store().feed("HB0732", None, 10).unwrap()), office.store().trail(None, 100));
    let once = admin.get("/console/notices").await.field("once");
    let notice = |once: &str, text: &str| -> Vec<(String, String)> {
        [("once", once), ("dealer", "HB0732"), ("kind", "notice"), ("title", "春耕备件"), ("text", text)]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec()
    };
    let record = format!("/console/record?dealer=HB0732&id={}", id(1));
    let of_record = admin.get(&record).await.field("once");
    let back = [("once", of_record.as_str()), ("dealer", "HB0732"), ("id", &id(1)), ("rev", "1"), ("reason", "未签字")];
    for (path, form) in [
        ("/console/notices", notice(&once, "请核对库存。")),
        ("/console/send-back", back.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec()),
    ] {
        let form: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let first = admin.post(path, &form).await;
        let after = state();
        let second = admin.post(path, &form).await;
        assert_eq!((first.status, second.status, second.to), (303, 303, first.to), "{path}");
        let now = state();
        assert_eq!((now.0, now.1.unwrap()), (after.0, after.1.unwrap()), "{path}");
    }
    let items = |office: &Office| match office.store().feed("HB0732", None, 10).unwrap() {
        head_office::store::Feed::Page(page) => page.items.len(),
        head_office::store::Feed::Gone => 0,
    };
    assert_eq!(items(&office), 2);
    for (once, text) in
        [(once.as_str(), "请核对库存，周五前。"), (&admin.get("/console/notices").await.field("once"), "请核对库存。")]
    {
        let form = notice(once, text);
        let form: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        admin.post("/console/notices", &form).await;
    }
    assert_eq!(items(&office), 4, "other words, and the same words from a form opened again");
}

#[tokio::test]
async fn clerk_2_the_trail_only_grows() {
    let office = house().await;
    let admin = Browser::of(&office, "admin").await;
    let before = office.store().trail(None, 100).unwrap();
    admin.get("/console/dealers.csv").await;
    office.store().clerk_left("admin", 1, None).unwrap();
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
    assert!(page.text.contains(&format!("<p class=\"code\">{}/#{code}</p>", office.url)), "{}", page.text);
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
    let page = admin.get(&gone.to).await.text;
    let key = head_office::keys::Keys::open(office.dir.path()).unwrap().receipt_public();
    assert!(page.contains("已停用") && page.contains(&wire::hash::spoken(&key)), "{page}");
    assert_eq!(last_act(&office), said("admin", "revoke", "甲/1 ? 新柜台"));
    assert_eq!(run(&desk, "DF", &office.hands).await.problem.unwrap().code, "revoked");
    assert_eq!(admin.post("/console/enrol-code", &[("dealer", "NOPE")]).await.status, 404);
}
