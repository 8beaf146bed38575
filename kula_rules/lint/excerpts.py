"""The source line of a finding, as a terminal may show it: private values left out, nothing that it could act on."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

from ..shape import visible
from .positions import Span, Text
from .results import Excerpt

__all__ = ["disjoint", "excerpt", "masked_excerpt"]

_BEFORE: Final = 60  # code points shown before the finding
_SHOWN: Final = 110  # and in all
_HIDDEN: Final = "…"


def disjoint(spans: Iterable[Span]) -> list[Span]:
    """The same parts, sorted, and together where they overlap.

    >>> disjoint([Span(5, 9), Span(1, 3), Span(6, 7)])
    [Span(start=1, end=3), Span(start=5, end=9)]
    """
    apart: list[Span] = []
    for span in sorted(spans):
        if apart and span.start < apart[-1].end:
            apart[-1] = Span(apart[-1].start, max(apart[-1].end, span.end))
        else:
            apart.append(span)
    return apart


def _near(private: Sequence[Span], window: Span) -> Sequence[Span]:
    """Those of many disjoint parts that are in a window, found without looking at all."""
    first = bisect_right(private, window.start, key=lambda part: part.end)
    return private[first : bisect_left(private, window.end, key=lambda part: part.start)]


def excerpt(text: Text, span: Span, within: Span, private: Sequence[Span]) -> Excerpt:
    """The line that `span` begins in, cut to what `within` holds; `private` parts, disjoint, are shown as `…`.

    >>> excerpt(Text('{"name": "Eve", "kind": 7}'), Span(24, 25), Span(0, 26), [Span(9, 14)])
    Excerpt(text='{"name": …, "kind": 7}', indent=20, width=1)
    """
    line = text.line_around(span.start)
    first, last = max(line.start, within.start), min(line.end, within.end)
    window = _window(Span(first, max(first, last)), span.start)
    hidden = _near(private, window)
    start, end = _grown(span, hidden)
    start, end = max(start, window.start), max(start, min(end, window.end))
    before = _HIDDEN if window.start > first else ""
    before += _shown(text.text, Span(window.start, start), hidden)
    marked = _shown(text.text, Span(start, end), hidden)
    after = _shown(text.text, Span(end, window.end), hidden) + (_HIDDEN if window.end < last else "")
    return Excerpt(before + marked + after, _cells(before), max(1, _cells(marked)))


def _grown(span: Span, hidden: Sequence[Span]) -> Span:
    """A span with the hidden parts that it is in: of such a part one mark is shown, which is all there is to mark."""
    around = [part for part in hidden if part.start <= span.start < part.end]
    starts, ends = [part.start for part in around], [part.end for part in around]
    return Span(min([span.start, *starts]), max([span.end, *ends]))


_WORD: Final = re.compile(r"[^\s{}\[\],:\"'\-]")


def masked_excerpt(text: Text, span: Span) -> Excerpt:
    """The same of a text that is not understood, so that nobody knows what in it is private: its marks only.

    >>> masked_excerpt(Text('{"kind": panel}'), Span(9, 10))
    Excerpt(text='{"····": ·····}', indent=9, width=1)
    """
    line = text.line_around(span.start)
    window = _window(line, span.start)
    masked = _WORD.sub("·", text.text[window.start : window.end])
    shifted = Span(span.start - window.start, span.end - window.start)
    return excerpt(Text(masked), shifted, Span(0, len(masked)), ())


def _window(line: Span, start: int) -> Span:
    """The part of a line that is shown, of a long one that around `start`."""
    first = max(line.start, start - _BEFORE)
    return Span(first, min(line.end, first + _SHOWN))


def _shown(text: str, part: Span, hidden: Sequence[Span]) -> str:
    """A part of a text as it is shown, what is hidden in it as one mark each."""
    shown, offset = [], part.start
    for secret in hidden:
        if max(offset, secret.start) < min(part.end, secret.end):
            shown += [_visible(text[offset : secret.start]), _HIDDEN]
            offset = secret.end
    return "".join([*shown, _visible(text[offset : part.end])])


def _visible(text: str) -> str:
    return visible(text.replace("\t", "    "))


def _cells(shown: str) -> int:
    """How many cells of a terminal a text takes."""
    if shown.replace(_HIDDEN, "").isascii():
        return len(shown)
    return sum(map(_cell, shown))


def _cell(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
