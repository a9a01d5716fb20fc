use std::hint::black_box;

use sentinel_core::Scanner;

use super::{Outcome, unlimited};
use crate::{
    Figure, haystack,
    measure::{Budget, beside_memchr},
};

/// A figure for each input, and the worst again under a name of its own.
pub(super) fn adversarial() -> Outcome {
    let scanner = unlimited(Scanner::builder()).build().map_err(|error| error.to_string())?;
    let mut figures: Vec<Figure> = Vec::new();
    for (case, text) in haystack::adversarial(haystack::ADVERSARIAL_BYTES) {
        let figure = beside_memchr("adversarial", &text, Budget::SMALL, |text| {
            black_box(scanner.scan(text).expect("the limits are lifted"));
        });
        figures.push(Figure { case: Some(case.to_owned()), ..figure });
    }
    let ratio = |figure: &&Figure| figure.ratio_to_memchr.unwrap_or_default();
    let worst = figures.iter().min_by(|a, b| ratio(a).total_cmp(&ratio(b))).cloned();
    figures.extend(worst.map(|worst| Figure { name: "adversarial_worst".to_owned(), ..worst }));
    Ok(figures)
}
