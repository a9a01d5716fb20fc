//! Finds, at the end of a text that goes on, the beginnings of values.

use zeroize::{Zeroize, ZeroizeOnDrop};

use super::{
    Value,
    form::{ALPHABETS, Form},
};

/// The first characters of each form of each value. They are overwritten when it is dropped.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(super) struct Beginnings {
    /// In order.
    entries: Vec<Entry>,
    longest: usize,
}

/// How a form of a value begins.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Zeroize)]
struct Entry {
    /// How many characters stand before the first that the value alone decides.
    skipped: u8,
    /// That one and those after it, folded.
    key: [u8; KEY],
    /// Index into [`Form::ALL`].
    form: u8,
    value: u32,
}

const KEY: usize = 4;
/// What looking may cost. Where it costs more, what is left counts as a beginning.
const STEPS_PER_BYTE: usize = 64;
const LEAST_STEPS: usize = 1 << 14;

impl Beginnings {
    pub(super) fn new(values: &[Value]) -> Self {
        let mut entries = Vec::with_capacity(values.len() * Form::ALL.len());
        let mut longest = 0;
        for (index, value) in (0_u32..).zip(values) {
            let secret = value.secret.expose();
            for (number, form) in (0_u8..).zip(Form::ALL) {
                let (skipped, _) = form.decided(secret.len());
                let key = std::array::from_fn(|at| fold(form.character(secret, skipped + at, ALPHABETS[0])));
                entries.push(Entry { skipped: skipped as u8, key, form: number, value: index });
                longest = longest.max(form.width(secret.len()));
            }
        }
        entries.sort_unstable();
        Self { entries, longest }
    }

    /// The first offset, `from` or after, from which `text` up to its end begins a value, or may.
    pub(super) fn at_end(&self, values: &[Value], text: &[u8], from: usize) -> Option<usize> {
        let first = from.max((text.len() + 1).saturating_sub(self.longest));
        let mut steps = STEPS_PER_BYTE * (text.len() - first.min(text.len())) + LEAST_STEPS;
        (first..text.len())
            .find(|start| [0, 1].iter().any(|skipped| self.begins(values, &text[*start..], *skipped, &mut steps)))
    }

    fn begins(&self, values: &[Value], text: &[u8], skipped: u8, steps: &mut usize) -> bool {
        let (before, decided) = text.split_at(usize::from(skipped).min(text.len()));
        // Any digit of base64 may stand there.
        if !before.iter().all(|byte| byte.is_ascii_alphanumeric() || b"+/-_".contains(byte)) {
            return false;
        }
        let mut key = [0; KEY];
        let known = decided.len().min(KEY);
        key[..known].iter_mut().zip(decided).for_each(|(key, byte)| *key = fold(*byte));
        let of = |entry: &Entry| (entry.skipped, &entry.key[..known]).cmp(&(skipped, &key[..known]));
        let start = self.entries.partition_point(|entry| of(entry).is_lt());
        let near = self.entries[start..].iter().take_while(|entry| of(entry).is_eq());
        near.into_iter().any(|entry| {
            let (form, secret) = (Form::ALL[usize::from(entry.form)], values[entry.value as usize].secret.expose());
            let (_, end) = form.decided(secret.len());
            if text.len() >= form.width(secret.len()) {
                return false;
            }
            let count = text.len().min(end);
            if *steps < count {
                return true;
            }
            *steps -= count;
            let stands = |at: usize| {
                ALPHABETS.iter().any(|alphabet| {
                    let character = form.character(secret, at, alphabet);
                    match form {
                        Form::Hex => character == text[at].to_ascii_lowercase(),
                        _ => character == text[at],
                    }
                })
            };
            (usize::from(skipped)..count).all(stands)
        })
    }
}

/// The same for all characters that one may stand for.
fn fold(byte: u8) -> u8 {
    match byte {
        b'-' => b'+',
        b'_' => b'/',
        _ => byte.to_ascii_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use crate::{Known, Scanner};

    #[test]
    fn every_beginning_of_every_form_is_seen_and_nothing_else() {
        use base64::{
            Engine,
            engine::general_purpose::{STANDARD, URL_SAFE},
        };
        let secret = ["tiger", "?lily>", "42~x"].concat();
        let mut known = Known::default();
        known.register(secret.as_str(), "IT").unwrap();
        let scanner = Scanner::builder().builtin(false).known(known.clone()).build().unwrap();
        let hex: String = secret.bytes().map(|byte| format!("{byte:02X}")).collect();
        let mut forms = vec![secret.clone(), hex];
        for before in ["", "x", "xy"] {
            forms.push(STANDARD.encode([before, &secret].concat()));
            forms.push(URL_SAFE.encode([before, &secret].concat()));
        }
        for form in forms {
            let text = format!(", {form}");
            let finding = &scanner.scan(&text).unwrap()[0];
            for end in finding.span.start + 2..finding.span.end {
                let start = known.beginning_at_end(&text.as_bytes()[..end], 0);
                assert!(start.is_some_and(|start| start <= finding.span.start), "{end} of {}", text.len());
            }
            assert_eq!(known.beginning_at_end(&text.as_bytes()[..finding.span.end], finding.span.end), None);
        }
        assert_eq!(known.beginning_at_end(b"benign text, ", 0), None);
    }
}
