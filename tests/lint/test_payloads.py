"""The payloads in a text, and where in it findings and private values stand."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest

from kula_rules.jsontext import JsonError
from kula_rules.lint.payloads import (
    Kind,
    Payload,
    payloads_in,
    places_in,
    pointers_of,
    private_pointers,
    private_spans,
    span_of,
)
from kula_rules.lint.positions import Span
from kula_rules.report import Finding

TEXTS: Final[list[tuple[Kind, str, list[Payload]]]] = [
    ("json", "{}", [Payload({}, "")]),
    ("json", "[]", []),
    ("json", "[{}, [7], null]", [Payload({}, "/0"), Payload([7], "/1"), Payload(None, "/2")]),
    ("json", '"x"', [Payload("x", "")]),
    ("json", '{"a": 1, "a": 2}', [Payload({"a": 2}, "", ("/a",))]),
    (
        "json",
        '[{"a/b": 1, "a/b": 2}, {}, {"c": [{"": 1, "": 2}], "c": 3}]',
        [
            Payload({"a/b": 2}, "/0", ("/a~1b",)),
            Payload({}, "/1"),
            Payload({"c": 3}, "/2", ("/c", "/c/0/")),
        ],
    ),
    ("jsonl", '[{"a": 1, "a": 2}]', [Payload([{"a": 2}], "", ("/0/a",))]),
    ("yaml", "", []),
    ("yaml", "# nothing\n", []),
    ("yaml", "a: no", [Payload({"a": "no"}, "/0")]),
    ("yaml", "a: 1\n---\n- b: 2\n  b: 3\n- 7\n", [
        Payload({"a": 1}, "/0"),
        Payload({"b": 3}, "/1/0", ("/b",)),
        Payload(7, "/1/1"),
    ]),
    ("yaml", "a: 1\n---\n", [Payload({"a": 1}, "/0"), Payload(None, "/1")]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "expected"), TEXTS)
def test_a_text_holds_payloads(kind: Kind, text: str, expected: list[Payload]) -> None:
    assert payloads_in(text, kind) == expected


@pytest.mark.parametrize("kind", ["json", "jsonl", "yaml"])
def test_what_can_not_be_parsed_is_an_error(kind: Kind) -> None:
    with pytest.raises(JsonError):
        payloads_in("{", kind)


def test_a_pointer_is_wanted_with_all_that_it_leads_through() -> None:
    payload = Payload({}, "/2")
    assert list(pointers_of(payload, ["", "/kind", "/external/managed", "/a/b/c/d"])) == [
        "/2",
        "/2",
        "/2/kind",
        "/2/external/managed",
        "/2/external",
        "/2/a/b/c/d",
    ]


PRIVATE: Final[list[tuple[Payload, list[str], list[str]]]] = [
    (Payload(7, "/3"), ["/3"], ["/3"]),
    (Payload({"kind": 1}, ""), [], []),
    (Payload({"name": "x", "a/b": {"c": 1}}, "/0"), ["/0/name", "/0/a~1b"], ["/0/name", "/0/a~1b"]),
    (Payload({"external": {"managed": True, "~": {}}}, ""), ["/external/managed", "/external/~0"], ["/external"]),
    (Payload({"external": [7], "name": {}}, ""), ["/external", "/name"], ["/external", "/name"]),
    (Payload({"external": {"managed": True}}, "", ("/external",)), ["/external"], ["/external"]),
    (Payload({"external": {"managed": True}}, "", ("/kind",)), ["/external/managed"], ["/external"]),
    (Payload({"kind": 1, "host_id": [[7]]}, "", ("/kind",)), ["/kind", "/host_id/0"], ["/kind", "/host_id/0"]),
]


@pytest.mark.parametrize(("payload", "rest", "mcp"), PRIVATE)
def test_private_is_what_is_not_documented_to_be_public(payload: Payload, rest: list[str], mcp: list[str]) -> None:
    assert private_pointers(payload, "rest") == rest
    assert private_pointers(payload, "mcp") == mcp


def shown(text: str, spans: list[Span]) -> list[str]:
    """The parts of a text."""
    return [text[span.start : span.end] for span in spans]


def test_a_private_value_is_private_in_all_its_places() -> None:
    text = '{"name": "Eve", "external": {"a": 1}, "name": "Bob", "external": {"b": 2}, "kind": "panel"}'
    payloads = payloads_in(text, "json")
    places = places_in(text, "json", private_pointers(payloads[0], "rest"))
    assert shown(text, private_spans(payloads, "rest", places)) == ['"Eve"', '"Bob"', '{"a": 1}', '{"b": 2}']


def finding(code: str, pointer: str) -> Finding:
    """A finding that matters for its place only."""
    return Finding(code, "error", None, pointer, "", {})


def stands(text: str, code: str, pointer: str, kind: Kind = "json", number: int = 0) -> tuple[int, str]:
    """Where a finding on a payload of a text begins, and the text that it marks."""
    payload = payloads_in(text, kind)[number]
    places = places_in(text, kind, pointers_of(payload, [pointer]))
    span = span_of(finding(code, pointer), payload, places)
    return span.start, text[span.start : span.end]


REPEATED: Final = '{"external": {"x": 1, "x": 2}, "kind": 7, "external": {"managed": 8}, "kind": "no"}'
PLACES: Final = [
    ('{"kind": 7}', "invalid_type", "/kind", (9, "7")),
    ('{"kind": null}', "err_kind_required", "/kind", (9, "null")),
    ('{"knid": 7}', "unknown_field", "/knid", (1, '"knid"')),
    (' {"external": {"a": 1}}', "unknown_field", "/external/a", (15, '"a"')),
    (' {"a": 7}', "missing_field", "/kind", (1, "{")),
    ('{"external": {"a": 7}}', "note_taker_cannot_join", "/external/video_conferencing_url", (13, "{")),
    ('{"a": 7}', "note_taker_cannot_join", "/external/video_conferencing_url", (0, "{")),
    (REPEATED, "duplicate_key", "/kind", (70, '"kind"')),
    (REPEATED, "invalid_type", "/kind", (78, '"no"')),
    (REPEATED, "duplicate_key", "/external/x", (22, '"x"')),
    (REPEATED, "invalid_type", "/external/managed", (66, "8")),
    (REPEATED, "unknown_field", "/external/x", (54, "{")),
    ('{"kind": 1, "kind": 2, "kind": 3}', "duplicate_key", "/kind", (12, '"kind"')),
    ('{"a": {"b": {"c": {"d": {"e": 1, "e": 2}}}}}', "duplicate_key", "/a/b/c/d/e", (33, '"e"')),
    ('{"a": {"b": {"c": {"d": 1}}}}', "acme", "/a/b/c/d/e", (0, "{")),
]


@pytest.mark.parametrize(("text", "code", "pointer", "expected"), PLACES)
def test_a_finding_stands_at_its_value_its_key_or_the_bracket_around(
    text: str, code: str, pointer: str, expected: tuple[int, str]
) -> None:
    assert stands(text, code, pointer) == expected


def test_a_finding_stands_in_its_payload() -> None:
    assert stands('[{"kind": 1}, {"kind": 2}]', "invalid_type", "/kind", number=1) == (23, "2")
    assert stands("- kind: 1\n- kind: 2\n", "invalid_type", "/kind", "yaml", 1) == (18, "2")


def test_what_is_below_an_alias_stands_at_the_alias() -> None:
    text = "- &a {kind: 7}\n- *a\n"
    assert stands(text, "invalid_type", "/kind", "yaml", 1) == (17, "*")
    assert stands(text, "not_an_object", "", "yaml", 1) == (17, "*a")


def test_where_nothing_is_known_it_is_the_start() -> None:
    assert span_of(finding("acme", "/kind"), Payload({}, ""), {}) == Span(0, 0)


def test_places_are_those_of_the_language() -> None:
    text = json.dumps({"a": [1]})
    wanted: dict[Kind, list[str]] = {"json": ["/a/0"], "jsonl": ["/a/0"], "yaml": ["/0/a/0"]}
    found: list[Any] = [list(places_in(text, kind, pointers).values()) for kind, pointers in wanted.items()]
    assert found[0] == found[1] == found[2]
