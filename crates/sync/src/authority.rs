//! A file with certificates of authorities, as a company hands it out: read, and shown to the person who adds it.
//!
//! - SYNC-35 Only certificates of authorities are taken: one of a server proves nothing about others.
//!
//! Absent: whether a certificate is any good. The person compares its fingerprint; the handshake judges the rest.

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;

/// Bytes of such a file at most: a bundle of every known authority has a quarter of it.
const MOST: usize = 1024 * 1024;

/// One authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    /// The certificate.
    pub der: Vec<u8>,
    /// Whose it is, in its own words.
    pub subject: String,
    /// SHA-256 of the certificate, lower-case hex.
    pub fingerprint: String,
    /// Its last day, `YYYY-MM-DD`.
    pub until: String,
}

/// Why a file was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// There is no certificate in it, or it is torn.
    NoCertificate,
    /// A certificate in it is no authority's.
    NoAuthority,
}

/// Reads a `.pem` or `.crt`, as text or as bytes.
pub fn read(file: &[u8]) -> Result<Vec<Authority>, Unfit> {
    if file.len() > MOST {
        return Err(Unfit::NoCertificate);
    }
    let ders: Vec<Vec<u8>> = match file.first() {
        Some(&SEQUENCE) => vec![file.to_vec()],
        _ => CertificateDer::pem_slice_iter(file)
            .map(|der| der.map(|der| der.to_vec()))
            .collect::<Result<_, _>>()
            .map_err(|_| Unfit::NoCertificate)?,
    };
    if ders.is_empty() {
        return Err(Unfit::NoCertificate);
    }
    ders.into_iter().map(authority).collect()
}

fn authority(der: Vec<u8>) -> Result<Authority, Unfit> {
    // What rustls cannot read as a root would break every connection.
    let mut roots = rustls::RootCertStore::empty();
    roots.add(CertificateDer::from(der.clone())).map_err(|_| Unfit::NoCertificate)?;
    let facts = Facts::of(&der).ok_or(Unfit::NoCertificate)?;
    if !facts.is_authority() {
        return Err(Unfit::NoAuthority);
    }
    let (subject, until) = (facts.subject(), facts.until().unwrap_or_default());
    Ok(Authority { fingerprint: wire::hash::sha256_hex(&der), subject, until, der })
}

const SEQUENCE: u8 = 0x30;
const OCTETS: u8 = 0x04;
const EXTENSIONS: u8 = 0xa3;
const VERSION: u8 = 0xa0;
const GENERALIZED_TIME: u8 = 0x18;
const BMP_STRING: u8 = 0x1e;
const BASIC_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 0x13];
/// Common name, organisation, unit: what people know it by.
const NAMES: [&[u8]; 3] = [&[0x55, 4, 3], &[0x55, 4, 10], &[0x55, 4, 11]];
const TRUE: &[u8] = &[0xff];

/// The parts of a certificate (RFC 5280, 4.1) that are shown.
struct Facts<'a> {
    validity: &'a [u8],
    subject: &'a [u8],
    extensions: Option<&'a [u8]>,
}

impl<'a> Facts<'a> {
    fn of(der: &'a [u8]) -> Option<Self> {
        let (_, certificate) = Parts(der).next()?;
        let (_, body) = Parts(certificate).next()?;
        let parts: Vec<_> = Parts(body).filter(|(tag, _)| *tag != VERSION).collect();
        // serial, algorithm, issuer, validity, subject, key
        let at = |n: usize| parts.get(n).map(|(_, content)| *content);
        let extensions = parts.iter().find(|(tag, _)| *tag == EXTENSIONS).map(|(_, content)| *content);
        Some(Self { validity: at(3)?, subject: at(4)?, extensions })
    }

    fn is_authority(&self) -> bool {
        let list = self.extensions.and_then(|list| Parts(list).next());
        let Some((_, list)) = list else { return false };
        Parts(list).any(|(_, one)| {
            let named = Parts(one).next().is_some_and(|(_, id)| id == BASIC_CONSTRAINTS);
            let value = Parts(one).find(|(tag, _)| *tag == OCTETS).and_then(|(_, value)| Parts(value).next());
            named && value.and_then(|(_, value)| Parts(value).next()).is_some_and(|(_, ca)| ca == TRUE)
        })
    }

    fn subject(&self) -> String {
        let parts: Vec<_> = Parts(self.subject).filter_map(|(_, set)| Parts(set).next()).collect();
        let of = |name: &[u8]| {
            parts.iter().find_map(|(_, pair)| {
                let mut pair = Parts(pair);
                (pair.next()?.1 == name).then(|| pair.next())?.map(|(tag, text)| words(tag, text))
            })
        };
        NAMES.iter().filter_map(|name| of(name)).collect::<Vec<_>>().join("，")
    }

    fn until(&self) -> Option<String> {
        let (tag, text) = Parts(self.validity).nth(1)?;
        let text = std::str::from_utf8(text).ok()?;
        // Two digits of the year until 2049 (RFC 5280, 4.1.2.5).
        let whole = match tag {
            GENERALIZED_TIME => text.to_owned(),
            _ if text < "50" => format!("20{text}"),
            _ => format!("19{text}"),
        };
        Some(format!("{}-{}-{}", whole.get(0..4)?, whole.get(4..6)?, whole.get(6..8)?))
    }
}

fn words(tag: u8, text: &[u8]) -> String {
    let units = || text.as_chunks::<2>().0.iter().map(|pair| u16::from_be_bytes(*pair)).collect::<Vec<_>>();
    let words =
        if tag == BMP_STRING { String::from_utf16_lossy(&units()) } else { String::from_utf8_lossy(text).into() };
    words.chars().filter(|one| !one.is_control()).take(100).collect()
}

/// The values of a piece of DER, one after the other; what is torn ends it.
struct Parts<'a>(&'a [u8]);

impl<'a> Iterator for Parts<'a> {
    type Item = (u8, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (&tag, rest) = self.0.split_first()?;
        let (&first, rest) = rest.split_first()?;
        let (len, rest) = match first {
            0..=0x7f => (usize::from(first), rest),
            0x81..=0x83 => {
                let (bytes, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
                (bytes.iter().fold(0, |len, byte| len << 8 | usize::from(*byte)), rest)
            }
            _ => return None,
        };
        let (content, rest) = rest.split_at_checked(len)?;
        self.0 = rest;
        Some((tag, content))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_torn_or_something_else_is_no_certificate() {
        for file in
            [&b""[..], b"hello", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", &[0x30, 0x82, 1]]
        {
            assert_eq!(read(file), Err(Unfit::NoCertificate));
        }
        assert_eq!(read(&vec![b'-'; MOST + 1]), Err(Unfit::NoCertificate));
        for len in 0..40 {
            let torn: Vec<u8> = (0..len).map(|byte| [0x30, 0x83, 0xff, 0x02][byte % 4]).collect();
            assert!(read(&torn).is_err());
        }
    }
}
