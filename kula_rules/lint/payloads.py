"""The payloads in a text, and where what matters in them stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, Literal

from ..jsontext import JsonError, JsonText, escape, parse_text
from ..report import Finding
from ..shape import OBJECT, Shape, Surface, documented
from .positions import Place, Places, Span, json_places

__all__ = [
    "BLANKS",
    "MAX_PAYLOADS",
    "Kind",
    "Payload",
    "language_of",
    "payloads_in",
    "places_in",
    "pointers_of",
    "private_pointers",
    "private_spans",
    "span_of",
]

MAX_PAYLOADS: Final = 100_000
"""How many payloads an array, or the documents of a YAML text, may hold."""

BLANKS: Final = b" \t\r\n"
"""What a line may hold that holds no payload."""

Kind = Literal["json", "jsonl", "yaml"]
"""What a text is: one JSON value (an array holds many payloads), one payload on each line, YAML documents."""


def language_of(kind: Kind) -> Literal["json", "yaml"]:
    """What the text of a payload is written in."""
    return "yaml" if kind == "yaml" else "json"


@dataclass(frozen=True, slots=True)
class Payload:
    """A parsed payload; `root` is the pointer to it from the top of its text."""

    value: Any
    root: str
    repeated: tuple[str, ...] = ()
    """The pointers, from the payload, of keys that its text repeats."""


def payloads_in(text: str, kind: Kind) -> list[Payload]:
    """The payloads of a text; of JSON Lines, the text of one line. A `JsonError` where it can not be parsed.

    >>> [(payload.root, payload.value) for payload in payloads_in("[1, 2]", "json")]
    [('/0', 1), ('/1', 2)]
    """
    if kind == "yaml":
        from ..yamltext import parse_yaml_documents  # compiles patterns that JSON has no use for

        documents = enumerate(parse_yaml_documents(text))
        return _bounded(payload for number, document in documents for payload in _split(document, f"/{number}"))
    parsed = parse_text(text)
    return [Payload(parsed.value, "", parsed.repeated)] if kind == "jsonl" else _bounded(_split(parsed, ""))


def _bounded(payloads: Iterator[Payload]) -> list[Payload]:
    kept = list(islice(payloads, MAX_PAYLOADS + 1))
    if len(kept) > MAX_PAYLOADS:
        raise JsonError(
            f"more requests than the limit of {MAX_PAYLOADS:,} for one text; JSON Lines may have any number"
        )
    return kept


def _split(document: JsonText, root: str) -> Iterator[Payload]:
    """A document's payloads: itself, or the entries of the array that it is."""
    if not isinstance(document.value, list):
        yield Payload(document.value, root, document.repeated)
        return
    repeated = _by_index(document.repeated)
    for index, value in enumerate(document.value):
        yield Payload(value, f"{root}/{index}", tuple(repeated.get(str(index), ())))


def _by_index(pointers: Iterable[str]) -> dict[str, list[str]]:
    """The pointers into an array of payloads, as pointers into each payload."""
    found: dict[str, list[str]] = {}
    for pointer in pointers:
        _, index, rest = pointer.split("/", 2)
        found.setdefault(index, []).append(f"/{rest}")
    return found


def places_in(text: str, kind: Kind, wanted: Iterable[str]) -> Places:
    """Where in its text each of the wanted pointers, from the top of the text, leads to."""
    if kind == "yaml":
        from .yaml_places import yaml_places

        return yaml_places(text, wanted)
    return json_places(text, wanted)


_DEEPEST: Final = 4  # tokens of a pointer that a rule finds something at; of deeper ones the place itself is enough


def pointers_of(payload: Payload, pointers: Iterable[str]) -> Iterator[str]:
    """From the top of the text: the payload, and each pointer with all that it leads through."""
    yield payload.root
    for pointer in pointers:
        yield payload.root + pointer
        tokens = pointer.split("/")
        if len(tokens) <= _DEEPEST:
            yield from (payload.root + "/".join(tokens[:count]) for count in range(2, len(tokens)))


def private_pointers(payload: Payload, surface: Surface) -> list[str]:
    """From the top of the text: what may hold personal data or a passcode. Contract, section 2, Privacy."""
    if not isinstance(payload.value, dict):
        return [payload.root]
    known, repeated = documented(surface), payload.repeated
    return [
        f"{payload.root}/{escape(key)}{part}"
        for key, value in payload.value.items()
        for part in _private_parts(value, known.get(key), repeated=bool(repeated) and f"/{escape(key)}" in repeated)
    ]


def _private_parts(value: Any, shape: Shape | None, *, repeated: bool) -> list[str]:
    """What of a member's value is private, as pointers into it; of a repeated one all, because another is discarded.

    Of `external` its members, because their names may be told; of other fields what nobody documented: what is nested.
    """
    if shape is None or repeated:
        return [""]
    if not isinstance(value, (dict, list)):
        return [""] if shape.private else []
    if shape.kind is OBJECT and isinstance(value, dict):
        return [f"/{escape(member)}" for member in value]
    if shape.private or isinstance(value, dict):
        return [""]
    return [f"/{index}" for index, entry in enumerate(value) if isinstance(entry, (dict, list))]


def private_spans(payloads: Iterable[Payload], surface: Surface, places: Places) -> list[Span]:
    """Where private values stand, those that a repeated key discards included."""
    pointers = (pointer for payload in payloads for pointer in private_pointers(payload, surface))
    return [place.value for pointer in pointers for place in places.get(pointer, ())]


_OF_THE_KEY: Final = ("unknown_field", "duplicate_key")


def span_of(finding: Finding, payload: Payload, places: Places) -> Span:
    """Where a finding stands: its value or its key, or for something missing the bracket of what it is missing in."""
    pointer = payload.root + finding.pointer
    found = places.get(pointer, [])
    if finding.code == "duplicate_key":
        place = next((place for place in found if place.again), None)
    else:
        place = found[-1] if found and _counts(found[-1], pointer, places) else None
    if place is None:
        return _bracket(payload.root, finding.pointer, places)
    return place.key if place.key and finding.code in _OF_THE_KEY else place.value


def _counts(place: Place, pointer: str, places: Places) -> bool:
    """Whether a value is in the parent that counts, rather than in one that a repeated key discards."""
    above = places.get(pointer.rpartition("/")[0], []) if pointer else []
    return not above or above[-1].value.start <= place.value.start <= place.value.end <= above[-1].value.end


def _bracket(root: str, pointer: str, places: Places) -> Span:
    """The first character of the innermost value around what is missing."""
    while pointer:
        pointer = pointer.rpartition("/")[0]
        around = places.get(root + pointer)
        if around:
            return Span(around[-1].value.start, around[-1].value.start + 1)
    return Span(0, 0)
