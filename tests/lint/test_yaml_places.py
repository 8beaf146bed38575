"""Where values stand in YAML: nowhere else than in their own text, whatever is written around them."""

from __future__ import annotations

from time import perf_counter

import pytest

from kula_rules.lint.positions import Place, Span
from kula_rules.lint.yaml_places import yaml_places


def stands(text: str, pointer: str) -> list[str]:
    """The texts at all places of a pointer."""
    return [text[place.value.start : place.value.end] for place in yaml_places(text, [pointer]).get(pointer, [])]


@pytest.mark.parametrize(
    ("text", "pointer", "expected"),
    [
        ("a: 1 # no\n", "/0/a", "1"),
        ("a: 'x''y' \n", "/0/a", "'x''y'"),
        ('a: "x\\\n  y"\n', "/0/a", '"x\\\n  y"'),
        ("a:\n  b: 1\n\n\nc: 2\n", "/0/a", "b: 1"),
        ("a:\n- 1\n- 2\nc: 2\n", "/0/a", "- 1\n- 2"),
        ("a: |\n  x\n\n\nb: 1\n", "/0/a", "|\n  x"),
        ("a: &x 7\n", "/0/a", "7"),
        ("a: &x\n  b: 1\n", "/0/a", "b: 1"),
        ("a: &x [1]\nb: *x\n", "/0/b", "*x"),
        ("? a\n: b\n", "/0/a", "b"),
        ("[a: 1]", "/0/0", "a: 1"),
        ("a: \u4e2d\U0001f600 \n", "/0/a", "\u4e2d\U0001f600"),
        ("a: 1\r\nb: 2\r\n", "/0/b", "2"),
        ("--- 1\n...\n--- 2\n", "/1", "2"),
    ],
)
def test_a_value_stands_in_its_own_text(text: str, pointer: str, expected: str) -> None:
    assert stands(text, pointer) == [expected]


@pytest.mark.parametrize(
    ("text", "pointer", "offset"),
    [
        ("[&a , 7]", "/0/0", 3),
        ("[&a, 7]", "/0/0", 3),
        ("[7, &a]", "/0/1", 6),
        ("- &a\n- 7\n", "/0/0", 4),
        ("a: &x\nb: 1\n", "/0/a", 5),
        ("{a: &x}", "/0/a", 6),
    ],
)
def test_an_anchor_of_nothing_stands_before_it(text: str, pointer: str, offset: int) -> None:
    (place,) = yaml_places(text, [pointer])[pointer]
    assert place.value == Span(offset, offset)


@pytest.mark.parametrize(
    ("text", "pointer", "expected"),
    [
        ("a:\n  b: 1\n  # more\nc: 2\n", "/0/a", "b: 1"),
        ("- a: 1 # one\n# two\n- b: 2\n", "/0/0", "a: 1"),
        ("- [1] # one\n# end\n", "/0", "- [1]"),
        ("a: &x # one\n  b: 1\n", "/0/a", "b: 1"),
    ],
)
def test_a_comment_is_no_part_of_a_value(text: str, pointer: str, expected: str) -> None:
    assert stands(text, pointer) == [expected]


def test_a_repeated_key_has_all_its_places() -> None:
    assert yaml_places("a: 1\n'a': [2]\n", ["/0/a"]) == {
        "/0/a": [Place(Span(3, 4), Span(0, 1)), Place(Span(10, 13), Span(5, 8), again=True)]
    }


def test_many_blank_lines_below_deep_values_take_no_longer_than_they_must() -> None:
    deep = "".join(f"{' ' * level}a:\n" for level in range(150)) + " " * 150 + "b: 1\n"
    pointer = "/0" + "/a" * 150
    begun = perf_counter()
    assert stands(deep, pointer) == ["b: 1"]
    plain = perf_counter() - begun
    assert stands(deep + "\n" * (1 << 16), pointer) == ["b: 1"]
    assert perf_counter() - begun < plain + 1
