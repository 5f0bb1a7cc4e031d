//! Who gets in, and how far.

use head_office::passwords;
use head_office::store::clerks::Role;

use super::browser::*;

const READ: [&str; 7] = [
    "/console/packs",
    "/console/dealers",
    "/console/dealer?code=HB0732",
    "/console/records",
    "/console/record?dealer=HB0732&id=01940000-0000-7000-8000-000000000001",
    "/console/lookup",
    "/console/password",
];
const CLERK: [&str; 6] = [
    "/console/decide",
    "/console/notices",
    "/console/dealers.xlsx",
    "/console/dealers.csv",
    "/console/records.xlsx",
    "/console/records.csv",
];
const ADMIN: [&str; 3] = ["/console/new-dealer", "/console/trail", "/console/clerks"];
/// Address, the role it needs, and fields that would do something.
type Form = (&'static str, Role, &'static [(&'static str, &'static str)]);
const FORMS: [Form; 14] = [
    ("/console/packs", Role::Admin, &[("file", "e30=")]),
    ("/console/decide", Role::Clerk, &[("file", "e30="), ("name", "a.csv")]),
    (
        "/console/answer",
        Role::Clerk,
        &[("dealer", "HB0732"), ("id", "01940000-0000-7000-8000-000000000001"), ("verdict", "approved")],
    ),
    ("/console/clerks/add", Role::Admin, &[("name", "新人"), ("role", "admin")]),
    ("/console/clerks/role", Role::Admin, &[("name", "读者"), ("role", "admin")]),
    ("/console/clerks/password", Role::Admin, &[("name", "admin")]),
    ("/console/clerks/leave", Role::Admin, &[("name", "admin")]),
    ("/console/notices", Role::Clerk, &[("dealer", "全部"), ("kind", "notice"), ("title", "题"), ("text", "文")]),
    (
        "/console/send-back",
        Role::Clerk,
        &[("dealer", "HB0732"), ("id", "01940000-0000-7000-8000-000000000001"), ("rev", "1"), ("reason", "因")],
    ),
    ("/console/new-dealer", Role::Admin, &[("code", "XJ09"), ("name", "新")]),
    ("/console/enrol-code", Role::Admin, &[("dealer", "HB0732")]),
    ("/console/revoke", Role::Admin, &[("device", "d")]),
    ("/console/password", Role::Reader, &[("old", PASSWORD), ("new", PASSWORD), ("again", PASSWORD)]),
    ("/console/logout", Role::Reader, &[]),
];

fn acts(office: &super::common::Office) -> Vec<(String, String)> {
    let trail = office.store().trail(None, 1_000).unwrap();
    trail.into_iter().map(|act| (act.clerk, act.action)).filter(|(_, action)| action != "record").collect()
}

#[tokio::test]
async fn console_1_every_page_leads_somebody_not_logged_in_to_the_login() {
    let office = house().await;
    let nobody = Browser::new(&office);
    for path in READ.iter().chain(&CLERK).chain(&ADMIN) {
        let page = nobody.get(path).await;
        assert_eq!((page.status, page.text.as_str()), (303, ""), "{path}");
        assert!(page.to.starts_with("/console/login"), "{path} leads to {}", page.to);
    }
    for (path, _, fields) in FORMS {
        let page = nobody.send(path, fields).await;
        assert_eq!((page.status, page.to.as_str()), (303, "/console/login"), "{path}");
    }
    assert!(acts(&office).is_empty());
    assert_eq!(nobody.get("/").await.to, "/console/dealers");
    let there = nobody.get("/console/records?kind=card").await;
    assert_eq!(there.to, "/console/login?next=%2Fconsole%2Frecords%3Fkind%3Dcard");
    assert_eq!(nobody.get(&there.to).await.field("next"), "/console/records?kind=card");
}

