//! Which trouble is which. Pure: each class has one action, each cause one code.
//!
//! - SYNC-15 What is not signed by head office moves no record: at most it says "later" or "smaller".

use std::error::Error;
use std::io::ErrorKind;
use std::time::Duration;

use rustls::CertificateError;
use wire::code;
use wire::failure::Failure;

use crate::desk::{DeskError, DeskFault};
use crate::http::{Reply, chain};
use crate::outcome::{Class, Problem};

/// Every code a [`Problem`] can carry, with its class. The UI has one sentence for each; a code of a
/// newer head office that is not in the list is shown by its class.
pub const PROBLEMS: &[(&str, Class)] = &[
    ("unreachable", Class::Transient),
    ("no_network", Class::Transient),
    ("dns", Class::Transient),
    ("refused", Class::Transient),
    ("proxy_down", Class::Transient),
    ("timeout", Class::Transient),
    ("cut", Class::Transient),
    ("gateway", Class::Transient),
    (code::BUSY, Class::Transient),
    (code::INTERNAL, Class::Transient),
    (code::DIGEST_MISMATCH, Class::Transient),
    ("lease_lost", Class::Transient),
    ("no_verdict", Class::Transient),
    (code::EPOCH_CONFLICT, Class::Transient),
    ("feed_stands", Class::Transient),
    ("feed_torn", Class::Transient),
    ("blob_stands", Class::Transient),
    (code::UNAUTHORIZED, Class::Auth),
    (code::REVOKED, Class::Auth),
    (code::BAD_CODE, Class::Auth),
    (code::TOO_LARGE, Class::TooLarge),
    (code::BAD_BATCH, Class::Record),
    (code::HASH_MISMATCH, Class::Record),
    (code::CURSOR_GONE, Class::Record),
    (code::NOT_FOUND, Class::Record),
    ("blob_gone", Class::Record),
    (code::UPGRADE, Class::Upgrade),
    (code::BAD_REQUEST, Class::Upgrade),
    ("unreadable", Class::Upgrade),
    ("not_our_server", Class::NotOurServer),
    ("captive_portal", Class::NotOurServer),
    ("no_tls", Class::NotOurServer),
    ("wrong_key", Class::NotOurServer),
    ("other_office", Class::NotOurServer),
    ("bad_receipt", Class::NotOurServer),
    ("bad_url", Class::NotOurServer),
    ("proxy_auth", Class::NotOurServer),
    ("certificate_issuer", Class::NotOurServer),
    ("certificate_name", Class::NotOurServer),
    ("certificate_unknown", Class::NotOurServer),
    (code::WRONG_PRINCIPAL, Class::NotOurServer),
    ("certificate_expired", Class::ClockOrCert),
    ("certificate_early", Class::ClockOrCert),
    ("local_busy", Class::Local),
    ("local_full", Class::Local),
    ("local_corrupt", Class::Local),
    ("local_other", Class::Local),
    ("local_random", Class::Local),
    ("http_client", Class::Local),
];

/// No byte moved for so long.
pub fn stalled(stall: Duration) -> Problem {
    let detail = format!("no byte moved for {} ms, or hardly any for long", stall.as_millis());
    Problem::new("timeout", Class::Transient, detail)
}

/// The system's random source failed.
pub fn random(error: &getrandom::Error) -> Problem {
    Problem::new("local_random", Class::Local, error.to_string())
}

/// The local store failed.
pub fn store(error: DeskError) -> Problem {
    let code = match error.kind {
        DeskFault::Busy => "local_busy",
        DeskFault::Full => "local_full",
        DeskFault::Corrupt => "local_corrupt",
        DeskFault::Other => "local_other",
    };
    Problem::new(code, Class::Local, error.detail)
}

/// Head office was not reached, or the line was cut. `online` is asked only where the line itself may be missing.
pub fn no_answer(error: &reqwest::Error, online: impl Fn() -> bool) -> Problem {
    let detail = chain(error);
    tls(error, &detail).unwrap_or_else(|| match error.is_connect() {
        true => no_connection(error, detail, online),
        false => Problem::new(if error.is_timeout() { "timeout" } else { "cut" }, Class::Transient, detail),
    })
}

/// What stood in the way of a connection. The two libraries below name their causes in words only; a test holds them to these.
fn no_connection(error: &reqwest::Error, detail: String, online: impl Fn() -> bool) -> Problem {
    let said = |words: &str| detail.contains(words);
    if said("proxy authorization required") {
        return Problem::new("proxy_auth", Class::NotOurServer, detail);
    }
    if said("tunnel error") {
        return Problem::new("proxy_down", Class::Transient, detail);
    }
    let kind = causes(error).find_map(|cause| Some(cause.downcast_ref::<std::io::Error>()?.kind()));
    let code = match kind {
        Some(ErrorKind::ConnectionRefused) => "refused",
        Some(ErrorKind::NetworkUnreachable | ErrorKind::NetworkDown) => "no_network",
        _ if !online() => "no_network",
        _ if said("dns error") => "dns",
        _ => "unreachable",
    };
    Problem::new(code, Class::Transient, detail)
}

