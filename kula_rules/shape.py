"""The one table of fields: what a request may hold, and which JSON values each field takes.

Everything about the shape of a request derives from `FIELDS`: how payloads are read, what an interview plan's record
may say, what documentation and messages call the types.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, Literal

from .jsontext import MAX_DIGITS, read_digits

__all__ = [
    "EXTERNAL",
    "FIELDS",
    "INHERITABLE",
    "Fault",
    "Kind",
    "Shape",
    "Surface",
    "describe",
    "documented",
    "exact",
    "has_fault",
    "inherited",
    "plain",
    "read_id",
    "type_name",
    "visible",
]

Surface = Literal["rest", "mcp"]


class Fault(Enum):
    """Why a value is not one of its kind; the values are the codes of the findings."""

    TYPE = "invalid_type"
    VALUE = "invalid_value"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of JSON value: what it is called, and how it is read to the form in which values are compared."""

    expected: str
    read: Callable[[object], object]
    """The value in the form that is compared, or the `Fault`. Lists of ids hold a `Fault` per bad entry."""


def has_fault(value: object) -> bool:
    """Whether what a `Kind` read is a fault, or a list with one.

    >>> has_fault(ID.read(0)), has_fault(IDS.read([7, 0])), has_fault(IDS.read([7]))
    (True, True, False)
    """
    return type(value) is Fault or (isinstance(value, tuple) and not _FAULTS.isdisjoint(value))


_FAULTS: Final = frozenset(Fault)


def exact(value: Any) -> Any:
    """A string or a number without its subclass (an enumeration, say), which could make something else of it."""
    if isinstance(value, str):
        return value if type(value) is str else str.__str__(value)
    if isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if type(value) is int else int.__pos__(value)
    return float.__pos__(value) if isinstance(value, float) else value


def read_integer(value: object) -> object:
    """A number without a fractional part, as an `int`.

    >>> read_integer(30.0), read_integer(True)
    (30, <Fault.TYPE: 'invalid_type'>)
    """
    number = exact(value)
    if isinstance(number, bool):
        return Fault.TYPE
    if isinstance(number, float) and math.isfinite(number) and number.is_integer():
        return int(number)
    return number if isinstance(number, int) else Fault.TYPE


def read_id(value: object) -> object:
    """An id in the one form in which ids are compared: the decimal form of a positive integer is that integer.

    >>> read_id("7"), read_id(7.0), read_id("007"), read_id(0)
    (7, 7, '007', <Fault.VALUE: 'invalid_value'>)
    """
    if type(value) is int and value > 0:  # nearly every id, of nearly every record
        return value
    if isinstance(value, str):
        return _read_id_text(exact(value))
    number = read_integer(value)
    return Fault.VALUE if isinstance(number, int) and number <= 0 else number


def _read_id_text(text: str) -> object:
    if text.isascii() and text.isdigit() and text[0] != "0" and len(text) <= MAX_DIGITS:
        return read_digits(text)
    return text or Fault.VALUE


def read_string(value: object) -> object:
    """Any string."""
    return exact(value) if isinstance(value, str) else Fault.TYPE


def read_boolean(value: object) -> object:
    """`true` or `false`."""
    return value if isinstance(value, bool) else Fault.TYPE


def read_ids(value: object) -> object:
    """An array of ids; a bad entry is its `Fault`."""
    return tuple(map(read_id, value)) if isinstance(value, (list, tuple)) else Fault.TYPE


def read_object(value: object) -> object:
    """A JSON object, members unread."""
    return value if isinstance(value, Mapping) else Fault.TYPE


def read_string_or_integer(value: object) -> object:
    """Any string, or an integer."""
    return exact(value) if isinstance(value, str) else read_integer(value)


def one_of(*choices: str) -> Kind:
    """The kind of string that is one of `choices`.

    >>> one_of("panel").read("panle")
    <Fault.VALUE: 'invalid_value'>
    """

    def read(value: object) -> object:
        if not isinstance(value, str):
            return Fault.TYPE
        text = exact(value)
        return text if text in choices else Fault.VALUE

    return Kind("one of " + ", ".join(choices), read)


ID = Kind("an id (a positive integer or a non-empty string)", read_id)
IDS = Kind("an array of ids (positive integers or non-empty strings)", read_ids)
INTEGER = Kind("an integer", read_integer)
STRING = Kind("a string", read_string)
DATE_TIME = Kind("a string (an ISO 8601 date and time)", read_string)
ZONE = Kind("a string (an IANA time zone name)", read_string)
BOOLEAN = Kind("true or false", read_boolean)
OBJECT = Kind("an object", read_object)
STRING_OR_INTEGER = Kind("a string or an integer", read_string_or_integer)


@dataclass(frozen=True, slots=True)
class Shape:
    """One row of the table: a field, the kind of value that it takes, and who supplies it.

    `plan` says whether an interview plan's activity can supply it (rest page, "Inherited fields"); `core` marks the
    four of those that the tool page always requires. Values of `private` fields are never shown: they may hold personal
    data or a meeting passcode.
    """

    name: str
    kind: Kind
    choices: tuple[str, ...] = ()
    plan: bool = False
    core: bool = False
    private: bool = False
    surfaces: frozenset[Surface] = frozenset({"rest", "mcp"})


