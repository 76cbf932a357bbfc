"""`script/bench`: measures, prints the table, and with --write keeps it in docs/performance.md."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import page, reports, server
from benchmarks.figures import Row, as_markdown, as_text
from benchmarks.subject import subject
from tests.chromium import browser

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
HEAD = (
    "# What it costs\n\n"
    "Written by `script/bench --write`: {when}, Python {python}, {cores} cores shared by browser, server and load "
    "generator, everything on loopback. Bytes and times of a page are the 95th percentile of 30 page views by "
    "strangers with an empty cache; a rule is true when the timer of the condition's observer is due. The boot rate "
    "stands beside a Flask application that reads the same body and answers about as many bytes, on the same server "
    "with the same number of threads, in alternating rounds. A year's performance is that of 20 campaigns, 10 million "
    "page views and half a million displays, and as many the year before, in SQLite.\n\n"
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument("--write", action="store_true", help="also write docs/performance.md")
    write: bool = parser.parse_args().write
    rows = _measure()
    print(as_text(rows))
    if write:
        PAGE.write_text(_head() + as_markdown(rows) + "\n", encoding="utf-8")
    return 1 if any(row.verdict == "BROKEN" for row in rows) else 0


def _measure() -> list[Row]:
    with subject() as product, browser() as chromium:
        rows = page.measure(product, chromium)
    with subject() as product:
        rows += server.measure(product)
    return rows + reports.measure()


def _head() -> str:
    return HEAD.format(when=f"{datetime.now(UTC):%Y-%m-%d}", python=platform.python_version(), cores=os.cpu_count())


if __name__ == "__main__":
    sys.exit(main())
