//! Receipts of head office as the desk keeps them.
//!
//! - PROOF-1 A receipt that was signed with others is kept as its place in their tree, and the tree once; handed out, it proves itself
//!   alone, years later and whatever account the desk has by then.
//!
//! Absent: the check itself (`sync`), which comes before anything is kept.

use crate::app::App;
use crate::desk::{parsed, text_of};
use crate::error::{Answer, AppError};
use serde::{Deserialize, Serialize};
use store::{Fault, LedgerLine, Reader, ReceiptTreeRow, StoreError, Tx};
use sync::desk::{InTree, ReceiptTree, Verdict};
use wire::record::Receipt;
use wire::tree::Tree;

/// Letters of a receipt's number where head office told none.
const SHORT: usize = 10;

/// What stands in a line.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Kept {
    /// A place in a tree.
    InTree {
        tree: i64,
        leaf: u32,
        /// Head office's own number of it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        server_seq: Option<u64>,
        /// The beginning of the leaf, where there is no such number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        short: Option<String>,
    },
    Whole(Receipt),
}

/// Whose receipts a tree holds, and the key that signed it.
#[derive(Serialize, Deserialize)]
struct Signer {
    principal: String,
    dealer: String,
    key: String,
}

/// Trees of one answer, each put once.
#[derive(Default)]
pub(crate) struct Trees<'a>(Vec<(&'a ReceiptTree, i64)>);

impl<'a> Trees<'a> {
    /// What a line keeps of a verdict's receipt.
    pub(crate) fn kept(&mut self, tx: &Tx<'_>, principal: &str, verdict: &'a Verdict) -> Answer<Option<String>> {
        let Some(receipt) = &verdict.receipt else { return Ok(None) };
        let Some(InTree { tree, leaf }) = &verdict.in_tree else { return Ok(Some(text_of(receipt)?)) };
        let id = self.put(tx, principal, tree, receipt)?;
        let beginning = || tree.tree.leaves().get(*leaf as usize).map(|leaf| short(&wire::hash::to_hex(leaf)));
        let short = if receipt.server_seq.is_none() { beginning() } else { None };
        Ok(Some(text_of(&Kept::InTree { tree: id, leaf: *leaf, server_seq: receipt.server_seq, short })?))
    }

    fn put(&mut self, tx: &Tx<'_>, principal: &str, tree: &'a ReceiptTree, receipt: &Receipt) -> Answer<i64> {
        if let Some((_, id)) = self.0.iter().find(|(put, _)| std::ptr::eq(*put, tree)) {
            return Ok(*id);
        }
        let Receipt { principal: maker, dealer, key, .. } = receipt.clone();
        let account = text_of(&Signer { principal: maker, dealer, key })?;
        let row = ReceiptTreeRow { account, signature: tree.signature.clone(), leaves: tree.tree.bytes() };
        let id = tx.put_receipt_tree(principal, &tree.tree.root(), &row)?;
        self.0.push((tree, id));
        Ok(id)
    }
}

/// A receipt's number as people quote it: head office's own, or where none was told the beginning of what proves it, which
/// nobody else can make.
pub(crate) fn receipt_no(kept: Option<&str>) -> Option<String> {
    match serde_json::from_str(kept?).ok()? {
        Kept::InTree { server_seq: Some(number), .. } => Some(number.to_string()),
        Kept::InTree { short, .. } => short,
        Kept::Whole(Receipt { server_seq: Some(number), .. }) => Some(number.to_string()),
        Kept::Whole(receipt) => {
            let plain: String = receipt.signature.chars().filter(char::is_ascii_alphanumeric).collect();
            Some(short(&plain))
        }
    }
}

fn short(text: &str) -> String {
    text.chars().take(SHORT).collect::<String>().to_uppercase()
}

impl App {
    /// Head office's receipt of a line of the submission ledger, whole (PROOF-1).
    pub fn kept_receipt(&self, line: i64) -> Answer<Option<Receipt>> {
        self.read(|reader, _| {
            let Some(line) = reader.ledger_line(line)? else { return Ok(None) };
            whole(reader, &line)
        })
    }
}

fn whole(reader: &Reader<'_>, line: &LedgerLine) -> Answer<Option<Receipt>> {
    let Some(text) = &line.receipt else { return Ok(None) };
    let (tree, leaf, server_seq) = match parsed("receipt", text)? {
        Kept::Whole(receipt) => return Ok(Some(receipt)),
        Kept::InTree { tree, leaf, server_seq, .. } => (tree, leaf, server_seq),
    };
    let row = reader.receipt_tree(tree)?.ok_or_else(|| torn(line))?;
    let Signer { principal, dealer, key } = parsed("receipt_tree", &row.account)?;
    let (hash, received_at) = (reader.hash_of_line(line.line)?, line.received_at);
    Ok(Some(Receipt {
        principal,
        dealer,
        record_id: line.record_id.clone(),
        rev: u32::try_from(line.rev).unwrap_or(u32::MAX),
        hash: hash.ok_or_else(|| torn(line))?,
        received_at: received_at.ok_or_else(|| torn(line))?,
        key,
        signature: row.signature,
        proof: Some(Tree::from_bytes(&row.leaves).ok_or_else(|| torn(line))?.proof(leaf)),
        server_seq,
    }))
}

fn torn(line: &LedgerLine) -> AppError {
    AppError::Store(StoreError { fault: Fault::BadRow, detail: format!("receipt of line {}", line.line) })
}
