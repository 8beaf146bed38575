"""Fixes as edits of a text: only what they are about changes, all other formatting stays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from .fixes import Fix
from .positions import Place, Places, Span

__all__ = ["Language", "TextEdit", "apply_edits", "edit_for", "in_order", "is_editable"]

Language = Literal["json", "yaml"]


@dataclass(frozen=True, slots=True)
class TextEdit:
    """A part of a text, and what is to stand there instead."""

    span: Span
    text: str


def apply_edits(text: str, edits: Iterable[TextEdit]) -> str:
    """The text with all the edits, given in any order; a `ValueError` where two of them overlap.

    >>> apply_edits('["7", 45.0]', [TextEdit(Span(6, 10), "45"), TextEdit(Span(1, 4), "7")])
    '[7, 45]'
    """
    parts, done = [], 0
    for edit in in_order(edits):
        parts += [text[done : edit.span.start], edit.text]
        done = edit.span.end
    return "".join([*parts, text[done:]])


def in_order(edits: Iterable[TextEdit]) -> Sequence[TextEdit]:
    """The edits in the order of their places; a `ValueError` where two of them overlap."""
    ordered = sorted(edits, key=lambda edit: edit.span)
    for first, second in pairwise(ordered):
        if second.span.start < first.span.end:
            raise ValueError(f"two edits of the same part of a text: {first.span} and {second.span}")
    return ordered


def is_editable(text: str, language: Language) -> bool:
    """Whether a value stands for itself alone: in a YAML text with anchors it may stand for others as well.

    >>> is_editable("a: &x 7", "yaml"), is_editable('{"a": 7}', "json")
    (False, True)
    """
    if language == "json" or "&" not in text:
        return True
    from ..yamltext import yaml_events  # compiles patterns that JSON has no use for

    return not any(getattr(event, "anchor", None) for event in yaml_events(text))


def edit_for(fix: Fix, places: Places, text: str, language: Language) -> TextEdit | None:
    """A fix as an edit of the text, `None` where that can not be certain.

    `places` tells by its pointer where the value stands and, to remove a member of a YAML text, by its own where the
    object stands. A value whose key is repeated is left alone. The text is one that `is_editable` says yes to.

    >>> from .positions import json_places
    >>> text = '{"host_id": "7"}'
    >>> edit_for(Fix("/host_id", None, "write 7", "7"), json_places(text, ["/host_id"]), text, "json")
    TextEdit(span=Span(start=12, end=15), text='7')
    """
    found = places.get(fix.pointer, [])
    if len(found) != 1:
        return None
    place = found[0]
    if fix.replacement is not None:
        replaceable = _is_replaceable(text, place.value, fix.replacement) and _ends(text, place.value, language)
        return TextEdit(place.value, fix.replacement) if replaceable else None
    around = places.get(fix.pointer.rpartition("/")[0], [])
    span = _json_member(text, place) if language == "json" else _yaml_member(text, place, around)
    return TextEdit(span, "") if span else None


def _ends(text: str, value: Span, language: Language) -> bool:
    """Whether a value would end where it ends without its quotes, too: in YAML `"7"#x` is 7, and `7#x` is a word."""
    return language == "json" or text[value.end : value.end + 1] in ("", *" \t\r\n,]}")


_LINE_END: Final = re.compile(r"[\r\n]")
_NUMBER: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")


def _is_replaceable(text: str, span: Span, token: str) -> bool:
    """Whether a value is neither folded nor a block of YAML, nor a number that is not quite the new one."""
    old = text[span.start : span.end]
    numbers = _NUMBER.fullmatch(old) and _NUMBER.fullmatch(token)
    return not _LINE_END.search(old) and (not numbers or _is_same_number(old, token))


def _is_same_number(old: str, new: str) -> bool:
    """Whether no digit is lost: `45.00000000000000001` is 45 only to those who read it as a float."""
    from decimal import Context, Decimal  # slow to import, and needed for the rare float only

    exact = Context(traps=[])  # what is past its limits is no number, which equals none
    return Decimal(old, exact) == Decimal(new, exact)


# --- removing a member -----------------------------------------------------------------------------------------------

_BLANKS: Final = " \t\r\n"


def _json_member(text: str, place: Place) -> Span | None:
    """What goes with a member between braces: its line if it has one for itself, else one of the commas next to it."""
    if place.key is None:
        return None
    start, end = place.key.start, place.value.end
    before, after = _skip_back(text, start, _BLANKS), _skip(text, end, _BLANKS)
    if text[after] == ",":
        return _whole_lines(text, Span(start, after + 1)) or Span(start, _skip(text, after + 1, _BLANKS))
    return Span(_skip_back(text, before - 1, _BLANKS), end) if text[before - 1] == "," else Span(start, end)


def _skip(text: str, offset: int, blanks: str) -> int:
    while offset < len(text) and text[offset] in blanks:
        offset += 1
    return offset


def _skip_back(text: str, offset: int, blanks: str) -> int:
    while offset and text[offset - 1] in blanks:
        offset -= 1
    return offset


def _whole_lines(text: str, span: Span) -> Span | None:
    """The lines that a span stands on, if nothing else does."""
    start, end = _skip_back(text, span.start, " \t"), _skip(text, span.end, " \t")
    line_end = _END_OF_LINE.match(text, end)
    return Span(start, line_end.end()) if line_end and (not start or text[start - 1] == "\n") else None


_END_OF_LINE: Final = re.compile(r"\r?\n|\Z")


def _yaml_member(text: str, place: Place, around: Sequence[Place]) -> Span | None:
    """The same for YAML, where the object has to be known."""
    if place.key is None or len(around) != 1:
        return None
    member, holder = Span(place.key.start, place.value.end), around[0].value
    if _LINE_END.search(text, *member):
        return None
    if text[holder.start] != "{":
        return _block_member(text, member, holder)
    return _json_member(text, place) if _is_among_commas(text, member, holder) else None


def _is_among_commas(text: str, member: Span, holder: Span) -> bool:
    """Whether nothing but commas and braces is next to a member; comments and the mark of a key could be."""
    before, after = _skip_back(text, member.start, _BLANKS) - 1, _skip(text, member.end, _BLANKS)
    return text[before] in "{," and text[after] in ",}" and "#" not in text[holder.start : holder.end]


_GOES_ON: Final = re.compile(r" *[^\s#]|\Z")


def _block_member(text: str, member: Span, holder: Span) -> Span | None:
    """The line of a member that has one for itself.

    Not of the only member, without which there would be no object, nor before a blank line or a comment, which could
    become a part of the text above.
    """
    lines = _whole_lines(text, member) if member != holder else None
    return lines if lines and _GOES_ON.match(text, lines.end) else None
