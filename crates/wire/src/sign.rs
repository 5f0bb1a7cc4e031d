//! What exactly is signed. Each is UTF-8 text: a first line naming the purpose, then one
//! field a line, no line end after the last. Ed25519 signs these bytes directly.
//!
//! Codes and ids are refused at both ends when they hold a line break ([`is_plain`]), so no
//! two different sets of fields make the same text.

/// A receipt: head office holds these bytes since then.
pub fn receipt(principal: &str, dealer: &str, record_id: &str, rev: u32, hash: &str, received_at: i64) -> String {
    format!("sanbao-receipt-v1\n{principal}\n{dealer}\n{record_id}\n{rev}\n{hash}\n{received_at}")
}

/// Many receipts: each is a leaf of the tree with this root (`tree`).
pub fn receipts(size: u32, root: &str) -> String {
    format!("sanbao-receipt-v2\n{size}\n{root}")
}

/// A file's receipt.
pub fn blob(principal: &str, dealer: &str, sha256: &str, size: u64, received_at: i64) -> String {
    format!("sanbao-blob-v1\n{principal}\n{dealer}\n{sha256}\n{size}\n{received_at}")
}

/// An answer: this body, with this status, to this request. The nonce is the desk's, so an
/// answer recorded yesterday does not fit today's question.
pub fn response(method: &str, path: &str, nonce: &str, status: u16, body_sha256_hex: &str) -> String {
    format!("sanbao-response-v1\n{method}\n{path}\n{nonce}\n{status}\n{body_sha256_hex}")
}

/// Enrolment: whoever shows the code also holds the private half of the key.
pub fn enrol(server_id: &str, code: &str, device_key: &str) -> String {
    format!("sanbao-enrol-v1\n{server_id}\n{code}\n{device_key}")
}

/// A token is asked for.
pub fn challenge(server_id: &str, device_id: &str, challenge: &str) -> String {
    format!("sanbao-challenge-v1\n{server_id}\n{device_id}\n{challenge}")
}

/// A file carried by hand, by whoever made it: its label and what is inside, packed.
pub fn file(label_sha256_hex: &str, packed_sha256_hex: &str) -> String {
    format!("sanbao-file-v1\n{label_sha256_hex}\n{packed_sha256_hex}")
}

/// A new key for policy packs takes the place of the old one, which signs this; the day is `YYYY-MM-DD`.
pub fn key_handover(principal: &str, old_key: &str, new_key: &str, on: &str) -> String {
    format!("sanbao-key-handover-v1\n{principal}\n{old_key}\n{new_key}\n{on}")
}

/// True for a code or id that may stand in signed text: not empty, at most 100 bytes, no control letters.
pub fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.len() <= 100 && !text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wire_4_signed_text_is_a_purpose_and_a_field_a_line() {
        let text = receipt("DF", "HB0732", "r-1", 2, "ab", 1_795_226_400_000);
        assert_eq!(text, "sanbao-receipt-v1\nDF\nHB0732\nr-1\n2\nab\n1795226400000");
        assert_eq!(receipts(3, "ab"), "sanbao-receipt-v2\n3\nab");
        assert_eq!(blob("DF", "HB", "ab", 9, 1), "sanbao-blob-v1\nDF\nHB\nab\n9\n1");
        assert_eq!(response("GET", "/v1/hello", "00", 200, "ab"), "sanbao-response-v1\nGET\n/v1/hello\n00\n200\nab");
        assert_eq!(enrol("s", "K7QM3XPD", "key"), "sanbao-enrol-v1\ns\nK7QM3XPD\nkey");
        assert_eq!(challenge("s", "d", "c"), "sanbao-challenge-v1\ns\nd\nc");
        assert_eq!(file("ab", "cd"), "sanbao-file-v1\nab\ncd");
        let handover = key_handover("DF", "old", "new", "2026-10-01");
        assert_eq!(handover, "sanbao-key-handover-v1\nDF\nold\nnew\n2026-10-01");
    }

    #[test]
    fn what_could_break_a_line_is_not_plain() {
        assert!(is_plain("HB0732") && is_plain("东方"));
        for bad in ["", "a\nb", "a\u{0}", &"x".repeat(101)] {
            assert!(!is_plain(bad));
        }
    }
}
