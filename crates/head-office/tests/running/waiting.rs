//! Who may wait, and who is read.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use super::server::Server;

/// A line to the server that speaks bytes.
fn line(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(server.url.strip_prefix("http://").unwrap()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    stream
}

fn to_the_end(mut stream: TcpStream) -> String {
    let mut all = Vec::new();
    stream.read_to_end(&mut all).unwrap();
    String::from_utf8_lossy(&all).into_owned()
}

#[test]
fn conn_1_who_says_nothing_or_half_a_head_is_sent_away() {
    let server = Server::start(&["--head-seconds", "1"]);
    let silent = line(&server);
    let mut slow = line(&server);
    slow.write_all(b"POST /v1/batches HTTP/1.1\r\nHost: x\r\nX-A").unwrap();
    // Both are closed by the server: the end is read, and no time limit of ours is met.
    assert_eq!(to_the_end(silent), "");
    let said = to_the_end(slow);
    assert!(said.is_empty() || said.starts_with("HTTP/1.1 408"), "{said}");
}

#[test]
fn conn_1_a_connection_that_asks_again_in_time_stays() {
    let server = Server::start(&["--head-seconds", "30"]);
    let mut kept = line(&server);
    for _ in 0..3 {
        kept.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
        let mut answer = [0u8; 15];
        kept.read_exact(&mut answer).unwrap();
        assert_eq!(&answer, b"HTTP/1.1 200 OK");
        let mut rest = Vec::new();
        while !rest.ends_with(b"\r\n\r\nok\n") {
            let mut byte = [0u8; 1];
            kept.read_exact(&mut byte).unwrap();
            rest.push(byte[0]);
        }
    }
}

#[test]
fn conn_2_after_the_word_to_stop_an_idle_connection_is_closed_and_none_is_taken() {
    let server = Server::start(&["--head-seconds", "300"]);
    let mut idle = line(&server);
    idle.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    let mut first = [0u8; 1];
    idle.read_exact(&mut first).unwrap();
    server.signal("TERM");
    assert!(to_the_end(idle).ends_with("ok\n"), "the answer that was begun, and the end");
    while TcpStream::connect(server.url.strip_prefix("http://").unwrap()).is_ok() {}
}

#[test]
fn who_1_a_body_without_a_good_token_is_poured_away_and_answered() {
    let server = Server::start(&[]);
    let (most, askers) = (6 * 1024 * 1024, 24);
    let ask = |n: usize| {
        let token = if n.is_multiple_of(2) { "" } else { "Authorization: Bearer no.such.token\r\n" };
        let mut asking = line(&server);
        let head = format!(
            "POST /v1/batches HTTP/1.1\r\nHost: x\r\n{token}Connection: close\r\nContent-Length: {most}\r\n\r\n"
        );
        asking.write_all(head.as_bytes()).unwrap();
        asking.write_all(&vec![b'x'; most]).unwrap();
        to_the_end(asking)
    };
    let said: Vec<String> = std::thread::scope(|scope| {
        let ask = &ask;
        let asking: Vec<_> = (0..askers).map(|n| scope.spawn(move || ask(n))).collect();
        asking.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert!(said.iter().all(|said| said.starts_with("HTTP/1.1 401")), "{said:?}");
    // A process that had kept the bodies would have grown by all of them.
    if let (Some(peak), Some(idle)) = (peak_of(&server), peak_of(&Server::start(&[]))) {
        assert!(peak < idle + askers * most / 1024 / 2, "{peak} kB at most, {idle} kB of a server nobody asked");
    }
}

/// The most memory a server ever had, in KiB, where the system tells.
fn peak_of(server: &Server) -> Option<usize> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.child.id())).ok()?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    peak.trim().trim_end_matches(" kB").parse().ok()
}
