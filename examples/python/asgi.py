"""An ASGI middleware that redacts what an application answers, piece by piece, and what it logs.

    app = Redact(app)                       # around FastAPI, Starlette, Django or your own
    uvicorn module:app

A streamed answer stays one: each event goes out when it is complete. Answers that are not text pass as they are.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import sentinel

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]

FORMATS = {b"text/event-stream": "sse", b"application/x-ndjson": "jsonl", b"application/jsonl": "jsonl"}


class Redact:
    """Wraps `send`, and leaves all else to the application."""

    def __init__(self, app: Application, scanner: sentinel.Scanner | None = None) -> None:
        self.app = app
        self.scanner = scanner if scanner is not None else sentinel.Scanner()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answer = Answer(self.scanner, send)
        await self.app(scope, receive, answer.send)


class Answer:
    """One answer on its way out."""

    def __init__(self, scanner: sentinel.Scanner, send: Send) -> None:
        self.scanner = scanner
        self.out = send
        self.stream: sentinel.Stream | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            message = self.start(message)
        elif message["type"] == "http.response.body" and self.stream is not None:
            body = self.stream.push(message.get("body", b""))
            if not message.get("more_body", False):
                body += self.stream.finish()
            message = {**message, "body": body}
        await self.out(message)

    def start(self, message: Message) -> Message:
        headers = [(name.lower(), value) for name, value in message.get("headers", [])]
        kind = dict(headers).get(b"content-type", b"").partition(b";")[0].strip().lower()
        encoded = b"content-encoding" in dict(headers)
        if encoded or not (kind in FORMATS or kind.startswith(b"text/") or kind.endswith(b"json")):
            return message
        self.stream = self.scanner.stream(FORMATS.get(kind, "text"))
        # The length is another after redaction.
        return {**message, "headers": [(name, value) for name, value in headers if name != b"content-length"]}


def redact_logs(scanner: sentinel.Scanner | None = None) -> None:
    """Has every handler of the root logger redact its records. To be called once logging is set up."""
    redacting = sentinel.RedactingFilter(scanner)
    for handler in logging.getLogger().handlers:
        handler.addFilter(redacting)
