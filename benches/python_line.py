"""Times one call a line from Python: lines come as JSON on stdin, figures go as JSON to stdout."""

import json
import sys
import time

import sentinel

ROUNDS = 15


def best_ns(call, lines):
    """Nanoseconds of one line in the best round."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter_ns()
        for line in lines:
            call(line)
        best = min(best, time.perf_counter_ns() - start)
    return best / len(lines)


def figure(name, call, lines):
    ns = best_ns(call, lines)
    mb_per_s = sum(map(len, lines)) / len(lines) / ns * 1e3
    return {"name": name, "backend": "python", "mb_per_s": mb_per_s, "ns": ns, "ratio_to_memchr": None}


def main():
    lines = json.load(sys.stdin)
    scanner = sentinel.Scanner()
    figures = [
        figure("line_200_scan", scanner.scan, lines),
        figure("line_200_redact", scanner.redact, lines),
    ]
    json.dump(figures, sys.stdout)


if __name__ == "__main__":
    main()
