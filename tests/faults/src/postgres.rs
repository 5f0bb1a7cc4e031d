//! A real PostgreSQL of a test's own: made in a folder, reached by a socket, ended with the test.
//!
//! - CLUSTER-1 It is durable as a real one is: fsync and synchronous commits stay on.
//! - CLUSTER-2 It ends by its own id when it is dropped, also by a test that failed.
//! - CLUSTER-3 Killed, it starts again on the same folder at the same address.
//!
//! It needs the programs of Debian's package `postgresql`: on PATH, or under /usr/lib/postgresql/<version>/bin.
//! PostgreSQL refuses to run as root; there it runs as the user `postgres` the package made.

use std::io;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

/// How long a cluster may take to come up on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// A cluster that runs.
pub struct Cluster {
    /// Data, socket and log.
    dir: PathBuf,
    bin: PathBuf,
    server: Mutex<Option<Child>>,
}

impl Cluster {
    /// Makes a cluster and starts it.
    ///
    /// # Panics
    /// If PostgreSQL is not installed, or does not start: its own words say why.
    pub fn start() -> Self {
        let bin = programs();
        let dir = folder();
        let data = dir.join("data");
        let made = own(&bin.join("initdb"), &dir)
            .args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "-D"])
            .arg(&data)
            .output();
        let made = made.unwrap_or_else(|e| panic!("initdb: {e}"));
        assert!(made.status.success(), "initdb: {}", String::from_utf8_lossy(&made.stderr));
        let cluster = Self { dir, bin, server: Mutex::new(None) };
        cluster.up();
        cluster
    }

    /// The one cluster of this process: it runs as long as a test holds it.
    pub fn shared() -> Arc<Self> {
        static RUNS: Mutex<Weak<Cluster>> = Mutex::new(Weak::new());
        let mut runs = RUNS.lock().unwrap_or_else(PoisonError::into_inner);
        runs.upgrade().unwrap_or_else(|| {
            let cluster = Arc::new(Self::start());
            *runs = Arc::downgrade(&cluster);
            cluster
        })
    }

    /// Starts it if it does not run, and waits until it answers. After a kill the first start may find processes of the old
    /// one still ending, and refuse: it is started again.
    ///
    /// # Panics
    /// If it does not come up.
    pub fn up(&self) {
        let begun = Instant::now();
        loop {
            if self.server().is_none() {
                let started = self.spawn();
                *self.server() = Some(started);
            }
            if self.answers(begun) {
                return;
            }
            *self.server() = None;
        }
    }

    fn spawn(&self) -> Child {
        let log = std::fs::OpenOptions::new().create(true).append(true).open(self.dir.join("log"));
        let log = log.unwrap_or_else(|e| panic!("log: {e}"));
        let mut server = own(&self.bin.join("postgres"), &self.dir);
        server.arg("-D").arg(self.dir.join("data")).arg("-k").arg(&self.dir);
        server.args(["-c", "listen_addresses=", "-c", "max_connections=60", "-c", "fsync=on"]);
        server.args(["-c", "synchronous_commit=on", "-c", "shared_buffers=32MB", "-c", "timezone=UTC"]);
        server.stdout(Stdio::null()).stderr(log).spawn().unwrap_or_else(|e| panic!("postgres: {e}"))
    }

    /// Waits until it answers; false if it ended instead.
    fn answers(&self, begun: Instant) -> bool {
        loop {
            let mut ask = Command::new(self.bin.join("pg_isready"));
            ask.args(["-q", "-U", "postgres", "-h"]).arg(&self.dir);
            if ask.status().unwrap_or_else(|e| panic!("pg_isready: {e}")).success() {
                return true;
            }
            assert!(begun.elapsed() < PATIENCE, "PostgreSQL does not answer: {}", self.log());
            if self.server().as_mut().is_none_or(|server| !matches!(server.try_wait(), Ok(None))) {
                return false;
            }
            std::thread::sleep(Duration::from_millis(20)); // pg_isready is the only event there is
        }
    }

    /// The address of its database.
    pub fn url(&self) -> String {
        self.url_of("postgres")
    }

    /// The address of a database in it.
    pub fn url_of(&self, database: &str) -> String {
        let socket = self.dir.display().to_string().replace('/', "%2F");
        format!("postgres://postgres@{socket}/{database}")
    }

    /// A new, empty database; its address.
    ///
    /// # Panics
    /// If it cannot be made.
    pub fn database(&self) -> String {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let name = format!("d{}", NEXT.fetch_add(1, Ordering::SeqCst));
        self.sql("postgres", &format!("CREATE DATABASE {name}"));
        self.url_of(&name)
    }

    /// Runs SQL behind everybody's back in the database of an address; what it answers, one row a line.
    ///
    /// # Panics
    /// If it is refused.
    pub fn behind_the_back(&self, url: &str, sql: &str) -> String {
        self.sql(url.rsplit('/').next().unwrap_or("postgres"), sql)
    }

    fn sql(&self, database: &str, sql: &str) -> String {
        let mut psql = Command::new(self.bin.join("psql"));
        psql.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-h"]).arg(&self.dir);
        let said = psql.args(["-d", database, "-c", sql]).output().unwrap_or_else(|e| panic!("psql: {e}"));
        assert!(said.status.success(), "{sql}: {}", String::from_utf8_lossy(&said.stderr));
        String::from_utf8_lossy(&said.stdout).trim().to_owned()
    }

    /// The id of its postmaster.
    ///
    /// # Panics
    /// If it does not run.
    pub fn id(&self) -> u32 {
        self.server().as_ref().map_or_else(|| panic!("it does not run"), Child::id)
    }

    /// Kills the postmaster at once (SIGKILL); its other processes find out and end by themselves.
    ///
    /// # Panics
    /// If it does not run.
    pub fn kill(&self) {
        let mut server = self.server().take().unwrap_or_else(|| panic!("it does not run"));
        server.kill().and_then(|()| server.wait()).unwrap_or_else(|e| panic!("kill: {e}"));
    }

    /// What it wrote.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.dir.join("log")).unwrap_or_default()
    }

    fn server(&self) -> MutexGuard<'_, Option<Child>> {
        self.server.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Some(mut server) = self.server().take() {
            // SIGINT is its fast way down; killed, its folder is taken from under it.
            let asked = Command::new("kill").args(["-INT", &server.id().to_string()]).status();
            if !asked.is_ok_and(|done| done.success()) {
                drop(server.kill());
            }
            drop(server.wait());
        }
        drop(std::fs::remove_dir_all(&self.dir));
    }
}

