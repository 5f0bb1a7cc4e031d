//! Where somebody who has not proved who they are asks from, so that one who guesses locks out nobody else.
//!
//! - CALLER-1 A caller is the address of its connection; of IPv6 the network of 64 bits, which is one subscriber's.
//! - CALLER-2 Behind a balancer (`--forwarded`) it is the last address in X-Forwarded-For, which the balancer wrote; what stands before it anybody may write.
//!
//! Absent: names of devices and dealers, which are counted by `limit` once they are proved.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;

use super::Office;

/// The address at the other end of a connection.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub SocketAddr);

/// Under which name the wrong tries of somebody are counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller(String);

impl Caller {
    /// What is counted: a door, and who knocks.
    pub fn at(&self, door: &str) -> String {
        format!("{door} {}", self.0)
    }

    fn of(peer: Option<IpAddr>, forwarded: bool, headers: &HeaderMap) -> Self {
        let told = if forwarded { last_forwarded(headers) } else { None };
        Self(told.or(peer).map_or_else(|| "?".to_owned(), network))
    }
}

impl FromRequestParts<Arc<Office>> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, office: &Arc<Office>) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<Peer>().map(|peer| peer.0.ip());
        Ok(Self::of(peer, office.config.forwarded, &parts.headers))
    }
}

fn last_forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let line = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
    line.rsplit(',').next()?.trim().parse().ok()
}

fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(peer: &str, forwarded: bool, lines: &[&'static str]) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-forwarded-for", line.parse().unwrap());
        }
        Caller::of(peer.parse().ok(), forwarded, &headers).at("enrol")
    }

    #[test]
    fn caller_1_an_address_or_its_network() {
        assert_eq!(of("10.0.0.7", false, &[]), "enrol 10.0.0.7");
        assert_eq!(of("::ffff:10.0.0.7", false, &[]), "enrol 10.0.0.7");
        assert_eq!(of("2001:db8:1:2:3:4:5:6", false, &[]), of("2001:db8:1:2::9", false, &[]));
        assert_ne!(of("2001:db8:1:2::9", false, &[]), of("2001:db8:1:3::9", false, &[]));
        assert_eq!(of("10.0.0.7", false, &["192.0.2.1"]), "enrol 10.0.0.7", "anybody may write that line");
    }

    #[test]
    fn caller_2_behind_a_balancer_the_last_address_counts() {
        assert_eq!(of("10.0.0.7", true, &["192.0.2.1, 198.51.100.4"]), "enrol 198.51.100.4");
        assert_eq!(of("10.0.0.7", true, &["192.0.2.1", "198.51.100.4"]), "enrol 198.51.100.4");
        assert_eq!(of("10.0.0.7", true, &["no address"]), "enrol 10.0.0.7");
        assert_eq!(of("10.0.0.7", true, &[]), "enrol 10.0.0.7");
    }
}
