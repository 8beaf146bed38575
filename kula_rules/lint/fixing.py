"""Sources with their certain fixes: written back, or shown as a diff."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from errno import EACCES, EBUSY
from typing import Final

from ..jsontext import BYTE_ORDER_MARK, JsonError, decode
from ..shape import Surface
from .checking import Judge
from .diffs import unified_diff
from .edits import TextEdit, apply_edits, edit_for
from .fixes import Fix
from .payloads import BLANKS, Kind, language_of, payloads_in, places_in, private_pointers, private_spans
from .positions import Span, Text
from .results import Notice
from .sources import Source, read_all
from .streams import STDIN, WholeFile, reason

__all__ = ["Fixed", "fixed"]

Accepted = Callable[[str, str, str], bool]
"""Whether what stands in a source, with a code or an empty one, at a pointer, is accepted: nobody wants it fixed."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A source, and the edits that its certain fixes are."""

    source: Source
    text: str
    """All of it, a byte order mark included; bytes that are no UTF-8 are lone surrogates."""
    edits: tuple[TextEdit, ...]
    stamp: Stamp | None
    """What the file was known by before it was read."""
    unparsed: bool = False
    """Whether a part of it could not be parsed, in which nothing is fixed."""

    def diff(self, surface: Surface, *, show_values: bool) -> str:
        """The edits as a unified diff, private values left out unless they are to be shown."""
        private = [] if show_values or not self.edits else list(_private(self.text, self.source.kind, surface))
        name = "stdin" if self.source.name == STDIN else self.source.name
        return unified_diff(name, self.text, self.edits, private)

    def save(self) -> Notice | None:
        """Write the file with its edits, whole or not at all; a notice where that can not be done."""
        try:
            self._save()
        except OSError as error:
            return Notice("unreadable", self.source.name, f"can not be fixed: {reason(error)}")
        return None

    def _save(self) -> None:
        if not os.access(self.source.path, os.W_OK):
            raise PermissionError(EACCES, os.strerror(EACCES))
        file = WholeFile(self.source.path, errors="surrogateescape")
        try:
            file.stream.write(apply_edits(self.text, self.edits))
            if _stamp(self.source.path) != self.stamp:
                raise OSError(EBUSY, "it was changed in the meantime")
            file.keep()
        except BaseException:
            file.discard()
            raise


def fixed(source: Source, judge: Judge, accepted: Accepted) -> Fixed | Notice:
    """What of a source can be fixed; a notice where it can not be read."""
    stamp = _stamp(source.path)
    data = read_all(source)
    if isinstance(data, Notice):
        return data
    text = data.decode("utf-8", "surrogateescape")
    edits: list[TextEdit] = []
    unparsed = False
    for start, part in _parts(text, source.kind):
        try:
            edits += (_shifted(edit, start) for edit in _edits(judge, part, source, accepted))
        except JsonError:
            unparsed = True
    return Fixed(source, text, tuple(edits), stamp, unparsed)


Stamp = tuple[int, int, int, int]
"""What a file is known by as long as nobody changes it."""


def _stamp(path: str) -> Stamp | None:
    try:
        status = os.stat(path)
    except (OSError, ValueError):  # ValueError: a NUL in the name
        return None
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


_BLANKS: Final = BLANKS.decode()


def _parts(text: str, kind: Kind) -> Iterator[tuple[int, str]]:
    """The texts to parse in a file, and where they begin: itself, or each of its lines that is not blank."""
    start = int(text.startswith(BYTE_ORDER_MARK))
    if kind != "jsonl":
        yield start, text[start:]
        return
    for line in text[start:].split("\n"):
        if line.strip(_BLANKS):
            yield start, line
        start += len(line) + 1


def _edits(judge: Judge, text: str, source: Source, accepted: Accepted) -> Iterator[TextEdit]:
    """The edits of a text; a `JsonError` where it can not be parsed."""
    checks = list(judge.checked(Text(decode(text)), source.kind, fixing=True))
    fixes = [
        replace(fix, pointer=check.payload.root + fix.pointer)
        for check in checks
        for fix in check.fixes
        if not accepted(source.name, fix.code or "", fix.pointer)
    ]
    places = places_in(text, source.kind, _wanted(fixes)) if fixes else {}
    for fix in fixes:
        edit = edit_for(fix, places, text, language_of(source.kind))
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
            payloads = payloads_in(decode(part), kind)
        except JsonError:
            yield Span(start, start + len(part))
            continue
        wanted = [pointer for payload in payloads for pointer in private_pointers(payload, surface)]
        places = places_in(part, kind, wanted) if wanted else {}
        for span in private_spans(payloads, surface, places):
            yield Span(span.start + start, span.end + start)


def _shifted(edit: TextEdit, by: int) -> TextEdit:
    return replace(edit, span=Span(edit.span.start + by, edit.span.end + by))
