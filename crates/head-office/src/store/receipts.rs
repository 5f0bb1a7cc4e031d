//! How stored revisions are proved: each by a signature of its own, or as a leaf of the tree of its batch.
//!
//! - TAKING-4 A tree holds what its batch stored and counts, and nothing else: whoever has its leaves can make a receipt of each. What
//!   waits for another record has a signature of its own, which is not handed out before.
//! - TAKING-5 A desk that does not read trees gets a signature for each record, whenever that was stored and for whom.

use std::collections::HashMap;

use wire::batch::BatchReply;
use wire::tree::{Hash, SignedTree, Tree};

use super::group::{self, Looked};
use super::rows::Rows;
use super::{Result, Signer, StoreError};

/// What proves a stored revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// A signature, base64.
    Signed(String),
    /// A leaf of a stored tree: its root in hex, and the place.
    Leaf(String, u32),
    /// A leaf of the tree of a batch of this group, which grows still.
    Growing(usize, u32),
}

impl Proof {
    /// From what is stored.
    pub fn of(kept: String) -> Self {
        match in_tree(&kept) {
            Some((root, leaf)) => Self::Leaf(root.to_owned(), leaf),
            None => Self::Signed(kept),
        }
    }

    /// As it is stored. Of a tree that grows nothing is stored yet.
    pub fn kept(&self) -> String {
        match self {
            Self::Signed(signature) => signature.clone(),
            Self::Leaf(root, leaf) => format!("{root}:{leaf}"),
            Self::Growing(..) => String::new(),
        }
    }
}

/// Root and leaf of what is stored; base64 has no colon.
fn in_tree(kept: &str) -> Option<(&str, u32)> {
    let (root, leaf) = kept.split_once(':')?;
    Some((root, leaf.parse().ok()?))
}

/// A tree as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeRow {
    /// Whose receipts it holds.
    pub dealer: String,
    /// In hex.
    pub root: String,
    /// Base64.
    pub signature: String,
    /// 32 bytes each.
    pub leaves: Vec<u8>,
}

impl TreeRow {
    fn tree(&self) -> Result<Tree> {
        Tree::from_bytes(&self.leaves).ok_or(StoreError::Broken("receipt_tree"))
    }
}

/// Receipts of a group on their way into its replies.
#[derive(Default)]
pub struct Receipts {
    /// By batch.
    leaves: Vec<Vec<Hash>>,
    /// Batch, record, and what proves it.
    open: Vec<(usize, usize, Proof)>,
}

impl Receipts {
    /// Adds a receipt to the tree of its batch (TAKING-4).
    pub fn grow(&mut self, batch: usize, leaf: Hash) -> Proof {
        if self.leaves.len() <= batch {
            self.leaves.resize_with(batch + 1, Vec::new);
        }
        let leaves = &mut self.leaves[batch];
        leaves.push(leaf);
        Proof::Growing(batch, u32::try_from(leaves.len() - 1).unwrap_or(u32::MAX))
    }

    /// A result that is to say what proves it.
    pub fn owe(&mut self, batch: usize, record: usize, proof: Proof) {
        self.open.push((batch, record, proof));
    }

    /// The trees of a group, signed, by batch.
    pub fn signed(&mut self, group: &[Looked], sign: Signer) -> Vec<Option<TreeRow>> {
        let one = |(leaves, looked): (Vec<Hash>, &Looked)| {
            let tree = Tree::of(leaves)?;
            let (dealer, signature) = (looked.dealer().to_owned(), sign(&tree.text()));
            Some(TreeRow { dealer, root: tree.root(), signature, leaves: tree.bytes() })
        };
        std::mem::take(&mut self.leaves).into_iter().zip(group).map(one).collect()
    }

    /// Says in the replies what proves each record.
    pub fn say<R: Rows>(
        self,
        rows: &mut R,
        (group, principal, sign): (&[Looked], &str, Signer),
        grown: &[Option<TreeRow>],
        replies: &mut [BatchReply],
    ) -> Result<()> {
        let mut trees: HashMap<String, SignedTree> = HashMap::new();
        for row in grown.iter().flatten() {
            trees.insert(row.root.clone(), SignedTree::new(&row.tree()?, row.signature.clone()));
        }
        let stored = self.open.iter().filter_map(|(batch, _, proof)| match proof {
            Proof::Leaf(root, _) if group[*batch].reads_trees() && !trees.contains_key(root) => Some(root.as_str()),
            _ => None,
        });
        let mut stored: Vec<&str> = stored.collect();
        stored.sort_unstable();
        stored.dedup();
        for row in if stored.is_empty() { Vec::new() } else { rows.trees(&stored)? } {
            trees.insert(row.root.clone(), SignedTree::new(&row.tree()?, row.signature.clone()));
        }
        let mut placed: Vec<HashMap<String, u32>> = group.iter().map(|_| HashMap::new()).collect();
        for (batch, record, proof) in self.open {
            let (reply, looked) = (&mut replies[batch], &group[batch]);
            let (root, leaf) = match settled(proof, grown)? {
                Proof::Signed(signature) => {
                    reply.results[record].signature = Some(signature);
                    continue;
                }
                Proof::Leaf(root, leaf) => (root, leaf),
                Proof::Growing(..) => return Err(StoreError::Broken("receipt_tree")),
            };
            let result = &mut reply.results[record];
            if !looked.reads_trees() {
                let text = group::receipt_of(looked, principal, record, result.received_at.unwrap_or_default());
                result.signature = Some(sign(&text));
                continue;
            }
            result.leaf = Some(leaf);
            let known = placed[batch].get(&root).copied();
            result.tree = known.or_else(|| u32::try_from(reply.trees.len()).ok());
            if known.is_none() {
                let tree = trees.get(&root).ok_or(StoreError::Broken("receipt_tree"))?;
                placed[batch].extend(result.tree.map(|place| (root, place)));
                reply.trees.push(tree.clone());
            }
        }
        Ok(())
    }
}

/// With the root of its tree, once that is known.
pub fn settled(proof: Proof, grown: &[Option<TreeRow>]) -> Result<Proof> {
    let Proof::Growing(batch, leaf) = proof else { return Ok(proof) };
    let tree = grown.get(batch).and_then(Option::as_ref).ok_or(StoreError::Broken("receipt_tree"))?;
    Ok(Proof::Leaf(tree.root.clone(), leaf))
}

/// Receipts as they are handed out to people; the last tree is at hand, for records of a batch lie together.
#[derive(Default)]
pub struct Opened(Option<(String, Tree, String)>);

impl Opened {
    /// The signature of a stored receipt, with its proof where it was signed with others.
    pub fn receipt(
        &mut self,
        kept: &str,
        find: impl FnOnce(&str) -> Result<Option<TreeRow>>,
    ) -> Result<(String, Option<wire::tree::Proof>)> {
        let Some((root, leaf)) = in_tree(kept) else { return Ok((kept.to_owned(), None)) };
        if self.0.as_ref().is_none_or(|(last, ..)| last != root) {
            let row = find(root)?.ok_or(StoreError::Broken("receipt_tree"))?;
            self.0 = Some((root.to_owned(), row.tree()?, row.signature));
        }
        let (_, tree, signature) = self.0.as_ref().ok_or(StoreError::Broken("receipt_tree"))?;
        Ok((signature.clone(), Some(tree.proof(leaf))))
    }
}
