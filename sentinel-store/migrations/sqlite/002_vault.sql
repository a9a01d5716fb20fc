-- Values that a vault keeps: encrypted, and named by keyed digests.
CREATE TABLE vault (
    id      TEXT PRIMARY KEY,                          -- the id in a token
    key_id  TEXT NOT NULL,                             -- of the key that made it
    rule    TEXT NOT NULL,
    digest  TEXT NOT NULL,                             -- keyed digest of scope, rule and value
    sealed  BLOB NOT NULL,                             -- the value, encrypted
    expires INTEGER NOT NULL                           -- milliseconds since the epoch
) STRICT;
CREATE INDEX vault_expires ON vault (expires);
