use serde::{Deserialize, Serialize};

use crate::target::Target;

/// One figure of `target/bench.json`. What does not apply to it is null or absent.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Figure {
    /// What was measured.
    pub name: String,
    /// The literal kernel, or the language that was measured from.
    pub backend: String,
    /// Megabytes (10⁶ bytes) per second, in the best round.
    pub mb_per_s: Option<f64>,
    /// Nanoseconds of one pass in the best round; for `line_*`, of one line.
    pub ns: Option<f64>,
    /// The speed as a share of the speed at which `memchr` counts newlines in the same buffer.
    pub ratio_to_memchr: Option<f64>,
    /// Resident memory, in megabytes (10⁶ bytes).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rss_mb: Option<f64>,
    /// How much longer it took than without: 0.25 is a quarter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slowdown: Option<f64>,
    /// How many times as long as Sentinel another crate took.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sentinel_faster: Option<f64>,
    /// Which of several cases this is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
}

impl Figure {
    /// A figure without a value.
    pub fn new(name: &str, backend: &str) -> Self {
        Self {
            name: name.to_owned(),
            backend: backend.to_owned(),
            mb_per_s: None,
            ns: None,
            ratio_to_memchr: None,
            rss_mb: None,
            slowdown: None,
            sentinel_faster: None,
            case: None,
        }
    }

    /// The head of the table that [`row`](Self::row) adds to.
    pub const HEAD: &str = "\
| figure | backend | MB/s | memchr, GB/s | memchr ÷ it | time | other | target | |
|---|---|--:|--:|--:|--:|--:|--:|---|";

    /// One row of a Markdown table, with the target if there is one.
    pub fn row(&self) -> String {
        let name = self.case.as_ref().map_or(self.name.clone(), |case| format!("{} ({case})", self.name));
        let speed = self.mb_per_s.map_or(String::new(), |speed| format!("{speed:.1}"));
        let time = self.ns.map_or(String::new(), written_time);
        let memchr = self.mb_per_s.zip(self.ratio_to_memchr);
        let memchr = memchr.map_or(String::new(), |(speed, ratio)| format!("{:.1}", speed / ratio / 1e3));
        let ratio = self.ratio_to_memchr.map_or(String::new(), |ratio| format!("{:.1}", 1.0 / ratio));
        let other = match (self.rss_mb, self.slowdown, self.sentinel_faster) {
            (Some(rss), ..) => format!("{rss:.1} MB"),
            (_, Some(slowdown), _) => format!("{:+.1} %", slowdown * 100.0),
            (.., Some(times)) => format!("Sentinel × {times:.1}"),
            _ => String::new(),
        };
        let target = Target::of(self);
        let verdict = match target.map(|target| target.is_met(self)) {
            Some(true) => "met",
            Some(false) => "missed",
            None => "",
        };
        let target = target.map_or(String::new(), |target| target.to_string());
        let columns = [&*name, &self.backend, &speed, &memchr, &ratio, &time, &other, &target, verdict];
        format!("| {} |", columns.join(" | "))
    }
}

fn written_time(ns: f64) -> String {
    match ns {
        ns if ns < 10e3 => format!("{ns:.0} ns"),
        ns if ns < 10e6 => format!("{:.1} µs", ns / 1e3),
        ns => format!("{:.1} ms", ns / 1e6),
    }
}
