//! Which words may begin at a place, told by three bytes.

/// How words of three bytes or more begin, in either case.
pub(super) struct Beginnings {
    /// For each first byte, the lower six bits of the second.
    seconds: [u64; 256],
    /// For each second, those of the third.
    thirds: [u64; 256],
}

impl Beginnings {
    pub(super) const fn of(words: &[&str]) -> Self {
        let (mut seconds, mut thirds) = ([0; 256], [0; 256]);
        let mut at = 0;
        while at < words.len() {
            let word = words[at].as_bytes();
            set(&mut seconds, word[0], word[1]);
            set(&mut thirds, word[1], word[2]);
            at += 1;
        }
        Self { seconds, thirds }
    }

    /// False where no word begins with these three bytes.
    #[inline]
    pub(super) fn with(&self, three: &[u8]) -> bool {
        is_set(&self.seconds, three[0], three[1]) && is_set(&self.thirds, three[1], three[2])
    }
}

const fn set(sets: &mut [u64; 256], byte: u8, next: u8) {
    let nexts = 1 << (next & 0x3f) | 1 << (next.to_ascii_uppercase() & 0x3f);
    sets[byte as usize] |= nexts;
    sets[byte.to_ascii_uppercase() as usize] |= nexts;
}

#[inline]
fn is_set(sets: &[u64; 256], byte: u8, next: u8) -> bool {
    sets[usize::from(byte)] >> (next & 0x3f) & 1 == 1
}
