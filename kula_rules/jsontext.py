"""JSON text to values, strictly: what is not JSON is refused, repeated keys are found, time and memory are bounded.

The standard parser accepts more than JSON (`NaN`, lone surrogates), keeps the last of repeated keys silently, and obeys
the environment (`PYTHONINTMAXSTRDIGITS`). Here the answer depends on the text alone.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from .plain_json import read_plain

__all__ = [
    "BYTE_ORDER_MARK",
    "MAX_DEPTH",
    "MAX_DIGITS",
    "MAX_PLACES",
    "JsonError",
    "JsonText",
    "decode",
    "error_at",
    "escape",
    "parse_json",
    "parse_text",
    "read_digits",
]

MAX_DEPTH: Final = 200
"""How deep arrays and objects may nest."""

MAX_DIGITS: Final = 4300
"""How many digits an integer may have."""

MAX_PLACES: Final = 1_000_000
"""How many characters the pointers of all repeated keys may have in all: a long key can be a part of many."""

BYTE_ORDER_MARK: Final = "\ufeff"

_ALWAYS_READ: Final = 600  # so many digits int() reads, whatever the interpreter's settings are


class JsonError(ValueError):
    """The text is not what was `expected`, or past a limit. `line` and `column` (from 1, in code points) say where."""

    def __init__(
        self, what: str, line: int | None = None, column: int | None = None, *, expected: str = "JSON"
    ) -> None:
        self.reason = what if line is None else f"{what} (line {line}, column {column})"
        super().__init__(self.reason)
        self.what, self.line, self.column, self.expected = what, line, column, expected

    def below(self, lines: int) -> JsonError:
        """The same error of a text that stands below so many lines of a file.

        >>> JsonError("no value", 1, 3).below(6).reason
        'no value (line 7, column 3)'
        """
        return JsonError(self.what, (self.line or 1) + lines, self.column or 1, expected=self.expected)


@dataclass(frozen=True, slots=True)
class JsonText:
    """A parsed text: the value, the last of repeated keys winning, and the sorted pointers of those keys."""

    value: Any
    repeated: tuple[str, ...]


def parse_json(data: bytes | str) -> JsonText:
    """Parse one JSON text; a `JsonError` says why it is none.

    >>> parse_json('{"a": {"b": 1, "b": 2}}')
    JsonText(value={'a': {'b': 2}}, repeated=('/a/b',))
    """
    return parse_text(decode(data).removeprefix(BYTE_ORDER_MARK))


def parse_text(text: str) -> JsonText:
    """The same for a text that is decoded already: it holds no byte order mark and no lone surrogates."""
    if not text.strip(" \t\r\n"):
        raise error_at("the text is empty", text, 0)
    if len(text) >= _LARGE:
        with suppress(ValueError):
            return JsonText(read_plain(text), ())
    return _read_exactly(text)


_LARGE: Final = 1 << 18  # from here on the quicker parser saves the time that it takes to be imported


def _read_exactly(text: str) -> JsonText:
    """What a text says, or what is wrong with it and where."""
    _check_depth(text)
    _check_surrogates(text)
    repeating: list[_Repeating] = []
    value = _loads(text, repeating)
    return JsonText(value, _repeated_pointers(value) if repeating else ())


def escape(token: str) -> str:
    """A key as a token of a JSON Pointer (RFC 6901).

    >>> escape("a/b~c")
    'a~1b~0c'
    """
    return token.replace("~", "~0").replace("/", "~1")


def decode(data: bytes | str, expected: str = "JSON") -> str:
    r"""The text of UTF-8 bytes; a `JsonError` where they are none, or where a text holds lone surrogates.

    >>> decode(b"\xc3\xa9")
    'é'
    """
    try:
        text = data if isinstance(data, str) else bytes(data).decode("utf-8")
        if text is data and not text.isascii():
            text.encode("utf-8")
    except UnicodeDecodeError as error:
        raise _not_utf_8(error, expected) from None
    except UnicodeEncodeError as error:
        raise error_at("a lone surrogate, which no JSON text can hold", text, error.start) from None
    return text


_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")


def _not_utf_8(error: UnicodeDecodeError, expected: str) -> JsonError:
    before = error.object[: error.start].decode("utf-8").removeprefix(BYTE_ORDER_MARK)
    encoding = "UTF-16, not UTF-8" if error.object.startswith(_UTF_16) else "not UTF-8"
    return error_at(f"the text is {encoding}", before, len(before), expected)


def error_at(what: str, text: str, position: int, expected: str = "JSON") -> JsonError:
    r"""The error at an offset of a text; lines end with LF.

    >>> error_at("no value", "[\n1,]", 4).reason
    'no value (line 2, column 3)'
    """
    line, column = text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)
    return JsonError(what, line, column, expected=expected)


_STRING_OR_BRACKET = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*+"?|[\[{]|[\]}]', re.DOTALL)


def _check_depth(text: str) -> None:
    if text.count("[") + text.count("{") <= MAX_DEPTH:
        return
    depth = 0
    for found in _STRING_OR_BRACKET.finditer(text):
        mark = found[0]
        depth += (mark in "[{") - (mark in "]}")
        if depth > MAX_DEPTH:
            raise error_at(f"arrays and objects nest deeper than the limit of {MAX_DEPTH}", text, found.start())


_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u(?P<lone>[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)


def _check_surrogates(text: str) -> None:
    if "\\u" not in text:
        return
    for found in _ESCAPE.finditer(text):
        if found["lone"]:
            raise error_at("a lone surrogate escape, which is no character", text, found.start())


class _Repeating(dict[str, Any]):
    """An object that repeats a key, with all its pairs, so that the places can be told once the text is parsed."""

    __slots__ = ("pairs",)
    pairs: list[tuple[str, Any]]


def _loads(text: str, repeating: list[_Repeating]) -> Any:
    try:
        return json.JSONDecoder(
            object_pairs_hook=_object_hook(repeating),
            parse_constant=_refuse_constant,
            parse_int=int if len(text) <= _ALWAYS_READ else _parse_integer,
        ).decode(text)
    except json.JSONDecodeError as error:
        raise error_at(error.msg[0].lower() + error.msg[1:], text, error.pos) from None
    except _RefusedToken as refused:
        raise error_at(refused.reason, text, refused.offset(text)) from None


def _object_hook(repeating: list[_Repeating]) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    def hook(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        plain = dict(pairs)
        if len(plain) == len(pairs):
            return plain
        found = _Repeating(plain)
        found.pairs = pairs
        repeating.append(found)
        return found

    return hook


class _RefusedToken(Exception):
    """A token that the standard parser would accept; it does not say where it found it."""

    def __init__(self, reason: str, token: str) -> None:
        self.reason, self.token = reason, token

    def offset(self, text: str) -> int:
        """Where it stands: all before it was read, so that it is the first of its kind outside strings."""
        return next(found.start() for found in _STRING_OR_WORD.finditer(text) if found[0] == self.token)


_STRING_OR_WORD = re.compile(
    r'"[^"\\]*(?:\\.[^"\\]*)*+"|-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|-?Infinity|NaN|[a-z]+', re.DOTALL
)


def _refuse_constant(name: str) -> NoReturn:
    raise _RefusedToken(f"{name} is not a JSON value", name)


def _parse_integer(text: str) -> int:
    digits = text.removeprefix("-")
    if len(digits) > MAX_DIGITS:
        raise _RefusedToken(f"an integer has more digits than the limit of {MAX_DIGITS}", text)
    return -read_digits(digits) if text[0] == "-" else read_digits(digits)


def read_digits(digits: str) -> int:
    """`int(digits)`, in pieces short enough that no setting of the interpreter refuses them.

    >>> read_digits("0" * 5000 + "7")
    7
    """
    value = 0
    for start in range(0, len(digits), _ALWAYS_READ):
        piece = digits[start : start + _ALWAYS_READ]
        value = value * 10 ** len(piece) + int(piece)
    return value


_Path = tuple[Any, str] | None  # the parent's path and the last token: rendered only where a key is repeated


def _repeated_pointers(value: Any) -> tuple[str, ...]:
    """Every key that stands twice in one object, each place once, sorted."""
    found: set[str] = set()
    length = 0
    for path in _repeated_paths(value):
        pointer = _render(path)
        length += len(pointer)
        if length > MAX_PLACES:
            raise JsonError(f"the places of its repeated keys have more characters than the limit of {MAX_PLACES}")
        found.add(pointer)
    return tuple(sorted(found))


def _repeated_paths(value: Any) -> Iterator[_Path]:
    pending: list[tuple[_Path, Any]] = [(None, value)]
    while pending:
        path, item = pending.pop()
        children = list(_children(item))
        if isinstance(item, _Repeating):
            times = Counter(token for token, _ in children)
            yield from ((path, key) for key, count in times.items() if count > 1)
        pending += [((path, token), child) for token, child in reversed(children)]


def _render(path: _Path) -> str:
    tokens: list[str] = []
    while path is not None:
        path, token = path
        tokens.append("/" + escape(token))
    return "".join(reversed(tokens))


def _children(item: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(item, _Repeating):
        yield from item.pairs
    elif isinstance(item, dict):
        yield from item.items()
    elif isinstance(item, list):
        yield from ((str(index), child) for index, child in enumerate(item))
