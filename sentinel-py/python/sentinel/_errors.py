"""The exceptions: one class a kind. Their text names fields, rules and files, and quotes no text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar


class SentinelError(Exception):
    """What every call of this package raises when it fails.

    Decide by class or by `code`, not by the text.
    """

    code: ClassVar[str] = "internal"
    """The stable word for the kind: the same in every language."""
    operation: str
    """The operation that failed."""
    context: Mapping[str, str]
    """What it was about: `{"field": "severity"}`, `{"file": "patterns.yaml"}`."""
    retryable: bool
    """True when the same call may succeed later without a change by the caller."""

    def __init__(
        self, message: str, operation: str = "", context: Mapping[str, str] | None = None, retryable: bool = False
    ) -> None:
        # All four are arguments of the exception, so that it survives pickling.
        super().__init__(message, operation, dict(context or {}), retryable)
        self.operation = operation
        self.context = dict(context or {})
        self.retryable = retryable

    def __str__(self) -> str:
        return str(self.args[0])

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"

    def to_dict(self) -> dict[str, object]:
        """Code, operation, message, context and retryable, as JSON can hold them."""
        return {
            "code": self.code,
            "operation": self.operation,
            "message": str(self),
            "context": dict(self.context),
            "retryable": self.retryable,
        }


class InvalidInputError(SentinelError):
    """An argument or a document does not have the form it must have."""

    code = "invalid_input"


class InvalidRuleError(SentinelError):
    """A rule cannot be used: its regex, a field or one of its own examples is wrong."""

    code = "invalid_rule"


class InvalidPatternsError(SentinelError):
    """A `patterns.yaml` or a rule pack cannot be read."""

    code = "invalid_patterns"


class LimitExceededError(SentinelError):
    """The input is larger, or its scan dearer, than the limits allow. The text is withheld."""

    code = "limit_exceeded"


class NotFoundError(SentinelError):
    """What was named does not exist."""

    code = "not_found"


class ConflictError(SentinelError):
    """The state of things forbids it: decided already, closed already, or locked by a person."""

    code = "conflict"


class StorageError(SentinelError):
    """The store or a file cannot be read or written."""

    code = "storage"


class NetworkError(SentinelError):
    """A remote end cannot be reached or did not accept."""

    code = "network"


class TamperedError(SentinelError):
    """A record is not what was once written: the log's chain or a seal is broken."""

    code = "tampered"


class UnsupportedError(SentinelError):
    """Something that this release cannot do."""

    code = "unsupported"


class InternalError(SentinelError):
    """A defect of the library."""

    code = "internal"


class ForbiddenError(SentinelError):
    """A grant or a policy does not allow it."""

    code = "forbidden"


_OF_CODE: dict[str, type[SentinelError]] = {
    error.code: error
    for error in (
        InvalidInputError,
        InvalidRuleError,
        InvalidPatternsError,
        LimitExceededError,
        NotFoundError,
        ConflictError,
        StorageError,
        NetworkError,
        TamperedError,
        UnsupportedError,
        InternalError,
        ForbiddenError,
    )
}

for _class in (SentinelError, *_OF_CODE.values()):
    _class.__module__ = "sentinel"


def error_of_code(
    code: str, operation: str, message: str, context: Mapping[str, str], retryable: bool
) -> SentinelError:
    """The exception for an error of the native module."""
    return _OF_CODE.get(code, InternalError)(message, operation, context, retryable)
