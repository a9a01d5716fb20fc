//! Random-looking values that open nothing.

use super::NearMiss;
use crate::encode::{BASE62, BASE64, base64};
use crate::rng::{DIGITS, HEX};
use crate::world::World;

pub(super) const ALL: &[NearMiss] = &[
    NearMiss {
        name: "trace_id_uuid",
        value: |w| w.rng.uuid(),
        places: &[
            |w, id| w.logfmt("info", format!("event=cart_loaded trace_id={id} ms={}", w.ms())),
            |w, id| w.json("info", "shipping quoted", &[("request_id", id), ("to", w.city())]),
        ],
    },
    NearMiss {
        name: "idempotency_key",
        value: |w| w.rng.uuid(),
        places: &[
            |w, key| w.plain("DEBUG", format!("> Idempotency-Key: {key} for {}", w.order())),
            |w, key| w.json("info", "refund requested", &[("idempotency_key", key)]),
        ],
    },
    NearMiss {
        name: "git_hash",
        value: |w| w.rng.hex(40),
        places: &[
            |w, hash| w.plain("INFO", format!("running commit {hash} of checkout-service")),
            |w, hash| w.logfmt("info", format!("event=rules_loaded repo=price-rules rev={hash}")),
        ],
    },
    NearMiss {
        name: "image_digest",
        value: |w| format!("sha256:{}", w.rng.hex(64)),
        places: &[
            |w, digest| w.kubelet('I', "kubelet.go:2511", format!("pulling shop/checkout@{digest}")),
            |w, digest| w.json("info", "image verified", &[("digest", digest), ("pod", &w.pod())]),
        ],
    },
    NearMiss {
        name: "hashed_session",
        value: |w| w.rng.hex(64),
        places: &[
            |w, hash| w.logfmt("info", format!("event=login session_hash={hash}")),
            |w, hash| w.json("info", "session rotated", &[("session_sha256", hash)]),
        ],
    },
    NearMiss {
        name: "etag",
        value: |w| format!("W/\"{}-{}\"", w.rng.hex(4), w.rng.text(BASE62, 27)),
        places: &[
            |w, etag| w.plain("DEBUG", format!("< ETag: {etag}")),
            |w, etag| w.plain("DEBUG", format!("> If-None-Match: {etag} for {}", w.path())),
        ],
    },
    NearMiss {
        name: "trace_parent",
        value: |w| format!("00-{}-{}-01", w.rng.hex(32), w.rng.hex(16)),
        places: &[
            |w, parent| w.plain("DEBUG", format!("> traceparent: {parent}")),
            |w, parent| w.logfmt("debug", format!("event=span_end traceparent={parent}")),
        ],
    },
    NearMiss {
        name: "order_number",
        value: unlucky_number,
        places: &[
            |w, number| w.plain("INFO", format!("marketplace order {number} imported")),
            |w, number| w.json("info", "label printed", &[("external_order", number)]),
        ],
    },
    NearMiss {
        name: "partition_key",
        value: |w| format!("{}#{}", w.customer(), w.rng.text(HEX, 24)),
        places: &[
            |w, key| w.logfmt("debug", format!("table=carts partition_key={key} units=2")),
            |w, key| w.plain("WARN", format!("hot partition, PartitionKey={key}")),
        ],
    },
    NearMiss {
        name: "cache_key",
        value: |w| format!("cart:user:{}", w.between(10_000, 99_999)),
        places: &[
            |w, key| w.logfmt("debug", format!("cache=redis op=get key={key} hit=true")),
            |w, key| w.plain("WARN", format!("evicted key={key} after {}ms", w.slow_ms())),
        ],
    },
    NearMiss {
        name: "build_id",
        value: |w| format!("{}.{}", w.between(20_250_701, 20_250_731), w.rng.text(BASE62, 20)),
        places: &[
            |w, build| w.plain("INFO", format!("front end build_id={build} is live")),
            |w, build| w.nginx(format!("GET /assets/{build}/app.js"), 200),
        ],
    },
    NearMiss {
        name: "data_uri",
        value: |w| format!("data:image/png;base64,{}", base64(&thumbnail(w))),
        places: &[
            |w, image| w.json("debug", "thumbnail", &[("sku", &w.sku()), ("src", image)]),
            |w, image| w.plain("DEBUG", format!("receipt logo inlined as {image}")),
        ],
    },
    NearMiss {
        name: "base64_payload",
        value: |w| w.rng.text(BASE64, 120),
        places: &[
            |w, body| w.json("debug", "label bytes", &[("order", &w.order()), ("zpl", body)]),
            |w, body| w.plain("DEBUG", format!("signature image of {}: {body}", w.city())),
        ],
    },
];

/// The start of a PNG file and noise.
fn thumbnail(world: &World) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(world.rng.bytes(world.between(80, 260) as usize));
    bytes
}

/// Sixteen digits that begin like a card number and fail its check digit.
fn unlucky_number(world: &World) -> String {
    let digits = format!("4{}", world.rng.text(DIGITS, 14));
    let doubled = digits.bytes().enumerate().map(|(place, digit)| {
        let digit = u64::from(digit - b'0') * if place % 2 == 0 { 2 } else { 1 };
        digit / 10 + digit % 10
    });
    let check = (10 - doubled.sum::<u64>() % 10) % 10;
    format!("{digits}{}", (check + world.between(1, 9)) % 10)
}
