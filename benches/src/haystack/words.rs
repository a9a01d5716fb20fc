//! Words and values of a shop's services.

use crate::Rng;

pub(super) const SERVICES: [&str; 10] = [
    "checkout",
    "billing",
    "catalog",
    "inventory",
    "search-api",
    "shipping",
    "mailer",
    "auth-gateway",
    "reports",
    "recommender",
];
pub(super) const EVENTS: [&str; 12] = [
    "order placed",
    "cart updated",
    "invoice sent",
    "session token expired",
    "cache miss",
    "retrying upstream call",
    "rate limit token bucket refilled",
    "api key rotated by schedule",
    "connection reset by peer",
    "password authentication failed",
    "secret store lease renewed",
    "batch finished",
];
pub(super) const PATHS: [&str; 8] = [
    "/api/v1/orders",
    "/api/v1/carts",
    "/health",
    "/static/js/app.min.js",
    "/oauth/authorize",
    "/api/v2/products/search",
    "/metrics",
    "/users/profile/settings",
];
pub(super) const AGENTS: [&str; 4] = [
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36",
    "curl/8.5.0",
    "kube-probe/1.29",
    "Go-http-client/2.0",
];
pub(super) const LEVELS: [&str; 5] = ["INFO", "INFO", "INFO", "WARN", "ERROR"];

/// `2025-08-02T12:00:01.123Z`.
pub(super) fn timestamp(rng: &mut Rng) -> String {
    format!("2025-08-{:02}T{}.{:03}Z", 1 + rng.below(28), clock(rng), rng.below(1000))
}

/// `12:00:01`.
pub(super) fn clock(rng: &mut Rng) -> String {
    format!("{:02}:{:02}:{:02}", rng.below(24), rng.below(60), rng.below(60))
}

pub(super) fn address(rng: &mut Rng) -> String {
    format!("10.{}.{}.{}", rng.below(256), rng.below(256), 1 + rng.below(254))
}

/// A version 4 UUID.
pub(super) fn uuid(rng: &mut Rng) -> String {
    format!("{}-{}-4{}-a{}-{}", rng.hex(8), rng.hex(4), rng.hex(3), rng.hex(3), rng.hex(12))
}

/// `checkout-7d9f8b6c5-x2x9z`.
pub(super) fn pod(rng: &mut Rng) -> String {
    format!("{}-{}-{}", rng.pick(&SERVICES), rng.hex(9), rng.text(b"bcdfghjklmnpqrstvwxz2456789", 5))
}
