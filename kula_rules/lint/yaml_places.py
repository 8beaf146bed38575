"""Where values stand in a YAML text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from ..yamltext import yaml_events
from .positions import Places, Span, Tracker

__all__ = ["yaml_places"]


def yaml_places(text: str, wanted: Iterable[str]) -> Places:
    r"""The places of pointers into a stream of documents, the first token of each being the number of its document.

    An alias stands where it stands; nothing inside it has a place.

    >>> yaml_places("a: 1\n---\n- no\n- b: 22\n", ["/1/1/b"])
    {'/1/1/b': [Place(value=Span(start=19, end=21), key=Span(start=16, end=17), again=False)]}
    """
    walk = _YamlWalk(text, Tracker(wanted))
    walk.tracker.open(0, is_object=False)
    for event in yaml_events(text):
        walk.follow(type(event).__name__, event)
    walk.tracker.close(len(text))
    return walk.tracker.places


_ANCHOR: Final = re.compile(r"&[\w-]+(?:\s+|#.*)*")


class _YamlWalk:
    """One walk through the events of a text."""

    def __init__(self, text: str, tracker: Tracker) -> None:
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
