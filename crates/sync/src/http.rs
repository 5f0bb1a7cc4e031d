//! One request to head office: sent, watched, answered, and the answer's signature checked.
//!
//! - SYNC-11 An answer counts only when the pinned key signed it, for this very request.
//! - SYNC-12 A request is given up when no byte moved for a while, or when after ten times that fewer than a hundred a second did; never because much took long.
//! - SYNC-13 http:// is for this machine only; everything else is https.
//! - SYNC-14 A redirect is never followed: our head office sends none, a hotel's page does.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use reqwest::header::{CONTENT_LENGTH, HeaderMap};
use reqwest::{Body, Client, Method, RequestBuilder, Response, Url};
use tokio::sync::Notify;
use tokio::time::Instant;

use crate::key::{self, Pinned};
use crate::network::{self, Proxy};
use crate::outcome::{Class, Options, Problem};
use crate::tls;
use crate::trouble::{self, Unsigned};

/// Answers larger than this are no answers of ours.
const MAX_ANSWER: usize = 32 * 1024 * 1024;
const PIECE: usize = 16 * 1024;
/// A line that moves more is never given up, however long it takes. The worst cell carries some hundred bytes a second, and a batch that
/// fails there twice is halved; what moves less is no line but a box, or somebody, that keeps a request open with drops.
const SLOWEST: u64 = 100;
/// So many times the silence that ends a request may pass before its speed counts: the answer itself may be long in the making.
const GRACE: u32 = 10;

/// The way to one head office.
pub struct Wire {
    client: Client,
    base: Url,
    pinned: Option<Pinned>,
    stall: Duration,
    protocol: u16,
}

/// What is asked.
pub struct Ask<'a> {
    /// GET, POST, PUT.
    pub method: Method,
    /// `/v1/…`
    pub path: &'a str,
    /// Names and values.
    pub query: &'a [(&'a str, String)],
    /// Bearer token.
    pub token: Option<&'a str>,
    /// Further headers.
    pub headers: &'a [(&'a str, String)],
    /// The body, if any.
    pub body: Option<Bytes>,
    /// Told when the body's bytes are gone.
    pub gone: Option<Arc<Notify>>,
}

impl<'a> Ask<'a> {
    /// A GET without anything.
    pub fn get(path: &'a str) -> Self {
        Self { method: Method::GET, path, query: &[], token: None, headers: &[], body: None, gone: None }
    }

    /// A POST of JSON.
    pub fn post(path: &'a str, body: Bytes) -> Self {
        Self { method: Method::POST, headers: &[], body: Some(body), ..Self::get(path) }
    }
}

/// A signed answer. Its status may be any: the caller knows which it can use.
#[derive(Debug)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
    /// Retry-After in milliseconds.
    pub wait_ms: Option<i64>,
}

impl Wire {
    /// Checks the address and makes the client. `pinned` is none only while enrolling; certificates are judged by the time `at`.
    pub fn new(url: &str, pinned: Option<Pinned>, options: &Options, at: i64) -> Result<Self, Problem> {
        let base = address(url)?;
        let broken = |why: String| Problem::new("http_client", Class::Local, why);
        let secure = base.scheme() == "https";
        let tls = tls::config(secure, &options.network.authorities, at).map_err(|e| broken(chain(&e)))?;
        let builder = Client::builder()
            .tls_backend_preconfigured(tls)
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(options.connect)
            .user_agent(concat!("sanbao-desk/", env!("CARGO_PKG_VERSION")));
        let proxy = if is_loopback(&base) { &Proxy::Direct } else { &options.network.proxy };
        let client = proxy.on(builder).and_then(reqwest::ClientBuilder::build).map_err(|e| broken(chain(&e)))?;
        Ok(Self { client, base, pinned, stall: options.stall, protocol: options.protocol })
    }

    /// From now on only answers signed by this key count.
    pub fn pin(&mut self, pinned: Pinned) {
        self.pinned = Some(pinned);
    }

    /// Asks and waits. `Err` for everything that is not a signed answer.
    pub async fn ask(&self, ask: Ask<'_>) -> Result<Reply, Problem> {
        let nonce = key::random::<16>().map_err(|e| trouble::random(&e))?;
        let nonce = wire::hash::to_hex(&nonce);
        let pulse = Pulse::new();
        let method = ask.method.to_string();
        let path = ask.path.to_owned();
        let request = self.request(ask, &nonce, &pulse)?;
        let raw = pulse.watch(self.stall, fetch(request, &pulse)).await??;
        self.judge(raw, &method, &path, &nonce)
    }

