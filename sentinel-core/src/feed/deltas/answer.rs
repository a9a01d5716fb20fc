//! Tells where another answer begins, when nothing says that the one before is complete.

/// Which answer events say they are of.
#[derive(Default)]
pub(super) struct Answer {
    id: String,
    /// How many events in a row said this id; none once it changed within an answer, as where each event has its own.
    events: Option<usize>,
}

impl Answer {
    /// Takes the id of the next event. True where it is of another answer: all texts of the one before are over, and all
    /// its events had one id. Where either is not so, the event may go on a text that is over.
    pub(super) fn changes(&mut self, id: &str, are_over: bool) -> bool {
        if self.id == id {
            self.events = self.events.map(|events| events + 1);
            return false;
        }
        let is_first = self.id.is_empty();
        let is_another = are_over && self.events.is_some_and(|events| events > 1);
        self.events = (is_first || is_another).then_some(1);
        id.clone_into(&mut self.id);
        is_another
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_id_is_another_answer_only_where_one_stays_for_a_whole_answer() {
        // The id of an event, whether all texts are over before it, and whether it begins another answer.
        let table: [&[(&str, bool, bool)]; 5] = [
            &[("a", true, false), ("a", false, false), ("b", true, true), ("b", false, false), ("c", true, true)],
            &[("a", true, false), ("a", false, false), ("b", false, false), ("c", true, false)],
            &[("a", true, false), ("b", false, false), ("b", false, false), ("c", true, false)],
            &[("a", true, false), ("b", true, false)],
            &[("a", true, false), ("a", true, false), ("a", true, false)],
        ];
        for events in table {
            let mut answer = Answer::default();
            let changes: Vec<bool> = events.iter().map(|(id, are_over, _)| answer.changes(id, *are_over)).collect();
            assert_eq!(changes, events.iter().map(|(.., changes)| *changes).collect::<Vec<_>>());
        }
    }
}
