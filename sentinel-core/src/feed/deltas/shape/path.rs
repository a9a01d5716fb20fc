//! Follows the paths of [`forms`](super::forms) in a document.

use super::{Step, forms::WHOLE};
use crate::feed::json::Node;

/// Longer names and ids are told apart by how they begin.
const LONGEST: usize = 128;

/// Hands each value at this path, and the key that it has under `key`, to `found`.
pub(super) fn follow(payload: &[u8], node: &Node, path: &str, key: &[Step], found: &mut dyn FnMut(Vec<Step>, &Node)) {
    let (element, rest) = path.split_once('.').unwrap_or((path, ""));
    let Element { name, later, items, says } = Element::of(element);
    for (is, member) in members(node, name) {
        let later = later.unwrap_or(is);
        for (steps, member) in items_of(payload, member, items) {
            let mut key = [key, &[Step::Name(shortened(later))], &steps].concat();
            key.extend(says.map(|says| Step::Says(said(says))));
            match rest {
                "" => found(key, member),
                rest => follow(payload, member, rest, &key, found),
            }
        }
    }
}

/// The member that `name=word` stands for, as JSON.
pub(super) fn said(member: &str) -> String {
    let (name, word) = member.split_once('=').unwrap_or((member, ""));
    match word {
        "null" | "true" | "false" => format!("\"{name}\":{word}"),
        _ => format!("\"{name}\":\"{word}\""),
    }
}

/// What a member of a document says that tells texts apart.
pub(super) fn id(payload: &[u8], document: &Node, name: &str) -> Step {
    if let Some(word) = name.strip_prefix('=') {
        return Step::Id(word.to_owned());
    }
    let said = document.get(name).map(|node| node.text(payload).unwrap_or_else(|| node.span.of(payload).to_vec()));
    Step::Id(said.map_or_else(|| "0".to_owned(), |said| shortened(&String::from_utf8_lossy(&said))))
}

/// One element of a path.
struct Element<'p> {
    name: &'p str,
    later: Option<&'p str>,
    items: Option<&'p str>,
    says: Option<&'p str>,
}

impl<'p> Element<'p> {
    fn of(element: &'p str) -> Self {
        let (rest, says) = bracketed(element, '{', '}');
        let (rest, items) = bracketed(rest, '[', ']');
        let (name, later) = rest.split_once('>').map_or((rest, None), |(name, later)| (name, Some(later)));
        Self { name, later, items, says }
    }
}

/// What stands before brackets, and in them.
fn bracketed(text: &str, open: char, close: char) -> (&str, Option<&str>) {
    let inner = text.strip_suffix(close).and_then(|text| text.split_once(open));
    inner.map_or((text, None), |(before, inner)| (before, Some(inner)))
}

fn members<'n>(node: &'n Node, name: &'n str) -> Vec<(&'n str, &'n Node)> {
    if name == "*" {
        let parts = node.entries().iter().filter(|(name, node)| !WHOLE.contains(&name.as_str()) && node.is_string());
        return parts.map(|(name, node)| (name.as_str(), node)).collect();
    }
    node.get(name).map(|node| (name, node)).into_iter().collect()
}

/// The items of an array, where the path is one of items; the value itself otherwise.
fn items_of<'n>(payload: &[u8], node: &'n Node, items: Option<&str>) -> Vec<(Vec<Step>, &'n Node)> {
    let numbered = |(at, item): (usize, &'n Node)| {
        let number = item.get("index").and_then(|index| index.number(payload)).unwrap_or(at as u64);
        (vec![Step::Item(number)], item)
    };
    let listed = |name: &str, item: &'n Node| {
        let is_so = item.get(name).is_some_and(|node| node.span.of(payload) == b"true");
        let says = is_so.then(|| Step::Says(said(&format!("{name}=true"))));
        ([Step::Listed].into_iter().chain(says).collect(), item)
    };
    match items {
        None => vec![(Vec::new(), node)],
        Some("") => node.items().iter().enumerate().map(numbered).collect(),
        Some(name) => node.items().iter().map(|item| listed(name, item)).collect(),
    }
}

pub(super) fn shortened(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}
