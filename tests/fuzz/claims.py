"""What the targets share: how a claim is broken, and JSON read once more, independently of the engine."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, NoReturn

Json = Any  # a JSON value: mypy can not say a recursive type that is also indexed


class Broken(AssertionError):
    """What is true of every input is not true of this one."""


def claim(holds: bool, what: str, *facts: object) -> None:
    """Say what is true, and what there is to see where it is not."""
    if not holds:
        raise Broken(f"{what}: {', '.join(map(repr, facts))}")


def claim_equal(what: str, found: object, expected: object) -> None:
    claim(found == expected, what, found, expected)


def claim_line(what: str, text: str) -> None:
    """The text is one line that does nothing to a terminal."""
    claim(text.isprintable(), f"{what} is printable", text)


# --- JSON ------------------------------------------------------------------------------------------------------------

DEPTH: Final = 200
DIGITS: Final = 4300
PLACES: Final = 1_000_000
"""The limits of the contract, section 3, and of the pointers that are told of repeated keys."""


@dataclass(frozen=True)
class Reading:
    """A JSON text as it should be read: the last of repeated keys wins, and each is told once."""

    value: Json
    repeated: tuple[str, ...]


def read_json(data: bytes, *, mark: bool = True) -> Reading | None:
    """What bytes say, `None` where they are no JSON or past a limit; `mark` says whether a byte order mark may lead."""
    try:
        text = data.decode("utf-8")
        raw = json.loads(
            text.removeprefix("\ufeff") if mark else text,
            object_pairs_hook=_Pairs,
            parse_int=_integer,
            parse_constant=_refuse,
        )
        places = list(_repeated(raw, "", DEPTH))
        claim(sum(map(len, places)) <= PLACES, "the places can be told")
        return Reading(_plain(raw), tuple(sorted(set(places))))
    except (ValueError, RecursionError, Broken):
        return None


class _Pairs(list[tuple[str, Json]]):
    """An object with all its members."""


def _refuse(word: str) -> NoReturn:
    raise ValueError(word)


def _integer(digits: str) -> int:
    return int(digits) if len(digits.removeprefix("-")) <= DIGITS else _refuse(digits)


def _repeated(raw: Json, pointer: str, depth: int) -> Iterator[str]:
    """The pointers of repeated keys; a `ValueError` where text is no Unicode, or arrays and objects nest too deep."""
    if isinstance(raw, str):
        raw.encode("utf-8")
    if not isinstance(raw, list):
        return
    if not depth:
        _refuse("too deep")
    if not isinstance(raw, _Pairs):
        for index, entry in enumerate(raw):
            yield from _repeated(entry, f"{pointer}/{index}", depth - 1)
        return
    for key, member in raw:
        key.encode("utf-8")
        yield from _repeated(member, f"{pointer}/{escaped(key)}", depth - 1)
    yield from (f"{pointer}/{escaped(key)}" for key, times in Counter(key for key, _ in raw).items() if times > 1)


def _plain(raw: Json) -> Json:
    if isinstance(raw, _Pairs):
        return {key: _plain(member) for key, member in raw}
    return [_plain(entry) for entry in raw] if isinstance(raw, list) else raw


# --- pointers --------------------------------------------------------------------------------------------------------

MISSING: Final = object()
"""What a pointer leads to where nothing stands, though it could."""
NOWHERE: Final = object()
"""And where nothing could."""


def escaped(token: str) -> str:
    return token.replace("~", "~0").replace("/", "~1")


def tokens_of(pointer: str) -> list[str]:
    return [token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:]]


def resolve(value: Json, pointer: str) -> Json:
    """What a JSON Pointer leads to: a value, `MISSING` or `NOWHERE`."""
    for token in tokens_of(pointer):
        if isinstance(value, dict):
            value = value.get(token, MISSING)
        elif isinstance(value, list):
            known = token.isdecimal() and str(int(token)) == token and int(token) < len(value)
            value = value[int(token)] if known else NOWHERE
        else:
            return NOWHERE
    return value


def same(one: Json, other: Json) -> bool:
    """Whether two values are the same JSON: 1 is neither 1.0 nor true."""
    return json.dumps(one) == json.dumps(other)
