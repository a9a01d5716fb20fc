//! A policy that was checked against the rules of a scanner.

use std::{collections::HashMap, sync::Arc};

use super::{
    Memory, Policy, Treatment, ValueId,
    format::{Shape, format, hides},
    host::ask,
    mask::{is_mask, mask},
    memory::value_id,
    treatment::MAX_KEPT,
};
use crate::{Category, Encoding, Error, ErrorKind, Finding, Keep, Result, Rule, redact::placeholder::placeholder};

/// A policy, and what it needs to know of rules.
#[derive(Clone, Debug, Default)]
pub(crate) struct ReadyPolicy {
    policy: Policy,
    /// By the names of rules: those of which something may stay.
    kept: HashMap<String, Kept>,
}

/// What may stay of what a rule finds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Kept {
    keep: Keep,
    shape: Shape,
}

/// What stands for a value.
#[derive(Clone, Debug)]
pub(crate) struct Treated {
    pub(crate) text: String,
    /// Of a value that is numbered; the text has no number yet.
    pub(crate) numbered: Option<ValueId>,
}

/// A value that is to be replaced.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Value<'t> {
    pub(crate) rule: &'t Arc<str>,
    pub(crate) bytes: &'t [u8],
    /// What found it, unless it is several values that overlap.
    pub(crate) finding: Option<&'t Finding>,
    /// Where the text of the finding's spans starts in that of the host.
    pub(crate) offset: usize,
}

impl Policy {
    /// Checks a policy against the rules that there are.
    ///
    /// # Errors
    ///
    /// `InvalidInput`, with the field, for a rule that there is not, more kept than a mask may show, and a treatment
    /// that lacks what it needs.
    pub(crate) fn ready<'r>(
        self,
        rules: impl Iterator<Item = (&'r str, &'r Rule)>,
        exists: impl Fn(&str) -> bool,
    ) -> Result<ReadyPolicy> {
        let refused = |problem: &str| Error::new(ErrorKind::InvalidInput, "build policy", problem);
        if let Some(unknown) = self.rules.keys().find(|name| !exists(name)) {
            return Err(refused("no rule has that name").with("field", "rules").with("rule", unknown));
        }
        for (field, treatment) in self.treatments() {
            let needs = match treatment {
                Treatment::Mask(Some(keep)) if keep.keep_prefix.max(keep.keep_suffix) > MAX_KEPT => {
                    let error = refused("a mask keeps five bytes of an end at most");
                    let which = if keep.keep_prefix > MAX_KEPT { "keep_prefix" } else { "keep_suffix" };
                    return Err(error.with("field", field).with("key", which));
                }
                Treatment::Tokenize if self.tokenizer.is_none() => ("tokenize", "tokenizer"),
                Treatment::Callback if self.callback.is_none() => ("callback", "callback"),
                _ => continue,
            };
            let error = refused("a treatment needs what was not given");
            return Err(error.with("field", field).with("treatment", needs.0).with("needs", needs.1));
        }
        self.keys.check(self.treatments().any(|(_, treatment)| treatment == Treatment::Pseudonym))?;
        let kept = rules.map(|(name, rule)| (name.to_owned(), Kept::of(name, rule)));
        let kept = kept.filter(|(_, kept)| *kept != Kept::default()).collect();
        Ok(ReadyPolicy { policy: self, kept })
    }
}

impl Kept {
    fn of(name: &str, rule: &Rule) -> Self {
        let card = rule.validate.iter().any(|validator| validator == "payment_card");
        let shape = match rule.category {
            Category::Pii if card => Shape::Card,
            Category::Pii if name.contains("EMAIL") => Shape::Email,
            _ => Shape::Plain,
        };
        Self { keep: rule.redact, shape }
    }
}

impl ReadyPolicy {
    /// True when a text may have to be withheld as a whole.
    pub(crate) fn may_block(&self) -> bool {
        self.policy.treatments().any(|(_, treatment)| treatment == Treatment::Block)
    }

    /// True when all that stands for values is of our own making: none of it is empty, or what the value was.
    pub(crate) fn writes_marks(&self) -> bool {
        use Treatment::{Block, NumberedPlaceholder, Placeholder, Pseudonym};
        let is_mark = |treatment| matches!(treatment, Placeholder | NumberedPlaceholder | Pseudonym | Block);
        self.policy.treatments().all(|(_, treatment)| is_mark(treatment))
    }

