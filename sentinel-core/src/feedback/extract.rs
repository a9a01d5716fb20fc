//! Finds the token in a piece of evidence: a bare value, an assignment, or a whole log line.

use crate::detect::shannon;

/// A token, and the name that stands before it in `name=token` or `name: token`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sample {
    pub(super) token: String,
    pub(super) name: Option<String>,
}

/// Shorter runs are no tokens.
const SHORTEST: usize = 8;

/// The run in `evidence` that is most like a token; none when nothing is.
pub(super) fn sample(evidence: &str) -> Option<Sample> {
    let mut best: Option<(f64, Sample)> = None;
    let mut last_word = None;
    for word in evidence.split(|c: char| c.is_whitespace() || "\"'`<>(){}[],;|".contains(c)) {
        let candidate = split_name(word, last_word);
        last_word = (!word.is_empty()).then_some(word).or(last_word);
        if candidate.token.len() < SHORTEST || !candidate.token.is_ascii() {
            continue;
        }
        let score = randomness(&candidate.token);
        if best.as_ref().is_none_or(|(most, _)| score > *most) {
            best = Some((score, candidate));
        }
    }
    best.map(|(_, sample)| sample)
}

/// `name=token` and `name:token` name their token; so does `name:` or `name =` before it.
fn split_name(word: &str, before: Option<&str>) -> Sample {
    let is_name = |name: &str| {
        name.len() >= 3
            && name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
    };
    for separator in ['=', ':'] {
        if let Some((name, token)) = word.split_once(separator)
            && is_name(name)
            && !token.is_empty()
            && !token.starts_with("//")
        {
            let token = token.trim_end_matches(['.', ':', '!', '?']);
            return Sample { token: token.to_owned(), name: Some(name.to_owned()) };
        }
    }
    let name = before.and_then(|before| before.strip_suffix([':', '='])).filter(|name| is_name(name));
    let token = word.trim_end_matches(['.', ':', '!', '?']);
    Sample { token: token.to_owned(), name: name.map(str::to_owned) }
}

/// Bits in the token; a run of letters in one case, as in prose, counts for little.
fn randomness(token: &str) -> f64 {
    let bits = shannon(token.as_bytes()) * token.len() as f64;
    let prose = token.bytes().skip(1).all(|b| b.is_ascii_lowercase() || b == b'-' || b == b'_');
    if prose { bits / 8.0 } else { bits }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_is_found_in_whatever_is_given() {
        let token = ["hsk_euw_", "9fK2mQ7xLw3RtZ8"].concat();
        let table = [
            (token.clone(), None),
            (format!("\"{token}\""), None),
            (format!("peer={token}"), Some("peer")),
            (format!("2025-08-02T12:00:00Z INFO checkout handshake with peer: {token}, retrying."), Some("peer")),
        ];
        for (evidence, name) in table {
            let expected = Sample { token: token.clone(), name: name.map(str::to_owned) };
            assert_eq!(sample(&evidence), Some(expected));
        }
        assert_eq!(sample("it is gone"), None);
    }
}
