//! Which values may be looked for.

use crate::{
    Secret,
    detect::validate::{Verdict, by_name},
    limits::MAX_MATCH_BYTES,
};

/// Shorter values stand in texts by chance.
const SHORTEST: usize = 8;

/// Why a value is not looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    Short,
    Long,
    Blank,
    Placeholder,
}

impl Refusal {
    /// In words that hold nothing of the value.
    pub(super) fn problem(self) -> &'static str {
        match self {
            Self::Short => "the value is shorter than 8 bytes",
            Self::Long => "the value is longer than 16 KiB",
            Self::Blank => "the value is blank",
            Self::Placeholder => "the value reads like a placeholder",
        }
    }
}

/// Refuses what would be found where no secret is.
pub(super) fn check(value: &[u8]) -> Result<(), Refusal> {
    let refusal = if value.iter().all(u8::is_ascii_whitespace) {
        Refusal::Blank
    } else if value.len() < SHORTEST {
        Refusal::Short
    } else if value.len() > MAX_MATCH_BYTES {
        Refusal::Long
    } else if !plausible("not_placeholder", value) || is_unresolved(value) {
        Refusal::Placeholder
    } else {
        return Ok(());
    };
    Err(refusal)
}

/// True unless the validator of that name refutes the value.
pub(super) fn plausible(validator: &str, value: &[u8]) -> bool {
    by_name(validator).is_none_or(|validator| validator.check(value) != Verdict::Refuted)
}

/// The value without the line ends at its end, which files and `echo` add.
pub(super) fn trimmed(value: Secret) -> Secret {
    match value.expose() {
        [kept @ .., b'\n' | b'\r'] => {
            let end = kept.iter().rposition(|byte| !matches!(byte, b'\n' | b'\r')).map_or(0, |last| last + 1);
            Secret::from(&kept[..end])
        }
        _ => value,
    }
}

/// A template that nobody filled in.
fn is_unresolved(value: &[u8]) -> bool {
    let marks: [(&[u8], &[u8]); 4] = [(b"${", b"}"), (b"{{", b"}}"), (b"<", b">"), (b"$(", b")")];
    marks.iter().any(|(open, close)| value.starts_with(open) && value.ends_with(close))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_secret_is_refused_with_the_reason() {
        let long = [b'q'; MAX_MATCH_BYTES + 1];
        let table: [(&[u8], Refusal); 9] = [
            (b"", Refusal::Blank),
            (b"  \t      ", Refusal::Blank),
            (b"q9Xv2Lm", Refusal::Short),
            (&long, Refusal::Long),
            (b"changeme", Refusal::Placeholder),
            (b"********", Refusal::Placeholder),
            (b"12345678", Refusal::Placeholder),
            (b"${DB_PASSWORD}", Refusal::Placeholder),
            (b"<the key>", Refusal::Placeholder),
        ];
        for (value, refusal) in table {
            assert_eq!(check(value), Err(refusal), "{refusal:?}");
        }
        for value in ["tiger-lily", "q9Xv2LmT", "$2b$12$Kd4RwZ", "pass word 7", "Ünïcödé"] {
            assert_eq!(check(value.as_bytes()), Ok(()));
        }
    }

    #[test]
    fn line_ends_are_no_part_of_a_value() {
        for (value, kept) in [("ab\r\n\n", "ab"), ("a\nb", "a\nb"), ("\n", ""), ("ab ", "ab ")] {
            assert_eq!(trimmed(Secret::from(value)).expose(), kept.as_bytes());
        }
    }
}
