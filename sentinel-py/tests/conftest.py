"""Synthetic secrets, never whole in the source, and a receiver of webhooks."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

SECRET = "whsec_" + base64.b64encode(b"a shared secret of 32 bytes, ok!").decode()


@pytest.fixture
def aws_key() -> str:
    return "AKIA" + "QYLPMN5HHHFPZAM2"


@pytest.fixture
def house_tokens() -> list[str]:
    """Six tokens of a family that no built-in rule knows."""
    bodies = [
        ("euw", "9fK2mQ7xLw3RtZ8aB4cDe5Gh6JkM"),
        ("use", "Xp5VnT1yGh6JkM0oQ2sUw4Ya8Cd3"),
        ("aps", "bC8dE3fG7hI1jK5lM9nO2pQ6rS4t"),
        ("euw", "Zx1Cv2Bn3Mq4Wp5Er6Ty7Ui8Op9L"),
        ("use", "h7G6f5D4s3A2q1W0e9R8t7Y6u5I4"),
        ("sae", "mN3bV4cX5zL6kJ7hG8fD9sA0pO1i"),
    ]
    return [f"hsk_{region}_{body}" for region, body in bodies]


@pytest.fixture
def store_url(tmp_path: Path) -> str:
    return f"sqlite://{tmp_path}/sentinel.db"


class Receiver:
    """A security team's hook on the loopback interface; answers what `status` says."""

    def __init__(self) -> None:
        self.status = 204
        self.received: list[tuple[str, dict[str, str], bytes]] = []
        self.arrived = threading.Event()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                receiver.received.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
                self.send_response(receiver.status)
                self.send_header("content-length", "0")
                self.end_headers()
                receiver.arrived.set()

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hooks"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.server.shutdown()
    receiver.server.server_close()
