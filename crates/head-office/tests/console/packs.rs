//! Policy packs and calendars, from an upload to a desk.

use head_office::keys::Keys;
use serde_json::{Value, json};
use std::process::Command;
use sync::memory::MemoryDesk;

use super::browser::*;
use super::common::{Office, enrol, run};

fn pack(version: &str, days: i64) -> String {
    let rule = json!({"key": "card.to_ho", "add": {"n": days, "unit": "day"}, "source": "合同第三条", "source_text": "售出后按期寄到总部"});
    let pack = json!({"format": 2, "pack": "DF-farm", "kind": "contract", "version": version, "title": "农机合同",
        "effective_from": "2026-12-01", "deadlines": [rule]});
    // Ends of lines a browser would rewrite.
    serde_json::to_string_pretty(&pack).unwrap().replace('\n', "\r\n")
}

fn items(office: &Office, dealer: &str) -> Vec<(String, Value)> {
    let head_office::store::Feed::Page(page) = office.store().feed(dealer, None, 50).unwrap() else { panic!("gone") };
    page.items.into_iter().map(|item| (item.kind, serde_json::from_str(&item.body).unwrap())).collect()
}

/// The second click of a look.
async fn second(admin: &Browser, look: &Page) -> Page {
    assert_eq!(look.status, 200, "{}", look.text);
    let form = look.form("/console/packs");
    let form: Vec<_> = form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    admin.send("/console/packs", &form).await
}

#[tokio::test]
async fn packpage_1_a_pack_is_looked_at_then_sent_once_with_its_exact_bytes() {
    let office = house().await;
    let (admin, desk) = (Browser::of(&office, "admin").await, MemoryDesk::default());
    enrol(&desk, "DF", &office, &office.url).await;
    let first = pack("2026.1", 20);
    let look = admin.upload("/console/packs/look", &[("dealer", "")], &[("file", "p.json", first.as_bytes())]).await;
    assert!(
        look.text.contains("2026-12-01")
            && look.text.contains("HB0732、LN0001")
            && look.text.contains("以前没有下发过")
    );
    assert!(items(&office, "HB0732").is_empty(), "a look sends nothing");
    let sent = second(&admin, &look).await;
    assert_eq!(sent.to, "/console/packs?sent=2", "{}", sent.text);
    assert_eq!(second(&admin, &look).await.to, "/console/packs?sent=0", "the second of two clicks");
    let (kind, body) = items(&office, "HB0732").remove(0);
    assert_eq!((kind.as_str(), items(&office, "HB0732").len(), items(&office, "LN0001").len()), ("policy_pack", 1, 1));
    assert_eq!((body["file"].as_str().unwrap(), &body["title"]), (first.as_str(), &json!("农机合同 2026.1")));
    let key = Keys::open(office.dir.path()).unwrap().policy().unwrap().public();
    let signature = body["seal"]["signature"].as_str().unwrap();
    assert!(head_office::keys::is_signed(&key, &first, signature) && body["seal"]["key"] == key.as_str());
    assert_eq!(run(&desk, "DF", &office.hands).await.received, 1);
    assert_eq!(office.store().trail(None, 1).unwrap()[0].action, "publish");

    let next = pack("2026.2", 15);
    let look =
        admin.upload("/console/packs/look", &[("dealer", "LN0001")], &[("file", "p.json", next.as_bytes())]).await;
    let seen = |text: &str| assert!(look.text.contains(text), "{text}: {}", look.text);
    ["售出后按期寄到总部<br>", "card.to_ho", "<td>多少</td>", "<td>20</td>", "<td>15</td>", "DF-farm 2026.1", "1 家"]
        .iter()
        .for_each(|text| seen(text));
    assert!(!look.text.contains("合同第三条"), "what is as before is not listed");
    assert_eq!(second(&admin, &look).await.to, "/console/packs?sent=1");
    assert_eq!((items(&office, "HB0732").len(), items(&office, "LN0001").len()), (1, 2));
    let shelf = admin.get("/console/packs").await.text;
    assert!(shelf.contains("2026.2") && shelf.contains("1 / 2") && shelf.contains("2 / 2"), "{shelf}");
}

