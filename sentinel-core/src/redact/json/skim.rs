//! A first look at a document: most hold nothing that a name masks, and need no walk.

use super::{
    lexer::{Quoted, Stop, Visit, read},
    pair::{is_name_key, named_by, starts_rows},
    unescape::unescaped_text,
};
use crate::{Limits, Span, redact::fields::field_of};

/// True when the text is JSON within the limits, and no name in it, or in the documents that its strings hold, masks a
/// value. False says nothing: who walks it sees.
pub(super) fn is_plain(text: &[u8], limits: &Limits) -> bool {
    let mut skim = Skim { text, limits, depth: 0, nodes: 0, names: false, rows: false };
    // There are not more of them than bytes.
    read(text, &mut skim).is_ok() && skim.nodes <= limits.max_nodes
}

/// False when a string's content is surely no object and no array.
pub(super) fn may_hold_document(content: &[u8]) -> bool {
    let first = content.iter().find(|byte| !byte.is_ascii_whitespace());
    let last = content.iter().rfind(|byte| !byte.is_ascii_whitespace());
    match first {
        Some(b'{' | b'[') => matches!(last, Some(b'}' | b']')) || content.contains(&b'\\'),
        // It may start with an escape, or with spaces that are escaped.
        Some(b'\\') => {
            memchr::memchr2(b'}', b']', content).is_some() || memchr::memmem::find(content, b"\\u00").is_some()
        }
        _ => false,
    }
}

/// True when a name that is written so masks a value. Few are written with escapes.
#[inline(never)]
fn masks_unescaped(name: &[u8]) -> bool {
    field_of(&unescaped_text(name)).is_some()
}

struct Skim<'t> {
    text: &'t [u8],
    limits: &'t Limits,
    /// In how many objects and arrays it is.
    depth: usize,
    nodes: usize,
    /// True where strings may be the names of values beside them.
    names: bool,
    /// The same, once an array was the first in another.
    rows: bool,
}

/// It has to be walked.
struct Walk;

impl Visit for Skim<'_> {
    type Stop = Walk;

    #[inline]
    fn key(&mut self, key: Quoted) -> Result<(), Walk> {
        self.nodes += 1;
        let content = key.content.of(self.text);
        let masks = if key.escaped { masks_unescaped(content) } else { field_of(content).is_some() };
        self.names = key.escaped || is_name_key(content);
        if masks { Err(Walk) } else { Ok(()) }
    }

    #[inline]
    fn string(&mut self, text: Quoted) -> Result<(), Walk> {
        self.nodes += 1;
        if self.names | self.rows && named_by(self.text, text).is_some() {
            return Err(Walk);
        }
        // Of an empty string it is the quote.
        match self.text[text.content.start] {
            b'{' | b'[' | b'\\' | b' ' => self.embedded(text.content.of(self.text)),
            _ => Ok(()),
        }
    }

    #[inline]
    fn bare(&mut self, _: Span, _: bool) -> Result<(), Walk> {
        self.nodes += 1;
        Ok(())
    }

    #[inline]
    fn open(&mut self, array: bool, at: usize) -> Result<(), Walk> {
        self.nodes += 1;
        self.rows |= array && starts_rows(self.text, at);
        self.depth += 1;
        if self.depth <= self.limits.max_depth { Ok(()) } else { Err(Walk) }
    }

    #[inline]
    fn close(&mut self) {
        self.depth -= 1;
    }
}

impl Skim<'_> {
    // In few strings.
    #[inline(never)]
    fn embedded(&mut self, content: &[u8]) -> Result<(), Walk> {
        if !may_hold_document(content) {
            return Ok(());
        }
        let inner = unescaped_text(content);
        // What is escaped twice is looked through with the rules, too.
        if memchr::memchr(b'\\', &inner).is_some() {
            return Err(Walk);
        }
        let mut below = Skim { text: &inner, ..*self };
        match read(&inner, &mut below) {
            Ok(()) => self.nodes = below.nodes,
            // It is a string as any.
            Err(Stop::Syntax(_)) => {}
            Err(Stop::Visitor(walk)) => return Err(walk),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;
    use crate::{Scanner, redact::json::walk::walked};

    /// Documents, some of them in strings of others, whose names mask values now and then.
    fn document() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<u8>().prop_map(Value::from),
            "[a-c {\\[\\]},:\"\\\\]{0,5}".prop_map(Value::from),
            Just(Value::from("[1, [2]]")),
            Just(Value::from("pin")),
        ];
        leaf.prop_recursive(6, 24, 4, |inner| {
            let name = prop_oneof![
                "[a-z]{0,3}",
                "(p|pi|spin|p_i)[-_. ?]?(n|in)[-_. ?\"]?",
                Just("api_key".to_owned()),
                "name|key|value|x_Name|Value"
            ];
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::vec((name, inner.clone()), 0..4).prop_map(Value::from_iter),
                inner.clone().prop_map(|value| Value::from(value.to_string())),
                inner.prop_map(|value| Value::from(serde_json::to_string_pretty(&value).unwrap())),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn a_document_that_needs_no_walk_is_not_changed_by_one(
            document in document(), respelled: bool, max_depth in prop_oneof![1..6_usize, Just(64)], max_nodes in prop_oneof![1..40_usize, Just(10_000)],
        ) {
            let limits = Limits { max_depth, max_nodes, ..Limits::default() };
            let scanner = Scanner::builder().builtin(false).build().unwrap();
            let mut text = document.to_string();
            if respelled {
                text = text.replace("in", "i\\u006e");
            }
            if is_plain(text.as_bytes(), &limits) {
                let call = crate::detect::Call::new(&limits, None);
                let plan = walked(&scanner, text.as_bytes(), Vec::new(), &call);
                prop_assert!(plan.is_ok_and(|plan| plan.places.is_empty()), "{}", text);
            }
        }
    }

    #[test]
    fn common_documents_need_no_walk() {
        let body = r#"{"order":"7","items":[{"sku":"A-1","count":2}],"note":"a, b: [c]"}"#;
        for document in [
            r#"{"time":"now","level":"info","took_ms":3}"#.to_owned(),
            format!(r#"{{"body":{}}}"#, Value::from(body)),
            format!(r#"{{"stack":{}}}"#, Value::from("Error: no\n  at [x]")),
        ] {
            assert!(is_plain(document.as_bytes(), &Limits::default()), "{document}");
        }
        for document in [r#"{"pin":1}"#.to_owned(), format!(r#"{{"body":{}}}"#, Value::from(r#"{"pin":1}"#))] {
            assert!(!is_plain(document.as_bytes(), &Limits::default()), "{document}");
        }
    }
}
