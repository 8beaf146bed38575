"""Where values stand in a text. Looked up only for payloads with findings: parsing does not need it.

Offsets count the Unicode code points of a text, as Python does; `Text` makes lines and columns of them.
"""

from __future__ import annotations

import json
import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable
from functools import cached_property
from itertools import chain
from json.scanner import make_scanner
from typing import Any, Final, NamedTuple, cast

from .results import Region

__all__ = ["Place", "Places", "Span", "Text", "Wanted", "json_places", "tree_of"]


class Span(NamedTuple):
    """A part of a text, from `start` up to, not including, `end`."""

    start: int
    end: int


class Place(NamedTuple):
    """Where a value stands, and its key if it is a member of an object."""

    value: Span
    key: Span | None = None
    again: bool = False
    """Whether the key stood in the same object before."""


Places = dict[str, list[Place]]
"""All places of each pointer, in the order of the text: several where a key is repeated, the last one counting."""


class Text:
    r"""A text and its lines. A line ends with LF or CR LF; a CR alone ends none.

    >>> Text("a\nbc").region(Span(2, 4))
    Region(line=2, column=1, end_line=2, end_column=3)
    """

    def __init__(self, text: str, line: int = 1) -> None:
        self.text: Final = text
        self.line: Final = line
        """The number of the first line."""

    @cached_property
    def _starts(self) -> array[int]:
        ends = (found.end() for found in re.finditer("\n", self.text)) if "\n" in self.text else ()
        return array("Q", chain([0], ends))

    def region(self, span: Span) -> Region:
        """The lines and columns of a span."""
        return Region(*self._position(span.start), *self._position(span.end))

    def _position(self, offset: int) -> tuple[int, int]:
        row = bisect_right(self._starts, offset) - 1
        return self.line + row, offset - self._starts[row] + 1

    def span_at(self, line: int, column: int) -> Span:
        """The code point at a place (lines from 1 in this text), or the empty part after its line's last one."""
        row = min(line, len(self._starts)) - 1
        start = min(self._starts[row] + column - 1, len(self.text))
        return Span(start, min(start + 1, max(start, self.line_around(start).end)))

    def line_around(self, offset: int) -> Span:
        """The line that an offset is in, without its end."""
        row = bisect_right(self._starts, offset) - 1
        last = row + 1 == len(self._starts)
        end = len(self.text) if last else self._starts[row + 1] - 1
        if not last and end > self._starts[row] and self.text[end - 1] == "\r":
            end -= 1
        return Span(self._starts[row], end)


Wanted = dict[str | None, Any]
"""Pointers as a tree: for each token, unescaped, what goes on with it; under `None` the pointer that ends there."""


def tree_of(pointers: Iterable[str]) -> Wanted:
    """The pointers as a tree.

    >>> tree_of(["/a~1b", ""])
    {'a/b': {None: '/a~1b'}, None: ''}
    """
    root: Wanted = {}
    for pointer in pointers:
        node = root
        for token in pointer.split("/")[1:]:
            node = node.setdefault(token.replace("~1", "/").replace("~0", "~"), {})
        node[None] = pointer
    return root


def json_places(text: str, wanted: Iterable[str]) -> Places:
    """The places of JSON Pointers in a text that is JSON, and nests no deeper than `jsontext` allows.

    A pointer that leads nowhere has none.

    >>> json_places('{"a": [1, 22]}', ["/a/1"])
    {'/a/1': [Place(value=Span(start=10, end=12), key=None, again=False)]}
    """
    walk = _JsonWalk(text)
    walk.run(tree_of(wanted))
    return walk.places


_scan: Final = cast(Callable[[str, int], tuple[Any, int]], make_scanner(cast(Any, json.JSONDecoder(parse_int=str))))
"""The standard parser: a value, its integers as text, so that none is too long, and where it ends."""

_BLANK: Final = r"[ \t\n\r]*+"
_KEY: Final = rf'("[^"\\]*(?:\\.[^"\\]*)*+"){_BLANK}:{_BLANK}'
_BLANKS: Final = re.compile(_BLANK)
_COMMA: Final = re.compile(f"{_BLANK},{_BLANK}")
_FIRST_KEY: Final = re.compile(_BLANK + _KEY)
_NEXT_KEY: Final = re.compile(_COMMA.pattern + _KEY)
_COLON: Final = re.compile(f"{_BLANK}:{_BLANK}")


class _JsonWalk:
    """One walk through a JSON text: step by step where something is wanted, and the standard parser passes the rest."""

    def __init__(self, text: str) -> None:
        self.text: Final = text
        self.places: Final[Places] = {}

    def run(self, wanted: Wanted) -> None:
        """Walk through the whole text, or straight to what is wanted."""
        start = self._after_blanks(0)
        members = self._members(start, wanted)
        if members is None:
            self._value(start, wanted)
            return
        if None in wanted:
            self.places[wanted[None]] = [Place(Span(start, self.text.rindex("}") + 1))]
        for key, value, inside in members:
            self._value(value, inside, key)

    def _members(self, start: int, wanted: Wanted) -> list[tuple[Span, int, Wanted]] | None:
        """The wanted members of an object by their keys, where their values begin; `None` where that is not certain.

        It is in an object with no other one in it and no escapes: between two strings is a comma or a colon, so that a
        word between quotes is a string.
        """
        text = self.text
        if not text.startswith("{", start) or text.find("{", start + 1) > 0 or "\\" in text:
            return None
        found = []
        for key, inside in wanted.items():
            if key is None:
                continue
            quoted = f'"{key}"'
            at = text.find(quoted)
            if at < 0 and key.isidentifier():
                continue
            colon = _COLON.match(text, at + len(quoted))
            if not (key.isidentifier() and colon) or text.find(quoted, at + 1) > 0:
                return None
            found.append((Span(at, at + len(quoted)), colon.end(), inside))
        return found

    def _value(self, start: int, wanted: Wanted, key: Span | None = None, *, again: bool = False) -> int:
        """Walk over a value of which something is wanted; its end."""
        mark = self.text[start : start + 1] if len(wanted) > (None in wanted) else ""
        if mark == "{":
            end = self._object(start + 1, wanted)
        elif mark == "[":
            end = self._array(start + 1, wanted)
        else:
            end = _scan(self.text, start)[1]
        if None in wanted:
            self.places.setdefault(wanted[None], []).append(Place(Span(start, end), key, again))
        return end

    def _object(self, at: int, wanted: Wanted) -> int:
        before: set[str] = set()
        found = _FIRST_KEY.match(self.text, at)
        while found:
            key = json.loads(found[1]) if "\\" in found[1] else found[1][1:-1]
            inside = wanted.get(key)
            if inside is None:
                at = _scan(self.text, found.end())[1]
            else:
                at = self._value(found.end(), inside, Span(*found.span(1)), again=key in before)
                before.add(key)
            found = _NEXT_KEY.match(self.text, at)
        return self._after_blanks(at) + 1

    def _array(self, at: int, wanted: Wanted) -> int:
        start = self._after_blanks(at)
        if self.text.startswith("]", start):
            return start + 1
        index = 0
        while True:
            end = self._value(start, wanted.get(str(index), {}))
            comma = _COMMA.match(self.text, end)
            if not comma:
                return self._after_blanks(end) + 1
            start, index = comma.end(), index + 1

    def _after_blanks(self, at: int) -> int:
        found = _BLANKS.match(self.text, at)
        assert found is not None, "no blank at all matches as well"
        return found.end()