/// Where PostgreSQL's programs are: on PATH, or the newest under /usr/lib/postgresql.
fn programs() -> PathBuf {
    let is_here =
        |dir: &PathBuf| ["initdb", "postgres", "pg_isready", "psql"].iter().all(|one| dir.join(one).is_file());
    let path = std::env::var_os("PATH").unwrap_or_default();
    if let Some(dir) = std::env::split_paths(&path).find(is_here) {
        return dir;
    }
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<(u32, PathBuf)> = versions
        .filter_map(|version| Some((version.file_name().to_str()?.parse().ok()?, version.path().join("bin"))))
        .filter(|(_, dir)| is_here(dir))
        .collect();
    found.sort();
    found
        .pop()
        .map(|(_, dir)| dir)
        .unwrap_or_else(|| panic!("PostgreSQL is not installed (apt-get install postgresql)"))
}

/// A folder of its own with a short path: a socket's may have a hundred bytes.
fn folder() -> PathBuf {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    loop {
        let n = NEXT.fetch_add(1, Ordering::SeqCst);
        let dir = std::env::temp_dir().join(format!("sanbao-pg-{}-{n}", std::process::id()));
        match std::fs::create_dir(&dir) {
            Ok(()) => {
                if let Some((user, group)) = servant() {
                    std::os::unix::fs::chown(&dir, Some(user), Some(group)).unwrap_or_else(|e| panic!("chown: {e}"));
                }
                return dir;
            }
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
            Err(e) => panic!("{}: {e}", dir.display()),
        }
    }
}

/// A program of PostgreSQL's, as somebody it runs for.
fn own(program: &Path, dir: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(dir).env_remove("PGDATA").stdin(Stdio::null());
    if let Some((user, group)) = servant() {
        command.uid(user).gid(group);
    }
    command
}

/// The user `postgres`, when we are root.
fn servant() -> Option<(u32, u32)> {
    let number = |args: &[&str]| {
        let said = Command::new("id").args(args).output().ok()?;
        String::from_utf8_lossy(&said.stdout).trim().parse::<u32>().ok()
    };
    if number(&["-u"]) != Some(0) {
        return None;
    }
    let user = number(&["-u", "postgres"]).zip(number(&["-g", "postgres"]));
    Some(user.unwrap_or_else(|| panic!("we are root, and there is no user postgres to run PostgreSQL")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cluster_1_commits_are_durable() {
        let cluster = Cluster::start();
        assert_eq!(cluster.sql("postgres", "SHOW fsync"), "on");
        assert_eq!(cluster.sql("postgres", "SHOW synchronous_commit"), "on");
    }

    #[test]
    fn cluster_2_it_ends_with_a_test_that_failed() {
        let cluster = Cluster::start();
        let (id, dir) = (cluster.id(), cluster.dir.clone());
        let failed = std::panic::catch_unwind(std::panic::AssertUnwindSafe(move || {
            let _cluster = cluster;
            panic!("as a test fails");
        }));
        assert!(failed.is_err());
        assert!(!Path::new(&format!("/proc/{id}")).exists() && !dir.exists());
    }

    #[test]
    fn cluster_3_killed_it_comes_back_with_what_was_committed() {
        let cluster = Cluster::start();
        let url = cluster.database();
        cluster.behind_the_back(&url, "CREATE TABLE t AS SELECT 7 AS n");
        cluster.kill();
        cluster.up();
        assert_eq!(cluster.behind_the_back(&url, "SELECT n FROM t"), "7");
    }
}
