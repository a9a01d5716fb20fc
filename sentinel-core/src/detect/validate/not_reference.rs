//! Refuses values that name where a secret is kept.

use super::{
    Validator, Verdict,
    beginnings::Beginnings,
    notation::{is_algorithm, is_rules},
    wordlikeness::bits_per_letter,
};

/// Refuses `${VAR}`, `$VAR`, `{{ x }}`, `<x>`, `%VAR%`, `%s`, `{name}`, lookups (`os.environ`, `process.env`,
/// `getenv(`), dotted identifiers, calls, file paths, addresses, hashed passwords (`sha1:…`, `{CRYPT}…`), the literals of no
/// value (`null`, `true`), names of types and algorithms, patterns (`^…$`), and rules that input is checked by.
pub(super) struct NotReference;

impl Validator for NotReference {
    fn check(&self, value: &[u8]) -> Verdict {
        let kinds = Kinds::of(value);
        let mut refuted = is_nothing(value) || is_lookup(value) || is_algorithm(value) || is_rules(value);
        // In most values nothing needs to be read.
        if kinds.are_any() || value.starts_with(b"+") {
            let Ok(text) = std::str::from_utf8(value) else { return Verdict::Plausible };
            refuted |= kinds.any(Kinds::TEMPLATE) && is_template(text)
                || kinds.any(Kinds::PATH) && is_path(text)
                || kinds.any(Kinds::PLACE) && is_place(text)
                || kinds.any(Kinds::HASHED) && is_hashed(text)
                || is_joint(text);
        }
        Verdict::refuted_if(refuted)
    }
}

/// Which kinds of bytes a value holds: each form needs one that most values lack.
#[derive(Clone, Copy)]
struct Kinds(u8);

impl Kinds {
    const TEMPLATE: u8 = 1;
    const PATH: u8 = 2;
    const PLACE: u8 = 4;
    const HASHED: u8 = 8;
    const FOREIGN: u8 = 16;

    /// The bytes of which each kind needs one.
    const NEEDED: [(u8, &[u8]); 4] =
        [(Self::TEMPLATE, b"$%&(!#<@{*\\"), (Self::PATH, b".:>(["), (Self::PLACE, b"/\\"), (Self::HASHED, b":$}")];

    fn of(value: &[u8]) -> Self {
        Self(value.iter().fold(0, |kinds, byte| kinds | KINDS[usize::from(*byte)]))
    }

    fn any(self, kind: u8) -> bool {
        self.0 & kind != 0
    }

    fn are_any(self) -> bool {
        self.0 != 0
    }
}

static KINDS: [u8; 256] = {
    let (mut kinds, mut index) = ([0; 256], 0);
    while index < 128 {
        kinds[index + 128] = Kinds::FOREIGN;
        index += 1;
    }
    index = 0;
    while index < Kinds::NEEDED.len() {
        let (kind, bytes) = Kinds::NEEDED[index];
        let mut at = 0;
        while at < bytes.len() {
            kinds[bytes[at] as usize] |= kind;
            at += 1;
        }
        index += 1;
    }
    kinds
};

fn is_template(text: &str) -> bool {
    let starts = ["${", "$(", "#{", "@{", "(("];
    // A tag or an alias of YAML.
    let named = |rest: &str| rest.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    starts.iter().any(|start| text.starts_with(start))
        || opens_reference(text)
        || text.strip_prefix(['!', '&', '*']).is_some_and(named)
        || ENCLOSED.iter().any(|(open, close)| encloses(text, open, close))
        || text.starts_with('^') && text.ends_with('$')
        || has_slot(text)
}

/// What the first sign of a text opens, and no random character after it would: `$NAME`, `$1`, `{…}`, `<…>`, `%NAME%`, `%s`.
fn opens_reference(text: &str) -> bool {
    let Some((sign, rest)) = text.split_at_checked(1) else { return false };
    match sign {
        "$" => {
            let is_number = !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit());
            is_number || rest.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        }
        "{" => rest.contains('}'),
        "<" => rest.contains('>'),
        "%" => {
            let conversion = rest.trim_start_matches(|flag: char| flag.is_ascii_digit() || "-+.#".contains(flag));
            rest.contains(['%', '(']) || conversion.len() <= 2
        }
        _ => false,
    }
}

const ENCLOSED: [(&str, &str); 7] =
    [("${", "}"), ("{{", "}}"), ("$(", ")"), ("<%", "%>"), ("%(", ")"), ("#{", "}"), ("\\(", ")")];

/// True when a name or an expression stands between `open` and `close`: random characters may hold the former by chance.
fn encloses(text: &str, open: &str, close: &str) -> bool {
    text.match_indices(open).any(|(at, _)| {
        let inside = text[at + open.len()..].split_once(close).map_or("", |(inside, _)| inside.trim_start());
        inside.starts_with(|first: char| first.is_ascii_alphabetic() || "_=-.$@\"'".contains(first))
    })
}

/// A format string's slot: `{}`, `{0}`, `{name}`.
fn has_slot(text: &str) -> bool {
    text.split('{').skip(1).any(|rest| {
        let name = rest.split_once('}').map(|(name, _)| name);
        name.is_some_and(|name| {
            let number = name.bytes().all(|byte| byte.is_ascii_digit());
            number || name.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'_' | b'.' | b':'))
        })
    })
}

const LOOKUPS: [&str; 15] = [
    "os.environ",
    "process.env",
    "getenv",
    "env[",
    "env.",
    "vault:",
    "secretsmanager",
    "arn:aws",
    "ref+",
    "op://",
    "ssm:",
    "keyvault(",
    "valuefrom",
    "secretkeyref",
    "credentials(",
];

