//! Names of split texts, and of what stops them.

/// Which text: a path, as `choices`, the number of the choice, `content`.
pub(super) type Key = Vec<Step>;

/// A step of a path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Name(String),
    /// The number that an item says it has.
    Item(u64),
}

/// The texts that an event stops: those of which the path starts so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stop(pub(super) Vec<Step>);

impl Stop {
    pub(super) fn is_of(&self, key: &[Step]) -> bool {
        key.starts_with(&self.0)
    }
}

impl From<&str> for Step {
    fn from(name: &str) -> Self {
        Self::Name(name.to_owned())
    }
}

impl From<u64> for Step {
    fn from(number: u64) -> Self {
        Self::Item(number)
    }
}
