//! What programs write where a secret is spoken of: names of algorithms, and rules that input is checked by.

/// True for the name of a cipher, a digest, a signature or a curve, and what it is put together with: `AES-256-GCM`,
/// `TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256`, `jwt.HS256`, `ecdsa-sha2-nistp256`.
pub(super) fn is_algorithm(value: &[u8]) -> bool {
    if value.len() > LONGEST_NAME || !value.first().is_some_and(u8::is_ascii_alphanumeric) {
        return false;
    }
    let joined = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_/.+@:".contains(byte);
    let mut named = false;
    let known = value.chunk_by(|before, after| kind(*before) == kind(*after)).all(|run| {
        let named_here = kind(run[0]) == Kind::Letters && is_in(&ALGORITHMS, run);
        named |= named_here;
        match kind(run[0]) {
            Kind::Letters => named_here || is_in(&BESIDE, run),
            Kind::Digits => run.len() <= LONGEST_NUMBER,
            Kind::Other => run.len() == 1 && joined(&run[0]),
        }
    });
    known && named
}

/// True for rules that a form or a structure is checked by: `required|min:8|confirmed`, `required,min=8`.
pub(super) fn is_rules(value: &[u8]) -> bool {
    let ends_name = |byte: &u8| b"|,:=".contains(byte);
    let Some(end) = value.iter().take(LONGEST_CHECK + 1).position(ends_name) else { return false };
    let starts_rule =
        |rule: &[u8]| rule.first().is_some_and(|first| first.is_ascii_lowercase() || first.is_ascii_digit());
    CHECKS.iter().any(|name| value[..end] == *name.as_bytes())
        && value.split(|byte| matches!(byte, b'|' | b',')).all(starts_rule)
}

/// `confirmed`
const LONGEST_CHECK: usize = 9;
/// `TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256`, and others as long.
const LONGEST_NAME: usize = 64;
/// `25519`
const LONGEST_NUMBER: usize = 5;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Letters,
    Digits,
    Other,
}

fn kind(byte: u8) -> Kind {
    if byte.is_ascii_alphabetic() {
        Kind::Letters
    } else if byte.is_ascii_digit() {
        Kind::Digits
    } else {
        Kind::Other
    }
}

fn is_in(words: &[&str], run: &[u8]) -> bool {
    let lengths = LENGTHS[usize::from(run[0] & 0x1f)];
    // Of random letters few get further.
    lengths.checked_shr(run.len() as u32).unwrap_or(0) & 1 == 1
        && words.iter().any(|word| run.eq_ignore_ascii_case(word.as_bytes()))
}

/// Names that are no words otherwise.
#[rustfmt::skip]
const ALGORITHMS: [&str; 46] = [
    "aes", "argon", "bcrypt", "blake", "blowfish", "brainpoolp", "cbc", "ccm", "chacha", "cmac", "crc",
    "des", "dhe", "dsa", "ecb", "ecdh", "ecdhe", "ecdsa", "ed", "eddsa", "es", "fernet", "gcm", "hkdf", "hmac", "hs", "keccak",
    "kyber", "md", "nistp", "oaep", "pbkdf", "pkcs", "poly", "ps", "ripemd", "rs", "rsa", "scrypt", "secp", "sha",
    "sntrup", "ssh", "ssha", "tls", "xchacha",
];

/// What stands beside those.
#[rustfmt::skip]
const BESIDE: [&str; 43] = [
    "a", "and", "b", "com", "crypt", "ctr", "curve", "draft", "ede", "etm", "group", "id", "jwt", "k", "kem", "kw", "libssh", "mgf",
    "ml", "mode", "nopadding", "null", "openssh", "org", "p", "padding", "password", "pss", "r", "s", "siv", "ssl", "symmetric",
    "t", "token", "v", "with", "withrsa", "wrap", "x", "xof", "xsalsa", "xts",
];

/// For each letter that words start with, a bit for each length of them.
static LENGTHS: [u16; 32] = {
    let (mut lengths, mut index) = ([0; 32], 0);
    while index < ALGORITHMS.len() + BESIDE.len() {
        let word = if index < BESIDE.len() { BESIDE[index] } else { ALGORITHMS[index - BESIDE.len()] };
        lengths[(word.as_bytes()[0] & 0x1f) as usize] |= 1 << word.len();
        index += 1;
    }
    lengths
};

/// What a value must be: the first of several, or one with a number.
#[rustfmt::skip]
const CHECKS: [&str; 16] = [
    "bail", "between", "confirmed", "filled", "gte", "len", "lte", "max", "min", "nullable", "omitempty", "present", "required",
    "size", "sometimes", "string",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_algorithms_are_known_and_secrets_are_none() {
        for name in [
            "AES-256-GCM",
            "aes-128-cbc-hmac-sha1",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_CHACHA20_POLY1305_SHA256",
            "ECDHE-RSA-AES256-GCM-SHA384",
            "HS256",
            "jwt.HS256",
            "pbkdf2_sha256",
            "RSA-OAEP-256",
            "ecdsa-sha2-nistp256",
            "ssh-ed25519",
            "sha512crypt",
            "secp256k1",
            "ECDH-ES+A128KW",
            "AES/CBC/PKCS5Padding",
            "chacha20-poly1305@openssh.com",
            "X25519Kyber768Draft00",
        ] {
            assert!(is_algorithm(name.as_bytes()), "{name}");
        }
        for other in
            ["", "hunter2", "q8Zt2vLk", "a1b2x3k4", "aes-q8Zt2vLk7R", "sha256-7f3a9c1e5b8d2460", "rsa1234567", "key-12"]
        {
            assert!(!is_algorithm(other.as_bytes()), "{other}");
        }
    }

    #[test]
    fn the_longest_check_is_as_long_as_it_says() {
        assert_eq!(CHECKS.iter().map(|name| name.len()).max(), Some(LONGEST_CHECK));
    }

    #[test]
    fn rules_of_input_are_known_and_secrets_are_none() {
        for rules in
            ["required|min:8|confirmed", "nullable|between:8,72", "required,min=8,max=72", "min:8", "omitempty,gte=8"]
        {
            assert!(is_rules(rules.as_bytes()), "{rules}");
        }
        for other in ["required", "q8Zt|2vLk", "min8Zt2v", "min=8,Zt2v", "maxq8|kz8v2q", ""] {
            assert!(!is_rules(other.as_bytes()), "{other}");
        }
    }
}