    fn request(&self, ask: Ask, nonce: &str, pulse: &Pulse) -> Result<RequestBuilder, Problem> {
        let mut url = self.base.clone();
        url.set_path(&format!("{}{}", self.base.path().trim_end_matches('/'), ask.path));
        let mut request = self
            .client
            .request(ask.method, url)
            .query(ask.query)
            .header(wire::HEADER_PROTOCOL, self.protocol)
            .header(wire::HEADER_REQUEST, nonce);
        for (name, value) in ask.headers {
            request = request.header(*name, value);
        }
        if let Some(token) = ask.token {
            request = request.bearer_auth(token);
        }
        if let Some(body) = ask.body {
            request = request.header(CONTENT_LENGTH, body.len());
            request = request.body(Body::wrap(Pieces { rest: body, pulse: pulse.clone(), gone: ask.gone }));
        }
        Ok(request)
    }

    fn judge(&self, raw: Raw, method: &str, path: &str, nonce: &str) -> Result<Reply, Problem> {
        let signature = raw.header(wire::HEADER_SIGNATURE);
        let hash = wire::hash::sha256_hex(&raw.body);
        let text = wire::sign::response(method, path, nonce, raw.status, &hash);
        let wait_ms = retry_after(&raw.headers);
        let pinned = match &self.pinned {
            Some(pinned) => Some(pinned.clone()),
            None => self.claimed(&raw.body),
        };
        let ours = pinned.is_some_and(|key| key.signed(&text, &signature));
        if !ours {
            let other_key = !signature.is_empty();
            return Err(trouble::unsigned(&Unsigned { status: raw.status, wait_ms, other_key, page: raw.is_page() }));
        }
        Ok(Reply { status: raw.status, body: raw.body, wait_ms })
    }

    /// While enrolling: the key a hello names itself, to be compared with the code afterwards.
    fn claimed(&self, body: &[u8]) -> Option<Pinned> {
        let hello: wire::hello::Hello = serde_json::from_slice(body).ok()?;
        Pinned::parse(&hello.receipt_key)
    }
}

struct Raw {
    status: u16,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Raw {
    fn header(&self, name: &str) -> String {
        let value = self.headers.get(name).and_then(|v| v.to_str().ok());
        value.unwrap_or_default().to_owned()
    }

    /// Written for a browser: by its kind, or by how it begins.
    fn is_page(&self) -> bool {
        let html = self.header("content-type").to_ascii_lowercase().starts_with("text/html");
        html || self.body.trim_ascii_start().starts_with(b"<")
    }
}

async fn fetch(request: RequestBuilder, pulse: &Pulse) -> Result<Raw, Problem> {
    let response = request.send().await.map_err(|e| trouble::no_answer(&e, network::is_up))?;
    pulse.beat(0);
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let body = collect(response, pulse).await?;
    Ok(Raw { status, headers, body })
}

async fn collect(mut response: Response, pulse: &Pulse) -> Result<Vec<u8>, Problem> {
    let mut body = Vec::new();
    while let Some(piece) = response.chunk().await.map_err(|e| trouble::no_answer(&e, network::is_up))? {
        pulse.beat(piece.len());
        body.extend_from_slice(&piece);
        if body.len() > MAX_ANSWER {
            let detail = "the answer has no end";
            return Err(Problem::new("not_our_server", Class::NotOurServer, detail));
        }
    }
    Ok(body)
}

/// When a byte last moved, and how many did.
#[derive(Clone)]
struct Pulse(Arc<Mutex<Moved>>);

struct Moved {
    began: Instant,
    last: Instant,
    bytes: u64,
}

impl Moved {
    /// When the request is given up if nothing more moves.
    fn patience(&self, stall: Duration) -> Instant {
        let slow = self.began + stall * GRACE + Duration::from_secs(self.bytes / SLOWEST);
        slow.min(self.last + stall)
    }
}

impl Pulse {
    fn new() -> Self {
        let now = Instant::now();
        Self(Arc::new(Mutex::new(Moved { began: now, last: now, bytes: 0 })))
    }

    fn beat(&self, bytes: usize) {
        let mut moved = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        moved.last = Instant::now();
        moved.bytes += bytes as u64;
    }

    fn patience(&self, stall: Duration) -> Instant {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).patience(stall)
    }

    /// Runs `work` until it is done or its pulse stops.
    async fn watch<T>(&self, stall: Duration, work: impl Future<Output = T>) -> Result<T, Problem> {
        let mut work = std::pin::pin!(work);
        loop {
            let give_up = self.patience(stall);
            // An answer that is here counts, however long nobody looked.
            tokio::select! {
                biased;
                done = &mut work => return Ok(done),
                () = tokio::time::sleep_until(give_up) => {
                    if self.patience(stall) <= Instant::now() {
                        return Err(trouble::stalled(stall));
                    }
                }
            }
        }
    }
}

