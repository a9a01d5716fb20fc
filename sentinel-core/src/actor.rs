//! Who does something.

use std::fmt;

/// A person or a machine, by name. Only a person may decide on a change of rules.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Actor {
    name: String,
    person: bool,
}

impl Actor {
    /// A person.
    pub fn person(name: impl Into<String>) -> Self {
        Self { name: name.into(), person: true }
    }

    /// A program.
    pub fn machine(name: impl Into<String>) -> Self {
        Self { name: name.into(), person: false }
    }

    /// The name alone.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// True for a person.
    pub fn is_person(&self) -> bool {
        self.person
    }
}

/// `person:alice`, `machine:sentinel`.
impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", if self.person { "person" } else { "machine" }, self.name)
    }
}
