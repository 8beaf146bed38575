"""What a run of the linter found: the values that every output format reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, Literal

from ..report import Finding, Report
from ..rules import Rule
from ..shape import Surface

__all__ = ["Edit", "Excerpt", "Located", "Notice", "Region", "Result", "Run", "Summary", "Suppression"]


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a file. Lines and columns count from 1, in Unicode code points; the end is the place just after it."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The line of a finding, safe to print: nothing private in it, nothing that a terminal acts on.

    `indent` and `width` say in terminal cells where in `text` the finding stands.
    """

    text: str
    indent: int
    width: int


@dataclass(frozen=True, slots=True)
class Edit:
    """A part of a file, and the text that is to stand there instead."""

    region: Region
    text: str


@dataclass(frozen=True, slots=True)
class Suppression:
    """Why a finding does not count: an exception of the configuration, or the baseline."""

    kind: Literal["exception", "baseline"]
    reason: str


@dataclass(frozen=True, slots=True)
class Located:
    """A finding, and where in its file it stands."""

    finding: Finding
    region: Region
    excerpt: Excerpt | None = None
    fix: str | None = None
    """What `--fix` would do about it, in words."""
    edits: tuple[Edit, ...] = ()
    """The same as edits of the file."""
    fingerprint: str = ""
    """The same as long as the finding is, whatever its lines are numbered; unique within a run."""
    suppression: Suppression | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """The report on one payload; `index` is its position in its file."""

    source: str
    """The file's name as it was given: any bytes, those that are no UTF-8 as lone surrogates."""
    index: int
    report: Report
    """What counts: without the findings that are suppressed."""
    located: tuple[Located, ...] = ()
    """The findings of the report, in its order, where they stand."""
    suppressed: tuple[Located, ...] = ()
    """The findings that do not count, and why."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about the run rather than about a payload: an unreadable file, an exception that nothing needed."""

    kind: Literal["unreadable", "empty", "unfixed", "unused-exception", "expired-exception", "vanished"]
    source: str
    """The file, or the place in the configuration, that it is about."""
    message: str


@dataclass(frozen=True, slots=True)
class Run:
    """What the payloads were judged by: the same for all of them."""

    surface: Surface
    now: datetime | None
    rules: tuple[Rule, ...] = ()
    """The rules that were selected."""
    root: str = ""
    """The folder that the paths of machine-readable formats are relative to."""

    @property
    def moment(self) -> str | None:
        """`now` as RFC 3339, in UTC unless that is outside the years 1 to 9999."""
        if self.now is None:
            return None
        try:
            return self.now.astimezone(UTC).isoformat().replace("+00:00", "Z")
        except OverflowError:
            return self.now.isoformat()


_NONE: Final[Mapping[tuple[str, ...], frozenset[str]]] = {}


@dataclass(frozen=True, slots=True)
class Summary:
    """How many payloads there were, how many findings, and what could not be checked."""

    checked: int = 0
    passed: int = 0
    failed: int = 0
    incomplete: int = 0
    errors: int = 0
    warnings: int = 0
    suppressed: int = 0
    unchecked: Mapping[tuple[str, ...], frozenset[str]] = field(default_factory=lambda: _NONE)
    """For each set of needs, the codes of the rules that wanted it."""
    notices: tuple[Notice, ...] = ()
