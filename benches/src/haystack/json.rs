//! JSON logs: one object a line, with escapes.

use super::{
    made_of,
    words::{AGENTS, EVENTS, LEVELS, PATHS, address, pod, timestamp, uuid},
};
use crate::Rng;

/// JSON lines without a secret; one in four holds an escaped document or a stack trace.
pub fn json_logs(bytes: usize) -> Vec<u8> {
    let mut rng = Rng::new(2);
    made_of(bytes, |text| {
        let line = format!(
            r#"{{"time":"{}","level":"{}","pod":"{}","trace_id":"{}","msg":"{}","http":{{"path":"{}","ip":"{}","agent":"{}"}},"took_ms":{}{}}}"#,
            timestamp(&mut rng),
            rng.pick(&LEVELS),
            pod(&mut rng),
            rng.hex(32),
            rng.pick(&EVENTS),
            rng.pick(&PATHS),
            address(&mut rng),
            rng.pick(&AGENTS),
            rng.below(2000),
            extra(&mut rng),
        );
        text.push_str(&line);
    })
}

fn extra(rng: &mut Rng) -> String {
    match rng.below(8) {
        0 => format!(
            r#","body":"{{\"order\":\"{}\",\"items\":[{{\"sku\":\"A-{}\",\"count\":{}}}]}}""#,
            uuid(rng),
            rng.below(100_000),
            1 + rng.below(9),
        ),
        1 => format!(
            r#","stack":"TimeoutError: upstream\n    at fetchToken (/srv/app/lib/client.js:{}:17)\n    at next (/srv/app/node_modules/express/index.js:{}:5)""#,
            rng.below(400),
            rng.below(900),
        ),
        _ => String::new(),
    }
}
