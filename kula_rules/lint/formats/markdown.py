"""Markdown, for the summary of a job. GitHub shows one of up to 1 MiB, and none that is larger."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ..results import Located, Result, Run, Summary
from .harmless import file_label, path_shown, shown
from .parts import Each, End, Format
from .words import basis, level_of, place_of, reasons, totals, verdicts

__all__ = ["MARKDOWN"]


def _code(text: str) -> str:
    """The text as a code span: nothing in one is Markdown, HTML, a link or a mention.

    >>> _code("a"), _code("`b`")
    ('`a`', '`` `b` ``')
    """
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    pad = " " if text.startswith(("`", " ")) or text.endswith(("`", " ")) else ""
    return f"{fence}{pad}{text}{pad}{fence}" if text else ""


def _cell(text: str) -> str:
    r"""The same in a table, where a bar would end the cell.

    >>> _cell("a|b")
    '`a\\|b`'
    """
    return _code(text).replace("|", r"\|")


def _head(run: Run, summary: Summary) -> str:
    lines = [f"## {verdicts(summary)}", "", f"{totals(summary)}  ", basis(run), ""]
    if summary.errors or summary.warnings:
        lines += ["| place | severity | code | at | message |", "|---|---|---|---|---|", ""]
    return "\n".join(lines)


def _rows(result: Result, run: Run) -> str:
    return "".join(_row(located, result, run) for located in result.located)


def _row(located: Located, result: Result, run: Run) -> str:
    finding, region = located.finding, located.region
    place = f"{path_shown(run, result.source)}:{region.line}:{region.column}"
    at = _cell(place_of(result, finding))
    cells = (_cell(place), finding.severity, _cell(finding.code), at, _cell(shown(finding.message)))
    return f"| {' | '.join(cells)} |\n"


def _ending(_: Run, summary: Summary) -> str:
    return "".join((*_section("Not checked", _unchecked(summary)), *_section("Notices", _notices(summary))))


def _section(title: str, items: Iterator[str]) -> Iterator[str]:
    lines = "".join(f"- {item}\n" for item in items)
    if lines:
        yield f"\n### {title}\n\n{lines}"


def _unchecked(summary: Summary) -> Iterator[str]:
    for needs, codes in reasons(summary.unchecked):
        yield f"for want of {_code(needs)}: {', '.join(map(_code, codes))}"


def _notices(summary: Summary) -> Iterator[str]:
    for notice in summary.notices:
        yield f"{level_of(notice)}: {_code(file_label(notice.source))}: {_code(shown(notice.message))}"


MARKDOWN: Final[Format] = (End(_head), Each(_rows, findings_only=True), End(_ending))
"""A heading, a table of the findings, and lists of what was not checked and what is about the run."""
