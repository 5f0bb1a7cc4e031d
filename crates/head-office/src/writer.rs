//! The single writer: batches that wait together are committed together.
//!
//! One fsync for up to sixty-four batches is what lets a thousand dealers send in the same
//! minute. A full queue says so at once (503 and Retry-After) instead of growing.

use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tokio::sync::{mpsc, oneshot};
use wire::batch::BatchReply;

use crate::keys::Keys;
use crate::store::group::{Looked, Worth};
use crate::store::{Incoming, Result, Store, StoreError};

const GROUP: usize = 64;

struct Job {
    incoming: Incoming,
    worth: Worth,
    answer: oneshot::Sender<Result<BatchReply>>,
}

/// What the writer is told.
enum Word {
    Take(Box<Job>),
    /// Nothing that comes after this is taken.
    End,
}

/// Is told how many batches a commit had and how long it took.
pub type Watch = Arc<dyn Fn(usize, Duration) + Send + Sync>;

/// The way to the writer. The thread ends when the last of these is dropped, or when it is told to.
#[derive(Clone)]
pub struct Writer(mpsc::Sender<Word>);

impl Writer {
    /// Starts the thread.
    pub fn start(
        store: Arc<dyn Store>,
        keys: Arc<Keys>,
        queue: usize,
        watch: Watch,
    ) -> std::io::Result<(Self, JoinHandle<()>)> {
        let (sender, receiver) = mpsc::channel(queue);
        let work = move || run(receiver, store.as_ref(), &keys, &watch);
        let thread = std::thread::Builder::new().name("writer".into()).spawn(work)?;
        Ok((Self(sender), thread))
    }

    /// Hands a batch in, with what it is worth; answers after the commit.
    pub async fn take(&self, incoming: Incoming, worth: Worth) -> Result<BatchReply> {
        let (answer, answered) = oneshot::channel();
        let job = Job { incoming, worth, answer };
        self.0.try_send(Word::Take(Box::new(job))).map_err(|_| StoreError::Busy)?;
        answered.await.map_err(|_| StoreError::Busy)?
    }

    /// Batches that wait.
    pub fn waiting(&self) -> usize {
        self.0.max_capacity() - self.0.capacity()
    }

    /// Ends the thread after what waits now; what comes later is told that the writer is busy.
    pub async fn end(&self) {
        // No receiver: it has ended.
        let _ = self.0.send(Word::End).await;
    }
}

fn run(mut words: mpsc::Receiver<Word>, store: &dyn Store, keys: &Keys, watch: &Watch) {
    let mut open = true;
    while open && let Some(Word::Take(first)) = words.blocking_recv() {
        let mut group = vec![first];
        while group.len() < GROUP {
            match words.try_recv() {
                Ok(Word::Take(next)) => group.push(next),
                Ok(Word::End) => {
                    open = false;
                    break;
                }
                Err(_) => break,
            }
        }
        let began = Instant::now();
        let size = group.len();
        let (mut batches, mut worths, mut answers) = (Vec::new(), Vec::new(), Vec::new());
        for job in group {
            batches.push(job.incoming);
            worths.push(job.worth);
            answers.push(job.answer);
        }
        let looked: Vec<Looked> = batches.iter().zip(worths).map(|(batch, worth)| Looked::new(batch, worth)).collect();
        let replies = store.ingest_looked(&looked, &|text| keys.sign(text));
        watch(size, began.elapsed());
        for (answer, reply) in answers.into_iter().zip(replies) {
            // Nobody listening any more: the desk will ask again and find its receipts.
            let _ = answer.send(reply);
        }
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;
    use tokio::task::JoinSet;
    use wire::batch::Batch;
    use wire::record::Record;

    use super::*;
    use crate::store::sqlite::Sqlite;

    fn incoming(n: u64) -> Incoming {
        let batch = Batch {
            v: 1,
            batch_id: format!("b{n}"),
            principal: "DF".into(),
            dealer: "HB".into(),
            device_id: "d".into(),
            epoch: "e".into(),
            records: Vec::new(),
            receipts: None,
            extra: serde_json::Map::new(),
        };
        Incoming { dealer: "HB".into(), device_id: "d".into(), batch, now: 1 }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn http_4_a_full_queue_is_told_at_once_and_the_rest_is_taken() {
        let dir = tempfile::tempdir().unwrap();
        let store = Arc::new(Sqlite::open(dir.path()).unwrap());
        let keys = Arc::new(Keys::open(dir.path()).unwrap());
        let (writer, thread) = Writer::start(store, keys, 2, Arc::new(|_, _| {})).unwrap();
        let other = Connection::open(dir.path().join("head-office.db")).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        let mut all = JoinSet::new();
        for n in 0..8 {
            let writer = writer.clone();
            let incoming = incoming(n);
            let worth = Worth::of(&incoming, "DF", 1_000);
            all.spawn(async move { writer.take(incoming, worth).await });
        }
        let first = all.join_next().await.unwrap().unwrap();
        assert!(matches!(first, Err(StoreError::Busy)), "while somebody else writes");
        other.execute_batch("ROLLBACK").unwrap();
        let mut taken = 0;
        while let Some(one) = all.join_next().await {
            taken += usize::from(one.unwrap().is_ok());
        }
        assert!(taken >= 2, "what stood in the queue is taken");
        drop(writer);
        thread.join().unwrap();
    }

    fn record(seq: u64, body: &str) -> Record {
        Record {
            record_id: format!("019aa000-0000-7000-8000-{seq:012x}"),
            rev: 1,
            base_rev: None,
            kind: "note".into(),
            schema: 1,
            seq,
            hash: wire::hash::sha256_hex(body.as_bytes()),
            body: body.into(),
            extra: serde_json::Map::new(),
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_receipt_signed_ahead_is_the_answer_and_what_does_not_fit_is_not_signed() {
        let dir = tempfile::tempdir().unwrap();
        let store = Arc::new(Sqlite::open(dir.path()).unwrap());
        store.set_principal("DF", "DF").unwrap();
        store.add_dealer("HB", "HB", 1, None).unwrap();
        let keys = Arc::new(Keys::open(dir.path()).unwrap());
        let (writer, thread) = Writer::start(store, keys, 2, Arc::new(|_, _| {})).unwrap();
        let mut incoming = incoming(1);
        incoming.batch.records = vec![record(1, "{}"), record(2, "[]")];
        let signed = std::sync::Mutex::new(Vec::new());
        let sign = |text: &str| {
            signed.lock().unwrap().push(text.to_owned());
            "ahead".to_owned()
        };
        let worth = Worth::of(&incoming, "DF", 1_000).signed(&incoming, "DF", &sign);
        let one = &incoming.batch.records[0];
        let text = wire::sign::receipt("DF", "HB", &one.record_id, 1, &one.hash, incoming.now);
        assert_eq!(*signed.lock().unwrap(), [text]);
        let reply = writer.take(incoming, worth).await.unwrap();
        let signatures: Vec<_> = reply.results.iter().map(|result| result.signature.clone()).collect();
        assert_eq!(signatures, [Some("ahead".to_owned()), None]);
        drop(writer);
        thread.join().unwrap();
    }
}
