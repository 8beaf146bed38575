"""JUnit's XML, for everything that shows the results of tests: a test case for each payload."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Final

from ...report import Unchecked
from ...rules import Severity
from ..results import Located, Notice, Result, Run, Summary
from .harmless import path_shown, shown
from .parts import Each, End, Format
from .shared import remembering
from .words import basis, last_line, level_of, notice_line, place_of, unchecked_lines, wants_of

__all__ = ["JUNIT"]

_MARKS: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def _xml(text: str) -> str:
    """The text for content and attributes alike, in ASCII; all that XML forbids was made visible by `shown`."""
    return text.translate(_MARKS).encode("ascii", "xmlcharrefreplace").decode("ascii")


def _element(name: str, content: str, **attributes: str) -> str:
    told = "".join(f' {key}="{_xml(value)}"' for key, value in attributes.items())
    return f"<{name}{told}>{_xml(content)}</{name}>\n" if content else f"<{name}{told}/>\n"


def _case(name: str, *content: str) -> tuple[str, ...]:
    head = f'<testcase classname="kula-rules" name="{_xml(name)}"'
    return (f"{head}>\n", *content, "</testcase>\n") if content else (f"{head}/>\n",)


def _result(result: Result, run: Run) -> tuple[str, ...]:
    index = f"[{result.index}]" if result.index else ""
    return _case(path_shown(run, result.source) + index, *_outcome(result))


def _outcome(result: Result) -> Iterator[str]:
    """What keeps a payload from passing: its errors, else what was not checked; and what else is to be said of it."""
    unchecked, errors = result.report.unchecked, result.report.errors
    if unchecked and not errors:
        yield _skipped(unchecked)
    if errors:
        codes = ", ".join(dict.fromkeys(finding.code for finding in errors))
        yield _element("failure", "\n".join(_lines("error", result)), type="error", message=codes)
    besides = [*_lines("warning", result), *(unchecked_lines(wants_of(unchecked)) if errors else ())]
    if besides:
        yield _element("system-out", "\n".join(besides))


@remembering
def _skipped(unchecked: tuple[Unchecked, ...]) -> str:
    return _element("skipped", "\n".join(unchecked_lines(wants_of(unchecked))))


def _lines(severity: Severity, result: Result) -> Iterator[str]:
    return (_line(located, result) for located in result.located if located.finding.severity == severity)


def _line(located: Located, result: Result) -> str:
    place = place_of(result, located.finding)
    at = f" at {place}" if place else ""
    position = f"{located.region.line}:{located.region.column}"
    return f"{position}: {located.finding.code}{at}: {shown(located.finding.message)}"


def _unreadable(summary: Summary) -> list[Notice]:
    return [notice for notice in summary.notices if notice.kind == "unreadable"]


def _head(_: Run, summary: Summary) -> str:
    errors = len(_unreadable(summary))
    counts = f'tests="{summary.checked + errors}" failures="{summary.failed}" errors="{errors}"'
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<testsuites name="kula-rules" {counts}>\n'
        f'<testsuite name="kula-rules" {counts} skipped="{summary.incomplete}">\n'
    )


def _tail(run: Run, summary: Summary) -> str:
    cases = (
        _case(path_shown(run, notice.source), _element("error", "", type="unreadable", message=shown(notice.message)))
        for notice in _unreadable(summary)
    )
    words = _element("system-out", f"{basis(run)}\n{last_line(summary)}")
    others = [notice_line(notice, level_of(notice)) for notice in summary.notices if notice.kind != "unreadable"]
    notices = _element("system-err", "\n".join(others)) if others else ""
    return f"{''.join(chain.from_iterable(cases))}{words}{notices}</testsuite>\n</testsuites>\n"


JUNIT: Final[Format] = (End(_head), Each(_result), End(_tail))
"""Errors are failures, unchecked rules make a case skipped, warnings are its output, unreadable files are errors."""
