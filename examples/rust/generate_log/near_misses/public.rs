//! Keys that are meant to be seen.

use super::NearMiss;
use crate::tokens;

pub(super) const ALL: &[NearMiss] = &[
    NearMiss {
        name: "public_key",
        value: |w| tokens::public_key(&w.rng),
        places: &[
            |w, key| w.plain("INFO", format!("carrier's host key is {key}")),
            |w, key| w.json("info", "deploy key added", &[("public_key", key)]),
        ],
    },
    NearMiss {
        name: "certificate",
        value: |w| tokens::x509(&w.rng).replace('\n', r"\n"),
        places: &[
            |w, text| w.json("debug", "peer certificate", &[("host", "psp.example"), ("pem", text)]),
            |w, text| w.plain("DEBUG", format!("trusting \"{text}\"")),
        ],
    },
    NearMiss {
        name: "fingerprint",
        value: |w| format!("SHA256:{}", w.rng.text(crate::encode::BASE64, 43)),
        places: &[
            |w, print| w.plain("INFO", format!("sftp host key fingerprint {print} accepted")),
            |w, print| w.logfmt("info", format!("event=host_key_seen fingerprint={print}")),
        ],
    },
];
