"""A pytest plugin: tells what was skipped in one line a reason, and fails it where nothing may be.

With `IDEAFORGE_NO_SKIPS=1` (set in CI) every skip is a failure, so that a missing browser or
database cannot pass for a green run.
"""

import os
from collections import Counter
from collections.abc import Generator

import pytest

STRICT = os.environ.get("IDEAFORGE_NO_SKIPS") == "1"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn the skip of one test into a failure."""
    report = yield
    # pytest reports an expected failure as a skip as well; that one is no gap.
    if STRICT and report.skipped and not hasattr(report, "wasxfail"):
        _fail(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn the skip of a whole module into a failure."""
    report = yield
    if STRICT and report.skipped:
        _fail(report)
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print each reason once, with the number of tests that it kept from running."""
    counts = Counter(_reason(report) for report in terminalreporter.stats.get("skipped", []))
    for reason, count in counts.most_common():
        terminalreporter.write_line(f"skipped {count}: {reason}")


def _fail(report: pytest.TestReport | pytest.CollectReport) -> None:
    reason = _reason(report)
    report.outcome = "failed"
    report.longrepr = f"skipped although IDEAFORGE_NO_SKIPS=1: {reason}"


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return reason.removeprefix("Skipped: ")
