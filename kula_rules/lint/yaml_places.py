"""Where values stand in a YAML text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from ..yamltext import yaml_events
from .positions import Place, Places, Span, Wanted, tree_of

__all__ = ["yaml_places"]


def yaml_places(text: str, wanted: Iterable[str]) -> Places:
    r"""The places of pointers into a stream of documents, the first token of each being the number of its document.

    An alias stands where it stands; nothing inside it has a place.

    >>> yaml_places("a: 1\n---\n- no\n- b: 22\n", ["/1/1/b"])
    {'/1/1/b': [Place(value=Span(start=19, end=21), key=Span(start=16, end=17), again=False)]}
    """
    walk = _YamlWalk(text, _Tracker(wanted))
    for event in yaml_events(text):
        walk.follow(type(event).__name__, event)
    walk.tracker.close(len(text))
    return walk.tracker.places


_ANCHOR: Final = re.compile(r"&[\w-]+(?:\s+|#.*)*")


class _YamlWalk:
    """One walk through the events of a text."""

    def __init__(self, text: str, tracker: _Tracker) -> None:
        self.text: Final = text
        self.tracker: Final = tracker
        self.done = 0
        """The end of the last value that is complete: there ends a block too, and not at what follows it."""

    def follow(self, kind: str, event: Any) -> None:
        """Take the next event."""
        start, end = event.start_mark.index, event.end_mark.index
        if kind in ("ScalarEvent", "AliasEvent"):
            self._word(event, Span(self._after_anchor(event, start, end), end))
        elif kind in ("MappingStartEvent", "SequenceStartEvent"):
            begin = self._after_anchor(event, start, len(self.text))
            self.done = max(self.done, begin)
            self.tracker.open(begin, is_object=kind == "MappingStartEvent")
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            self.done = end if end > start else self.done
            self.tracker.close(self.done)

    def _word(self, event: Any, span: Span) -> None:
        if self.tracker.takes_key:
            self.tracker.key(event.value, span)
            self.done = span.end
        else:
            self.done = _trimmed(self.text, span)
            self.tracker.scalar(Span(span.start, self.done))

    def _after_anchor(self, event: Any, start: int, end: int) -> int:
        anchor = _ANCHOR.match(self.text, start) if getattr(event, "anchor", None) else None
        return min(end, anchor.end()) if anchor else start


def _trimmed(text: str, span: Span) -> int:
    """The end of a word, without the blank lines that the parser counts with it."""
    end = span.end
    while end > span.start and text[end - 1].isspace():
        end -= 1
    return end


@dataclass(slots=True)
class _Container:
    """An array or an object that is open."""

    wanted: Wanted | None
    start: int
    key: Span | None
    again: bool
    is_object: bool
    members: set[str] = field(default_factory=set)
    next_key: Span | None = None
    token: str = ""
    """The key of the next member of an object."""
    count: int = 0


class _Tracker:
    """Notes where the wanted values are. What is open first is the stream, as an array of documents."""

    def __init__(self, wanted: Iterable[str]) -> None:
        self.places: Final[Places] = {}
        self._open: Final = [_Container(tree_of(wanted), 0, None, again=False, is_object=False)]

    @property
    def takes_key(self) -> bool:
        """Whether a key comes next."""
        return self._open[-1].is_object and self._open[-1].next_key is None

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

    def _enter(self) -> tuple[Wanted | None, Span | None, bool]:
        """What is wanted of the value that comes now, its key, and whether that is a repeated one."""
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
        wanted = holder.wanted.get(token) if holder.wanted else None
        return wanted, key, again

    def _note(self, wanted: Wanted | None, place: Place) -> None:
        if wanted and None in wanted:
            self.places.setdefault(wanted[None], []).append(place)
