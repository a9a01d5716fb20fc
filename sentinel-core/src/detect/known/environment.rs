//! Which variables of an environment hold a secret.

use super::accept;
use crate::{Secret, detect::shannon};

/// Random letters and digits of the shortest value that is looked for have more.
const LOWEST_ENTROPY: f64 = 2.5;

/// What is secret in a variable: nothing, its value, or the password in its value.
pub(super) fn secrets(name: &str, value: &Secret) -> Vec<Secret> {
    let bytes = value.expose();
    let parts: Vec<Secret> = match std::str::from_utf8(bytes).ok().and_then(password) {
        Some(password) => vec![Secret::from(password), percent_decoded(password)],
        None if is_credential(name) => vec![value.clone()],
        None => Vec::new(),
    };
    let mut secrets: Vec<Secret> = Vec::new();
    for part in parts {
        let new = secrets.iter().all(|known| known.expose() != part.expose());
        if new && is_secret(name, part.expose()) {
            secrets.push(part);
        }
    }
    secrets
}

/// True for the name of a variable that holds a credential.
fn is_credential(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    let words: Vec<&str> = name.split(|character: char| !character.is_ascii_alphanumeric()).collect();
    // What is said about a credential, and what is no secret.
    let about = [
        "ID", "NAME", "FILE", "PATH", "DIR", "SOCK", "TTL", "TIMEOUT", "LENGTH", "TYPE", "VERSION", "HOST", "PORT",
        "USER", "EXPIRY",
    ];
    if name.contains("PUBLIC") || words.last().is_some_and(|last| about.contains(last)) {
        return false;
    }
    let inside = ["SECRET", "PASS", "TOKEN", "CREDENTIAL", "APIKEY", "PRIVATE"];
    let whole = ["KEY", "KEYS", "PWD", "AUTH", "SALT", "DSN", "PAT"];
    inside.iter().any(|part| name.contains(part))
        || words.iter().skip(1).any(|word| whole.contains(word))
        || name.ends_with("KEY")
}

/// The password of a URL (`scheme://user:password@host`) or a connection string (`…;Password=…`).
fn password(value: &str) -> Option<&str> {
    if let Some((_, rest)) = value.split_once("://") {
        let authority = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
        // A password may hold a slash that nobody escaped: the last `@` counts.
        let (user, _) = authority.rsplit_once('@').or_else(|| rest.rsplit_once('@'))?;
        return user.split_once(':').map(|(_, password)| password);
    }
    value.split([';', ' ']).find_map(|field| {
        let (key, value) = field.split_once('=')?;
        let key = key.trim();
        (key.eq_ignore_ascii_case("password") || key.eq_ignore_ascii_case("pwd"))
            .then_some(value.trim_matches(['\'', '"']))
    })
}

fn percent_decoded(text: &str) -> Secret {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let digits = after.first_chunk::<2>().and_then(|two| std::str::from_utf8(two).ok());
        match digits.filter(|_| *first == b'%').and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) => {
                decoded.push(byte);
                rest = &after[2..];
            }
            None => {
                decoded.push(*first);
                rest = after;
            }
        }
    }
    Secret::new(decoded)
}

/// Long and random enough, and not one of the other things that such variables hold.
fn is_secret(name: &str, value: &[u8]) -> bool {
    accept::check(value).is_ok()
        && accept::plausible("not_reference", value)
        && (accept::plausible("not_wordlike", value) || is_password(name) && is_made_up(value))
        && shannon(value) >= LOWEST_ENTROPY
        && !is_number(value)
        && !is_path(value)
        && !is_host(value)
}

/// True for the name of a password, which people make up of words.
fn is_password(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    ["PASSWORD", "PASSWD", "PASSPHRASE", "_PASS", "_PWD"].iter().any(|end| name.ends_with(end))
}

/// Words with a digit, or a phrase: what stands in no text by chance.
fn is_made_up(value: &[u8]) -> bool {
    const SHORTEST: usize = 10;
    const SHORTEST_PHRASE: usize = 16;
    let has = |kind: fn(&u8) -> bool| value.iter().any(kind);
    value.len() >= SHORTEST && has(u8::is_ascii_digit) && has(u8::is_ascii_lowercase)
        || value.len() >= SHORTEST_PHRASE && value.iter().filter(|byte| **byte == b' ').count() >= 2
}

/// Numbers, versions, dates and times.
fn is_number(value: &[u8]) -> bool {
    value.iter().all(|byte| byte.is_ascii_digit() || b".,:+- /TZ".contains(byte))
}

