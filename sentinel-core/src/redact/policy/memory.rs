//! What one call, or one stream, remembers of the values that it replaced.

use std::{collections::HashMap, sync::Arc};

use sha2::{Digest, Sha256};

use super::{Tokenizer, host::ask};
use crate::Result;

/// The hash of a rule and a value: it tells values apart, and is not given out.
pub(crate) type ValueId = [u8; 32];

/// Numbers and tokens, by value. It holds no value.
#[derive(Debug, Default)]
pub(crate) struct Memory(Option<Box<Values>>);

#[derive(Debug, Default)]
struct Values {
    numbers: HashMap<ValueId, u64>,
    /// How many values each rule has.
    counts: HashMap<Arc<str>, u64>,
    tokens: HashMap<ValueId, String>,
}

impl Memory {
    /// The number of a value; the next one for a new value.
    pub(super) fn number(&mut self, rule: &Arc<str>, id: ValueId) -> u64 {
        let Values { numbers, counts, .. } = &mut **self.0.get_or_insert_default();
        let count = counts.entry(Arc::clone(rule)).or_default();
        *numbers.entry(id).or_insert_with(|| {
            *count += 1;
            *count
        })
    }

    /// The token of a value, which is asked for once.
    pub(super) fn token(&mut self, tokenizer: &dyn Tokenizer, rule: &str, value: &[u8]) -> Result<String> {
        let id = value_id(rule, value);
        let tokens = &mut self.0.get_or_insert_default().tokens;
        if let Some(token) = tokens.get(&id) {
            return Ok(token.clone());
        }
        let token = ask("tokenizer", || tokenizer.tokenize(rule, value))?;
        tokens.insert(id, token.clone());
        Ok(token)
    }
}

pub(super) fn value_id(rule: &str, value: &[u8]) -> ValueId {
    let mut hash = Sha256::new();
    hash.update(rule.as_bytes());
    hash.update([0]);
    hash.update(value);
    hash.finalize().into()
}
