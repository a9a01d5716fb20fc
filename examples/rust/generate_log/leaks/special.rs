//! Places that belong to one kind of token, such as key files and well-known URLs.

use super::Leak;
use crate::label::mark;
use crate::tokens;
use crate::world::World;

pub(super) fn signed_request(w: &World, leak: &Leak, token: &str) -> String {
    let scope = "20250802/eu-west-1/s3/aws4_request";
    let error = format!("403 SignatureDoesNotMatch from {}: Credential={token}/{scope}", leak.host);
    w.plain("ERROR", format!("{error}, SignedHeaders=host;x-amz-date"))
}

pub(super) fn s3_url(w: &World, leak: &Leak, token: &str) -> String {
    let path = format!("receipts/{}.pdf?AWSAccessKeyId={token}", w.order());
    let expires = w.clock.unix_seconds() + 3600;
    w.logfmt("debug", format!("link=https://{}/{path}&Expires={expires}", leak.host))
}

pub(super) fn aws_pair(w: &World, leak: &Leak, token: &str) -> String {
    let second = mark("AWS_SECRET_KEY", &tokens::aws_secret_key(&w.rng));
    let name = concat!("AWS_SECRET", "_ACCESS_KEY");
    let pair = format!("export {}={token} {name}={second}", leak.variable);
    w.plain("DEBUG", format!("init script: {pair} && ./sync-receipts"))
}

pub(super) fn cookie(w: &World, _: &Leak, token: &str) -> String {
    let call = w.plain("DEBUG", format!("<-- GET {} {}", w.path(), w.ip()));
    format!("{call}\n< Host: shop.example\n< Cookie: lang=pl; sid={token}; consent=1")
}

pub(super) fn key_block(w: &World, leak: &Leak, token: &str) -> String {
    let (host, city) = (leak.host, w.city());
    let error = w.plain("ERROR", format!("cannot use the key for {host} ({city}), read:"));
    format!("{error}\n{token}\n{}", w.plain("ERROR", format!("giving up on {host}")))
}

pub(super) fn key_escaped(w: &World, leak: &Leak, token: &str) -> String {
    let line = token.replace('\n', r"\n");
    let name = leak.variable.to_ascii_lowercase();
    w.json("debug", "mounted file", &[("host", leak.host), (&name, &line), ("owner", w.person())])
}

pub(super) fn posting_to(w: &World, _: &Leak, token: &str) -> String {
    let text = format!("{} stock is low {}", w.city(), w.emoji());
    w.plain("DEBUG", format!("posting \"{text}\" to {token}"))
}

pub(super) fn npmrc(w: &World, leak: &Leak, token: &str) -> String {
    let name = concat!("_auth", "Token");
    w.plain("ERROR", format!("npm error .npmrc: //{}/:{name}={token}", leak.host))
}

pub(super) fn geocode_url(w: &World, leak: &Leak, token: &str) -> String {
    let query = format!("address={}&key={token}", w.city());
    w.plain("WARN", format!("GET https://{}/maps/api/geocode/json?{query} took long", leak.host))
}

pub(super) fn discord_header(w: &World, leak: &Leak, token: &str) -> String {
    let call = w.plain("DEBUG", format!("--> POST https://{}/api/v10/channels", leak.host));
    format!("{call}\n> Authorization: Bot {token}\n> Content-Type: application/json")
}

pub(super) fn telegram_url(w: &World, leak: &Leak, token: &str) -> String {
    w.plain("DEBUG", format!("POST https://{}/bot{token}/sendMessage 200", leak.host))
}

pub(super) fn telegram_retry(w: &World, leak: &Leak, token: &str) -> String {
    let (city, emoji) = (w.city(), w.emoji());
    let call = format!("https://{}/bot{token}/sendDocument", leak.host);
    w.logfmt("warn", format!("msg=\"{city} {emoji} report not sent\" url={call} status=429"))
}
