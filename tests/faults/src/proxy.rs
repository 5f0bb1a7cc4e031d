//! A line between desk and head office that does what lines, boxes and other people do: by the byte, in both directions.
//!
//! The line reads one request after the other, asks what is to become of it, and passes it on in pieces, counting bytes.
//!
//! Absent: HTTP/2 and chunked bodies, which neither side speaks on a plain line.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Bytes passed on at once.
const PIECE: usize = 1_400;

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
    /// The whole answer comes, then the line is gone.
    AfterReply,
    /// Cut when so many bytes of the request went up, its head counted.
    CutUp(usize),
    /// Cut when so many bytes of the answer came down, its head counted.
    CutDown(usize),
    /// One bit of this byte of the request's body is turned; a request without a body goes through.
    SpoilUp(usize),
    /// One bit of this byte of the answer is turned.
    SpoilDown(usize),
    /// Nothing moves any more, in either direction.
    Stall,
    /// So many bytes of the answer come, then nothing moves.
    StallDown(usize),
    /// The answer comes in drops.
    Slow(Duration),
    /// Somebody else answers with these bytes.
    Answer(String),
    /// Head office answers; this is put in the place of these words in its body.
    Rewrite(String, String),
    /// Head office answers; this makes another answer of it.
    Change(Arc<Changed>),
    /// Goes through; this is done when head office has the whole request, before its answer is read.
    Meanwhile(Arc<dyn Fn() + Send + Sync>),
    /// This is done when the whole answer is there; then it is lost.
    Answered(Arc<dyn Fn() + Send + Sync>),
}

/// Makes another head and body of an answer to this request.
pub type Changed = dyn Fn(&Seen, String, Vec<u8>) -> Option<(String, Vec<u8>)> + Send + Sync;

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
    /// Where the desk is told head office is.
    pub url: String,
    decide: Arc<Mutex<Box<Decide>>>,
    upstream: Arc<Mutex<String>>,
    /// Closing it ends a line with a thread of its own.
    _own: Option<tokio::sync::oneshot::Sender<()>>,
}

impl Proxy {
    /// A line in the story's own runtime.
    ///
    /// # Panics
    /// When no port is free.
    pub async fn start(upstream: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap_or_else(|why| panic!("no port: {why}"));
        let (line, serve) = Self::over(&listener, upstream);
        tokio::spawn(serve(listener));
        line
    }

