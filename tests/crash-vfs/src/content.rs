//! One file: what the disk surely has, and what was written since.

use crate::Loss;
use crate::dice::Dice;

/// The smallest piece a disk writes whole or not at all.
const SECTOR: u64 = 512;

/// A change that is not on the disk yet.
#[derive(Debug, Clone)]
enum Change {
    Write { at: u64, bytes: Vec<u8> },
    Length(u64),
}

#[derive(Debug, Default)]
pub(crate) struct Content {
    synced: Vec<u8>,
    since: Vec<Change>,
}

impl Content {
    pub(crate) fn on_disk(bytes: Vec<u8>) -> Self {
        Self { synced: bytes, since: Vec::new() }
    }

    pub(crate) fn write(&mut self, at: u64, bytes: &[u8]) {
        self.since.push(Change::Write { at, bytes: bytes.to_vec() });
    }

    pub(crate) fn set_length(&mut self, length: u64) {
        self.since.push(Change::Length(length));
    }

    pub(crate) fn sync(&mut self) {
        for change in std::mem::take(&mut self.since) {
            apply(&mut self.synced, &change);
        }
    }

    /// What a power cut leaves.
    pub(crate) fn left(&self, loss: Loss, dice: &mut Dice) -> Vec<u8> {
        let mut bytes = self.synced.clone();
        for change in self.survivors(loss, dice) {
            apply(&mut bytes, &change);
        }
        bytes
    }

    fn survivors(&self, loss: Loss, dice: &mut Dice) -> Vec<Change> {
        match loss {
            Loss::All => Vec::new(),
            Loss::Some => self.since.iter().filter(|_| dice.once_in(2)).cloned().collect(),
            Loss::Torn => {
                let mut pieces: Vec<_> = self.since.iter().flat_map(sectors).filter(|_| dice.once_in(2)).collect();
                for at in (1..pieces.len()).rev() {
                    pieces.swap(at, usize::try_from(dice.below(at as u64 + 1)).unwrap_or(at));
                }
                pieces.iter_mut().for_each(|piece| spoil(piece, dice));
                pieces
            }
        }
    }
}

fn apply(file: &mut Vec<u8>, change: &Change) {
    let place = |at: &u64| usize::try_from(*at).unwrap_or(usize::MAX);
    match change {
        Change::Length(length) => file.resize(place(length), 0),
        Change::Write { at, bytes } => {
            let (from, to) = (place(at), place(at) + bytes.len());
            file.resize(file.len().max(to), 0);
            file[from..to].copy_from_slice(bytes);
        }
    }
}

fn sectors(change: &Change) -> Vec<Change> {
    let Change::Write { at, bytes } = change else { return vec![change.clone()] };
    let (mut at, mut rest, mut pieces) = (*at, bytes.as_slice(), Vec::new());
    while !rest.is_empty() {
        let room = usize::try_from(SECTOR - at % SECTOR).unwrap_or(1);
        let (piece, more) = rest.split_at(room.min(rest.len()));
        pieces.push(Change::Write { at, bytes: piece.to_vec() });
        at += piece.len() as u64;
        rest = more;
    }
    pieces
}

/// A sector that was being written when the power went holds anything.
fn spoil(piece: &mut Change, dice: &mut Dice) {
    if let Change::Write { bytes, .. } = piece
        && dice.once_in(8)
    {
        bytes.iter_mut().for_each(|byte| *byte = dice.any().to_le_bytes()[0]);
    }
}
