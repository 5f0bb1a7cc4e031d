//! Certificates, clocks and proxies: an authority of the test's own, a TLS server on loopback, and what each trouble is called.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests fail like tests

mod common;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use common::*;
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use sync::desk::Desk;
use sync::memory::MemoryDesk;
use sync::network::{Network, Proxy};
use sync::outcome::{Class, Options, Outcome, Trigger};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

const DAY: i64 = 24 * 3_600_000;
/// 2031-01-01: later than any day this program is built.
const THEN: i64 = 1_925_000_000_000;

/// Somebody who signs certificates.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, "惠农公司根证书");
        params.distinguished_name.push(DnType::OrganizationName, "惠农公司");
        params.not_after = rcgen::date_time_ymd(2061, 5, 4);
        let key = KeyPair::generate().unwrap();
        let pem = params.self_signed(&key).unwrap().pem();
        Self { issuer: Issuer::new(params, key), pem }
    }

    fn der(&self) -> Vec<u8> {
        sync::authority::read(self.pem.as_bytes()).unwrap().remove(0).der
    }

    /// A certificate for a name, good from one instant to another.
    fn server(&self, name: &str, (from, until): (i64, i64)) -> ServerConfig {
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        let at = |ms: i64| rcgen::date_time_ymd(1970, 1, 1) + Duration::from_millis(ms.unsigned_abs());
        (params.not_before, params.not_after) = (at(from), at(until));
        let key = KeyPair::generate().unwrap();
        let chain = vec![params.signed_by(&key, &self.issuer).unwrap().der().clone()];
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        builder.with_no_client_auth().with_single_cert(chain, key).unwrap()
    }
}

/// TLS before a head office; what each connection began to ask is written down.
struct Front {
    port: u16,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Front {
    async fn before(office: &Office, config: ServerConfig) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (acceptor, inner) = (TlsAcceptor::from(Arc::new(config)), office.url.replace("http://", ""));
        let heads: Arc<Mutex<Vec<String>>> = Arc::default();
        let note = Arc::clone(&heads);
        tokio::spawn(async move {
            loop {
                let (socket, _) = listener.accept().await.unwrap();
                let (acceptor, inner, note) = (acceptor.clone(), inner.clone(), Arc::clone(&note));
                tokio::spawn(async move {
                    let Ok(mut tls) = acceptor.accept(socket).await else { return };
                    let mut up = TcpStream::connect(inner).await.unwrap();
                    let at = {
                        let mut heads = note.lock().unwrap();
                        heads.push(String::new());
                        heads.len() - 1
                    };
                    pass(&mut tls, &mut up, |bytes| note.lock().unwrap()[at].push_str(&String::from_utf8_lossy(bytes)))
                        .await;
                });
            }
        });
        Self { port, heads }
    }

    fn url(&self) -> String {
        format!("https://127.0.0.1:{}", self.port)
    }

    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.heads.lock().unwrap())
    }
}

async fn pass(tls: &mut tokio_rustls::server::TlsStream<TcpStream>, up: &mut TcpStream, mut note: impl FnMut(&[u8])) {
    let (mut there, mut back) = (vec![0; 65_536], vec![0; 65_536]);
    loop {
        let moved = tokio::select! {
            read = tls.read(&mut there) => match read {
                Ok(n) if n > 0 => { note(&there[..n]); up.write_all(&there[..n]).await }
                _ => return,
            },
            read = up.read(&mut back) => match read {
                Ok(n) if n > 0 => tls.write_all(&back[..n]).await,
                _ => return,
            },
        };
        if moved.is_err() || tls.flush().await.is_err() {
            return;
        }
    }
}

fn trusting(authority: &Authority) -> Network {
    Network { authorities: vec![authority.der()], ..Network::default() }
}

fn with(network: &Network) -> Options {
    Options { network: network.clone(), ..options(Trigger::Click) }
}

async fn run_with(desk: &MemoryDesk, now: i64, network: &Network) -> Outcome {
    sync::run_once(desk, "DF", &move || now, &with(network)).await
}

/// A desk that was enrolled over plain loopback, and now goes by another address.
async fn moved(office: &Office, url: String) -> MemoryDesk {
    let desk = MemoryDesk::default();
    enrol(&desk, "DF", office, &office.url).await;
    let account = desk.account("DF").unwrap().unwrap();
    desk.set_account("DF", &sync::desk::Account { url, ..account }, &sync::new_epoch().unwrap()).unwrap();
    save_cards(&desk, "DF", 1, 5);
    desk
}