/// What starts with a slash is a path when it has a word in small letters: base64 has none.
fn is_path(value: &[u8]) -> bool {
    let starts: [&[u8]; 4] = [b"./", b"../", b"~/", b"file:"];
    let drive = matches!(value, [letter, b':', b'\\' | b'/', ..] if letter.is_ascii_alphabetic());
    let word = |part: &[u8]| part.len() >= 3 && part.iter().all(u8::is_ascii_lowercase);
    drive
        || starts.iter().any(|start| value.starts_with(start))
        || value.starts_with(b"/") && value.split(|byte| !byte.is_ascii_alphanumeric()).any(word)
}

/// `db-7.internal.example:5432`, or a list of such; a URL, which has no password when it comes here.
fn is_host(value: &[u8]) -> bool {
    let hostlike = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".:,-_/".contains(byte);
    memchr::memmem::find(value, b"://").is_some() || value.contains(&b'.') && value.iter().all(hostlike)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether exactly these are taken; what was taken instead is not shown.
    fn takes(name: &str, value: &str, expected: &[&str]) -> bool {
        let taken = secrets(name, &Secret::from(value));
        taken.iter().map(Secret::expose).eq(expected.iter().map(|secret| secret.as_bytes()))
    }

    const RANDOM: &str = "q9Xv2LmT7pKd4RwZ";

    #[test]
    fn credentials_are_taken_by_their_names() {
        for name in [
            "API_KEY",
            "CI_TOKEN",
            "APP_SECRET",
            "SECRET_KEY_BASE",
            "DB_PASSWORD",
            "PGPASSWORD",
            "REDIS_PASS",
            "OPENAI_APIKEY",
            "openaiApiKey",
            "SERVICE_CREDENTIALS",
            "DB_PWD",
            "SESSION_SALT",
            "API_KEY_V2",
            "db.password",
        ] {
            assert!(takes(name, RANDOM, &[RANDOM]), "{name}");
        }
        for name in [
            "PATH",
            "HOSTNAME",
            "BUILD",
            "AWS_ACCESS_KEY_ID",
            "SSH_PUBLIC_KEY",
            "TOKEN_FILE",
            "SECRET_NAME",
            "KEYBOARD",
            "TOKEN_TTL",
            "MONKEYS",
        ] {
            assert!(takes(name, RANDOM, &[]), "{name}");
        }
    }

    #[test]
    fn only_what_is_long_and_random_enough_is_taken() {
        for value in [
            "true",
            "false",
            "1234567890123",
            "2025-08-02T12:00:00Z",
            "/run/secrets/db-password",
            "./keys/id_ed25519",
            "~/.ssh/id_rsa",
            "C:\\keys\\one.pem",
            "db-7.internal.example:5432",
            "https://vault.example/v1/kv7q",
            "correct-horse-staple",
            "changeme",
            "********",
            "${DB_PASSWORD}",
            "a1a1a1a1a1",
            "short7",
            "disabled",
            "config.database.password",
            "        ",
        ] {
            assert!(takes("DB_PASSWORD", value, &[]), "{value}");
        }
        for value in [RANDOM, "/9Kq2xZv7LmT4pRw", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "Winter1984!7"] {
            assert!(takes("DB_PASSWORD", value, &[value]), "{value}");
        }
    }

    #[test]
    fn a_password_may_be_made_of_words() {
        for value in
            [concat!("tiger-", "lily-42"), concat!("hunter", "2xyz9"), concat!("correct horse ", "battery staple")]
        {
            for name in ["DB_PASSWORD", "pgpassword", "REDIS_PASS", "KEY_PASSPHRASE"] {
                assert!(takes(name, value, &[value]), "{name}");
            }
            assert!(takes("API_TOKEN_KIND", value, &[]) && takes("COMPASS_TOKEN", value, &[]));
        }
        assert!(takes("DB_PASSWORD", "development", &[]) && takes("DB_PASSWORD", "tiger-lily", &[]));
    }

    #[test]
    fn of_a_url_the_password_is_taken_as_written_and_decoded() {
        let url = ["postgres://app:", "q9Xv2L%40mT7p", "@db.example:5432/app?x=1"].concat();
        let both = [concat!("q9Xv2L", "%40mT7p"), concat!("q9Xv2L", "@mT7p")];
        for name in ["DATABASE_URL", "SENTRY_DSN", "http_proxy"] {
            assert!(takes(name, &url, &both), "{name}");
        }
        let slash = ["amqp://app:", "q9Xv/2LmT7p", "@mq/vhost"].concat();
        assert!(takes("MQ_URL", &slash, &[concat!("q9Xv/", "2LmT7p")]));
        let fields = ["Server=db;User Id=app;Password=", RANDOM, ";Encrypt=true"].concat();
        assert!(takes("ConnectionString", &fields, &[RANDOM]));
        for harmless in [
            concat!("postgres://postgres:", "postgres@localhost/app"),
            "https://example.org/a:b",
            "redis://cache:6379/0",
        ] {
            assert!(takes("DATABASE_URL", harmless, &[]), "{harmless}");
        }
    }
}
