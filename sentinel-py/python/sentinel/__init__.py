"""Keeps secrets and personal data out of logs, prompts, traces and tickets.

>>> import sentinel
>>> sentinel.redact("key=AKIA" + "QYLPMN5HHHFPZAM2").text
'key=[REDACTED:AWS_ACCESS_KEY]'

`scan` and `redact` use the built-in rules. A `Scanner` chooses its rules. `open` gives a `Sentinel`:
a scanner whose rules can change, over a store, with the loop of quarantine, revocation and feedback.
"""

from sentinel._errors import (
    ConflictError,
    ForbiddenError,
    InternalError,
    InvalidInputError,
    InvalidPatternsError,
    InvalidRuleError,
    LimitExceededError,
    NetworkError,
    NotFoundError,
    SentinelError,
    StorageError,
    TamperedError,
    UnsupportedError,
)
from sentinel._functions import check_rules, draft_regex
from sentinel._logging import RedactingFilter, RedactingFormatter
from sentinel._policy import Counters, Replacement
from sentinel._profile import Profile, RuleCost, SlowRule
from sentinel._records import (
    Check,
    Draft,
    Entry,
    Event,
    Evidence,
    Exceptions,
    Head,
    HistoryRow,
    LogEntry,
    Rule,
    Update,
    Verification,
)
from sentinel._results import Component, Finding, Outcome, Redacted
from sentinel._sentinel import (
    MAX_INPUT_BYTES,
    Policy,
    Replacements,
    Scanner,
    Stream,
    TreeScan,
    Vault,
    preview,
    redact,
    scan,
)
from sentinel._store import Hyperlog, Quarantine, Revocations, Rules, Sentinel, open
from sentinel._tree import BaselineAudit, BaselineEntry, FileReport, TreeProgress, TreeSummary
from sentinel._vault import Grant, Guarded, Restored, RestoredToken, Trace, guard
from sentinel._writer import RedactingWriter

__all__ = [
    "MAX_INPUT_BYTES",
    "BaselineAudit",
    "BaselineEntry",
    "Check",
    "Component",
    "ConflictError",
    "Counters",
    "Draft",
    "Entry",
    "Event",
    "Evidence",
    "Exceptions",
    "FileReport",
    "Finding",
    "ForbiddenError",
    "Grant",
    "Guarded",
    "Head",
    "HistoryRow",
    "Hyperlog",
    "InternalError",
    "InvalidInputError",
    "InvalidPatternsError",
    "InvalidRuleError",
    "LimitExceededError",
    "LogEntry",
    "NetworkError",
    "NotFoundError",
    "Outcome",
    "Policy",
    "Profile",
    "Quarantine",
    "Redacted",
    "RedactingFilter",
    "RedactingFormatter",
    "RedactingWriter",
    "Replacement",
    "Replacements",
    "Restored",
    "RestoredToken",
    "Revocations",
    "Rule",
    "RuleCost",
    "Rules",
    "Scanner",
    "Sentinel",
    "SentinelError",
    "SlowRule",
    "StorageError",
    "Stream",
    "TamperedError",
    "Trace",
    "TreeProgress",
    "TreeScan",
    "TreeSummary",
    "UnsupportedError",
    "Update",
    "Vault",
    "Verification",
    "check_rules",
    "draft_regex",
    "guard",
    "open",
    "preview",
    "redact",
    "scan",
]
