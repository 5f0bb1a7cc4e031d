//! The single writer: batches that wait together are committed together.
//!
//! One fsync for up to sixty-four batches is what lets a thousand dealers send in the same
//! minute. A full queue says so at once (503 and Retry-After) instead of growing.

use std::collections::HashMap;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tokio::sync::{mpsc, oneshot};
use wire::batch::BatchReply;
use wire::record::Record;

use crate::keys::Keys;
use crate::store::{Incoming, Result, Store, StoreError};

const GROUP: usize = 64;

struct Job {
    incoming: Incoming,
    receipts: Receipts,
    answer: oneshot::Sender<Result<BatchReply>>,
}

/// Receipts of a batch's records, signed before the writer has its turn: by text. The writer signs for all dealers one after
/// the other, readers beside each other. What is refused or was stored before was signed for nothing.
pub type Receipts = HashMap<String, String>;

/// Signs what the records of a batch will be answered with if they are stored.
pub fn receipts(incoming: &Incoming, keys: &Keys) -> Receipts {
    let batch = &incoming.batch;
    let sign = |record: &Record| {
        let (id, hash) = (&record.record_id, &record.hash);
        let text = wire::sign::receipt(&batch.principal, &incoming.dealer, id, record.rev, hash, incoming.now);
        let signature = keys.sign(&text);
        (text, signature)
    };
    batch.records.iter().map(sign).collect()
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
        record_limit: u64,
        queue: usize,
        watch: Watch,
    ) -> std::io::Result<(Self, JoinHandle<()>)> {
        let (sender, receiver) = mpsc::channel(queue);
        let work = move || run(receiver, store.as_ref(), &keys, record_limit, &watch);
        let thread = std::thread::Builder::new().name("writer".into()).spawn(work)?;
        Ok((Self(sender), thread))
    }

    /// Hands a batch in, with what is signed already; answers after the commit.
    pub async fn take(&self, incoming: Incoming, receipts: Receipts) -> Result<BatchReply> {
        let (answer, answered) = oneshot::channel();
        let job = Job { incoming, receipts, answer };
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

fn run(mut words: mpsc::Receiver<Word>, store: &dyn Store, keys: &Keys, record_limit: u64, watch: &Watch) {
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
        let (mut batches, mut answers, mut receipts) = (Vec::new(), Vec::new(), Receipts::new());
        for job in group {
            batches.push(job.incoming);
            answers.push(job.answer);
            receipts.extend(job.receipts);
        }
        let sign = |text: &str| receipts.get(text).cloned().unwrap_or_else(|| keys.sign(text));
        let replies = store.ingest(&batches, record_limit, &sign);
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
            extra: serde_json::Map::new(),
        };
        Incoming { dealer: "HB".into(), device_id: "d".into(), batch, now: 1 }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn http_4_a_full_queue_is_told_at_once_and_the_rest_is_taken() {
        let dir = tempfile::tempdir().unwrap();
        let store = Arc::new(Sqlite::open(dir.path()).unwrap());
        let keys = Arc::new(Keys::open(dir.path()).unwrap());
        let (writer, thread) = Writer::start(store, keys, 1_000, 2, Arc::new(|_, _| {})).unwrap();
        let other = Connection::open(dir.path().join("head-office.db")).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        let mut all = JoinSet::new();
        for n in 0..8 {
            let writer = writer.clone();
            all.spawn(async move { writer.take(incoming(n), Receipts::new()).await });
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
}
