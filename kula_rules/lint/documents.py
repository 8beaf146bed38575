"""Documents that people write, read by their JSON Schema: the first thing that is wrong with one, in words.

Of JSON Schema this knows what our own schemas use. A schema's `title` says in messages what was expected, and that of a
`not` why it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from typing import Any, Final

from ..rules import did_you_mean
from ..shape import Fault, describe, read_integer, visible
from .streams import reason

__all__ = ["DocumentError", "meant", "read_bytes", "require"]

Schema = Mapping[str, Any]

_LONGEST_WORD: Final = 60


class DocumentError(ValueError):
    """A value that its schema does not allow; `place` is where it stands, such as `exceptions[0].codes`."""

    def __init__(self, reason: str, place: str = "") -> None:
        super().__init__(reason, place)
        self.reason, self.place = reason, place

    def __str__(self) -> str:
        return ": ".join(part for part in (self.place, self.reason) if part)


def read_bytes(path: str, limit: int) -> bytes:
    """What a file holds; a `DocumentError` where it can not be read, or is over the limit in bytes."""
    try:
        with open(path, "rb") as file:
            data = file.read(limit + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise DocumentError(f"can not be read: {reason(error)}") from None
    if len(data) > limit:
        raise DocumentError(f"the file is over the limit of {limit} bytes")
    return data


def require(value: object, schema: Schema, place: str = "") -> None:
    """Refuse a value that its schema does not allow, with a `DocumentError`.

    >>> require({"colour": "rde"}, {"properties": {"colour": {"enum": ["red"], "title": "a colour"}}})
    Traceback (most recent call last):
    kula_rules.lint.documents.DocumentError: colour: expected a colour, found "rde"; did you mean red?
    """
    if type(value) is date and schema.get("format") == "date":  # TOML has dates of its own
        return
    if not _allows(value, schema):
        hint = meant(value, schema.get("enum", ())) if isinstance(value, str) else ""
        raise DocumentError(f"expected {schema['title']}, found {_found(value)}{hint}", place)
    if "not" in schema and _allows(value, schema["not"]):
        raise DocumentError(schema["not"]["title"], place)
    if isinstance(value, dict):
        _require_members(value, schema, place)
    if isinstance(value, list):
        for index, entry in enumerate(value):
            require(entry, schema["items"], f"{place}[{index}]")


def _require_members(value: dict[str, Any], schema: Schema, place: str) -> None:
    known = schema["properties"]
    for key in value:
        if key not in known:
            raise DocumentError(f'unknown key "{visible(key, _LONGEST_WORD)}"{meant(key, known)}', place)
    for key in schema.get("required", ()):
        if key not in value:
            raise DocumentError(f"the key {key} is missing", place)
    alternatives = [key for option in schema.get("anyOf", ()) for key in option["required"]]
    if alternatives and not any(key in value for key in alternatives):
        raise DocumentError(f"one of the keys {', '.join(alternatives)} is missing", place)
    for key, member in value.items():
        require(member, known[key], f"{place}.{key}" if place else key)


def meant(word: str, known: Iterable[str]) -> str:
    """What a misspelled word probably means, as the end of a message; also where only its capitals are wrong.

    >>> meant("all", ["ALL", "shape"])
    '; did you mean ALL?'
    """
    spelled = {name.lower(): name for name in known}
    short = word[:_LONGEST_WORD].lower()
    return f"; did you mean {spelled[short]}?" if short in spelled else did_you_mean(short, spelled.values())


def _allows(value: object, schema: Schema) -> bool:
    return all(check(value, schema[keyword]) for keyword, check in _KEYWORDS.items() if keyword in schema)


_TYPES: Final[Mapping[str, Callable[[object], bool]]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: not isinstance(read_integer(value), Fault),
}


def _is_of(value: object, types: str | list[str]) -> bool:
    return any(_TYPES[name](value) for name in ([types] if isinstance(types, str) else types))


def _is_date(value: object, _: str) -> bool:
    """Whether it is a day of the calendar, the only format that our schemas name."""
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


_KEYWORDS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "type": _is_of,
    "enum": lambda value, choices: value in choices,
    "minimum": lambda value, least: isinstance(value, str) or value >= least,
    "maximum": lambda value, most: value <= most,
    "minLength": lambda value, least: not isinstance(value, str) or len(value) >= least,
    "minItems": lambda value, least: len(value) >= least,
    "pattern": lambda value, pattern: re.search(pattern, value) is not None,
    "format": _is_date,
}
"""What is asked of a value, the type first: what comes after it may take it for granted."""

_TIMES: Final[tuple[tuple[type, str], ...]] = ((datetime, "a date and time"), (date, "a date"), (time, "a time"))


def _found(value: object) -> str:
    return next((name for kind, name in _TIMES if isinstance(value, kind)), None) or describe(value)