_KINDS = ("one_on_one", "panel")
_LOCATIONS = ("onsite", "phone", "zoom", "google_meet", "microsoft_teams", "hackerrank")

FIELDS: Final[Mapping[str, Shape]] = {
    shape.name: shape
    for shape in (
        Shape("organizer_id", ID),
        Shape("application_id", ID),
        Shape("start_time", DATE_TIME),
        Shape("timezone", ZONE),
        Shape("duration_minutes", INTEGER, plan=True, core=True),
        Shape("kind", one_of(*_KINDS), choices=_KINDS, plan=True, core=True),
        Shape("location", one_of(*_LOCATIONS), choices=_LOCATIONS, plan=True, core=True),
        Shape("interviewer_ids", IDS, plan=True, core=True),
        Shape("stage_activity_id", ID),
        Shape("office_id", ID, plan=True),
        Shape("host_id", ID),
        Shape("hackerrank_template_id", ID, plan=True),
        Shape("name", STRING, plan=True, private=True),
        Shape("calendar_event_visibility", STRING),
        Shape("ai_note_taker_enabled", BOOLEAN, plan=True),
        Shape("ai_scorecard_assist_enabled", BOOLEAN, plan=True),
        Shape("interviewer_template_id", ID, plan=True),
        Shape("candidate_template_id", ID, plan=True),
        Shape("scorecard_template_id", ID),
        Shape("external", OBJECT, private=True, surfaces=frozenset({"rest"})),
    )
}
"""The fields of a request, in the order of the documentation."""

EXTERNAL: Final[Mapping[str, Shape]] = {
    shape.name: shape
    for shape in (
        Shape("managed", BOOLEAN, private=True),
        Shape("video_conferencing_url", STRING, private=True),
        Shape("source", STRING, private=True),
        Shape("event_id", STRING_OR_INTEGER, private=True),
    )
}
"""The members of `external` (rest page, "External events")."""

INHERITABLE: Final[tuple[str, ...]] = tuple(name for name, shape in FIELDS.items() if shape.plan)
"""The fields that an activity's record may hold."""


def documented(surface: Surface) -> Mapping[str, Shape]:
    """The fields of one surface, in the order of the documentation.

    >>> "external" in documented("mcp")
    False
    """
    return _DOCUMENTED[surface]


def inherited(surface: Surface) -> frozenset[str]:
    """The fields that a plan-driven request takes from the activity where it leaves them out.

    >>> sorted(inherited("rest") - inherited("mcp"))
    ['duration_minutes', 'interviewer_ids', 'kind', 'location']
    """
    return _INHERITED[surface]


_SURFACES: tuple[Surface, ...] = ("rest", "mcp")
_DOCUMENTED = {s: {name: shape for name, shape in FIELDS.items() if s in shape.surfaces} for s in _SURFACES}
_INHERITED = {s: frozenset(n for n in INHERITABLE if s == "rest" or not FIELDS[n].core) for s in _SURFACES}

_JSON_TYPES: Final[tuple[tuple[type | tuple[type, ...], str], ...]] = (
    (type(None), "null"),
    (bool, "a boolean"),
    (int, "an integer"),
    (float, "a number"),
    (str, "a string"),
    ((list, tuple), "an array"),
    (Mapping, "an object"),
)
_LONGEST_NUMBER: Final = 10**20
_LONGEST_TEXT: Final = 60


def type_name(value: object) -> str:
    """The JSON type of a value, the value itself unsaid.

    >>> type_name({"a": 1}), type_name("secret"), type_name(b"")
    ('an object', 'a string', 'a Python bytes')
    """
    names = (name for types, name in _JSON_TYPES if isinstance(value, types))
    return next(names, f"a Python {visible(type(value).__name__, _LONGEST_TEXT)}")


def describe(value: object) -> str:
    r"""A value as messages show it: short, on one line, with nothing that a terminal or a log could act on.

    >>> describe("zoo\nm"), describe([1, 2]), describe(10**5000)
    ('"zoo\\nm"', 'an array of 2 entries', 'an integer of over 20 digits')
    """
    shown = exact(value)
    if isinstance(shown, str):
        return f'"{visible(shown, _LONGEST_TEXT)}"'
    if isinstance(shown, bool):
        return str(shown).lower()
    if isinstance(shown, int):
        return str(shown) if abs(shown) < _LONGEST_NUMBER else "an integer of over 20 digits"
    if isinstance(shown, (list, tuple)):
        return f"an array of {len(shown)} {'entry' if len(shown) == 1 else 'entries'}"
    return repr(shown) if isinstance(shown, float) else type_name(shown)


def plain(value: object) -> object:
    """A value that any program can read as JSON data: a number that is too long for some is described.

    >>> plain((7, 10**5000))
    [7, 'an integer of over 20 digits']
    """
    if isinstance(value, tuple):
        return [plain(entry) for entry in value]
    return describe(value) if isinstance(value, int) and abs(value) >= _LONGEST_NUMBER else value


def visible(text: str, limit: int | None = None) -> str:
    r"""The text with everything that does not print made visible, cut to `limit` characters.

    >>> visible("a\x1b[31m\u202e")
    'a\\x1b[31m\\u202e'
    """
    shown = text if limit is None or len(text) <= limit else text[:limit] + "…"
    if shown.isprintable():
        return shown
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in shown)
