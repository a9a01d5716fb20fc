//! JSON documents, and objects that the package walks.

use napi::{Env, bindgen_prelude::Object};
use napi_derive::napi;
use sentinel_core::{Error, ErrorKind, Finding, Leaves, Replacements, Scanner as Core, Unit};

use crate::{
    error::{ErrorView, at_once},
    result::located,
    scanner::Scanner,
};

#[napi]
impl Scanner {
    /// A JSON document with every finding replaced, and the values of fields with names like `password`,
    /// `Authorization` or `card_number` masked whatever they look like: JSON again, and the same away from what was
    /// replaced. `paths` of the scanner mask, or keep, places of your own.
    ///
    /// A text that is no JSON is withheld: it is then the JSON string `"[REDACTED:ERROR]"`, and `error` says where.
    #[napi(ts_return_type = "Redacted<string>")]
    pub fn redact_json<'env>(&self, env: &'env Env, text: String) -> napi::Result<Object<'env>> {
        let redacted = at_once(env, "redact json", || Ok(self.core.redact_json(&text)))?;
        let replacements = redacted.replacements.counted_in(Unit::Utf16, text.as_bytes(), redacted.text.as_bytes());
        let mut object = answer(env, &text, redacted.findings, redacted.error.as_ref(), &replacements)?;
        object.set("text", redacted.text)?;
        Ok(object)
    }

    /// Which leaves of a document are replaced, for the package itself.
    #[napi(skip_typescript)]
    pub fn redact_leaves<'env>(&self, env: &'env Env, text: String) -> napi::Result<Object<'env>> {
        let redacted = at_once(env, "redact", || Ok(self.core.redact_leaves(&text)))?;
        let mut object = answer(env, &text, redacted.findings, redacted.error.as_ref(), &Replacements::default())?;
        match redacted.text {
            Leaves::Replaced(replaced) => object.set("leaves", env.to_js_value(&replaced)?)?,
            Leaves::Withheld(marker) => object.set("text", marker)?,
            _ => object.set("text", self.core.withhold(ErrorKind::Internal))?,
        }
        Ok(object)
    }

    /// The limits of documents, for the package itself: nodes, depth, bytes and milliseconds.
    #[napi(skip_typescript)]
    pub fn document_limits(&self) -> Vec<f64> {
        let limits = self.core.limits();
        let time = limits.max_time.map_or(f64::INFINITY, |time| time.as_secs_f64() * 1000.0);
        vec![limits.max_nodes as f64, limits.max_depth as f64, limits.max_input_bytes as f64, time]
    }

    /// The result of an object that cannot be walked, for the package itself.
    #[napi(skip_typescript)]
    pub fn withheld_object<'env>(&self, env: &'env Env, code: String) -> napi::Result<Object<'env>> {
        let (marker, error) = at_once(env, "redact", || Ok(withheld(&self.core, &code)))?;
        let mut object = answer(env, "", Vec::new(), Some(&error), &Replacements::default())?;
        object.set("text", marker)?;
        Ok(object)
    }
}

fn withheld(scanner: &Core, code: &str) -> (&'static str, Error) {
    let kind = ErrorKind::ALL.into_iter().find(|kind| kind.code() == code).unwrap_or(ErrorKind::Internal);
    (scanner.withhold(kind), Error::new(kind, "redact", "the object cannot be walked to its end"))
}

/// A result without its text.
fn answer<'env>(
    env: &'env Env,
    text: &str,
    findings: Vec<Finding>,
    error: Option<&Error>,
    replacements: &Replacements,
) -> napi::Result<Object<'env>> {
    let mut object = Object::new(env)?;
    object.set("text", "")?;
    object.set("findings", env.to_js_value(&located(text.as_bytes(), Unit::Utf16, findings))?)?;
    object.set("error", env.to_js_value(&error.map(ErrorView::from))?)?;
    object.set("replacements", env.to_js_value(replacements)?)?;
    Ok(object)
}