#[tokio::test]
async fn console_2_a_role_sees_and_does_its_own_and_no_more() {
    let office = house().await;
    take(&office, "HB0732", 1, 1, "card", &card("XS-1", "S1", "2026-11-30"));
    for (name, role) in [("读者", Role::Reader), ("经办", Role::Clerk), ("admin", Role::Admin)] {
        let browser = Browser::of(&office, name).await;
        for (paths, least) in [(&READ[..], Role::Reader), (&CLERK, Role::Clerk), (&ADMIN, Role::Admin)] {
            for path in paths {
                let expected = if role >= least { 200 } else { 403 };
                assert_eq!(browser.get(path).await.status, expected, "{name} {path}");
            }
        }
        let before = acts(&office);
        for (path, least, fields) in FORMS {
            if role < least {
                assert_eq!(browser.post(path, fields).await.status, 403, "{name} {path}");
            }
        }
        assert_eq!(acts(&office), before, "{name} did nothing");
    }
    assert!(office.store().dealers().unwrap().iter().all(|(code, _)| code != "XJ09"));
}

#[tokio::test]
async fn console_3_a_form_without_its_own_token_does_nothing() {
    let office = house().await;
    take(&office, "HB0732", 1, 1, "card", &card("XS-1", "S1", "2026-11-30"));
    let (admin, other) = (Browser::of(&office, "admin").await, Browser::of(&office, "admin").await);
    let foreign = other.get("/console/password").await.field("csrf");
    let before = acts(&office);
    for (path, _, fields) in FORMS {
        for token in [None, Some(""), Some(foreign.as_str())] {
            let csrf = token.map(|token| ("csrf", token));
            let sent: Vec<_> = fields.iter().copied().chain(csrf).collect();
            let page = admin.send(path, &sent).await;
            assert_eq!(page.status, 403, "{path} with {token:?}");
            assert!(page.text.contains("什么也没有做"));
        }
    }
    assert_eq!(acts(&office), before);
    let login = [("name", "admin"), ("password", PASSWORD), ("csrf", foreign.as_str())];
    assert_eq!(Browser::new(&office).send("/console/login", &login).await.status, 403, "the login has one too");
}

#[tokio::test]
async fn console_4_a_session_ends_when_idle_when_old_and_at_the_door() {
    const MINUTE: i64 = 60_000;
    let office = house().await;
    let browser = Browser::of(&office, "读者").await;
    for _ in 0..3 {
        office.hands.add(29 * MINUTE);
        assert_eq!(browser.get("/console/dealers").await.status, 200, "each page begins the half hour anew");
    }
    office.hands.add(30 * MINUTE);
    assert_eq!(browser.get("/console/dealers").await.status, 303, "idle");

    browser.log_in("读者", PASSWORD).await;
    for _ in 0..35 {
        office.hands.add(20 * MINUTE);
        assert_eq!(browser.get("/console/dealers").await.status, 200);
    }
    office.hands.add(20 * MINUTE);
    assert_eq!(browser.get("/console/dealers").await.status, 303, "twelve hours");

    browser.log_in("读者", PASSWORD).await;
    let kept = browser.cookies();
    let session = browser.get("/console/password").await;
    assert_eq!(browser.send("/console/logout", &[("csrf", &session.field("csrf"))]).await.to, "/console/login");
    assert_eq!(browser.get("/console/dealers").await.status, 303);
    assert!(!browser.cookies().contains(&kept), "the cookie is forgotten");
}

#[tokio::test]
async fn clerk_1_who_leaves_or_is_changed_is_logged_out_everywhere() {
    let office = house().await;
    let store = office.store();
    let kept = passwords::hash(PASSWORD).unwrap();
    let changes: [&dyn Fn(); 3] = [
        &|| store.put_clerk("经办", Role::Reader, &kept, 1, None).unwrap(),
        &|| assert!(store.set_password("经办", &kept, 1, None).unwrap()),
        &|| assert!(store.clerk_left("经办", 1, None).unwrap()),
    ];
    for change in changes {
        let (here, there) = (Browser::of(&office, "经办").await, Browser::of(&office, "经办").await);
        let other = Browser::of(&office, "读者").await;
        change();
        assert_eq!((here.get("/console/dealers").await.status, there.get("/console/dealers").await.status), (303, 303));
        assert_eq!(other.get("/console/dealers").await.status, 200);
    }
    assert_eq!(Browser::new(&office).log_in("经办", PASSWORD).await.status, 422, "who left does not come back");
}

