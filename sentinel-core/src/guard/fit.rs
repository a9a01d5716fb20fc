//! Whether a value is only a value where it is put.

use std::cell::OnceCell;

use crate::{
    Sink, Span,
    redact::{is_content, is_document},
};

/// A text into which values are put.
pub(super) struct Target<'t> {
    sink: Sink,
    text: &'t str,
    is_document: OnceCell<bool>,
}

/// In a longer text nobody looks for what opens a quote: it would be read anew for each value.
const LONGEST_READ: usize = 64 * 1024;

impl<'t> Target<'t> {
    pub(super) fn new(sink: Sink, text: &'t str) -> Self {
        Self { sink, text, is_document: OnceCell::new() }
    }

    /// True when `value`, put where `span` stands, is read as it is. In a command or a statement a value with quotes,
    /// blanks or signs of a shell would be more than that, unless it is all that stands between single quotes and has
    /// none, or is the whole text: one argument, one parameter. In JSON a value must not end the string it stands in.
    /// Files and prompts take any value else.
    pub(super) fn fits(&self, span: Span, value: &[u8]) -> bool {
        if span.start == 0 && span.end == self.text.len() {
            return true;
        }
        let (before, after) = (&self.text[..span.start], &self.text[span.end..]);
        match self.sink {
            Sink::Command => fits_command(self.text, before, after, value),
            Sink::Database => fits_statement(before, after, value),
            Sink::File | Sink::Prompt => is_content(value) || !self.stands_in_document(span),
        }
    }

    /// True where the whole text is a document of JSON, or the line is one.
    fn stands_in_document(&self, span: Span) -> bool {
        let text = self.text.as_bytes();
        let start = memchr::memrchr(b'\n', &text[..span.start]).map_or(0, |newline| newline + 1);
        let end = memchr::memchr(b'\n', &text[span.end..]).map_or(text.len(), |length| span.end + length);
        *self.is_document.get_or_init(|| is_document(text))
            || end - start <= LONGEST_READ && is_document(&text[start..end])
    }
}

fn fits_command(text: &str, before: &str, after: &str, value: &[u8]) -> bool {
    let is_option =
        value.first() == Some(&b'-') && !before.ends_with(|last: char| last.is_alphanumeric() || last == '=');
    let closes = |byte: &u8| matches!(byte, b'\'' | b'\n' | b'\r' | 0);
    let is_quoted = || quoted(before, after, command_quote) && !runs_words(text) && !value.iter().any(closes);
    !is_option && (value.iter().all(is_plain) || is_quoted())
}

fn fits_statement(before: &str, after: &str, value: &[u8]) -> bool {
    let is_comment = value.windows(2).any(|two| two == b"--") || value.first() == Some(&b'-');
    let closes = |byte: &u8| matches!(byte, b'\'' | b'\\' | 0);
    !is_comment && value.iter().all(is_plain) || quoted(before, after, statement_quote) && !value.iter().any(closes)
}

/// What no shell and no database reads as anything but itself, anywhere in a word.
fn is_plain(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'+' | b'/' | b'@' | b':' | b',' | b'=' | b'%')
}

/// True for what is all that stands between single quotes, of which the first opens.
fn quoted(before: &str, after: &str, quote_after: fn(&str) -> Quote) -> bool {
    if before.len() + after.len() > LONGEST_READ {
        return false;
    }
    let opens = before.strip_suffix('\'').is_some_and(|before| quote_after(before) == Quote::Outside);
    opens && after.starts_with('\'') && !after.starts_with("''")
}

/// In what quotes a text ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quote {
    Outside,
    In(char),
    /// It cannot be told from so little of the language.
    Unknown,
}

/// In what quotes of a shell a text ends. Before `$`, quotes and here-documents other rules hold.
fn command_quote(text: &str) -> Quote {
    if text.contains("<<") || text.contains("$'") || text.ends_with('$') {
        return Quote::Unknown;
    }
    let (mut quote, mut characters, mut starts_word) = (Quote::Outside, text.chars(), true);
    while let Some(character) = characters.next() {
        quote = match (quote, character) {
            (Quote::In('\''), '\'') | (Quote::In('"'), '"') => Quote::Outside,
            // At the end it takes the meaning from what comes.
            (Quote::Outside | Quote::In('"'), '\\') if characters.next().is_none() => return Quote::Unknown,
            (Quote::Outside | Quote::In('"'), '\\') => quote,
            (Quote::Outside, '#') if starts_word => {
                // A comment, up to the end of its line.
                characters.find(|character| *character == '\n');
                Quote::Outside
            }
            // What stands in them is a command again.
            (Quote::Outside | Quote::In('"'), '`') => return Quote::Unknown,
            (Quote::Outside, '\'' | '"') => Quote::In(character),
            _ => quote,
        };
        starts_word = character.is_whitespace() || matches!(character, ';' | '&' | '|' | '(' | ')' | '<' | '>');
    }
    quote
}

/// In what quotes of SQL a text ends. A backslash escapes a quote in some dialects alone, `$` opens a quote in one, and `#` a
/// comment.
fn statement_quote(text: &str) -> Quote {
    if text.contains(['\\', '$', '#']) {
        return Quote::Unknown;
    }
    let (mut quote, mut rest) = (Quote::Outside, text);
    while let Some(character) = rest.chars().next() {
        if quote == Quote::Outside && (rest.starts_with("--") || rest.starts_with("/*")) {
            let Some(after) = after_comment(rest) else { return Quote::Unknown };
            rest = after;
            continue;
        }
        quote = match quote {
            Quote::In(open) if open == character => Quote::Outside,
            Quote::Outside if matches!(character, '\'' | '"' | '`') => Quote::In(character),
            quote => quote,
        };
        rest = &rest[character.len_utf8()..];
    }
    quote
}

