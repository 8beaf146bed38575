"""Edits as a unified diff, for people and for `patch`. Nothing is searched: the edits say which lines differ."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import PurePath
from typing import Final, TypeVar

from ..shape import visible
from .edits import TextEdit, apply_edits, in_order
from .logs import tamed
from .positions import Span

__all__ = ["unified_diff"]

_CONTEXT: Final = 3  # lines around a change


def unified_diff(name: str, text: str, edits: Iterable[TextEdit], private: Iterable[Span] = ()) -> str:
    r"""The edits of the file `name` as a unified diff; nothing if they change nothing.

    It is safe to print: `private` parts are shown as `…`, and what a terminal could act on is made visible. A diff that
    shows such a line can not be applied. Lines end with LF.

    >>> print(unified_diff("a.json", '{\n"host_id": "7"\n}\n', [TextEdit(Span(13, 16), "7")]), end="")
    --- a/a.json
    +++ b/a.json
    @@ -1,3 +1,3 @@
     {
    -"host_id": "7"
    +"host_id": 7
     }
    """
    lines = _lines(_masked(text, private))
    hunks = "".join(_hunks(lines, _changes(lines, edits)))
    if not hunks:
        return ""
    old, new = _file_name(f"a/{_relative(name)}"), _file_name(f"b/{_relative(name)}")
    return f"--- {old}\n+++ {new}\n{hunks}"


# --- what changes ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Change:
    """The lines from `start` up to `end`, counted from 0, and what is to stand there instead."""

    start: int
    end: int
    new: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Touched:
    """The lines, from `start` up to `end`, that an edit touches."""

    start: int
    end: int
    edit: TextEdit


def _lines(text: str) -> list[str]:
    return re.findall("[^\n]*\n|[^\n]+", text)


def _changes(lines: Sequence[str], edits: Iterable[TextEdit]) -> Iterator[_Change]:
    """The changes in their order; between any two stands a line that stays."""
    starts = list(accumulate(map(len, lines), initial=0))
    touched = (_touched(starts, edit) for edit in in_order(edits))
    groups = _runs(touched, lambda one, other: other.start < one.end)
    changes = (_change(lines, starts, group) for group in groups)
    effective = (change for change in changes if change.new or change.start < change.end)
    for run in _runs(effective, lambda one, other: other.start <= one.end):
        yield _Change(run[0].start, run[-1].end, [line for change in run for line in change.new])


_Item = TypeVar("_Item")


def _runs(items: Iterable[_Item], meet: Callable[[_Item, _Item], bool]) -> Iterator[list[_Item]]:
    """The items in their order, those together of which each meets the next."""
    run: list[_Item] = []
    for item in items:
        if run and not meet(run[-1], item):
            yield run
            run = []
        run.append(item)
    if run:
        yield run


def _touched(starts: Sequence[int], edit: TextEdit) -> _Touched:
    count = len(starts) - 1
    first, end = (bisect_right(starts, offset, hi=count) for offset in edit.span)
    return _Touched(max(0, first - 1), end, edit)


def _change(lines: Sequence[str], starts: Sequence[int], group: Sequence[_Touched]) -> _Change:
    first, end = group[0].start, group[-1].end
    base, edits = starts[first], (touched.edit for touched in group)
    shifted = (TextEdit(Span(edit.span.start - base, edit.span.end - base), edit.text) for edit in edits)
    return _trimmed(lines, first, end, _lines(apply_edits("".join(lines[first:end]), shifted)))


def _trimmed(lines: Sequence[str], first: int, last: int, new: Sequence[str]) -> _Change:
    """A change without the lines at its ends that stay: the end of a removed line is the start of the next."""
    head, tail = 0, len(new)
    while first < last and head < tail and lines[first] == new[head]:
        first, head = first + 1, head + 1
    while first < last and head < tail and lines[last - 1] == new[tail - 1]:
        last, tail = last - 1, tail - 1
    return _Change(first, last, new[head:tail])


# --- how it is written -----------------------------------------------------------------------------------------------


def _hunks(lines: Sequence[str], changes: Iterable[_Change]) -> Iterator[str]:
    """The changes with the lines around them, those together whose contexts meet."""
    shift = 0  # how many lines more the new text has so far
    for run in _runs(changes, lambda one, other: other.start - one.end <= 2 * _CONTEXT):
        start, end = max(0, run[0].start - _CONTEXT), min(len(lines), run[-1].end + _CONTEXT)
        growth = sum(len(change.new) - (change.end - change.start) for change in run)
        yield f"@@ -{_range(start, end - start)} +{_range(start + shift, end - start + growth)} @@\n"
        yield from _body(lines, start, end, run)
        shift += growth


def _body(lines: Sequence[str], start: int, end: int, changes: Sequence[_Change]) -> Iterator[str]:
    for change in changes:
        yield from _marked(" ", lines[start : change.start])
        yield from _marked("-", lines[change.start : change.end])
        yield from _marked("+", change.new)
        start = change.end
    yield from _marked(" ", lines[start:end])


def _range(start: int, size: int) -> str:
    """Lines as a hunk's head counts them: from 1, and no line stands after the one before it."""
    return f"{start + 1}" if size == 1 else f"{start + 1 if size else start},{size}"


def _marked(mark: str, lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        body = line.removesuffix("\n")
        yield f"{mark}{_shown(body)}\n"
        if body == line:
            yield "\\ No newline at end of file\n"


# --- what is safe to show --------------------------------------------------------------------------------------------

_HIDDEN: Final = "\0"  # in place of each private character; no text that could be parsed holds one


def _masked(text: str, private: Iterable[Span]) -> str:
    parts, done = [], 0
    for span in sorted(private):
        start, end = max(span.start, done), max(span.end, done)
        parts += [text[done:start], re.sub("[^\n]", _HIDDEN, text[start:end])]
        done = end
    return "".join([*parts, text[done:]])


def _shown(line: str) -> str:
    """A line, safe to print and in the log of a build; neither tabs nor a CR at its end do harm."""
    if line.lstrip().startswith("::"):  # a command of GitHub's, even behind blanks
        line = line.replace("::", ":·", 1)
    if line.isprintable():
        return tamed(line)
    body = line.removesuffix("\r")
    safe = "\t".join(map(visible, re.sub(f"{_HIDDEN}+", "…", body).split("\t")))
    return tamed(safe) + line[len(body) :]


def _relative(name: str) -> str:
    return PurePath(name).as_posix().lstrip("/")


def _file_name(name: str) -> str:
    """A name as Git spells it; a tab ends one with blanks, which `patch` would cut there."""
    octets = name.encode("utf-8", "surrogateescape").decode("latin-1")
    quoted = re.sub(r'[^ -~]|["\\]', _quoted, octets)
    return f'"{quoted}"' if quoted != name else f"{name}\t" if " " in name else name


def _quoted(octet: re.Match[str]) -> str:
    return f"\\{octet[0]}" if octet[0] in '"\\' else f"\\{ord(octet[0]):03o}"
