//! How far a regex with look-around looks.

use fancy_regex::Expr;

/// The most bytes on either side of a match's start that the backtracking engine can look at to match
/// `regex` there; none when no bound is known.
pub(super) fn reach(regex: &str) -> Option<usize> {
    longest(&Expr::parse_tree(regex).ok()?.expr)
}

const CHARACTER: usize = 4;

/// Look-around counts like what it holds: nothing that is looked at lies farther away than all of it
/// together.
fn longest(expr: &Expr) -> Option<usize> {
    let sum = |parts: &[Expr]| parts.iter().try_fold(0_usize, |sum, part| sum.checked_add(longest(part)?));
    match expr {
        Expr::Empty | Expr::Assertion(_) => Some(0),
        Expr::Any { .. } | Expr::GeneralNewline { .. } | Expr::Delegate { .. } => Some(CHARACTER),
        Expr::Literal { val, .. } => Some(val.chars().count() * CHARACTER),
        Expr::LiteralBytes { bytes } => Some(bytes.len()),
        Expr::Concat(parts) => sum(parts),
        Expr::Alt(parts) => parts.iter().try_fold(0, |most, part| Some(longest(part)?.max(most))),
        Expr::Group(inner) => longest(inner),
        Expr::LookAround(inner, _) | Expr::AtomicGroup(inner) => longest(inner),
        Expr::Repeat { child, hi, .. } => match longest(child)? {
            0 => Some(0),
            once => once.checked_mul(*hi).filter(|_| *hi != usize::MAX),
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::reach;

    #[test]
    fn what_repeats_without_end_has_no_bound() {
        let table = [
            ("a(?=b)b", Some(12)),
            ("(?:ab|c){2,3}(?!x)", Some(28)),
            (r"(?<=\bkey.{0,3})[0-9]{4}(?P<secret>x)", Some(44)),
            ("a(?=b*)b", None),
            (r"(a)\1(?=b)", None),
        ];
        for (regex, bound) in table {
            assert_eq!(reach(regex), bound, "{regex}");
        }
    }
}
