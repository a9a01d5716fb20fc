//! The language-neutral vectors whose calls need a store.

#[path = "../../sentinel-core/tests/vectors/load.rs"]
#[expect(dead_code, reason = "the other fields are for `sentinel-core`'s runner")]
mod load;

#[path = "vectors/vault.rs"]
mod vault;

use load::{Call, Case, Op};
use sentinel_core::{Actor, Feedback, Sentinel};
use sentinel_store::Open;

#[test]
fn every_vector_of_a_store_holds() {
    load::run(check);
}

fn check(case: &Case) -> Option<Result<(), String>> {
    if matches!(case.op, Op::Vault) {
        return Some(vault::run(&case.vault));
    }
    let sentinel = || Sentinel::open("memory://").unwrap();
    match case.call? {
        Call::Feedback => {
            let report = Feedback::from_json(&case.feedback.to_string());
            Some(case.check_error(report.and_then(|report| sentinel().feedback(report))))
        }
        Call::Open => Some(case.check_error(Sentinel::open(&case.url))),
        Call::Approve => {
            Some(case.check_error(sentinel().rules().approve(&case.id, Actor::person(&case.by), "a reason")))
        }
        Call::Rules | Call::Known | Call::Policy | Call::Paths | Call::Scan | Call::RedactAs => None,
    }
}
