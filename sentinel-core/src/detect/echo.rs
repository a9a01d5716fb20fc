//! What was tried in vain is not tried again where the same bytes stand round it: text that repeats itself costs a
//! comparison.

use super::compiled::CompiledRule;

/// How much of a text decides whether a rule finds something at a place, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sight {
    pub(super) back: usize,
    pub(super) ahead: usize,
}

/// What was tried by one rule.
#[derive(Default)]
pub(super) struct Echo {
    /// The last place that was tried in vain.
    last: Option<usize>,
    /// How many were in a row.
    count: usize,
    /// From `from` to `to` each byte of the text is the same as the one `distance` after it.
    distance: usize,
    from: usize,
    to: usize,
}

/// So many tries in vain, and it is worth knowing how far a rule sees.
const FEW: usize = 8;
/// A rule that sees further is tried.
const FARTHEST: usize = 1 << 10;

impl Echo {
    /// It was tried at `start` in vain.
    pub(super) fn was_in_vain(&mut self, start: usize) {
        self.last = Some(start);
        self.count += 1;
    }

    /// A match was accepted.
    pub(super) fn was_found(&mut self) {
        (self.last, self.count) = (None, 0);
    }

    /// True when so many were tried in vain that it is worth while to know more of the rule.
    pub(super) fn is_long(&self) -> bool {
        self.count > FEW
    }

    /// True when the rule finds nothing at `start` because it found nothing where the same bytes stand.
    pub(super) fn is_in_vain(&mut self, rule: &CompiledRule, text: &[u8], start: usize) -> bool {
        let Some(last) = self.last.filter(|_| self.is_long()) else { return false };
        let Some(sight) = rule.sight().filter(|sight| sight.ahead <= FARTHEST) else { return false };
        let again = self.stands_again(text, last, start, sight);
        if again {
            self.last = Some(start);
        }
        again
    }

    fn stands_again(&mut self, text: &[u8], last: usize, start: usize, sight: Sight) -> bool {
        let Some(from) = last.checked_sub(sight.back) else { return false };
        let (distance, to) = (start - last, last + sight.ahead);
        if start + sight.ahead > text.len() {
            return false;
        }
        if self.distance != distance || !(self.from..=self.to).contains(&from) {
            (self.distance, self.from, self.to) = (distance, from, from);
        }
        if self.to < to {
            // Mostly the first byte tells.
            let is_same = |from: usize, to: usize| text[from..to] == text[from + distance..to + distance];
            if !is_same(self.to, self.to + 1) || !is_same(self.to, to) {
                return false;
            }
            self.to = to;
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_place_is_an_echo_where_all_that_is_seen_is_the_same(
            text in "([ab]{1,3}){1,3}|(ab){9,20}|(aab){5,9}c(aab){5,9}", back in 0..3_usize, ahead in 0..6_usize,
        ) {
            let text = text.as_bytes();
            let mut echo = Echo::default();
            let sight = Sight { back, ahead };
            for (last, start) in (0..text.len()).flat_map(|last| (last + 1..text.len()).map(move |start| (last, start))) {
                let seen = |at: usize| at.checked_sub(back).and_then(|from| text.get(from..at + ahead));
                let same = seen(last).is_some() && seen(last) == seen(start);
                prop_assert_eq!(echo.stands_again(text, last, start, sight), same);
            }
        }
    }
}
