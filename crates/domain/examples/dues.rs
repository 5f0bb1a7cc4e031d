//! How long due days take: `cargo run --release -p domain --example dues`.

use domain::Day;
use domain::calendar::Calendars;
use domain::deadline::rule::DeadlineRule;
use domain::deadline::{Asked, Ground, Moment, compute, last_day};
use std::hint::black_box;
use std::time::Instant;

const CALLS: u32 = 1_000_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let begun = Instant::now();
    let calendars = Calendars::built_in()?;
    println!("calendars read and laid out: {:.1} ms", begun.elapsed().as_secs_f64() * 1e3);
    let ground = Ground::of(&calendars);
    let first = Day::ymd(2012, 1, 1).ok_or("a day")?;
    let bases: Vec<Day> = (0..5000).map(|n| first.plus_days(n)).collect();
    let timed = |name: &str, calls: u32, work: &mut dyn FnMut(Day)| {
        let begun = Instant::now();
        for n in 0..calls {
            work(bases[n as usize % bases.len()]);
        }
        println!("{name}: {:.0} ns each of {calls}", begun.elapsed().as_secs_f64() * 1e9 / f64::from(calls));
    };
    timed("add 30 working days", CALLS, &mut |day| {
        black_box(calendars.add_workdays(day, 30));
    });
    for (name, counting) in [
        ("20 days", r#""add": {"n": 20, "unit": "day"}, "roll": "none""#),
        ("30 working days", r#""add": {"n": 30, "unit": "workday"}, "roll": "none""#),
        ("12 months, rolled off days of rest", r#""add": {"n": 12, "unit": "month"}, "roll": "rest_day""#),
    ] {
        let text = format!(r#"{{"key": "k", "basis": "b", {counting}, "met_by": "received", "source": "T01"}}"#);
        let rule: DeadlineRule = serde_json::from_str(&text)?;
        timed(&format!("{name}, the day alone"), CALLS, &mut |day| {
            black_box(last_day(&rule, day, &ground).ok());
        });
        timed(&format!("{name}, with its reason"), CALLS / 10, &mut |day| {
            black_box(compute(&Asked::new(&rule, "S0-farm 2026.1", "销售日期", Moment::Day(day)), &ground).ok());
        });
    }
    Ok(())
}
