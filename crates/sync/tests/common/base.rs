//! The databases a head office may stand on; a story is told on each.

use std::path::Path;
use std::sync::Arc;

use head_office::store::{self, Store};

/// One of them.
#[derive(Clone)]
pub struct Base {
    /// PostgreSQL's address; SQLite has none.
    pub url: Option<String>,
    #[cfg(unix)]
    pub cluster: Option<Arc<faults::postgres::Cluster>>,
}

impl Base {
    pub fn sqlite() -> Self {
        Self {
            url: None,
            #[cfg(unix)]
            cluster: None,
        }
    }

    #[cfg(unix)]
    pub fn postgres() -> Self {
        Self { url: None, cluster: Some(faults::postgres::Cluster::shared()) }
    }

    /// An empty one of the same kind.
    pub fn empty(&self) -> Self {
        #[cfg(unix)]
        if let Some(cluster) = &self.cluster {
            return Self { url: Some(cluster.database()), cluster: Some(cluster.clone()) };
        }
        self.clone()
    }

    /// One of each kind.
    pub fn each() -> Vec<Self> {
        #[cfg(unix)]
        return vec![Self::sqlite(), Self::postgres()];
        #[cfg(not(unix))]
        vec![Self::sqlite()]
    }

    pub fn open(&self, dir: &Path) -> Arc<dyn Store> {
        store::open(dir, self.url.as_deref()).unwrap()
    }

    pub fn behind_the_back(&self, dir: &Path, sql: &str) {
        #[cfg(unix)]
        if let (Some(cluster), Some(url)) = (&self.cluster, &self.url) {
            cluster.behind_the_back(url, sql);
            return;
        }
        let path = dir.join("head-office.db");
        rusqlite::Connection::open(path).unwrap().execute_batch(sql).unwrap();
    }
}
