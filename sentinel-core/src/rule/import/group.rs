//! Which group of a regex is the value. Other tools number or guess it; ours is named `secret`.

use regex_syntax::ast::{
    Ast, Group, GroupKind, RepetitionKind, RepetitionRange,
    parse::{Parser, ParserBuilder},
};

/// Which group another tool takes for the value.
#[derive(Clone, Copy, Debug)]
pub(super) enum Wanted<'n> {
    /// That of this number.
    Numbered(u32),
    /// The first that is not empty, named or not.
    FirstMatched,
    /// That of this name, in any case, or else the first without a name.
    NamedOrFirst(&'n str),
    /// The only one.
    Only,
}

pub(super) struct Selected {
    pub(super) regex: String,
    /// What changed, if the group cannot be told beforehand.
    pub(super) note: Option<&'static str>,
}

const SEVERAL: &str = "which of its groups is the value cannot be told beforehand; the whole match is";
const MISSING: &str = "there is no such group; the whole match is the value";
const UNREAD: &str = "its groups cannot be told; the whole match is the value";

/// The regex with the value's group named `secret`, and no other group of that name.
pub(super) fn select(regex: &str, wanted: Wanted<'_>) -> Selected {
    let mut parser: Parser = ParserBuilder::new().nest_limit(100).build();
    let Ok(ast) = parser.parse(regex) else {
        // Compiling it will say what is wrong; look-around alone is not.
        let note = regex.contains('(').then_some(UNREAD);
        return Selected { regex: regex.to_owned(), note };
    };
    let mut groups = Vec::new();
    collect(&ast, true, &mut groups);
    match choose(&groups, wanted) {
        Ok(chosen) => Selected { regex: renamed(regex, &groups, chosen), note: None },
        Err(note) => Selected { regex: renamed(regex, &groups, None), note: Some(note) },
    }
}

struct Capture<'a> {
    group: &'a Group,
    name: Option<&'a str>,
    /// True when it holds text in every match.
    certain: bool,
}

fn choose(groups: &[Capture<'_>], wanted: Wanted<'_>) -> Result<Option<usize>, &'static str> {
    let first = |unnamed: bool| match groups.iter().enumerate().filter(|(_, g)| !unnamed || g.name.is_none()).collect()
    {
        Candidates::None => Ok(None),
        Candidates::One(index) => Ok(Some(index)),
        Candidates::Many(index) if groups[index].certain => Ok(Some(index)),
        Candidates::Many(_) => Err(SEVERAL),
    };
    match wanted {
        Wanted::Numbered(0) => Ok(None),
        Wanted::Numbered(number) => {
            let index = number as usize - 1;
            if index < groups.len() { Ok(Some(index)) } else { Err(MISSING) }
        }
        Wanted::FirstMatched => first(false),
        Wanted::NamedOrFirst(name) => {
            let named = groups.iter().position(|g| g.name.is_some_and(|other| other.eq_ignore_ascii_case(name)));
            if named.is_some() { Ok(named) } else { first(true) }
        }
        Wanted::Only => match groups.len() {
            0 => Ok(None),
            1 => Ok(Some(0)),
            _ => Err(SEVERAL),
        },
    }
}

/// The groups that may be the value.
enum Candidates {
    None,
    One(usize),
    Many(usize),
}

impl<'g> FromIterator<(usize, &'g Capture<'g>)> for Candidates {
    fn from_iter<I: IntoIterator<Item = (usize, &'g Capture<'g>)>>(groups: I) -> Self {
        let mut groups = groups.into_iter();
        match (groups.next(), groups.next()) {
            (None, _) => Self::None,
            (Some((index, _)), None) => Self::One(index),
            (Some((index, _)), Some(_)) => Self::Many(index),
        }
    }
}

/// All groups that capture, by number. `certain`: what `ast` matches is in every match.
fn collect<'a>(ast: &'a Ast, certain: bool, groups: &mut Vec<Capture<'a>>) {
    match ast {
        Ast::Group(group) => {
            let certain_here = certain && !may_be_empty(&group.ast);
            match &group.kind {
                GroupKind::CaptureIndex(_) => groups.push(Capture { group, name: None, certain: certain_here }),
                GroupKind::CaptureName { name, .. } => {
                    groups.push(Capture { group, name: Some(&name.name), certain: certain_here });
                }
                GroupKind::NonCapturing(_) => {}
            }
            collect(&group.ast, certain, groups);
        }
        Ast::Repetition(repetition) => collect(&repetition.ast, certain && least(&repetition.op.kind) > 0, groups),
        Ast::Alternation(alternation) => alternation.asts.iter().for_each(|ast| collect(ast, false, groups)),
        Ast::Concat(concat) => concat.asts.iter().for_each(|ast| collect(ast, certain, groups)),
        _ => {}
    }
}

