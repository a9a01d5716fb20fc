//! Stack traces of Java and Python, and a panic of Go.

use super::Template;

pub(super) const TEMPLATES: [Template; 8] = [
    |w| {
        let error = format!("java.net.SocketTimeoutException: read timed out after {}ms", w.slow_ms());
        w.java(error, w.between(3, 8))
    },
    |w| {
        let error = format!("org.postgresql.util.PSQLException: could not serialize {}", w.order());
        w.java(error, w.between(4, 9))
    },
    |w| {
        let trace = w.java(format!("shop.checkout.StockException: {} sold out", w.sku()), 4);
        let cause = format!("Caused by: java.io.IOException: {} closed", w.cluster_ip());
        format!("{trace}\n{cause}\n\t... {} more", w.between(8, 60))
    },
    |w| w.java("java.lang.NullPointerException: address is null".to_string(), w.between(3, 6)),
    |w| w.traceback(format!("KeyError: '{}'", w.sku())),
    |w| w.traceback(format!("TimeoutError: no answer from {} within 10s", w.service())),
    |w| w.traceback(format!("UnicodeEncodeError: 'ascii' codec can't encode '{}'", w.city())),
    |w| {
        let (routine, line) = (w.between(20, 9000), w.between(30, 400));
        let panic = w.plain("ERROR", "panic: runtime error: index out of range [3]".to_string());
        format!("{panic}\ngoroutine {routine} [running]:\nmain.quote(...)\n\t/src/tax/quote.go:{line}")
    },
];
