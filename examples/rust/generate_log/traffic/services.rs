//! gRPC, background jobs, feature flags and metrics.

use super::Template;
use crate::vocabulary::EMOJI;

pub(super) const TEMPLATES: [Template; 10] = [
    |w| {
        let method = w.pick(&["shop.tax.v1.Tax/Quote", "shop.stock.v2.Stock/Reserve"]);
        format!("{} grpc-server method=/{method} code=OK took={}ms", w.iso(), w.ms())
    },
    |w| {
        let (service, code) = (w.service(), w.pick(&["DEADLINE_EXCEEDED", "UNAVAILABLE", "ABORTED"]));
        format!("{} grpc-client target=dns:///{service}:9090 code={code} took={}ms", w.iso(), w.slow_ms())
    },
    |w| {
        let stream = w.between(1, 4001);
        w.json("debug", "grpc stream closed", &[("stream", &stream.to_string()), ("peer", &w.cluster_ip())])
    },
    |w| w.python("INFO", "jobs.emails", format!("receipt for {} queued, locale de_DE", w.order())),
    |w| {
        let rows = w.between(200, 40_000);
        w.python("INFO", "jobs.export", format!("wrote {rows} rows to orders_{}.parquet", w.warehouse()))
    },
    |w| {
        let (person, emoji) = (w.person(), w.pick(&EMOJI));
        w.python("DEBUG", "jobs.emails", format!("rendered greeting for {person} {emoji}"))
    },
    |w| {
        let flag = w.pick(&["new-address-form", "express-pay", "split-shipments", "tax-v2"]);
        w.logfmt("info", format!("flag={flag} variant=b share={}%", w.between(1, 100)))
    },
    |w| {
        let (p50, p99) = (w.between(8, 40), w.between(180, 900));
        w.logfmt("info", format!("metric=checkout.latency p50={p50} p99={p99} window=60s"))
    },
    |w| {
        let (from, to) = w.rng.pick(&[("closed", "open"), ("open", "half-open"), ("half-open", "closed")]);
        w.plain("WARN", format!("circuit breaker {} went from {from} to {to}", w.service()))
    },
    |w| {
        let (used, pause) = (w.between(200, 900), w.between(2, 80));
        format!("[{}] GC(311) Pause Young (Normal) {used}M->{}M(1024M) {pause}.4ms", w.iso(), used / 3)
    },
];
