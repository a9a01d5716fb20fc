//! What a company's own rules cost.

use std::hint::black_box;

use sentinel_core::{Patterns, Scanner};

use super::{Outcome, unlimited};
use crate::{
    Figure, Rng,
    haystack::{self, LARGE},
    measure::{Budget, count_newlines, interleaved, passed},
};

const RULES: usize = 500;

/// The logs with and without 500 more rules.
pub(super) fn user_rules_500() -> Outcome {
    let text = haystack::logs(LARGE);
    let without = unlimited(Scanner::builder()).build().map_err(|error| error.to_string())?;
    let patterns = Patterns::parse(&document()).map_err(|error| error.to_string())?;
    let with = unlimited(Scanner::builder().patterns(patterns)).build().map_err(|error| error.to_string())?;
    let scan = |scanner: &Scanner| {
        black_box(scanner.scan(black_box(&text)).expect("the limits are lifted"));
    };
    let [memchr, alone, more] =
        interleaved(Budget::LARGE, [&mut || count_newlines(&text), &mut || scan(&without), &mut || scan(&with)]);
    let slowdown = more.as_secs_f64() / alone.as_secs_f64() - 1.0;
    Ok(vec![Figure { slowdown: Some(slowdown), ..passed("user_rules_500", text.len(), more, memchr) }])
}

/// Half of the rules start with a prefix of their own, the others are assignments to a name.
fn document() -> String {
    let mut rng = Rng::new(11);
    let mut document = "version: 3\npatterns:\n".to_owned();
    for number in 0..RULES {
        let product = rng.text(b"bcdfghklmnprstvwz", 2) + rng.pick(&["a", "e", "i", "o"]) + &rng.text(b"lmnrst", 2);
        let regex = if number % 2 == 0 {
            format!(r"\b{product}_[A-Za-z0-9]{{{}}}\b", 24 + rng.below(24))
        } else {
            let word = rng.pick(&["key", "token", "secret", "auth", "pass(?:word)?"]);
            format!(
                r#"(?i)\b{product}[_.-]?{word}["']?\s{{0,3}}[:=]\s{{0,3}}["']?[a-z0-9]{{{}}}\b"#,
                20 + rng.below(20)
            )
        };
        document.push_str(&format!("  HOUSE_{number}:\n    regex: '{}'\n", regex.replace('\'', "''")));
    }
    document
}
