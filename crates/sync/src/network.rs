//! The way out of this machine: how a person set it, and whether there is one now. Nothing is sent to find out: a UDP socket that is
//! connected asks the system's table of routes and no more.
//!
//! - SYNC-36 Without a route there is no network, and nobody is blamed for an address; another address of ours is another network.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};

use reqwest::{ClientBuilder, Url};

/// How head offices are reached.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Network {
    /// By whom.
    pub proxy: Proxy,
    /// Certificates (DER) of authorities that count beside the system's: a company's own.
    pub authorities: Vec<Vec<u8>>,
}

/// Who passes our requests on.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Proxy {
    /// Whoever the system names.
    #[default]
    System,
    /// Nobody.
    Direct,
    /// This one.
    ByHand {
        /// `host:port`, or with `http://` or `https://`.
        address: String,
        /// Empty where it asks for nobody.
        user: String,
        /// Secret.
        password: String,
    },
}

impl std::fmt::Debug for Proxy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::System => f.write_str("System"),
            Self::Direct => f.write_str("Direct"),
            Self::ByHand { .. } => f.write_str("ByHand"),
        }
    }
}

impl Proxy {
    /// Checks an address as a person types it; answers it as it is used.
    pub fn address(typed: &str) -> Option<String> {
        let typed = typed.trim().trim_end_matches('/');
        let whole = if typed.contains("://") { typed.to_owned() } else { format!("http://{typed}") };
        let url = Url::parse(&whole).ok()?;
        let bare = url.path() == "/" && url.username().is_empty() && url.password().is_none() && url.query().is_none();
        let known = matches!(url.scheme(), "http" | "https") && url.host_str().is_some_and(|host| !host.is_empty());
        // Nobody knows by heart which port goes without saying.
        let port = whole.rsplit(':').next().is_some_and(|port| port.parse::<u16>().is_ok());
        (bare && known && port).then_some(whole)
    }

    pub(crate) fn on(&self, builder: ClientBuilder) -> reqwest::Result<ClientBuilder> {
        Ok(match self {
            Self::System => builder,
            Self::Direct => builder.no_proxy(),
            Self::ByHand { address, user, password } => {
                let proxy = reqwest::Proxy::all(address)?;
                builder.proxy(if user.is_empty() { proxy } else { proxy.basic_auth(user, password) })
            }
        })
    }
}

/// Addresses for documentation (RFC 5737, RFC 3849): only the way to the world leads there, and nobody is there.
const FAR: [(IpAddr, IpAddr); 2] = [
    (IpAddr::V4(Ipv4Addr::UNSPECIFIED), IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1))),
    (IpAddr::V6(Ipv6Addr::UNSPECIFIED), IpAddr::V6(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1))),
];

/// The addresses this machine would speak from; none without a network.
pub fn ways_out() -> Vec<IpAddr> {
    FAR.into_iter().filter_map(|(here, there)| from(here, there)).collect()
}

/// True when there is a way out.
pub fn is_up() -> bool {
    !ways_out().is_empty()
}

fn from(here: IpAddr, there: IpAddr) -> Option<IpAddr> {
    let socket = UdpSocket::bind(SocketAddr::new(here, 0)).ok()?;
    socket.connect(SocketAddr::new(there, 9)).ok()?;
    Some(socket.local_addr().ok()?.ip()).filter(|ip| !ip.is_unspecified() && !ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_a_proxy_is_a_host_and_a_port() {
        let good = [("proxy.corp:8080", "http://proxy.corp:8080"), (" http://10.0.0.1:80/ ", "http://10.0.0.1:80")];
        for (typed, used) in good {
            assert_eq!(Proxy::address(typed).as_deref(), Some(used), "{typed}");
        }
        for bad in ["", "proxy", "http://", "ftp://a:1", "http://me:secret@proxy:8080", "proxy:8080/path", "proxy:port"]
        {
            assert_eq!(Proxy::address(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_password_of_a_proxy_is_in_no_log() {
        let proxy = Proxy::ByHand { address: "http://a:1".into(), user: "me".into(), password: "secret".into() };
        assert_eq!(
            format!("{:?}", Network { proxy, authorities: Vec::new() }),
            "Network { proxy: ByHand, authorities: [] }"
        );
    }

    #[test]
    fn sync_36_a_way_out_is_an_address_of_ours_that_others_can_answer() {
        for ip in ways_out() {
            assert!(!ip.is_loopback() && !ip.is_unspecified(), "{ip}");
            assert!(UdpSocket::bind(SocketAddr::new(ip, 0)).is_ok(), "{ip} is of this machine");
        }
        let loopback = IpAddr::V4(Ipv4Addr::LOCALHOST);
        assert_eq!(from(IpAddr::V4(Ipv4Addr::UNSPECIFIED), loopback), None, "to oneself is no way out");
        assert_eq!(from(loopback, IpAddr::V6(Ipv6Addr::LOCALHOST)), None);
    }
}
