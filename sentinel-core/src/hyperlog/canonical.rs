//! Canonical JSON: the one text of a value (RFC 8785), for values without fractions.

use serde_json::Value;

/// Writes `value` with its keys in order of UTF-16 units and without blanks.
///
/// # Panics
///
/// Panics on a number with a fraction: the log holds none.
pub(super) fn canonical(value: &Value) -> String {
    let mut text = String::new();
    write(value, &mut text);
    text
}

/// True when no number in `value` has a fraction.
pub(super) fn is_whole(value: &Value) -> bool {
    match value {
        Value::Number(number) => !number.is_f64(),
        Value::Array(items) => items.iter().all(is_whole),
        Value::Object(map) => map.values().all(is_whole),
        _ => true,
    }
}

fn write(value: &Value, text: &mut String) {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_by(|a, b| a.0.encode_utf16().cmp(b.0.encode_utf16()));
            text.push('{');
            for (index, (key, value)) in entries.into_iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                text.push_str(&Value::from(key.as_str()).to_string());
                text.push(':');
                write(value, text);
            }
            text.push('}');
        }
        Value::Array(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                write(item, text);
            }
            text.push(']');
        }
        Value::Number(number) => {
            assert!(!number.is_f64(), "a log body holds a fraction");
            text.push_str(&number.to_string());
        }
        Value::Null | Value::Bool(_) | Value::String(_) => text.push_str(&value.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::canonical;

    #[test]
    fn keys_are_sorted_by_utf16_units() {
        let value = json!({"b": [1, true, null], "a": {"\u{e9}": "\n", "\u{1f600}": 0, "\u{fb33}": 0}});
        let expected = "{\"a\":{\"\u{e9}\":\"\\n\",\"\u{1f600}\":0,\"\u{fb33}\":0},\"b\":[1,true,null]}";
        assert_eq!(canonical(&value), expected);
    }
}