static LOOKUPS_BEGIN: Beginnings = Beginnings::of(&LOOKUPS);

fn is_lookup(value: &[u8]) -> bool {
    LOOKUPS_BEGIN.any_in(value, |at| {
        let stands = |lookup: &&str| {
            value[at..].get(..lookup.len()).is_some_and(|here| here.eq_ignore_ascii_case(lookup.as_bytes()))
        };
        LOOKUPS.iter().any(stands)
    })
}

/// Identifiers joined by `.`, `::`, `->` or `?.`, perhaps called, indexed or followed by an identity
/// or a number: `config.db.password`, `get_secret(name)`, `android.os.Proxy@2bd79ce`,
/// `com.example.activity/4505`. Segments with digits in them are not taken for identifiers.
fn is_path(text: &str) -> bool {
    let (path, called) = match text.find(['(', '[', '@', '/']) {
        Some(at) => (&text[..at], matches!(text.as_bytes()[at], b'(' | b'[') && text.ends_with([')', ']'])),
        None => (text, false),
    };
    if path.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let joined = path.replace("?.", ".").replace("::", ".").replace("->", ".");
    let segments: Vec<&str> = joined.split('.').collect();
    let identifiers = segments
        .iter()
        .all(|segment| !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_'));
    identifiers && (segments.len() > 1 || called)
}

/// A file path or an address without credentials.
fn is_place(text: &str) -> bool {
    let rooted = ["./", "../", "~/", ".\\", "\\\\"].iter().any(|start| text.starts_with(start));
    let drive = text.as_bytes().get(1..3).is_some_and(|rest| rest == b":\\" || rest == b":/");
    let words = || bits_per_letter(text.as_bytes()) > 0.0;
    let address = text.split_once("://").is_some_and(|(scheme, rest)| {
        !scheme.is_empty()
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+')
            && !rest.contains('@')
    });
    rooted || drive || address || text.matches('/').count() >= 2 && words() || text.starts_with('/') && words()
}

/// What stands between two literals that are joined: `+f(x)+`, `.$name.`.
fn is_joint(text: &str) -> bool {
    ['+', '.'].iter().any(|joint| {
        let inside = text.strip_prefix(*joint).and_then(|rest| rest.strip_suffix(*joint));
        inside.is_some_and(|inside| {
            let named = inside.trim_start_matches(['$', ' ']).starts_with(|first: char| first.is_ascii_alphabetic());
            named && (inside.contains(['(', '$', '[']) || inside.starts_with(' '))
        })
    })
}

/// `algorithm$…`, `algorithm:…`, `{ALGORITHM}…`: what is kept instead of a password.
fn is_hashed(text: &str) -> bool {
    let algorithms = ["sha", "md5", "ssha", "crypt", "bcrypt", "scrypt", "pbkdf2", "argon2"];
    let text = text.trim_start_matches('{');
    let Some(end) = text.find([':', '$', '}']) else { return false };
    let name = &text.as_bytes()[..end];
    let starts = |algorithm: &&str| {
        name.get(..algorithm.len()).is_some_and(|start| start.eq_ignore_ascii_case(algorithm.as_bytes()))
    };
    name.len() <= 16 && algorithms.iter().any(starts)
}

/// `undefined`
const LONGEST_NOTHING: usize = 9;

fn is_nothing(value: &[u8]) -> bool {
    let nothings = ["", "null", "nil", "none", "true", "false", "undefined", "empty", "string", "unset", "required"];
    let types =
        ["lpstr", "lpcstr", "lpwstr", "lpcwstr", "pwstr", "pcwstr", "bstr", "__u32", "__u64", "varchar", "nvarchar"];
    value.len() <= LONGEST_NOTHING
        && nothings.iter().chain(&types).any(|word| value.eq_ignore_ascii_case(word.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_refused_and_values_are_not() {
        for reference in [
            "${DB_PASSWORD}",
            "$TOKEN",
            "$1",
            "%s",
            "%-10s",
            "*default",
            "{0}",
            "{{ x }}",
            "<token>",
            "%PASS%",
            "os.environ",
            "config.db.password",
            "f(x)",
            "a.os.Proxy@2bd79ce",
            "Bearer {token}",
            "pre-{0}",
            "user-${name}",
            "a%(password)s",
            "/etc/ssl/private/server.key",
            "./keys/id",
            "C:\\keys\\a.pfx",
            "https://auth.acme.io/token",
            "{CRYPT}hq8uFxK2",
            "LPCWSTR",
            "sha1:aae8550c0a44:9507d45e",
            "+C(b)+",
            ".md5($password,true).",
            "^[A-Za-z0-9]+$",
            "AES-256-GCM",
            "required|min:8",
        ] {
            assert_eq!(NotReference.check(reference.as_bytes()), Verdict::Refuted, "{reference}");
        }
        for value in [
            "hunter2",
            "$3g6dwz5PYU",
            "{iD0p9z6yuOr",
            "<LJ0cJecSqr",
            "%J7vIyEDlLd",
            "*A9bOCAwUuI",
            "!LyMdA6vC61eN1",
            "q9Xv2.LmT7",
            "p4ss.w0rd!",
            "/k8Rt/Zq2vLm9Xw",
            "a{Kd9}Qz",
            "q8$(2vLk7RwXm",
            "k(Q8zt2v",
            "+k8Qzt2v+",
        ] {
            assert_eq!(NotReference.check(value.as_bytes()), Verdict::Plausible, "{value}");
        }
    }
}
