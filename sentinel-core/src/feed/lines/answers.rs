//! Texts that are split over lines.

use zeroize::Zeroize;

use super::{
    super::deltas::{Frame, Given},
    Kind, Lines, split_end,
};
use crate::Settled;

impl Lines {
    /// Takes the line that is held as a part of a text that is split over lines, if it is one.
    pub(super) fn goes_on(&mut self, out: &mut Settled) -> bool {
        let Kind::Documents(deltas) = &mut self.kind else { return false };
        let (line, end) = split_end(&self.held);
        let end = if end.is_empty() { b"\n" } else { end };
        let frame = Frame { payload: line, alone: &|_, payload| [payload, end].concat() };
        let mut before = Settled::default();
        let Some(Given { payload, findings }) = deltas.take_line(&frame, &mut before) else { return false };
        let end = split_end(&self.held).1.to_vec();
        self.pass_on(before, out);
        self.say(&payload, out);
        self.say(&end, out);
        out.findings.extend(self.places.take(&self.held, findings, |offset| offset));
        self.held.zeroize();
        (self.line, self.due) = (0, 0);
        true
    }

    /// Gives the rest of texts that are split over lines, in lines of their own.
    pub(super) fn give_rest(&mut self, out: &mut Settled) {
        let Kind::Documents(deltas) = &mut self.kind else { return };
        let mut rest = Settled::default();
        deltas.finish(&mut rest);
        if !rest.text.is_empty() && !out.text.is_empty() && !out.text.ends_with(b"\n") {
            self.say(b"\n", out);
        }
        self.pass_on(rest, out);
    }

    /// Gives out what split texts gave.
    fn pass_on(&mut self, given: Settled, out: &mut Settled) {
        self.say(&given.text, out);
        out.findings.extend(given.findings);
        out.error = out.error.take().or(given.error);
    }
}
