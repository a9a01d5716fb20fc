//! Places where any token may slip into a log.

use super::Leak;
use crate::vocabulary::TOPICS;
use crate::world::World;

pub(super) fn env_dump(w: &World, leak: &Leak, token: &str) -> String {
    let variables = format!("PATH=/usr/local/bin:/usr/bin HOME=/app {}={token}", leak.variable);
    w.plain("DEBUG", format!("worker environment: {variables} LANG=C.UTF-8 TZ=Etc/UTC"))
}

pub(super) fn env_block(w: &World, leak: &Leak, token: &str) -> String {
    let crash = w.plain("ERROR", format!("worker {} crashed, environment follows", w.between(1, 9)));
    let (pod, variable) = (w.pod(), leak.variable);
    format!("{crash}\n  HOSTNAME={pod}\n  {variable}={token}\n  HTTP_PORT=8080\n  LANG=C.UTF-8")
}

pub(super) fn container_start(w: &World, leak: &Leak, token: &str) -> String {
    let (pod, variable) = (w.pod(), leak.variable);
    let note = format!("container failed to start, env: [{variable}={token} HTTP_PORT=8080]");
    format!("{} k8s-event type=Warning reason=Failed obj=pod/{pod} note=\"{note}\"", w.iso())
}

pub(super) fn config_json(w: &World, leak: &Leak, token: &str) -> String {
    let name = leak.variable.to_ascii_lowercase();
    let fields = [("host", leak.host), (name.as_str(), token), ("reload", "true")];
    w.json("debug", "effective configuration", &fields)
}

pub(super) fn java_exception(w: &World, leak: &Leak, token: &str) -> String {
    let host = leak.host;
    let error = format!("java.lang.IllegalStateException: {host} refused '{token}': HTTP 401");
    w.java(error, w.between(3, 6))
}

pub(super) fn python_error(w: &World, leak: &Leak, token: &str) -> String {
    let host = leak.host;
    w.traceback(format!("jobs.client.AuthError: {host} answered 401, key provided: {token}"))
}

pub(super) fn curl_header(w: &World, leak: &Leak, token: &str) -> String {
    let name = match leak.host {
        "gitlab.com" => concat!("PRIVATE", "-TOKEN"),
        "vault.shop.svc" => concat!("X-Vault", "-Token"),
        _ => "x-api-key",
    };
    let call = format!("curl -sS -H '{name}: {token}' https://{}/v1/status", leak.host);
    w.plain("DEBUG", format!("to reproduce: {call}"))
}

pub(super) fn curl_bearer(w: &World, leak: &Leak, token: &str) -> String {
    let (host, attempt) = (leak.host, w.between(1, 5));
    let call = format!("curl -X POST https://{host}/v2/sync -H \"Authorization: Bearer {token}\"");
    w.logfmt("debug", format!("attempt={attempt} cmd='{call} -d @/tmp/body.json'"))
}

pub(super) fn curl_user(w: &World, leak: &Leak, token: &str) -> String {
    let call = format!("curl https://{} -u {token}: -d limit=", leak.host);
    w.plain("DEBUG", format!("to reproduce: {call}{}", w.between(1, 100)))
}

pub(super) fn header_dump(w: &World, leak: &Leak, token: &str) -> String {
    let call = w.plain("DEBUG", format!("--> POST https://{}/v1/{}", leak.host, w.service()));
    let agent = "> User-Agent: checkout-service/4.2";
    format!("{call}\n> Host: {}\n> Authorization: Bearer {token}\n{agent}", leak.host)
}

pub(super) fn json_body(w: &World, leak: &Leak, token: &str) -> String {
    let name = leak.variable.to_ascii_lowercase();
    let body = format!(r#"{{\"merchant\":\"{} {}\","#, w.person(), w.emoji());
    let body = format!(r#"{body}\"city\":\"{}\",\"{name}\":\"{token}\"}}"#, w.city());
    w.json("debug", "integration saved", &[("merchant", &w.customer()), ("body", &body)])
}

pub(super) fn retry_answer(w: &World, leak: &Leak, token: &str) -> String {
    let (attempt, pause, city) = (w.between(1, 4), w.between(1, 30) * 100, w.city());
    let call = format!("POST https://{} for store {city}: 401, sent {token}", leak.host);
    w.plain("WARN", format!("retry {attempt}/5 in {pause}ms: {call}"))
}

pub(super) fn support_note(w: &World, _: &Leak, token: &str) -> String {
    let (person, city, emoji) = (w.person(), w.city(), w.emoji());
    let note = format!("{person} ({city}) writes: sync fails {emoji}, I use {token}, please help");
    w.json("info", "support note attached", &[("order", &w.order()), ("note", &note)])
}

pub(super) fn kafka_headers(w: &World, leak: &Leak, token: &str) -> String {
    let (topic, partition) = (w.pick(&TOPICS), w.between(0, 23));
    let headers = format!("{{city={}, {}={token}}}", w.city(), leak.variable.to_ascii_lowercase());
    w.plain("ERROR", format!("poison record in {topic}-{partition}, headers={headers}"))
}

pub(super) fn nginx_query(w: &World, leak: &Leak, token: &str) -> String {
    let name = leak.variable.to_ascii_lowercase();
    w.nginx(format!("GET /api/v2/stores/near?lang=de&{name}={token}"), 200)
}

pub(super) fn git_remote(w: &World, leak: &Leak, token: &str) -> String {
    let (login, host) = (format!("oauth2:{token}"), leak.host.trim_start_matches("api."));
    let remote = format!("https://{login}@{host}/shop/price-rules.git");
    w.plain("ERROR", format!("fatal: unable to access '{remote}/': error 403"))
}
