"""For people: what is wrong and where, and last of all the whole run in one line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..results import Excerpt, Located, Result, Run, Summary
from .harmless import file_label, line_start, shown
from .parts import Each, End, Format
from .words import basis, last_line, place_of

__all__ = ["CONCISE", "text_format"]

_COLOURS: Final = {"error": "1;31", "warning": "1;33", "code": "1", "gutter": "34", "fix": "32"}
"""SGR parameters. Only our own words are coloured."""


def text_format(*, colour: bool = False) -> Format:
    """Findings with the lines that they are about, and what could not be checked."""
    return (Each(_coloured if colour else _plain, findings_only=True, excerpts=True), End(_ending))


def _painted(words: str, role: str, colour: bool) -> str:
    return f"\x1b[{_COLOURS[role]}m{words}\x1b[0m" if colour else words


def _coloured(result: Result, _: Run) -> str:
    return _findings(result, colour=True)


def _plain(result: Result, _: Run) -> str:
    return _findings(result, colour=False)


def _findings(result: Result, *, colour: bool) -> str:
    return "".join("\n".join([*_block(found, result, colour), "", ""]) for found in result.located)


def _block(found: Located, result: Result, colour: bool) -> Iterator[str]:
    severity = _painted(found.finding.severity, found.finding.severity, colour)
    code = _painted(found.finding.code, "code", colour)
    yield f"{_position(found, result)}: {severity}: {code}: {shown(found.finding.message)}"
    if place := place_of(result, found.finding):
        yield f"  at {place}"
    if found.excerpt:
        yield from _source_line(found.excerpt, found, colour)
    if found.fix is not None:
        yield f"  {_painted('fix', 'fix', colour)}: {shown(found.fix)}"


def _position(found: Located, result: Result) -> str:
    return f"{line_start(file_label(result.source))}:{found.region.line}:{found.region.column}"


def _source_line(excerpt: Excerpt, found: Located, colour: bool) -> Iterator[str]:
    """The line, and below it what marks the finding."""
    number = str(found.region.line)
    marks = _painted("^" * excerpt.width, found.finding.severity, colour)
    yield f"  {_painted(f'{number} |', 'gutter', colour)} {shown(excerpt.text)}"
    yield f"  {_painted(' ' * len(number) + ' |', 'gutter', colour)} {' ' * excerpt.indent}{marks}"


def _ending(run: Run, summary: Summary) -> str:
    """What is about the run. Its notices stand on standard error already."""
    return f"{basis(run)}\n{last_line(summary)}\n"


def _lines(result: Result, _: Run) -> str:
    heads = ((_position(located, result), located.finding) for located in result.located)
    return "".join(f"{place}: {f.severity}: {f.code}: {shown(f.message)}\n" for place, f in heads)


def _last_line(_: Run, summary: Summary) -> str:
    return f"{last_line(summary)}\n"


CONCISE: Final[Format] = (Each(_lines, findings_only=True), End(_last_line))
"""A line for each finding."""
