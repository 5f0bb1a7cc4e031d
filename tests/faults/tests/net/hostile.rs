//! Requirements 14 and 11: who answers on the way is not our head office, or lets only small things through.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use sanbao_faults::dice::Dice;
use sanbao_faults::proxy::{Fate, Proxy, html, page};
use sanbao_faults::runs::Runs;
use sync::desk::{Desk, State};
use sync::memory::MemoryDesk;
use sync::outcome::{Class, Trigger};

use crate::common::*;
use crate::ways::*;

const HOSTILE: Runs = Runs { requirement: 14, test: "requirement_14_hostile", side: "desk", short: 20 };
const SIZES: Runs = Runs { requirement: 11, test: "requirement_11_sizes", side: "desk, head-office/sqlite", short: 4 };
#[cfg(unix)]
const SIZES_ON_POSTGRES: Runs = Runs { side: "desk, head-office/postgresql", short: 1, ..SIZES };
const STALL: Duration = Duration::from_secs(600);

/// Somebody's answer and what the desk must make of it.
type Expected = (&'static str, &'static [(&'static str, Class)]);

const PORTAL: Expected = ("a portal's page", &[("captive_portal", Class::NotOurServer)]);
const SIGN_IN: Expected = ("a page that wants a name", &[("not_our_server", Class::NotOurServer)]);
const PROXY: Expected = ("a proxy that asks who we are", &[("proxy_auth", Class::NotOurServer)]);
const GATEWAY: Expected = ("a box that says later", &[("gateway", Class::Transient)]);
const NOISE: Expected = ("no HTTP at all", &[("cut", Class::Transient)]);
const HIJACK: Expected = ("a name that leads to another head office", &[("wrong_key", Class::NotOurServer)]);
const CHANGED: Expected = ("one letter of an answer changed", &[("wrong_key", Class::NotOurServer)]);
const OLD: Expected = ("an answer of yesterday played again", &[("wrong_key", Class::NotOurServer)]);
const JSON: Expected = ("somebody's own JSON", &[("not_our_server", Class::NotOurServer)]);
const ALL: [Expected; 9] = [PORTAL, SIGN_IN, PROXY, GATEWAY, NOISE, HIJACK, CHANGED, OLD, JSON];

fn answer(what: &Expected, dice: &mut Dice) -> Fate {
    match what.0 {
        n if n == PORTAL.0 => {
            html(dice.one(&["200 OK", "201 Created", "302 Found", "307 Temporary Redirect", "511 Sign In"]))
        }
        n if n == SIGN_IN.0 => {
            html(dice.one(&["401 Unauthorized", "403 Forbidden", "404 Not Found", "410 Gone", "426 Upgrade"]))
        }
        n if n == PROXY.0 => page("407 Proxy Authentication Required", "proxy-authenticate: Basic realm=\"proxy\"\r\n"),
        n if n == GATEWAY.0 => {
            html(dice.one(&["500 Oops", "502 Bad Gateway", "503 Later", "504 Gateway Timeout", "408 Timeout"]))
        }
        n if n == NOISE.0 => Fate::Answer("SSH-2.0-OpenSSH_9.7\r\n".to_owned()),
        n if n == CHANGED.0 => Fate::Change(Arc::new(|_, head, mut body| {
            let middle = body.len() / 2;
            *body.get_mut(middle)? ^= 1;
            Some((head, body))
        })),
        _ => Fate::Answer(
            "HTTP/1.1 200 OK\r\ncontent-length: 38\r\n\r\n{\"results\":[{\"status\":\"accepted\"}]}    ".to_owned(),
        ),
    }
}

/// Yesterday's answers, each with its good signature, by what was asked.
#[derive(Default)]
struct Yesterday(Mutex<HashMap<String, (String, Vec<u8>)>>);

impl Yesterday {
    /// Keeps the answers of a good run.
    async fn of(line: &Proxy, desk: &MemoryDesk, office: &Office) -> Arc<Self> {
        let kept = Arc::new(Self::default());
        let keeps = kept.clone();
        let keep = Fate::Change(Arc::new(move |seen, head, body| {
            keeps.0.lock().unwrap().insert(seen.what.clone(), (head.clone(), body.clone()));
            Some((head, body))
        }));
        line.set(move |_| keep.clone());
        good_run(desk, "DF", &office.hands).await;
        kept
    }

    /// Plays them again.
    fn again(self: Arc<Self>) -> Fate {
        Fate::Change(Arc::new(move |seen, _, _| self.0.lock().unwrap().get(&seen.what).cloned()))
    }
}

async fn hostile(seed: u64) -> Result<(), String> {
    let (office, line, desk) = world().await;
    let mut dice = Dice::of(seed);
    let cards = dice.from_to(1, 12);
    let what = ALL[usize::try_from(seed).unwrap() % ALL.len()];
    let mut path = dice.one(&["/v1/hello", "/v1/token", "/v1/batches"]);
    let mut yesterday = None;
    if what.0 == OLD.0 {
        save_cards(&desk, "DF", 100, 100);
        yesterday = Some(Yesterday::of(&line, &desk, &office).await.again());
        // The token of yesterday's run is still good: no other is asked for.
        path = dice.one(&["/v1/hello", "/v1/batches"]);
    }
    let before = settled(&desk);
    save_cards(&desk, "DF", 1, cards);
    let other = Office::start("DF").await;
    if what.0 == HIJACK.0 {
        line.to(&other.url);
    } else {
        let fate = yesterday.unwrap_or_else(|| answer(&what, &mut dice));
        line.set(move |seen| if seen.what.ends_with(path) { fate.clone() } else { Fate::Pass });
    }
    for trigger in [Trigger::Click, Trigger::Click] {
        let problem =
            ask(&desk, &office.hands, STALL, trigger).await.problem.ok_or(format!("{}: no problem", what.0))?;
        let known = what.1.contains(&(problem.code.as_str(), problem.class));
        must(known, || {
            format!("{} at {path} is taken for {} ({:?}): {}", what.0, problem.code, problem.class, problem.detail)
        })?;
        let marked = settled(&desk) - before;
        must(marked == 0, || format!("{}: {marked} records are marked", what.0))?;
    }
    must(other.records("all").is_empty(), || "another head office holds records".to_owned())?;
    line.to(&office.url);
    line.set(|_| Fate::Pass);
    good_run(&desk, "DF", &office.hands).await;
    all_there(&desk, &office)
}

fn settled(desk: &MemoryDesk) -> usize {
    desk.rows("DF").iter().filter(|k| !matches!(k.state, State::Pending | State::Inflight)).count()
}

#[test]
fn requirement_14_whoever_else_answers_is_known_for_it_and_nothing_counts_as_sent() {
    HOSTILE.each(|seed| told(hostile(seed)));
}

/// Somebody with a certificate of his own, who would read along.
async fn looks_into_tls() -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/tls");
    let certificate = CertificateDer::from_pem_file(format!("{folder}/self-signed.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_file(format!("{folder}/self-signed.key")).unwrap();
    sync::install_crypto();
    let config =
        rustls::ServerConfig::builder().with_no_client_auth().with_single_cert(vec![certificate], key).unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            // Who is refused sees the handshake fail: that is the story.
            tokio::spawn(async move { drop(acceptor.accept(stream).await) });
        }
    });
    url
}

#[test]
fn requirement_14_who_looks_into_tls_gets_neither_a_record_nor_a_token() {
    told(async {
        let (office, _, desk) = world().await;
        save_cards(&desk, "DF", 1, 5);
        desk.move_to("DF", &looks_into_tls().await);
        let problem = run(&desk, "DF", &office.hands).await.problem.unwrap();
        assert_eq!((&*problem.code, problem.class), ("certificate_unknown", Class::NotOurServer), "{}", problem.detail);
        assert_eq!(states(&desk, "DF"), (5, 0, 0, 0));
        assert_eq!(desk.link("DF").unwrap().token, None);
        desk.move_to("DF", &office.url);
        assert_eq!(good_run(&desk, "DF", &office.hands).await.acked, 5);
    });
}

/// A record of about so many bytes that no packing makes smaller.
fn noise(dice: &mut Dice, bytes: u64) -> String {
    let mut text = String::from("{\"noise\":\"");
    while (text.len() as u64) < bytes {
        text.push_str(&wire::hash::sha256_hex(&dice.bits().to_be_bytes()));
    }
    text + "\"}"
}

/// 16 KB to 10 MB, each order of size as often as the next.
fn limit(dice: &mut Dice) -> usize {
    let power = dice.from_to(0, 1_000) as f64 / 1_000.0;
    (16_384.0 * (10.0 * 1024.0 / 16.0_f64).powf(power)) as usize
}

async fn sizes(base: &Base, seed: u64) -> Result<(), String> {
    let (office, line, desk) = world_on(base).await;
    let mut dice = Dice::of(seed);
    let limit = limit(&mut dice);
    line.set(move |seen| if seen.len > limit { html("413 Payload Too Large") } else { Fate::Pass });
    // No single record is over the limit by itself; all together are many times over it, up to six megabytes.
    let (largest, mut left) = ((limit as u64 / 2).min(400_000), (limit as u64 * 12).min(6_000_000));
    let mut n = 0;
    while left > 0 {
        n += 1;
        let bytes = dice.from_to(300, dice.clone().from_to(600, largest));
        desk.save("DF", "note", &id(n), &noise(&mut dice, bytes));
        left = left.saturating_sub(bytes);
    }
    let outcome = ask(&desk, &office.hands, STALL, Trigger::Tick).await;
    must(outcome.problem.is_none(), || format!("a limit of {limit} bytes: {:?}", outcome.problem))?;
    all_there(&desk, &office)
}

#[test]
fn requirement_11_any_limit_on_the_way_is_met_by_halving_in_one_run() {
    SIZES.each(|seed| told(sizes(&Base::sqlite(), seed)));
}

#[cfg(unix)]
#[test]
fn requirement_11_any_limit_on_the_way_is_met_by_halving_in_one_run_on_postgresql() {
    let base = Base::postgres();
    SIZES_ON_POSTGRES.each(|seed| told(sizes(&base, seed)));
}
