//! Known values: secrets that the host holds itself, found exactly, raw and encoded.

mod accept;
mod beginnings;
mod environment;
mod form;
mod index;
mod name;

#[cfg(test)]
mod tests;

use std::{
    collections::BTreeSet,
    fmt,
    sync::{Arc, OnceLock},
};

use zeroize::Zeroize;

use self::{beginnings::Beginnings, form::Form, index::Index};
use super::decode::unescaped;
use crate::{
    Category, Encoding, Error, ErrorKind, Finding, FingerprintKey, Keep, Proof, Result, Secret, Severity, Span,
    redact::preview,
};

/// Secrets that the host holds: the keys in its environment, the passwords from its vault. A scanner that is given
/// them finds exactly these bytes wherever they stand, whatever they look like: raw, in base64 at any alignment, in
/// hexadecimal, behind percent, JSON and HTML escapes, and in one encoding inside another.
///
/// A finding has the given name as its type, severity `HIGH`, confidence 1 and [`Proof::Known`], and its preview shows
/// nothing. The values are overwritten when the last scanner that knows them is dropped; a clone shares them.
///
/// ```
/// use sentinel_core::{Known, Scanner};
///
/// let mut known = Known::default();
/// known.register(["tiger", "-lily-", "42"].concat().as_str(), "db.password")?;
/// let scanner = Scanner::builder().known(known).build()?;
/// let line = ["pw tiger", "-lily-", "42 refused"].concat();
/// assert_eq!(scanner.redact(&line).text, "pw [REDACTED:DB_PASSWORD] refused");
/// # Ok::<(), sentinel_core::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct Known {
    values: Arc<Values>,
}

#[derive(Default)]
struct Values {
    all: Vec<Value>,
    /// Made when it is first needed, and again after a change.
    index: OnceLock<Index>,
    /// The same, for streams.
    beginnings: OnceLock<Beginnings>,
}

impl Clone for Values {
    fn clone(&self) -> Self {
        Self { all: self.all.clone(), ..Self::default() }
    }
}

/// One value, or another writing of one that looks escaped itself.
#[derive(Clone)]
struct Value {
    name: Arc<str>,
    secret: Secret,
    /// The value that this one stands for, when it is not itself.
    original: Option<usize>,
    /// What this one is written in.
    encoding: Option<Encoding>,
}

/// The longest text that one layer of encoding makes of a byte: `&#x0000041;`.
const LONGEST_ESCAPE: usize = 10;

impl Known {
    /// Adds a value under a name. The name is made into the form of a rule's: `db.password` becomes `DB_PASSWORD`.
    /// Line ends at the value's end are not part of it. Several values may have one name; of one value under two
    /// names the first counts.
    ///
    /// # Errors
    ///
    /// `InvalidInput`, with the name and never the value, when the value is shorter than 8 bytes or longer than
    /// 16 KiB, is blank, or reads like a placeholder (`changeme`, `****`, `${PASSWORD}`), and when the name has no
    /// letter or digit.
    pub fn register(&mut self, value: impl Into<Secret>, name: &str) -> Result<()> {
        let secret = accept::trimmed(value.into());
        let refused = |problem: &str| {
            Error::new(ErrorKind::InvalidInput, "register value", problem).with("name", name::shown(name))
        };
        let name = name::rule_name(name).ok_or_else(|| refused("the name has no letter or digit"))?;
        accept::check(secret.expose()).map_err(|refusal| refused(refusal.problem()))?;
        self.push(secret, Arc::from(name));
        Ok(())
    }

    /// Adds what is secret among the variables of an environment, and says which names it took.
    ///
    /// A variable is taken when its name says that it holds a credential (a key, a token, a secret, a password and the
    /// like) and its value is long and random enough to be one: flags, numbers, paths, hosts and words are not. Under the
    /// name of a password words with a digit are, and phrases. Of
    /// a URL or a connection string only the password in it is taken, whatever the variable's name.
    ///
    /// ```
    /// use sentinel_core::Known;
    ///
    /// let mut known = Known::default();
    /// let token = ["q9Xv2LmT7p", "Kd4RwZ"].concat();
    /// let variables = [("CI_TOKEN", token.as_str()), ("HOME", "/root"), ("DEBUG_TOKEN", "true")];
    /// assert_eq!(known.register_env(variables), ["CI_TOKEN"]);
    /// ```
    pub fn register_env<N: AsRef<str>, V: Into<Secret>>(
        &mut self,
        variables: impl IntoIterator<Item = (N, V)>,
    ) -> Vec<String> {
        let mut taken = Vec::new();
        for (name, value) in variables {
            let secrets = environment::secrets(name.as_ref(), &accept::trimmed(value.into()));
            let Some(rule_name) = name::rule_name(name.as_ref()).filter(|_| !secrets.is_empty()) else { continue };
            let rule_name: Arc<str> = Arc::from(rule_name);
            for secret in secrets {
                self.push(secret, Arc::clone(&rule_name));
            }
            taken.push(name.as_ref().to_owned());
        }
        taken
    }

