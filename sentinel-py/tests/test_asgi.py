"""The ASGI example does what it says."""

from __future__ import annotations

import asyncio
import importlib.util
import json
from pathlib import Path
from typing import Any

EXAMPLE = Path(__file__).parents[2] / "examples" / "python" / "asgi.py"
KEY = "AKIA" + "QYLPMN5HHHFPZAM2"


def answered(kind: bytes, parts: list[bytes], *headers: tuple[bytes, bytes]) -> tuple[dict[bytes, bytes], list[bytes]]:
    spec = importlib.util.spec_from_file_location("asgi", EXAMPLE)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    sent: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"Content-Type", kind), *headers]})
        for part in parts:
            await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body"})

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(module.Redact(app)({"type": "http"}, None, send))
    return dict(sent[0]["headers"]), [message.get("body", b"") for message in sent[1:]]


def test_an_answer_in_pieces_is_redacted() -> None:
    headers, bodies = answered(b"text/plain; charset=utf-8", [b"key=" + KEY[:9].encode(), KEY[9:].encode()], (b"Content-Length", b"24"))
    assert b"".join(bodies) == b"key=[REDACTED:AWS_ACCESS_KEY]"
    assert b"content-length" not in headers


def test_the_events_of_a_language_model_are_redacted_as_one_text() -> None:
    def event(text: str) -> bytes:
        return b"data: " + json.dumps({"choices": [{"index": 0, "delta": {"content": text}}]}).encode() + b"\n\n"

    _, bodies = answered(b"text/event-stream", [event(part) for part in ("it is ", KEY[:5], KEY[5:], " and so on")])
    payloads = [line[6:] for line in b"".join(bodies).split(b"\n") if line.startswith(b"data: ")]
    text = "".join(json.loads(payload)["choices"][0]["delta"]["content"] for payload in payloads)
    assert text == "it is [REDACTED:AWS_ACCESS_KEY] and so on"


def test_what_is_no_text_passes() -> None:
    image = b"\x89PNG" + KEY.encode()
    assert b"".join(answered(b"image/png", [image])[1]) == image
    assert b"".join(answered(b"text/plain", [image], (b"Content-Encoding", b"gzip"))[1]) == image