fn may_be_empty(ast: &Ast) -> bool {
    match ast {
        Ast::Empty(_) | Ast::Flags(_) | Ast::Assertion(_) => true,
        Ast::Repetition(repetition) => least(&repetition.op.kind) == 0 || may_be_empty(&repetition.ast),
        Ast::Group(group) => may_be_empty(&group.ast),
        Ast::Alternation(alternation) => alternation.asts.iter().any(may_be_empty),
        Ast::Concat(concat) => concat.asts.iter().all(may_be_empty),
        _ => false,
    }
}

fn least(kind: &RepetitionKind) -> u32 {
    match kind {
        RepetitionKind::ZeroOrOne | RepetitionKind::ZeroOrMore => 0,
        RepetitionKind::OneOrMore => 1,
        RepetitionKind::Range(
            RepetitionRange::Exactly(least) | RepetitionRange::AtLeast(least) | RepetitionRange::Bounded(least, _),
        ) => *least,
    }
}

fn renamed(regex: &str, groups: &[Capture<'_>], chosen: Option<usize>) -> String {
    let mut regex = regex.to_owned();
    for (index, capture) in groups.iter().enumerate().rev() {
        let (start, end, text) = match (&capture.group.kind, chosen == Some(index)) {
            (GroupKind::CaptureIndex(_), true) => {
                let start = capture.group.span.start.offset;
                (start, start + 1, "(?P<secret>".to_owned())
            }
            (GroupKind::CaptureName { name, .. }, true) => {
                (name.span.start.offset, name.span.end.offset, "secret".to_owned())
            }
            (GroupKind::CaptureName { name, .. }, false) if name.name == "secret" => {
                (name.span.start.offset, name.span.end.offset, format!("group_{}", index + 1))
            }
            _ => continue,
        };
        regex.replace_range(start..end, &text);
    }
    regex
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_group_of_the_value_is_named() {
        let table = [
            (r"k=(a)(b)", Wanted::Numbered(2), r"k=(a)(?P<secret>b)", None),
            (r"k=(a)", Wanted::Numbered(0), r"k=(a)", None),
            (r"k=(a)", Wanted::Numbered(3), r"k=(a)", Some(MISSING)),
            (r"k=(?:x|y)", Wanted::FirstMatched, r"k=(?:x|y)", None),
            (r"k=(a)?", Wanted::FirstMatched, r"k=(?P<secret>a)?", None),
            (r"(a+)(;|$)", Wanted::FirstMatched, r"(?P<secret>a+)(;|$)", None),
            (r"(a*)(b)", Wanted::FirstMatched, r"(a*)(b)", Some(SEVERAL)),
            (r"(a)|(b)", Wanted::FirstMatched, r"(a)|(b)", Some(SEVERAL)),
            (r"(?P<id>a)(b)", Wanted::FirstMatched, r"(?P<secret>a)(b)", None),
            (r"(?P<id>a)(b)", Wanted::NamedOrFirst("token"), r"(?P<id>a)(?P<secret>b)", None),
            (r"(a)(?<TOKEN>b)", Wanted::NamedOrFirst("token"), r"(a)(?<secret>b)", None),
            (r"(?P<secret>a)(?P<TOKEN>b)", Wanted::NamedOrFirst("token"), r"(?P<group_1>a)(?P<secret>b)", None),
            (r"\((a)[(](b)", Wanted::Only, r"\((a)[(](b)", Some(SEVERAL)),
            ("(?x) ( # one (\n a )", Wanted::Only, "(?x) (?P<secret> # one (\n a )", None),
        ];
        for (regex, wanted, expected, note) in table {
            let selected = select(regex, wanted);
            assert_eq!((selected.regex.as_str(), selected.note), (expected, note), "{regex} {wanted:?}");
        }
    }
}
