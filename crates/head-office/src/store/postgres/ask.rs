//! Questions to PostgreSQL from a thread that may wait.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;

use deadpool_postgres::GenericClient;
use tokio_postgres::Row;
use tokio_postgres::types::{FromSql, ToSql};

pub use super::super::shown::clean;
use super::super::{Result, StoreError};

/// Values of a statement.
pub type Values<'a> = &'a [&'a (dyn ToSql + Sync)];

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Waits on this thread. The connection itself is driven by the store's own runtime, so this may be called from any thread.
pub fn wait<F: Future>(work: F) -> F::Output {
    let mut work = pin!(work);
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        match work.as_mut().poll(&mut context) {
            Poll::Ready(done) => return done,
            Poll::Pending => std::thread::park(),
        }
    }
}

/// All rows.
pub fn rows(client: &impl GenericClient, sql: &str, values: Values) -> Result<Vec<Row>> {
    wait(async {
        let statement = client.prepare_cached(sql).await?;
        Ok(client.query(&statement, values).await?)
    })
}

/// The first row.
pub fn one(client: &impl GenericClient, sql: &str, values: Values) -> Result<Option<Row>> {
    Ok(rows(client, sql, values)?.into_iter().next())
}

/// Rows changed.
pub fn run(client: &impl GenericClient, sql: &str, values: Values) -> Result<u64> {
    wait(async {
        let statement = client.prepare_cached(sql).await?;
        Ok(client.execute(&statement, values).await?)
    })
}

/// A column.
pub fn get<'a, T: FromSql<'a>>(row: &'a Row, name: &str) -> Result<T> {
    Ok(row.try_get(name)?)
}

/// A column that is a number of another width.
pub fn number<T: TryFrom<i64>>(row: &Row, name: &'static str) -> Result<T> {
    T::try_from(get(row, name)?).map_err(|_| StoreError::Broken(name))
}

/// A number for a column.
pub fn stored(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
