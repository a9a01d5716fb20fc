//! What is done about what, at each sink.

use std::collections::BTreeMap;

use super::TraceKind;
use crate::{Error, ErrorKind, Result, Sink, words::words};

words! {
    /// What a guard does about something that stands for a value.
    GuardAction {
        /// Lets it through.
        Allow = "allow",
        /// Lets it through, and says so.
        Warn = "warn",
        /// Puts the value back: tokens alone have one.
        Restore = "restore",
        /// Withholds the text.
        Refuse = "refuse",
    }
}

/// What is done about what, at each sink.
///
/// The default: into a file, a command or a database tokens are restored and everything else is refused. A prompt takes
/// all of it, and a token whose check does not hold is warned of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GuardPolicy {
    actions: BTreeMap<(Sink, TraceKind), GuardAction>,
}

impl GuardPolicy {
    /// Does `action` about traces of this kind at this sink.
    ///
    /// # Errors
    ///
    /// `InvalidInput` when something else than tokens should be restored: nothing can.
    pub fn on(mut self, sink: Sink, kind: TraceKind, action: GuardAction) -> Result<Self> {
        if action == GuardAction::Restore && kind != TraceKind::Token {
            let problem = "only tokens can be restored";
            return Err(wrong(problem).with("field", format!("{sink}.{kind}")));
        }
        self.actions.insert((sink, kind), action);
        Ok(self)
    }

    /// Reads a policy in JSON, by sink and kind: `{"file": {"mask": "warn"}}`. What it does not name is as by default.
    ///
    /// # Errors
    ///
    /// `InvalidInput`, with the field, for an unknown word.
    pub fn from_json(json: &str) -> Result<Self> {
        let document: BTreeMap<String, BTreeMap<String, String>> = serde_json::from_str(json)
            .map_err(|_| wrong("expected actions by kinds by sinks, in JSON").with("field", "policy"))?;
        let mut policy = Self::default();
        for (sink, kinds) in document {
            let sink = Sink::read(&sink)?;
            for (kind, action) in kinds {
                let kind = TraceKind::parse(&kind).ok_or_else(|| {
                    wrong("expected placeholder, mask, pseudonym, token or forged_token").with("field", sink)
                })?;
                let action = GuardAction::parse(&action).ok_or_else(|| {
                    wrong("expected allow, warn, restore or refuse").with("field", format!("{sink}.{kind}"))
                })?;
                policy = policy.on(sink, kind, action)?;
            }
        }
        Ok(policy)
    }

    /// What is done about traces of this kind at this sink.
    pub fn action(&self, sink: Sink, kind: TraceKind) -> GuardAction {
        self.actions.get(&(sink, kind)).copied().unwrap_or(match (sink, kind) {
            (Sink::Prompt, TraceKind::ForgedToken) => GuardAction::Warn,
            (Sink::Prompt, _) => GuardAction::Allow,
            (_, TraceKind::Token) => GuardAction::Restore,
            _ => GuardAction::Refuse,
        })
    }
}

fn wrong(problem: &str) -> Error {
    Error::new(ErrorKind::InvalidInput, "read guard policy", problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_changes_what_it_names_and_nothing_else() {
        let policy = GuardPolicy::from_json(r#"{"file": {"mask": "warn"}, "prompt": {"token": "restore"}}"#).unwrap();
        assert_eq!(policy.action(Sink::File, TraceKind::Mask), GuardAction::Warn);
        assert_eq!(policy.action(Sink::Command, TraceKind::Mask), GuardAction::Refuse);
        assert_eq!(policy.action(Sink::Prompt, TraceKind::Token), GuardAction::Restore);
        assert_eq!(policy.action(Sink::Prompt, TraceKind::ForgedToken), GuardAction::Warn);
    }

    #[test]
    fn what_is_wrong_in_a_policy_is_named_and_not_quoted() {
        let table = [
            (r#"{"hunter2": {}}"#, "sink"),
            (r#"{"file": {"hunter2": "warn"}}"#, "file"),
            (r#"{"file": {"mask": "hunter2"}}"#, "file.mask"),
            (r#"{"file": {"mask": "restore"}}"#, "file.mask"),
            (r#"["hunter2"]"#, "policy"),
        ];
        for (json, field) in table {
            let error = GuardPolicy::from_json(json).unwrap_err();
            assert_eq!(error.context().find(|(key, _)| *key == "field"), Some(("field", field)));
            assert!(!format!("{error} {error:?}").contains("hunter2"));
        }
    }
}