fn code(outcome: &Outcome) -> (&str, Class) {
    let problem = outcome.problem.as_ref().expect("a problem");
    (&problem.code, problem.class)
}

async fn office_at(now: i64) -> Office {
    let office = Office::start("DF").await;
    office.hands.add(now - MORNING);
    office
}

const YEARS: (i64, i64) = (THEN - 300 * DAY, THEN + 300 * DAY);

#[tokio::test]
async fn sync_39_an_unknown_authority_gets_nothing_and_one_that_was_added_is_enough() {
    let (office, authority) = (office_at(THEN).await, Authority::new());
    let front = Front::before(&office, authority.server("127.0.0.1", YEARS)).await;
    let desk = moved(&office, front.url()).await;
    let alone = run_with(&desk, THEN, &Network::default()).await;
    assert_eq!(code(&alone), ("certificate_issuer", Class::NotOurServer));
    assert_eq!((states(&desk, "DF"), front.asked()), ((5, 0, 0, 0), Vec::new()));
    let other = run_with(&desk, THEN, &trusting(&Authority::new())).await;
    assert_eq!(code(&other).0, "certificate_issuer", "somebody else's authority");
    let trusted = run_with(&desk, THEN, &trusting(&authority)).await;
    assert_eq!((trusted.problem, trusted.acked), (None, 5));
}

#[tokio::test]
async fn enrolment_goes_the_same_way() {
    let (office, authority) = (office_at(THEN).await, Authority::new());
    let front = Front::before(&office, authority.server("127.0.0.1", YEARS)).await;
    let (code, url) = (office.code(), front.url());
    let refused = sync::enrol(&url, &code, "柜台", None, &|| THEN, &with(&Network::default())).await.unwrap_err();
    assert_eq!(refused.code, "certificate_issuer");
    let account = sync::enrol(&url, &code, "柜台", None, &|| THEN, &with(&trusting(&authority))).await.unwrap();
    assert_eq!(account.principal_code, "DF");
}

#[tokio::test]
async fn a_wrong_name_a_passed_day_and_no_tls_at_all_are_told_apart() {
    let (office, authority) = (office_at(THEN).await, Authority::new());
    let kinds = [
        ("ho.example", YEARS, "certificate_name", Class::NotOurServer),
        ("127.0.0.1", (THEN - 30 * DAY, THEN - DAY), "certificate_expired", Class::ClockOrCert),
        ("127.0.0.1", (THEN + DAY, THEN + 30 * DAY), "certificate_early", Class::ClockOrCert),
    ];
    for (name, times, expect, class) in kinds {
        let front = Front::before(&office, authority.server(name, times)).await;
        let desk = moved(&office, front.url()).await;
        assert_eq!(code(&run_with(&desk, THEN, &trusting(&authority)).await), (expect, class));
        assert_eq!((states(&desk, "DF"), front.asked()), ((5, 0, 0, 0), Vec::new()), "{expect}");
    }
    let plain = moved(&office, office.url.replace("http:", "https:")).await;
    assert_eq!(code(&run_with(&plain, THEN, &trusting(&authority)).await), ("no_tls", Class::NotOurServer));
}

#[tokio::test]
async fn sync_34_a_clock_years_off_asks_head_office_for_the_time_and_says_by_how_much() {
    let (office, authority) = (office_at(THEN).await, Authority::new());
    let front = Front::before(&office, authority.server("127.0.0.1", (THEN - 30 * DAY, THEN + 30 * DAY))).await;
    let network = trusting(&authority);
    for off in [730 * DAY, -730 * DAY] {
        let desk = moved(&office, front.url()).await;
        assert_eq!(run_with(&desk, THEN, &network).await.acked, 5, "met once by a good clock");
        save_cards(&desk, "DF", 6, 9);
        front.asked();
        let outcome = run_with(&desk, THEN + off, &network).await;
        assert_eq!((outcome.problem, outcome.acked, outcome.skew_ms), (None, 4, Some(-off)));
        let asked = front.asked();
        assert_eq!(asked.len(), 2, "the first handshake failed, the second asked the time, the third carried on");
        assert_eq!(asked[0].matches(" HTTP/1.1").count(), 1);
        assert!(asked[0].starts_with("GET /v1/hello?"), "{}", asked[0]);
        assert!(!asked[0].to_lowercase().contains("authorization"), "no token before head office proved itself");
        assert!(asked[1].contains("POST /v1/batches"));
    }
}

