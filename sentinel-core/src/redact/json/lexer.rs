//! Reads JSON without building anything: RFC 8259 to the letter, one pass over the bytes.

use std::convert::Infallible;

use super::specials::Specials;
use crate::Span;

/// What is told of each part of a document, in order.
pub(crate) trait Visit {
    /// Why it wants to see no more.
    type Stop;

    fn key(&mut self, text: Quoted) -> Result<(), Self::Stop>;
    fn string(&mut self, text: Quoted) -> Result<(), Self::Stop>;
    /// A number, `true`, `false` or `null`.
    fn bare(&mut self, span: Span, number: bool) -> Result<(), Self::Stop>;
    /// An object, or an array, starts there.
    fn open(&mut self, array: bool, at: usize) -> Result<(), Self::Stop>;
    fn close(&mut self);
}

/// A string without its quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Quoted {
    pub(crate) content: Span,
    /// True when there is a backslash in it.
    pub(crate) escaped: bool,
}

/// Why reading ends early.
#[derive(Debug)]
pub(crate) enum Stop<S> {
    /// The text is no JSON from this offset on.
    Syntax(usize),
    /// The visitor gave up.
    Visitor(S),
}

/// Reads one document.
pub(crate) fn read<V: Visit>(text: &[u8], visitor: &mut V) -> Result<(), Stop<V::Stop>> {
    let mut specials = Specials::default();
    specials.start(text);
    let mut around = Nesting::default();
    // A place of its own, and no part of what is handed to functions: it stays in a register.
    let mut at = 0;
    'value: loop {
        // A value is next.
        at = past_blanks(text, at);
        match text.get(at) {
            Some(b'"') => {
                at = string_value(text, at, &mut specials, visitor)?;
                // Most of what stands in objects is a string, and the next follows closely.
                while around.innermost() == Some(false) && text[at..].starts_with(b",\"") {
                    at = name(text, at + 1, &mut specials, visitor)?;
                    if text.get(at) != Some(&b'"') {
                        continue 'value;
                    }
                    at = string_value(text, at, &mut specials, visitor)?;
                }
            }
            Some(bracket @ (b'{' | b'[')) => {
                let array = *bracket == b'[';
                visitor.open(array, at).map_err(Stop::Visitor)?;
                at = past_blanks(text, at + 1);
                if text.get(at) == Some(&closing(array)) {
                    at += 1;
                    visitor.close();
                } else {
                    around.push(array);
                    if !array {
                        at = name(text, at, &mut specials, visitor)?;
                    }
                    continue;
                }
            }
            Some(b'-' | b'0'..=b'9') => {
                let span = number(text, at).map_err(Stop::Syntax)?;
                visitor.bare(span, true).map_err(Stop::Visitor)?;
                at = span.end;
            }
            _ => {
                let span = word(text, at).map_err(Stop::Syntax)?;
                visitor.bare(span, false).map_err(Stop::Visitor)?;
                at = span.end;
            }
        }
        // A value has ended.
        loop {
            at = past_blanks(text, at);
            let next = text.get(at).copied();
            let Some(array) = around.innermost() else {
                return if next.is_none() { Ok(()) } else { Err(Stop::Syntax(at)) };
            };
            if next == Some(b',') {
                at += 1;
                if !array {
                    at = name(text, past_blanks(text, at), &mut specials, visitor)?;
                }
                break;
            }
            if next != Some(closing(array)) {
                return Err(Stop::Syntax(at));
            }
            at += 1;
            around.pop();
            visitor.close();
        }
    }
}

/// Reads a string, which starts there; gives where that ends.
#[inline(always)]
fn string_value<V: Visit>(
    text: &[u8],
    at: usize,
    specials: &mut Specials,
    visitor: &mut V,
) -> Result<usize, Stop<V::Stop>> {
    let string = string(text, at, specials).map_err(Stop::Syntax)?;
    visitor.string(string).map_err(Stop::Visitor)?;
    Ok(string.content.end + 1)
}

/// Reads a name, which must start there, and its colon; gives where that ends.
#[inline(always)]
fn name<V: Visit>(text: &[u8], at: usize, specials: &mut Specials, visitor: &mut V) -> Result<usize, Stop<V::Stop>> {
    if text.get(at) != Some(&b'"') {
        return Err(Stop::Syntax(at));
    }
    let name = string(text, at, specials).map_err(Stop::Syntax)?;
    visitor.key(name).map_err(Stop::Visitor)?;
    let colon = past_blanks(text, name.content.end + 1);
    if text.get(colon) == Some(&b':') { Ok(colon + 1) } else { Err(Stop::Syntax(colon)) }
}

fn closing(array: bool) -> u8 {
    if array { b']' } else { b'}' }
}

/// What stands around a value, as bits: set for an array.
#[derive(Default)]
struct Nesting {
    depth: usize,
    /// The innermost, up to 64.
    near: u64,
    /// The others, 64 each.
    far: Vec<u64>,
}

impl Nesting {
    fn push(&mut self, array: bool) {
        if self.depth > 0 && self.depth.is_multiple_of(64) {
            self.far.push(self.near);
        }
        self.near = self.near << 1 | u64::from(array);
        self.depth += 1;
    }

    fn pop(&mut self) {
        self.near >>= 1;
        self.depth -= 1;
        if self.depth.is_multiple_of(64)
            && let Some(near) = self.far.pop()
        {
            self.near = near;
        }
    }

    fn innermost(&self) -> Option<bool> {
        (self.depth > 0).then_some(self.near & 1 == 1)
    }
}

