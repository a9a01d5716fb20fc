//! An event that carries the rest of a text.

use super::{Shape, Step};
use crate::{
    Scanner,
    feed::{
        deltas::{Frame, channel::Template},
        document,
        json::{self, Node},
    },
};

/// An event that reads like the one in which this text has a part.
pub(super) fn template(shape: &Shape, scanner: &Scanner, key: &[Step], frame: &Frame<'_>) -> Option<Template> {
    let document = json::read(frame.payload)?;
    let kept = kept(frame.payload, &document, shape, key);
    // What is kept of the event may hold a secret itself.
    let clean = |fields: &[String]| {
        let (before, after) = rest_of(key, fields);
        let payload = format!("{before}\"\"{after}");
        let redacted = document::redact(scanner, payload.as_bytes());
        (redacted.text == payload.as_bytes()).then_some((before, after))
    };
    let numbers: Vec<String> = kept.iter().filter(|field| !field.ends_with('"')).cloned().collect();
    let (before, after) = clean(&kept).or_else(|| clean(&numbers)).or_else(|| clean(&[]))?;
    let mark = "\0";
    let block = (frame.alone)(name_of(key), format!("{before}{mark}{after}").as_bytes());
    let at = memchr::memchr(0, &block)?;
    Some(Template { before: block[..at].to_vec(), after: block[at + mark.len()..].to_vec() })
}

/// Longer values are not said again.
const LONGEST_KEPT: usize = 256;

/// The members of an event that are said again in one that carries the rest of a text.
fn kept(payload: &[u8], document: &Node, shape: &Shape, key: &[Step]) -> Vec<String> {
    let is_part = |node: &Node| shape.deltas.iter().any(|delta| delta.token == node.span);
    let plain = |node: &Node| {
        node.entries().is_empty() && node.items().is_empty() && !payload[node.span.start..].starts_with(b"{")
    };
    let says = top_of(key);
    let said = |(name, node): &&(String, Node)| {
        !matches!(name.as_str(), "choices" | "delta" | "usage" | "obfuscation" | "stop_reason")
            && !says.is_some_and(|says| says.starts_with(&format!("\"{name}\":")))
            && plain(node)
            && !is_part(node)
            && name.len() + node.span.len() <= LONGEST_KEPT
    };
    let shown = |(name, node): &(String, Node)| {
        let name = String::from_utf8_lossy(&json::string(name.as_bytes())).into_owned();
        format!("{name}:{}", String::from_utf8_lossy(node.span.of(payload)).replace(['\n', '\r'], " "))
    };
    document.entries().iter().filter(said).map(shown).collect()
}

/// What stands before and after the rest of a text in an event that carries it.
fn rest_of(key: &[Step], kept: &[String]) -> (String, String) {
    let whole = key.iter().rev().fold((String::new(), String::new()), within);
    kept.iter().rev().fold(whole, |whole, field| within(whole, &Step::Says(field.clone())))
}

/// What stands before and after a value, with one more step outside of it.
fn within((before, after): (String, String), step: &Step) -> (String, String) {
    match step {
        Step::Family(_) | Step::Id(_) => (before, after),
        Step::Name(name) => {
            let name = String::from_utf8_lossy(&json::string(name.as_bytes())).into_owned();
            (format!("{{{name}:{before}"), format!("{after}}}"))
        }
        Step::Says(member) => (format!("{{{member},{}", before.get(1..).unwrap_or("")), after),
        Step::Item(number) => (format!("[{{\"index\":{number},{}", before.get(1..).unwrap_or("")), format!("{after}]")),
        Step::Listed => (format!("[{before}"), format!("{after}]")),
    }
}

/// What events that carry parts of this text are called, where they have names: what they say of themselves first.
fn name_of(key: &[Step]) -> Option<&str> {
    let word = top_of(key)?.strip_suffix('"')?.split_once(":\"")?.1;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    word.bytes().all(plain).then_some(word)
}

/// What an event says at its top, if it says something of the kind that it is.
fn top_of(key: &[Step]) -> Option<&str> {
    match key.iter().find(|step| !matches!(step, Step::Family(_) | Step::Id(_)))? {
        Step::Says(member) => Some(member),
        _ => None,
    }
}
