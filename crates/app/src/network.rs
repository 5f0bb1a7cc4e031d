//! How this desk reaches its head offices: the proxy, and authorities whose certificates count beside the system's.
//!
//! - NETSET-1 The proxy's password is kept with the desk's other secrets: it is in no answer, no list, no log and no line of the audit trail.
//! - NETSET-2 An authority is added by the fingerprints a person looked at, and by no other file that came in its place.
//! - NETSET-3 Enrolment and sync go the same way.

use crate::app::{App, no_such, parsed_setting};
use crate::error::{Answer, AppError};
use crate::view::*;
use domain::refusal::{Checks, Refusal};
use serde::{Deserialize, Serialize};
use std::path::Path;
use store::{Reader, Setting, Tx};
use sync::authority::{Authority, Unfit};
use sync::network::{Network, Proxy};

/// Bytes of a file of certificates that are read.
const MOST: u64 = 1024 * 1024;

/// What stands in the settings.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    proxy: ProxyKind,
    address: String,
    user: String,
    password: String,
    authorities: Vec<KeptAuthority>,
}

#[derive(Serialize, Deserialize)]
struct KeptAuthority {
    subject: String,
    fingerprint: String,
    until: String,
    der: Vec<u8>,
}

fn kept(reader: &Reader<'_>) -> Answer<Kept> {
    Ok(parsed_setting(reader, Setting::Network, "network")?.unwrap_or_default())
}

fn keep(tx: &Tx<'_>, kept: &Kept) -> Answer<()> {
    Ok(tx.put_setting(Setting::Network, &crate::desk::text_of(kept)?)?)
}

/// The way as sync takes it.
pub(crate) fn of(reader: &Reader<'_>) -> Answer<Network> {
    let kept = kept(reader)?;
    let proxy = match kept.proxy {
        ProxyKind::System => Proxy::System,
        ProxyKind::Direct => Proxy::Direct,
        ProxyKind::ByHand => Proxy::ByHand { address: kept.address, user: kept.user, password: kept.password },
    };
    Ok(Network { proxy, authorities: kept.authorities.into_iter().map(|one| one.der).collect() })
}

impl App {
    pub(crate) fn network_show(&self, _: Nothing) -> Answer<NetworkView> {
        self.read(|reader, _| Ok(view(&kept(reader)?)))
    }

    pub(crate) fn network_save(&self, input: NetworkInput) -> Answer<Written<NetworkView>> {
        let by_hand = input.proxy == ProxyKind::ByHand;
        let address = Proxy::address(&input.address);
        let mut checks = Checks::default();
        checks.add((by_hand && address.is_none()).then_some(Refusal::OutOfRange {
            field: "address",
            label: "代理服务器",
            wanted: "写成 proxy.example.com:8080 这样",
        }));
        checks.length("user", "用户名", &input.user, 120);
        checks.length("password", "密码", input.password.as_deref().unwrap_or_default(), 200);
        checks.done()?;
        let said = self.write("network_save", |tx, _| {
            let stood = kept(tx)?;
            let password = input.password.unwrap_or(stood.password);
            let (address, user, password) = match by_hand {
                true => (address.unwrap_or_default(), input.user.trim().to_owned(), password),
                false => Default::default(),
            };
            let password = if user.is_empty() { String::new() } else { password };
            let now = Kept { proxy: input.proxy, address, user, password, authorities: stood.authorities };
            keep(tx, &now)?;
            tx.note("network", &now.address);
            Ok(view(&now))
        })?;
        Ok(Written { value: said, touched: vec![Touched::Settings] })
    }

    pub(crate) fn authority_check(&self, input: AuthorityFile) -> Answer<Vec<AuthorityView>> {
        let found = read(Path::new(input.path.trim()))?;
        self.read(|reader, _| {
            let stands = kept(reader)?.authorities;
            let known = |one: &Authority| stands.iter().any(|kept| kept.fingerprint == one.fingerprint);
            Ok(found.iter().map(|one| shown(&one.subject, &one.fingerprint, &one.until, known(one))).collect())
        })
    }

    pub(crate) fn authority_add(&self, input: AuthorityAdd) -> Answer<Written<NetworkView>> {
        let found = read(Path::new(input.path.trim()))?;
        let looked_at: Vec<String> = input.fingerprints.iter().map(|typed| bare(typed)).collect();
        if found.iter().any(|one| !looked_at.contains(&one.fingerprint)) {
            return Err(AppError::Stale { what: "证书文件" });
        }
        let said = self.write("authority_add", |tx, _| {
            let mut now = kept(tx)?;
            for one in found {
                if now.authorities.iter().any(|kept| kept.fingerprint == one.fingerprint) {
                    continue;
                }
                tx.note(&one.fingerprint, &one.subject);
                let Authority { der, subject, fingerprint, until } = one;
                now.authorities.push(KeptAuthority { subject, fingerprint, until, der });
            }
            keep(tx, &now)?;
            Ok(view(&now))
        })?;
        Ok(Written { value: said, touched: vec![Touched::Settings] })
    }

    pub(crate) fn authority_drop(&self, input: AuthorityDrop) -> Answer<Written<NetworkView>> {
        let fingerprint = bare(&input.fingerprint);
        let said = self.write("authority_drop", |tx, _| {
            let mut now = kept(tx)?;
            let before = now.authorities.len();
            now.authorities.retain(|one| one.fingerprint != fingerprint);
            if now.authorities.len() == before {
                return Err(no_such("fingerprint", &input.fingerprint));
            }
            tx.note(&fingerprint, "");
            keep(tx, &now)?;
            Ok(view(&now))
        })?;
        Ok(Written { value: said, touched: vec![Touched::Settings] })
    }
}

fn view(kept: &Kept) -> NetworkView {
    let of = |one: &KeptAuthority| shown(&one.subject, &one.fingerprint, &one.until, true);
    NetworkView {
        proxy: kept.proxy,
        address: kept.address.clone(),
        user: kept.user.clone(),
        has_password: !kept.password.is_empty(),
        authorities: kept.authorities.iter().map(of).collect(),
    }
}

fn shown(subject: &str, fingerprint: &str, until: &str, known: bool) -> AuthorityView {
    let pairs: Vec<&str> = (0..fingerprint.len()).step_by(2).filter_map(|at| fingerprint.get(at..at + 2)).collect();
    let subject = if subject.is_empty() { "（没有写名称）" } else { subject };
    AuthorityView {
        subject: subject.to_owned(),
        fingerprint: pairs.join(":").to_uppercase(),
        until: until.to_owned(),
        known,
    }
}

/// A fingerprint without what people write between its digits.
fn bare(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_hexdigit).collect::<String>().to_lowercase()
}

fn read(path: &Path) -> Answer<Vec<Authority>> {
    let refused = |code: &str, sentence: String| AppError::File { code: code.into(), sentence };
    let missing = |_| refused("file_missing", format!("读不到文件「{}」。请检查文件名，U 盘是否插好", path.display()));
    let about = path.metadata().map_err(missing)?;
    let none = || refused("no_certificate", "这个文件里没有证书。请要根证书文件（.pem、.crt 或 .cer）".into());
    if !about.is_file() || about.len() > MOST {
        return Err(none());
    }
    sync::authority::read(&std::fs::read(path).map_err(missing)?).map_err(|why| match why {
        Unfit::NoCertificate => none(),
        Unfit::NoAuthority => refused(
            "no_authority",
            "这是一台服务器的证书，不是根证书，没有加上。请向公司管网络的人或总部要「根证书」（CA 证书）".into(),
        ),
    })
}
