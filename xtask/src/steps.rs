//! Progress a person can follow: numbered steps, the time of each, plain words at the end.

use std::time::{Duration, Instant};

use crate::Stop;

/// Counts the steps of one command.
pub struct Steps {
    total: usize,
    done: usize,
    began: Instant,
}

impl Steps {
    /// A command of `total` steps begins now.
    pub fn of(total: usize) -> Self {
        Self { total, done: 0, began: Instant::now() }
    }

    /// Announces a step, does it, says how long it took.
    pub fn step<T>(&mut self, title: &str, work: impl FnOnce() -> Result<T, Stop>) -> Result<T, Stop> {
        self.done += 1;
        println!("\n[{}/{}] {title}", self.done, self.total);
        let began = Instant::now();
        let result = work();
        let verdict = if result.is_ok() { "done" } else { "FAILED" };
        println!("      {verdict} in {}", spell(began.elapsed()));
        result
    }

    /// The time since the command began, spelled out.
    pub fn elapsed(&self) -> String {
        spell(self.began.elapsed())
    }
}

fn spell(time: Duration) -> String {
    match time.as_secs() {
        0..=9 => format!("{:.1} s", time.as_secs_f64()),
        seconds @ 10..=119 => format!("{seconds} s"),
        seconds => format!("{} min {} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_spelled_for_people() {
        assert_eq!(spell(Duration::from_millis(340)), "0.3 s");
        assert_eq!(spell(Duration::from_secs(75)), "75 s");
        assert_eq!(spell(Duration::from_secs(1325)), "22 min 5 s");
    }
}
