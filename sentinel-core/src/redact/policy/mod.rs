//! What stands for a finding in a redacted text.

mod tokenizer;

pub use self::tokenizer::{MAX_TOKEN_BYTES, Tokenizer};
