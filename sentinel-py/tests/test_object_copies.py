"""Copies of objects with fields: nothing that an object keeps beside its fields stays in its copy."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from types import SimpleNamespace
from typing import Any

import attrs
import pydantic
import pydantic.v1
import pytest
import sentinel

KEY = "AKIA" + "QYLPMN5HHHFPZAM2"
PLACEHOLDER = "[REDACTED:AWS_ACCESS_KEY]"
WORDS = "correct-" + "horse-7"
PASSWORD = "[REDACTED:PASSWORD]"


@dataclass(frozen=True)
class Database:
    user: str
    password: str

    @cached_property
    def dsn(self) -> str:
        return f"postgres://{self.user}:{self.password}@db/app"


@dataclass
class Client:
    name: str
    headers: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.token = "horse"
        self.note = [KEY]


def test_what_a_dataclass_keeps_beside_its_fields_is_redacted() -> None:
    database = Database("ann", WORDS)
    assert WORDS in database.dsn
    redacted = sentinel.redact(database).text
    assert redacted.user == "ann" and redacted.password.startswith("[REDACTED:")
    assert (WORDS in str(vars(redacted))) is False
    assert "dsn" in vars(redacted) and type(redacted) is Database
    assert WORDS in database.dsn, "what was given changed"

    client = sentinel.redact(Client("jo")).text
    assert vars(client) == {"name": "jo", "token": "[REDACTED:TOKEN]", "note": [PLACEHOLDER]}


def test_a_dataclass_that_gives_itself_as_its_copy_is_withheld() -> None:
    @dataclass
    class Single:
        password: str

        def __copy__(self) -> Single:
            return self

    given = Single("horse")
    assert sentinel.redact(given).text == "[REDACTED:ERROR]"  # type: ignore[comparison-overlap]
    assert given.password == "horse", "what was given changed"


def test_pydantic_models_are_copied() -> None:
    model = pydantic.create_model("Login", name=(str, ...), password=(str, ...), pin=(int, ...))
    given = model(name="ann", password="horse", pin=1234)
    redacted = sentinel.redact(given).text
    assert (redacted.name, redacted.password, redacted.pin) == ("ann", PASSWORD, "[REDACTED:ONE_TIME_CODE]")
    assert given.password == "horse" and type(redacted) is model


def test_what_a_pydantic_model_keeps_beside_its_fields_is_redacted() -> None:

    class Login(pydantic.BaseModel):
        model_config = pydantic.ConfigDict(extra="allow")
        user: str = "ann"
        password: str
        _token: str = pydantic.PrivateAttr(default="horse")
        _unset: str = pydantic.PrivateAttr()

        @cached_property
        def dsn(self) -> str:
            return f"postgres://{self.user}:{self.password}@db/app"

    given = Login(password=WORDS, **{"api_key": "horse", KEY: 1})
    assert WORDS in given.dsn
    redacted: Any = sentinel.redact(given).text
    assert redacted.password.startswith("[REDACTED:") and redacted._token == "[REDACTED:TOKEN]"
    assert redacted.__pydantic_extra__ == {"api_key": "[REDACTED:API_KEY]", PLACEHOLDER: 1}
    held = str([vars(redacted), redacted.__pydantic_extra__, redacted.__pydantic_private__])
    assert (KEY in held or "horse" in held) is False
    assert redacted.model_fields_set == given.model_fields_set and redacted.user == "ann"
    assert (given._token, given.api_key) == ("horse", "horse") and WORDS in given.dsn


def test_a_namespace_is_copied_by_its_attributes() -> None:
    given = SimpleNamespace(user="ann", password="horse", notes=[KEY])
    redacted = sentinel.redact(given).text
    assert type(redacted) is SimpleNamespace
    assert vars(redacted) == {"user": "ann", "password": PASSWORD, "notes": [PLACEHOLDER]}
    assert given.password == "horse", "what was given changed"


@pytest.mark.parametrize("options", [{}, {"frozen": True}, {"slots": False}])
def test_classes_of_attrs_are_copied_by_their_fields(options: dict[str, bool]) -> None:
    kind = attrs.make_class("Login", {"user": attrs.field(), "password": attrs.field()}, **{"slots": True, **options})
    redacted = sentinel.redact(kind("ann", "horse")).text
    assert redacted == kind("ann", PASSWORD)


def test_models_of_pydantic_1_are_copied_by_their_fields() -> None:
    class Login(pydantic.v1.BaseModel):
        user: str
        password: str
        _token: str = pydantic.v1.PrivateAttr(default="horse")

    given = Login(user="ann", password="horse")
    redacted = sentinel.redact(given).text
    assert redacted.dict() == {"user": "ann", "password": PASSWORD} and redacted._token == "[REDACTED:TOKEN]"
    assert given.dict() == {"user": "ann", "password": "horse"}, "what was given changed"


def test_names_and_values_in_pairs_are_masked() -> None:
    headers = [("Host", "h"), ("Authorization", "Bearer horse"), (b"cookie", b"a=b")]
    redacted = sentinel.redact({"headers": headers}).text["headers"]
    assert redacted[0] == ("Host", "h") and redacted[1] == ("Authorization", "[REDACTED:AUTHORIZATION]")
    assert redacted[2] == (b"cookie", b"[REDACTED:COOKIE]")
