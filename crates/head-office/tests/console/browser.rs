//! A browser with one cookie jar, and an office with clerks, dealers and records.

use std::collections::BTreeMap;
use std::sync::Mutex;

use head_office::passwords;
use head_office::store::Incoming;
use head_office::store::clerks::Role;
use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::{Client, redirect};
use wire::batch::Batch;
use wire::record::Record;

use super::common::{Office, id};

pub const PASSWORD: &str = "麦收时节六月初四下小雨";

/// An answer, read.
pub struct Page {
    pub status: u16,
    pub to: String,
    pub text: String,
    pub bytes: Vec<u8>,
    pub headers: reqwest::header::HeaderMap,
}

impl Page {
    /// Every hidden field of the form that goes to an address.
    pub fn form(&self, action: &str) -> Vec<(String, String)> {
        let at =
            self.text.find(&format!("action=\"{action}\"")).unwrap_or_else(|| panic!("no {action} in {}", self.text));
        let form = &self.text[at..];
        let form = &form[..form.find("</form>").unwrap()];
        let hidden = form.split("<input type=\"hidden\" name=\"").skip(1);
        let read = |field: &str| {
            let (name, rest) = field.split_once('"').unwrap();
            let value = rest.trim_start_matches(" value=\"");
            (name.to_owned(), plain(&value[..value.find('"').unwrap()]))
        };
        hidden.map(read).collect()
    }

    /// The value of a field in a page's form.
    pub fn field(&self, name: &str) -> String {
        let at = self.text.find(&format!("name=\"{name}\"")).unwrap_or_else(|| panic!("no {name} in {}", self.text));
        let rest = &self.text[at..];
        let rest = &rest[rest.find("value=\"").unwrap() + 7..];
        rest[..rest.find('"').unwrap()].to_owned()
    }
}

fn plain(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

pub struct Browser {
    client: Client,
    url: String,
    jar: Mutex<BTreeMap<String, String>>,
    /// The address a balancer writes.
    from: String,
}

impl Browser {
    pub fn new(office: &Office) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder().redirect(redirect::Policy::none()).no_proxy().build().unwrap();
        Self { client, url: office.url.clone(), jar: Mutex::default(), from: "198.51.100.4".to_owned() }
    }

    /// The same at another place.
    pub fn at(office: &Office, place: u8) -> Self {
        Self { from: format!("198.51.100.{place}"), ..Self::new(office) }
    }

    /// A browser of somebody who is logged in.
    pub async fn of(office: &Office, name: &str) -> Self {
        let browser = Self::new(office);
        let page = browser.log_in(name, PASSWORD).await;
        assert_eq!((page.status, page.to.as_str()), (303, "/console/dealers"), "{}", page.text);
        browser
    }

    pub async fn log_in(&self, name: &str, password: &str) -> Page {
        let csrf = self.get("/console/login").await.field("csrf");
        self.send("/console/login", &[("csrf", &csrf), ("name", name), ("password", password)]).await
    }

    pub async fn get(&self, path: &str) -> Page {
        self.answer(self.client.get(format!("{}{path}", self.url))).await
    }

    /// A form as it is, token or none.
    pub async fn send(&self, path: &str, form: &[(&str, &str)]) -> Page {
        let body = serde_urlencoded::to_string(form).unwrap();
        let post = self.client.post(format!("{}{path}", self.url));
        self.answer(post.header("content-type", "application/x-www-form-urlencoded").body(body)).await
    }

    /// A form with the session's own token.
    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> Page {
        let csrf = self.get("/console/password").await.field("csrf");
        self.send(path, &[form, &[("csrf", &csrf)]].concat()).await
    }

    /// A form with files: name, file's name, bytes.
    pub async fn upload(&self, path: &str, form: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Page {
        let csrf = self.get("/console/password").await.field("csrf");
        self.upload_as(path, &[form, &[("csrf", &csrf)]].concat(), files).await
    }

    /// The same as it is, token or none.
    pub async fn upload_as(&self, path: &str, form: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Page {
        let mut body = Vec::new();
        for (name, value) in form {
            body.extend(
                format!("--MARK\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        for (name, file, bytes) in files {
            let head =
                format!("--MARK\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\r\n");
            body.extend([head.as_bytes(), bytes, b"\r\n"].concat());
        }
        body.extend(b"--MARK--\r\n");
        let post = self.client.post(format!("{}{path}", self.url));
        self.answer(post.header("content-type", "multipart/form-data; boundary=MARK").body(body)).await
    }

    /// A form that says which site it comes from.
    pub async fn send_from(&self, origin: &str, path: &str, form: &[(&str, &str)]) -> Page {
        let body = serde_urlencoded::to_string(form).unwrap();
        let post = self.client.post(format!("{}{path}", self.url)).header("origin", origin);
        self.answer(post.header("content-type", "application/x-www-form-urlencoded").body(body)).await
    }

    pub fn cookies(&self) -> String {
        let jar = self.jar.lock().unwrap();
        jar.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    async fn answer(&self, request: reqwest::RequestBuilder) -> Page {
        let response =
            request.header(COOKIE, self.cookies()).header("x-forwarded-for", &self.from).send().await.unwrap();
        let headers = response.headers().clone();
        for set in headers.get_all(SET_COOKIE) {
            let (name, value) = set.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            self.jar.lock().unwrap().insert(name.to_owned(), value.to_owned());
        }
        let to = headers.get(LOCATION).map(|to| to.to_str().unwrap().to_owned()).unwrap_or_default();
        let status = response.status().as_u16();
        let bytes = response.bytes().await.unwrap().to_vec();
        Page { status, to, text: String::from_utf8_lossy(&bytes).into_owned(), bytes, headers }
    }
}

/// An office with a clerk of each role and two dealers.
pub async fn house() -> Office {
    let office = Office::with("DF", |config| config.forwarded = true).await;
    let store = office.store();
    let kept = passwords::hash(PASSWORD).unwrap();
    for (name, role) in [("读者", Role::Reader), ("经办", Role::Clerk), ("admin", Role::Admin)] {
        store.put_clerk(name, role, &kept, office.hands.now(), None).unwrap();
    }
    store.add_dealer("LN0001", "北方农机", office.hands.now(), None).unwrap();
    office
}

/// A record comes in.
pub fn take(office: &Office, dealer: &str, n: u64, rev: u32, kind: &str, body: &str) {
    let record = Record {
        record_id: id(n),
        rev,
        base_rev: None,
        kind: kind.into(),
        schema: 1,
        seq: n * 100 + u64::from(rev),
        hash: wire::hash::sha256_hex(body.as_bytes()),
        body: body.into(),
        extra: serde_json::Map::new(),
    };
    let batch = Batch {
        v: 1,
        batch_id: format!("{dealer}-{n}-{rev}"),
        principal: "DF".into(),
        dealer: dealer.into(),
        device_id: "d".into(),
        epoch: dealer.into(),
        receipts: None,
        records: vec![record],
        extra: serde_json::Map::new(),
    };
    let incoming = Incoming { dealer: dealer.into(), device_id: "d".into(), batch, now: office.hands.now() };
    let replies = office.store().ingest(&[incoming], 2_000_000, &|_| "s".into());
    assert!(replies.iter().all(Result::is_ok), "{replies:?}");
}

/// A card's body.
pub fn card(no: &str, serial: &str, due_on: &str) -> String {
    format!(
        r#"{{"principal":"DF","sale":{{"no":"{no}","sold_on":"2026-11-01"}},"unit":{{"serial":"{serial}"}},"card":{{"no":"","due_on":"{due_on}"}}}}"#
    )
}
