"""Where values stand in a text. Looked up only for payloads with findings: parsing does not need it.

Offsets count the Unicode code points of a text, as Python does; `Text` makes lines and columns of them.
"""

from __future__ import annotations

import json
import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any, Final, NamedTuple, NoReturn

from ..jsontext import escape
from .results import Region

__all__ = ["Place", "Places", "Span", "Text", "Tracker", "json_places"]


class Span(NamedTuple):
    """A part of a text, from `start` up to, not including, `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Place:
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
        return array("Q", chain([0], (found.end() for found in re.finditer("\n", self.text))))

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


_Wanted = dict[str, Any]  # the tokens of the wanted pointers, as a tree; a pointer that ends at a node is under _HERE
_HERE: Final = ""  # no token: each begins with a slash


def _tree(pointers: Iterable[str]) -> _Wanted:
    root: _Wanted = {}
    for pointer in pointers:
        node = root
        for token in re.findall("/[^/]*", pointer):
            node = node.setdefault(token, {})
        node[_HERE] = pointer
    return root


@dataclass(slots=True)
class _Container:
    """An array or an object that is open."""

    wanted: _Wanted | None
    start: int
    key: Span | None
    again: bool
    is_object: bool
    members: set[str] = field(default_factory=set)
    next_key: Span | None = None
    token: str = ""
    """The key of the next member of an object."""
    count: int = 0


class Tracker:
    """Notes where the wanted values are, while somebody walks through a text."""

    def __init__(self, wanted: Iterable[str]) -> None:
        self.places: Final[Places] = {}
        self._root: _Wanted | None = _tree(wanted)
        self._open: Final[list[_Container]] = []

    @property
    def depth(self) -> int:
        """How many arrays and objects are open."""
        return len(self._open)

    @property
    def in_object(self) -> bool:
        """Whether the innermost of them is an object."""
        return bool(self._open) and self._open[-1].is_object

    @property
    def takes_key(self) -> bool:
        """Whether a key comes next."""
        return self.in_object and self._open[-1].next_key is None

    def key(self, text: str, span: Span) -> None:
        """A key of the innermost object; its value comes next."""
        holder = self._open[-1]
        holder.token, holder.next_key = text, span

    def scalar(self, span: Span) -> None:
        """A value that is neither array nor object."""
        wanted, key, again = self._enter()
        self._note(wanted, Place(span, key, again))

    def open(self, start: int, *, is_object: bool) -> None:
        """An array or an object begins."""
        wanted, key, again = self._enter()
        self._open.append(_Container(wanted, start, key, again, is_object))

    def close(self, end: int) -> None:
        """The innermost array or object ends."""
        closed = self._open.pop()
        self._note(closed.wanted, Place(Span(closed.start, end), closed.key, closed.again))

    def _enter(self) -> tuple[_Wanted | None, Span | None, bool]:
        """What is wanted of the value that comes now, its key, and whether that is a repeated one."""
        if not self._open:
            return self._root, None, False
        holder = self._open[-1]
        key, holder.next_key = holder.next_key, None
        if not holder.is_object:
            token, again = str(holder.count), False
            holder.count += 1
        elif holder.wanted:
            token, again = holder.token, holder.token in holder.members
            holder.members.add(token)
        else:
            return None, None, False
        wanted = holder.wanted.get("/" + escape(token)) if holder.wanted else None
        return wanted, key, again

    def _note(self, wanted: _Wanted | None, place: Place) -> None:
        if wanted and _HERE in wanted:
            self.places.setdefault(wanted[_HERE], []).append(place)


def json_places(text: str, wanted: Iterable[str]) -> Places:
    """The places of JSON Pointers in a JSON text; a pointer that leads nowhere has none.

    What is not JSON is a `ValueError`. Nothing is too deep.

    >>> json_places('{"a": [1, 22]}', ["/a/1"])
    {'/a/1': [Place(value=Span(start=10, end=12), key=None, again=False)]}
    """
    walk = _JsonWalk(text, Tracker(wanted))
    walk.run()
    return walk.tracker.places


_BLANK: Final = re.compile(r"[ \t\n\r]*")
_STRING: Final = re.compile(r'"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*+"')
_SCALAR: Final = re.compile(_STRING.pattern + r"|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null")


class _JsonWalk:
    """One walk through a JSON text, without recursion."""

    def __init__(self, text: str, tracker: Tracker) -> None:
        self.text: Final = text
        self.tracker: Final = tracker
        self.at = 0

    def run(self) -> None:
        """Walk through the whole text."""
        begun = self._value()
        while self.tracker.depth:
            if self._take("}" if self.tracker.in_object else "]"):
                self.tracker.close(self.at)
                begun = False
                continue
            if not begun:
                self._expect(",")
            if self.tracker.in_object:
                self._key()
            begun = self._value()
        self._skip_blanks()
        if self.at != len(self.text):
            self._refuse("nothing more")

    def _value(self) -> bool:
        """Walk over a value; whether it is an array or object, which has only begun."""
        self._skip_blanks()
        found = _SCALAR.match(self.text, self.at)
        if found:
            self.at = found.end()
            self.tracker.scalar(Span(*found.span()))
        elif self._take("{") or self._take("["):
            self.tracker.open(self.at - 1, is_object=self.text[self.at - 1] == "{")
        else:
            self._refuse("a value")
        return not found

    def _key(self) -> None:
        self._skip_blanks()
        found = _STRING.match(self.text, self.at)
        if not found:
            self._refuse("a key")
        self.at = found.end()
        text = found[0]
        self.tracker.key(json.loads(text) if "\\" in text else text[1:-1], Span(*found.span()))
        self._expect(":")

    def _expect(self, mark: str) -> None:
        if not self._take(mark):
            self._refuse(mark)

    def _take(self, mark: str) -> bool:
        """Walk over blanks and a mark, if it comes next."""
        self._skip_blanks()
        taken = self.text.startswith(mark, self.at)
        self.at += taken
        return taken

    def _skip_blanks(self) -> None:
        found = _BLANK.match(self.text, self.at)
        assert found is not None, "no blank at all matches as well"
        self.at = found.end()

    def _refuse(self, expected: str) -> NoReturn:
        raise ValueError(f"expected {expected} at offset {self.at}")
