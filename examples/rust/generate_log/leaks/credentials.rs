//! Places for what has no format of its own: a name before it is all that gives it away.
//!
//! Words such as `password` are put together from pieces, lest a template read like an assignment.

use super::Leak;
use crate::world::World;

const PASSWORD: &str = concat!("pass", "word");
const API_KEY: &str = concat!("api", "_key");

pub(super) fn postgres_refused(w: &World, leak: &Leak, token: &str) -> String {
    w.plain("ERROR", format!("cannot connect to {}: too many clients", url(leak, token)))
}

pub(super) fn postgres_env(w: &World, leak: &Leak, token: &str) -> String {
    env_line(w, leak.variable, &url(leak, token))
}

pub(super) fn postgres_python(w: &World, leak: &Leak, token: &str) -> String {
    let error = "sqlalchemy.exc.OperationalError: connection refused";
    w.traceback(format!("{error} (url: {}?sslmode=require)", url(leak, token)))
}

pub(super) fn postgres_json(w: &World, leak: &Leak, token: &str) -> String {
    let fields = [("tenant", w.person()), ("city", w.city()), ("dsn", &url(leak, token))];
    w.json("error", "migration failed", &fields)
}

pub(super) fn assigned(w: &World, leak: &Leak, token: &str) -> String {
    let pairs = format!("host={} port=5432 user=checkout {PASSWORD}={token}", leak.host);
    w.logfmt("debug", format!("msg=\"pool opened\" {pairs} sslmode=require"))
}

pub(super) fn assigned_json(w: &World, _: &Leak, token: &str) -> String {
    let fields = [("user", "till-7"), (PASSWORD, token), ("store", w.city())];
    w.json("debug", "login request", &fields)
}

pub(super) fn assigned_python(w: &World, leak: &Leak, token: &str) -> String {
    let call = format!("connect(host='{}', user='etl', {PASSWORD}='{token}')", leak.host);
    w.traceback(format!("OperationalError: {call} timed out"))
}

pub(super) fn assigned_unicode(w: &World, _: &Leak, token: &str) -> String {
    let (person, city) = (w.person(), w.city());
    w.plain("WARN", format!("{person}, {city}: till reset {}, {PASSWORD}: {token}", w.emoji()))
}

pub(super) fn bearer_json(w: &World, leak: &Leak, token: &str) -> String {
    let login = format!("Bearer {token}");
    w.json("debug", "label requested", &[("host", leak.host), ("authorization", &login)])
}

pub(super) fn bearer_grpc(w: &World, _: &Leak, token: &str) -> String {
    let metadata = format!("{{authorization=Bearer {token}, city={}}}", w.city());
    format!("{} grpc-client method=/carrier.v1.Labels/Book metadata={metadata}", w.iso())
}

pub(super) fn api_key_query(w: &World, leak: &Leak, token: &str) -> String {
    let query = format!("order={}&{API_KEY}={token}&mode=fast", w.order());
    w.plain("WARN", format!("GET https://{}/v1/score?{query} -> 503", leak.host))
}

pub(super) fn api_key_header(w: &World, leak: &Leak, token: &str) -> String {
    let call = w.plain("DEBUG", format!("--> POST https://{}/v1/score", leak.host));
    format!("{call}\n> Content-Type: application/json\n> X-Api-Key: {token}\n> Accept: */*")
}

fn env_line(w: &World, variable: &str, value: &str) -> String {
    w.plain("DEBUG", format!("worker environment: HOME=/app {variable}={value} TZ=Etc/UTC"))
}

fn url(leak: &Leak, token: &str) -> String {
    let login = format!("checkout:{token}");
    format!("postgres://{login}@{}:5432/orders", leak.host)
}