#[tokio::test]
async fn sync_34_a_certificate_that_did_end_gets_no_token_and_no_record() {
    let (office, authority) = (office_at(THEN).await, Authority::new());
    let front = Front::before(&office, authority.server("127.0.0.1", (THEN - 30 * DAY, THEN + 30 * DAY))).await;
    let (network, desk) = (trusting(&authority), moved(&office, front.url()).await);
    assert_eq!(run_with(&desk, THEN, &network).await.acked, 5);
    save_cards(&desk, "DF", 6, 9);
    office.hands.add(31 * DAY);
    front.asked();
    let outcome = run_with(&desk, THEN + 31 * DAY, &network).await;
    assert_eq!((code(&outcome), outcome.sent), (("certificate_expired", Class::ClockOrCert), 0));
    let asked = front.asked().concat();
    assert!(!asked.to_lowercase().contains("authorization") && !asked.contains("POST"), "{asked}");
    assert_eq!(states(&desk, "DF").0, 4);
}

/// A proxy that lets through whoever knows the word, to one place whatever is asked for.
async fn gate(word: Option<&'static str>, to: u16) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        loop {
            let (mut socket, _) = listener.accept().await.unwrap();
            tokio::spawn(async move {
                let mut lines = BufReader::new(&mut socket).lines();
                let mut head = Vec::new();
                while let Some(line) = lines.next_line().await.unwrap().filter(|line| !line.is_empty()) {
                    head.push(line);
                }
                let known = word.is_none_or(|word| head.iter().any(|line| line.ends_with(word)));
                if !known {
                    let refusal = b"HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic\r\ncontent-length: 0\r\n\r\n";
                    socket.write_all(refusal).await.unwrap();
                    return;
                }
                let Ok(mut up) = TcpStream::connect(("127.0.0.1", to)).await else {
                    socket.write_all(b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n").await.unwrap();
                    return;
                };
                socket.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
                drop(copy_bidirectional(&mut socket, &mut up).await);
            });
        }
    });
    address
}

#[tokio::test]
async fn a_proxy_set_by_hand_is_gone_through_and_what_it_wants_is_said() {
    let (office, authority) = (office_at(THEN).await, Authority::new());
    let front = Front::before(&office, authority.server("ho.example", YEARS)).await;
    let desk = moved(&office, "https://ho.example".into()).await;
    let by = |address: &str, user: &str, password: &str| {
        let address = Proxy::address(address).unwrap();
        let proxy = Proxy::ByHand { address, user: user.into(), password: password.into() };
        Network { proxy, ..trusting(&authority) }
    };
    // base64 of 王:a/b:c
    let wants = gate(Some("546LOmEvYjpj"), front.port).await;
    assert_eq!(code(&run_with(&desk, THEN, &by(&wants, "", "")).await), ("proxy_auth", Class::NotOurServer));
    assert_eq!(code(&run_with(&desk, THEN, &by(&wants, "王", "wrong")).await).0, "proxy_auth");
    let nowhere = gate(None, 1).await;
    assert_eq!(code(&run_with(&desk, THEN, &by(&nowhere, "", "")).await), ("proxy_down", Class::Transient));
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().to_string();
    assert_eq!(code(&run_with(&desk, THEN, &by(&closed, "", "")).await).0, "proxy_down");
    assert_eq!(states(&desk, "DF"), (5, 0, 0, 0));
    let through = run_with(&desk, THEN, &by(&wants, "王", "a/b:c")).await;
    assert_eq!((through.problem, through.acked), (None, 5));
}

#[test]
fn sync_35_an_authority_is_shown_by_name_and_fingerprint_and_a_servers_certificate_is_refused() {
    let authority = Authority::new();
    let read = sync::authority::read(authority.pem.as_bytes()).unwrap();
    assert_eq!(read.len(), 1);
    assert_eq!((read[0].subject.as_str(), read[0].until.as_str()), ("惠农公司根证书，惠农公司", "2061-05-04"));
    assert_eq!(read[0].fingerprint, wire::hash::sha256_hex(&read[0].der));
    assert_eq!(sync::authority::read(&read[0].der), Ok(read.clone()), "as bytes too");
    let two = format!("{}\r\n# the second\r\n{}", authority.pem, Authority::new().pem);
    assert_eq!(sync::authority::read(two.as_bytes()).unwrap().len(), 2);
    let own = CertificateParams::new(vec!["ho.example".to_owned()]).unwrap();
    let server = own.self_signed(&KeyPair::generate().unwrap()).unwrap().pem();
    assert_eq!(sync::authority::read(server.as_bytes()), Err(sync::authority::Unfit::NoAuthority));
}
