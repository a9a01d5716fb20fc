//! Vaults and the guard.

use napi::{
    Env,
    bindgen_prelude::{ClassInstance, Object, Unknown},
};
use napi_derive::napi;
use sentinel_core::{Grant, Guard, GuardPolicy, Locator, Scope, Secret, Sink, Span, Unit};
use sentinel_store::VaultOptions;
use serde::{Deserialize, Serialize};

use crate::{
    argument::{Data, json, read},
    error::at_once,
};

/// Keeps values sealed, gives tokens for them, and gives them back to whom a {@link Grant} allows it. Its calls answer
/// at once; those of a vault in a file wait for the file.
///
/// ```js
/// const vault = new Vault('memory://')
/// const { text } = new Scanner().tokenize(line, vault) // 'key=«sn:AWS_ACCESS_KEY:…»'
/// const grant = { by: 'machine:deploy', sink: 'file', purpose: 'write .env', until, rules: ['AWS_ACCESS_KEY'] }
/// vault.restore(text, grant).expose() === line
/// ```
#[napi]
pub struct Vault {
    pub(crate) core: sentinel_core::Vault,
}

#[napi]
impl Vault {
    /// Opens the vault in the store at `url`, `memory://` or `sqlite://FILE`, which may be that of a sentinel.
    ///
    /// @throws {SentinelError} `invalid_input` for another URL or a wrong option; what {@link open} throws for stores
    /// and keys.
    #[napi(constructor, ts_args_type = "url?: string, options?: VaultOptions")]
    pub fn new(env: &Env, url: Option<String>, options: Data<'_>) -> napi::Result<Self> {
        const OPERATION: &str = "open vault";
        let url = url.unwrap_or_else(|| "memory://".to_owned());
        at_once(env, OPERATION, || {
            let options: Options = read(OPERATION, &json(env, OPERATION, options)?)?;
            let core = VaultOptions::from_json(&serde_json::to_string(&options).unwrap_or_default())?.open(&url)?;
            Ok(Self { core })
        })
    }

    /// The same vault for another tenant and session.
    #[napi(ts_args_type = "scope: { tenant?: string, session?: string }")]
    pub fn scoped(&self, env: &Env, scope: Data<'_>) -> napi::Result<Self> {
        const OPERATION: &str = "scope vault";
        at_once(env, OPERATION, || {
            let ScopeView { tenant, session } = read(OPERATION, &json(env, OPERATION, scope)?)?;
            Ok(Self { core: self.core.scoped(Scope::new(tenant, session)) })
        })
    }

    /// The text with every token replaced by its value, if the grant allows all of them.
    ///
    /// Tokens are read as people and language models leave them: in another case, with blanks, quotes or line breaks
    /// inside, in other brackets. What is left of a token otherwise makes all of it fail. What was done is in the
    /// hyperlog of the store before this returns.
    ///
    /// @throws {SentinelError} and restores nothing: `forbidden` when the grant has run out or does not allow a rule,
    /// `tampered` for a token that is forged, damaged or of another scope, `not_found` for a value that has expired.
    #[napi(ts_args_type = "text: string, grant: Grant")]
    pub fn restore(&self, env: &Env, text: String, grant: Data<'_>) -> napi::Result<Restored> {
        at_once(env, "restore", || {
            let grant = Grant::from_json(&json(env, "restore", grant)?)?;
            let restored = self.core.restore(&text, &grant)?;
            let places = places(&text, restored.tokens().iter().map(|token| token.span));
            let token =
                |(token, at): (&sentinel_core::RestoredToken, Place)| TokenView { rule: token.rule.clone(), at };
            let tokens = restored.tokens().iter().zip(places).map(token).collect();
            Ok(Restored { text: restored.into_secret(), tokens })
        })
    }

    /// Forgets the values that have expired, and returns how many those were.
    #[napi]
    pub fn purge(&self, env: &Env) -> napi::Result<f64> {
        at_once(env, "expire values", || Ok(self.core.purge()? as f64))
    }

    /// What was done.
    #[napi(getter, ts_return_type = "VaultCounts")]
    pub fn counts(&self, env: &Env) -> napi::Result<Unknown<'static>> {
        env.to_js_value(&self.core.counts())
    }
}

/// A text with its values back in it. It shows itself only when it is asked to.
#[napi]
pub struct Restored {
    text: Secret,
    tokens: Vec<TokenView>,
}

