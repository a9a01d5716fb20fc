//! What a pod says when it starts; later on, when a new one joins.

use super::Template;
use crate::world::World;

pub(super) const TEMPLATES: [Template; 4] = [
    |w| w.plain("INFO", format!("started CheckoutApplication in {}.4 seconds", w.between(4, 19))),
    |w| w.plain("INFO", format!("warmed {} prices from {}", w.between(900, 20_000), w.service())),
    |w| w.plain("INFO", "received SIGTERM, draining connections".to_string()),
    start_up,
];

pub(crate) fn start_up(w: &World) -> String {
    let version = format!("{}.{}.{}", w.between(3, 5), w.between(0, 40), w.between(0, 9));
    let banner = w.plain("INFO", format!("checkout-service {version} starting, effective settings:"));
    let settings = [
        ("server.port", "8080".to_string()),
        ("server.max_threads", w.between(64, 400).to_string()),
        ("database.pool.max", w.between(10, 60).to_string()),
        ("database.statement_timeout_ms", (w.between(2, 30) * 1000).to_string()),
        ("kafka.group", "checkout".to_string()),
        ("kafka.max_poll_records", w.between(50, 500).to_string()),
        ("payments.retry.attempts", "5".to_string()),
        ("cache.ttl_seconds", w.between(30, 900).to_string()),
        ("warehouse.nearest", w.warehouse().to_string()),
        ("logging.level", "info".to_string()),
    ];
    settings.iter().fold(banner, |text, (name, value)| format!("{text}\n  {name} = {value}"))
}
