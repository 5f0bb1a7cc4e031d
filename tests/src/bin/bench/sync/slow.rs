//! A poor line: 2 Mbit/s up, 100 ms there and back, one segment in a hundred lost on the way up (requirement 17).
//!
//! TCP below is loopback's own, so a loss is what it does to the sender: the segment goes again, and what follows waits for it.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use sanbao_tests::Outcome;

const BYTES_A_SECOND: f64 = 2e6 / 8.0;
const ONE_WAY: Duration = Duration::from_millis(50);
/// What a segment carries.
const SEGMENT: usize = 1_460;
const LOST: u32 = 100;
/// A lost segment is missed after a round trip and there after another.
const MISSED: Duration = Duration::from_millis(200);

/// Lays a line to a head office; answers its address.
pub fn to(url: &str) -> Outcome<String> {
    let office: SocketAddr = url.trim_start_matches("http://").parse()?;
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let url = format!("http://{}", listener.local_addr()?);
    // Ends with the process: nobody asks after the bench.
    thread::spawn(move || {
        for desk in listener.incoming().flatten() {
            let Ok(office) = TcpStream::connect(office) else { continue };
            let (Ok(from), Ok(to)) = (desk.try_clone(), office.try_clone()) else { continue };
            thread::spawn(move || carry(from, to, Some(BYTES_A_SECOND)));
            thread::spawn(move || carry(office, desk, None));
        }
    });
    Ok(url)
}

/// Carries what comes, late by the way, no faster than the rate; the one before takes nothing more meanwhile.
fn carry(mut from: TcpStream, to: TcpStream, rate: Option<f64>) {
    let (way, out) = mpsc::channel::<(Instant, Vec<u8>)>();
    thread::spawn(move || arrive(out, to));
    let (mut free, mut piece) = (Instant::now(), [0; SEGMENT]);
    for segment in 1_u32.. {
        let Ok(many @ 1..) = from.read(&mut piece) else { break };
        if let Some(rate) = rate {
            free = free.max(Instant::now()) + Duration::from_secs_f64(many as f64 / rate);
            if segment % LOST == 0 {
                free += MISSED;
            }
            wait_until(free);
        }
        if way.send((Instant::now() + ONE_WAY, piece[..many].to_vec())).is_err() {
            break;
        }
    }
}

fn arrive(out: mpsc::Receiver<(Instant, Vec<u8>)>, mut to: TcpStream) {
    for (due, bytes) in out {
        wait_until(due);
        if to.write_all(&bytes).is_err() {
            break;
        }
    }
    // The other end may be gone already.
    let _ = to.shutdown(Shutdown::Write);
}

/// The line's own slowness: there is nothing to wait for but time.
fn wait_until(at: Instant) {
    thread::sleep(at.saturating_duration_since(Instant::now()));
}
