//! Where a secret would stand, and something else stands.

use super::NearMiss;

const PASSWORD: &str = concat!("pass", "word");
const SECRET: &str = concat!("sec", "ret");
const TOKEN: &str = concat!("tok", "en");
const API_KEY: &str = concat!("api", "_key");

pub(super) const ALL: &[NearMiss] = &[
    NearMiss {
        name: "variable_reference",
        value: |w| w.pick(&["${DB_PASSWORD}", "$PGPASS", "{{ vault_db }}", "%DB_PASS%"]).to_string(),
        places: &[
            |w, name| w.plain("INFO", format!("template jdbc.properties: {PASSWORD}={name}")),
            |w, name| w.logfmt("info", format!("file=values.yaml {SECRET}={name} rendered=false")),
        ],
    },
    NearMiss {
        name: "code_reference",
        value: |w| {
            let names = ["process.env.API_KEY", "os.environ['API_KEY']", "config.fraud.apiKey"];
            w.pick(&names).to_string()
        },
        places: &[
            |w, code| w.plain("ERROR", format!("undefined: const {API_KEY} = {code}")),
            |w, code| w.traceback(format!("KeyError: in client(): {API_KEY}={code}")),
        ],
    },
    NearMiss {
        name: "angle_placeholder",
        value: |w| {
            let texts = ["<your-api-key>", "<API_KEY>", "<insert key here>", "[your key]"];
            w.pick(&texts).to_string()
        },
        places: &[
            |w, text| w.plain("WARN", format!("sample config in use, {API_KEY}: {text}")),
            |w, text| w.json("warn", "setting not filled in", &[(API_KEY, text)]),
        ],
    },
    NearMiss {
        name: "documentation_example",
        value: |w| {
            let filler = "x".repeat(36);
            let aws = [concat!("AK", "IAIOSFODNN7EXAMPLE"), concat!("AK", "IAI44QH8DHBEXAMPLE")];
            match w.between(0, 2) {
                0 => format!("{}{filler}", concat!("gh", "p_")),
                1 => format!("{}your_key_goes_here", concat!("sk_", "live_")),
                _ => w.pick(&aws).to_string(),
            }
        },
        places: &[
            |w, text| w.plain("WARN", format!("refused the documentation's own example {text}")),
            |w, text| w.logfmt("warn", format!("msg=\"placeholder credentials\" given={text}")),
        ],
    },
    NearMiss {
        name: "masked_with_x",
        value: |w| w.rng.pick(&["x", "X"]).repeat(w.between(10, 28) as usize),
        places: &[
            |w, mask| w.logfmt("info", format!("event=push_registered {TOKEN}={mask}")),
            |w, mask| w.nginx(format!("GET /api/v2/invite?{TOKEN}={mask}"), 302),
        ],
    },
    NearMiss {
        name: "masked_with_stars",
        value: |w| "*".repeat(w.between(6, 16) as usize),
        places: &[
            |w, mask| w.plain("DEBUG", format!("opening pool, user=checkout {PASSWORD}={mask}")),
            |w, mask| w.json("debug", "login request", &[("user", "till-3"), (PASSWORD, mask)]),
        ],
    },
    NearMiss {
        name: "redacted_header",
        value: |w| w.pick(&["[REDACTED]", "<redacted>", "***", "[FILTERED]"]).to_string(),
        places: &[
            |w, mask| w.plain("DEBUG", format!("> Authorization: Bearer {mask}")),
            |w, mask| w.plain("DEBUG", format!("> Cookie: sid={mask}; lang=nl")),
        ],
    },
    NearMiss {
        name: "empty_value",
        value: |w| w.pick(&["null", "None", "\"\"", "undefined", "nil"]).to_string(),
        places: &[
            |w, none| w.logfmt("warn", format!("msg=\"login without\" {PASSWORD}={none}")),
            |w, none| w.plain("WARN", format!("no credentials for tax service: {API_KEY}={none}")),
        ],
    },
    NearMiss {
        name: "masked_connection_string",
        value: |w| w.pick(&["****", "${PGPASSWORD}", "<password>", "REDACTED"]).to_string(),
        places: &[
            |w, mask| {
                let login = format!("checkout:{mask}");
                w.plain("INFO", format!("connected to postgres://{login}@orders-db.shop.svc/orders"))
            },
            |w, mask| {
                let login = format!("shop:{mask}");
                w.logfmt("info", format!("broker=amqp://{login}@mq.shop.svc:5672"))
            },
        ],
    },
];
