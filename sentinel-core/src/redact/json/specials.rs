//! Where the bytes stand that end a plain stretch of a JSON string.

use crate::bits::bits;

const BLOCK: usize = 64;
/// So many blocks are looked at together.
const BLOCKS: usize = 8;

/// Tells where the next quote, backslash or control character of a text stands: a bit for each byte of a part of it.
/// Looking at many bytes at once does not wait for where a string starts.
#[derive(Default)]
pub(super) struct Specials {
    /// Where the part starts.
    from: usize,
    bits: [u64; BLOCKS],
}

impl Specials {
    /// Looks at the first part of a text. What is made with it would be copied right after it was written.
    pub(super) fn start(&mut self, text: &[u8]) {
        self.look(text, 0);
    }

    /// The first from `at` on; the end of the text if there is none. `at` lies in the text or at its end, and not before
    /// what was told last.
    #[inline]
    pub(super) fn next(&mut self, text: &[u8], at: usize) -> usize {
        let (block, bit) = ((at - self.from) / BLOCK, at % BLOCK);
        if let Some([here, after]) = self.bits.get(block..).and_then(<[u64]>::first_chunk) {
            // 64 bytes from `at` on: most strings are shorter.
            let bits = here >> bit | after << 1 << (BLOCK - 1 - bit);
            if bits != 0 {
                return at + bits.trailing_zeros() as usize;
            }
        }
        self.next_far(text, at)
    }

    #[inline(never)]
    fn next_far(&mut self, text: &[u8], mut at: usize) -> usize {
        while at < text.len() {
            let Some(bits) = self.bits.get((at - self.from) / BLOCK) else {
                self.look(text, at - at % BLOCK);
                continue;
            };
            let bits = bits >> (at % BLOCK);
            if bits != 0 {
                return at + bits.trailing_zeros() as usize;
            }
            at += BLOCK - at % BLOCK;
        }
        text.len()
    }

    /// Looks at the part from `from` on, where a block starts.
    #[inline(never)]
    fn look(&mut self, text: &[u8], from: usize) {
        self.from = from;
        let (blocks, rest) = text[from..].as_chunks::<BLOCK>();
        let mut bits = self.bits.iter_mut();
        for (block, bits) in blocks.iter().zip(&mut bits) {
            *bits = special(block);
        }
        if let Some(bits) = bits.next() {
            // The end counts as one.
            *bits = special_in_rest(text, rest) | 1 << rest.len();
        }
        bits.for_each(|bits| *bits = 0);
    }
}

/// The same for what is left of a text after its last block.
fn special_in_rest(text: &[u8], rest: &[u8]) -> u64 {
    match text.last_chunk() {
        _ if rest.is_empty() => 0,
        // What stands before it is looked at once more: that takes less time than a copy.
        Some(last) => special(last) >> (BLOCK - rest.len()),
        None => {
            let mut last = [b' '; BLOCK];
            last[..rest.len()].copy_from_slice(rest);
            special(&last)
        }
    }
}

/// A bit for each byte that is one.
fn special(block: &[u8; BLOCK]) -> u64 {
    bits(&block.map(|byte| u8::from((byte == b'"') | (byte == b'\\') | (byte < b' '))))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_next_is_where_a_look_at_each_byte_finds_it(
            text in prop::collection::vec(prop_oneof![30 => Just(b'x'), 1 => any::<u8>()], 0..1500),
            steps in prop::collection::vec(0..300_usize, 1..20),
        ) {
            let (mut specials, mut at) = (Specials::default(), 0);
            specials.start(&text);
            for step in steps {
                let is_one = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
                let next = text[at..].iter().position(is_one).map_or(text.len(), |next| at + next);
                prop_assert_eq!(specials.next(&text, at), next);
                at = (next + step).min(text.len());
            }
        }
    }
}
