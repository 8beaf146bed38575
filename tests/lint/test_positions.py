"""Where values stand: the walk through a text agrees with the standard parser on every text, both ways."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from kula_rules.jsontext import MAX_DEPTH, escape, parse_text
from kula_rules.lint.positions import Place, Places, Span, Text, json_places
from kula_rules.lint.results import Region
from kula_rules.lint.yaml_places import yaml_places

BLANKS = st.text(" \t\r\n", max_size=2)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=6),
    st.text('a/~"\\\u4e2d\U0001f600e\u0301', max_size=4),
)
KEYS = st.one_of(st.sampled_from(["", "a", "b", "a/b", "~1", '"']), st.text(max_size=3))
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4))


@st.composite
def spellings(draw: st.DrawFn, value: object) -> str:
    """A JSON text of a value, with odd blanks and escapes."""
    blank = draw(BLANKS)
    if isinstance(value, list):
        inner = [draw(spellings(entry)) for entry in value]
        return f"{blank}[{','.join(inner)}{blank}]{blank}"
    if isinstance(value, dict):
        members = [f"{draw(spellings(key))}:{draw(spellings(member))}" for key, member in value.items()]
        return f"{blank}{{{','.join(members)}{blank}}}{blank}"
    return f"{blank}{json.dumps(value, ensure_ascii=draw(st.booleans()))}{blank}"


TEXTS = VALUES.flatmap(spellings)


def pointers(value: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    """Every pointer into a value, with what it leads to."""
    yield at, value
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in members:
        yield from pointers(member, f"{at}/{escape(str(key))}")


def read(text: str, span: Span) -> Any:
    """What the standard parser makes of a part of a text."""
    return json.loads(text[span.start : span.end])


@given(TEXTS)
@example('{"a/b": {"~1": [[], {}]}, "": [1.5e3, "\\ud83d\\ude00"]}')
@settings(max_examples=400, deadline=None)
def test_every_value_stands_where_its_text_reads_as_the_value(text: str) -> None:
    expected = dict(pointers(json.loads(text)))
    places = json_places(text, expected)
    assert {pointer: read(text, found[-1].value) for pointer, found in places.items()} == expected
    assert [len(found) for found in places.values()] == [1] * len(expected)


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_every_member_has_its_key(text: str) -> None:
    places = json_places(text, dict(pointers(json.loads(text))))
    for pointer, (place,) in places.items():
        parent, _, token = pointer.rpartition("/")
        in_object = pointer != "" and isinstance(read(text, places[parent][0].value), dict)
        key = escape(read(text, place.key)) if place.key else None
        assert key == (token if in_object else None)


NAMES = st.sampled_from(["", "a", "b", "start_time", "true", "a b", "a:b", ":true,", ", ", "\u00e9", "a/b", "\\", '"'])
INNER = st.one_of(SCALARS, NAMES, st.lists(st.integers() | NAMES, max_size=2), st.just({"a": 1}))


@st.composite
def objects(draw: st.DrawFn) -> str:
    """An object that may repeat its keys, most without another one in it."""
    members = draw(st.lists(st.tuples(NAMES, INNER), max_size=4))
    spelled = ",".join(f"{draw(spellings(key))}:{draw(spellings(value))}" for key, value in members)
    return f"{draw(BLANKS)}{{{spelled}{draw(BLANKS)}}}{draw(BLANKS)}"


def moved(place: Place, by: int) -> Place:
    """The same place, further on."""
    value, key = (part and Span(part.start + by, part.end + by) for part in (place.value, place.key))
    assert value is not None
    return Place(value, key, place.again)


@given(objects(), st.lists(NAMES, unique=True), st.booleans())
@example('{"a": "b"}', ["b"], False)
@example('{"a": "b", "b": 1}', ["b"], False)
@example('{":true,":true,"a": 1}', ["true", ":true,"], False)
@example('{"a":true,"b": 1}', [":true,"], False)
@example('{"\\u0061": 1, "b": "a"}', ["a"], True)
@example('{"a": 1, "a": [2]}', ["a"], True)
@example('{"a": {"b": 1}}', ["b"], False)
@settings(max_examples=1000, deadline=None)
def test_going_straight_to_a_member_leads_where_walking_does(text: str, keys: list[str], whole: bool) -> None:
    wanted = [f"/{escape(key)}{part}" for key in keys for part in ("", "/0")] + [""] * whole
    walked = json_places(f"[{text}]", [f"/0{pointer}" for pointer in wanted])
    back = {pointer[2:]: [moved(place, -1) for place in found] for pointer, found in walked.items()}
    assert json_places(text, wanted) == back


@pytest.mark.parametrize(("opening", "closing", "token"), [("[", "]", "/0"), ('{"a":', "}", "/a")])
def test_nothing_that_can_be_parsed_is_too_deep(opening: str, closing: str, token: str) -> None:
    text = opening * MAX_DEPTH + "1" + closing * MAX_DEPTH
    assert parse_text(text)
    places = json_places(text, [token * depth for depth in range(MAX_DEPTH + 1)])
    values = [Span(len(opening) * depth, len(text) - depth) for depth in range(MAX_DEPTH + 1)]
    assert [place.value for (place,) in places.values()] == values[::-1]


def test_no_integer_is_too_long() -> None:
    digits = "1" * 10_000
    assert json_places(f"[{digits}, 7]", ["/1"]) == {"/1": [Place(Span(10_003, 10_004))]}


def test_a_repeated_key_has_all_its_places() -> None:
    text = '{"a": 1, "\\u0061": {"b": 2, "b": 3}, "a": {"b": 4}}'
    assert json_places(text, ["/a", "/a/b"]) == {
        "/a": [
            Place(Span(6, 7), Span(1, 4)),
            Place(Span(19, 35), Span(9, 17), again=True),
            Place(Span(42, 50), Span(37, 40), again=True),
        ],
        "/a/b": [
            Place(Span(25, 26), Span(20, 23)),
            Place(Span(33, 34), Span(28, 31), again=True),
            Place(Span(48, 49), Span(43, 46)),
        ],
    }


def test_what_is_not_there_has_no_place() -> None:
    assert json_places('{"a": [1], "b": 7}', ["/a/1", "/a/00", "/c", "/b/x", "/a/0/0"]) == {}


def test_many_long_keys_are_no_burden() -> None:
    key = "k" * 10_000
    text = f'{{"{key}":' * 150 + "1" + "}" * 150
    assert json_places(text, ["/a"]) == {}


LINES = "a\nbb\r\n\r\nc\rd\n"


@pytest.mark.parametrize(
    ("offset", "line", "column"),
    [(0, 1, 1), (1, 1, 2), (2, 2, 1), (4, 2, 3), (5, 2, 4), (6, 3, 1), (8, 4, 1), (9, 4, 2), (10, 4, 3), (12, 5, 1)],
)
def test_lines_end_with_lf(offset: int, line: int, column: int) -> None:
    assert Text(LINES).region(Span(offset, offset)) == Region(line, column, line, column)
    assert Text(LINES, 7).region(Span(offset, offset)) == Region(line + 6, column, line + 6, column)


@pytest.mark.parametrize(
    ("offset", "line"), [(0, "a"), (1, "a"), (2, "bb"), (5, "bb"), (6, ""), (8, "c\rd"), (11, "c\rd"), (12, "")]
)
def test_a_line_is_without_its_end(offset: int, line: str) -> None:
    span = Text(LINES).line_around(offset)
    assert LINES[span.start : span.end] == line


@pytest.mark.parametrize(
    ("line", "column", "span"),
    [(1, 1, (0, 1)), (1, 2, (1, 1)), (2, 2, (3, 4)), (4, 1, (8, 9)), (5, 1, (12, 12)), (9, 9, (12, 12))],
)
def test_a_place_is_one_code_point_or_the_end_of_its_line(line: int, column: int, span: tuple[int, int]) -> None:
    assert Text(LINES).span_at(line, column) == span


def test_columns_count_code_points() -> None:
    text = '{"\u4e2d": "e\u0301\U0001f600", "kind": 7}'
    (place,) = json_places(text, ["/kind"])["/kind"]
    assert Text(text).region(place.value) == Region(1, 22, 1, 23)


def shown(text: str, places: Places) -> dict[str, tuple[str, str]]:
    """The texts of keys and values."""
    return {
        pointer: (text[place.key.start : place.key.end] if place.key else "", text[place.value.start : place.value.end])
        for pointer, found in places.items()
        for place in found[-1:]
    }


YAML = """\
kind: panel   # a comment
interviewer_ids:
  - 7
  - "8"