#[tokio::test]
async fn console_8_no_answer_is_framed_kept_or_runs_anything() {
    let office = house().await;
    let browser = Browser::of(&office, "admin").await;
    let pages =
        ["/console/login", "/console/dealers", "/console/nowhere", "/console/style.css", "/console/records.csv"];
    for path in pages {
        let page = browser.get(path).await;
        let header = |name: &str| page.headers[name].to_str().unwrap().to_owned();
        let policy = header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}");
        assert_eq!((header("cache-control"), header("x-content-type-options")), ("no-store".into(), "nosniff".into()));
        let inline = ["<script", "<style", " style=", "onclick", "http://", "https://"];
        assert!(inline.iter().all(|what| !page.text.contains(what)), "{path}");
    }
    let nobody = Browser::new(&office);
    let csrf = nobody.get("/console/login").await.field("csrf");
    let entered = nobody.send("/console/login", &[("csrf", &csrf), ("name", "admin"), ("password", PASSWORD)]).await;
    let cookie = entered.headers["set-cookie"].to_str().unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
}

#[tokio::test]
async fn console_9_ten_wrong_passwords_close_a_name_where_they_came_from() {
    let office = house().await;
    let browser = Browser::new(&office);
    for _ in 0..10 {
        let page = browser.log_in("admin", "不对").await;
        assert_eq!(page.status, 422);
        assert!(page.text.contains("账号或密码不对") && page.field("name") == "admin", "{}", page.text);
    }
    assert!(browser.log_in("admin", PASSWORD).await.text.contains("过一分钟再试"), "the right one too");
    assert_eq!(browser.log_in("读者", PASSWORD).await.status, 303, "others come in");
    assert_eq!(Browser::at(&office, 5).log_in("admin", PASSWORD).await.status, 303, "and so does its owner");
    office.hands.add(60_000);
    assert_eq!(browser.log_in("admin", PASSWORD).await.status, 303);
}

#[tokio::test]
async fn console_9_sixty_wrong_passwords_from_many_places_close_a_name() {
    let office = house().await;
    for place in 10..20 {
        let browser = Browser::at(&office, place);
        for _ in 0..6 {
            assert_eq!(browser.log_in("admin", "不对").await.status, 422);
        }
    }
    assert!(Browser::new(&office).log_in("admin", PASSWORD).await.text.contains("过一分钟再试"));
    office.hands.add(60_000);
    assert_eq!(Browser::new(&office).log_in("admin", PASSWORD).await.status, 303);
}

#[tokio::test]
async fn an_own_password_is_changed_by_who_knows_the_old_one() {
    let office = house().await;
    let browser = Browser::of(&office, "读者").await;
    let fresh = "秋收冬藏寒来暑往闰余成岁";
    for (old, new, again, said) in [
        ("不对", fresh, fresh, "现在的密码不对"),
        (PASSWORD, "太短", "太短", "12 到 200 个字"),
        (PASSWORD, fresh, PASSWORD, "两次输的新密码不一样"),
    ] {
        let page = browser.post("/console/password", &[("old", old), ("new", new), ("again", again)]).await;
        assert!(page.status == 422 && page.text.contains(said), "{said}: {}", page.text);
        assert!(!page.text.contains(fresh), "a password is never printed");
    }
    let done = browser.post("/console/password", &[("old", PASSWORD), ("new", fresh), ("again", fresh)]).await;
    assert_eq!(done.to, "/console/login");
    assert_eq!(browser.log_in("读者", PASSWORD).await.status, 422);
    assert_eq!(browser.log_in("读者", fresh).await.status, 303);
}
