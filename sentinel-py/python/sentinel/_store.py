"""The sentinel: rules that can change, a store, and the loop around them."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any

from sentinel import _sentinel
from sentinel._errors import InvalidInputError
from sentinel._records import Entry, Event, HistoryRow, LogEntry, Rule, Update, Verification, many
from sentinel._results import Outcome


def open(
    url: str,
    *,
    patterns: str | os.PathLike[str] | None = None,
    key_file: str | os.PathLike[str] | None = None,
    builtin: bool = True,
    pii: bool = False,
    known: Mapping[str, str | bytes | bytearray] | None = None,
    known_env: bool = False,
    max_input_bytes: int | None = None,
    max_decoded_bytes: int | None = None,
    max_output_bytes: int | None = None,
    max_time: float | None = None,
    webhook_url: str | None = None,
    webhook_secret: str | None = None,
) -> Sentinel:
    """Opens the store at `url`: `sqlite://relative.db`, `sqlite:///absolute.db` or `memory://`.

    >>> import sentinel
    >>> with sentinel.open("memory://") as s:
    ...     outcome = s.process("key=AKIA" + "QYLPMN5HHHFPZAM2", source="checkout")
    >>> outcome.text, outcome.entry
    ('key=[REDACTED:AWS_ACCESS_KEY]', 'log_1')

    `patterns` is the file of rules, by default `<name>.patterns.yaml` beside the database; `key_file`
    holds the key, by default `<name>.key` beside it: keep that apart from backups of the store.
    `known`, `known_env` and the limits are those of `Scanner`; known values are looked for whatever the
    rules become.
    With `webhook_url` and `webhook_secret` (`whsec_…`) a thread delivers revocations, signed after
    the Standard Webhooks specification, until the sentinel is closed. Open a sentinel in the process
    that uses it: neither the thread nor the connection to the store survives a fork.

    Raises InvalidInputError for a wrong URL or secret, StorageError when a file cannot be read or
    written, NotFoundError when the store is there and its key is not, ConflictError when the key is
    another store's, and InvalidPatternsError or InvalidRuleError when the rules are wrong.
    """
    options: dict[str, Any] = {
        "url": url,
        "patterns": patterns and os.fspath(patterns),
        "key_file": key_file and os.fspath(key_file),
        "builtin": builtin,
        "pii": pii,
        "known_env": known_env,
        "max_input_bytes": max_input_bytes,
        "max_decoded_bytes": max_decoded_bytes,
        "max_output_bytes": max_output_bytes,
        "max_time": max_time,
        "webhook": None,
    }
    if webhook_url is not None and webhook_secret is not None:
        options["webhook"] = [webhook_url, webhook_secret]
    elif webhook_url is not None or webhook_secret is not None:
        # One alone would seem to work, and deliver nothing.
        missing = {"field": "webhook_url" if webhook_url is None else "webhook_secret"}
        raise InvalidInputError(f"open store: {missing['field']} is missing", "open store", missing)
    # Not in the options: a secret needs no other copy.
    return Sentinel(_sentinel.Sentinel(json.dumps(options), None if known is None else dict(known)))


class Sentinel:
    """An open store with its rules; made by `sentinel.open`. Shared freely between threads.

    Use it in a `with` statement, or call `close`. Every call raises StorageError when the store
    cannot be read or written, and ConflictError when the sentinel is closed.
    """

    __slots__ = ("_native", "hyperlog", "quarantine", "revocations", "rules")

    def __init__(self, native: _sentinel.Sentinel) -> None:
        self._native = native
        self.rules = Rules(native)
        """The rules: what is in force, what waits, what was decided."""
        self.quarantine = Quarantine(native)
        """The quarantined records."""
        self.revocations = Revocations(native)
        """The revocations."""
        self.hyperlog = Hyperlog(native)
        """The log of all decisions."""

    def process(
        self,
        text: str | bytes | bytearray,
        source: str = "",
        tenant: str = "",
        attributes: Mapping[str, str] | None = None,
    ) -> Outcome:
        """Redacts a record; quarantines it and asks for revocations when something is found.

        All of that is durable when this returns. `source` says what sent the record, `tenant` whose
        it is; of `attributes`, `repository` and `workspace` stand in what GitHub and Slack are sent.
        A record that cannot be scanned is withheld and quarantined as a whole: see `Outcome.error`.
        When this raises, nothing of the record may be passed on.
        """
        return self._native.process(text, source, tenant, dict(attributes or {}))

    def feedback(self, report: Mapping[str, Any] | str | None = None, **fields: Any) -> Update:
        """Takes a report and drafts a change of rules from it, which waits for somebody to decide.

        A report has `secret_type`, `feedback_type` (`false_positive`, `missed_secret`, `uncertain`)
        and, as they are known, `alert_id`, `evidence` (a string or a list of them),
        `suggested_regex_fix`, `submitted_by`: as a mapping, as JSON text, or as keyword arguments,
        which stand over those of the mapping.

        Raises InvalidInputError when no change can be drafted from it (the report is kept all the
        same), ConflictError when the rule is locked or a confirmed secret would be missed.
        """
        return Update._of(_ask(self._native, "feedback", report=_report(report, fields)))

    def scanner(self) -> _sentinel.Scanner:
        """The rules in force, as a scanner. It keeps these rules when they change later."""
        return self._native.scanner()

    def close(self) -> None:
        """Waits for the deliveries under way and lets go of the store. Closing twice does nothing."""
        self._native.close()

    def __del__(self) -> None:
        # Here, so that other threads do not wait for the worker.
        self._native.close()

    def __enter__(self) -> Sentinel:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


class _View:
    __slots__ = ("_native",)

    def __init__(self, native: _sentinel.Sentinel) -> None:
        self._native = native


class Rules(_View):
    """The rules of a sentinel."""

    __slots__ = ()

    def active(self) -> list[Rule]:
        """The rules in force, by name."""
        return self._native.scanner().rules()

    def pending(self) -> list[Update]:
        """The changes that wait for a decision."""
        return many(Update, _ask(self._native, "pending"))

    def approve(self, id: str, by: str, reason: str = "") -> Update:
        """Puts a waiting change into force. `by` is the name of the person who decides.

        Raises NotFoundError when no such change waits, ConflictError when the rule is locked or would
        miss a confirmed secret, InvalidRuleError when the changed rule fails.
        """
        return Update._of(_ask(self._native, "approve", id=id, by=by, reason=reason))

    def reject(self, id: str, by: str, reason: str = "") -> Update:
        """Discards a waiting change. Raises NotFoundError when no such change waits."""
        return Update._of(_ask(self._native, "reject", id=id, by=by, reason=reason))

    def history(self) -> list[HistoryRow]:
        """Every change that was proposed or decided, oldest first."""
        return many(HistoryRow, _ask(self._native, "history"))

    def reload(self) -> None:
        """Puts the rules of the file into force after somebody edited it. When they are wrong this
        raises, and the rules in force stay."""
        _ask(self._native, "reload")


class Quarantine(_View):
    """The quarantined records of a sentinel."""

    __slots__ = ()

    def entries(
        self, status: str | None = None, secret_type: str | None = None, offset: int = 0, limit: int = 100
    ) -> list[Entry]:
        """Entries of this status (`PENDING`, `REVIEWED`, `FALSE_ALARM`) and of this rule, newest first."""
        query = {"status": status, "secret_type": secret_type, "offset": offset, "limit": limit}
        return many(Entry, _ask(self._native, "entries", **query))

    def entry(self, id: str) -> Entry:
        """One entry. Raises NotFoundError when there is none of this id."""
        return Entry._of(_ask(self._native, "entry", id=id))

    def review(self, id: str, status: str, by: str, reason: str = "") -> None:
        """Notes what a person made of an entry. `REVIEWED` confirms that the secret is real."""
        _ask(self._native, "review", id=id, status=status, by=by, reason=reason)

    def open(self, id: str, by: str, reason: str) -> bytes:
        """The original of an entry. Who opened it and why is in the log before this returns.

        Raises InvalidInputError without a name or a reason, TamperedError when the seal is broken.
        """
        return self._native.original(id, by, reason)


class Revocations(_View):
    """The revocations of a sentinel."""

    __slots__ = ()

    def events(self, after: str | None = None, limit: int = 100) -> list[Event]:
        """Events, oldest first: at most `limit`, after the event of this id if one is given."""
        return many(Event, _ask(self._native, "events", after=after, limit=limit))

    @property
    def worker_errors(self) -> int | None:
        """How often the delivering thread could not use the store; None without a webhook."""
        return self._native.worker_errors


class Hyperlog(_View):
    """The log of a sentinel."""

    __slots__ = ()

    def entries(self, sequence: int = 1, limit: int = 100) -> list[LogEntry]:
        """At most `limit` entries from `sequence` on."""
        return many(LogEntry, _ask(self._native, "log", sequence=sequence, limit=limit))

    def verify(self) -> Verification:
        """Walks the whole log. Raises TamperedError, with the sequence of the first entry that does
        not fit in its context."""
        return Verification._of(_ask(self._native, "verify"))


def _report(report: Mapping[str, Any] | str | None, fields: dict[str, Any]) -> str:
    """The report with the fields, as JSON. What reading and writing raise holds the evidence: it is dropped."""
    if isinstance(report, str) and not fields:
        return report
    given: Any = None
    with suppress(Exception):
        given = json.loads(report) if isinstance(report, str) else dict(report or {})
    if not isinstance(given, dict) or not all(isinstance(name, str) for name in given):
        raise _no_report(".")
    written = {name: _written(value) for name, value in {**given, **fields}.items()}
    for name, text in written.items():
        if text is None:
            raise _no_report(name)
    return "{" + ",".join(f"{json.dumps(name)}:{text}" for name, text in written.items()) + "}"


def _written(value: Any) -> str | None:
    with suppress(Exception):
        return json.dumps(value)
    return None


def _no_report(field: str) -> InvalidInputError:
    """As the core says it."""
    operation = "read feedback"
    return InvalidInputError(f"{operation}: not a report (field: {field})", operation, {"field": field})


def _ask(native: _sentinel.Sentinel, what: str, **arguments: Any) -> Any:
    return json.loads(native.ask(json.dumps({"ask": what, **arguments})))


for _class in (Sentinel, Rules, Quarantine, Revocations, Hyperlog):
    _class.__module__ = "sentinel"
open.__module__ = "sentinel"
