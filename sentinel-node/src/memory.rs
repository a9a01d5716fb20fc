//! What V8 is told of memory that it cannot see. It collects garbage when what it knows of grows: a scanner is a few
//! bytes to it, and without a word of the rest hundreds would wait to be freed.

use napi::{Env, bindgen_prelude::ObjectFinalize};

use crate::scanner::Scanner;

/// What a scanner with the built-in rules takes once it has scanned: the growth of the resident set over a hundred of
/// them, each of which redacted one line, divided by their number.
pub const BUILTIN_BYTES: i64 = 9 << 20;
/// The same for one with a few rules of its own.
pub const OWN_BYTES: i64 = 256 << 10;

impl ObjectFinalize for Scanner {
    fn finalize(self, env: Env) -> napi::Result<()> {
        env.adjust_external_memory(-self.told).map(drop)
    }
}
