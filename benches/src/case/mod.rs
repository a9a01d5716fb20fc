//! What is measured. Each case runs in a process of its own.

mod adversarial;
#[cfg(feature = "compare")]
mod compare;
mod json;
mod languages;
mod line;
mod linear;
mod process;
mod speed;
mod user_rules;

use sentinel_core::{Limits, ScannerBuilder};

use crate::Figure;

/// One or a few figures that are taken together.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// What to call it on the command line.
    pub name: &'static str,
    /// Which literal kernels it is run with.
    pub kernels: Kernels,
    /// Takes the figures.
    pub run: fn() -> Outcome,
}

/// Which literal kernels a case is run with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kernels {
    /// Each that the machine has.
    Each,
    /// The fastest.
    Fastest,
}

/// The figures, or why there are none.
pub type Outcome = Result<Vec<Figure>, String>;

/// Every case, in the order of the table.
pub const CASES: &[Case] = &[
    Case { name: "logs", kernels: Kernels::Each, run: speed::logs },
    Case { name: "logs_corpus", kernels: Kernels::Each, run: speed::logs_corpus },
    Case { name: "logs_pii", kernels: Kernels::Fastest, run: speed::logs_pii },
    Case { name: "logs_pii_corpus", kernels: Kernels::Fastest, run: speed::logs_pii_corpus },
    Case { name: "json_logs", kernels: Kernels::Fastest, run: speed::json_logs },
    Case { name: "redact_json", kernels: Kernels::Fastest, run: json::redact_json },
    Case { name: "source", kernels: Kernels::Fastest, run: speed::source },
    Case { name: "source_corpus", kernels: Kernels::Fastest, run: speed::source_corpus },
    Case { name: "base64_noise", kernels: Kernels::Fastest, run: speed::base64_noise },
    Case { name: "dense_secrets", kernels: Kernels::Fastest, run: speed::dense_secrets },
    Case { name: "one_in_100", kernels: Kernels::Fastest, run: speed::one_in_100 },
    Case { name: "one_in_100_corpus", kernels: Kernels::Fastest, run: speed::one_in_100_corpus },
    Case { name: "line_200", kernels: Kernels::Fastest, run: line::line_200 },
    Case { name: "line_200_python", kernels: Kernels::Fastest, run: languages::python },
    Case { name: "line_200_node", kernels: Kernels::Fastest, run: languages::node },
    Case { name: "linear", kernels: Kernels::Fastest, run: linear::linear },
    Case { name: "linear_bytes", kernels: Kernels::Fastest, run: linear::linear_bytes },
    #[cfg(feature = "compare")]
    Case { name: "compare", kernels: Kernels::Fastest, run: compare::compare },
    Case { name: "adversarial", kernels: Kernels::Fastest, run: adversarial::adversarial },
    Case { name: "compile", kernels: Kernels::Fastest, run: process::compile },
    Case { name: "memory", kernels: Kernels::Fastest, run: process::memory },
    Case { name: "user_rules_500", kernels: Kernels::Fastest, run: user_rules::user_rules_500 },
];

/// What a process that `compile` starts is to do. No case: it prints one number.
pub const COMPILE_ONCE: &str = "compile-once";

pub use self::process::compile_once;

/// Lifts the limits of one call, which larger haystacks exceed.
fn unlimited(builder: ScannerBuilder) -> ScannerBuilder {
    let mut limits = Limits::default();
    limits.max_input_bytes = usize::MAX;
    limits.max_findings = usize::MAX;
    builder.limits(limits)
}
