"""Secrets that are put in do not come out: not in a repr, an exception, a log or JSON."""

from __future__ import annotations

import io
import json
import logging
import random
import string
import traceback
from collections.abc import Callable
from pathlib import Path

import sentinel

RULES = "patterns: {CANARY: {regex: 'cnry_[0-9A-Za-z]{32}', revoke: generic, redact: {keep_prefix: 5, keep_suffix: 3}}}"


def canaries(count: int) -> list[str]:
    generator = random.Random(20250802)
    letters = string.ascii_letters + string.digits
    return ["cnry_" + "".join(generator.choices(letters, k=32)) for _ in range(count)]


def test_200_secrets_stay_inside(tmp_path: Path) -> None:
    patterns = tmp_path / "patterns.yaml"
    patterns.write_text(RULES)
    shown = io.StringIO()
    log = logging.Logger("canary")
    log.addHandler(logging.StreamHandler(shown))
    secrets = canaries(200)

    def show(*things: object) -> None:
        for thing in things:
            log.warning("%s %r", thing, thing)
            if hasattr(thing, "to_dict"):
                shown.write(json.dumps(thing.to_dict()))

    def fail(call: Callable[[], object]) -> None:
        try:
            call()
        except (sentinel.SentinelError, TypeError) as error:
            log.exception("failed")
            show(error, error.args)
            shown.write("".join(traceback.format_exception(error)))
        else:
            raise AssertionError("it did not fail")

    url = f"sqlite://{tmp_path}/sentinel.db"
    with sentinel.open(url, patterns=patterns, max_input_bytes=4096) as s:
        scanner = s.scanner()
        small = sentinel.Scanner(max_input_bytes=4)
        for number, secret in enumerate(secrets):
            text = f"é token={secret} \ud800" if number % 2 else f"token={secret}"
            outcome = s.process(text, source=secret, tenant=secret, attributes={"repository": secret})
            redacted = scanner.redact(text)
            show(outcome, *outcome.findings, redacted, *redacted.findings, *scanner.scan(text.encode("utf-8", "replace")))
            withheld = small.redact(text)
            show(withheld, withheld.error, s.process(secret * 120).error)
            fail(lambda: small.scan(text))
            fail(lambda: s.quarantine.entry(secret))
            fail(lambda: s.rules.approve(secret, by="alice", reason=secret))
            fail(lambda: s.feedback(secret_type=secret + "!", feedback_type="missed_secret", evidence=secret))
            fail(lambda: s.feedback({"secret_type": "CANARY", "feedback_type": secret}))
            fail(lambda: s.feedback({"secret_type": "CANARY", "feedback_type": "uncertain", "evidence": {secret: 1}}))
            fail(lambda: s.feedback(secret))
            fail(lambda: s.quarantine.review("log_1", secret, by="alice"))
            fail(lambda: sentinel.open(f"postgres://user:{secret}@host/db"))
            fail(lambda: sentinel.open("memory://", webhook_url=f"https://u:{secret}@h", webhook_secret="whsec_" + secret))
            fail(lambda: sentinel.Scanner.from_yaml(f"patterns: {{A: {{regex: x, active: {secret}}}}}"))
            fail(lambda: sentinel.check_rules(f"patterns: [{secret}"))
            fail(lambda: sentinel.draft_regex([f"{secret} \ud800"]))
            fail(lambda: sentinel.draft_regex(["short", secret[:6]]))
            fail(lambda: sentinel.scan([secret]))  # type: ignore[arg-type]
        s.feedback(secret_type="CANARY", feedback_type="missed_secret", evidence=secrets[:5], submitted_by=secrets[0])
        show(s, *s.rules.pending(), *s.rules.history(), *s.quarantine.entries(limit=1000))
        show(*s.revocations.events(limit=1000), *s.hyperlog.entries(limit=5000), s.hyperlog.verify())
        show(scanner, *s.rules.active())
    everything = shown.getvalue()
    leaks = sum(secret[5:-3] in everything for secret in secrets)
    assert len(everything) > 100_000 and leaks == 0, f"{leaks} secrets leak"
    stored = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    leaks = sum(secret[5:-3].encode() in stored for secret in secrets)
    assert leaks == 0, f"{leaks} secrets are stored in clear"
