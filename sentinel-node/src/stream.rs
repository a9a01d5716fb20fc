//! Redacting a text that comes piece by piece.

use napi::{
    Env,
    bindgen_prelude::{Either, Uint8Array, Unknown},
};
use napi_derive::napi;
use sentinel_core::{Error, ErrorKind, Feed, Replacement, Settled, Unit};

use crate::{
    argument::{Text, parts},
    error::{ErrorView, at_once},
    result::FindingView,
};

/// Redacts a text that comes piece by piece: {@link Scanner.stream} gives one.
///
/// What `push` and `finish` give, put together, is what {@link Scanner.redact} gives for the whole
/// text. What may still be part of a secret is held back. All pieces are strings, or all are
/// `Uint8Array`s. With the format `lines`, `jsonl` or `sse` it gives whole lines or server-sent events.
///
/// {@link Scanner.transform} and {@link Scanner.webTransform} give streams of the platform,
/// {@link Scanner.streamIter} an iterator.
#[napi]
pub struct Stream {
    /// None when the stream is finished, or broken by a defect.
    core: Option<Feed>,
    /// What the pieces are counted in, once there was one.
    unit: Option<Unit>,
    findings: Vec<FindingView>,
    replacements: Vec<Replacement>,
    error: Option<ErrorView>,
}

type Output = Either<String, Uint8Array>;

#[napi]
impl Stream {
    pub(crate) fn of(core: Feed) -> Self {
        Self { core: Some(core), unit: None, findings: Vec::new(), replacements: Vec::new(), error: None }
    }

    /// Takes the next piece, and gives redacted text that is final, of the same kind.
    ///
    /// @throws {SentinelError} `invalid_input` when the stream is finished, or the piece is of another
    /// kind than those before.
    #[napi(
        ts_generic_types = "T extends string | Uint8Array",
        ts_args_type = "piece: T",
        ts_return_type = "T extends string ? string : Uint8Array"
    )]
    pub fn push(&mut self, env: &Env, piece: Text<'_>) -> napi::Result<Output> {
        let (bytes, unit) = parts(&piece);
        let settled = at_once(env, "stream", || {
            let invalid = |problem: &str| Error::new(ErrorKind::InvalidInput, "stream", problem);
            if self.unit.is_some_and(|known| known != unit) {
                return Err(invalid("the piece is of another kind than those before"));
            }
            let mut core = self.core.take().ok_or_else(|| invalid("the stream is finished"))?;
            if self.unit.is_none() {
                core = core.counting(unit);
                self.unit = Some(unit);
            }
            let settled = core.push(bytes);
            self.core = Some(core);
            Ok(settled)
        })?;
        Ok(self.keep(settled))
    }

    /// Gives all that is final now. To be called where the text may rest, as after a prompt.
    #[napi(
        ts_generic_types = "T extends string | Uint8Array = string",
        ts_return_type = "T extends string ? string : Uint8Array"
    )]
    pub fn flush(&mut self, env: &Env) -> napi::Result<Output> {
        let settled = at_once(env, "stream", || {
            let Some(mut core) = self.core.take() else { return Ok(Settled::default()) };
            let settled = core.flush();
            self.core = Some(core);
            Ok(settled)
        })?;
        Ok(self.keep(settled))
    }

    /// Ends the text, and gives what is left of it: a string, or a `Uint8Array` when the pieces were.
    /// Called again, it gives nothing more.
    #[napi(
        ts_generic_types = "T extends string | Uint8Array = string",
        ts_return_type = "T extends string ? string : Uint8Array"
    )]
    pub fn finish(&mut self, env: &Env) -> napi::Result<Output> {
        let core = self.core.take();
        let settled = at_once(env, "stream", || Ok(core.map(Feed::finish)))?;
        Ok(self.keep(settled.unwrap_or_default()))
    }

    /// What was found so far, or since `forget`, in order; places are those in the whole text. A finding may come
    /// after its text.
    #[napi(getter, ts_return_type = "Finding[]")]
    pub fn findings(&self, env: &Env) -> napi::Result<Unknown<'static>> {
        env.to_js_value(&self.findings)
    }

    /// What was replaced in the text that was given so far, or since `forget`, in order.
    #[napi(getter, ts_return_type = "Replacement[]")]
    pub fn replacements(&self, env: &Env) -> napi::Result<Unknown<'static>> {
        env.to_js_value(&self.replacements)
    }

    /// Drops `findings` and `replacements` as they are now: for a text that does not end, and would fill memory with them.
    #[napi]
    pub fn forget(&mut self) {
        self.findings.clear();
        self.replacements.clear();
    }

    /// Why the rest of the text is withheld, if it is.
    #[napi(getter, ts_return_type = "SentinelError | null")]
    pub fn error(&self, env: &Env) -> napi::Result<Unknown<'static>> {
        env.to_js_value(&self.error)
    }

    /// How many bytes are held back.
    #[napi(getter)]
    pub fn held(&self) -> f64 {
        self.core.as_ref().map_or(0.0, |core| core.held() as f64)
    }

    fn keep(&mut self, settled: Settled) -> Output {
        self.findings.extend(settled.findings.into_iter().map(|(finding, located)| FindingView::new(finding, located)));
        self.replacements.extend(settled.replacements);
        if self.error.is_none() {
            self.error = settled.error.as_ref().map(ErrorView::from);
        }
        match self.unit {
            Some(Unit::Bytes) => Either::B(Uint8Array::new(settled.text)),
            // Valid, unless a rule cut a character in two.
            _ => Either::A(String::from_utf8_lossy(&settled.text).into_owned()),
        }
    }
}
