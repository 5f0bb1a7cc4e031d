//! A line that counts what passes: bytes each way with all headers, and requests.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use sanbao_tests::Outcome;

/// What passed so far.
#[derive(Default)]
pub struct Passed {
    pub up: AtomicU64,
    pub down: AtomicU64,
    pub requests: AtomicU64,
}

/// A line to a head office.
pub struct Line {
    pub url: String,
    pub passed: Arc<Passed>,
}

impl Line {
    /// Lays it.
    pub fn to(url: &str) -> Outcome<Self> {
        let office: SocketAddr = url.trim_start_matches("http://").parse()?;
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let (url, passed) = (format!("http://{}", listener.local_addr()?), Arc::<Passed>::default());
        let counted = passed.clone();
        // Ends with the process: nobody asks after the bench.
        thread::spawn(move || {
            for desk in listener.incoming().flatten() {
                let Ok(office) = TcpStream::connect(office) else { continue };
                lay(&desk, &office, &counted);
            }
        });
        Ok(Self { url, passed })
    }

    /// Bytes up, bytes down and requests since the last asking.
    pub fn since(&self) -> (u64, u64, u64) {
        let taken = |count: &AtomicU64| count.swap(0, Ordering::SeqCst);
        (taken(&self.passed.up), taken(&self.passed.down), taken(&self.passed.requests))
    }
}

fn lay(desk: &TcpStream, office: &TcpStream, passed: &Arc<Passed>) {
    let both = || Some((desk.try_clone().ok()?, office.try_clone().ok()?));
    let (Some((from, to)), Some((back, out))) = (both(), both()) else { return };
    let (up, down) = (passed.clone(), passed.clone());
    thread::spawn(move || {
        pass(from, to, |bytes| {
            up.up.fetch_add(bytes.len() as u64, Ordering::SeqCst);
            let heads = bytes.windows(HEAD.len()).filter(|window| *window == HEAD).count();
            up.requests.fetch_add(heads as u64, Ordering::SeqCst);
        });
    });
    thread::spawn(move || {
        pass(out, back, |bytes| {
            down.down.fetch_add(bytes.len() as u64, Ordering::SeqCst);
        });
    });
}

/// Each request's first line ends so; packed bodies hold it by no chance worth a thought.
const HEAD: &[u8] = b" HTTP/1.1\r\n";

fn pass(mut from: TcpStream, mut to: TcpStream, count: impl Fn(&[u8])) {
    let mut piece = [0; 64 * 1024];
    while let Ok(many @ 1..) = from.read(&mut piece) {
        count(&piece[..many]);
        if to.write_all(&piece[..many]).is_err() {
            break;
        }
    }
    // The other end may be gone already.
    let _ = to.shutdown(Shutdown::Write);
}
