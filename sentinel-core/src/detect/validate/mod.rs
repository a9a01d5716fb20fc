//! Offline proofs and plausibility checks, one a file. A rule names them in `validate`.

mod aws_account_id;
mod base58_check;
mod entropy;
mod github_checksum;
mod hex_free;
mod iban;
mod jwt;
mod luhn;
mod not_number;
mod not_placeholder;
mod not_reference;
mod not_wordlike;
mod not_words;
mod npm_checksum;
mod pem;
mod placeholder_words;
mod seed_phrase;
mod us_ssn;
mod uuid_free;
mod varied_bytes;
mod wordlikeness;

pub(crate) use self::entropy::shannon;
use crate::Proof;

/// Looks at a value and nothing else.
pub(crate) trait Validator: Send + Sync {
    /// What the value shows.
    fn check(&self, value: &[u8]) -> Verdict;
}

/// What a validator says of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It cannot be what the rule looks for.
    Refuted,
    /// It may be.
    Plausible,
    /// It carries a proof of its own.
    Proven(Proof),
}

impl Verdict {
    fn refuted_if(refuted: bool) -> Self {
        if refuted { Self::Refuted } else { Self::Plausible }
    }
}

/// The validator of that name.
pub(crate) fn by_name(name: &str) -> Option<&'static dyn Validator> {
    VALIDATORS.iter().find(|(known, _)| *known == name).map(|(_, validator)| *validator)
}

const VALIDATORS: [(&str, &dyn Validator); 18] = [
    ("aws_account_id", &aws_account_id::AwsAccountId),
    ("base58_check", &base58_check::Base58Check),
    ("github_checksum", &github_checksum::GithubChecksum),
    ("hex_free", &hex_free::HexFree),
    ("iban", &iban::Iban),
    ("jwt", &jwt::Jwt),
    ("luhn", &luhn::Luhn),
    ("not_number", &not_number::NotNumber),
    ("not_placeholder", &not_placeholder::NotPlaceholder),
    ("not_reference", &not_reference::NotReference),
    ("not_wordlike", &not_wordlike::NotWordlike),
    ("not_words", &not_words::NotWords),
    ("npm_checksum", &npm_checksum::NpmChecksum),
    ("pem", &pem::Pem),
    ("seed_phrase", &seed_phrase::SeedPhrase),
    ("us_ssn", &us_ssn::UsSsn),
    ("uuid_free", &uuid_free::UuidFree),
    ("varied_bytes", &varied_bytes::VariedBytes),
];
