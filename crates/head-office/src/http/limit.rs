//! How much one device, one dealer and everybody together may ask.
//!
//! - LIMIT-1 Who asks more often than its rate, after what it had saved up, is refused with the seconds to wait.
//! - LIMIT-2 In any second at most twice the steady rate of everybody is let in.
//! - LIMIT-3 Those refused by the rate of everybody get seconds one after the other, so that they do not come back together.
//! - LIMIT-4 A dealer's quota of a day begins anew at midnight in Shanghai, and no batch is too large for a quota that is not used up.
//! - LIMIT-5 No more names are kept than said; a name that is forgotten is let in.
//!
//! Absent: names nobody proved: only a good token makes an entry here. Each instance counts for itself.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::NaiveDate;

/// Longest time a refused request is told to wait: a desk heeds no longer one.
const LONGEST_S: u32 = 3_600;

/// So many each second, and so many saved up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// Each second.
    pub each_second: f64,
    /// At most saved up.
    pub saved: f64,
}

/// What is allowed. The defaults stand here and nowhere else.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rates {
    /// Requests of one device.
    pub device: Rate,
    /// Requests of all devices of one dealer.
    pub dealer: Rate,
    /// Requests of everybody each second; as many are saved up.
    pub all: f64,
    /// Records one dealer may send in a day, those sent again among them.
    pub day_records: u64,
    /// Bytes of files one dealer may send in a day.
    pub day_file_bytes: u64,
    /// Names kept of each kind.
    pub names: usize,
}

impl Default for Rates {
    fn default() -> Self {
        Self {
            // A first upload of ten thousand records asks thirty times, one of a thousand photographs some thousands.
            device: Rate { each_second: 200.0, saved: 2_000.0 },
            dealer: Rate { each_second: 400.0, saved: 4_000.0 },
            all: 2_000.0,
            day_records: 1_000_000,
            day_file_bytes: 20 * 1024 * 1024 * 1024,
            names: 100_000,
        }
    }
}

/// Which limit refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// The device's rate.
    Device,
    /// The dealer's rate.
    Dealer,
    /// The rate of everybody.
    All,
    /// The dealer's records of the day.
    Records,
    /// The dealer's bytes of files of the day.
    FileBytes,
}

impl Over {
    /// For logs and metrics.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Device => "device",
            Self::Dealer => "dealer",
            Self::All => "all",
            Self::Records => "day_records",
            Self::FileBytes => "day_file_bytes",
        }
    }
}

/// A refusal, with the seconds after which it is worth another try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused {
    /// By which limit.
    pub over: Over,
    /// At least one.
    pub seconds: u32,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    tokens: f64,
    at: i64,
}

impl Bucket {
    fn take(&mut self, rate: Rate, now: i64) -> Result<(), f64> {
        self.tokens = (self.tokens + since(self.at, now) * rate.each_second).min(rate.saved);
        self.at = now;
        if self.tokens >= 1.0 {
            self.tokens -= 1.0;
            return Ok(());
        }
        Err((1.0 - self.tokens) / rate.each_second)
    }

    fn is_full(&self, rate: Rate, now: i64) -> bool {
        self.tokens + since(self.at, now) * rate.each_second >= rate.saved
    }
}

fn since(then: i64, now: i64) -> f64 {
    // Seconds between two readings of a clock that only goes on: far below what a float counts exactly.
    u32::try_from(now.saturating_sub(then)).map_or(0.0, f64::from) / 1_000.0
}

/// Everybody's turnstile: what is owed to those who were sent away is handed out at the steady rate.
#[derive(Debug)]
struct Turnstile {
    bucket: Bucket,
    owed: f64,
}

impl Turnstile {
    fn take(&mut self, each_second: f64, now: i64) -> Result<(), f64> {
        self.owed = (self.owed - since(self.bucket.at, now) * each_second).max(0.0);
        let rate = Rate { each_second, saved: each_second };
        self.bucket.take(rate, now).map_err(|_| {
            self.owed += 1.0;
            self.owed / each_second
        })
    }
}

/// What a dealer sent today.
#[derive(Debug, Clone, Copy)]
struct Today {
    day: NaiveDate,
    records: u64,
    file_bytes: u64,
}

#[derive(Debug, Default)]
struct Names {
    devices: HashMap<String, Bucket>,
    dealers: HashMap<String, Bucket>,
    today: HashMap<String, Today>,
}

/// Counts requests. Times are milliseconds of a clock that only goes on.
#[derive(Debug)]
pub struct Limiter {
    rates: Rates,
    all: Mutex<Turnstile>,
    names: Mutex<Names>,
}

