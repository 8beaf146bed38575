"""A chunk of a source becomes results: parsed, checked, and each finding located."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ..checker import Checker
from ..jsontext import BYTE_ORDER_MARK, JsonError, decode
from ..report import Finding, Report
from .edits import is_editable
from .excerpts import excerpt, masked_excerpt
from .fixes import fixes_of, is_settled, suggestion
from .locating import Checked, Locator
from .payloads import BLANKS, Kind, Payload, language_of, payloads_in, private_pointers
from .positions import Span, Text
from .results import Located, Result

__all__ = ["Chunk", "Judge", "text_of"]


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


def text_of(data: bytes, kind: Kind, line: int = 1) -> Text:
    """The text of a chunk, without a byte order mark that begins its file; a `JsonError` where it is not UTF-8."""
    return _without_mark(decode(data, language_of(kind).upper()), line)


def _without_mark(text: str, line: int) -> Text:
    return Text(text.removeprefix(BYTE_ORDER_MARK) if line == 1 else text, line)


_MARK: Final = BYTE_ORDER_MARK.encode()
_UNREAD: Final = Payload(None, "")
"""A payload whose value nobody asks for."""
_AT_ONCE: Final = 64  # reports without findings: few enough to stay in the processor's cache

Silent = Sequence[Report]
"""Reports without findings, one after another."""


class Judge:
    """Checks chunks, all by the same arguments."""

    def __init__(self, checker: Checker, *, show_values: bool = False, excerpts: bool = True) -> None:
        self.checker: Final = checker
        self.surface: Final = checker.rules.surface
        self.show_values: Final = show_values
        self.excerpts: Final = excerpts

    def results(self, chunk: Chunk) -> Iterator[Result]:
        """The results of all payloads of a chunk, in order."""
        index = chunk.index
        for said in self.said(chunk):
            if isinstance(said, Result):
                found = [said]
            else:
                found = [Result(chunk.source, number, report) for number, report in enumerate(said, index)]
            yield from found
            index += len(found)

    def said(self, chunk: Chunk) -> Iterator[Silent | Result]:
        """The same, but of payloads without findings the reports alone, which are all that there is to say of them."""
        if chunk.error:
            return iter([self._refused(chunk.source, chunk.error, Text("", chunk.line), chunk.index)])
        return self._of_lines(chunk) if chunk.kind == "jsonl" else self._of_text(chunk)

    def checked(self, text: Text, kind: Kind, *, fixing: bool = False) -> Iterator[Checked]:
        """The payloads of a text, checked; a `JsonError` where it can not be parsed.

        What could be fixed without being a finding is looked for with `fixing` only.
        """
        for payload in payloads_in(text.text, kind):
            report = self.checker.check(payload.value, payload.repeated)
            yield self._checked(text, kind, payload, report, fixing=fixing)

    def _checked(self, text: Text, kind: Kind, payload: Payload, report: Report, *, fixing: bool = False) -> Checked:
        wanted = (fixing or is_settled(report)) and is_editable(text.text, language_of(kind))
        fixes = fixes_of(payload.value, report, self.surface) if wanted else ()
        if not report.codes:
            return Checked(payload, report, fixes)
        return Checked(payload, _advised(report), fixes, private_pointers(payload, self.surface) if self._masks else ())

    @property
    def _masks(self) -> bool:
        """Whether lines are shown, but not what is private in them."""
        return self.excerpts and not self.show_values

    def _of_lines(self, chunk: Chunk) -> Iterator[Silent | Result]:
        index, marks = chunk.index, _MARK in chunk.data
        check, silent = self.checker.check_json, list[Report]()
        for number, line in enumerate(chunk.data.split(b"\n"), chunk.line):
            report = check(line)
            if not (report.codes or (marks and line.startswith(_MARK))):
                silent.append(report)
            elif line.strip(BLANKS):
                yield silent
                silent = []
                yield self._of_line(Chunk(chunk.source, "jsonl", line.removesuffix(b"\r"), number, index), report)
            else:
                continue
            index += 1
            if len(silent) == _AT_ONCE:
                yield silent
                silent = []
        yield silent

    def _of_line(self, line: Chunk, report: Report) -> Silent | Result:
        """The same as `_of_text` of what is checked already."""
        try:
            text = text_of(line.data, "jsonl", line.line)
            payload = payloads_in(text.text, "jsonl")[0] if self._is_read(text, report) else _UNREAD
        except JsonError as error:
            return self._refused_text(line, error)
        return next(self._results(line, text, [self._checked(text, "jsonl", payload, report)]))

    def _is_read(self, text: Text, report: Report) -> bool:
        """Whether the value of a line has to be known, or why it has none."""
        is_refused = "invalid_json" in report.codes or text.text.startswith(BYTE_ORDER_MARK)
        return is_refused or is_settled(report) or self._masks

    def _of_text(self, chunk: Chunk) -> Iterator[Silent | Result]:
        try:
            text = text_of(chunk.data, chunk.kind, chunk.line)
            checks = list(self.checked(text, chunk.kind))
        except JsonError as error:
            return iter([self._refused_text(chunk, error)])
        return self._results(chunk, text, checks)

    def _results(self, chunk: Chunk, text: Text, checks: Sequence[Checked]) -> Iterator[Silent | Result]:
        found = [check for check in checks if check.report.findings]
        locator = Locator(text, chunk.kind, found, excerpts=self.excerpts) if found else None
        for index, check in enumerate(checks, chunk.index):
            if locator and check.report.findings:
                yield Result(chunk.source, index, check.report, tuple(locator.located(check)))
            else:
                yield [check.report]

    def _refused_text(self, chunk: Chunk, error: JsonError) -> Result:
        text = _without_mark(chunk.data.decode("utf-8", "replace"), chunk.line)
        return self._refused(chunk.source, error, text, chunk.index)

    def _refused(self, source: str, error: JsonError, text: Text, index: int) -> Result:
        span = text.span_at(error.line or 1, error.column or 1)
        report = self.checker.refuse(error.below(text.line - 1))
        line = excerpt(text, span, Span(0, len(text.text)), ()) if self.show_values else masked_excerpt(text, span)
        return Result(source, index, report, (Located(report.findings[0], text.region(span), line),))


def _advised(report: Report) -> Report:
    """The report, its messages saying where one could go from here."""
    return Report(tuple(map(_told, report.findings)), report.unchecked)


def _told(finding: Finding) -> Finding:
    more = suggestion(finding)
    return replace(finding, message=f"{finding.message} {more}") if more else finding
