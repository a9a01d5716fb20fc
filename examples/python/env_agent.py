"""An agent edits a .env file and never sees a secret in it.

What the agent reads has tokens for values; what it writes passes the guard, which puts the values back. A mask, a
placeholder or a made-up token is refused, and the file stays as it was.

    python examples/python/env_agent.py
"""

from __future__ import annotations

import tempfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

import sentinel

scanner = sentinel.Scanner()
vault = sentinel.Vault("memory://", session="edit-env-1", retention=3600)


def read_for_agent(path: Path) -> str:
    """The file with a token for each secret: this is what goes into the prompt."""
    redacted = scanner.tokenize(path.read_text(encoding="utf-8"), vault)
    if redacted.error:
        raise redacted.error
    return redacted.text


def write_from_agent(path: Path, text: str) -> sentinel.Guarded:
    """Writes what the agent wants written, with the values back in it; what the guard refuses is not written."""
    grant = sentinel.Grant(
        by="machine:env-agent",
        sink="file",
        purpose=f"edit {path.name}",
        until=datetime.now(timezone.utc) + timedelta(minutes=5),
        rules=["AWS_ACCESS_KEY", "GITHUB_TOKEN"],
        session="edit-env-1",
    )
    guarded = sentinel.guard(text, "file", vault=vault, grant=grant)
    path.write_text(guarded.expose(), encoding="utf-8")
    return guarded


def careful_agent(text: str) -> str:
    """Stands for a language model: changes the port, and is not too exact about the tokens."""
    lines = text.replace("PORT=8080", "PORT=9090").splitlines()
    return "\n".join(line.replace("«", "<").replace("»", ">").lower() if "GITHUB" in line else line for line in lines)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        env = Path(folder, ".env")
        before = "AWS_ACCESS_KEY_ID=" + "AKIA" + "QYLPMN5HHHFPZAM2\nPORT=8080\ngithub=" + "ghp_" + "zmE0ZDZM8J9lQRRGI28hq55rn55TQO0HRLR9"
        env.write_text(before, encoding="utf-8")

        prompt = read_for_agent(env)
        assert "AKIA" not in prompt and "ghp_" not in prompt
        print("the agent sees:", prompt.splitlines()[0][:42] + "…")

        guarded = write_from_agent(env, careful_agent(prompt))
        assert env.read_text(encoding="utf-8") == before.replace("8080", "9090")
        print(f"written: {guarded.restored} values are back")

        written = env.read_text(encoding="utf-8")
        token = prompt.split("=")[1].splitlines()[0]
        forged = token[:-3] + ("00»" if not token.endswith("00»") else "11»")
        for what in ("AKIA****AM2", "[REDACTED:AWS_ACCESS_KEY]", forged):
            try:
                write_from_agent(env, f"AWS_ACCESS_KEY_ID={what}\n")
            except sentinel.ForbiddenError as refused:
                print("refused:", refused.context["kind"])
            else:
                raise AssertionError("it was written")
        assert env.read_text(encoding="utf-8") == written


if __name__ == "__main__":
    main()
