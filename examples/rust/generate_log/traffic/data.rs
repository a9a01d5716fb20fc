//! PostgreSQL, Redis and Kafka.

use super::Template;
use crate::vocabulary::TOPICS;

pub(super) const TEMPLATES: [Template; 10] = [
    |w| {
        let order = w.order();
        let query = format!("SELECT * FROM order_lines WHERE order_id = '{order}' ORDER BY line_no");
        w.postgres(format!("LOG:  duration: {}.{:03} ms  statement: {query}", w.slow_ms(), w.ms()))
    },
    |w| {
        let query = "UPDATE stock SET reserved = reserved + $1 WHERE sku = $2 AND warehouse = $3";
        let parameters = format!("$1 = '2', $2 = '{}', $3 = '{}'", w.sku(), w.warehouse());
        let took = w.slow_ms();
        let slow = w.postgres(format!("LOG:  duration: {took}.118 ms  execute <unnamed>: {query}"));
        format!("{slow}\n\tDETAIL:  parameters: {parameters}")
    },
    |w| {
        let (process, other) = (w.between(1200, 32_000), w.between(1200, 32_000));
        w.postgres(format!("ERROR:  deadlock detected: {process} waits for {other} on stock_pkey"))
    },
    |w| w.postgres(format!("LOG:  checkpoint complete: wrote {} buffers", w.between(20, 9000))),
    |w| {
        let (active, idle) = (w.between(1, 40), w.between(0, 20));
        w.plain("DEBUG", format!("HikariPool-1 - active={active}, idle={idle}, waiting=0"))
    },
    |w| {
        let (topic, partition) = (w.pick(&TOPICS), w.between(0, 23));
        let (offset, lag) = (w.between(100_000, 99_999_999), w.between(0, 400));
        w.plain("INFO", format!("[Consumer group=checkout] {topic}-{partition} at {offset}, lag {lag}"))
    },
    |w| {
        let (topic, partition) = (w.pick(&TOPICS), w.between(0, 23));
        w.plain("WARN", format!("[Consumer group=checkout] revoking {topic}-{partition}, generation 87"))
    },
    |w| {
        let (topic, size) = (w.pick(&TOPICS), w.between(200, 18_000));
        w.json("debug", "record sent", &[("topic", topic), ("bytes", &size.to_string())])
    },
    |w| {
        let (hits, misses) = (w.between(800, 9000), w.between(4, 300));
        w.logfmt("debug", format!("cache=redis hits={hits} misses={misses} evicted=0"))
    },
    |w| {
        let (command, micros) = (w.pick(&["HGETALL", "ZADD", "EVALSHA", "MGET"]), w.slow_ms());
        w.logfmt("warn", format!("msg=\"redis slow command\" cmd={command} us={micros}"))
    },
];
