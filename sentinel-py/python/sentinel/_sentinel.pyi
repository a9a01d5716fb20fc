"""The native half of `sentinel`. Import `sentinel`, not this."""

import os
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, AnyStr, Final, TypeVar, final, overload

from sentinel._errors import SentinelError
from sentinel._policy import Counters, Replacement
from sentinel._profile import Profile, SlowRule
from sentinel._records import Rule
from sentinel._results import Finding, Outcome, Redacted
from sentinel._tree import BaselineAudit, FileReport, TreeProgress, TreeSummary
from sentinel._vault import Grant, Guarded, Restored

__all__ = [
    "MAX_INPUT_BYTES",
    "Policy",
    "Replacements",
    "Scanner",
    "Sentinel",
    "Stream",
    "TreeScan",
    "Vault",
    "ask",
    "explain",
    "export",
    "guard",
    "preview",
    "redact",
    "scan",
]

_T = TypeVar("_T")

MAX_INPUT_BYTES: Final[int]

@final
class Scanner:
    def __new__(
        cls,
        rules: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] | None = None,
        *,
        builtin: bool = True,
        pii: bool = False,
        known: dict[str, str | bytes | bytearray] | dict[str, str] | dict[str, bytes] | None = None,
        known_env: bool = False,
        max_input_bytes: int | None = None,
        max_decoded_bytes: int | None = None,
        max_output_bytes: int | None = None,
        max_time: float | None = None,
        rule_budget: float | None = None,
        disable_slow_rules: bool = False,
        policy: Policy | None = None,
        paths: dict[str, list[str]] | None = None,
    ) -> Scanner: ...
    @staticmethod
    def from_yaml(
        text: str | bytes,
        *,
        builtin: bool = True,
        pii: bool = False,
        known: dict[str, str | bytes | bytearray] | dict[str, str] | dict[str, bytes] | None = None,
        known_env: bool = False,
        max_input_bytes: int | None = None,
        max_decoded_bytes: int | None = None,
        max_output_bytes: int | None = None,
        max_time: float | None = None,
        rule_budget: float | None = None,
        disable_slow_rules: bool = False,
        policy: Policy | None = None,
        paths: dict[str, list[str]] | None = None,
    ) -> Scanner: ...
    def scan(self, text: str | bytes | bytearray) -> list[Finding]: ...
    @overload
    def redact(self, text: bytearray) -> Redacted[bytes]: ...
    @overload
    def redact(self, text: _T) -> Redacted[_T]: ...
    def redact_json(self, text: AnyStr) -> Redacted[AnyStr]: ...
    def redact_as(self, shape: str, text: AnyStr) -> Redacted[AnyStr]: ...
    def _redact_leaves(self, text: str) -> Redacted[dict[int, str] | str]: ...
    def _withheld(self, code: str) -> Redacted[str]: ...
    def scan_tree(
        self,
        path: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
        *,
        gitignore: bool = True,
        ignore: bool = True,
        sentinelignore: bool = True,
        hidden: bool = True,
        follow_links: bool = False,
        max_bytes: int | None = None,
        threads: int | None = None,
        exclude: Sequence[str] = ...,
        allow_markers: bool = True,
        baseline: str | os.PathLike[str] | None = None,
        key_file: str | os.PathLike[str] | None = None,
        progress: Callable[[TreeProgress], object] | None = None,
    ) -> TreeScan: ...
    def stream(self, format: str = "text") -> Stream: ...
    def stream_iter(self, pieces: Iterable[AnyStr], format: str = "text") -> Iterator[AnyStr]: ...
    def astream(self, pieces: AsyncIterable[AnyStr], format: str = "text") -> AsyncIterator[AnyStr]: ...
    @overload
    def tokenize(self, text: bytearray, vault: Vault) -> Redacted[bytes]: ...
    @overload
    def tokenize(self, text: AnyStr, vault: Vault) -> Redacted[AnyStr]: ...
    def create_baseline(
        self,
        path: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
        *,
        baseline: str | os.PathLike[str],
        key_file: str | os.PathLike[str],
        ignore: bool = True,
        exclude: Sequence[str] = ...,
        max_bytes: int | None = None,
        threads: int | None = None,
    ) -> TreeSummary: ...
    def audit_baseline(
        self,
        path: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
        *,
        baseline: str | os.PathLike[str],
        key_file: str | os.PathLike[str],
        ignore: bool = True,
        exclude: Sequence[str] = ...,
        max_bytes: int | None = None,
        threads: int | None = None,
    ) -> BaselineAudit: ...
    def profile(self, text: str | bytes | bytearray) -> Profile: ...
    def slow_rules(self) -> list[SlowRule]: ...
    def rules(self) -> list[Rule]: ...
    def known_names(self) -> list[str]: ...
    @property
    def digest(self) -> str: ...
    @property
    def withheld(self) -> int: ...
    @property
    def counters(self) -> Counters: ...

