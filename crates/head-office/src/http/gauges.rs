//! What a watcher of the server reads: counts and times, in Prometheus' words.
//!
//! - METRICS-1 No dealer, device, person or number stands in a label: labels are routes, statuses and words of this program.
//!
//! Absent: the listener it is read from (`super::admin`).

use std::collections::BTreeMap;
use std::time::Duration;

use metrics::{Key, KeyName, Label, Level, Metadata, Recorder, SharedString};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusRecorder};
use wire::batch::BatchReply;
use wire::record::Status;

use super::limit::Over;

static METADATA: Metadata<'static> = Metadata::new(module_path!(), Level::INFO, Some(module_path!()));

const REQUESTS: &str = "head_office_requests_total";
const REQUEST_SECONDS: &str = "head_office_request_seconds";
const REFUSED: &str = "head_office_refused_total";
const BATCH_RECORDS: &str = "head_office_batch_records";
const RECORDS: &str = "head_office_records_total";
const COMMIT_SECONDS: &str = "head_office_commit_seconds";
const COMMIT_BATCHES: &str = "head_office_commit_batches";
const QUEUE: &str = "head_office_queue_batches";
const FEED_ITEMS: &str = "head_office_feed_items_total";
const DEVICES: &str = "head_office_devices";
const READY: &str = "head_office_ready";

const SECONDS: [f64; 10] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
const COUNTS: [f64; 9] = [1.0, 2.0, 5.0, 10.0, 50.0, 100.0, 200.0, 500.0, 1_000.0];

/// One office's figures.
pub struct Gauges(PrometheusRecorder);

impl Gauges {
    /// All at nothing.
    pub fn new() -> Result<Self, BuildError> {
        let mut builder = PrometheusBuilder::new();
        for (name, buckets) in [
            (REQUEST_SECONDS, &SECONDS[..]),
            (COMMIT_SECONDS, &SECONDS),
            (BATCH_RECORDS, &COUNTS),
            (COMMIT_BATCHES, &COUNTS),
        ] {
            builder = builder.set_buckets_for_metric(Matcher::Full(name.into()), buckets)?;
        }
        let gauges = Self(builder.build_recorder());
        gauges.describe();
        Ok(gauges)
    }

    fn describe(&self) {
        let words = |text: &'static str| SharedString::const_str(text);
        for (name, text) in [
            (REQUESTS, "Requests answered, by route, method and status."),
            (REFUSED, "Requests refused by a limit."),
            (RECORDS, "Records of batches, by what became of them."),
            (FEED_ITEMS, "Items of feeds handed out."),
        ] {
            self.0.describe_counter(KeyName::from_const_str(name), None, words(text));
        }
        for (name, text) in [
            (REQUEST_SECONDS, "Time from a request to its answer."),
            (BATCH_RECORDS, "Records of one batch."),
            (COMMIT_SECONDS, "Time of one commit, signing included."),
            (COMMIT_BATCHES, "Batches of one commit."),
        ] {
            self.0.describe_histogram(KeyName::from_const_str(name), None, words(text));
        }
        for (name, text) in [
            (QUEUE, "Batches waiting for the writer."),
            (DEVICES, "Devices enrolled, by state."),
            (READY, "1 when the server is ready for requests."),
        ] {
            self.0.describe_gauge(KeyName::from_const_str(name), None, words(text));
        }
    }

    fn count(&self, name: &'static str, labels: Vec<Label>, by: u64) {
        self.0.register_counter(&Key::from_parts(name, labels), &METADATA).increment(by);
    }

    fn spread(&self, name: &'static str, labels: Vec<Label>, value: f64) {
        self.0.register_histogram(&Key::from_parts(name, labels), &METADATA).record(value);
    }

    fn set(&self, name: &'static str, labels: Vec<Label>, value: f64) {
        self.0.register_gauge(&Key::from_parts(name, labels), &METADATA).set(value);
    }

    /// A request was answered.
    pub fn answered(&self, route: &str, method: &str, status: u16, took: Duration) {
        let labels = vec![
            Label::new("route", route.to_owned()),
            Label::new("method", method.to_owned()),
            Label::new("status", status.to_string()),
        ];
        self.count(REQUESTS, labels, 1);
        self.spread(REQUEST_SECONDS, vec![Label::new("route", route.to_owned())], took.as_secs_f64());
    }

    /// A limit refused a request.
    pub fn refused(&self, over: Over) {
        self.count(REFUSED, vec![Label::from_static_parts("limit", over.word())], 1);
    }

    /// The writer had no room.
    pub fn queue_was_full(&self) {
        self.count(REFUSED, vec![Label::from_static_parts("limit", "queue")], 1);
    }

    /// A batch was taken.
    pub fn taken(&self, reply: &BatchReply) {
        self.spread(BATCH_RECORDS, Vec::new(), f64::from(u32::try_from(reply.results.len()).unwrap_or(u32::MAX)));
        let mut verdicts: BTreeMap<&'static str, u64> = BTreeMap::new();
        for result in &reply.results {
            *verdicts.entry(word(result.status)).or_default() += 1;
        }
        for (verdict, records) in verdicts {
            self.count(RECORDS, vec![Label::from_static_parts("verdict", verdict)], records);
        }
    }

    /// The writer committed.
    pub fn committed(&self, batches: usize, took: Duration) {
        self.spread(COMMIT_BATCHES, Vec::new(), f64::from(u32::try_from(batches).unwrap_or(u32::MAX)));
        self.spread(COMMIT_SECONDS, Vec::new(), took.as_secs_f64());
    }

    /// Items of a feed went out.
    pub fn fed(&self, items: usize) {
        self.count(FEED_ITEMS, Vec::new(), items as u64);
    }

    /// As things stand, just before somebody reads.
    pub fn stands(&self, queue: usize, devices: [u32; 2], ready: bool) {
        self.set(QUEUE, Vec::new(), f64::from(u32::try_from(queue).unwrap_or(u32::MAX)));
        for (state, count) in ["enrolled", "revoked"].into_iter().zip(devices) {
            self.set(DEVICES, vec![Label::from_static_parts("state", state)], f64::from(count));
        }
        self.set(READY, Vec::new(), f64::from(u8::from(ready)));
    }

    /// Everything as text.
    pub fn render(&self) -> String {
        self.0.handle().render()
    }
}

const fn word(status: Status) -> &'static str {
    match status {
        Status::Accepted => "accepted",
        Status::Duplicate => "duplicate",
        Status::Superseded => "superseded",
        Status::Deferred => "deferred",
        Status::Rejected | Status::Unknown => "rejected",
    }
}
