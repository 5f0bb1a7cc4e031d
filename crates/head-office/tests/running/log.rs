//! The log at its most talkative, after every route was driven with things that must not stand in it.

use head_office::passwords;
use head_office::store::Store;
use head_office::store::clerks::{Clerks, Role};
use serde_json::json;

use super::common::id;
use super::server::{Server, digest, record, say};

const NAME: &str = "王秀英";
const PHONE: &str = "13812345678";
const ADDRESS: &str = "清河镇三里屯";
const SERIAL: &str = "SN-SECRET-77";
const PASSWORD: &str = "麦收时节六月初四下小雨";

fn personal() -> String {
    json!({"principal": "DF", "customer": {"name": NAME, "phone": PHONE, "address": ADDRESS},
        "unit": {"serial": SERIAL}, "sale": {"no": PHONE, "sold_on": "2026-11-01"}})
    .to_string()
}

async fn log_in(server: &Server, password: &str) -> String {
    let client = super::server::client();
    let page = client.get(format!("{}/console/login", server.url)).send().await.unwrap();
    let cookies = |answer: &reqwest::Response| {
        let all = answer
            .headers()
            .get_all("set-cookie")
            .iter()
            .map(|v| v.to_str().unwrap().split(';').next().unwrap().to_owned());
        all.collect::<Vec<_>>().join("; ")
    };
    let cookie = cookies(&page);
    let text = page.text().await.unwrap();
    let at = text.find("name=\"csrf\"").unwrap();
    let csrf = text[at..].split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let form =
        serde_urlencoded::to_string([("csrf", csrf.as_str()), ("name", "经办"), ("password", password)]).unwrap();
    let no_redirect =
        reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let post = no_redirect.post(format!("{}/console/login", server.url)).header("cookie", cookie);
    cookies(&post.header("content-type", "application/x-www-form-urlencoded").body(form).send().await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn log_1_nothing_of_what_was_sent_stands_in_the_log() {
    let server = Server::start(&[]);
    let store = server.store();
    store.put_clerk("经办", Role::Clerk, &passwords::hash(PASSWORD).unwrap(), super::server::now()).unwrap();
    let device = server.device(&format!("{NAME}的柜台")).await;
    let code = say(server.dir.path(), &["enrol-code", "HB0732"]);

    // Every route of protocol 1, well and badly.
    let body = personal();
    let good = device.batch("b-1", "e1", &[record(1, &id(1), &body)]);
    assert_eq!(device.send(&good).await.unwrap().status(), 200);
    let conflict =
        device.batch("b-2", "e1", &[record(2, &id(1), &body.replace("2026", "2025")), record(1, &id(9), &body)]);
    assert_eq!(device.send(&conflict).await.unwrap().status(), 200);
    let broken = json!({"batch_id": "b-3", "records": [{"record_id": NAME, "rev": PHONE, "body": body}]});
    assert_eq!(device.send(&broken).await.unwrap().status(), 400);
    let unsigned =
        device.client.post(format!("{}/v1/batches", server.url)).bearer_auth(&device.token).body(body.clone());
    assert_eq!(unsigned.header("content-digest", digest(b"x")).send().await.unwrap().status(), 400);
    assert_eq!(device.put("王秀英 13812345678 签名".as_bytes()).await.status(), 200);
    assert_eq!(device.get(&format!("/v1/blobs/{PHONE}")).await.status(), 400);
    assert_eq!(device.get(&format!("/v1/hello?epochs={PHONE}&after={PHONE}-{NAME}")).await.status(), 200);
    assert_eq!(device.get(&format!("/v1/feed?after={PHONE}-{NAME}")).await.status(), 410);
    assert_eq!(device.get(&format!("/v1/feed?limit={PHONE}{PHONE}")).await.status(), 400);
    assert_eq!(device.get(&format!("/{PHONE}/{NAME}")).await.status(), 404);
    let check = json!({"epoch": NAME, "ranges": [[1, 2]], "list": true});
    assert_eq!(device.post("/v1/streams/check", &check).await.status(), 200);
    assert_eq!(device.post("/v1/streams/check", &json!({"epoch": [PHONE]})).await.status(), 400);
    let enrol = json!({"code": code, "device_key": "eA==", "device_name": NAME, "signature": PHONE});
    assert_eq!(device.post("/v1/enrol", &enrol).await.status(), 400);
    let token = json!({"device_id": device.id, "challenge": PHONE, "signature": NAME});
    assert_eq!(device.post("/v1/token", &token).await.status(), 401);
    assert_eq!(device.get("/v1/openapi.json").await.status(), 200);
    // The console, with a wrong password and a good one, and pages with all of it on them.
    log_in(&server, &format!("{PASSWORD}{PHONE}")).await;
    let cookie = log_in(&server, PASSWORD).await;
    let mut seen = false;
    for path in [
        "dealers",
        "records",
        &format!("record?dealer=HB0732&id={}", id(1)),
        &format!("lookup?text={PHONE}"),
        "records.csv",
    ] {
        let ask = device.client.get(format!("{}/console/{path}", server.url)).header("cookie", &cookie);
        let answer = ask.send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        seen |= answer.text().await.unwrap().contains(PHONE);
    }
    assert!(seen, "the pages do show it");

    let log = server.log();
    assert!(log.lines().count() > 20 && log.contains(&device.id), "the log does say something");
    let [receipt, access] = ["receipt.key", "access.key"]
        .map(|name| std::fs::read_to_string(server.dir.path().join(name)).unwrap().trim().to_owned());
    let session = cookie.split('=').next_back().unwrap();
    for secret in [NAME, PHONE, ADDRESS, SERIAL, PASSWORD, &code, &code[..9], &device.token, session, &receipt, &access]
    {
        assert!(secret.len() > 4 && !log.contains(secret), "{secret} stands in the log");
    }
    assert_eq!(store.devices().unwrap().len(), 1);
    let line: serde_json::Value =
        serde_json::from_str(log.lines().rfind(|l| l.contains("\"answered\"")).unwrap()).unwrap();
    for field in ["status", "ms"] {
        assert!(line["fields"][field].is_u64(), "{line}");
    }
    for field in ["id", "method", "route"] {
        assert!(line["span"][field].is_string(), "{line}");
    }
}
