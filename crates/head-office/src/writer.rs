//! The single writer: batches that wait together are committed together.
//!
//! One fsync for up to sixty-four batches is what lets a thousand dealers send in the same
//! minute. A full queue says so at once (503 and Retry-After) instead of growing.

use std::sync::Arc;
use std::thread::JoinHandle;

use tokio::sync::{mpsc, oneshot};
use wire::batch::BatchReply;

use crate::keys::Keys;
use crate::store::{Incoming, Result, Store, StoreError};

const GROUP: usize = 64;
const QUEUE: usize = 256;

struct Job {
    incoming: Incoming,
    answer: oneshot::Sender<Result<BatchReply>>,
}

/// The way to the writer. The thread ends when the last of these is dropped.
#[derive(Clone)]
pub struct Writer(mpsc::Sender<Job>);

impl Writer {
    /// Starts the thread.
    pub fn start(store: Arc<dyn Store>, keys: Arc<Keys>, record_limit: u64) -> std::io::Result<(Self, JoinHandle<()>)> {
        let (sender, receiver) = mpsc::channel(QUEUE);
        let work = move || run(receiver, store.as_ref(), &keys, record_limit);
        let thread = std::thread::Builder::new().name("writer".into()).spawn(work)?;
        Ok((Self(sender), thread))
    }

    /// Hands a batch in; answers after the commit.
    pub async fn take(&self, incoming: Incoming) -> Result<BatchReply> {
        let (answer, answered) = oneshot::channel();
        let job = Job { incoming, answer };
        self.0.try_send(job).map_err(|_| StoreError::Busy)?;
        answered.await.map_err(|_| StoreError::Busy)?
    }
}

fn run(mut jobs: mpsc::Receiver<Job>, store: &dyn Store, keys: &Keys, record_limit: u64) {
    while let Some(first) = jobs.blocking_recv() {
        let mut group = vec![first];
        while group.len() < GROUP {
            let Ok(next) = jobs.try_recv() else { break };
            group.push(next);
        }
        let (batches, answers): (Vec<_>, Vec<_>) = group.into_iter().map(|job| (job.incoming, job.answer)).unzip();
        let replies = store.ingest(&batches, record_limit, &|text| keys.sign(text));
        for (answer, reply) in answers.into_iter().zip(replies) {
            // Nobody listening any more: the desk will ask again and find its receipts.
            let _ = answer.send(reply);
        }
    }
}
