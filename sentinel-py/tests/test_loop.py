"""The whole loop: leak, outcome, entry, webhook, reports, approval, found, verified."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import sentinel
from conftest import SECRET, Receiver
from standardwebhooks import Webhook


def until(condition: Callable[[], object], seconds: float = 20) -> None:
    """Waits until the condition holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def test_the_whole_loop(store_url: str, receiver: Receiver, aws_key: str, house_tokens: list[str]) -> None:
    with sentinel.open(store_url, webhook_url=receiver.url, webhook_secret=SECRET) as s:
        # A leak is redacted, quarantined and logged.
        outcome = s.process(f"user=7 key={aws_key} city=Köln", source="checkout", tenant="acme")
        assert outcome.text == "user=7 key=[REDACTED:AWS_ACCESS_KEY] city=Köln"
        assert (outcome.entry, outcome.log_reference, outcome.revocations) == ("log_1", "hyperlog:1", 1)
        assert outcome.findings[0].fingerprint and outcome.error is None
        entry = s.quarantine.entry("log_1")
        assert (entry.source, entry.tenant, entry.log_line) == ("checkout", "acme", outcome.text)
        assert entry.secret_types == ["AWS_ACCESS_KEY"] and entry.status == "PENDING"

        # The webhook arrives, and its signature holds.
        assert receiver.arrived.wait(20)
        path, headers, body = receiver.received[0]
        assert path == "/hooks/aws-revoke"
        payload = Webhook(SECRET).verify(body, headers)
        assert payload["log_reference"] == "hyperlog:1" and payload["secret_type"] == "AWS_ACCESS_KEY"
        assert aws_key.encode() not in body
        until(lambda: s.revocations.events()[0].state == "accepted")
        (event,) = s.revocations.events()
        assert event.id == headers["webhook-id"] and json.loads(event.payload) == payload
        assert s.revocations.events(after=event.id) == []
        assert s.revocations.worker_errors == 0

        # Five reports become one proposal, which a person approves.
        stranger = f"handshake {house_tokens[5]}"
        assert s.process(stranger).findings == []
        before = s.scanner()
        updates = [
            s.feedback(feedback_type="missed_secret", secret_type="HOUSE_TOKEN", evidence=[token], submitted_by="bob")
            for token in house_tokens[:5]
        ]
        assert len({update.id for update in updates}) == 1
        (pending,) = s.rules.pending()
        assert pending == updates[-1] and pending.status == "pending human review"
        assert pending.new_regex == r"\bhsk_[a-z]{3}_[0-9A-Za-z]{28}\b"
        assert pending.evidence and (pending.evidence.samples, pending.evidence.matched) == (5, 5)
        approved = s.rules.approve(pending.id, by="alice", reason="five of five match")
        assert approved.status == "approved" and s.rules.pending() == []
        assert "HOUSE_TOKEN" in {rule.name for rule in s.rules.active()}
        assert s.process(stranger).text == "handshake [REDACTED:HOUSE_TOKEN]"
        assert before.scan(stranger) == [] and s.scanner().scan(stranger)
        last = s.rules.history()[-1]
        assert (last.status, last.approved_by, last.decision_reason) == ("approved", "alice", "five of five match")

        # All of it is in the log.
        log = s.hyperlog.entries()
        assert [item.sequence for item in log] == list(range(1, len(log) + 1))
        assert {"leak_detected", "revocation_attempted", "feedback_received", "update_approved"} <= {
            item.kind for item in log
        }
        verification = s.hyperlog.verify()
        assert (verification.entries, verification.head.chain) == (len(log), log[-1].chain)
    with sentinel.open(store_url) as again:
        assert again.process(stranger).findings
        assert again.hyperlog.verify().entries == len(log) + 1


