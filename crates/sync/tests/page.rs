//! docs/sync-protocol.md says what the program does: its examples are made here, byte for byte.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // helpers of tests fail like tests

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use sync::key;
use wire::enrol::Code;
use wire::hash::sha256_hex;
use wire::record::Record;
use wire::stream::Digest;
use wire::tree::{SignedTree, Tree};

const PAGE: &str = include_str!("../../../docs/sync-protocol.md");
/// Seeds of the example's two keys. Everybody knows them: they are good for nothing else.
const OFFICE: [u8; 32] = [1; 32];
const DEVICE: [u8; 32] = [2; 32];
const RECORD: &str = "01940000-0000-7000-8000-000000000001";
const BODY: &str = r#"{"principal":"DF","unit":{"serial":"0012"},"sale":{"sold_on":"2026-11-01"}}"#;
const RECEIVED: i64 = 1_795_226_400_000;

fn office_key() -> [u8; 32] {
    STANDARD.decode(key::public(&OFFICE)).unwrap().try_into().unwrap()
}

/// Every line an example on the page must hold.
fn examples() -> Vec<String> {
    let hash = sha256_hex(BODY.as_bytes());
    let record = Record {
        record_id: RECORD.into(),
        rev: 1,
        base_rev: None,
        kind: "card".into(),
        schema: 1,
        seq: 1,
        hash: hash.clone(),
        body: BODY.into(),
        extra: serde_json::Map::new(),
    };
    let receipt = wire::sign::receipt("DF", "HB0732", RECORD, 1, &hash, RECEIVED);
    let texts = [1, 2, 3].map(|rev| wire::sign::receipt("DF", "HB0732", RECORD, rev, &hash, RECEIVED));
    let tree = Tree::of(texts.iter().map(|text| wire::tree::leaf(text)).collect()).unwrap();
    let signature = key::sign(&OFFICE, &tree.text());
    let proof = tree.proof(0);
    assert_eq!(proof.text(&receipt), Some(tree.text()));
    let together = [
        tree.leaves().iter().map(|leaf| wire::hash::to_hex(leaf)).collect::<Vec<_>>().join("\n"),
        tree.text(),
        serde_json::to_string(&SignedTree::new(&tree, signature.clone())).unwrap(),
        signature,
        serde_json::to_string(&proof).unwrap(),
    ];
    let answer = r#"{"code":"not_found","message":"no such address"}"#;
    let nonce = "0123456789abcdef0123456789abcdef";
    let response = wire::sign::response("GET", "/v1/nope", nonce, 404, &sha256_hex(answer.as_bytes()));
    let code = Code { secret: Code::secret_from(&[1, 2, 3, 4, 5]), fingerprint: Code::fingerprint_of(&office_key()) };
    let enrol = wire::sign::enrol("3293fc8065dc7de22fd3932873eed2a9", &code.secret, &key::public(&DEVICE));
    let mut digest = Digest::default();
    digest.add(1, RECORD, 1, &hash);
    let one = digest.hex();
    digest.add(2, RECORD, 2, &hash);
    let apart = vec![
        key::public(&OFFICE),
        key::public(&DEVICE),
        sha256_hex(&office_key()),
        code.show(),
        key::sign(&DEVICE, &enrol),
        serde_json::to_string(&record).unwrap(),
        hash,
        receipt.clone(),
        key::sign(&OFFICE, &receipt),
        response.clone(),
        key::sign(&OFFICE, &response),
        format!("sha-256=:{}:", STANDARD.encode(wire::hash::sha256(b"hello"))),
        one,
        digest.hex(),
    ];
    apart.into_iter().chain(together).collect()
}

#[test]
fn the_examples_of_the_page_are_what_the_program_makes() {
    for example in examples() {
        assert!(PAGE.contains(&example), "not on the page:\n{example}");
    }
}

#[test]
fn the_page_names_every_problem_under_its_class() {
    for (code, class) in sync::PROBLEMS {
        let row = format!("| `{code}` | {} |", class.as_str());
        assert!(PAGE.lines().any(|line| line.starts_with(&row)), "not on the page: {row}");
    }
}

#[test]
fn the_page_names_every_word_and_limit_of_the_wire() {
    let source = include_str!("../../wire/src/code.rs");
    for line in source.lines().filter(|line| line.starts_with("pub const ")) {
        let word = line.split('"').nth(1).unwrap();
        assert!(PAGE.contains(&format!("`{word}`")), "`{word}` is not on the page");
    }
    let limits = json!(wire::hello::Limits::default());
    for (name, value) in limits.as_object().unwrap() {
        assert!(PAGE.contains(&format!("| `{name}` | {value} |")), "{name} {value}");
    }
}
