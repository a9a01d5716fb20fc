//! A seeded source of chance: SplitMix64, small enough to read and the same on every machine.

use std::cell::Cell;

pub(crate) const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
pub(crate) const DIGITS: &str = "0123456789";
pub(crate) const HEX: &str = "0123456789abcdef";
pub(crate) const UPPER_HEX: &str = "0123456789ABCDEF";
pub(crate) const UPPER_DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/// The state is a `Cell` so that one line of a template may draw several values.
pub(crate) struct Rng {
    state: Cell<u64>,
}

impl Rng {
    pub(crate) fn new(seed: u64) -> Rng {
        Rng { state: Cell::new(seed) }
    }

    pub(crate) fn next(&self) -> u64 {
        let state = self.state.get().wrapping_add(0x9e37_79b9_7f4a_7c15);
        self.state.set(state);
        let mut mixed = state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn between(&self, low: u64, high: u64) -> u64 {
        let width = u128::from(high - low) + 1;
        low + ((u128::from(self.next()) * width) >> 64) as u64
    }

    pub(crate) fn percent(&self, share: u64) -> bool {
        self.between(1, 100) <= share
    }

    pub(crate) fn pick<T: Copy>(&self, items: &[T]) -> T {
        items[self.between(0, items.len() as u64 - 1) as usize]
    }

    pub(crate) fn shuffle<T>(&self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.between(0, last as u64) as usize);
        }
    }

    /// `length` characters of an ASCII alphabet.
    pub(crate) fn text(&self, alphabet: &str, length: usize) -> String {
        let letters = alphabet.as_bytes();
        (0..length).map(|_| char::from(self.pick(letters))).collect()
    }

    pub(crate) fn bytes(&self, length: usize) -> Vec<u8> {
        (0..length).map(|_| self.next() as u8).collect()
    }

    pub(crate) fn hex(&self, length: usize) -> String {
        self.text(HEX, length)
    }

    /// A version 4 UUID.
    pub(crate) fn uuid(&self) -> String {
        let variant = self.text("89ab", 1);
        format!("{}-{}-4{}-{variant}{}-{}", self.hex(8), self.hex(4), self.hex(3), self.hex(3), self.hex(12))
    }
}