def test_a_false_alarm_becomes_an_exception(aws_key: str) -> None:
    with sentinel.open("memory://") as s:
        entry = s.process(f"key={aws_key}").entry
        report = {
            "alert_id": entry,
            "secret_type": "AWS_ACCESS_KEY",
            "feedback_type": "false_positive",
            "evidence": "Key was dummy data: TESTKEY123",
            "suggested_regex_fix": None,
        }
        update = s.feedback(json.dumps(report), submitted_by="bob")
        assert update.id == s.feedback(report, submitted_by="bob").id
        assert update.exceptions.prefixes == ["TESTKEY"] and update.submitted_by == "bob"
        s.rules.reject(update.id, by="alice", reason="not sure")
        assert s.rules.pending() == [] and s.process(aws_key).findings
        s.rules.approve(s.feedback(report).id, by="alice", reason="it is ours")
        assert s.process(aws_key).findings == []


def test_originals_are_opened_by_people_with_a_reason(aws_key: str) -> None:
    with sentinel.open("memory://") as s:
        line = b"\xff key=" + aws_key.encode()
        outcome = s.process(line, attributes={"repository": "shop"})
        assert outcome.entry and outcome.text == "\ufffd key=[REDACTED:AWS_ACCESS_KEY]"
        assert outcome.findings[0].start == 6
        with pytest.raises(sentinel.InvalidInputError):
            s.quarantine.open(outcome.entry, by="alice", reason=" ")
        assert s.quarantine.open(outcome.entry, by="alice", reason="incident 12") == line
        assert s.hyperlog.entries()[-1].kind == "original_opened"
        s.quarantine.review(outcome.entry, "REVIEWED", by="alice", reason="it is real")
        assert s.quarantine.entries(status="PENDING") == []
        assert [entry.id for entry in s.quarantine.entries("REVIEWED", "AWS_ACCESS_KEY")] == [outcome.entry]
        assert s.quarantine.entries(offset=1) == s.quarantine.entries(limit=0) == []
        with pytest.raises(sentinel.ConflictError):
            s.feedback(secret_type="AWS_ACCESS_KEY", feedback_type="false_positive", alert_id=outcome.entry)


def test_rules_edited_by_hand_are_reloaded(store_url: str, tmp_path: Path) -> None:
    with sentinel.open(store_url) as s:
        file = tmp_path / "sentinel.patterns.yaml"
        file.write_text("patterns: {HOUSE: {regex: 'hsk_[0-9]{8}'}}")
        s.rules.reload()
        assert s.process("hsk_12345678").findings
        file.write_text("patterns: {HOUSE: {regex: 'hsk_('}}")
        with pytest.raises(sentinel.InvalidRuleError):
            s.rules.reload()
        assert s.process("hsk_12345678").findings


def test_a_record_that_is_too_large_is_withheld(aws_key: str) -> None:
    with sentinel.open("memory://", max_input_bytes=8) as s:
        outcome = s.process(aws_key)
        assert outcome.text == "[REDACTED:LIMIT]" and outcome.entry == "log_1"
        assert isinstance(outcome.error, sentinel.LimitExceededError)
        assert s.scanner().withheld == 1


def test_a_webhook_that_cannot_be_reached_is_recorded(store_url: str, aws_key: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, and not listening: nobody answers
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with sentinel.open(store_url, webhook_url=url, webhook_secret=SECRET) as s:
            s.process(f"key={aws_key}")
            until(lambda: s.revocations.events()[0].attempts)
            (event,) = s.revocations.events()
            assert event.state == "retrying" and event.last_error
            assert event.next_attempt > s.quarantine.entry("log_1").timestamp
    with sentinel.open(store_url) as s:
        assert s.revocations.events()[0].attempts == 1
        assert s.revocations.worker_errors is None


def test_a_webhook_that_refuses_is_recorded(receiver: Receiver, aws_key: str) -> None:
    receiver.status = 410
    with sentinel.open("memory://", webhook_url=receiver.url, webhook_secret=SECRET) as s:
        s.process(f"key={aws_key}")
        until(lambda: s.revocations.events()[0].state == "failed")
        assert s.revocations.events()[0].last_error == "http 410"


def test_threads_share_a_sentinel(store_url: str, aws_key: str) -> None:
    with sentinel.open(store_url) as s:
        entries: list[str | None] = []

        def work() -> None:
            entries.extend(s.process(f"key={aws_key}").entry for _ in range(10))

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(set(entries)) == 40 and None not in entries
        assert s.hyperlog.verify().entries == 40
        assert len(s.revocations.events()) == 1
