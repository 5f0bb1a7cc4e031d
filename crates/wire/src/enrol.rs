//! Enrolment with a one-time code, and tokens by signed challenge.
//!
//! A code is sixteen letters in four groups (`K7QM-3XPD-9F2A-TB61`, Crockford's base 32).
//! The first eight are the secret that head office looks up, the last eight are the first
//! forty bits of the receipt key's SHA-256: the desk checks them against the signed hello
//! before the secret leaves the machine.

use serde::{Deserialize, Serialize};

/// `POST /v1/enrol`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct EnrolRequest {
    /// The first eight letters of the code, upper case, no dashes.
    pub code: String,
    /// The maker the desk means. A head office of another maker refuses, before the code is used
    /// up; one that was never told its code takes this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub principal: Option<String>,
    /// Without `principal`: the code a head office that was never told its own may take.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggest: Option<String>,
    /// Base64 of the device's Ed25519 public key, made on the device.
    pub device_key: String,
    /// A name people recognise the machine by.
    pub device_name: String,
    /// Base64 of the signature over [`crate::sign::enrol`]: the desk holds the private half.
    pub signature: String,
}

/// The answer: who the desk now is, and which key to trust from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct EnrolReply {
    /// Head office's id.
    pub server_id: String,
    /// The maker's code.
    pub principal: String,
    /// The maker's name.
    pub principal_name: String,
    /// The dealer's code.
    pub dealer: String,
    /// The dealer's name.
    pub dealer_name: String,
    /// The device's id from now on.
    pub device_id: String,
    /// Base64 of the Ed25519 public key that signs receipts and answers.
    pub receipt_key: String,
    /// SHA-256 of that key, hex: for people to read to each other.
    pub receipt_key_sha256: String,
    /// See [`crate::hello::Hello::generation`].
    pub generation: String,
    /// How the key that signs policy packs came from the receipt key, oldest first; empty when it is the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub handovers: Vec<crate::law::Handover>,
}

/// `POST /v1/token`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TokenRequest {
    /// From enrolment.
    pub device_id: String,
    /// From a hello not older than two minutes.
    pub challenge: String,
    /// Base64 of the signature over [`crate::sign::challenge`].
    pub signature: String,
}

/// A bearer token, good for an hour at most.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TokenReply {
    /// Opaque.
    pub token: String,
    /// How long it is good for, in milliseconds: a duration, because the desk's clock may be wrong.
    pub good_for_ms: i64,
}

/// What head office hands a dealer to type or paste: its address, and the code behind a `#`.
/// What stands behind a `#` never leaves the program that reads an address, so a line pasted
/// into a browser by mistake gives the code to nobody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invite {
    /// Base address.
    pub url: String,
    /// The code, as typed.
    pub code: String,
}

impl Invite {
    /// Reads a whole line; none where either part is missing.
    pub fn parse(line: &str) -> Option<Self> {
        let (url, code) = line.trim().split_once('#')?;
        let url = url.trim().trim_end_matches('/');
        let whole = url.contains("://") && !code.trim().is_empty();
        whole.then(|| Self { url: url.to_owned(), code: code.trim().to_owned() })
    }

    /// The line as handed out.
    pub fn show(&self) -> String {
        format!("{}/#{}", self.url.trim_end_matches('/'), self.code)
    }
}

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A code taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The eight letters head office looks up.
    pub secret: String,
    /// The eight letters of the key's fingerprint.
    pub fingerprint: String,
}

impl Code {
    /// Reads what a person typed: any case, spaces and dashes anywhere, O for 0, I and L for 1.
    pub fn parse(text: &str) -> Option<Self> {
        let letters: String = text.chars().filter_map(letter).collect::<Option<_>>()?;
        let (secret, fingerprint) = letters.split_at_checked(8)?;
        (fingerprint.len() == 8).then(|| Self { secret: secret.to_owned(), fingerprint: fingerprint.to_owned() })
    }

    /// The code as shown to people.
    pub fn show(&self) -> String {
        let all = format!("{}{}", self.secret, self.fingerprint);
        let groups: Vec<&str> = (0..4).filter_map(|i| all.get(i * 4..i * 4 + 4)).collect();
        groups.join("-")
    }

    /// The fingerprint letters of a receipt key (its 32 bytes).
    pub fn fingerprint_of(key: &[u8]) -> String {
        let hash = crate::hash::sha256(key);
        base32_40(&[hash[0], hash[1], hash[2], hash[3], hash[4]])
    }

    /// Eight letters from five bytes.
    pub fn secret_from(random: &[u8; 5]) -> String {
        base32_40(random)
    }
}

/// `None` drops a separator, `Some(None)` is a letter that cannot be in a code.
fn letter(c: char) -> Option<Option<char>> {
    match c.to_ascii_uppercase() {
        ' ' | '-' | '\u{3000}' | '－' => None,
        'O' => Some(Some('0')),
        'I' | 'L' => Some(Some('1')),
        c if c.is_ascii() && ALPHABET.contains(&(c as u8)) => Some(Some(c)),
        _ => Some(None),
    }
}

fn base32_40(bytes: &[u8; 5]) -> String {
    let n = bytes.iter().fold(0u64, |n, b| n << 8 | u64::from(*b));
    let digit = |i: u32| char::from(ALPHABET[(n >> (5 * (7 - i)) & 31) as usize]);
    (0..8).map(digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_survives_the_way_people_type_it() {
        let code = Code { secret: Code::secret_from(&[1, 2, 3, 4, 255]), fingerprint: Code::fingerprint_of(&[7; 32]) };
        assert_eq!(Code::parse(&code.show()), Some(code.clone()));
        let sloppy = format!(" {} ", code.show().to_lowercase().replace('-', " "));
        assert_eq!(Code::parse(&sloppy.replace('0', "o")), Some(code));
    }

    #[test]
    fn an_invitation_is_an_address_and_a_code_in_one_line() {
        let invite = Invite { url: "https://ho.example".into(), code: "0410-6105-6HTG-Z65X".into() };
        assert_eq!(invite.show(), "https://ho.example/#0410-6105-6HTG-Z65X");
        assert_eq!(Invite::parse(&format!(" {}\n", invite.show())), Some(invite));
        for no in ["https://ho.example", "https://ho.example/#", "0410-6105#6HTG", ""] {
            assert_eq!(Invite::parse(no), None, "{no}");
        }
    }

    #[test]
    fn a_code_with_a_strange_letter_or_length_is_none() {
        assert_eq!(Code::parse("K7QM-3XPD-9F2A-TB6!"), None);
        assert_eq!(Code::parse("K7QM-3XPD-9F2A"), None);
        assert_eq!(Code::parse("K7QM-3XPD-9F2A-TB61-0"), None);
        assert_eq!(Code::parse("三包"), None);
    }
}
