"""The line of a finding: the caret stands under it, what is private is not in it, and nothing in it acts."""

from __future__ import annotations

import pytest

from kula_rules.lint.excerpts import disjoint, excerpt, masked_excerpt
from kula_rules.lint.positions import Span, Text
from kula_rules.lint.results import Excerpt


def shown(text: str, part: str, *private: str) -> tuple[str, str]:
    """The line of a part of a text, and what a terminal shows under it."""
    start = text.index(part)
    hidden = [Span(text.index(value), text.index(value) + len(value)) for value in private]
    found = excerpt(Text(text), Span(start, start + len(part)), Span(0, len(text)), disjoint(hidden))
    return found.text, " " * found.indent + "^" * found.width


def test_the_caret_stands_under_the_finding() -> None:
    assert shown('{\n  "kind": "panle"\n}', '"panle"') == (
        '  "kind": "panle"',
        "          ^^^^^^^",
    )


def test_a_tab_is_four_blanks() -> None:
    assert shown('\t"a":\t7', "7") == ('    "a":    7', "            ^")


def test_wide_characters_take_two_cells_and_combining_marks_none() -> None:
    assert shown('"\u4e2d\u6587e\u0301": 7', "7") == ('"\u4e2d\u6587e\u0301": 7', "         ^")
    assert shown('"\U0001f600": "\u4e2d"', '"\u4e2d"') == ('"\U0001f600": "\u4e2d"', "      ^^^^")


def test_what_does_not_print_is_spelled_out() -> None:
    assert shown('"\x1b[31m\u202e": 7', "7") == (r'"\x1b[31m\u202e": 7', "                  ^")


def test_private_values_are_left_out() -> None:
    text = '{"name": "Eve", "kind": 7, "external": {"source": "x"}}'
    assert shown(text, "7", '"Eve"', '"x"') == (
        '{"name": …, "kind": 7, "external": {"source": …}}',
        "                    ^",
    )


@pytest.mark.parametrize("part", ['"Eve"', "Eve", "v"])
def test_a_finding_in_a_private_value_stands_under_what_is_left_of_it(part: str) -> None:
    assert shown('{"name": "Eve", "kind": 7}', part, '"Eve"') == ('{"name": …, "kind": 7}', "         ^")


def test_private_values_may_contain_each_other() -> None:
    assert shown('{"a": {"b": 1}, "c": 7}', "7", '{"b": 1}', "1") == ('{"a": …, "c": 7}', "              ^")


def test_a_finding_over_several_lines_is_marked_to_the_end_of_its_first() -> None:
    assert shown('{"a": [\n1\n], "b": 1}', "[\n1\n]") == ('{"a": [', "      ^")


def test_an_empty_part_is_marked_all_the_same() -> None:
    found = excerpt(Text("kind: \nlocation: x"), Span(6, 6), Span(0, 18), [])
    assert found == Excerpt("kind: ", 6, 1)


def test_a_crlf_is_no_part_of_the_line() -> None:
    assert shown('{\r\n"a": 7\r\n}', "7") == ('"a": 7', "     ^")


def test_of_a_long_line_what_is_around_the_finding_is_shown() -> None:
    text = "[" + "1," * 500 + "7" + ",1" * 500 + "]"
    line, carets = shown(text, "7")
    assert line == "…" + "1," * 30 + "7" + ",1" * 24 + "," + "…"
    assert carets == " " * 61 + "^"


def test_a_private_value_that_begins_before_the_window_is_left_out() -> None:
    secret = '"' + "x" * 200 + '"'
    line, carets = shown(f'{{"name": {secret}, "kind": 7}}', "7", secret)
    assert (line, carets) == ('……, "kind": 7}', " " * 12 + "^")


def test_nothing_of_other_payloads_is_shown() -> None:
    text = '[{"name": "Eve"}, {"kind": 7}]'
    assert excerpt(Text(text), Span(27, 28), Span(18, 29), []) == Excerpt('{"kind": 7}', 9, 1)


@pytest.mark.parametrize(
    ("text", "offset", "expected"),
    [
        ('{"name": Eve}', 9, Excerpt('{"····": ···}', 9, 1)),
        ("name: 'Eve\u4e2d 555-1234", 6, Excerpt("····: '···· ···-····", 6, 1)),
        ("- a: &x *y", 5, Excerpt("- ·: ·· ··", 5, 1)),
        ("", 0, Excerpt("", 0, 1)),
        ("{}\x1b[31m", 2, Excerpt("{}·[···", 2, 1)),
    ],
)
def test_of_what_is_not_understood_only_the_marks_are_shown(text: str, offset: int, expected: Excerpt) -> None:
    assert masked_excerpt(Text(text), Span(offset, offset)) == expected


def test_a_long_line_that_is_not_understood_is_cut_too() -> None:
    found = masked_excerpt(Text("x" * 1000), Span(500, 501))
    assert found == Excerpt("·" * 110, 60, 1)