/// A body handed over in pieces; each piece taken is a beat.
struct Pieces {
    rest: Bytes,
    pulse: Pulse,
    gone: Option<Arc<Notify>>,
}

/// The client lets go of a body when its last piece is written, or when nobody wants it any more.
impl Drop for Pieces {
    fn drop(&mut self) {
        if let Some(gone) = &self.gone {
            gone.notify_one();
        }
    }
}

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let len = self.rest.len().min(PIECE);
        self.pulse.beat(len);
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        let piece = self.rest.split_to(len);
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest.len() as u64)
    }
}

/// One TLS provider for the process. Harmless when another part installed it before.
pub fn install_crypto() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}

fn address(url: &str) -> Result<Url, Problem> {
    let bad = |detail: &str| Problem::new("bad_url", Class::NotOurServer, detail);
    let parsed = Url::parse(url.trim()).map_err(|e| bad(&e.to_string()))?;
    match parsed.scheme() {
        "https" => Ok(parsed),
        "http" if is_loopback(&parsed) => Ok(parsed),
        "http" => Err(bad("http:// is for this machine only")),
        _ => Err(bad("the address begins with https://")),
    }
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let ip = host.parse::<std::net::IpAddr>();
    host == "localhost" || ip.is_ok_and(|ip| ip.is_loopback())
}

/// Seconds, or a date measured against the answer's own Date: our clock may be wrong.
fn retry_after(headers: &HeaderMap) -> Option<i64> {
    let text = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    let value = text("retry-after")?;
    if let Ok(seconds) = value.parse::<i64>() {
        return Some(seconds.saturating_mul(1000).max(0));
    }
    let until = httpdate::parse_http_date(value).ok()?;
    let date = httpdate::parse_http_date(text("date")?).ok()?;
    let wait = until.duration_since(date).unwrap_or_default();
    i64::try_from(wait.as_millis()).ok()
}

/// An error with all its causes, for the log.
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sync_13_plain_http_is_for_this_machine_only() {
        for good in ["https://ho.example", "http://127.0.0.1:9", "http://[::1]:9", "http://localhost"] {
            assert!(address(good).is_ok(), "{good}");
        }
        for bad in ["http://ho.example", "http://10.0.0.1", "ftp://127.0.0.1", "ho.example", ""] {
            assert_eq!(address(bad).unwrap_err().code, "bad_url", "{bad}");
        }
    }

    #[test]
    fn sync_12_a_line_that_drips_is_given_up_and_a_slow_one_never() {
        let (began, stall) = (Instant::now(), Duration::from_secs(30));
        let after = |seconds: u64, bytes: u64| {
            let last = began + Duration::from_secs(seconds);
            Moved { began, last, bytes }.patience(stall) - began
        };
        let seconds = Duration::from_secs;
        assert_eq!(after(0, 0), seconds(30), "silence");
        assert_eq!(after(200, 10), seconds(230), "what is made slowly is waited for");
        assert_eq!(after(299, 10), seconds(300), "drops for five minutes are enough");
        // A day at a hundred and fifty bytes a second.
        assert_eq!(after(86_400, 86_400 * 150), seconds(86_430));
    }

    #[tokio::test]
    async fn sync_12_drops_without_an_end_do_not_keep_a_request() {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let drips = tokio::spawn(async move {
            let (mut line, _) = listener.accept().await.unwrap();
            let _ = line.read(&mut [0; 4096]).await;
            let mut bytes: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n";
            // Ends when the other end hangs up. The speed of the line, not a wait for something to be ready.
            while line.write_all(bytes).await.is_ok() {
                bytes = b" ";
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        });
        let options =
            Options { stall: Duration::from_millis(200), ..Options::new(crate::outcome::Trigger::Click, "t") };
        let wire = Wire::new(&url, None, &options, 0).unwrap();
        assert_eq!(wire.ask(Ask::get("/v1/hello")).await.unwrap_err().code, "timeout");
        drips.await.unwrap();
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let mut headers = HeaderMap::new();
        headers.insert("retry-after", "7".parse().unwrap());
        assert_eq!(retry_after(&headers), Some(7_000));
        headers.insert("retry-after", "Sat, 21 Nov 2026 10:01:00 GMT".parse().unwrap());
        headers.insert("date", "Sat, 21 Nov 2026 10:00:00 GMT".parse().unwrap());
        assert_eq!(retry_after(&headers), Some(60_000));
        headers.insert("retry-after", "soon".parse().unwrap());
        assert_eq!(retry_after(&headers), None);
    }
}
