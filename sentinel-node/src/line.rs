//! Strings as UTF-8, without looking at each character twice.

use std::ptr;

use napi::{
    bindgen_prelude::FromNapiValue,
    check_status,
    sys::{self, napi_env, napi_value},
};

/// A string of JavaScript. A lone surrogate is read as U+FFFD.
pub struct Line {
    text: String,
    /// True when it is surely the string itself.
    exact: bool,
}

impl Line {
    pub fn text(&self) -> &str {
        &self.text
    }

    /// False when there may be a lone surrogate in the string.
    pub fn is_exact(&self) -> bool {
        self.exact
    }
}

/// So many units are read at once, without asking how many there are.
const NEAR: usize = 512;
/// So many are read as they are, which takes twice the room of ASCII.
const FAR: usize = 1 << 16;

impl FromNapiValue for Line {
    /// V8 writes UTF-8 character by character, and asked for the length it goes through the string twice more. To copy
    /// its units, most of which are ASCII, takes a fraction of that.
    unsafe fn from_napi_value(env: napi_env, value: napi_value) -> napi::Result<Self> {
        let mut near = [0; NEAR];
        // SAFETY: the caller vouches for both.
        let count = unsafe { units(env, value, &mut near)? };
        // When it is full the string may go on.
        if count < NEAR - 1
            && let Some(text) = ascii(&near[..count])
        {
            return Ok(Self { text, exact: true });
        }
        if count == NEAR - 1 {
            // SAFETY: as above.
            let length = unsafe { length(env, value)? };
            if length <= FAR {
                let mut far = vec![0; length + 1];
                // SAFETY: as above.
                let count = unsafe { units(env, value, &mut far)? };
                if let Some(text) = ascii(&far[..count]) {
                    return Ok(Self { text, exact: true });
                }
            }
        }
        // SAFETY: as above.
        let text = unsafe { String::from_napi_value(env, value)? };
        let exact = !text.contains(char::REPLACEMENT_CHARACTER);
        Ok(Self { text, exact })
    }
}

/// Copies as many units as there is room for, but one; gives how many.
///
/// # Safety
///
/// `value` is a value of `env`, whose thread this is.
unsafe fn units(env: napi_env, value: napi_value, room: &mut [u16]) -> napi::Result<usize> {
    let mut count = 0;
    // SAFETY: no more is written than the room holds.
    let status = unsafe { sys::napi_get_value_string_utf16(env, value, room.as_mut_ptr(), room.len(), &mut count) };
    check_status!(status).map(|()| count)
}

/// How many units the string has.
///
/// # Safety
///
/// As for [`units`].
unsafe fn length(env: napi_env, value: napi_value) -> napi::Result<usize> {
    let mut count = 0;
    // SAFETY: without room, only the length is written.
    let status = unsafe { sys::napi_get_value_string_utf16(env, value, ptr::null_mut(), 0, &mut count) };
    check_status!(status).map(|()| count)
}

/// The text, where all of it is ASCII.
fn ascii(units: &[u16]) -> Option<String> {
    // Both loops look at many units at once.
    let all = units.iter().fold(0, |all, unit| all | unit);
    let bytes = || units.iter().map(|unit| *unit as u8).collect();
    if all < 0x80 { String::from_utf8(bytes()).ok() } else { None }
}
