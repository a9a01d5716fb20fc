"""Redaction of what goes through `logging`."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from sentinel._errors import LimitExceededError
from sentinel._objects import redact_walked
from sentinel._sentinel import Scanner
from sentinel._walk import Left, Rebuild, Walk

ERROR = "[REDACTED:ERROR]"
LIMIT = "[REDACTED:LIMIT]"

# What every record has, and whose values the host's code does not choose.
READ = frozenset({"msg", "args", "exc_info", "exc_text", "stack_info"})
OWN = frozenset(vars(logging.makeLogRecord({}))) | READ
PLAIN = OWN - READ
DEEPEST = 8
MOST_VALUES = 10_000
CONTAINERS = (Mapping, list, tuple, set, frozenset)


class RedactingFilter(logging.Filter):
    """Redacts records: the message with its arguments, the traceback, the stack, and what `extra` adds.

    What `extra` adds is redacted as `Scanner.redact` redacts a dict: fields with names like `password` are masked
    whatever they hold, and objects with fields are copied. Other objects stay unless their `str` or `repr` holds
    something. What is too deep, or too much for a record, becomes "[REDACTED:LIMIT]".

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
    redact_extras(scanner, vars(record))


def redact_extras(scanner: Scanner, attributes: dict[str, Any]) -> None:
    """Changes what `extra` added. It is one object, so that a name tells what its value is."""
    extras = {name: value for name, value in attributes.items() if name not in OWN}
    if not extras:
        return
    redacted = redact_walked(scanner, extras, Extras(scanner))
    if redacted.error is not None and not isinstance(redacted.error, LimitExceededError):
        raise redacted.error
    for name in extras:
        del attributes[name]
    attributes.update(redacted.text if isinstance(redacted.text, dict) else dict.fromkeys(extras, redacted.text))


def withhold(record: logging.LogRecord) -> None:
    """Leaves nothing of what the record says."""
    record.msg, record.args, record.exc_info, record.exc_text, record.stack_info = ERROR, None, None, None, None
    for name in [name for name in vars(record) if name not in PLAIN and name != "msg"]:
        if getattr(record, name) is not None:
            setattr(record, name, ERROR)


class Extras(Walk):
    """The walk through what `extra` adds, within limits for all of it together: what lies past them is cut off."""

    def __init__(self, scanner: Scanner) -> None:
        super().__init__(scanner)
        self.scanner = scanner
        # The first level is that of the names.
        self.deepest = min(self.deepest, DEEPEST + 1)
        self.most_nodes = min(self.most_nodes, MOST_VALUES)

    def past(self) -> Rebuild:
        """A value that is too much is left out; the others stay."""
        cut = self.leaf("null", None)
        return lambda left: cut(left) or LIMIT

    def other(self, value: Any) -> Rebuild:
        """An object stays as it is, unless what it shows of itself holds something."""
        said = [str(value), repr(value)]
        if said[0] == said[1]:
            return super().other(value)
        self.write("[")
        spoken = self.plain(said[0])
        self.write(",")
        printed = self.plain(said[1])
        self.write("]")

        def rebuild(left: Left) -> Any:
            shown = [spoken(left), printed(left)]
            return next((new for new, old in zip(shown, said, strict=True) if new != old), value)

        return rebuild

    def copied(self, value: Any, make: Callable[[], Any], changed: bool) -> Any:
        """An object with fields is copied only where something was replaced, and may show more than its fields."""
        if isinstance(value, CONTAINERS):
            return make()
        copied = make() if changed else value
        for text in (str(copied), repr(copied)):
            redacted = self.scanner.redact(text).text
            if redacted != text:
                return redacted
        return copied