    pub(crate) fn asks_host(&self) -> bool {
        self.policy.tokenizer.is_some() || self.policy.callback.is_some()
    }

    pub(crate) fn gives_tokens(&self) -> bool {
        self.policy.tokenizer.is_some()
    }

    pub(crate) fn recognises_token(&self, token: &str) -> bool {
        let Some(tokenizer) = &self.policy.tokenizer else { return false };
        // What nobody says he gave is a text as any.
        ask("tokenizer", || Ok(tokenizer.recognises(token))).unwrap_or(false)
    }

    pub(crate) fn recognises_pseudonym(&self, rule: &str, key: &str, digits: &[u8]) -> bool {
        self.policy.keys.recognise(rule, key, digits)
    }

    /// True for a value that looks like what some treatment makes of one and cannot be told from it, so that it is not
    /// treated for its field's name again: a mask, or a text of a value's shape.
    pub(crate) fn looks_treated(&self, value: &[u8]) -> bool {
        let any = |fits: fn(Treatment) -> bool| self.policy.treatments().any(|(_, treatment)| fits(treatment));
        let shapes = [Shape::Plain, Shape::Card, Shape::Email];
        (any(|treatment| matches!(treatment, Treatment::Mask(_))) && is_mask(value))
            || (any(|treatment| treatment == Treatment::Format)
                && hides(value)
                && shapes.iter().any(|shape| format(value, *shape).as_bytes() == value))
    }

    /// What is done with a finding and its value: what the policy says, if that can stand where the value stood.
    pub(crate) fn choose(&self, finding: &Finding, field: Option<&str>, value: &[u8]) -> Treatment {
        let wide = finding.encodings.first() == Some(&Encoding::Utf16);
        // Of other letters an escape or a code is none any more.
        let coded = !finding.encodings.is_empty() || value.contains(&b'\\');
        match self.policy.choose(finding, field) {
            Treatment::Format if coded || !hides(value) => Treatment::Placeholder,
            treatment @ (Treatment::Mask(_) | Treatment::Remove | Treatment::Block) => treatment,
            _ if wide => Treatment::Placeholder,
            treatment => treatment,
        }
    }

    /// What stands for a value that gets a number: the next one, where it has none.
    pub(crate) fn numbered(&self, rule: &Arc<str>, id: ValueId, memory: &mut Memory) -> String {
        numbered_placeholder(rule, memory.number(rule, id))
    }

    /// What stands for a value.
    ///
    /// # Errors
    ///
    /// Those of the tokenizer and the callback.
    pub(crate) fn treat(&self, treatment: Treatment, value: Value<'_>, memory: &mut Memory) -> Result<Treated> {
        let Value { rule, bytes, finding, offset } = value;
        // Of what was decoded, the bytes as they stand would show something else.
        let plain = finding.filter(|finding| finding.encodings.is_empty());
        let kept = || plain.and_then(|_| self.kept.get(&**rule)).copied().unwrap_or_default();
        let text = match treatment {
            Treatment::Placeholder | Treatment::Block => placeholder(rule),
            Treatment::NumberedPlaceholder => {
                let numbered = Some(value_id(rule, bytes));
                return Ok(Treated { text: numbered_placeholder(rule, 0), numbered });
            }
            Treatment::Mask(_) if plain.is_none() => mask(bytes, Keep::default()),
            Treatment::Mask(keep) => mask(bytes, keep.unwrap_or_else(|| kept().keep)),
            Treatment::Pseudonym => self.policy.keys.pseudonym(rule, bytes).unwrap_or_else(|| placeholder(rule)),
            Treatment::Format => format(bytes, kept().shape),
            Treatment::Remove => String::new(),
            Treatment::Tokenize => match &self.policy.tokenizer {
                Some(tokenizer) => memory.token(&**tokenizer, rule, bytes)?,
                None => placeholder(rule),
            },
            Treatment::Callback => match (&self.policy.callback, finding) {
                (Some(callback), Some(finding)) => callback.call(finding, offset)?,
                _ => placeholder(rule),
            },
        };
        Ok(Treated { text, numbered: None })
    }
}

fn numbered_placeholder(rule: &str, number: u64) -> String {
    placeholder(&format!("{rule}#{number}"))
}
