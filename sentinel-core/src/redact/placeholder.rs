//! What stands where a value stood.

/// `[REDACTED:RULE]`.
pub(crate) fn placeholder(rule: &str) -> String {
    format!("[REDACTED:{rule}]")
}

/// True when `value` is nothing but a placeholder.
pub(crate) fn is_placeholder(value: &[u8]) -> bool {
    let inner = value.strip_prefix(b"[REDACTED:").and_then(|rest| rest.strip_suffix(b"]"));
    inner.is_some_and(|name| {
        !name.is_empty() && name.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
    })
}
