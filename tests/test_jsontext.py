"""Strict JSON: what is none is refused with its place, repeated keys are found, nothing depends on the environment."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kula_rules.jsontext import MAX_DEPTH, MAX_DIGITS, JsonError, JsonText, escape, parse_json
from kula_rules.plain_json import read_plain

MANY_PLACES = '{"' + "k" * 20_000 + '": {' + ", ".join(f'"a{i}": 1, "a{i}": 1' for i in range(60)) + "}}"
LONG_INTEGER = "an integer has more digits than the limit of 4300"
REFUSED: list[tuple[bytes | str, str]] = [
    ("", "the text is empty (line 1, column 1)"),
    ("\ufeff", "the text is empty (line 1, column 1)"),
    ("\ufeff\ufeff{}", "expecting value (line 1, column 1)"),
    ("{}{}", "extra data (line 1, column 3)"),
    ('{"a": 1,\n "b": }', "expecting value (line 2, column 7)"),
    ("[NaN]", "NaN is not a JSON value (line 1, column 2)"),
    ("[-Infinity]", "-Infinity is not a JSON value (line 1, column 2)"),
    ('{"ä": "\ud800"}', "a lone surrogate, which no JSON text can hold (line 1, column 8)"),
    ('["\\ud800"]', "a lone surrogate escape, which is no character (line 1, column 3)"),
    ('["\\udc00\\ud800"]', "a lone surrogate escape, which is no character (line 1, column 3)"),
    ('["\\ud800\\ud800\\udc00"]', "a lone surrogate escape, which is no character (line 1, column 3)"),
    (b'["\xff"]', "the text is not UTF-8 (line 1, column 3)"),
    ('{"a": 1}'.encode("utf-16"), "the text is UTF-16, not UTF-8 (line 1, column 1)"),
    (b'\xef\xbb\xbf["\xe4\xb8\xad",\n "\xe4\xb8\xad\xff"]', "the text is not UTF-8 (line 2, column 4)"),
    ('{"a NaN": "-Infinity \\" NaN",\n"b": NaN}', "NaN is not a JSON value (line 2, column 6)"),
    (f'["{"1" * 5000}", 1.{"1" * 5000}, {"1" * 5000}, x]', f"{LONG_INTEGER} (line 1, column 10010)"),
    (b"\x00", "expecting value (line 1, column 1)"),
    ('["a\nb"]', "invalid control character at (line 1, column 4)"),
    ("[1 2]", "expecting ',' delimiter (line 1, column 4)"),
    ("// no\n{}", "expecting value (line 1, column 1)"),
    ("[" * (MAX_DEPTH + 1), "arrays and objects nest deeper than the limit of 200 (line 1, column 201)"),
    ("[" * 100_000, "arrays and objects nest deeper than the limit of 200 (line 1, column 201)"),
    ("1" * (MAX_DIGITS + 1), "an integer has more digits than the limit of 4300 (line 1, column 1)"),
    (MANY_PLACES, "the places of its repeated keys have more characters than the limit of 1000000"),
    ("[NaN1]", "NaN is not a JSON value (line 1, column 2)"),
    ("[7, -Infinityx]", "-Infinity is not a JSON value (line 1, column 5)"),
    (f"[{'1' * 5000}e]", f"{LONG_INTEGER} (line 1, column 2)"),
    (f"[{'1' * 5000}.5, {'1' * 5000}]", f"{LONG_INTEGER} (line 1, column 5006)"),
    ("-" + "1" * (MAX_DIGITS + 1), "an integer has more digits than the limit of 4300 (line 1, column 1)"),
]


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_what_is_not_json_is_refused_with_its_place(text: bytes | str, reason: str) -> None:
    with pytest.raises(JsonError) as caught:
        parse_json(text)
    assert caught.value.reason == reason


ACCEPTED: list[tuple[bytes | str, Any]] = [
    (b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
    ("\ufeff[]", []),
    ('["\\ud83d\\ude00", "\\\\ud800"]', ["😀", "\\ud800"]),
    (" \t\r\n7 ", 7),
    ("[1e400]", [float("inf")]),
    ("[" * MAX_DEPTH + "]" * MAX_DEPTH, None),
    ('["' + "[{" * 500 + '"]', ["[{" * 500]),
    ('["' + '\\"[' * 500 + '"]', ['"[' * 500]),
    ("9" * MAX_DIGITS, 10**MAX_DIGITS - 1),
    ("-" + "9" * MAX_DIGITS, -(10**MAX_DIGITS) + 1),
    ("-" + "9" * 700, -(10**700) + 1),
    ("1." + "0" * 5000, 1.0),
]


@pytest.mark.parametrize(("text", "value"), ACCEPTED)
def test_what_is_json_is_read(text: bytes | str, value: Any) -> None:
    parsed = parse_json(text)
    assert value is None or parsed == JsonText(value, ())


REPEATED: list[tuple[str, Any, tuple[str, ...]]] = [
    ('{"a": 1, "a": 2}', {"a": 2}, ("/a",)),
    ('{"a": 1, "a": 2, "a": 3}', {"a": 3}, ("/a",)),
    ('{"a": {"b": 1, "b": 2}, "a": 3}', {"a": 3}, ("/a", "/a/b")),
    ('{"a": {"b": 1, "b": 2}, "a": {"b": 3, "b": 4}}', {"a": {"b": 4}}, ("/a", "/a/b")),
    ('[0, {"x/y~": 1, "x/y~": 2}]', [0, {"x/y~": 2}], ("/1/x~1y~0",)),
    ('{"a": [[{"": 1, "": 2}]]}', {"a": [[{"": 2}]]}, ("/a/0/0/",)),
    ('{"\\u0061": 1, "a": 2}', {"a": 2}, ("/a",)),
]


@pytest.mark.parametrize(("text", "value", "pointers"), REPEATED)
def test_repeated_keys_are_found_and_the_last_one_counts(text: str, value: Any, pointers: tuple[str, ...]) -> None:
    assert parse_json(text) == JsonText(value, pointers)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@settings(max_examples=300, deadline=None)
@given(JSON, st.booleans())
@example({"\ud7ff\ue000": ["\\u", "\\\\", '"']}, True)
def test_any_json_value_is_read_back(value: Any, as_ascii: bool) -> None:
    text = json.dumps(value, ensure_ascii=as_ascii)
    assert parse_json(text) == parse_json(text.encode("utf-8")) == JsonText(json.loads(text), ())


@settings(max_examples=500, deadline=None)
@given(st.text(alphabet='{}[]",:\\u0123456789abcdefDtruefalsn -.\n'))
def test_any_text_is_read_as_the_standard_parser_reads_it_or_refused(text: str) -> None:
    with contextlib.suppress(JsonError):
        assert parse_json(text).value == json.loads(text)


WRONG = ["NaN", "-Infinity", "Infinity", "1" * 4400, "-" + "1" * 4400]


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(WRONG),
    st.lists(st.sampled_from([*'[{},:" ', "1", "-", ".5", "e1", "x", "NaN", "1.5"]), max_size=5),
)
@example("NaN", ["1"])
@example("1" * 4400, ["x"])
def test_a_refused_word_is_refused_where_it_stands_whatever_follows(word: str, rest: list[str]) -> None:
    with pytest.raises(JsonError) as caught:
        parse_json(f'["{word}", {word}{"".join(rest)}')
    assert (caught.value.line, caught.value.column is not None) == (1, True)


def padded(text: str) -> str:
    """The same text, so long that the quicker parser reads it."""
    return text + " " * (1 << 18)


@pytest.mark.parametrize("text", [text for text, _ in REFUSED if isinstance(text, str) and text.strip("\ufeff")])
def test_a_large_text_is_refused_as_a_small_one(text: str) -> None:
    with pytest.raises(JsonError) as small:
        parse_json(text)
    with pytest.raises(JsonError) as large:
        parse_json(padded(text))
    assert large.value.reason == small.value.reason


@pytest.mark.parametrize("text", [text for text, _ in ACCEPTED if isinstance(text, str)] + [row[0] for row in REPEATED])
def test_a_large_text_is_read_as_a_small_one(text: str) -> None:
    assert parse_json(padded(text)) == parse_json(text)


@pytest.mark.parametrize("text", [text for text, _ in ACCEPTED if isinstance(text, str) and text[0] != "\ufeff"])
def test_what_nothing_is_wrong_with_is_read_quickly(text: str) -> None:
    assert read_plain(text) == parse_json(text).value


@pytest.mark.parametrize(
    "text",
    [
        *(row[0] for row in REPEATED),
        r'{"\"": 1, "\"": 2}',
        r'{"\\": "\\\"", "\\": 1}',
        '{"a": "", "a": 1}',
        '{"a": 1, "b": {"a": 1, "a": 1}, "b": 2}',
    ],
)
def test_a_repeated_key_is_not_read_quickly(text: str) -> None:
    with pytest.raises(ValueError, match="a key stands twice in the same object"):
        read_plain(text)


NUMBERS = ["1", "-0", "-0.0", "1.50", "1e400", "5e-324", "9007199254740993", "1" * 700, "01", "NaN"]
SPELLED = st.sampled_from(
    ["a", r"\u0022", r"\u0061", r"\"", r"\\", r"\\\"", r"\ud83d\ude00", r"\ud83d", "é", ":", "{", ""]
)
SPELLINGS = st.recursive(
    SPELLED.map('"{}"'.format) | st.sampled_from([*NUMBERS, "null", "true"]),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.lists(st.tuples(SPELLED, inner), max_size=3).map(
            lambda pairs: "{" + ", ".join(f'"{key}" : {value}' for key, value in pairs) + "}"
        )
    ),
    max_leaves=12,
)


@settings(max_examples=500, deadline=None)
@given(SPELLINGS)
def test_what_is_read_quickly_is_what_is_read_exactly(text: str) -> None:
    try:
        quick = JsonText(read_plain(text), ())
    except ValueError:
        with contextlib.suppress(JsonError):
            assert parse_json(text).repeated != ()
    else:
        assert repr(quick) == repr(parse_json(text))


def test_an_error_can_be_told_as_one_of_a_file() -> None:
    error = JsonError("no value", 2, 3, expected="YAML").below(6)
    assert (error.reason, error.what, error.line, error.column, error.expected) == (
        "no value (line 8, column 3)",
        "no value",
        8,
        3,
        "YAML",
    )
    assert JsonError("cut short").below(2).reason == "cut short (line 3, column 1)"


def test_a_key_is_escaped_for_a_pointer() -> None:
    assert [escape(key) for key in ("a", "a/b", "a~b", "~1", "")] == ["a", "a~1b", "a~0b", "~01", ""]
