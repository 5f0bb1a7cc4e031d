//! The real program with its log in a file, and a device that asks it by hand.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use head_office::access;
use head_office::keys::Keys;
use head_office::store::Store;
use head_office::store::sqlite::Sqlite;
use reqwest::{Client, Response, StatusCode};
use serde_json::{Value, json};
use sync::outcome::{Options, Trigger};
use wire::hash::sha256_hex;

pub const NONCE: &str = "0123456789abcdef0123456789abcdef";

pub fn now() -> i64 {
    head_office::clock::now_ms()
}

pub fn say(dir: &Path, args: &[&str]) -> String {
    let out = Command::new(env!("CARGO_BIN_EXE_head-office")).arg("--data").arg(dir).args(args).output().unwrap();
    assert!(out.status.success(), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap().trim().to_owned()
}

pub fn client() -> Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().no_proxy().timeout(Duration::from_secs(60)).build().unwrap()
}

/// A server that runs; it is ended with the story.
pub struct Server {
    pub dir: tempfile::TempDir,
    pub url: String,
    pub admin: String,
    pub child: Child,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    pub fn start(args: &[&str]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        say(dir.path(), &["init", "--principal", "DF"]);
        say(dir.path(), &["dealer", "add", "HB0732", "大地农机"]);
        let log = std::fs::File::create(dir.path().join("log")).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_head-office"))
            .arg("--data")
            .arg(dir.path())
            .args(["serve", "--listen", "127.0.0.1:0", "--admin", "127.0.0.1:0"])
            .args(args)
            .env("RUST_LOG", "head_office=trace,wire=trace,parcel=trace,report=trace")
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let url = lines.next().unwrap().unwrap();
        let admin = lines.next().unwrap().unwrap().replace("admin ", "");
        Self { dir, url, admin, child }
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(self.dir.path().join("log")).unwrap()
    }

    /// Waits until the log has these words.
    pub fn until_logged(&self, words: &str) {
        let until = Instant::now() + Duration::from_secs(20);
        while !self.log().contains(words) {
            assert!(Instant::now() < until, "never logged: {words}");
            std::thread::yield_now();
        }
    }

    pub fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args([&format!("-{name}"), &pid]).status().unwrap().success());
    }

    pub fn store(&self) -> Sqlite {
        Sqlite::open(self.dir.path()).unwrap()
    }

    /// A device of HB0732 with a token.
    pub async fn device(&self, name: &str) -> Device {
        Device::of(self.dir.path(), &self.url, "HB0732", name).await
    }
}

/// A device that asks by hand.
pub struct Device {
    pub id: String,
    pub token: String,
    pub dealer: String,
    pub url: String,
    pub client: Client,
}

impl Device {
    pub async fn of(dir: &Path, url: &str, dealer: &str, name: &str) -> Self {
        let code = say(dir, &["enrol-code", dealer]);
        let options = Options::new(Trigger::Click, "test");
        sync::enrol(url, &code, name, None, &now, &options).await.unwrap();
        let devices = Sqlite::open(dir).unwrap().devices().unwrap();
        let id = devices.into_iter().rfind(|d| d.dealer == dealer && d.name == name).unwrap().device_id;
        let token = access::token(&Keys::open(dir).unwrap(), &id, now());
        Self { id, token, dealer: dealer.into(), url: url.into(), client: client() }
    }

    pub async fn get(&self, path: &str) -> Response {
        let ask = self.client.get(format!("{}{path}", self.url)).bearer_auth(&self.token);
        ask.header("sanbao-request", NONCE).send().await.unwrap()
    }

    pub async fn post(&self, path: &str, body: &Value) -> Response {
        let ask = self.client.post(format!("{}{path}", self.url)).bearer_auth(&self.token);
        ask.header("sanbao-request", NONCE).json(body).send().await.unwrap()
    }

    pub fn batch(&self, batch_id: &str, epoch: &str, records: &[Value]) -> Value {
        json!({"v": 1, "batch_id": batch_id, "principal": "DF", "dealer": self.dealer, "device_id": self.id,
            "epoch": epoch, "records": records})
    }

    pub async fn send(&self, batch: &Value) -> reqwest::Result<Response> {
        let (bytes, id) = (batch.to_string(), batch["batch_id"].as_str().unwrap().to_owned());
        let ask = self.client.post(format!("{}/v1/batches", self.url)).bearer_auth(&self.token);
        let ask = ask.header("sanbao-request", NONCE).header("idempotency-key", id);
        ask.header("content-digest", digest(bytes.as_bytes())).body(bytes).send().await
    }

    /// A whole file in one chunk.
    pub async fn put(&self, bytes: &'static [u8]) -> Response {
        let ask = self.client.put(format!("{}/v1/blobs/{}", self.url, sha256_hex(bytes))).bearer_auth(&self.token);
        let ask = ask.header("content-digest", digest(bytes)).header("sanbao-request", NONCE);
        let span = format!("bytes 0-{}/{}", bytes.len() - 1, bytes.len());
        ask.header("content-range", span).body(bytes).send().await.unwrap()
    }
}

pub fn digest(bytes: &[u8]) -> String {
    format!("sha-256=:{}:", STANDARD.encode(wire::hash::sha256(bytes)))
}

/// A record of a batch.
pub fn record(seq: u64, id: &str, body: &str) -> Value {
    json!({"record_id": id, "rev": 1, "kind": "card", "schema": 1, "seq": seq, "hash": sha256_hex(body.as_bytes()), "body": body})
}

pub async fn text(url: &str) -> (StatusCode, String) {
    let answer = client().get(url).send().await.unwrap();
    (answer.status(), answer.text().await.unwrap())
}
