"""JSON texts: odd but equal spellings of a request, texts that repeat keys, and texts that are no JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from hypothesis import strategies as st

from ..jsontext import MAX_DEPTH, MAX_DIGITS
from ..shape import EXTERNAL, FIELDS, Shape, has_fault
from .dice import Dice, rolls
from .values import EXACT, json_values

__all__ = ["broken_text", "json_text", "repeating_text"]


def json_text(request: object) -> st.SearchStrategy[str]:
    """Odd but equal spellings of a request, or of any other JSON data, as JSON text.

    Blanks, escapes, the order of keys and the spelling of numbers (`30`, `30.0`, `3e1`) vary. `json.loads` gives an
    equal value, and `check_json` the report that `check` gives: a number at fault stays an integer or not, as messages
    tell the two apart.

    >>> import json
    >>> from hypothesis import find
    >>> find(json_text({"kind": "panel", "duration_minutes": 30}), lambda text: " " not in text)
    '{"kind":"panel","duration_minutes":30}'
    """
    return _texts(request)


def _texts(value: object) -> st.SearchStrategy[str]:
    return rolls(200).map(lambda dice: _Writer(dice).text(value))


@dataclass(frozen=True, slots=True)
class _Pairs:
    """The members of an object in order, repeated keys included."""

    members: tuple[tuple[str, Any], ...]


_BLANKS: Final = ("", "", "", " ", "\n", "\t", "\r\n", "  \n ")


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes JSON in drawn spellings. What is at fault is not `free` to be spelled as another kind of number."""

    dice: Dice

    def text(self, value: object) -> str:
        """The whole text."""
        return self.spaced(self.any(value, FIELDS))

    def spaced(self, text: str) -> str:
        """The text between blanks."""
        return f"{self.dice.pick(_BLANKS)}{text}{self.dice.pick(_BLANKS)}"

    def any(self, value: Any, shapes: Mapping[str, Shape], *, free: bool = False) -> str:
        """Any value; `shapes` are those of its members, if it is an object."""
        if isinstance(value, (Mapping, _Pairs)):
            return self._object(value, shapes)
        if isinstance(value, (list, tuple)):
            entries = ",".join(self.spaced(self.any(entry, {}, free=free)) for entry in value)
            return f"[{entries}]"
        if isinstance(value, str):
            return self.dice.pick(_strings(value))
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return self.dice.pick(_numbers(value, free=free))
        return json.dumps(value)

    def shuffled(self, members: Iterable[tuple[str, Any]]) -> list[tuple[str, Any]]:
        """The members in another order."""
        ordered: list[tuple[str, Any]] = []
        for count, member in enumerate(members, 1):
            ordered.insert(len(ordered) - self.dice.pick(range(count)), member)
        return ordered

    def _object(self, value: Any, shapes: Mapping[str, Shape]) -> str:
        pairs = value.members if isinstance(value, _Pairs) else self.shuffled(value.items())
        return f"{{{','.join(self._member(name, member, shapes.get(name)) for name, member in pairs)}}}"

    def _member(self, name: str, value: object, shape: Shape | None) -> str:
        free = shape is not None and not has_fault(shape.kind.read(value))
        text = self.any(value, EXTERNAL if name == "external" else {}, free=free)
        return f"{self.spaced(self.any(name, {}))}:{self.spaced(text)}"


def _strings(text: str) -> list[str]:
    """A string as it is, with its slashes escaped, with all escaped that is not ASCII, with all escaped."""
    plain = json.dumps(text, ensure_ascii=False)
    units = text.encode("utf-16-be").hex()
    escapes = "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))
    return [
        plain,
        plain.replace("/", "\\/"),
        json.dumps(text),
        f'"{escapes}"',
        f'"{escapes.upper()}"'.replace("U", "u"),
    ]


def _numbers(number: float, *, free: bool) -> list[str]:
    """A number as it is, and other spellings of it; if it is `free`, an integer may be written as any number."""
    plain = json.dumps(number, allow_nan=False)
    if free and abs(number) <= EXACT and number == int(number):
        whole = int(number)
        tens = [f"{whole // 10}e1", f"{whole // 10}E+01"] if whole % 10 == 0 else []
        return [plain, str(whole), f"{whole}.0", f"{whole}e0", f"{whole}.00E+0", f"{whole * 10}e-1", *tens]
    if isinstance(number, float) and "e" not in plain:
        return [plain, f"{plain}0", f"{plain}e0", f"{plain}E+00"]
    return [plain]


# --- texts that are wrong --------------------------------------------------------------------------------------------

_discarded: Final = json_values | st.just(_Pairs((("a", 1), ("a", None))))


@st.composite
def repeating_text(draw: st.DrawFn, request: Mapping[str, Any]) -> str:
    """The request as a text in which keys stand twice, the last time with the request's own value."""
    members, external = dict(request), request.get("external")
    inside = bool(external) and draw(st.booleans())
    if inside:
        members["external"] = draw(_repeating(request["external"]))
    whole = _Pairs(tuple(members.items())) if inside and draw(st.booleans()) else draw(_repeating(members))
    return draw(_texts(whole))


@st.composite
def _repeating(draw: st.DrawFn, members: Mapping[str, Any]) -> _Pairs:
    pairs = list(members.items())
    for name in draw(st.lists(st.sampled_from(list(members)), min_size=1, max_size=2)):
        last = max(index for index, (key, _) in enumerate(pairs) if key == name)
        pairs.insert(draw(st.integers(0, last)), (name, draw(_discarded)))
    return _Pairs(tuple(pairs))


_TAILS: Final = ("}", "]", ",", "{}", "null", " // a remark", "\x00", "\ufeff", "\xa0")
_HEADS: Final = ("[", "{", ",", "\\", "\xa0", "\x0b", "\ufeff\ufeff", "data: ", ")]}'\n")
_TOKENS: Final = (
    "NaN",
    "Infinity",
    "-Infinity",
    "",
    "030",
    "+1",
    ".5",
    "1.",
    "1e",
    "-",
    "0x1F",
    "1_000",
    "\uff11",
    "True",
    "None",
    "undefined",
    "nul",
    "'a'",
    '"a',
    '"\\ud800"',
    '"\\udc00\\ud800"',
    '"\ud800"',
    '"\\x41"',
    '"\\u12"',
    '"a\tb"',
    '"a\nb"',
    "[1,]",
    "[,1]",
    "[1 2]",
    '{"a":1,}',
    "{a:1}",
    '{"a"}',
    '{1:"a"}',
    "/* a */ 1",
    "1" * (MAX_DIGITS + 1),
    "[" * MAX_DEPTH + "]" * MAX_DEPTH,
)


def broken_text(text: str) -> st.SearchStrategy[str]:
    """What is no JSON, but nearly was: the text of an object with members, cut or with something wrong in it."""
    whole = text.strip()
    return st.one_of(
        st.sampled_from(_TAILS).map(lambda tail: whole + tail),
        st.sampled_from(_TOKENS).map(lambda token: f'{whole[:-1]},"name":{token}}}'),
        st.sampled_from(_HEADS).map(lambda head: head + whole),
        st.integers(0, len(whole) - 1).map(lambda end: whole[:end]),
    )