#[tokio::test]
async fn packpage_3_sent_again_it_goes_to_who_does_not_have_it() {
    let office = house().await;
    let admin = Browser::of(&office, "admin").await;
    let text = pack("2026.1", 20);
    let upload = |dealer: &'static str| {
        let (admin, text) = (&admin, text.clone());
        async move {
            admin.upload("/console/packs/look", &[("dealer", dealer)], &[("file", "p.json", text.as_bytes())]).await
        }
    };
    second(&admin, &upload("HB0732").await).await;
    office.store().add_dealer("XJ01", "西域", 1, None).unwrap();
    let rest = upload("").await;
    assert!(rest.text.contains("LN0001、XJ01") && rest.text.contains("完全一样"), "{}", rest.text);
    assert_eq!(second(&admin, &rest).await.to, "/console/packs?sent=2");
    let nobody = upload("").await;
    assert!(nobody.status == 422 && nobody.text.contains("都已经有这一份了"));
    assert_eq!(["HB0732", "LN0001", "XJ01"].map(|dealer| items(&office, dealer).len()), [1, 1, 1]);
}

#[tokio::test]
async fn packpage_2_what_is_wrong_is_said_and_nothing_goes() {
    let office = house().await;
    let admin = Browser::of(&office, "admin").await;
    let newer = pack("2026.9", 20);
    let look = admin.upload("/console/packs/look", &[("dealer", "")], &[("file", "p.json", newer.as_bytes())]).await;
    second(&admin, &look).await;
    let before = (items(&office, "HB0732"), office.store().trail(None, 100).unwrap().len());
    let stranger = tempfile::tempdir().unwrap();
    let theirs = Keys::open(stranger.path()).unwrap();
    theirs.policy().unwrap().hand_over("WY", "2026-10-01").unwrap();
    let text = pack("2026.10", 20);
    let seal = |keys: &Keys, text: &str| {
        let key = keys.policy().unwrap();
        json!({"pack": "DF-farm", "version": "2026.10", "key": key.public(), "signature": key.sign(text), "handovers": key.handovers()})
            .to_string()
    };
    let ours = Keys::open(office.dir.path()).unwrap();
    let (foreign, broken) = (seal(&theirs, &text), seal(&ours, "other bytes"));
    let (older, same) = (pack("2026.8", 20), pack("2026.9", 30));
    type Parts<'a> = &'a [(&'a str, &'a str, &'a [u8])];
    let cases: [(&str, Parts<'_>, &str, &str); 9] = [
        ("", &[], "file", "请选文件"),
        ("", &[("file", "p.json", b"{\"pack\": ")], "file", "不是 JSON"),
        ("", &[("file", "p.xlsx", b"PK\x03\x04\xff")], "file", "不是 JSON"),
        ("", &[("file", "p.json", older.as_bytes())], "file", "更新的「DF-farm 2026.9」"),
        ("", &[("file", "p.json", same.as_bytes())], "file", "内容不一样"),
        ("", &[("file", "p.json", text.as_bytes()), ("seal", "p.seal", foreign.as_bytes())], "seal", "厂家「WY」"),
        ("", &[("file", "p.json", text.as_bytes()), ("seal", "p.seal", broken.as_bytes())], "seal", "签名不对"),
        ("", &[("file", "p.json", text.as_bytes()), ("seal", "p.seal", b"?")], "seal", "签名文件读不懂"),
        ("NOPE", &[("file", "p.json", text.as_bytes())], "dealer", "没有这个经销商：NOPE"),
    ];
    for (dealer, files, field, sentence) in cases {
        let page = admin.upload("/console/packs/look", &[("dealer", dealer)], files).await;
        assert_eq!(page.status, 422, "{sentence}: {}", page.text);
        let at =
            page.text.find(&format!("id=\"{field}-refusal\">")).unwrap_or_else(|| panic!("{sentence}: {}", page.text));
        assert!(page.text[at..].contains(sentence), "{sentence}: {}", page.text);
        assert_eq!(page.field("dealer"), dealer);
    }
    // The second click with a file changed on the way.
    let changed = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, text.replace(": 20,", ": 90,"));
    let good = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, seal(&ours, &text));
    let page = admin.post("/console/packs", &[("file", &changed), ("seal", &good)]).await;
    assert!(page.status == 422 && page.text.contains("签名不对"), "{}", page.text);
    let huge = vec![b' '; 13 * 1024 * 1024];
    let page = admin.upload("/console/packs/look", &[], &[("file", "p.json", &huge)]).await;
    assert!(page.status == 413 && page.text.contains("文件太大"), "{}", page.text);
    assert_eq!((items(&office, "HB0732"), office.store().trail(None, 100).unwrap().len()), before);
    let token = admin.upload_as("/console/packs/look", &[], &[("file", "p.json", text.as_bytes())]).await;
    assert!(token.status == 403 && token.text.contains("什么也没有做"), "an upload has its token too");
}

#[tokio::test]
async fn a_pack_sealed_on_another_machine_goes_out_and_the_server_cannot_sign_any_more() {
    let office = house().await;
    let admin = Browser::of(&office, "admin").await;
    let away = tempfile::tempdir().unwrap();
    let at = |name: &str| away.path().join(name).display().to_string();
    let say = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_head-office"));
        let out = command.current_dir(away.path()).args(args).output().unwrap();
        assert!(out.status.success(), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8(out.stdout).unwrap().trim().to_owned()
    };
    let text = pack("2026.1", 20);
    std::fs::write(at("p.json"), &text).unwrap();
    let public = say(&["keygen", &at("policy.key")]);
    assert_eq!(say(&["sign", &at("p.json"), "--key", &at("policy.key")]), at("p.json.seal"));
    assert!(!away.path().join("head-office-data").exists(), "that machine has no database");
    let seal = std::fs::read(at("p.json.seal")).unwrap();
    let files: [(&str, &str, &[u8]); 2] = [("file", "p.json", text.as_bytes()), ("seal", "p.json.seal", &seal)];
    let early = admin.upload("/console/packs/look", &[], &files).await;
    assert!(early.status == 422 && early.text.contains("密钥还没有交接"), "{}", early.text);
    let data = office.dir.path().display().to_string();
    assert!(say(&["--data", &data, "policy", "hand-over", "--to", &public]).ends_with("2 dealers"));
    let look = admin.upload("/console/packs/look", &[], &files).await;
    assert!(look.text.contains("随文件带来，已核对"), "{}", look.text);
    assert_eq!(second(&admin, &look).await.to, "/console/packs?sent=2");
    let sent = items(&office, "LN0001");
    assert_eq!(sent.iter().map(|(kind, _)| kind.as_str()).collect::<Vec<_>>(), ["key_handover", "policy_pack"]);
    assert_eq!((&sent[1].1["seal"]["key"], &sent[1].1["seal"]["handovers"]), (&json!(public), &sent[0].1["handovers"]));
    let bare = pack("2026.2", 20);
    let page = admin.upload("/console/packs/look", &[], &[("file", "p.json", bare.as_bytes())]).await;
    assert!(page.status == 422 && page.text.contains("密钥不在这台服务器上"), "{}", page.text);
}

#[tokio::test]
async fn a_calendar_goes_the_same_way() {
    let office = house().await;
    let admin = Browser::of(&office, "admin").await;
    let year = |rest: &str| {
        json!({"calendar": "CN-2027", "year": 2027, "holidays": [{"name": "元旦", "rest": [rest]}]}).to_string()
    };
    let first = year("2027-01-01");
    let look = admin.upload("/console/packs/look", &[], &[("file", "c.json", first.as_bytes())]).await;
    assert_eq!(second(&admin, &look).await.to, "/console/packs?sent=2");
    let later = year("2027-01-02");
    let look = admin.upload("/console/packs/look", &[], &[("file", "c.json", later.as_bytes())]).await;
    assert!(look.text.contains("元旦") && look.text.contains("2027-01-02"), "{}", look.text);
    assert_eq!(second(&admin, &look).await.to, "/console/packs?sent=2");
    let sent = items(&office, "HB0732");
    assert_eq!(sent.iter().map(|(_, body)| body["file"].as_str().unwrap()).collect::<Vec<_>>(), [&first, &later]);
    assert!(sent.iter().all(|(kind, body)| kind == "work_calendar" && body["title"] == "2027 年工作日历"));
}
