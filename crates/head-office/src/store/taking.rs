//! Taking a group of batches in: what is decided, whichever database it is.
//!
//! - TAKING-2 After one place of a batch was found taken, no new place of that batch is given out: the desk is about to leave
//!   this epoch, and what it keeps here must not lie behind another's records.
//! - TAKING-3 A rule that became stricter does not unsay a receipt.
//!
//! Records are looked at before the transaction (`group`), then judged one by one against what is stored and what came before them in
//! the group, and written down together.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use wire::batch::BatchReply;
use wire::code;
use wire::record::{Record, RecordResult, Status};
use wire::tree;

use super::answers::{self, refused, unplaceable, waits};
use super::group::{self, Ahead, Looked};
use super::receipts::{self, Proof, Receipts};
use super::rows::{Arrival, Held, Line, New, Place, Rows, Said, State, Stood, Sums};
use super::{Incoming, Result, Signer, StoreError};
use crate::check::{Fit, Need, Refusal};

/// What stands on a record's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// It cannot have one: this field.
    Unplaceable(&'static str),
    /// It stands there since now.
    Fresh,
    /// It stood there before.
    Same,
    /// Another does.
    Taken,
}

/// Where a revision's number is.
#[derive(Debug, Clone, Copy)]
enum Number {
    Stored(i64),
    /// It gets one when it is written: its place among the new.
    New(usize),
}

/// A revision as this group sees it.
struct Kept<'g> {
    number: Number,
    rev: u32,
    hash: Cow<'g, str>,
    state: State,
    received_at: i64,
    proof: Proof,
    waits_for: Option<&'static str>,
}

type Id<'g> = (&'g str, &'g str);

/// A group on its way in, inside one transaction.
struct Taking<'g, 'r, R> {
    rows: &'r mut R,
    group: &'g [Looked<'g>],
    principal: &'r str,
    sign: Signer<'r>,
    sums: BTreeMap<Id<'g>, (Sums, Vec<u64>)>,
    kept: HashMap<Id<'g>, Vec<Kept<'g>>>,
    refused: HashMap<Id<'g>, HashSet<u32>>,
    new: Vec<New<'g>>,
    superseded: Vec<i64>,
    needs: Vec<(usize, &'g str, &'g Need)>,
    quarantined: Vec<(&'g Incoming, &'g Record)>,
    said: BTreeMap<Place<'g>, Said>,
    arrivals: Vec<Arrival<'g>>,
    lines: Vec<Line<'g>>,
    /// Results that wait for their number: batch, record, place among the new.
    open: Vec<(usize, usize, usize)>,
    receipts: Receipts,
}

/// Takes a group inside a transaction.
pub fn take<'g, R: Rows>(
    rows: &mut R,
    group: &'g [Looked<'g>],
    principal: &str,
    sign: Signer,
) -> Result<Vec<BatchReply>> {
    let mut taking = Taking {
        rows,
        group,
        principal,
        sign,
        sums: BTreeMap::new(),
        kept: HashMap::new(),
        refused: HashMap::new(),
        new: Vec::new(),
        superseded: Vec::new(),
        needs: Vec::new(),
        quarantined: Vec::new(),
        said: BTreeMap::new(),
        arrivals: Vec::new(),
        lines: Vec::new(),
        open: Vec::new(),
        receipts: Receipts::default(),
    };
    taking.all()
}

