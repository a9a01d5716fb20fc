//! Payments, fraud scores, refunds, and the retries around them.

use super::Template;
use crate::vocabulary::{CARD_BRANDS, CURRENCIES, PAYMENT_METHODS};

pub(super) const TEMPLATES: [Template; 11] = [
    |w| {
        let (method, currency) = (w.pick(&PAYMENT_METHODS), w.pick(&CURRENCIES));
        let amount = w.amount();
        w.plain("INFO", format!("payment of {amount} {currency} by {method} for {} captured", w.order()))
    },
    |w| {
        let (brand, last4) = (w.pick(&CARD_BRANDS), w.between(1000, 9999));
        w.plain("INFO", format!("authorized {brand} ending {last4} for {} in {}ms", w.order(), w.ms()))
    },
    |w| {
        let reason = w.pick(&["insufficient_funds", "expired_card", "do_not_honor", "lost_card"]);
        w.logfmt("warn", format!("event=payment_declined order={} reason={reason}", w.order()))
    },
    |w| {
        let score = w.between(1, 99);
        w.json("info", "fraud score", &[("order", &w.order()), ("score", &format!("0.{score:02}"))])
    },
    |w| {
        let (method, took) = (w.pick(&PAYMENT_METHODS), w.slow_ms());
        w.json("warn", "payment provider slow", &[("method", method), ("took_ms", &took.to_string())])
    },
    |w| {
        let (attempt, pause) = (w.between(1, 4), w.between(1, 32) * 100);
        let service = w.service();
        w.plain("WARN", format!("retry {attempt}/5 of {service} in {pause}ms: connection reset by peer"))
    },
    |w| {
        let (attempt, status) = (w.between(2, 5), w.rng.pick(&[429, 502, 503, 504]));
        w.logfmt("warn", format!("msg=\"will retry\" upstream=psp status={status} attempt={attempt}"))
    },
    |w| w.plain("ERROR", format!("gave up on {} after 5 attempts, {}", w.order(), w.trace())),
    |w| {
        let (amount, who) = (w.amount(), w.customer());
        w.logfmt("info", format!("event=refund order={} amount={amount} by={who}", w.order()))
    },
    |w| {
        let result = w.pick(&["frictionless", "challenged", "attempted"]);
        w.logfmt("info", format!("event=three_ds result={result} order={} ms={}", w.order(), w.ms()))
    },
    |w| {
        let (orders, amount) = (w.between(40, 900), w.between(2000, 90_000));
        w.python("INFO", "jobs.settle", format!("settled {orders} orders, {amount}.00 EUR in all"))
    },
];
