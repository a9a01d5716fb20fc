//! Logs of services, in the forms that the common servers and libraries write.

use super::{
    made_of,
    words::{AGENTS, EVENTS, LEVELS, PATHS, SERVICES, address, clock, pod, timestamp, uuid},
};
use crate::Rng;

/// Log lines without a secret, from ten kinds of program in turn by chance.
pub fn logs(bytes: usize) -> Vec<u8> {
    let mut rng = Rng::new(1);
    made_of(bytes, |text| {
        let form = FORMS[rng.below(FORMS.len() as u64) as usize];
        text.push_str(&form(&mut rng));
    })
}

/// `count` lines of exactly `bytes` ASCII bytes each, cut from `logs`.
pub fn lines_of(bytes: usize, count: usize, logs: &[u8]) -> Vec<String> {
    let flat: String = String::from_utf8_lossy(logs).replace('\n', " ").chars().filter(char::is_ascii).collect();
    let lines = flat.as_bytes().chunks_exact(bytes).take(count);
    lines.map(|line| String::from_utf8_lossy(line).into_owned()).collect()
}

const FORMS: [fn(&mut Rng) -> String; 10] =
    [application, access, ssh, java, postgres, kubernetes, logfmt, python, redis, trace];

fn application(rng: &mut Rng) -> String {
    format!(
        "{} {} {} {} order={} customer={} items={} total={}.{:02} EUR took={}ms",
        timestamp(rng),
        rng.pick(&LEVELS),
        pod(rng),
        rng.pick(&EVENTS),
        rng.below(10_000_000),
        rng.below(1_000_000),
        1 + rng.below(9),
        rng.below(900),
        rng.below(100),
        rng.below(2000),
    )
}

fn access(rng: &mut Rng) -> String {
    format!(
        "{} - - [{:02}/Aug/2025:{} +0000] \"GET {}/{}?page={} HTTP/1.1\" {} {} \"-\" \"{}\"",
        address(rng),
        1 + rng.below(28),
        clock(rng),
        rng.pick(&PATHS),
        rng.below(100_000),
        rng.below(40),
        rng.pick(&["200", "200", "200", "304", "404", "503"]),
        rng.below(60_000),
        rng.pick(&AGENTS),
    )
}

fn ssh(rng: &mut Rng) -> String {
    let outcome = rng.pick(&["Accepted publickey", "Failed password", "Invalid credentials"]);
    format!(
        "Aug {:2} {} web-{} sshd[{}]: {outcome} for deploy from {} port {} ssh2",
        1 + rng.below(28),
        clock(rng),
        rng.below(30),
        rng.below(40_000),
        address(rng),
        1024 + rng.below(60_000),
    )
}

fn java(rng: &mut Rng) -> String {
    format!(
        "2025-08-{:02} {},{:03} {} [http-nio-8080-exec-{}] com.example.shop.{}.InvoiceService - {} for account {} (attempt {} of 5)",
        1 + rng.below(28),
        clock(rng),
        rng.below(1000),
        rng.pick(&LEVELS),
        rng.below(32),
        rng.pick(&SERVICES),
        rng.pick(&EVENTS),
        rng.below(1_000_000),
        1 + rng.below(5),
    )
}

fn postgres(rng: &mut Rng) -> String {
    format!(
        "2025-08-{:02} {}.{:03} UTC [{}] LOG:  duration: {}.{:03} ms  statement: SELECT id, total, created_at FROM orders WHERE customer_id = {} ORDER BY created_at DESC LIMIT 20",
        1 + rng.below(28),
        clock(rng),
        rng.below(1000),
        rng.below(40_000),
        rng.below(90),
        rng.below(1000),
        rng.below(1_000_000),
    )
}

fn kubernetes(rng: &mut Rng) -> String {
    format!(
        "I08{:02} {}.{:06} {:7} controller.go:{}] \"Reconciled\" deployment=\"shop/{}\" generation={} uid=\"{}\"",
        1 + rng.below(28),
        clock(rng),
        rng.below(1_000_000),
        rng.below(40_000),
        rng.below(900),
        rng.pick(&SERVICES),
        rng.below(400),
        uuid(rng),
    )
}

fn logfmt(rng: &mut Rng) -> String {
    format!(
        "ts={} level=info caller=compact.go:{} component=tsdb msg=\"{}\" mint={} maxt={} duration={}.{}ms",
        timestamp(rng),
        rng.below(900),
        rng.pick(&EVENTS),
        rng.below(1 << 40),
        rng.below(1 << 40),
        rng.below(900),
        rng.below(1000),
    )
}

fn python(rng: &mut Rng) -> String {
    format!(
        "2025-08-{:02} {} [{}] [{}:{}] {}: request_id={} path={} status={}",
        1 + rng.below(28),
        clock(rng),
        rng.pick(&LEVELS),
        rng.pick(&["celery.worker", "django.request", "app.tasks.mail", "gunicorn.error"]),
        rng.below(600),
        rng.pick(&EVENTS),
        uuid(rng),
        rng.pick(&PATHS),
        rng.pick(&["200", "202", "400", "500"]),
    )
}

fn redis(rng: &mut Rng) -> String {
    format!(
        "{}:M {:02} Aug 2025 {}.{:03} * {} changes in {} seconds. Saving... key space {} keys, {} expires",
        rng.below(40_000),
        1 + rng.below(28),
        clock(rng),
        rng.below(1000),
        rng.below(10_000),
        rng.below(900),
        rng.below(1_000_000),
        rng.below(10_000),
    )
}

fn trace(rng: &mut Rng) -> String {
    format!(
        "\tat com.example.shop.{}.{}.handle({}.java:{}) ~[shop-{}.{}.jar:na]",
        rng.pick(&SERVICES),
        rng.pick(&["TokenFilter", "OrderController", "KeyCache", "SecretResolver", "PaymentClient"]),
        rng.pick(&["TokenFilter", "OrderController", "KeyCache"]),
        rng.below(900),
        rng.below(9),
        rng.below(40),
    )
}