external: {managed: true, 'source': x}
name: >-
  two
  lines

---
- &first {a: &seven 7, b: *seven}
- *first
- empty:
"""


def test_yaml_values_stand_where_they_are_written() -> None:
    wanted = ["/0/kind", "/0/interviewer_ids", "/0/interviewer_ids/1", "/0/external/source", "/0/name", "/1/0",
              "/1/0/a", "/1/0/b", "/1/1", "/1/1/a", "/1/2/empty"]  # fmt: skip
    assert shown(YAML, yaml_places(YAML, wanted)) == {
        "/0/kind": ("kind", "panel"),
        "/0/interviewer_ids": ("interviewer_ids", '- 7\n  - "8"'),
        "/0/interviewer_ids/1": ("", '"8"'),
        "/0/external/source": ("'source'", "x"),
        "/0/name": ("name", ">-\n  two\n  lines"),
        "/1/0": ("", "{a: &seven 7, b: *seven}"),
        "/1/0/a": ("a", "7"),
        "/1/0/b": ("b", "*seven"),
        "/1/1": ("", "*first"),
        "/1/2/empty": ("empty", ""),
    }


@given(VALUES)
@settings(max_examples=200, deadline=None)
def test_json_without_odd_characters_is_yaml_with_the_same_places(value: object) -> None:
    text = json.dumps(value, indent=1)
    assume("\\ud" not in text and "\x7f" not in text)  # pairs of surrogates, and a character, that YAML does not have
    wanted = dict(pointers(value))
    in_yaml = yaml_places(text, [f"/0{pointer}" for pointer in wanted])
    assert {pointer[2:]: found for pointer, found in in_yaml.items()} == json_places(text, wanted)
