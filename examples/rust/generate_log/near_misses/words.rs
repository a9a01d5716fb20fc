//! Plain words: names of secrets, counts of tokens, prose about prefixes.

use super::NearMiss;

const SECRET: &str = concat!("sec", "ret");
const TOKEN: &str = concat!("tok", "en");
const PASSWORD: &str = concat!("pass", "word");

pub(super) const ALL: &[NearMiss] = &[
    NearMiss {
        name: "secret_name",
        value: |w| format!("checkout/{}", w.pick(&["db", "psp", "smtp", "carrier-sftp", "tax"])),
        places: &[
            |w, path| w.logfmt("info", format!("event=mounted {SECRET}_name={path} version=12")),
            |w, path| w.json("info", "rotation is due", &[("secret_name", path)]),
        ],
    },
    NearMiss {
        name: "token_count",
        value: |w| w.between(64, 8192).to_string(),
        places: &[
            |w, count| w.logfmt("info", format!("model=reply-draft {TOKEN}_count={count}")),
            |w, count| w.json("info", "draft written", &[("max_tokens", count)]),
        ],
    },
    NearMiss {
        name: "credential_flag",
        value: |w| w.pick(&["true", "false", "unknown"]).to_string(),
        places: &[
            |w, flag| w.logfmt("info", format!("event=login jwt_expired={flag} retry=true")),
            |w, flag| w.plain("INFO", format!("{PASSWORD}_changed={flag} for {}", w.customer())),
        ],
    },
    NearMiss {
        name: "token_kind",
        value: |w| w.pick(&["access_token", "refresh_token", "password_reset_link"]).to_string(),
        places: &[
            |w, kind| w.logfmt("info", format!("event=issued {TOKEN}_type={kind}")),
            |w, kind| w.json("info", "grant checked", &[("token_use", kind)]),
        ],
    },
    NearMiss {
        name: "prefix_in_prose",
        value: |w| {
            let prefixes = [concat!("gh", "p_"), concat!("xo", "xb-"), concat!("gl", "pat-"), concat!("AK", "IA")];
            w.pick(&prefixes).to_string()
        },
        places: &[
            |w, prefix| w.plain("WARN", format!("tokens that begin with {prefix} are refused here")),
            |w, prefix| w.plain("INFO", format!("log filter knows the prefix {prefix} (rule 7)")),
        ],
    },
    NearMiss {
        name: "test_key_in_prose",
        value: |w| w.pick(&[concat!("sk_", "test"), concat!("pk_", "test")]).to_string(),
        places: &[
            |w, prefix| w.plain("WARN", format!("payments use a {prefix} key, no money moves")),
            |w, prefix| w.json("warn", "sandbox", &[("reason", &format!("key is {prefix}"))]),
        ],
    },
    NearMiss {
        name: "header_name",
        value: |w| w.pick(&["Authorization", "X-Api-Key", "Proxy-Authorization"]).to_string(),
        places: &[
            |w, name| w.plain("WARN", format!("client sent no {name} header: 401")),
            |w, name| w.logfmt("debug", format!("cors=preflight allow={name},Content-Type")),
        ],
    },
];