@final
class Policy:
    def __new__(
        cls,
        document: str | bytes | None = None,
        *,
        pseudonym_keys: Mapping[str, str | bytes | bytearray] | None = None,
        callback: Callable[[str, str, str, str], str] | None = None,
        vault: Vault | None = None,
    ) -> Policy: ...
    def pseudonyms(self, rule: str, value: str | bytes | bytearray) -> list[str]: ...

@final
class Replacements(Sequence[Replacement]):
    def __len__(self) -> int: ...
    @overload
    def __getitem__(self, index: int, /) -> Replacement: ...
    @overload
    def __getitem__(self, index: slice, /) -> Sequence[Replacement]: ...
    def input_offset(self, output: int) -> int: ...
    def output_offset(self, input: int) -> int: ...
    def counts(self) -> dict[tuple[str, str], int]: ...

@final
class Stream:
    def push(self, piece: AnyStr) -> AnyStr: ...
    def flush(self) -> Any: ...
    def finish(self) -> Any: ...
    @property
    def findings(self) -> list[Finding]: ...
    @property
    def replacements(self) -> list[Replacement]: ...
    @property
    def error(self) -> SentinelError | None: ...
    @property
    def rest(self) -> Any: ...
    @property
    def held(self) -> int: ...
    def __enter__(self) -> Stream: ...
    def __exit__(self, *exception: object) -> None: ...

@final
class Vault:
    def __new__(
        cls,
        url: str = ...,
        *,
        key: str | None = None,
        key_file: str | os.PathLike[str] | None = None,
        capacity: int | None = None,
        retention: float | None = None,
        tenant: str = ...,
        session: str = ...,
    ) -> Vault: ...
    def scoped(self, *, tenant: str = "", session: str = "") -> Vault: ...
    def restore(self, text: str, grant: Grant | Mapping[str, Any]) -> Restored: ...
    def purge(self) -> int: ...
    @property
    def counts(self) -> dict[str, int]: ...

@final
class Sentinel:
    def __new__(cls, options: str, known: dict[str, str | bytes | bytearray] | None) -> Sentinel: ...
    def process(
        self, text: str | bytes | bytearray, source: str, tenant: str, attributes: Mapping[str, str]
    ) -> Outcome: ...
    def original(self, id: str, by: str, reason: str) -> bytes: ...
    def ask(self, request: str) -> str: ...
    @property
    def worker_errors(self) -> int | None: ...
    def scanner(self) -> Scanner: ...
    def close(self) -> None: ...

@final
class TreeScan(Iterator[FileReport]):
    def __iter__(self) -> TreeScan: ...
    def __next__(self) -> FileReport: ...
    def __enter__(self) -> TreeScan: ...
    def __exit__(self, *_exception: object) -> None: ...
    def close(self) -> None: ...
    @property
    def summary(self) -> TreeSummary | None: ...

def scan(text: str | bytes | bytearray) -> list[Finding]: ...
@overload
def redact(text: bytearray) -> Redacted[bytes]: ...
@overload
def redact(text: _T) -> Redacted[_T]: ...
def preview(value: str | bytes | bytearray, keep_prefix: int = 0, keep_suffix: int = 0) -> str: ...
def guard(
    text: str, sink: str, vault: Vault | None, grant: Grant | Mapping[str, Any] | None, policy: str | None
) -> Guarded: ...
def ask(request: str) -> str: ...
def explain(scanner: Scanner, name: str) -> str: ...
def export(scanner: Scanner, occurrences: str, format: str) -> str: ...
