//! The names of what a scanner looks for.

/// In order.
#[derive(Debug)]
pub(super) struct Names(Vec<Box<str>>);

impl Names {
    pub(super) fn new<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        let mut names: Vec<Box<str>> = names.map(Box::from).collect();
        names.sort_unstable();
        Self(names)
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.binary_search_by(|known| (**known).cmp(name)).is_ok()
    }

    /// True when one starts so.
    pub(super) fn has_one_beginning(&self, beginning: &str) -> bool {
        let first = self.0.partition_point(|known| **known < *beginning);
        self.0.get(first).is_some_and(|known| known.starts_with(beginning))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_known_as_a_whole_or_by_how_it_begins() {
        let names = Names::new(["B_KEY", "A", "B_TOKEN", "A"].into_iter());
        assert!(names.has("A") && names.has("B_KEY") && names.has("B_TOKEN"));
        assert!(!names.has("") && !names.has("B") && !names.has("B_KEYS") && !names.has("C"));
        for beginning in ["", "A", "B", "B_", "B_KEY", "B_T"] {
            assert!(names.has_one_beginning(beginning), "{beginning}");
        }
        for other in ["AB", "B_KEYS", "B_U", "C"] {
            assert!(!names.has_one_beginning(other), "{other}");
        }
        assert!(!Names::new(std::iter::empty()).has_one_beginning(""));
    }
}
