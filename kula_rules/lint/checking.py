"""A chunk of a source becomes results: parsed, checked, and each finding located."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ..checker import Checker
from ..jsontext import BYTE_ORDER_MARK, JsonError, decode
from ..report import Report
from .edits import edit_for, is_editable
from .excerpts import disjoint, excerpt, masked_excerpt
from .fixes import Fix, fixes_of, suggestion
from .payloads import (
    BLANKS,
    Kind,
    Payload,
    language_of,
    payloads_in,
    places_in,
    pointers_of,
    private_pointers,
    private_spans,
    span_of,
)
from .positions import Places, Span, Text
from .results import Edit, Located, Result

__all__ = ["Checked", "Chunk", "Judge", "text_of"]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Bytes to check: a whole file, or some lines of one."""

    source: str
    kind: Kind
    data: bytes = b""
    line: int = 1
    """The number of its first line."""
    index: int = 0
    """The position of its first payload in the file."""
    error: JsonError | None = None
    """Why bytes could not be had, where that is about content: data that are cut short, a value that is too large."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A payload and what is said of it."""

    payload: Payload
    report: Report
    fixes: tuple[Fix, ...]

    @property
    def pointers(self) -> Iterator[str]:
        """From the top of the text: what has to be located."""
        yield from pointers_of(self.payload, (finding.pointer for finding in self.report.findings))
        yield from pointers_of(self.payload, (fix.pointer for fix in self.fixes))


def text_of(data: bytes, kind: Kind, line: int = 1) -> Text:
    """The text of a chunk, without a byte order mark that begins its file; a `JsonError` where it is not UTF-8."""
    return _without_mark(decode(data, language_of(kind).upper()), line)


def _without_mark(text: str, line: int) -> Text:
    return Text(text.removeprefix(BYTE_ORDER_MARK) if line == 1 else text, line)


class Judge:
    """Checks chunks, all by the same arguments."""

    def __init__(self, checker: Checker, *, show_values: bool = False) -> None:
        self.checker: Final = checker
        self.surface: Final = checker.rules.surface
        self.show_values: Final = show_values

    def results(self, chunk: Chunk) -> Iterator[Result]:
        """The results of all payloads of a chunk, in order."""
        if chunk.error:
            yield self._refused(chunk.source, chunk.error, Text("", chunk.line), chunk.index)
        elif chunk.kind == "jsonl":
            yield from self._of_lines(chunk)
        else:
            yield from self._of_text(chunk, chunk.data, chunk.line, chunk.index)

    def checked(self, text: Text, kind: Kind, *, fixing: bool = False) -> Iterator[Checked]:
        """The payloads of a text, checked; a `JsonError` where it can not be parsed.

        What could be fixed without being a finding is looked for with `fixing` only.
        """
        editable = is_editable(text.text, language_of(kind))
        for payload in payloads_in(text.text, kind):
            report = self.checker.check(payload.value, payload.repeated)
            wanted = editable and (fixing or report.findings)
            fixes = fixes_of(payload.value, report, self.surface) if wanted else ()
            yield Checked(payload, _advised(report), fixes)

    def _of_lines(self, chunk: Chunk) -> Iterator[Result]:
        index = chunk.index
        for number, line in enumerate(chunk.data.split(b"\n"), chunk.line):
            if line.strip(BLANKS):
                yield from self._of_text(chunk, line.removesuffix(b"\r"), number, index)
                index += 1

    def _of_text(self, chunk: Chunk, data: bytes, line: int, index: int) -> Iterator[Result]:
        try:
            text = text_of(data, chunk.kind, line)
            checks = list(self.checked(text, chunk.kind))
        except JsonError as error:
            yield self._refused(chunk.source, error, _without_mark(data.decode("utf-8", "replace"), line), index)
            return
        places = self._places(text, chunk.kind, [check for check in checks if check.report.findings])
        for number, check in enumerate(checks, index):
            located = tuple(self._located(check, text, chunk.kind, places)) if check.report.findings else ()
            yield Result(chunk.source, number, check.report, located)

    def _places(self, text: Text, kind: Kind, checks: Sequence[Checked]) -> Places:
        if not checks:
            return {}
        wanted = [pointer for check in checks for pointer in check.pointers]
        wanted += [pointer for check in checks for pointer in private_pointers(check.payload, self.surface)]
        return places_in(text.text, kind, wanted)

    def _located(self, check: Checked, text: Text, kind: Kind, places: Places) -> Iterator[Located]:
        within = places[check.payload.root][-1].value
        private = [] if self.show_values else disjoint(private_spans([check.payload], self.surface, places))
        settling = {(fix.code, fix.pointer): fix for fix in check.fixes}
        for finding in check.report.findings:
            span = span_of(finding, check.payload, places)
            fix = settling.get((finding.code, finding.pointer))
            edits = _edits(fix, check.payload, places, text, kind)
            shown = excerpt(text, span, within, private)
            described = fix.description if fix and edits else None
            yield Located(finding, text.region(span), shown, described, edits)

    def _refused(self, source: str, error: JsonError, text: Text, index: int) -> Result:
        span = text.span_at(error.line or 1, error.column or 1)
        report = self.checker.refuse(error.below(text.line - 1))
        line = excerpt(text, span, Span(0, len(text.text)), ()) if self.show_values else masked_excerpt(text, span)
        return Result(source, index, report, (Located(report.findings[0], text.region(span), line),))


def _advised(report: Report) -> Report:
    """The report, its messages saying where one could go from here."""
    advice = {finding: suggestion(finding) for finding in report.findings}
    if not any(advice.values()):
        return report
    told = (replace(f, message=f"{f.message} {more}") if (more := advice[f]) else f for f in report.findings)
    return replace(report, findings=tuple(told))


def _edits(fix: Fix | None, payload: Payload, places: Places, text: Text, kind: Kind) -> tuple[Edit, ...]:
    if fix is None:
        return ()
    rooted = replace(fix, pointer=payload.root + fix.pointer)
    edit = edit_for(rooted, places, text.text, language_of(kind))
    return (Edit(text.region(edit.span), edit.text),) if edit else ()
