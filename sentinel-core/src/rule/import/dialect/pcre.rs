//! PCRE's family.

use regex_syntax::ast::{Ast, parse::Parser};

use super::Translated;

const HORIZONTAL: &str = r"\h matches a tab or a space, and no other space";
const POSSESSIVE: &str = "a possessive quantifier gives back what it has taken, so more may match";

/// From PCRE's family, as far as rules that run on Hyperscan and on the `regex` crate need it.
pub(in super::super) fn from_pcre(regex: &str) -> Translated {
    let mut out = String::with_capacity(regex.len());
    let mut differences = Vec::new();
    let (mut in_class, mut characters) = (false, regex.chars().peekable());
    while let Some(character) = characters.next() {
        match character {
            '\\' => match (characters.next(), in_class) {
                (Some('h'), _) => {
                    differences = vec![HORIZONTAL];
                    out.push_str(if in_class { r"\t\x20" } else { r"[\t\x20]" });
                }
                (Some('H'), _) => {
                    differences = vec![HORIZONTAL];
                    out.push_str(r"[^\t\x20]");
                }
                (Some('R'), false) => out.push_str(r"(?:\r\n|[\n\x0B\f\r])"),
                (Some(escaped), _) => out.extend(['\\', escaped]),
                (None, _) => out.push('\\'),
            },
            '[' if !in_class => {
                in_class = true;
                out.push('[');
                out.extend(characters.next_if_eq(&'^'));
                out.push_str(characters.next_if_eq(&']').map(|_| r"\]").unwrap_or_default());
            }
            ']' if in_class => {
                in_class = false;
                out.push(']');
            }
            other => out.push(other),
        }
    }
    if Parser::new().parse(&out).is_ok_and(|ast| has_possessive(&ast)) {
        differences.push(POSSESSIVE);
    }
    Translated { regex: out, unicode: !regex.is_ascii(), differences }
}

/// True for a quantifier directly after a quantifier, as in `a++`.
fn has_possessive(ast: &Ast) -> bool {
    match ast {
        Ast::Repetition(outer) => matches!(*outer.ast, Ast::Repetition(_)) || has_possessive(&outer.ast),
        Ast::Group(group) => has_possessive(&group.ast),
        Ast::Alternation(alternation) => alternation.asts.iter().any(has_possessive),
        Ast::Concat(concat) => concat.asts.iter().any(has_possessive),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_pcre_reads_otherwise_is_rewritten() {
        assert_eq!(from_pcre(r"a\h[\h\]x]\\h").regex, r"a[\t\x20][\t\x20\]x]\\h");
        assert_eq!(from_pcre(r"a\h").differences, [HORIZONTAL]);
        assert_eq!(from_pcre("a++b").differences, [POSSESSIVE]);
        assert_eq!(from_pcre("[a+]+b+?").differences, [] as [&str; 0]);
    }
}
