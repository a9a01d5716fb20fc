//! Whose values a vault keeps apart.

/// Where tokens are valid: the same value has the same token in one scope, and another in the next; what was made in one
/// cannot be put back in another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Scope {
    pub(crate) tenant: String,
    pub(crate) session: String,
}

impl Scope {
    /// A tenant, and a session of it: a conversation, a job. Either may be empty.
    pub fn new(tenant: impl Into<String>, session: impl Into<String>) -> Self {
        Self { tenant: tenant.into(), session: session.into() }
    }

    /// Whose values they are.
    pub fn tenant(&self) -> &str {
        &self.tenant
    }

    /// In which conversation or job.
    pub fn session(&self) -> &str {
        &self.session
    }
}
