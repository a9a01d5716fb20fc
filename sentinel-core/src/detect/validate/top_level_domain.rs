//! Domains that exist.

use super::{Validator, Verdict};

/// Refuses names and addresses of which the last label is no domain of the root zone, nor one that is set aside for examples
/// (`.example`, `.test`) or used inside companies (`.corp`). Labels that are not ASCII, or stand for such, are taken as they are.
pub(super) struct TopLevelDomain;

/// One a line. See `words/README.md`.
const DOMAINS: &str = include_str!("words/top-level-domains.txt");

impl Validator for TopLevelDomain {
    fn check(&self, value: &[u8]) -> Verdict {
        let Some(dot) = memchr::memrchr(b'.', value) else { return Verdict::Refuted };
        let label = value[dot + 1..].to_ascii_lowercase();
        let international = !label.is_ascii() || label.starts_with(b"xn--");
        Verdict::refuted_if(!international && !is_domain(&label))
    }
}

fn is_domain(label: &[u8]) -> bool {
    let mut lines = memchr::memmem::find_iter(DOMAINS.as_bytes(), label);
    let edge = |at: usize| DOMAINS.as_bytes().get(at).is_none_or(|byte| *byte == b'\n');
    !label.is_empty() && lines.any(|at| (at == 0 || edge(at - 1)) && edge(at + label.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_of_the_root_zone_are_known() {
        for known in ["bo@acme.com", "bo@acme.co.uk", "x@y.museum", "x@y.DE", "x@a.example", "x@y.xn--p1ai", "b@x.рф"]
        {
            assert_eq!(TopLevelDomain.check(known.as_bytes()), Verdict::Plausible, "{known}");
        }
        for unknown in ["bo@x.ample", "bo@acme.c", "bo@acme.comm", "bo", "", "bo@acme.", "bo@a.com\n"] {
            assert_eq!(TopLevelDomain.check(unknown.as_bytes()), Verdict::Refuted, "{unknown}");
        }
    }

    #[test]
    fn every_line_is_known() {
        assert!(DOMAINS.lines().count() > 1_000 && DOMAINS.lines().is_sorted());
        assert!(DOMAINS.lines().all(|line| is_domain(line.as_bytes())));
    }
}