fn causes<'a>(error: &'a dyn Error) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(error.source(), |inner| (*inner).source())
}

fn tls(error: &dyn Error, detail: &str) -> Option<Problem> {
    causes(error).find_map(|cause| Some(no_handshake(held(cause)?, detail)))
}

/// An io::Error hides what it holds from source(), and may hold another one: this look inside is the only way.
fn held<'a>(cause: &'a (dyn Error + 'static)) -> Option<&'a rustls::Error> {
    match cause.downcast_ref::<std::io::Error>() {
        Some(io) => held(io.get_ref()?),
        None => cause.downcast_ref::<rustls::Error>(),
    }
}

fn no_handshake(why: &rustls::Error, detail: &str) -> Problem {
    match why {
        rustls::Error::InvalidCertificate(why) => bad_certificate(why, detail),
        _ => Problem::new("no_tls", Class::NotOurServer, detail),
    }
}

fn bad_certificate(why: &CertificateError, detail: &str) -> Problem {
    match why {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            Problem::new("certificate_expired", Class::ClockOrCert, detail)
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            Problem::new("certificate_early", Class::ClockOrCert, detail)
        }
        // One who only has the name of a known authority signs with another key.
        CertificateError::UnknownIssuer | CertificateError::BadSignature => {
            Problem::new("certificate_issuer", Class::NotOurServer, detail)
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            Problem::new("certificate_name", Class::NotOurServer, detail)
        }
        _ => Problem::new("certificate_unknown", Class::NotOurServer, detail),
    }
}

/// An answer our head office did not sign.
pub struct Unsigned {
    /// HTTP status.
    pub status: u16,
    /// Retry-After in milliseconds.
    pub wait_ms: Option<i64>,
    /// It is signed, by another key.
    pub other_key: bool,
    /// It is a page for a browser.
    pub page: bool,
}

/// What an unsigned answer means.
pub fn unsigned(answer: &Unsigned) -> Problem {
    let status = answer.status;
    let detail = format!("status {status} without head office's signature");
    let mut problem = match status {
        _ if answer.other_key => Problem::new("wrong_key", Class::NotOurServer, detail),
        413 => Problem::new("too_large", Class::TooLarge, detail),
        407 => Problem::new("proxy_auth", Class::NotOurServer, detail),
        // What a network's login says: "go there first" (RFC 6585), a redirect, or its page in the place of the answer.
        511 | 301..=303 | 307 | 308 => Problem::new("captive_portal", Class::NotOurServer, detail),
        200..=299 if answer.page => Problem::new("captive_portal", Class::NotOurServer, detail),
        408 | 425 | 429 | 500..=599 => Problem::new("gateway", Class::Transient, detail),
        _ => Problem::new("not_our_server", Class::NotOurServer, detail),
    };
    // Only a "later" says when: on a page, or an answer that says something else, anybody may write anything.
    if matches!(status, 408 | 425 | 429 | 500..=599) && !answer.other_key {
        problem.wait_ms = answer.wait_ms;
    }
    problem
}

/// A signed answer that is not the one hoped for.
pub fn refused(reply: &Reply) -> Problem {
    let failure: Option<Failure> = serde_json::from_slice(&reply.body).ok();
    let (word, message) = match failure {
        Some(failure) => (failure.code, failure.message),
        None => ("unknown".to_owned(), String::new()),
    };
    let class = match (reply.status, word.as_str()) {
        (_, code::WRONG_PRINCIPAL) => Class::NotOurServer,
        (401 | 403, _) => Class::Auth,
        (413, _) => Class::TooLarge,
        (426, _) | (_, code::BAD_REQUEST) => Class::Upgrade,
        (408 | 425 | 429 | 500..=599, _) | (_, code::DIGEST_MISMATCH) => Class::Transient,
        _ => Class::Record,
    };
    let detail = format!("status {}: {message}", reply.status);
    let mut problem = Problem::new(&word, class, detail);
    problem.wait_ms = reply.wait_ms;
    problem
}

