//! A security team's hook: receives webhooks on the loopback interface and verifies them.

use std::{
    io::Read,
    sync::{Arc, Mutex, PoisonError},
    thread::{self, JoinHandle},
};

use sentinel_store::{WebhookSecret, verify_signature};
use tiny_http::{Request, Response, Server};

use crate::Failure;

/// One webhook as it came in.
#[derive(Clone)]
pub(crate) struct Received {
    pub(crate) path: String,
    pub(crate) id: String,
    pub(crate) body: String,
    pub(crate) verified: bool,
}

/// A running receiver; stops when it is dropped.
pub(crate) struct Receiver {
    server: Arc<Server>,
    received: Arc<Mutex<Vec<Received>>>,
    thread: Option<JoinHandle<()>>,
}

impl Receiver {
    /// Starts on a free port.
    pub(crate) fn start(secret: WebhookSecret) -> Result<Self, Failure> {
        let server = Server::http("127.0.0.1:0").map_err(|error| format!("receiver: {error}"))?;
        let server = Arc::new(server);
        let received = Arc::new(Mutex::new(Vec::new()));
        let thread = thread::spawn({
            let (server, received) = (Arc::clone(&server), Arc::clone(&received));
            move || {
                for request in server.incoming_requests() {
                    let webhook = take(request, &secret);
                    received.lock().unwrap_or_else(PoisonError::into_inner).push(webhook);
                }
            }
        });
        Ok(Self { server, received, thread: Some(thread) })
    }

    /// The base URL of the hooks.
    pub(crate) fn url(&self) -> String {
        format!("http://{}/hooks", self.server.server_addr())
    }

    /// What came in so far.
    pub(crate) fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.server.unblock();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn take(mut request: Request, secret: &WebhookSecret) -> Received {
    let header = |name: &'static str| {
        let found = request.headers().iter().find(|header| header.field.equiv(name));
        found.map(|header| header.value.as_str().to_owned()).unwrap_or_default()
    };
    let (id, signature) = (header("webhook-id"), header("webhook-signature"));
    let seconds: i64 = header("webhook-timestamp").parse().unwrap_or(0);
    let path = request.url().to_owned();
    let mut body = String::new();
    let read = request.as_reader().take(1 << 20).read_to_string(&mut body).is_ok();
    let verified = read && verify_signature(secret, &id, seconds, body.as_bytes(), &signature);
    // A sender that is gone is not the receiver's trouble.
    let _ = request.respond(Response::empty(if verified { 204 } else { 401 }));
    Received { path, id, body, verified }
}
