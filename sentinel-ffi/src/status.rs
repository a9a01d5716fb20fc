//! What a call answers.

use std::ffi::{CStr, c_char};

use sentinel_core::ErrorKind;

use self::sentinel_status::*;
use crate::boundary;

/// What a call answers. The numbers never change, and none is used twice; later releases may add some.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum sentinel_status {
    /// Done.
    SENTINEL_OK = 0,
    /// An argument or a document does not have the form it must have.
    SENTINEL_INVALID_INPUT = 1,
    /// A rule cannot be used: its regex, a field or one of its own examples is wrong.
    SENTINEL_INVALID_RULE = 2,
    /// A document of rules cannot be read.
    SENTINEL_INVALID_PATTERNS = 3,
    /// The input is larger, or its scan dearer, than the limits allow.
    SENTINEL_LIMIT_EXCEEDED = 4,
    /// What was named does not exist.
    SENTINEL_NOT_FOUND = 5,
    /// The state of things forbids it: decided already, taken already, or locked by a person.
    SENTINEL_CONFLICT = 6,
    /// The store or a file cannot be read or written. The same call may succeed later.
    SENTINEL_STORAGE = 7,
    /// A remote end cannot be reached or did not accept. The same call may succeed later.
    SENTINEL_NETWORK = 8,
    /// A record is not what was once written: the log's chain or a seal is broken.
    SENTINEL_TAMPERED = 9,
    /// Something that this release cannot do.
    SENTINEL_UNSUPPORTED = 10,
    /// A defect of the library.
    SENTINEL_INTERNAL = 11,
    /// A grant or a policy does not allow it.
    SENTINEL_FORBIDDEN = 12,
    /// A pointer that must point to something is NULL.
    SENTINEL_NULL_POINTER = 100,
    /// An argument that must be UTF-8 is not. Texts to scan may be any bytes.
    SENTINEL_INVALID_UTF8 = 101,
    /// A defect of the library, met as a panic.
    SENTINEL_PANIC = 102,
}

/// Every status with its stable word: the code of the error kind, the same in every language.
const WORDS: [(sentinel_status, &CStr); 16] = [
    (SENTINEL_OK, c"ok"),
    (SENTINEL_INVALID_INPUT, c"invalid_input"),
    (SENTINEL_INVALID_RULE, c"invalid_rule"),
    (SENTINEL_INVALID_PATTERNS, c"invalid_patterns"),
    (SENTINEL_LIMIT_EXCEEDED, c"limit_exceeded"),
    (SENTINEL_NOT_FOUND, c"not_found"),
    (SENTINEL_CONFLICT, c"conflict"),
    (SENTINEL_STORAGE, c"storage"),
    (SENTINEL_NETWORK, c"network"),
    (SENTINEL_TAMPERED, c"tampered"),
    (SENTINEL_UNSUPPORTED, c"unsupported"),
    (SENTINEL_INTERNAL, c"internal"),
    (SENTINEL_FORBIDDEN, c"forbidden"),
    (SENTINEL_NULL_POINTER, c"null_pointer"),
    (SENTINEL_INVALID_UTF8, c"invalid_utf8"),
    (SENTINEL_PANIC, c"panic"),
];

/// The word for a status, as in "limit_exceeded"; "unknown" for a number that is none. Words never
/// change. The string is static.
#[unsafe(no_mangle)]
pub extern "C" fn sentinel_status_code(status: i32) -> *const c_char {
    boundary::value(std::ptr::null(), || {
        let known = WORDS.iter().find(|(known, _)| *known as i32 == status);
        known.map_or(c"unknown", |(_, word)| *word).as_ptr()
    })
}

impl sentinel_status {
    pub(crate) fn word(self) -> &'static CStr {
        WORDS.iter().find(|(status, _)| *status == self).map_or(c"internal", |(_, word)| *word)
    }
}

impl From<ErrorKind> for sentinel_status {
    fn from(kind: ErrorKind) -> Self {
        let known = WORDS.iter().find(|(_, word)| word.to_bytes() == kind.code().as_bytes());
        known.map_or(SENTINEL_INTERNAL, |(status, _)| *status)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_have_the_numbers_of_their_order() {
        for (index, kind) in ErrorKind::ALL.into_iter().enumerate() {
            assert_eq!(sentinel_status::from(kind) as usize, index + 1, "{kind:?}");
        }
    }

    #[test]
    fn the_readme_lists_every_number() {
        let readme = include_str!("../README.md");
        for (status, word) in WORDS {
            let row = format!("| {} | `{status:?}` | `{}` |", status as i32, word.to_str().unwrap());
            assert!(readme.contains(&row), "{row}");
        }
    }
}