/// A signed answer that cannot be read.
pub fn unreadable(what: &str) -> Problem {
    Problem::new("unreadable", Class::Upgrade, format!("{what} cannot be read"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class_of(status: u16, page: bool) -> (String, Class) {
        let problem = unsigned(&Unsigned { status, wait_ms: None, other_key: false, page });
        (problem.code, problem.class)
    }

    #[test]
    fn sync_15_what_is_not_signed_says_at_most_later_or_smaller() {
        for status in [200, 204, 304, 400, 401, 403, 404, 409, 410, 422, 426, 451] {
            assert_eq!(class_of(status, false), ("not_our_server".into(), Class::NotOurServer), "{status}");
        }
        assert_eq!(class_of(404, true).0, "not_our_server", "somebody else's page of what is not there");
        for status in [301, 302, 303, 307, 308, 511] {
            assert_eq!(class_of(status, false), ("captive_portal".into(), Class::NotOurServer), "{status}");
        }
        assert_eq!(class_of(200, true), ("captive_portal".into(), Class::NotOurServer));
        assert_eq!(class_of(407, true), ("proxy_auth".into(), Class::NotOurServer));
        assert_eq!(class_of(413, true), ("too_large".into(), Class::TooLarge));
        for status in [408, 425, 429, 500, 502, 503, 504] {
            assert_eq!(class_of(status, true), ("gateway".into(), Class::Transient), "{status}");
        }
        let wait =
            |status, ms| unsigned(&Unsigned { status, wait_ms: Some(ms), other_key: false, page: false }).wait_ms;
        assert_eq!(
            [200, 302, 403, 407, 413].map(|status| wait(status, 1_000)),
            [None; 5],
            "said beside something else"
        );
        assert_eq!([429, 503].map(|status| wait(status, 1_000)), [Some(1_000); 2]);
        let other_key = Unsigned { status: 200, wait_ms: None, other_key: true, page: false };
        assert_eq!(unsigned(&other_key).code, "wrong_key");
    }

    async fn asked(url: String, online: bool) -> String {
        let client =
            reqwest::Client::builder().no_proxy().tls_backend_preconfigured(crate::tls::config(false, &[], 0).unwrap());
        let error = client.build().unwrap().get(url).send().await.unwrap_err();
        no_answer(&error, || online).code
    }

    #[tokio::test]
    async fn a_line_that_does_not_stand_says_what_is_missing() {
        assert_eq!(asked("http://nobody.invalid/".into(), true).await, "dns");
        assert_eq!(asked("http://nobody.invalid/".into(), false).await, "no_network");
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let closed = listener.local_addr().unwrap();
        drop(listener);
        assert_eq!(asked(format!("http://{closed}/"), true).await, "refused");
    }

    #[test]
    fn a_signed_refusal_has_the_class_of_its_status() {
        let class = |status, word: &str| {
            let body = format!(r#"{{"code":"{word}","message":"m"}}"#).into_bytes();
            refused(&Reply { status, body, wait_ms: None }).class
        };
        assert_eq!(class(401, "unauthorized"), Class::Auth);
        assert_eq!(class(403, "revoked"), Class::Auth);
        assert_eq!(class(413, "too_large"), Class::TooLarge);
        assert_eq!(class(426, "upgrade"), Class::Upgrade);
        assert_eq!(class(503, "busy"), Class::Transient);
        assert_eq!(class(400, "digest_mismatch"), Class::Transient);
        assert_eq!(class(400, "bad_request"), Class::Upgrade);
        assert_eq!(class(400, "bad_batch"), Class::Record);
        assert_eq!(class(409, "wrong_principal"), Class::NotOurServer);
    }

    #[test]
    fn a_certificate_out_of_its_time_is_not_a_wrong_server() {
        let of = |why| {
            let problem = bad_certificate(&why, "");
            (problem.code, problem.class)
        };
        assert_eq!(of(CertificateError::Expired), ("certificate_expired".into(), Class::ClockOrCert));
        assert_eq!(of(CertificateError::NotValidYet), ("certificate_early".into(), Class::ClockOrCert));
        assert_eq!(of(CertificateError::UnknownIssuer), ("certificate_issuer".into(), Class::NotOurServer));
        assert_eq!(of(CertificateError::NotValidForName), ("certificate_name".into(), Class::NotOurServer));
        assert_eq!(of(CertificateError::Revoked), ("certificate_unknown".into(), Class::NotOurServer));
        assert_eq!(no_handshake(&rustls::Error::DecryptError, "").code, "no_tls");
    }

    #[test]
    fn a_bad_certificate_is_found_however_deep_it_is_wrapped() {
        let bad = || rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer);
        let once = std::io::Error::new(std::io::ErrorKind::InvalidData, bad());
        assert!(held(&once).is_some());
        let twice = std::io::Error::other(std::io::Error::new(std::io::ErrorKind::InvalidData, bad()));
        assert!(held(&twice).is_some());
        assert!(held(&std::io::Error::other("cut")).is_none());
    }

    /// Every code written in this crate's sources stands in the list, under the class it is written with.
    #[test]
    fn sync_3_every_problem_has_one_class_and_stands_in_the_list() {
        let mut seen = 0;
        let files = |folder: &str| std::fs::read_dir(format!("{}/{folder}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let files = files("src").chain(files("src/road")).map(|entry| entry.unwrap().path());
        for file in files.filter(|path| path.is_file()) {
            let source = std::fs::read_to_string(file).unwrap();
            for call in source.split("Problem::new(\"").skip(1) {
                let (word, rest) = call.split_once('"').unwrap();
                let Some(class) = rest.strip_prefix(", Class::") else { continue };
                let listed = PROBLEMS.iter().find(|(listed, _)| *listed == word);
                let (_, listed) = listed.unwrap_or_else(|| panic!("{word} is not in the list"));
                assert!(class.starts_with(&format!("{listed:?}")), "{word} has two classes");
                seen += 1;
            }
        }
        assert!(seen > 15);
        let mut words: Vec<_> = PROBLEMS.iter().map(|(word, _)| word).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), PROBLEMS.len());
    }
}