impl Limiter {
    /// Nobody asked yet.
    pub fn new(rates: Rates) -> Self {
        let bucket = Bucket { tokens: rates.all, at: 0 };
        Self { rates, all: Mutex::new(Turnstile { bucket, owed: 0.0 }), names: Mutex::default() }
    }

    fn names(&self) -> MutexGuard<'_, Names> {
        self.names.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A request of anybody.
    pub fn anybody(&self, now: i64) -> Result<(), Refused> {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.take(self.rates.all, now).map_err(|wait| refused(Over::All, wait))
    }

    /// A request of a device that showed a good token.
    pub fn device(&self, device: &str, dealer: &str, now: i64) -> Result<(), Refused> {
        let (rates, mut names) = (self.rates, self.names());
        let one = take(&mut names.devices, device, rates.device, rates.names, now);
        one.map_err(|wait| refused(Over::Device, spread(wait)))?;
        let all = take(&mut names.dealers, dealer, rates.dealer, rates.names, now);
        all.map_err(|wait| refused(Over::Dealer, spread(wait)))
    }

    /// Records a dealer sends.
    pub fn records(&self, dealer: &str, count: u64, clock: i64) -> Result<(), Refused> {
        let over = |today: &mut Today, rates: &Rates| {
            let over = today.records >= rates.day_records;
            today.records += if over { 0 } else { count };
            over
        };
        self.today(dealer, clock, Over::Records, over)
    }

    /// Bytes of a file a dealer sends.
    pub fn file_bytes(&self, dealer: &str, count: u64, clock: i64) -> Result<(), Refused> {
        let over = |today: &mut Today, rates: &Rates| {
            let over = today.file_bytes >= rates.day_file_bytes;
            today.file_bytes += if over { 0 } else { count };
            over
        };
        self.today(dealer, clock, Over::FileBytes, over)
    }

    fn today(
        &self,
        dealer: &str,
        clock: i64,
        over: Over,
        is_over: impl FnOnce(&mut Today, &Rates) -> bool,
    ) -> Result<(), Refused> {
        let day = crate::clock::day_of(clock);
        let fresh = Today { day, records: 0, file_bytes: 0 };
        let mut names = self.names();
        if names.today.len() >= self.rates.names {
            names.today.retain(|_, kept| kept.day == day);
        }
        make_room(&mut names.today, dealer, self.rates.names);
        let today = names.today.entry(dealer.to_owned()).or_insert(fresh);
        if today.day != day {
            *today = fresh;
        }
        match is_over(today, &self.rates) {
            false => Ok(()),
            true => Err(refused(over, spread(until_midnight(day, clock)))),
        }
    }
}

fn take(buckets: &mut HashMap<String, Bucket>, name: &str, rate: Rate, most: usize, now: i64) -> Result<(), f64> {
    if buckets.len() >= most {
        buckets.retain(|_, bucket| !bucket.is_full(rate, now));
    }
    make_room(buckets, name, most);
    let bucket = buckets.entry(name.to_owned()).or_insert(Bucket { tokens: rate.saved, at: now });
    bucket.take(rate, now)
}

/// LIMIT-5: forgetting lets somebody in too often once; it never keeps anybody out.
fn make_room<T>(kept: &mut HashMap<String, T>, name: &str, most: usize) {
    if kept.len() >= most && !kept.contains_key(name) {
        kept.clear();
    }
}

fn until_midnight(day: NaiveDate, clock: i64) -> f64 {
    let next = day.succ_opt().map_or(clock, crate::clock::start_of);
    since(clock, next)
}

/// Up to half as long again, so that those refused together do not return together.
fn spread(wait: f64) -> f64 {
    wait + (wait / 2.0 + 1.0) * part()
}

/// So many seconds, or up to twice as many.
pub fn up_to_twice(seconds: u32) -> u32 {
    let seconds = f64::from(seconds);
    refused(Over::All, seconds + seconds * part()).seconds
}

/// Anything from nothing to one.
fn part() -> f64 {
    let mut random = [0u8; 2];
    getrandom::fill(&mut random).map_or(0.0, |()| f64::from(u16::from_le_bytes(random)) / 65_536.0)
}

