"""Where values stand in a YAML text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from ..yamltext import yaml_events
from .positions import Places, Span, Tracker

__all__ = ["has_aliases", "yaml_places"]


def yaml_places(text: str, wanted: Iterable[str]) -> Places:
    r"""The places of pointers into a stream of documents, the first token of each being the number of its document.

    An alias stands where it stands; nothing inside it has a place.

    >>> yaml_places("a: 1\n---\n- no\n- b: 22\n", ["/1/1/b"])
    {'/1/1/b': [Place(value=Span(start=19, end=21), key=Span(start=16, end=17), again=False)]}
    """
    tracker = Tracker(wanted)
    tracker.open(0, is_object=False)
    for event in yaml_events(text):
        _follow(tracker, type(event).__name__, event, text)
    tracker.close(len(text))
    return tracker.places


_ANCHOR: Final = re.compile(r"&\S+\s*")


def _follow(tracker: Tracker, kind: str, event: Any, text: str) -> None:
    start, end = event.start_mark.index, event.end_mark.index
    if getattr(event, "anchor", None) and (anchor := _ANCHOR.match(text, start)):
        start = anchor.end()
    if kind in ("ScalarEvent", "AliasEvent"):
        if tracker.takes_key:
            tracker.key(event.value, Span(start, end))
        else:
            tracker.scalar(Span(start, _trimmed(text, start, end)))
    elif kind in ("MappingStartEvent", "SequenceStartEvent"):
        tracker.open(start, is_object=kind == "MappingStartEvent")
    elif kind in ("MappingEndEvent", "SequenceEndEvent"):
        tracker.close(_trimmed(text, 0, end))


def _trimmed(text: str, start: int, end: int) -> int:
    """The end of a value, without the blank lines that the parser counts with it."""
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def has_aliases(text: str) -> bool:
    r"""Whether a value stands for others, so that editing it may change more than is meant.

    >>> has_aliases("a: &x 7\nb: *x"), has_aliases("a: '*x'")
    (True, False)
    """
    return any(type(event).__name__ == "AliasEvent" for event in yaml_events(text))
