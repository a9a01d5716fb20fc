//! Puts a decoded line together, with the way back from it.

use super::{
    super::{
        Encoding, View,
        map::{Joints, Kind, Piece},
    },
    Escape, decode_one, is_marker_at, percent, simple,
};
use crate::Span;

/// A decoded line has room for so many bytes and escapes from the start, if it is so long: most are shorter. Of longer ones
/// what grows takes less time than what is had at once.
const ROOM: usize = 4096;
pub(super) const ROOM_FOR_ESCAPES: usize = 64;

/// Between escapes there are mostly no more bytes.
const SHORT: usize = 16;

#[derive(Default)]
pub(super) struct Builder {
    text: Vec<u8>,
    pieces: Vec<Piece>,
    /// Where escapes stand, in the decoded text.
    joints: Joints,
}

impl Builder {
    /// Has room for so many bytes, if they are few, and escapes.
    pub(super) fn with_room(bytes: usize, escapes: usize) -> Self {
        Self {
            text: Vec::with_capacity(bytes.min(ROOM)),
            pieces: Vec::with_capacity(2 * escapes + 1),
            joints: Joints::with_room(2 * escapes),
        }
    }

    #[inline]
    pub(super) fn same(&mut self, text: &[u8], outer: Span) {
        match text[outer.start..].first_chunk::<SHORT>() {
            // Always as many bytes are copied without a call.
            Some(bytes) if (1..=SHORT).contains(&outer.len()) => {
                let end = self.text.len() + outer.len();
                self.push(bytes, outer, Kind::Same);
                self.text.truncate(end);
            }
            _ => self.push(outer.of(text), outer, Kind::Same),
        }
    }

    /// The escape at `at` and those that follow it side by side; gives where they end.
    pub(super) fn run(&mut self, text: &[u8], mut at: usize, mut escape: Escape) -> usize {
        loop {
            let start = at;
            at += escape.length();
            self.decoded(&escape, Span::new(start, at));
            if !is_marker_at(text, at) {
                return at;
            }
            if escape.count == 1 {
                at = self.bytes(text, at, escape.length());
            }
            match text.get(at..).filter(|rest| !rest.is_empty()).and_then(decode_one) {
                Some(next) => escape = next,
                None => return at,
            }
        }
    }

    /// Goes on with escapes of this length, each of which stands for one byte, after one of them; gives where they end.
    fn bytes(&mut self, text: &[u8], mut at: usize, length: usize) -> usize {
        // The two that texts are full of.
        at += match length {
            2 => self.alike(&text[at..], simple),
            3 => self.alike(&text[at..], percent),
            _ => 0,
        };
        while let Some(byte) =
            text.get(at..).filter(|rest| !rest.is_empty()).and_then(|rest| decode_one(rest)?.of(length))
        {
            self.text.push(byte);
            at += length;
        }
        if let Some(last) = self.pieces.last_mut() {
            last.outer.end = at;
        }
        self.joints.go_on_to(self.text.len());
        at
    }

    /// Goes on with all escapes of one form; gives how long they are. To count them first takes less time than to see for
    /// each whether there is room.
    fn alike<const LENGTH: usize>(&mut self, text: &[u8], decode: impl Fn(&[u8; LENGTH]) -> Option<u8>) -> usize {
        let (escapes, _) = text.as_chunks();
        let count = escapes.iter().take_while(|escape| decode(escape).is_some()).count();
        self.text.extend(escapes[..count].iter().map(|escape| decode(escape).unwrap_or_default()));
        count * LENGTH
    }

    #[inline]
    pub(super) fn decoded(&mut self, escape: &Escape, outer: Span) {
        self.joints.push(self.text.len());
        match escape.bytes() {
            [] => return,
            [byte] => self.byte(*byte, outer),
            bytes => self.push(bytes, outer, Kind::Decoded),
        }
        self.joints.push(self.text.len());
    }

    /// Escapes of the same length, side by side, are one piece.
    fn byte(&mut self, byte: u8, outer: Span) {
        let each = Kind::Each(outer.len() as u8);
        match self.pieces.last_mut() {
            Some(last) if last.kind == each && last.outer.end == outer.start => {
                last.outer.end = outer.end;
                self.text.push(byte);
            }
            _ => self.push(&[byte], outer, each),
        }
    }

    #[inline]
    fn push(&mut self, bytes: &[u8], outer: Span, kind: Kind) {
        if !bytes.is_empty() {
            self.pieces.push(Piece { decoded: self.text.len(), outer, kind });
            self.text.extend_from_slice(bytes);
        }
    }

    /// None of a line of which nothing is left.
    pub(super) fn view(self) -> Option<View> {
        (!self.text.is_empty()).then(|| self.done())
    }

    pub(super) fn done(self) -> View {
        View::of_pieces(Encoding::Escape, self.text, self.pieces, self.joints)
    }
}
