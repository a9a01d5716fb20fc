-- Quarantined records. The first columns are those that dashboards read.
CREATE TABLE quarantine (
    id           INTEGER PRIMARY KEY,                  -- the number in log_<number>
    timestamp    TEXT NOT NULL,                        -- RFC 3339
    reason       TEXT NOT NULL,
    log_line     TEXT NOT NULL,                        -- redacted
    reviewed     INTEGER GENERATED ALWAYS AS (status <> 'PENDING') STORED,
    status       TEXT NOT NULL DEFAULT 'PENDING' CHECK (status IN ('PENDING', 'REVIEWED', 'FALSE_ALARM')),
    tenant       TEXT NOT NULL,
    source       TEXT NOT NULL,
    secret_types TEXT NOT NULL,                        -- JSON list of rule names
    severity     TEXT NOT NULL CHECK (severity IN ('LOW', 'MEDIUM', 'HIGH', 'CRITICAL')),
    fingerprints TEXT NOT NULL,                        -- JSON list of keyed fingerprints
    sealed       BLOB NOT NULL                         -- the original, encrypted
) STRICT;
CREATE INDEX quarantine_status ON quarantine (status, id);

-- Revocation events: the outbox.
CREATE TABLE revocations (
    position     INTEGER PRIMARY KEY AUTOINCREMENT,
    id           TEXT NOT NULL UNIQUE,
    entry        TEXT NOT NULL,
    provider     TEXT NOT NULL,
    action       TEXT NOT NULL DEFAULT 'revoke',
    secret_type  TEXT NOT NULL,
    fingerprint  TEXT NOT NULL,
    payload      TEXT NOT NULL,
    state        TEXT NOT NULL,
    attempts     INTEGER NOT NULL,
    next_attempt INTEGER NOT NULL,                     -- milliseconds since the epoch
    last_error   TEXT,
    leased_until INTEGER NOT NULL DEFAULT 0,           -- milliseconds since the epoch
    UNIQUE (provider, action, fingerprint)
) STRICT;
CREATE INDEX revocations_due ON revocations (next_attempt) WHERE state IN ('requested', 'retrying');

-- The log of decisions, and its head.
CREATE TABLE hyperlog (
    sequence INTEGER PRIMARY KEY,
    time     TEXT NOT NULL,
    actor    TEXT NOT NULL,
    kind     TEXT NOT NULL,
    body     TEXT NOT NULL,                            -- canonical JSON
    leaf     TEXT NOT NULL,
    chain    TEXT NOT NULL
) STRICT;
CREATE TABLE hyperlog_head (
    only     INTEGER PRIMARY KEY CHECK (only = 1),
    sequence INTEGER NOT NULL,
    chain    TEXT NOT NULL
) STRICT;
CREATE TRIGGER hyperlog_no_update BEFORE UPDATE ON hyperlog BEGIN
    SELECT RAISE(ABORT, 'the hyperlog is append-only');
END;
CREATE TRIGGER hyperlog_no_delete BEFORE DELETE ON hyperlog BEGIN
    SELECT RAISE(ABORT, 'the hyperlog is append-only');
END;

-- Every change of rules that was proposed or decided.
CREATE TABLE patterns_history (
    id              INTEGER PRIMARY KEY,
    regex_name      TEXT NOT NULL,
    old_regex       TEXT,
    new_regex       TEXT,
    action          TEXT CHECK (action IN ('add', 'update', 'remove')),
    confidence      REAL,
    status          TEXT CHECK (status IN ('approved', 'pending', 'rejected')),
    submitted_by    TEXT NOT NULL,
    approved_by     TEXT,
    decision_reason TEXT,
    timestamp       TEXT DEFAULT CURRENT_TIMESTAMP
) STRICT;

-- Reported evidence, encrypted.
CREATE TABLE feedback (
    id            INTEGER PRIMARY KEY,
    secret_type   TEXT NOT NULL,
    feedback_type TEXT NOT NULL CHECK (feedback_type IN ('false_positive', 'missed_secret', 'uncertain')),
    fingerprint   TEXT NOT NULL,
    sealed        BLOB NOT NULL,
    timestamp     TEXT NOT NULL,
    submitted_by  TEXT NOT NULL
) STRICT;
CREATE INDEX feedback_secret_type ON feedback (secret_type, id);

-- Facts about the store itself: which key it was made with.
CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
