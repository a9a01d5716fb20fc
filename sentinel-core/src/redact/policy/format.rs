//! A value of the same shape, from which the value cannot be had.

/// What kind of value a rule finds, as far as parts of it stay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Shape {
    /// Nothing stays.
    #[default]
    Plain,
    /// The first six and the last four digits stay; of less than fourteen digits the last four, of less than twelve none.
    Card,
    /// The domain stays.
    Email,
}

/// Digits become `0`, letters `x` or `X`; other ASCII stays, and so do the parts that the shape keeps.
pub(super) fn format(value: &[u8], shape: Shape) -> String {
    match shape {
        Shape::Plain => plain(value),
        Shape::Card => card(value).unwrap_or_else(|| plain(value)),
        Shape::Email => email(value).unwrap_or_else(|| plain(value)),
    }
}

/// False for a value of punctuation alone: all of it would stay.
pub(super) fn hides(value: &[u8]) -> bool {
    value.iter().any(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii())
}

fn plain(value: &[u8]) -> String {
    String::from_utf8_lossy(value).chars().map(plain_char).collect()
}

fn plain_char(char: char) -> char {
    match char {
        _ if char.is_numeric() => '0',
        _ if char.is_uppercase() => 'X',
        _ if char.is_alphabetic() => 'x',
        _ if char.is_ascii() => char,
        // A mark or a symbol may be part of what is secret.
        _ => 'x',
    }
}

/// `4012880000001881`; the digits between do not pass for those of a card.
fn card(value: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(value).ok()?;
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect();
    if digits.len() < SHORTEST_CARD {
        return None;
    }
    let kept_prefix = if digits.len() < SHORT_CARD { 0 } else { 6 };
    let hidden = kept_prefix..digits.len().checked_sub(4)?;
    let filled = |fill: u8| {
        let mut filled = digits.clone();
        filled.get_mut(hidden.clone())?.fill(fill);
        Some(filled)
    };
    let mut digits = (0..10).filter_map(filled).find(|digits| !passes_luhn(digits))?.into_iter();
    let shown =
        |char: char| if char.is_ascii_digit() { digits.next().map_or('0', |d| char::from(d + b'0')) } else { char };
    text.chars().all(|char| char.is_ascii_digit() || !char.is_alphanumeric()).then(|| text.chars().map(shown).collect())
}

/// Of fewer digits too few would be hidden.
const SHORT_CARD: usize = 14;
/// No card has fewer digits. What is filled of a shorter number may be what stood there: one in a hundred of six digits
/// would pass for one that was treated.
const SHORTEST_CARD: usize = 12;

fn passes_luhn(digits: &[u8]) -> bool {
    let worth = |(at, &digit): (usize, &u8)| match digit {
        digit if at % 2 == 0 => u32::from(digit),
        digit => u32::from(digit) * 2 - if digit > 4 { 9 } else { 0 },
    };
    digits.iter().rev().enumerate().map(worth).sum::<u32>().is_multiple_of(10)
}

/// `****@example.com`: a star is allowed in an address, and no rule takes it for one of a person.
fn email(value: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(value).ok()?;
    let (local, domain) = text.rsplit_once('@')?;
    let is_domain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    (!local.is_empty() && !domain.is_empty() && domain.bytes().all(is_domain))
        .then(|| format!("{}@{domain}", "*".repeat(local.chars().count())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shape_stays() {
        let table = [
            (Shape::Plain, "ab-CD_12 é.Ünß٣", "xx-XX_00 x.Xxx0"),
            (Shape::Card, "4012 8888 8888 1881", "4012 8800 0000 1881"),
            (Shape::Card, "4000-0000-0000-0002", "4000-0011-1111-0002"),
            (Shape::Card, "501864837742", "000000007742"),
            (Shape::Card, "no card", "xx xxxx"),
            (Shape::Card, "123", "000"),
            (Shape::Card, "1234", "0000"),
            (Shape::Card, "12345678", "00000000"),
            (Shape::Email, "jo.doe+x@mail.example.org", "********@mail.example.org"),
            (Shape::Email, "jo at x", "xx xx x"),
            (Shape::Email, "a@b c", "x@x x"),
            (Shape::Email, "@corp.example", "@xxxx.xxxxxxx"),
        ];
        for (shape, value, formatted) in table {
            assert_eq!(format(value.as_bytes(), shape), formatted);
        }
    }

    #[test]
    fn no_formatted_card_passes_for_one() {
        for middle in 0..10_000_u64 {
            let number = format!("{}", 4_012_880_000_000_000 + middle * 9_973 * 100);
            let formatted = format(number.as_bytes(), Shape::Card);
            let digits: Vec<u8> = formatted.bytes().map(|digit| digit - b'0').collect();
            assert!(!passes_luhn(&digits) && formatted.len() == 16);
        }
    }
}