impl<'g, R: Rows> Taking<'g, '_, R> {
    fn all(&mut self) -> Result<Vec<BatchReply>> {
        self.load_sums()?;
        let standing = self.place()?;
        self.load(&standing)?;
        let mut replies = Vec::with_capacity(self.group.len());
        for (b, standing) in standing.iter().enumerate() {
            replies.push(self.batch(b, standing)?);
        }
        let grown = self.receipts.signed(self.group, self.sign);
        for new in &mut self.new {
            new.proof = receipts::settled(new.proof.clone(), &grown)?;
        }
        let trees: Vec<_> = grown.iter().flatten().collect();
        if !trees.is_empty() {
            self.rows.put_trees(&trees)?;
        }
        let numbers = self.write()?;
        for (batch, record, new) in &self.open {
            replies[*batch].results[*record].server_seq = numbers.get(*new).and_then(|n| u64::try_from(*n).ok());
        }
        let by = (self.group, self.principal, self.sign);
        std::mem::take(&mut self.receipts).say(self.rows, by, &grown, &mut replies)?;
        Ok(replies)
    }

    fn load_sums(&mut self) -> Result<()> {
        let streams: HashSet<Id> = self.group.iter().map(|one| one.stream()).collect();
        let streams: Vec<Id> = streams.into_iter().collect();
        let sums = self.rows.sums(&streams)?;
        self.sums = streams.into_iter().zip(sums.into_iter().map(|sums| (sums, Vec::new()))).collect();
        Ok(())
    }

    /// Insert, and read only on conflict.
    fn place(&mut self) -> Result<Vec<Vec<Standing>>> {
        let all = || self.group.iter().flat_map(Looked::placeable);
        let wanted: Vec<(Place, &Record)> = all().collect();
        let fresh = self.rows.put_places(&wanted)?;
        let clashing = || wanted.iter().zip(&fresh).filter(|(_, fresh)| !**fresh).map(|((place, _), _)| *place);
        let asked: Vec<Place> = clashing().collect();
        let stood = if asked.is_empty() { Vec::new() } else { self.rows.stood(&asked)? };
        let mut stood: HashMap<Place, Stood> =
            asked.into_iter().zip(stood).filter_map(|(p, s)| Some((p, s?))).collect();
        let mut fresh = fresh.into_iter();
        let (mut dropped, mut again): (Vec<Place>, Vec<(Place, &Record)>) = (Vec::new(), Vec::new());
        let mut standing = Vec::with_capacity(self.group.len());
        for one in self.group {
            let mut forked = false;
            let mut of_one = Vec::with_capacity(one.records().len());
            for record in &one.incoming.batch.records {
                if let Some(field) = unplaceable(record) {
                    of_one.push(Standing::Unplaceable(field));
                    continue;
                }
                let place = one.place(record);
                let stands = match (fresh.next().unwrap_or_default(), forked, stood.get(&place)) {
                    (true, false, _) => Standing::Fresh,
                    (true, true, _) => {
                        dropped.push(place);
                        stood.remove(&place);
                        Standing::Taken
                    }
                    (false, _, Some(there)) if is_same(there, record) => Standing::Same,
                    (false, false, None) => {
                        again.push((place, record));
                        stood.insert(place, of(record));
                        Standing::Fresh
                    }
                    (false, ..) => Standing::Taken,
                };
                forked |= stands == Standing::Taken;
                if stands == Standing::Fresh
                    && let Some((sums, seqs)) = self.sums.get_mut(&one.stream())
                {
                    sums.digest.add(record.seq, &record.record_id, record.rev, &record.hash);
                    sums.max = sums.max.max(record.seq);
                    seqs.push(record.seq);
                }
                of_one.push(stands);
            }
            standing.push(of_one);
        }
        if !dropped.is_empty() {
            self.rows.drop_places(&dropped)?;
        }
        if !again.is_empty() && self.rows.put_places(&again)?.contains(&false) {
            return Err(StoreError::Raced);
        }
        Ok(standing)
    }

    /// Reads what is stored of everything this group names.
    fn load(&mut self, standing: &[Vec<Standing>]) -> Result<()> {
        let mut maybe_refused: HashSet<Id> = HashSet::new();
        for (one, standing) in self.group.iter().zip(standing) {
            let dealer = one.incoming.dealer.as_str();
            let records = one.incoming.batch.records.iter().zip(one.records()).zip(standing);
            for ((record, looked), _) in records.filter(|(_, s)| matches!(s, Standing::Fresh | Standing::Same)) {
                self.kept.entry((dealer, &record.record_id)).or_default();
                // An id nobody can have is not looked for: what waits for it waits for ever.
                let needs = looked.iter().flat_map(|fit| &fit.needs);
                for need in needs.filter(|need| wire::sign::is_plain(&need.record_id)) {
                    self.kept.entry((dealer, &need.record_id)).or_default();
                    if need.hash.is_none() {
                        maybe_refused.insert((dealer, &need.record_id));
                    }
                }
            }
        }
        let ids: Vec<Id> = self.kept.keys().copied().collect();
        if !ids.is_empty() {
            for (id, held) in self.rows.held(&ids)? {
                self.kept.entry(ids[id]).or_default().push(held.into());
            }
        }
        let ids: Vec<Id> = maybe_refused.into_iter().collect();
        if !ids.is_empty() {
            for (id, rev) in self.rows.refused(&ids)? {
                self.refused.entry(ids[id]).or_default().insert(rev);
            }
        }
        Ok(())
    }

    fn batch(&mut self, b: usize, standing: &[Standing]) -> Result<BatchReply> {
        let one = &self.group[b];
        let batch = &one.incoming.batch;
        let mut results = Vec::with_capacity(batch.records.len());
        for (r, record) in batch.records.iter().enumerate() {
            let result = match (standing[r], &one.records()[r]) {
                (Standing::Unplaceable(field), _) => refused(record, code::BAD_FIELD, Some(field), None),
                (Standing::Taken, _) => refused(record, code::EPOCH_CONFLICT, None, None),
                (stands, looked) => {
                    let Answered { result, number, proof } = match looked {
                        Ok(fit) => self.store((b, r), record, fit)?,
                        Err(refusal) => self.refuse(one.incoming, record, refusal)?,
                    };
                    if let Some(proof) = proof {
                        self.receipts.owe(b, r, proof);
                    }
                    self.say(one.place(record), stands == Standing::Fresh, &result);
                    if let Some(Number::New(new)) = number {
                        self.open.push((b, r, new));
                    }
                    result
                }
            };
            results.push(result);
        }
        self.lines.push(one.line(&results));
        let (batch_id, server_time) = (batch.batch_id.clone(), one.incoming.now);
        Ok(BatchReply { batch_id, server_time, results, trees: Vec::new() })
    }

    fn refuse(&mut self, incoming: &'g Incoming, record: &'g Record, refusal: &Refusal) -> Result<Answered> {
        let id = (incoming.dealer.as_str(), record.record_id.as_str());
        if let Some(at) = self.find(id, record.rev).filter(|at| self.kept[&id][*at].hash == record.hash) {
            return self.known(id, record, at);
        }
        self.refused.entry(id).or_default().insert(record.rev);
        self.arrive(id, record, false);
        Ok(refused(record, refusal.code, Some(&refusal.field), Some(refusal.message.clone())).into())
    }

    fn store(&mut self, (b, at): (usize, usize), record: &'g Record, fit: &'g Fit) -> Result<Answered> {
        let incoming = self.group[b].incoming;
        let id = (incoming.dealer.as_str(), record.record_id.as_str());
        if let Some(known) = self.find(id, record.rev) {
            return match self.kept[&id][known].hash == record.hash {
                true => self.known(id, record, known),
                false => Ok(self.quarantine(id, incoming, record).into()),
            };
        }
        let missing: Vec<&Need> = fit.needs.iter().filter(|need| !self.is_met(id.0, need)).collect();
        let counts = |kept: &Kept| kept.rev > record.rev && kept.state != State::Deferred;
        let later = self.kept.get(&id).is_some_and(|all| all.iter().any(counts));
        let state = match (missing.is_empty(), later) {
            (false, _) => State::Deferred,
            (true, true) => State::Superseded,
            (true, false) => State::Accepted,
        };
        if state != State::Deferred {
            self.supersede(id, record.rev);
            self.arrive(id, record, true);
        }
        let new = self.new.len();
        self.needs.extend(missing.iter().map(|need| (new, id.0, *need)));
        let waits_for = missing.first().map(|need| need.code);
        let proof = self.proof((b, at), record, state);
        let kept = Kept {
            number: Number::New(new),
            rev: record.rev,
            hash: Cow::Borrowed(&record.hash),
            state,
            received_at: incoming.now,
            proof: proof.clone(),
            waits_for,
        };
        self.new.push(New { incoming, record, shown: &fit.shown, state, proof });
        let answer = match (state, waits_for) {
            (State::Deferred, Some(code)) => waits(record, kept.number.stored(), code).into(),
            (State::Superseded, _) => kept.receipt(record, Status::Superseded),
            _ => kept.receipt(record, Status::Accepted),
        };
        self.kept.entry(id).or_default().push(kept);
        Ok(Answered { number: Some(Number::New(new)), ..answer })
    }

    /// What proves a revision that is stored now (TAKING-4).
    fn proof(&mut self, (b, at): (usize, usize), record: &Record, state: State) -> Proof {
        let one = &self.group[b];
        let text = || group::receipt(one.incoming, self.principal, record, one.incoming.now);
        match one.ready(at) {
            Some(Ahead::Signature(signature)) => Proof::Signed(signature),
            Some(Ahead::Leaf(leaf)) if state != State::Deferred => self.receipts.grow(b, leaf),
            None if state != State::Deferred && one.reads_trees() => self.receipts.grow(b, tree::leaf(&text())),
            _ => Proof::Signed((self.sign)(&text())),
        }
    }

    fn find(&self, id: Id<'g>, rev: u32) -> Option<usize> {
        self.kept.get(&id)?.iter().position(|kept| kept.rev == rev)
    }

    /// Stored and not itself waiting, or, for a base revision or the record a reversal is about, known as refused.
    fn is_met(&self, dealer: &'g str, need: &'g Need) -> bool {
        let id = (dealer, need.record_id.as_str());
        let is_it = |kept: &Kept| {
            kept.state != State::Deferred
                && need.rev.is_none_or(|rev| kept.rev == rev)
                && need.hash.as_deref().is_none_or(|hash| kept.hash == hash)
        };
        let held = self.kept.get(&id).is_some_and(|all| all.iter().any(is_it));
        let refused =
            || self.refused.get(&id).is_some_and(|revs| need.rev.map_or(!revs.is_empty(), |rev| revs.contains(&rev)));
        held || (need.hash.is_none() && refused())
    }

    /// Marks earlier revisions as superseded.
    fn supersede(&mut self, id: Id<'g>, rev: u32) {
        let earlier = |kept: &&mut Kept| kept.rev < rev && kept.state == State::Accepted;
        for kept in self.kept.entry(id).or_default().iter_mut().filter(earlier) {
            kept.state = State::Superseded;
            match kept.number {
                Number::Stored(server_seq) => self.superseded.push(server_seq),
                Number::New(new) => self.new[new].state = State::Superseded,
            }
        }
    }

    /// Stored before.
    fn known(&mut self, id: Id<'g>, record: &Record, at: usize) -> Result<Answered> {
        let kept = &self.kept[&id][at];
        let number = Some(kept.number);
        if kept.state != State::Deferred {
            return Ok(Answered { number, ..kept.receipt(record, Status::Duplicate) });
        }
        let said = match kept.waits_for {
            Some(code) => Some(code.to_owned()),
            None => self.rows.waits_for(id, record.rev)?,
        };
        let code = said.unwrap_or_else(|| code::TARGET_MISSING.to_owned());
        Ok(Answered { number, ..waits(record, kept.number.stored(), &code).into() })
    }

    fn quarantine(&mut self, id: Id<'g>, incoming: &'g Incoming, record: &'g Record) -> RecordResult {
        self.quarantined.push((incoming, record));
        self.refused.entry(id).or_default().insert(record.rev);
        let message = "同一编号同一版本已有不同内容，两份都已保留".to_owned();
        refused(record, code::HASH_CONFLICT, Some("record_id"), Some(message))
    }

    fn arrive(&mut self, (dealer, record_id): Id<'g>, record: &'g Record, held: bool) {
        let (dealer, record_id, hash) = (dealer.into(), record_id.into(), record.hash.as_str().into());
        self.arrivals.push(Arrival { dealer, record_id, rev: record.rev, hash, held });
    }

    /// The verdict stands on the place from now on; a fresh place says `held` by itself.
    fn say(&mut self, place: Place<'g>, fresh: bool, result: &RecordResult) {
        let verdict = match result.status {
            Status::Deferred => "deferred",
            Status::Rejected => "rejected",
            _ if fresh => return,
            _ => "held",
        };
        let (code, field, message) = (result.code.clone(), result.field.clone(), result.message.clone());
        self.said.insert(place, Said { verdict, code, field, message });
    }

    /// Writes everything down; answers the numbers of the new.
    fn write(&mut self) -> Result<Vec<i64>> {
        let numbers = if self.new.is_empty() { Vec::new() } else { self.rows.put_records(&self.new)? };
        if !self.superseded.is_empty() {
            self.rows.supersede(&self.superseded)?;
        }
        let number = |new: usize| numbers.get(new).copied().ok_or(StoreError::Broken("number"));
        if !self.needs.is_empty() {
            let needs = self.needs.iter().map(|(new, dealer, need)| Ok((number(*new)?, *dealer, *need)));
            self.rows.put_needs(&needs.collect::<Result<Vec<_>>>()?)?;
        }
        for (incoming, record) in &self.quarantined {
            self.rows.quarantine(incoming, record)?;
        }
        if !self.said.is_empty() {
            self.rows.put_verdicts(&self.said.iter().map(|(place, said)| (*place, said)).collect::<Vec<_>>())?;
        }
        settle(self.rows, std::mem::take(&mut self.arrivals))?;
        self.write_sums()?;
        self.rows.put_lines(&self.lines)?;
        Ok(numbers)
    }

    fn write_sums(&mut self) -> Result<()> {
        for (stream, (sums, seqs)) in &mut self.sums {
            seqs.sort_unstable();
            for seq in seqs.iter() {
                if *seq == sums.upto + 1 {
                    sums.upto += 1;
                }
            }
            // What was there before may go on where these end.
            if sums.upto < sums.max {
                sums.upto = self.rows.contiguous(*stream, sums.upto)?;
            }
        }
        self.rows.put_sums(&self.sums.iter().map(|(stream, (sums, _))| (*stream, sums)).collect::<Vec<_>>())
    }
}