    /// The names, as findings have them: in order, each once.
    pub fn names(&self) -> Vec<&str> {
        self.values.all.iter().map(|value| &*value.name).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.values.all.iter().filter(|value| value.original.is_none()).count()
    }

    /// True when there is none.
    pub fn is_empty(&self) -> bool {
        self.values.all.is_empty()
    }

    /// The length of the longest value, in bytes; 0 when there is none.
    pub fn longest(&self) -> usize {
        self.values.all.iter().map(|value| value.secret.expose().len()).max().unwrap_or(0)
    }

    /// How many bytes the longest value takes at most behind one layer of encoding. Characters that do not show, put
    /// between its own, come on top.
    pub fn longest_encoded(&self) -> usize {
        self.longest() * LONGEST_ESCAPE
    }

    /// Makes the index, so that no scan has to.
    pub(crate) fn prepare(&self) {
        self.index();
    }

    /// Hands every place where a value stands to `report`, in no order.
    pub(crate) fn find(
        &self,
        text: &[u8],
        key: Option<&FingerprintKey>,
        ruleset: &Arc<str>,
        mut report: impl FnMut(Finding) -> Result<()>,
    ) -> Result<()> {
        if self.is_empty() {
            return Ok(());
        }
        self.index()
            .find(&self.values.all, text, |span, form, value| report(self.finding(span, form, value, key, ruleset)))
    }

    /// The first offset, `from` or after, from which `text` up to its end begins a value in one of its forms, or may.
    pub(crate) fn beginning_at_end(&self, text: &[u8], from: usize) -> Option<usize> {
        if self.is_empty() {
            return None;
        }
        let Values { all, beginnings, .. } = &*self.values;
        beginnings.get_or_init(|| Beginnings::new(all)).at_end(all, text, from)
    }

    fn finding(
        &self,
        span: Span,
        form: Form,
        value: usize,
        key: Option<&FingerprintKey>,
        ruleset: &Arc<str>,
    ) -> Finding {
        let Value { name, original, encoding, .. } = &self.values.all[value];
        let secret = &self.values.all[original.unwrap_or(value)].secret;
        Finding {
            rule: Arc::clone(name),
            category: Category::Secret,
            severity: Severity::High,
            confidence: 1.0,
            span,
            preview: preview(secret.expose(), Keep::default()),
            fingerprint: key.map(|key| key.fingerprint(name, secret.expose())),
            proof: Proof::Known,
            encodings: form.encoding().into_iter().chain(*encoding).collect(),
            components: Vec::new(),
            ruleset: Arc::clone(ruleset),
            cover: span,
            issuer_known: false,
        }
    }

    fn index(&self) -> &Index {
        self.values.index.get_or_init(|| Index::new(&self.values.all))
    }

    fn push(&mut self, secret: Secret, name: Arc<str>) {
        let Values { all, index, beginnings } = Arc::make_mut(&mut self.values);
        (*index, *beginnings) = (OnceLock::new(), OnceLock::new());
        let (original, others) = (all.len(), other_writings(secret.expose()));
        all.push(Value { name: Arc::clone(&name), secret, original: None, encoding: None });
        let original = Some(original);
        let other = |(secret, encoding)| Value { name: Arc::clone(&name), secret, original, encoding };
        all.extend(others.into_iter().map(other));
    }
}

/// In forms a blank is a `+`; lines end as the text's do.
///
/// A line that holds escapes is looked at decoded, and a value with `%41` in it that stands there too. So it is looked
/// for as it is then, where enough is left of it, and as it stands in JSON, which may hold escapes of its own beside.
fn other_writings(secret: &[u8]) -> Vec<(Secret, Option<Encoding>)> {
    let mut writings: Vec<(Secret, Option<Encoding>)> = Vec::new();
    if secret.contains(&b' ') {
        let form = secret.iter().map(|byte| if *byte == b' ' { b'+' } else { *byte }).collect::<Vec<u8>>();
        writings.push((Secret::new(form), Some(Encoding::Escape)));
    }
    if secret.contains(&b'\n') {
        let ends = |end: &[u8]| {
            let lines = secret.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
            Secret::new(lines.collect::<Vec<_>>().join(end))
        };
        let other = [ends(b"\n"), ends(b"\r\n")].into_iter().filter(|other| other.expose() != secret);
        writings.extend(other.map(|other| (other, None)));
    }
    let Some(decoded) = unescaped(secret) else { return writings };
    let acceptable = accept::check(decoded.expose()).is_ok();
    writings.extend(acceptable.then_some((decoded, None)));
    if let Some(mut quoted) = std::str::from_utf8(secret).ok().and_then(|text| serde_json::to_vec(text).ok()) {
        writings.push((Secret::from(&quoted[1..quoted.len() - 1]), Some(Encoding::Escape)));
        quoted.zeroize();
    }
    writings
}

impl fmt::Debug for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Known({} values)", self.len())
    }
}
