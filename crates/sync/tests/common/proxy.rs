//! A line between desk and head office that does what a line can do to a request.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What happens to one request.
#[derive(Clone)]
pub enum Fate {
    /// Goes through.
    Pass,
    /// Cut before a byte of the body went up.
    BeforeBody,
    /// Cut with half the body gone up.
    MidBody,
    /// Head office has it all and answered; the answer is lost.
    AfterCommit,
    /// Half the answer comes.
    MidReply,
    /// Nothing moves any more, in either direction.
    Stall,
    /// The answer comes in drops.
    Slow(std::time::Duration),
    /// Somebody else answers with these bytes.
    Answer(String),
    /// Head office answers; this is put in the place of these words in its body.
    Rewrite(String, String),
    /// The same, by somebody who holds head office's key: the answer is signed again with this seed.
    Resigned(String, String, [u8; 32]),
    /// Goes through; this is done when head office has the whole request, before its answer is read.
    Meanwhile(Arc<dyn Fn() + Send + Sync>),
    /// This is done when the whole answer is there; then it is lost.
    Answered(Arc<dyn Fn() + Send + Sync>),
}

/// A request as the line sees it.
pub struct Seen {
    /// `POST /v1/batches`
    pub what: String,
    /// The whole head.
    pub head: String,
    /// Bytes of the body.
    pub len: usize,
}

type Decide = dyn FnMut(&Seen) -> Fate + Send;

/// The line.
pub struct Proxy {
    pub url: String,
    decide: Arc<Mutex<Box<Decide>>>,
    upstream: Arc<Mutex<String>>,
}

impl Proxy {
    pub async fn start(upstream: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let upstream = Arc::new(Mutex::new(upstream.to_owned()));
        let way = upstream.clone();
        let decide: Arc<Mutex<Box<Decide>>> = Arc::new(Mutex::new(Box::new(|_| Fate::Pass)));
        let shared = decide.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let to = way.lock().unwrap().trim_start_matches("http://").to_owned();
                tokio::spawn(line(client, to, shared.clone()));
            }
        });
        Self { url, decide, upstream }
    }

    /// New connections go there.
    pub fn to(&self, upstream: &str) {
        *self.upstream.lock().unwrap() = upstream.to_owned();
    }

    /// From now on.
    pub fn set(&self, decide: impl FnMut(&Seen) -> Fate + Send + 'static) {
        *self.decide.lock().unwrap() = Box::new(decide);
    }

    /// The next request to this path, once; then all is well.
    pub fn once(&self, path: &'static str, fate: Fate) {
        let mut left = Some(fate);
        self.set(move |seen| match seen.what.ends_with(path) {
            true => left.take().unwrap_or(Fate::Pass),
            false => Fate::Pass,
        });
    }
}

/// One connection; `None` ends it.
async fn line(mut client: TcpStream, upstream: String, decide: Arc<Mutex<Box<Decide>>>) -> Option<()> {
    let mut server = TcpStream::connect(&upstream).await.ok()?;
    loop {
        let (head, mut body, len) = head(&mut client).await?;
        let seen = Seen { what: head.split(['?', ' ']).take(2).collect::<Vec<_>>().join(" "), head: head.clone(), len };
        let fate = (decide.lock().unwrap())(&seen);
        match &fate {
            Fate::BeforeBody => return None,
            Fate::Stall => {
                // Holds the line without reading until the desk hangs up.
                let mut byte = [0];
                while body.len() < len && client.read(&mut byte).await.ok()? > 0 {
                    body.push(byte[0]);
                }
                return (client.read(&mut byte).await.ok()? > 0).then_some(());
            }
            _ => {}
        }
        rest(&mut client, &mut body, len).await?;
        if let Fate::Answer(text) = &fate {
            client.write_all(text.as_bytes()).await.ok()?;
            return None;
        }
        server.write_all(head.as_bytes()).await.ok()?;
        if matches!(fate, Fate::MidBody) {
            server.write_all(&body[..len / 2]).await.ok()?;
            return None;
        }
        server.write_all(&body).await.ok()?;
        if let Fate::Meanwhile(act) = &fate {
            act();
        }
        reply(&mut client, &mut server, &fate, &seen).await?;
    }
}

async fn reply(client: &mut TcpStream, server: &mut TcpStream, fate: &Fate, seen: &Seen) -> Option<()> {
    let (mut head, mut body, len) = head(server).await?;
    rest(server, &mut body, len).await?;
    match fate {
        Fate::AfterCommit => return None,
        Fate::Answered(act) => {
            act();
            return None;
        }
        Fate::MidReply => {
            client.write_all(head.as_bytes()).await.ok()?;
            client.write_all(&body[..len / 2]).await.ok()?;
            return None;
        }
        Fate::Rewrite(from, to) | Fate::Resigned(from, to, _) => {
            let text = String::from_utf8(body).ok()?.replace(from, to);
            head = head.replace(&format!("content-length: {len}"), &format!("content-length: {}", text.len()));
            body = text.into_bytes();
            if let Fate::Resigned(_, _, seed) = fate {
                head = sign_again(&head, &body, seen, seed)?;
            }
        }
        _ => {}
    }
    client.write_all(head.as_bytes()).await.ok()?;
    if let Fate::Slow(pause) = fate {
        for drop in body.chunks(body.len() / 12 + 1) {
            client.write_all(drop).await.ok()?;
            // The speed of the line, not a wait for something to be ready.
            tokio::time::sleep(*pause).await;
        }
        return Some(());
    }
    client.write_all(&body).await.ok()
}

fn sign_again(head: &str, body: &[u8], seen: &Seen, seed: &[u8; 32]) -> Option<String> {
    let (method, path) = seen.what.split_once(' ')?;
    let line = |head: &str, name: &str| head.lines().find(|l| l.to_lowercase().starts_with(name)).map(str::to_owned);
    let nonce = line(&seen.head, wire::HEADER_REQUEST)?.split_once(": ")?.1.to_owned();
    let hash = wire::hash::sha256_hex(body);
    let text = wire::sign::response(method, path, &nonce, 200, &hash);
    let old = line(head, wire::HEADER_SIGNATURE)?;
    Some(head.replace(&old, &format!("{}: {}", wire::HEADER_SIGNATURE, sync::key::sign(seed, &text))))
}

/// Reads a head; answers it, what of the body came with it, and how long the body is.
pub async fn head(from: &mut TcpStream) -> Option<(String, Vec<u8>, usize)> {
    let mut bytes = Vec::new();
    loop {
        if let Some(end) = bytes.windows(4).position(|w| w == b"\r\n\r\n") {
            let body = bytes.split_off(end + 4);
            let head = String::from_utf8(bytes).ok()?;
            let len = head.lines().find_map(|l| {
                let (name, value) = l.split_once(':')?;
                name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
            });
            return Some((head, body, len.unwrap_or(0)));
        }
        let mut piece = [0; 4096];
        let n = from.read(&mut piece).await.ok().filter(|n| *n > 0)?;
        bytes.extend_from_slice(&piece[..n]);
    }
}

/// Reads the rest of a body.
pub async fn rest(from: &mut TcpStream, body: &mut Vec<u8>, len: usize) -> Option<()> {
    let have = body.len();
    body.resize(len, 0);
    from.read_exact(&mut body[have..]).await.ok()?;
    Some(())
}

/// A page of a hotel.
pub fn html(status: &str) -> Fate {
    let page = "<html><body>请先登录酒店网络</body></html>";
    Fate::Answer(format!(
        "HTTP/1.1 {status}\r\ncontent-type: text/html\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{page}",
        page.len()
    ))
}