/// Lets go what waited for these, and what waited for that in turn.
pub fn settle<R: Rows>(rows: &mut R, arrivals: Vec<Arrival>) -> Result<()> {
    let mut open = arrivals;
    while !open.is_empty() {
        let waiting: HashSet<i64> = rows.strike(&open)?.into_iter().collect();
        open.clear();
        for server_seq in waiting {
            open.extend(rows.let_go(server_seq)?);
        }
    }
    Ok(())
}

impl Kept<'_> {
    fn receipt(&self, record: &Record, status: Status) -> Answered {
        let result = answers::receipt(record, status, self.number.stored(), self.received_at);
        Answered { proof: Some(self.proof.clone()), ..result.into() }
    }
}

impl From<Held> for Kept<'_> {
    fn from(held: Held) -> Self {
        Self {
            number: Number::Stored(held.server_seq),
            rev: held.rev,
            hash: Cow::Owned(held.hash),
            state: held.state,
            received_at: held.received_at,
            proof: held.proof,
            waits_for: None,
        }
    }
}

fn of(record: &Record) -> Stood {
    Stood { record_id: record.record_id.clone(), rev: record.rev, hash: record.hash.clone() }
}

fn is_same(stood: &Stood, record: &Record) -> bool {
    stood.record_id == record.record_id && stood.rev == record.rev && stood.hash == record.hash
}

/// A result, with the number of what it speaks of and what proves that.
struct Answered {
    result: RecordResult,
    number: Option<Number>,
    proof: Option<Proof>,
}

impl From<RecordResult> for Answered {
    fn from(result: RecordResult) -> Self {
        Self { result, number: None, proof: None }
    }
}

impl Number {
    fn stored(self) -> Option<u64> {
        match self {
            Self::Stored(server_seq) => u64::try_from(server_seq).ok(),
            Self::New(_) => None,
        }
    }
}