#[napi]
impl Restored {
    /// The text in clear. Every call is a place to look at in a review.
    #[napi]
    pub fn expose(&self) -> String {
        String::from_utf8_lossy(self.text.expose()).into_owned()
    }

    /// What was put back, in order; places are those in the text that was given.
    #[napi(getter, ts_return_type = "RestoredToken[]")]
    pub fn tokens(&self, env: &Env) -> napi::Result<Unknown<'static>> {
        env.to_js_value(&self.tokens)
    }
}

/// A text that the guard let through. Values may be back in it: it shows itself only when it is asked to.
#[napi]
pub struct Guarded {
    text: Secret,
    traces: Vec<TraceView>,
    restored: u32,
}

#[napi]
impl Guarded {
    /// The text in clear. Every call is a place to look at in a review.
    #[napi]
    pub fn expose(&self) -> String {
        String::from_utf8_lossy(self.text.expose()).into_owned()
    }

    /// What of ours was in the text, in order; those to be warned of have the action `warn`.
    #[napi(getter, ts_return_type = "Trace[]")]
    pub fn traces(&self, env: &Env) -> napi::Result<Unknown<'static>> {
        env.to_js_value(&self.traces)
    }

    /// How many tokens were restored.
    #[napi(getter)]
    pub fn restored(&self) -> u32 {
        self.restored
    }
}

/// The text as it may be written to `sink`. Into files, commands and databases tokens of the vault are restored, if the
/// grant allows it, and placeholders, masks, pseudonyms and forged tokens are refused; a prompt takes all of it.
///
/// @throws {SentinelError} `forbidden` for what is refused, with `kind` and `line`; what {@link Vault.restore} throws.
#[napi(ts_args_type = "text: string, sink: Sink, options?: GuardOptions")]
pub fn guard(
    env: &Env,
    text: String,
    sink: String,
    options: Option<Object<'_>>,
    vault: Option<ClassInstance<'_, Vault>>,
) -> napi::Result<Guarded> {
    const OPERATION: &str = "guard";
    at_once(env, OPERATION, || {
        let GuardView { grant, policy } = read(OPERATION, &json(env, OPERATION, options)?)?;
        let policy = policy.map(|policy| GuardPolicy::from_json(&policy.to_string())).transpose()?;
        let grant = grant.map(|grant| Grant::from_json(&grant.to_string())).transpose()?;
        let guard = Guard::new(policy.unwrap_or_default());
        let guard = vault.into_iter().fold(guard, |guard, vault| guard.with_vault(vault.core.clone()));
        let guarded = guard.check(&text, Sink::read(&sink)?, grant.as_ref())?;
        let places = places(&text, guarded.traces().iter().map(|trace| trace.span));
        let view = |(trace, at): (&sentinel_core::Trace, Place)| TraceView {
            kind: trace.kind.as_str(),
            action: trace.action.as_str(),
            at,
            line: trace.line,
        };
        let traces = guarded.traces().iter().zip(places).map(view).collect();
        Ok(Guarded { text: Secret::from(guarded.expose()), traces, restored: guarded.restored() as u32 })
    })
}

/// Start and end of spans, in UTF-16 units.
fn places(text: &str, spans: impl Iterator<Item = Span>) -> Vec<Place> {
    let mut locator = Locator::new(text.as_bytes(), Unit::Utf16);
    spans.map(|span| locator.locate(span)).map(|at| Place { start: at.start, end: at.end }).collect()
}

#[derive(Serialize)]
struct Place {
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct TokenView {
    #[serde(rename = "type")]
    rule: String,
    #[serde(flatten)]
    at: Place,
}

#[derive(Serialize)]
struct TraceView {
    kind: &'static str,
    action: &'static str,
    #[serde(flatten)]
    at: Place,
    line: usize,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Options {
    key: Option<String>,
    #[serde(rename(deserialize = "keyFile"))]
    key_file: Option<String>,
    capacity: Option<u64>,
    retention: Option<f64>,
    #[serde(default)]
    tenant: String,
    #[serde(default)]
    session: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScopeView {
    #[serde(default)]
    tenant: String,
    #[serde(default)]
    session: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GuardView {
    grant: Option<serde_json::Value>,
    policy: Option<serde_json::Value>,
}
