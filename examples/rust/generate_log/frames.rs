//! The shapes that lines come in: what stands around a message.

use crate::vocabulary::{AGENTS, PATHS};
use crate::world::World;

impl World {
    /// `2025-08-02T12:45:01.123Z INFO [checkout-7d9f] message`
    pub(crate) fn plain(&self, level: &str, message: String) -> String {
        format!("{} {level} [{}] {message}", self.iso(), self.pod())
    }

    pub(crate) fn logfmt(&self, level: &str, pairs: String) -> String {
        format!("time={} level={level} pod={} {pairs}", self.iso(), self.pod())
    }

    /// String fields only; their text must need no escapes.
    pub(crate) fn json(&self, level: &str, message: &str, fields: &[(&str, &str)]) -> String {
        let mut line = format!(
            r#"{{"ts":"{}","level":"{level}","service":"checkout","pod":"{}","msg":"{message}""#,
            self.iso(),
            self.pod()
        );
        for (name, value) in fields {
            line += &format!(r#","{name}":"{value}""#);
        }
        line + "}"
    }

    /// `host - - [02/Aug/2025:12:45:01 +0000] "GET /path HTTP/1.1" 200 512 "-" "agent" 0.034`
    pub(crate) fn nginx(&self, request: String, status: u64) -> String {
        format!(
            r#"{} - - [{}] "{request} HTTP/1.1" {status} {} "-" "{}" {:.3}"#,
            self.ip(),
            self.clock.nginx(),
            self.between(120, 48_000),
            if request.ends_with("/healthz") { "kube-probe/1.31" } else { self.pick(&AGENTS) },
            self.ms() as f64 / 1000.0
        )
    }

    pub(crate) fn path(&self) -> &'static str {
        self.pick(&PATHS)
    }

    /// Python's logging, as the recommendation jobs use it.
    pub(crate) fn python(&self, level: &str, logger: &str, message: String) -> String {
        format!("{} {level:<8} {logger}: {message}", self.clock.python())
    }

    pub(crate) fn postgres(&self, message: String) -> String {
        format!("{} [{}] checkout@orders {message}", self.iso(), self.between(1200, 32_000))
    }

    pub(crate) fn kubelet(&self, level: char, source: &str, message: String) -> String {
        let process = self.between(900, 4000);
        format!("{level}{} {process:>7} {source}] {message}", self.clock.klog())
    }

    /// An exception with `frames` lines of Java stack below it.
    pub(crate) fn java(&self, exception: String, frames: u64) -> String {
        let mut text = self.plain("ERROR", exception);
        for _ in 0..frames {
            let (class, method) = self.rng.pick(&JAVA_FRAMES);
            let line = self.between(24, 611);
            text += &format!("\n\tat shop.checkout.{class}.{method}({class}.java:{line})");
        }
        text
    }

    /// A Python traceback that ends in `error`.
    pub(crate) fn traceback(&self, error: String) -> String {
        let mut text = self.python("ERROR", "jobs.worker", "job failed".to_string());
        text += "\nTraceback (most recent call last):";
        for _ in 0..self.between(2, 4) {
            let (file, call) = self.rng.pick(&PYTHON_FRAMES);
            let line = self.between(12, 480);
            let name = call.split('(').next().unwrap_or(call);
            text += &format!("\n  File \"/app/jobs/{file}.py\", line {line}, in {name}\n    {call}");
        }
        format!("{text}\n{error}")
    }
}

const JAVA_FRAMES: [(&str, &str); 8] = [
    ("PaymentGateway", "authorize"),
    ("PaymentGateway", "lambda$retry$3"),
    ("OrderService", "confirm"),
    ("OrderRepository", "findOpenByCustomer"),
    ("InventoryClient", "reserve"),
    ("CheckoutController", "submit"),
    ("TaxCalculator", "quote"),
    ("HttpTransport", "exchange"),
];

const PYTHON_FRAMES: [(&str, &str); 6] = [
    ("settle", "settle_batch(orders, dry_run=False)"),
    ("emails", "send_receipt(order, locale)"),
    ("export", "upload_report(path, bucket)"),
    ("sync", "pull_stock(warehouse)"),
    ("client", "request(method, url, timeout=10)"),
    ("scores", "rescore(model, rows)"),
];
