//! HTTP client debug output, with bodies and headers.

use super::Template;
use crate::vocabulary::CURRENCIES;

pub(super) const TEMPLATES: [Template; 6] = [
    |w| {
        let (service, order) = (w.service(), w.order());
        let call = w.plain("DEBUG", format!("--> POST http://{service}.shop.svc/v1/orders/{order}"));
        let (length, kind) = (w.between(80, 4000), "application/json; charset=utf-8");
        format!("{call}\n> Host: {service}.shop.svc\n> Content-Type: {kind}\n> Content-Length: {length}")
    },
    |w| {
        let status = w.rng.pick(&["200 OK", "201 Created", "202 Accepted", "409 Conflict"]);
        let answer = w.plain("DEBUG", format!("<-- {status} ({}ms)", w.ms()));
        let region = w.warehouse();
        format!("{answer}\n< Server: envoy\n< X-Served-By: {region}\n< Cache-Control: no-store")
    },
    |w| {
        let (amount, currency) = (w.amount(), w.pick(&CURRENCIES));
        let body = format!(r#"{{"order":"{}","amount":"{amount}","cur":"{currency}"}}"#, w.order());
        w.plain("DEBUG", format!("request body {body}"))
    },
    |w| {
        let (service, kept) = (w.service(), w.between(1, 64));
        w.plain("DEBUG", format!("connection to {service}.shop.svc kept alive, {kept} in pool"))
    },
    |w| {
        let (service, status) = (w.service(), w.rng.pick(&[200, 200, 200, 204, 404]));
        w.logfmt("debug", format!("http.client={service} status={status} took_ms={}", w.ms()))
    },
    |w| {
        let host = format!("{}.shop.svc", w.service());
        w.logfmt("debug", format!("dns={host} answer={} ttl=30", w.cluster_ip()))
    },
];
