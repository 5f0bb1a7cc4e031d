//! HTTP to a WebDriver on this machine: one request, one connection, JSON both ways.
//!
//! An HTTP library would bring an async runtime and TLS into every story for four verbs on loopback.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

use crate::Outcome;

/// No command of ours takes longer; a driver that hangs must not hang the story.
const PATIENCE: Duration = Duration::from_secs(90);

/// Sends one request and returns the status with the body.
pub fn send(to: SocketAddr, verb: &str, path: &str, body: Option<&Value>) -> Outcome<(u16, Value)> {
    let mut stream = TcpStream::connect_timeout(&to, Duration::from_secs(5))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    let body = body.map(Value::to_string).unwrap_or_default();
    write!(
        stream,
        "{verb} {path} HTTP/1.1\r\nHost: {to}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len(),
    )?;
    read(BufReader::new(stream))
}

fn read(mut stream: impl BufRead) -> Outcome<(u16, Value)> {
    let mut line = String::new();
    stream.read_line(&mut line)?;
    let status = line.split_whitespace().nth(1).ok_or("no status line")?.parse()?;
    let mut length = None;
    loop {
        line.clear();
        stream.read_line(&mut line)?;
        let (name, value) = line.split_once(':').unwrap_or_default();
        if name.eq_ignore_ascii_case("content-length") {
            length = Some(value.trim().parse::<usize>()?);
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = Vec::new();
    match length {
        Some(length) => {
            body.resize(length, 0);
            stream.read_exact(&mut body)?;
        }
        None => drop(stream.read_to_end(&mut body)?),
    }
    Ok((status, if body.is_empty() { Value::Null } else { serde_json::from_slice(&body)? }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_to_its_length() {
        let raw = "HTTP/1.1 404 Not Found\r\ncontent-length: 9\r\n\r\n{\"a\": 1}\nmore";
        let (status, body) = read(BufReader::new(raw.as_bytes())).unwrap();
        assert_eq!((status, body["a"].as_i64()), (404, Some(1)));
    }
}
