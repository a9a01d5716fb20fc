//! Offline proofs and plausibility checks, one a file. A rule names them in `validate`.

mod aws_account_id;
mod base58;
mod base58_address;
mod base58_check;
mod bech32;
mod beginnings;
mod bic;
mod birth_date;
mod calendar;
mod digits;
mod e164;
mod eip55;
mod entropy;
mod github_checksum;
mod hex_free;
mod iban;
mod imei;
mod ip_address;
mod iso7064;
mod jwt;
mod luhn;
mod mixed;
mod mrz;
mod national;
mod not_number;
mod not_placeholder;
mod not_reference;
mod not_wordlike;
mod not_words;
mod notation;
mod npm_checksum;
mod payment_card;
mod pem;
mod phone_number;
mod placeholder_words;
#[cfg(test)]
mod proving;
mod public_ip;
mod seed_phrase;
mod top_level_domain;
mod us_ssn;
mod uuid_free;
mod varied_bytes;
mod verhoeff;
mod vin;
mod wordlikeness;
mod xrp_address;

pub(crate) use self::entropy::{reaches, shannon};
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

    fn proven_if(holds: bool, proof: Proof) -> Self {
        if holds { Self::Proven(proof) } else { Self::Refuted }
    }

    fn checksum_if(holds: bool) -> Self {
        Self::proven_if(holds, Proof::Checksum)
    }
}

/// The validator of that name.
pub(crate) fn by_name(name: &str) -> Option<&'static dyn Validator> {
    VALIDATORS.iter().chain(&national::VALIDATORS).find(|(known, _)| *known == name).map(|(_, validator)| *validator)
}

const VALIDATORS: &[(&str, &dyn Validator)] = &[
    ("aws_account_id", &aws_account_id::AwsAccountId),
    ("base58_address", &base58_address::Base58Address),
    ("base58_check", &base58_check::Base58Check),
    ("bech32", &bech32::Bech32),
    ("bic", &bic::Bic),
    ("birth_date", &birth_date::BirthDate),
    ("e164", &e164::E164),
    ("eip55", &eip55::Eip55),
    ("github_checksum", &github_checksum::GithubChecksum),
    ("hex_free", &hex_free::HexFree),
    ("iban", &iban::Iban),
    ("imei", &imei::Imei),
    ("ip_address", &ip_address::IpAddress),
    ("jwt", &jwt::Jwt),
    ("luhn", &luhn::Luhn),
    ("mixed", &mixed::Mixed),
    ("mrz", &mrz::Mrz),
    ("not_number", &not_number::NotNumber),
    ("not_placeholder", &not_placeholder::NotPlaceholder),
    ("not_reference", &not_reference::NotReference),
    ("not_wordlike", &not_wordlike::NotWordlike),
    ("not_words", &not_words::NotWords),
    ("npm_checksum", &npm_checksum::NpmChecksum),
    ("payment_card", &payment_card::PaymentCard),
    ("pem", &pem::Pem),
    ("phone_number", &phone_number::PhoneNumber),
    ("public_ip", &public_ip::PublicIp),
    ("seed_phrase", &seed_phrase::SeedPhrase),
    ("top_level_domain", &top_level_domain::TopLevelDomain),
    ("us_ssn", &us_ssn::UsSsn),
    ("uuid_free", &uuid_free::UuidFree),
    ("varied_bytes", &varied_bytes::VariedBytes),
    ("vin", &vin::Vin),
    ("xrp_address", &xrp_address::XrpAddress),
];
