//! Webhooks as a receiver sees them, checked with the reference implementation.

use std::time::Duration;

use sentinel_core::{Attempt, Record, RetryPolicy, Revoker, Sentinel, State};
use sentinel_store::{Open, WebhookConfig, WebhookRevoker, WebhookSecret, Worker};
use standardwebhooks::Webhook;
use tiny_http::{Header, Request, Response, Server};

const SECRET: &str = concat!("whsec_", "C2FVsBQIhrscChlQIMV+b5sSYspob7oD");

fn hook(server: &Server) -> WebhookRevoker {
    let base = format!("http://{}/hooks", server.server_addr());
    let config = WebhookConfig::new(&base, WebhookSecret::parse(SECRET).unwrap()).unwrap();
    WebhookRevoker::new(config.timeout(Duration::from_secs(2)))
}

fn leaks() -> String {
    let slack = ["xoxb-", "123456789012-", "1234567890123-", "a1B2c3D4e5F6g7H8i9J0k1L2"].concat();
    let github = ["ghp_", "0a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R"].concat();
    let npm = ["npm_", "0a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R"].concat();
    format!("aws {} slack {slack} github {github} npm {npm}", ["AKIA", "QYLPMN5HHHFPZAM2"].concat())
}

/// The body of a request whose signature the reference implementation verifies.
fn verified(request: &mut Request) -> String {
    let mut headers = http::HeaderMap::new();
    for header in request.headers() {
        let name: http::HeaderName = header.field.as_str().as_str().parse().unwrap();
        headers.insert(name, header.value.as_str().parse().unwrap());
    }
    let mut body = String::new();
    request.as_reader().read_to_string(&mut body).unwrap();
    Webhook::new(SECRET).unwrap().verify(body.as_bytes(), &headers).unwrap();
    body
}

#[test]
fn each_provider_gets_its_payload_at_its_endpoint() {
    let server = Server::http("127.0.0.1:0").unwrap();
    let sentinel = Sentinel::open("memory://").unwrap();
    let line = leaks();
    let record = Record::new(&line).source("checkout").attribute("repository", "shop").attribute("workspace", "acme");
    sentinel.process(record).unwrap();
    let worker = Worker::start(sentinel.clone(), hook(&server), RetryPolicy::default());
    let mut seen = Vec::new();
    while let Some(mut request) = server.recv_timeout(Duration::from_secs(2)).unwrap() {
        let body: serde_json::Value = serde_json::from_str(&verified(&mut request)).unwrap();
        assert_eq!(body["event"], "secret_leak_detected");
        assert_eq!(body["log_reference"], "hyperlog:1");
        let place = body.get("repository").or(body.get("workspace")).map(ToString::to_string);
        seen.push((request.url().to_owned(), body["redacted_key"].as_str().unwrap().to_owned(), place));
        request.respond(Response::empty(204)).unwrap();
        if seen.len() == 4 {
            break;
        }
    }
    drop(worker);
    seen.sort();
    let expected = [
        ("/hooks/aws-revoke", "AKIA****AM2", None),
        ("/hooks/github-revoke", "ghp_****6q7R", Some("\"shop\"")),
        ("/hooks/revoke", "npm_****", None),
        ("/hooks/slack-revoke", "xoxb****1L2", Some("\"acme\"")),
    ];
    let seen: Vec<_> = seen.iter().map(|(url, key, place)| (url.as_str(), key.as_str(), place.as_deref())).collect();
    assert_eq!(seen, expected);
    let events = sentinel.revocations().events(None, 10).unwrap();
    assert!(events.iter().all(|event| event.state == State::Accepted));
}

#[test]
fn answers_decide_what_becomes_of_an_attempt() {
    let server = Server::http("127.0.0.1:0").unwrap();
    let revoker = hook(&server);
    let sentinel = Sentinel::open("memory://").unwrap();
    sentinel.process(Record::new(&leaks())).unwrap();
    let event = sentinel.revocations().events(None, 1).unwrap().remove(0);
    let retry = |reason: &str, after_millis| (reason.to_owned(), after_millis);
    let table = [
        (200, None, None),
        (204, None, None),
        (302, None, Some(("http 302".to_owned(), -1))),
        (400, None, Some(("http 400".to_owned(), -1))),
        (410, None, Some(("http 410".to_owned(), -1))),
        (429, Some("7"), Some(retry("http 429", 7000))),
        (503, None, Some(retry("http 503", 0))),
    ];
    for (status, after, expected) in table {
        let attempt = std::thread::scope(|scope| {
            scope.spawn(|| {
                let request = server.recv_timeout(Duration::from_secs(5)).unwrap().unwrap();
                let mut response = Response::empty(status);
                let location = "http://127.0.0.1:1/elsewhere";
                response.add_header(Header::from_bytes("Location", location).unwrap());
                if let Some(after) = after {
                    response.add_header(Header::from_bytes("Retry-After", after).unwrap());
                }
                request.respond(response).unwrap();
            });
            revoker.revoke(&event, sentinel_core::Clock::now(&sentinel_store::SystemClock))
        });
        let got = match attempt {
            Attempt::Accepted => None,
            Attempt::Retry { reason, after_millis } => Some((reason, after_millis.unwrap_or(0))),
            Attempt::Refused { reason } => Some((reason, -1)),
            _ => unreachable!("an attempt ends in one of three ways"),
        };
        assert_eq!(got, expected, "{status}");
    }
}
