"""Sources with their certain fixes: written back, or shown as a diff."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from ..jsontext import JsonError
from ..shape import Surface
from .checking import Judge
from .diffs import unified_diff
from .edits import TextEdit, apply_edits, edit_for
from .fixes import Fix
from .payloads import Kind, payloads_in, places_in, private_pointers, private_spans
from .positions import Span, Text
from .results import Notice
from .sources import Source, read_all
from .streams import WholeFile, reason

__all__ = ["Fixed", "fixed"]

Accepted = Callable[[str, str, str], bool]
"""Whether a finding (of the source, with the code, at the pointer) is accepted, so that nobody wants it fixed."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A source, and the edits that its certain fixes are."""

    source: Source
    text: str
    """All of it, a byte order mark included; bytes that are no UTF-8 are lone surrogates."""
    edits: tuple[TextEdit, ...]

    def diff(self, surface: Surface, *, show_values: bool) -> str:
        """The edits as a unified diff, private values left out unless they are to be shown."""
        private = [] if show_values or not self.edits else list(_private(self.text, self.source.kind, surface))
        return unified_diff(self.source.name, self.text, self.edits, private)

    def save(self) -> Notice | None:
        """Write the file with its edits, whole or not at all; a notice where that can not be done."""
        try:
            file = WholeFile(self.source.path, errors="surrogateescape")
        except OSError as error:
            return self._unsaved(error)
        try:
            file.stream.write(apply_edits(self.text, self.edits))
            file.keep()
        except OSError as error:
            file.discard()
            return self._unsaved(error)
        return None

    def _unsaved(self, error: OSError) -> Notice:
        return Notice("unreadable", self.source.name, f"can not be fixed: {reason(error)}")


def fixed(source: Source, judge: Judge, accepted: Accepted) -> Fixed | Notice:
    """What of a source can be fixed; a notice where it can not be read."""
    data = read_all(source)
    if isinstance(data, Notice):
        return data
    text = data.decode("utf-8", "surrogateescape")
    edits = [
        _shifted(edit, start)
        for start, part in _parts(text, source.kind)
        for edit in _edits(judge, part, source, accepted)
    ]
    return Fixed(source, text, tuple(edits))


def _parts(text: str, kind: Kind) -> Iterator[tuple[int, str]]:
    """The texts to parse in a file, and where they begin: itself, or each of its lines."""
    start = int(text.startswith("\ufeff"))
    if kind != "jsonl":
        yield start, text[start:]
        return
    for line in text[start:].split("\n"):
        yield start, line
        start += len(line) + 1


def _edits(judge: Judge, text: str, source: Source, accepted: Accepted) -> Iterator[TextEdit]:
    """The edits of a text; none of one that can not be parsed."""
    try:
        checks = list(judge.checked(Text(text), source.kind, fixing=True)) if text.strip() else []
    except JsonError:
        return
    fixes = [
        replace(fix, pointer=check.payload.root + fix.pointer)
        for check in checks
        for fix in check.fixes
        if not (fix.code and accepted(source.name, fix.code, fix.pointer))
    ]
    places = places_in(text, source.kind, _wanted(fixes)) if fixes else {}
    for fix in fixes:
        edit = edit_for(fix, places, text, "yaml" if source.kind == "yaml" else "json")
        if edit:
            yield edit


def _wanted(fixes: list[Fix]) -> Iterator[str]:
    for fix in fixes:
        yield fix.pointer
        yield fix.pointer.rpartition("/")[0]


def _private(text: str, kind: Kind, surface: Surface) -> Iterator[Span]:
    """Where private values of all payloads stand; all of a text that can not be parsed."""
    for start, part in _parts(text, kind):
        try:
            payloads = payloads_in(part, kind) if part.strip() else []
        except JsonError:
            yield Span(start, start + len(part))
            continue
        wanted = [pointer for payload in payloads for pointer in private_pointers(payload, surface)]
        places = places_in(part, kind, wanted) if wanted else {}
        for span in private_spans(payloads, surface, places):
            yield Span(span.start + start, span.end + start)


def _shifted(edit: TextEdit, by: int) -> TextEdit:
    return replace(edit, span=Span(edit.span.start + by, edit.span.end + by))