/// Where the white space from `at` on ends.
#[inline]
fn past_blanks(text: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\n' | b'\t' | b'\r') = text.get(at) {
        at += 1;
    }
    at
}

// All that follow fail with the place where the text is no JSON.

/// The string whose quote stands at `at`.
// Called in the loop over all tokens: a call would take longer than most strings.
#[inline(always)]
fn string(text: &[u8], at: usize, specials: &mut Specials) -> Result<Quoted, usize> {
    let start = at + 1;
    let end = specials.next(text, start);
    if text.get(end) != Some(&b'"') {
        return string_with_escapes(text, start, end, specials);
    }
    Ok(Quoted { content: Span::new(start, end), escaped: false })
}

/// The string that starts there, whose first escape stands at `at`.
#[inline(never)]
fn string_with_escapes(text: &[u8], start: usize, mut at: usize, specials: &mut Specials) -> Result<Quoted, usize> {
    while text.get(at) == Some(&b'\\') {
        at = specials.next(text, at + escape(&text[at..]).ok_or(at)?);
    }
    if text.get(at) == Some(&b'"') { Ok(Quoted { content: Span::new(start, at), escaped: true }) } else { Err(at) }
}

/// How long the escape at the start of `text` is.
fn escape(text: &[u8]) -> Option<usize> {
    match text.get(1)? {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(2),
        b'u' => text.get(2..6)?.iter().all(u8::is_ascii_hexdigit).then_some(6),
        _ => None,
    }
}

fn number(text: &[u8], start: usize) -> Result<Span, usize> {
    let mut at = start + usize::from(text.get(start) == Some(&b'-'));
    at = if text.get(at) == Some(&b'0') { at + 1 } else { digits(text, at)? };
    if text.get(at) == Some(&b'.') {
        at = digits(text, at + 1)?;
    }
    if let Some(b'e' | b'E') = text.get(at) {
        at += 1;
        at = digits(text, at + usize::from(matches!(text.get(at), Some(b'+' | b'-'))))?;
    }
    Ok(Span::new(start, at))
}

/// Where the digits end of which at least one stands at `at`.
fn digits(text: &[u8], at: usize) -> Result<usize, usize> {
    let count = text[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    if count > 0 { Ok(at + count) } else { Err(at) }
}

/// `true`, `false` or `null`.
fn word(text: &[u8], at: usize) -> Result<Span, usize> {
    let words: [&[u8]; 3] = [b"true", b"false", b"null"];
    let word = words.into_iter().find(|word| text[at..].starts_with(word)).ok_or(at)?;
    Ok(Span::new(at, at + word.len()))
}

/// Looks at nothing: whether a text is JSON.
pub(super) struct Blind;

impl Visit for Blind {
    type Stop = Infallible;

    fn key(&mut self, _: Quoted) -> Result<(), Infallible> {
        Ok(())
    }

    fn string(&mut self, _: Quoted) -> Result<(), Infallible> {
        Ok(())
    }

    fn bare(&mut self, _: Span, _: bool) -> Result<(), Infallible> {
        Ok(())
    }

    fn open(&mut self, _: bool, _: usize) -> Result<(), Infallible> {
        Ok(())
    }

    fn close(&mut self) {}
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn is_json(text: &str) -> bool {
        read(text.as_bytes(), &mut Blind).is_ok()
    }

    #[test]
    fn what_is_json_is_taken_and_the_rest_is_not() {
        let good = [
            "0",
            "-0.0e+10",
            "\"\"",
            "[]",
            "{}",
            " [ 1 , 2 ] ",
            r#"{"a":{"b":[]},"c":null}"#,
            r#""\u00e9\ud83d\udd11\/""#,
            "true",
            "[false,null]",
            r#"["a","b","c"]"#,
            r#"{"a":"b","c":"d","e":1,"f":"g", "h":[],"i":{"j":"k","l":"m"},"n":"o"}"#,
            r#"{"":""}"#,
            "\"\u{7f}é\"",
        ];
        let bad = [
            "",
            " ",
            "01",
            "-",
            "1.",
            ".5",
            "1e",
            "+1",
            "[1,]",
            "[,1]",
            "{\"a\":1,}",
            "{\"a\"}",
            "{a:1}",
            r#"{"a":"b","c"}"#,
            r#"{"a":"b","c":}"#,
            r#"{"a":"b",}"#,
            r#"{"a":"b","c":"d""#,
            r#"["a","b":"c"]"#,
            r#""a","b":"c""#,
            "[1 2]",
            "{]",
            "[}",
            "tru",
            "nul",
            "\"",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\n\"",
            "\"a\u{1}\"",
            "{} {}",
            "[",
            "{\"a\":",
            "'a'",
            "NaN",
            "\u{feff}[]",
        ];
        good.into_iter().for_each(|text| assert!(is_json(text), "{text}"));
        bad.into_iter().for_each(|text| assert!(!is_json(text), "{text}"));
    }

    #[test]
    fn any_depth_is_read() {
        for depth in [1, 63, 64, 65, 128, 129, 1000] {
            let nested = |open: &str, close: &str| format!("{}0{}", open.repeat(depth), close.repeat(depth));
            assert!(is_json(&nested("[", "]")) && is_json(&nested("{\"a\":[", "]}")), "{depth}");
            assert!(!is_json(&nested("[", "}")) && !is_json(&nested("[[{\"a\":", "]}]")), "{depth}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn it_agrees_with_another_reader(text in r#"([\[\]{},: \n"0-9.eE+\-]|"a"|"\\[nu"]|\\u00e9|true|null|é){0,24}"#) {
            let other = serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok();
            prop_assert_eq!(is_json(&text), other);
        }
    }
}