fn refused(over: Over, wait: f64) -> Refused {
    // A float becomes the nearest number it can be.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let seconds = (wait.ceil() as u32).clamp(1, LONGEST_S);
    Refused { over, seconds }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MORNING: i64 = 1_795_226_400_000;

    fn limiter(change: impl FnOnce(&mut Rates)) -> Limiter {
        let mut rates = Rates::default();
        change(&mut rates);
        Limiter::new(rates)
    }

    #[test]
    fn limit_1_who_asks_too_often_is_told_when_to_come_back() {
        let limiter = limiter(|r| {
            r.device = Rate { each_second: 2.0, saved: 3.0 };
            r.dealer = Rate { each_second: 2.0, saved: 4.0 };
        });
        let ask = |device: &str, now| limiter.device(device, "HB", now).map_err(|r| r.over);
        assert_eq!([0; 4].map(|now| ask("a", now)), [Ok(()), Ok(()), Ok(()), Err(Over::Device)]);
        assert_eq!([0; 2].map(|now| ask("b", now)), [Ok(()), Err(Over::Dealer)], "both devices are one dealer's");
        assert!(limiter.device("c", "SD", 0).is_ok(), "another dealer is not held up");
        assert_eq!(ask("a", 400), Err(Over::Device));
        assert_eq!(ask("a", 1_000), Ok(()));
        let wait = limiter.device("a", "HB", 1_000).map_err(|r| r.seconds);
        assert!(wait.is_ok() || wait.is_err_and(|s| (1..=3).contains(&s)));
    }

    #[test]
    fn limit_2_no_second_lets_in_more_than_twice_the_rate() {
        let limiter = limiter(|r| r.all = 50.0);
        let let_in: Vec<i64> = (0..20_000).map(|n| n / 2).filter(|now| limiter.anybody(*now).is_ok()).collect();
        for start in (0..9_000).step_by(50) {
            let inside = let_in.iter().filter(|at| (start..start + 1_000).contains(*at)).count();
            assert!(inside <= 100, "{inside} from {start}");
        }
        assert!(let_in.len() >= 500, "and the steady rate is let in: {}", let_in.len());
    }

    #[test]
    fn limit_3_a_herd_is_told_to_come_back_one_after_the_other() {
        let limiter = limiter(|r| r.all = 50.0);
        let told: Vec<u32> = (0..1_000).filter_map(|_| limiter.anybody(0).err()).map(|r| r.seconds).collect();
        assert_eq!(told.len(), 950);
        for second in 1..=19 {
            assert_eq!(told.iter().filter(|s| **s == second).count(), 50, "second {second}");
        }
        // They do come back when told, and all are let in.
        let mut come: Vec<i64> = told.iter().map(|s| i64::from(*s) * 1_000).collect();
        come.sort_unstable();
        assert!(come.iter().all(|at| limiter.anybody(*at).is_ok()));
    }

    #[test]
    fn limit_3_a_full_queue_names_different_seconds_too() {
        let told: std::collections::BTreeSet<u32> = (0..200).map(|_| up_to_twice(5)).collect();
        assert!(told.iter().all(|s| (5..=10).contains(s)) && told.len() >= 4, "{told:?}");
    }

    #[test]
    fn limit_4_a_quota_begins_anew_at_midnight_in_shanghai() {
        let limiter = limiter(|r| (r.day_records, r.day_file_bytes) = (100, 100));
        assert!(limiter.records("HB", 1_000, MORNING).is_ok(), "one batch is never too large");
        let refused = limiter.records("HB", 1, MORNING).unwrap_err();
        assert_eq!((refused.over, refused.seconds), (Over::Records, 3_600));
        assert!(limiter.records("SD", 1, MORNING).is_ok());
        assert!(limiter.file_bytes("HB", 100, MORNING).is_ok());
        assert_eq!(limiter.file_bytes("HB", 1, MORNING).unwrap_err().over, Over::FileBytes);
        let midnight = crate::clock::start_of(crate::clock::day_of(MORNING).succ_opt().unwrap());
        let late = limiter.records("HB", 1, midnight - 10_000).unwrap_err().seconds;
        assert!((10..=16).contains(&late), "{late}");
        assert!(limiter.records("HB", 1, midnight).is_ok());
        assert!(limiter.file_bytes("HB", 1, midnight).is_ok());
    }

    #[test]
    fn limit_5_the_names_kept_are_bounded() {
        let limiter = limiter(|r| r.names = 10);
        for n in 0..1_000 {
            let (device, dealer) = (format!("d{n}"), format!("D{n}"));
            assert!(limiter.device(&device, &dealer, 0).is_ok());
            assert!(limiter.records(&dealer, 1, MORNING).is_ok());
        }
        let names = limiter.names();
        assert!(names.devices.len() <= 10 && names.dealers.len() <= 10 && names.today.len() <= 10);
    }
}
