"""Scans of files and folders."""

from __future__ import annotations

import functools
import gc
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import sentinel
from sentinel import FileReport, Scanner, TreeProgress


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    return Scanner()


@pytest.fixture
def forest(tmp_path: Path, aws_key: str) -> Path:
    """Two hundred files, half of which leak."""
    forest = tmp_path / "forest"
    for index in range(200):
        file = forest / str(index % 7) / f"{index:03}"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"é\nkey={aws_key}\n" if index % 2 else "nothing\n" * 1000)
    return forest


def test_each_file_has_its_report(scanner: Scanner, tmp_path: Path, aws_key: str) -> None:
    text = f"é\nkey={aws_key}\n"
    (tmp_path / "a.txt").write_text(text)
    (tmp_path / "b.bin").write_bytes(b"\0" + text.encode())
    (tmp_path / "c.txt").write_text(text, encoding="utf-16")
    (tmp_path / "d").symlink_to("a.txt")
    (tmp_path / "large").write_text("x" * 2000)
    tree = scanner.scan_tree(tmp_path, max_bytes=1000)
    reports = [(Path(file.path).name, len(file.findings), file.skipped, file.encoding) for file in tree]
    assert reports == [
        ("a.txt", 1, None, None),
        ("b.bin", 0, "binary", None),
        ("c.txt", 1, None, "utf-16le"),
        ("d", 0, "symbolic_link", None),
        ("large", 0, "too_large", None),
    ]
    summary = tree.summary
    assert summary is not None and not summary.cancelled
    assert (summary.scanned, summary.skipped, summary.failed, summary.findings) == (2, 3, 0, 2)
    alone = scanner.scan(text.encode())
    assert next(scanner.scan_tree(tmp_path / "a.txt")).findings == alone, "offsets count bytes"
    assert list(tree) == [], "it has ended"


def test_a_path_may_be_one_or_many_and_need_not_exist(scanner: Scanner, tmp_path: Path) -> None:
    (tmp_path / "a").write_text("nothing")
    missing = tmp_path / "none"
    reports = list(scanner.scan_tree([str(tmp_path / "a"), missing]))
    assert [file.path for file in reports] == [str(tmp_path / "a"), str(missing)]
    error = reports[1].error
    assert isinstance(error, sentinel.NotFoundError) and reports[1].to_dict()["error"] == "not_found"
    with pytest.raises(sentinel.InvalidInputError):
        list(scanner.scan_tree([]))
    with pytest.raises(sentinel.InvalidInputError, match="threads"):
        list(scanner.scan_tree(tmp_path, threads=5000))


def test_ignore_files_are_obeyed_unless_told_otherwise(scanner: Scanner, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    for name, content in ((".gitignore", "g"), (".ignore", "i"), (".sentinelignore", "s"), ("g", ""), ("i", ""), ("s", "")):
        (tmp_path / name).write_text(content)

    def names(**options: bool) -> str:
        reports = scanner.scan_tree(tmp_path, **options)
        return "".join(name for file in reports if len(name := Path(file.path).name) == 1)

    assert names() == "" and names(gitignore=False) == "g" and names(ignore=False) == "i"
    assert names(sentinelignore=False) == "s"
    assert names(gitignore=False, ignore=False, sentinelignore=False, hidden=False) == "gis"


def test_threads_change_nothing(scanner: Scanner, forest: Path) -> None:
    one = list(scanner.scan_tree(forest, threads=1))
    assert one == list(scanner.scan_tree(forest, threads=8)) and len(one) == 200
    paths = [Path(file.path) for file in one]
    assert paths == sorted(paths)


def test_a_name_that_is_not_utf8_comes_back(scanner: Scanner, tmp_path: Path, aws_key: str) -> None:
    path = os.fsencode(tmp_path) + b"/\xff"
    try:
        with open(path, "wb") as file:
            file.write(aws_key.encode())
    except OSError:
        pytest.skip("the file system refuses such names")
    (report,) = scanner.scan_tree(tmp_path)
    assert os.fsencode(report.path) == path and len(report.findings) == 1


def test_progress_is_told_on_the_thread_that_iterates(scanner: Scanner, forest: Path) -> None:
    told: list[tuple[TreeProgress, int]] = []
    tree = scanner.scan_tree(forest, progress=lambda progress: told.append((progress, threading.get_ident())))
    count = sum(1 for _ in tree)
    assert tree.summary is not None
    last, thread = told[-1]
    assert (last.files, last.findings) == (count, 100) and last.bytes == tree.summary.bytes
    assert thread == threading.get_ident()


def test_closing_ends_the_scan(scanner: Scanner, forest: Path) -> None:
    with scanner.scan_tree(forest, threads=1) as tree:
        first = next(tree)
        assert isinstance(first, FileReport) and tree.summary is None
    assert tree.summary is not None and tree.summary.cancelled
    with pytest.raises(StopIteration):
        next(tree)
    tree.close()


def test_an_exception_of_progress_ends_the_scan(scanner: Scanner, forest: Path) -> None:
    def stop(_: TreeProgress) -> None:
        raise RuntimeError("enough")

    tree = scanner.scan_tree(forest, progress=stop)
    with pytest.raises(RuntimeError, match="enough"):
        list(tree)
    assert list(tree) == [] and tree.summary is None
    tree.close()


def test_a_scan_that_nobody_reads_any_more_ends(scanner: Scanner, forest: Path) -> None:
    def running() -> int:
        return sum(name.startswith("sentinel-") for name in _threads())

    tree = scanner.scan_tree(forest)
    next(tree)
    del tree
    gc.collect()
    deadline = time.monotonic() + 10
    while running() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert running() == 0


def _threads() -> list[str]:
    folder = Path("/proc/self/task")
    if not folder.exists():
        pytest.skip("no /proc")
    names = []
    for task in folder.iterdir():
        try:
            names.append((task / "comm").read_text())
        except OSError:
            pass
    return names


def test_reports_show_no_value(scanner: Scanner, forest: Path, aws_key: str) -> None:
    shown = repr(list(scanner.scan_tree(forest)))
    assert "AWS_ACCESS_KEY" not in shown and aws_key not in shown
    assert aws_key not in str([file.to_dict() for file in scanner.scan_tree(forest)])


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
def test_an_interrupt_ends_the_command(tmp_path: Path, aws_key: str) -> None:
    (tmp_path / "a").write_text(aws_key)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "sentinel", "scan", tmp_path / "a", pipe]
    # A shell in the background has its children ignore interrupts.
    heed = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    with subprocess.Popen(command, stdout=-1, stderr=-1, preexec_fn=heed) as running:
        # Open and silent: the scan waits for what comes.
        with pipe.open("wb", buffering=0) as silent:
            silent.write(b"x" * 100_000)
            time.sleep(0.5)
            running.send_signal(signal.SIGINT)
            printed, errors = running.communicate(timeout=20)
    assert running.returncode == 130 and b"Traceback" not in errors
    assert printed.count(b"AWS_ACCESS_KEY") == 1, "what was found until then is printed"