    /// A line in a thread of its own, for stories that wait by standing still.
    ///
    /// # Panics
    /// When no port or no thread is to be had.
    #[must_use]
    pub fn beside(upstream: &str) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.unwrap_or_else(|why| panic!("no runtime: {why}"));
        let listener =
            runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap_or_else(|why| panic!("no port: {why}"));
        let (mut line, serve) = Self::over(&listener, upstream);
        let (own, ended) = tokio::sync::oneshot::channel::<()>();
        line._own = Some(own);
        std::thread::spawn(move || {
            runtime.spawn(serve(listener));
            // Ends when the line is dropped, and every connection with it.
            let _ = runtime.block_on(ended);
        });
        line
    }

    fn over(listener: &TcpListener, upstream: &str) -> (Self, impl FnOnce(TcpListener) -> Serving + use<>) {
        let address = listener.local_addr().map(|at| at.to_string()).unwrap_or_default();
        let decide: Arc<Mutex<Box<Decide>>> = Arc::new(Mutex::new(Box::new(|_| Fate::Pass)));
        let upstream = Arc::new(Mutex::new(upstream.to_owned()));
        let line =
            Self { url: format!("http://{address}"), decide: decide.clone(), upstream: upstream.clone(), _own: None };
        (line, move |listener| Box::pin(serve(listener, upstream, decide)))
    }

    /// New connections go there.
    pub fn to(&self, upstream: &str) {
        upstream.clone_into(&mut self.upstream.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// From now on.
    pub fn set(&self, decide: impl FnMut(&Seen) -> Fate + Send + 'static) {
        *self.decide.lock().unwrap_or_else(PoisonError::into_inner) = Box::new(decide);
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

type Serving = std::pin::Pin<Box<dyn Future<Output = ()> + Send>>;

async fn serve(listener: TcpListener, upstream: Arc<Mutex<String>>, decide: Arc<Mutex<Box<Decide>>>) {
    while let Ok((client, _)) = listener.accept().await {
        let to = upstream.lock().unwrap_or_else(PoisonError::into_inner).trim_start_matches("http://").to_owned();
        tokio::spawn(connection(client, to, decide.clone()));
    }
}

/// One connection; `None` ends it.
async fn connection(mut client: TcpStream, upstream: String, decide: Arc<Mutex<Box<Decide>>>) -> Option<()> {
    let mut server = None;
    loop {
        let (head, mut body, len) = head(&mut client).await?;
        let seen = Seen { what: head.split(['?', ' ']).take(2).collect::<Vec<_>>().join(" "), head: head.clone(), len };
        let fate = (decide.lock().unwrap_or_else(PoisonError::into_inner))(&seen);
        match &fate {
            Fate::BeforeBody => return None,
            Fate::Stall => return stall(&mut client).await,
            _ => {}
        }
        rest(&mut client, &mut body, len).await?;
        if let Fate::Answer(text) = &fate {
            client.write_all(text.as_bytes()).await.ok()?;
            return None;
        }
        // Head office is not asked for a connection before something goes to it: a box on the way may stand alone.
        let server = match &mut server {
            Some(server) => server,
            None => server.insert(TcpStream::connect(&upstream).await.ok()?),
        };
        up(server, &head, body, &fate).await?;
        if let Fate::Meanwhile(act) = &fate {
            act();
        }
        reply(&mut client, server, &fate, &seen).await?;
    }
}

/// Holds the line until the desk hangs up; `None` then.
async fn stall(client: &mut TcpStream) -> Option<()> {
    let mut bytes = [0; PIECE];
    while client.read(&mut bytes).await.ok()? > 0 {}
    None
}

async fn up(server: &mut TcpStream, head: &str, mut body: Vec<u8>, fate: &Fate) -> Option<()> {
    let half = head.len() + body.len() / 2;
    if let Fate::SpoilUp(at) = fate {
        spoil(&mut body, *at);
    }
    let mut all = head.as_bytes().to_vec();
    all.extend(body);
    let cut = match fate {
        Fate::CutUp(at) => Some((*at).min(all.len())),
        Fate::MidBody => Some(half),
        _ => None,
    };
    pieces(server, &all[..cut.unwrap_or(all.len())]).await?;
    cut.is_none().then_some(())
}

async fn reply(client: &mut TcpStream, server: &mut TcpStream, fate: &Fate, seen: &Seen) -> Option<()> {
    let (mut head, mut body, len) = head(server).await?;
    rest(server, &mut body, len).await?;
    let half = head.len() + len / 2;
    match fate {
        Fate::Answered(act) => act(),
        Fate::Rewrite(from, to) => {
            (head, body) = resized(head, String::from_utf8(body).ok()?.replace(from, to).into_bytes());
        }
        Fate::Change(change) => (head, body) = change(seen, head, body)?,
        _ => {}
    }
    if let Fate::Slow(pause) = fate {
        client.write_all(head.as_bytes()).await.ok()?;
        return drops(client, &body, *pause).await;
    }
    let mut all = head.into_bytes();
    all.extend(body);
    if let Fate::SpoilDown(at) = fate {
        spoil(&mut all, *at);
    }
    let cut = match fate {
        Fate::AfterCommit | Fate::Answered(_) => Some(0),
        Fate::MidReply => Some(half),
        Fate::AfterReply => Some(all.len()),
        Fate::CutDown(at) | Fate::StallDown(at) => Some((*at).min(all.len())),
        _ => None,
    };
    pieces(client, &all[..cut.unwrap_or(all.len())]).await?;
    match fate {
        Fate::StallDown(_) => stall(client).await,
        _ => cut.is_none().then_some(()),
    }
}

/// An answer with another body: what its head says of the length follows.
#[must_use]
pub fn resized(head: String, body: Vec<u8>) -> (String, Vec<u8>) {
    let line = |l: &str| match l.split_once(':') {
        Some((name, _)) if name.eq_ignore_ascii_case("content-length") => format!("{name}: {}", body.len()),
        _ => l.to_owned(),
    };
    let head = head.split("\r\n").map(line).collect::<Vec<_>>().join("\r\n");
    (head, body)
}

fn spoil(bytes: &mut [u8], at: usize) {
    let at = at % bytes.len().max(1);
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= 1;
    }
}

async fn pieces(to: &mut TcpStream, bytes: &[u8]) -> Option<()> {
    for piece in bytes.chunks(PIECE) {
        to.write_all(piece).await.ok()?;
    }
    to.flush().await.ok()
}

async fn drops(to: &mut TcpStream, bytes: &[u8], pause: Duration) -> Option<()> {
    for drop in bytes.chunks(bytes.len() / 12 + 1) {
        to.write_all(drop).await.ok()?;
        // The speed of the line, not a wait for something to be ready.
        tokio::time::sleep(pause).await;
    }
    Some(())
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

/// Somebody's page with this status, and nothing more to say.
#[must_use]
pub fn html(status: &str) -> Fate {
    page(status, "")
}

/// Somebody's page with this status and these lines of a head, each ended by CR LF.
#[must_use]
pub fn page(status: &str, head: &str) -> Fate {
    let page = "<html><body>请先登录酒店网络</body></html>";
    Fate::Answer(format!(
        "HTTP/1.1 {status}\r\ncontent-type: text/html\r\n{head}content-length: {}\r\nconnection: close\r\n\r\n{page}",
        page.len()
    ))
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::{TcpListener as Listening, TcpStream as Stream};

    use super::*;

    /// Answers every connection's one request with `hello`.
    fn echo() -> String {
        let listener = Listening::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut bytes = [0; 4096];
                let n = stream.read(&mut bytes).unwrap_or(0);
                let body = String::from_utf8_lossy(&bytes[..n]).rsplit("\r\n").next().unwrap_or_default().to_owned();
                let _ = write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len());
            }
        });
        format!("http://{at}")
    }

    fn ask(line: &Proxy) -> String {
        let mut stream = Stream::connect(line.url.trim_start_matches("http://")).unwrap();
        stream.write_all(b"POST /x HTTP/1.1\r\ncontent-length: 5\r\n\r\nhello").unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        let mut said = Vec::new();
        // A line that is cut may say so by a reset: what came before it counts.
        let _ = stream.read_to_end(&mut said);
        String::from_utf8_lossy(&said).into_owned()
    }

    #[test]
    fn a_line_cuts_and_spoils_at_the_byte_it_is_told() {
        let line = Proxy::beside(&echo());
        let whole = ask(&line);
        assert!(whole.ends_with("\r\n\r\nhello"), "{whole}");
        for at in [0, 1, 16, whole.len() - 1] {
            line.once("/x", Fate::CutDown(at));
            assert_eq!(ask(&line), whole[..at], "cut at {at}");
        }
        line.once("/x", Fate::SpoilDown(whole.len() - 1));
        assert!(ask(&line).ends_with("helln"));
        line.once("/x", Fate::SpoilUp(0));
        assert!(ask(&line).ends_with("iello"));
        line.once("/x", Fate::CutUp(3));
        assert_eq!(ask(&line), "");
        line.once("/x", html("200 OK"));
        assert!(ask(&line).contains("酒店"));
        assert_eq!(ask(&line), whole, "and then all is well");
    }
}
