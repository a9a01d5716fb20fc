//! Names of split texts, and of what stops them.

/// Which text: a family, what tells its texts apart, and a path in the event, as `choices`, the number of the choice,
/// `delta`, `content`. An event that carries the rest of the text is made from it.
pub(super) type Key = Vec<Step>;

/// A step of a key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// Texts of one protocol.
    Family(&'static str),
    /// What a member of the event says, that tells its text from others.
    Id(String),
    /// The member of this name.
    Name(String),
    /// An item of an array: the number that it says it has.
    Item(u64),
    /// An item of an array, whichever: they are parts of one text.
    Listed,
    /// A member that the object has here, as JSON.
    Says(String),
}

/// The texts that an event stops: those of which the key starts so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stop(pub(super) Vec<Step>);

impl Stop {
    pub(super) fn is_of(&self, key: &[Step]) -> bool {
        key.starts_with(&self.0)
    }
}
