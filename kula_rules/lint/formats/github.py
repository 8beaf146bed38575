"""Workflow commands, which GitHub makes annotations of.

It shows ten of each kind for a step, so the most severe come first; all of them stand in the log.
"""

from __future__ import annotations

from typing import Final

from ...rules import Severity
from ..results import Located, Notice, Result, Run, Summary
from .harmless import file_label, path_shown, shown
from .parts import Each, End, Format
from .words import last_line, level_of, told, unchecked_lines

__all__ = ["GITHUB"]

_DATA: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY: Final = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


def _command(name: str, message: str, **properties: object) -> str:
    """A line that is a command, with everything escaped that could end one of its parts."""
    told = ",".join(f"{key}={str(value).translate(_PROPERTY)}" for key, value in properties.items())
    return f"::{name} {told}::{message.translate(_DATA)}\n"


def _errors(result: Result, run: Run) -> str:
    return _annotations("error", result, run)


def _warnings(result: Result, run: Run) -> str:
    return _annotations("warning", result, run)


def _annotations(severity: Severity, result: Result, run: Run) -> str:
    found = (located for located in result.located if located.finding.severity == severity)
    return "".join(_annotation(located, result, run) for located in found)


def _annotation(located: Located, result: Result, run: Run) -> str:
    region = located.region
    lines = {"line": region.line, "endLine": region.end_line}
    columns = {"col": region.column, "endColumn": region.end_column} if region.line == region.end_line else {}
    return _command(
        located.finding.severity,
        told(result, located.finding),
        file=path_shown(run, result.source),
        **lines,
        **columns,
        title=located.finding.code,
    )


def _ending(_: Run, summary: Summary) -> str:
    unchecked = "\n".join(unchecked_lines(summary.unchecked))
    notice = _command("notice", unchecked, title="not checked") if unchecked else ""
    return f"{''.join(map(_notice, summary.notices))}{notice}{last_line(summary)}\n"


def _notice(notice: Notice) -> str:
    name = "notice" if level_of(notice) == "note" else "warning"
    return _command(name, f"{file_label(notice.source)}: {shown(notice.message)}", title=notice.kind)


GITHUB: Final[Format] = (
    Each(_errors, findings_only=True),
    Each(_warnings, findings_only=True),
    End(_ending),
)
"""Errors, then warnings, then what is about the run, and a last line that is no command."""
