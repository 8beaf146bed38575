"""Reading requests that raise no question: a plain `dict`, documented keys only, every value of its kind.

The table of fields is written out as Python source, which stands at the top of a compiled function. Whatever is not
plain (a wrong type, an unknown key, a subclass) is left to `read_request`, which says what is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

from .answers import ABSENT
from .request import Request
from .shape import (
    BOOLEAN,
    EXTERNAL,
    ID,
    IDS,
    INTEGER,
    OBJECT,
    STRING_OR_INTEGER,
    Fault,
    Shape,
    Surface,
    documented,
    has_fault,
)

__all__ = [
    "NAMES",
    "Read",
    "commas",
    "is_plain_mapping",
    "local",
    "reading",
    "reading_names",
    "request_from",
    "request_of",
]

NAMES: Final = (*documented("rest"), *(f"external.{member}" for member in EXTERNAL))
"""The fields, and the members of `external`, in the order of the values that are read."""


def local(name: str) -> str:
    """The variable of a field.

    >>> local("external.managed")
    'external_managed'
    """
    return name.replace(".", "_")


_UNUSUAL: Final = {
    ID: "type({0}) is not int or {0} < 1",
    INTEGER: "type({0}) is not int",
    BOOLEAN: "{0} is not True and {0} is not False",
    STRING_OR_INTEGER: "type({0}) is not int",
    IDS: "type({0}) is not list",
    OBJECT: "{0} is None",
}


def reading(surface: Surface, shape: Sequence[str] | None = None) -> Iterator[str]:
    """The lines that read `payload` into a variable for each field, `None` where there is none.

    They return `None` where it is not plain, or where `commas`, if they were counted, are not those of its text. With a
    `shape` they are for payloads with these keys in this order.
    """
    fields = documented(surface)
    if shape is None:
        yield "get, absent = payload.get, 0"
        for name, field in fields.items():
            yield from _reading_field(name, field, f"get({name!r})", "absent += 1")
        yield f"if absent + len(payload) != {len(fields)} and not documented.issuperset(payload): return None"
    else:
        yield f"{', '.join(shape)}, = payload.values()"
        for name in shape:
            yield from _reading_field(name, fields[name], "", "return otherwise(payload, commas, checker)")
        yield from (f"{name} = None" for name in ("application_id", "start_time", "timezone") if name not in shape)
    sent = fields if shape is None else shape
    yield from _reading_external("external" in sent)
    lists = [name for name in ("interviewer_ids", "external") if name in sent]
    more = "".join(f" + len({name})" if shape else f" + (len({name}) - 1 if {name} else 0)" for name in lists)
    pairs = len(shape) - 1 - len(lists) if shape else "len(payload) - 1"
    yield f"if commas != {pairs}{more} and commas is not None: return None"


def _reading_external(is_known: bool) -> Iterator[str]:
    members = {f"external.{member}": field for member, field in EXTERNAL.items()}
    variables = " = ".join(map(local, members))
    if not is_known:
        yield f"external = {variables} = None"
    else:
        yield f"{variables} = None"
        yield "if external is not None:"
        yield "    if type(external) is not dict or not members.issuperset(external): return None"
        for name, field in members.items():
            key = name.partition(".")[2]
            yield from (f"    {line}" for line in _reading_field(name, field, f"external.get({key!r})", "pass"))


def _reading_field(name: str, field: Shape, value: str, absent: str) -> Iterator[str]:
    variable = local(name)
    if value:
        yield f"{variable} = {value}"
    yield f"if {_check(field).format(variable)}:"
    yield f"    if {variable} is None: {absent}"
    if field.kind is IDS:
        yield from _reading_ids(variable)
    elif field.kind in _KINDS:
        yield "    else:"
        yield f"        {variable} = read_{_KINDS[field.kind]}({variable})"
        yield f"        if type({variable}) is Fault: return None"
    elif field.kind is not OBJECT:
        yield "    else: return None"


def _check(shape: Shape) -> str:
    """When a value has to be looked at closely: an id may be a string, a number may be written as 45.0."""
    if shape.choices:
        return f"type({{0}}) is not str or {{0}} not in {{{{{', '.join(map(repr, shape.choices))}}}}}"
    return _UNUSUAL.get(shape.kind, "type({0}) is not str")


def _reading_ids(variable: str) -> Iterator[str]:
    yield "    else: return None"
    yield f"elif not {variable}: return None"
    yield "else:"
    yield f"    for entry in {variable}:"
    yield f"        if {_UNUSUAL[ID].format('entry')}:"
    yield f"            {variable} = tuple(map(read_id, {variable}))"
    yield f"            if has_fault({variable}): return None"
    yield "            break"
    yield f"    else: {variable} = tuple({variable})"


_KINDS: Final = {ID: "id", INTEGER: "integer", BOOLEAN: "boolean", STRING_OR_INTEGER: "string_or_integer"}


def reading_names(surface: Surface) -> dict[str, Any]:
    """What the names in the lines of `reading` stand for."""
    readers = {f"read_{name}": kind.read for kind, name in _KINDS.items()}
    known = {"documented": frozenset(documented(surface)), "members": frozenset(EXTERNAL)}
    return {"Fault": Fault, "has_fault": has_fault, **readers, **known}


Read = tuple[tuple[str, ...], tuple[object, ...], bool]
"""What was read: names of fields, their values, and whether an application is sent, rather than the path's alone."""


def request_of(surface: Surface, read: Read) -> Request:
    """The request that was read."""
    names, values, has_own_application = read
    known = {name: value for name, value in zip(names, values, strict=True) if value is not None}
    sent = frozenset(known) if has_own_application else frozenset(known) - {"application_id"}
    return Request(surface, known, sent, ())


def request_from(surface: Surface, payload: Mapping[str, Any], application_id: object) -> Request:
    """The request of a payload that was found to be plain.

    >>> request_from("rest", {"kind": "panel", "host_id": None}, 501).sent
    frozenset({'kind'})
    """
    readers, external = _readers(surface), payload.get("external")
    known = {
        name: readers[name](value) if name in readers else value for name, value in payload.items() if value is not None
    }
    for member, value in (external or {}).items():
        if value is not None:
            known[f"external.{member}"] = EXTERNAL[member].kind.read(value)
    path = {} if application_id is ABSENT else {"application_id": application_id}
    return Request(surface, known | path, frozenset(known), ())


@cache
def _readers(surface: Surface) -> dict[str, Callable[[object], object]]:
    """How fields are read whose plain values are not all as they are compared."""
    fields = documented(surface).items()
    return {name: field.kind.read for name, field in fields if field.kind in _KINDS or field.kind is IDS}


def is_plain_mapping(payload: object) -> bool:
    """Whether it is a `dict` all of whose keys are strings, and so is `external` if it is a `dict`."""
    if type(payload) is not dict or not all(type(key) is str for key in payload):
        return False
    external = payload.get("external")
    return type(external) is not dict or all(type(key) is str for key in external)


_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)


def commas(text: str) -> int:
    """How many commas of a JSON text separate something. A key that stands twice makes them more than the value shows.

    >>> commas('{"a, b": [1, 2], "a, b": 3}')
    2
    """
    return _STRING.sub("", text).count(",")
