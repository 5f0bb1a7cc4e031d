//! Receipts of many records under one signature: a Merkle tree as RFC 6962 has it.
//!
//! - WIRE-6 A leaf and a node are hashed with another first byte each, so that no node can pass for a receipt; a receipt with its path
//!   proves itself without the others of its batch.
//!
//! A leaf is the text of a receipt ([`crate::sign::receipt`]), and what is signed is the root with the number of leaves
//! ([`crate::sign::receipts`]).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::hash::to_hex;

/// A leaf or a node.
pub type Hash = [u8; 32];

/// The word of a desk that reads receipts of this form (`receipts` of a batch).
pub const FORM: u16 = 2;

/// The hash of a receipt's text.
pub fn leaf(text: &str) -> Hash {
    Sha256::new().chain_update([0]).chain_update(text.as_bytes()).finalize().into()
}

fn node(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The leaves with everything above them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tree {
    /// The leaves first, then each level above them; the last holds the root alone.
    levels: Vec<Vec<Hash>>,
}

impl Tree {
    /// Of these leaves; `None` of none.
    pub fn of(leaves: Vec<Hash>) -> Option<Self> {
        let mut levels = vec![leaves];
        loop {
            let below = levels.last()?;
            match below.len() {
                0 => return None,
                1 => return Some(Self { levels }),
                _ => levels.push(above(below)),
            }
        }
    }

    /// From the bytes of its leaves.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (leaves, rest) = bytes.as_chunks::<32>();
        if rest.is_empty() { Self::of(leaves.to_vec()) } else { None }
    }

    /// The leaves.
    pub fn leaves(&self) -> &[Hash] {
        self.levels.first().map_or(&[], Vec::as_slice)
    }

    /// The leaves, one behind the other.
    pub fn bytes(&self) -> Vec<u8> {
        self.leaves().concat()
    }

    /// How many leaves.
    pub fn size(&self) -> u32 {
        u32::try_from(self.leaves().len()).unwrap_or(u32::MAX)
    }

    /// The root in hex.
    pub fn root(&self) -> String {
        self.levels.last().and_then(|top| top.first()).map(|root| to_hex(root)).unwrap_or_default()
    }

    /// What head office signs for it.
    pub fn text(&self) -> String {
        crate::sign::receipts(self.size(), &self.root())
    }

    /// What proves this leaf beside the signature.
    pub fn proof(&self, leaf: u32) -> Proof {
        let mut at = leaf as usize;
        let mut path = Vec::new();
        for level in &self.levels {
            // A node without a neighbour goes up as it is.
            path.extend(level.get(at ^ 1).map(|beside| to_hex(beside)));
            at /= 2;
        }
        Proof { size: self.size(), leaf, path }
    }
}

fn above(below: &[Hash]) -> Vec<Hash> {
    let pair = |pair: &[Hash]| match pair {
        [left, right] => node(left, right),
        one => one.concat().try_into().unwrap_or_default(),
    };
    below.chunks(2).map(pair).collect()
}

/// Where a receipt stands in its tree, and the nodes beside its way to the root.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// Leaves of the tree.
    pub size: u32,
    /// Which of them, from 0.
    pub leaf: u32,
    /// The nodes beside the way, from below, in hex.
    pub path: Vec<String>,
}

impl Proof {
    /// The text whose signature proves the receipt with this text; `None` when the path is none.
    pub fn text(&self, receipt: &str) -> Option<String> {
        let (mut at, mut last) = (self.leaf, self.size.checked_sub(1)?);
        if at > last {
            return None;
        }
        let mut hash = leaf(receipt);
        let mut path = self.path.iter();
        while last > 0 {
            if at != last || at % 2 == 1 {
                let beside = from_hex(path.next()?)?;
                hash = if at % 2 == 1 { node(&beside, &hash) } else { node(&hash, &beside) };
            }
            (at, last) = (at / 2, last / 2);
        }
        path.next().is_none().then(|| crate::sign::receipts(self.size, &to_hex(&hash)))
    }
}

