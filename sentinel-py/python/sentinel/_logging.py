"""Redaction of what goes through `logging`."""

from __future__ import annotations

import logging
from typing import Any

from sentinel._sentinel import Scanner

ERROR = "[REDACTED:ERROR]"
LIMIT = "[REDACTED:LIMIT]"

# What every record has, and whose values the host's code does not choose.
READ = frozenset({"msg", "args", "exc_info", "exc_text", "stack_info"})
PLAIN = frozenset(vars(logging.makeLogRecord({}))) - READ
DEEPEST = 8
MOST_VALUES = 10_000


class RedactingFilter(logging.Filter):
    """Redacts records: the message with its arguments, the traceback, the stack, and what `extra` adds.

    >>> import logging, io
    >>> from sentinel import RedactingFilter
    >>> out = io.StringIO()
    >>> handler = logging.StreamHandler(out)
    >>> handler.addFilter(RedactingFilter())
    >>> logger = logging.Logger("checkout")
    >>> logger.addHandler(handler)
    >>> logger.warning("key=%s%s", "AKIA", "QYLPMN5HHHFPZAM2")
    >>> out.getvalue()
    'key=[REDACTED:AWS_ACCESS_KEY]\\n'

    Add it to handlers: one on a logger does not see the records of the loggers below it. With a
    `QueueHandler`, add it there. The record itself is changed, so that handlers that come later see it
    redacted too. Where something fails the record goes out with "[REDACTED:ERROR]" for all of it.
    """

    def __init__(self, scanner: Scanner | None = None, name: str = "") -> None:
        """Uses the built-in rules unless a scanner is given. `name` is that of `logging.Filter`."""
        super().__init__(name)
        self.scanner = scanner if scanner is not None else Scanner()

    def filter(self, record: logging.LogRecord) -> bool:
        """Redacts the record; says whether the name of its logger lets it pass."""
        try:
            redact_record(self.scanner, record)
        except Exception:  # What fails here must not pass the text on, nor break the caller.
            withhold(record)
        return bool(super().filter(record))


class RedactingFormatter(logging.Formatter):
    """Redacts what another formatter makes of a record: all that a handler writes, whatever it is made of.

    >>> import logging
    >>> from sentinel import RedactingFormatter
    >>> formatter = RedactingFormatter(logging.Formatter("%(levelname)s %(message)s"))
    >>> record = logging.makeLogRecord({"levelname": "INFO", "msg": "key=AKIA" + "QYLPMN5HHHFPZAM2"})
    >>> formatter.format(record)
    'INFO key=[REDACTED:AWS_ACCESS_KEY]'
    """

    def __init__(self, formatter: logging.Formatter | None = None, scanner: Scanner | None = None) -> None:
        """Wraps `formatter`. Uses the built-in rules unless a scanner is given."""
        super().__init__()
        self.formatter = formatter if formatter is not None else logging.Formatter()
        self.scanner = scanner if scanner is not None else Scanner()

    def format(self, record: logging.LogRecord) -> str:
        """The redacted line; "[REDACTED:ERROR]" where it cannot be made."""
        try:
            return self.scanner.redact(self.formatter.format(record)).text
        except Exception:  # As above.
            return ERROR


def redact_record(scanner: Scanner, record: logging.LogRecord) -> None:
    """Changes the record. The message is made first: a value may exist only once its parts are joined."""
    record.msg, record.args = scanner.redact(record.getMessage()).text, None
    if record.exc_info:
        record.exc_text = record.exc_text or logging.Formatter().formatException(record.exc_info)
        record.exc_info = None
    if record.exc_text:
        record.exc_text = scanner.redact(record.exc_text).text
    if record.stack_info:
        record.stack_info = scanner.redact(str(record.stack_info)).text
    values = Values(scanner)
    for name in [name for name in vars(record) if name not in PLAIN | READ]:
        setattr(record, name, values.redacted(getattr(record, name), 0))


def withhold(record: logging.LogRecord) -> None:
    """Leaves nothing of what the record says."""
    record.msg, record.args, record.exc_info, record.exc_text, record.stack_info = ERROR, None, None, None, None
    for name in [name for name in vars(record) if name not in PLAIN and name != "msg"]:
        if getattr(record, name) is not None:
            setattr(record, name, ERROR)


class Values:
    """Redacts values and what they are made of, within a limit for all of them together."""

    def __init__(self, scanner: Scanner) -> None:
        self.scanner = scanner
        self.left = MOST_VALUES

    def redacted(self, value: Any, depth: int) -> Any:
        self.left -= 1
        if depth > DEEPEST or self.left < 0:
            return LIMIT
        if value is None or isinstance(value, (bool, float)):
            return value
        if isinstance(value, (str, bytes, bytearray)):
            return self.scanner.redact(value).text
        if isinstance(value, dict):
            return {self.redacted(key, depth + 1): self.redacted(item, depth + 1) for key, item in value.items()}
        if isinstance(value, (list, tuple, set, frozenset)):
            items = [self.redacted(item, depth + 1) for item in value]
            return items if isinstance(value, list) else tuple(items)
        return self.shown(value)

    def shown(self, value: Any) -> Any:
        """An object stays as it is, unless what it shows of itself holds something."""
        for text in (str(value), repr(value)):
            redacted = self.scanner.redact(text).text
            if redacted != text:
                return redacted
        return value
