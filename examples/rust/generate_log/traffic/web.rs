//! What nginx and the browsers report.

use super::Template;
use crate::vocabulary::AGENTS;

pub(super) const TEMPLATES: [Template; 8] = [
    |w| w.nginx(format!("GET {}", w.path()), 200),
    |w| w.nginx(format!("POST {}", w.path()), w.rng.pick(&[200, 201, 202, 204, 409, 422])),
    |w| {
        let (page, sort) = (w.between(1, 40), w.pick(&["price", "newest", "rating"]));
        w.nginx(format!("GET /search?q={}&sort={sort}&page={page}", w.product()), 200)
    },
    |w| w.nginx(format!("GET /api/v2/orders/{}", w.order()), w.rng.pick(&[200, 200, 304, 404])),
    |w| w.nginx("GET /healthz".to_string(), 200),
    |w| {
        let upstream = format!("{}:8080", w.cluster_ip());
        w.nginx(format!("PUT /api/v2/cart/{}?upstream={upstream}", w.cart()), 499)
    },
    |w| {
        let (agent, vitals) = (w.pick(&AGENTS), w.between(900, 5200).to_string());
        w.json("info", "web vitals", &[("agent", agent), ("lcp_ms", &vitals), ("page", w.path())])
    },
    |w| {
        let connection = w.between(10_000, 900_000);
        let client = w.ip();
        w.plain("WARN", format!("upstream timed out, client {client}, connection *{connection}"))
    },
];