/// What follows the comment that a text starts with. None where it has no end, or dialects do not agree on it: two dashes
/// without a blank, comments in comments, and those that are run (`/*!`).
fn after_comment(text: &str) -> Option<&str> {
    if let Some(line) = text.strip_prefix("--") {
        return line.split_once('\n').filter(|_| line.starts_with(char::is_whitespace)).map(|(_, after)| after);
    }
    let (inside, after) = text.strip_prefix("/*")?.split_once("*/")?;
    (!inside.starts_with('!') && !inside.contains("/*")).then_some(after)
}

/// True for a command that has words of it run as commands again, where quotes do not help.
fn runs_words(text: &str) -> bool {
    const RUNNERS: [&str; 14] = [
        "sh",
        "bash",
        "zsh",
        "dash",
        "ksh",
        "fish",
        "ssh",
        "su",
        "eval",
        "xargs",
        "watch",
        "cmd",
        "powershell",
        "pwsh",
    ];
    let is_name = |character: char| character.is_alphanumeric() || matches!(character, '_' | '-' | '.');
    text.split(|character| !is_name(character)).any(|word| RUNNERS.contains(&word.trim_end_matches(".exe")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits_in(sink: Sink, text: &str, value: &str) -> bool {
        let start = text.find('T').unwrap();
        Target::new(sink, text).fits(Span::new(start, start + 1), value.as_bytes())
    }

    #[test]
    fn a_value_with_signs_of_a_shell_fits_only_between_single_quotes() {
        for sink in [Sink::Command, Sink::Database] {
            assert!(
                fits_in(sink, "run T", "ghp_abc-1.2") && !fits_in(sink, "run T", "a b") && fits_in(sink, "T", "a b")
            );
            assert!(fits_in(sink, "run 'T'", "a $(b)") && !fits_in(sink, "run \"T\"", "a $(b)"));
            assert!(!fits_in(sink, "run 'T'", "a' b"));
        }
        assert!(fits_in(Sink::Command, "run 'T'", "a\\b") && !fits_in(Sink::Database, "run 'T'", "a\\b"));
        assert!(fits_in(Sink::File, "k=T", "a' b\n") && fits_in(Sink::Prompt, "k=T", "a' b\n"));
    }

    #[test]
    fn quotes_beside_a_value_need_not_be_round_it() {
        let commands = [
            "echo 'pre'T'post'",
            "echo ''T''",
            "sh -c \"echo 'T'\"",
            "echo \"user='T'\"",
            "ssh host 'T'",
            "echo $'T'",
            "cat <<END\nit's\nEND\necho 'T'",
            "echo `echo 'T'`",
            "echo \"$(echo 'T')\"",
            "echo it\\'s # don't\necho ''T'",
            "echo \\'T'",
            "(a)# don't\necho 'a'T'b'",
        ];
        for command in commands {
            assert!(!fits_in(Sink::Command, command, "x; touch y"), "{command}");
            assert!(fits_in(Sink::Command, command, "x-1.2"), "{command}");
        }
        for command in ["echo it\\'s 'T'", "echo \"it's\" 'T'", "a # don't\nb 'T'", "mysql -p'T'", "K='T' run"] {
            assert!(fits_in(Sink::Command, command, "x; touch y"), "{command}");
        }
        for statement in [
            "-- p = 'T'",
            "/* p = 'T' */",
            "/*! 'a */ p = 'T'",
            "/* /* */ ' */ p = 'T'",
            "1--'a'T'b'",
            "1 # 'a'T'b'",
            "p = ''T''",
            "p = 'a'T'b'",
            "p = \"it's\" AND q = ''T'",
            "-- don't\np = ''T''",
            "p = 'a\\'' AND q = 'T'",
        ] {
            assert!(!fits_in(Sink::Database, statement, "x OR 1=1"), "{statement}");
        }
        for statement in
            ["p = 'T'", "p = 'it''s' AND q = 'T'", "-- don't\np = 'T'", "/* it's */ p = 'T'", "\"it's\" = 'T'"]
        {
            assert!(fits_in(Sink::Database, statement, "x OR 1=1"), "{statement}");
        }
    }

    #[test]
    fn a_value_ends_no_string_of_a_document() {
        for sink in [Sink::File, Sink::Prompt] {
            for text in ["{\"k\":\"T\"}", "start\n{\"k\":\"T\"}\n{\"k\":1}"] {
                assert!(!fits_in(sink, text, "a\",\"admin\":true,\"x\":\"b") && !fits_in(sink, text, "a\nb"));
                assert!(fits_in(sink, text, "a\\\"b") && fits_in(sink, text, "a'b"));
            }
            assert!(fits_in(sink, "k=\"T\"", "a\"b\n"));
        }
    }

    #[test]
    fn a_value_becomes_no_option_and_no_comment() {
        for command in ["curl T x", "curl 'T' x", "curl \"T\"", "T x"] {
            assert!(!fits_in(Sink::Command, command, "-o/tmp/x"), "{command}");
        }
        assert!(fits_in(Sink::Command, "mysql --password=T", "-x1") && fits_in(Sink::Command, "mysql -pT", "-x1"));
        assert!(!fits_in(Sink::Database, "a = T AND b", "--x") && !fits_in(Sink::Database, "a = 1T AND b", "x--"));
    }
}
