//! Sends revocation events to the hooks of a security team, signed after the Standard Webhooks
//! specification.

mod endpoint;
mod signature;

use std::{fmt, time::Duration};

use sentinel_core::{Attempt, Event, Provider, Result, Revoker, Timestamp};
use ureq::{Agent, http::Response};

use self::endpoint::Endpoint;
pub use self::signature::{WebhookSecret, verify_signature};

/// Where events are sent, and how they are signed.
#[derive(Clone, Debug)]
pub struct WebhookConfig {
    base: Endpoint,
    secret: WebhookSecret,
    timeout: Duration,
}

impl WebhookConfig {
    /// Events for a provider are sent below `base`: to `aws-revoke`, `github-revoke`,
    /// `slack-revoke`, and `revoke` for all others.
    ///
    /// # Errors
    ///
    /// `InvalidInput` when `base` is no URL, or is neither `https` nor on the loopback interface.
    pub fn new(base: &str, secret: WebhookSecret) -> Result<Self> {
        Ok(Self { base: Endpoint::parse(base)?, secret, timeout: Duration::from_secs(15) })
    }

    /// How long one attempt may take. Default: 15 s.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }
}

/// Sends one event as one signed POST.
pub struct WebhookRevoker {
    agent: Agent,
    config: WebhookConfig,
}

impl WebhookRevoker {
    /// A revoker that sends as `config` says. Redirects are not followed.
    pub fn new(config: WebhookConfig) -> Self {
        let agent = Agent::config_builder()
            .timeout_global(Some(config.timeout))
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .user_agent(concat!("sentinel/", env!("CARGO_PKG_VERSION")))
            .build()
            .into();
        Self { agent, config }
    }
}

impl Revoker for WebhookRevoker {
    fn revoke(&self, event: &Event, now: Timestamp) -> Attempt {
        let seconds = now.as_millis().div_euclid(1000);
        let signature = self.config.secret.sign(&event.id, seconds, event.payload.as_bytes());
        let sent = self
            .agent
            .post(self.config.base.join(path(event.provider)))
            .header("content-type", "application/json")
            .header("webhook-id", &event.id)
            .header("webhook-timestamp", seconds.to_string())
            .header("webhook-signature", signature)
            .send(&event.payload);
        match sent {
            Ok(response) => outcome(&response),
            Err(error) => Attempt::Retry { reason: reason(&error), after_millis: None },
        }
    }
}

impl fmt::Debug for WebhookRevoker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookRevoker").field("config", &self.config).finish_non_exhaustive()
    }
}

fn path(provider: Provider) -> &'static str {
    match provider {
        Provider::Aws => "aws-revoke",
        Provider::Github => "github-revoke",
        Provider::Slack => "slack-revoke",
        _ => "revoke",
    }
}

/// Only 2xx is success. A redirect would take the event where nobody allowed it to go.
fn outcome<B>(response: &Response<B>) -> Attempt {
    let status = response.status().as_u16();
    let reason = format!("http {status}");
    match status {
        200..=299 => Attempt::Accepted,
        408 | 409 | 425 | 429 | 500..=599 => Attempt::Retry { reason, after_millis: retry_after(response) },
        _ => Attempt::Refused { reason },
    }
}

fn retry_after<B>(response: &Response<B>) -> Option<i64> {
    let seconds: i64 = response.headers().get("retry-after")?.to_str().ok()?.trim().parse().ok()?;
    Some(seconds.saturating_mul(1000))
}

fn reason(error: &ureq::Error) -> String {
    match error {
        ureq::Error::Timeout(_) => "timeout".to_owned(),
        ureq::Error::HostNotFound => "host not found".to_owned(),
        ureq::Error::ConnectionFailed => "connection failed".to_owned(),
        ureq::Error::Io(error) => format!("unreachable: {}", error.kind()),
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) => "tls failed".to_owned(),
        _ => "no valid answer".to_owned(),
    }
}