fn from_hex(text: &str) -> Option<Hash> {
    if !crate::hash::is_sha256_hex(text) {
        return None;
    }
    let digit = |at: usize| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
    let bytes: Option<Vec<u8>> = (0..64).step_by(2).map(digit).collect();
    bytes?.try_into().ok()
}

/// A tree as it travels: its leaves and their one signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SignedTree {
    /// Base64 of the leaves, 32 bytes each, one behind the other.
    pub leaves: String,
    /// Base64 of the Ed25519 signature over [`crate::sign::receipts`].
    pub signature: String,
}

impl SignedTree {
    /// A tree with its signature.
    pub fn new(tree: &Tree, signature: String) -> Self {
        Self { leaves: STANDARD.encode(tree.bytes()), signature }
    }

    /// The tree it holds; `None` of something else.
    pub fn tree(&self) -> Option<Tree> {
        Tree::from_bytes(&STANDARD.decode(&self.leaves).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(n: u32) -> String {
        crate::sign::receipt("DF", "HB0732", &format!("r-{n}"), 1, "ab", 1)
    }

    fn tree(size: u32) -> Tree {
        Tree::of((0..size).map(|n| leaf(&text(n))).collect()).unwrap()
    }

    /// As the RFC words it: split where the largest power of two below the number of leaves is.
    fn by_the_book(leaves: &[Hash]) -> Hash {
        match leaves {
            [one] => *one,
            _ => {
                let split = leaves.len().next_power_of_two() / 2;
                node(&by_the_book(&leaves[..split]), &by_the_book(&leaves[split..]))
            }
        }
    }

    #[test]
    fn wire_6_the_root_is_the_one_of_the_book() {
        for size in 1..70 {
            let tree = tree(size);
            assert_eq!(tree.root(), to_hex(&by_the_book(tree.leaves())), "{size}");
            assert_eq!(Tree::from_bytes(&tree.bytes()), Some(tree));
        }
        assert_eq!(Tree::of(Vec::new()), None);
        assert_eq!(Tree::from_bytes(&[0; 33]), None);
    }

    #[test]
    fn wire_6_a_receipt_proves_itself_alone_and_no_other_passes_for_it() {
        for size in 1..40 {
            let tree = tree(size);
            for n in 0..size {
                let proof = tree.proof(n);
                assert_eq!(proof.text(&text(n)), Some(tree.text()), "{n} of {size}");
                assert_ne!(proof.text(&text(n + 1)), Some(tree.text()), "another receipt");
                for other in (0..size).filter(|other| *other != n) {
                    let moved = Proof { leaf: other, ..proof.clone() };
                    assert_ne!(moved.text(&text(n)), Some(tree.text()), "{n} of {size} at {other}");
                }
                for at in 0..proof.path.len() {
                    let mut torn = proof.clone();
                    let other = if torn.path[at].starts_with('0') { "1" } else { "0" };
                    torn.path[at].replace_range(0..1, other);
                    assert_ne!(torn.text(&text(n)), Some(tree.text()));
                    torn.path.remove(at);
                    assert_ne!(torn.text(&text(n)), Some(tree.text()));
                }
                let longer = Proof { path: [proof.path.clone(), vec!["0".repeat(64)]].concat(), ..proof };
                assert_eq!(longer.text(&text(n)), None);
            }
        }
        assert_eq!(Proof { size: 0, leaf: 0, path: Vec::new() }.text("x"), None);
        assert_eq!(Proof { size: 2, leaf: 2, path: vec!["0".repeat(64)] }.text("x"), None);
    }

    #[test]
    fn wire_6_a_node_is_no_receipt() {
        let two = tree(2);
        let root = Tree::of(vec![node(&two.leaves()[0], &two.leaves()[1])]).unwrap();
        assert_ne!(two.text(), root.text(), "the number of leaves is signed");
        let pair = two.bytes();
        assert_ne!(Sha256::new().chain_update([0]).chain_update(&pair).finalize().as_slice(), two.levels[1][0]);
    }
}
