"""YAML to JSON values: words stay words, and nothing is read that a snapshot does not need."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kula_rules import Snapshot, SnapshotError
from kula_rules.jsontext import JsonError
from kula_rules.yamltext import parse_yaml


def reason(text: bytes) -> str:
    """Why a text can not be read."""
    with pytest.raises(JsonError) as caught:
        parse_yaml(text)
    return caught.value.reason


WORDS = [
    "no", "No", "NO", "yes", "on", "off", "y", "n", "True", "TRUE", "False", "Null", "NULL", "none", "10:30", "1:2:3",
    "2026-11-20", "2026-11-20T08:00:00Z", "017", "0o17", "0x1F", "0b1", "1_000", "+1", ".5", "1.", ".inf", "-.inf",
    ".nan", "NaN", "Infinity", "1e", "--1", "<<", "=", "07", "-01", "1.2.3", "7 8", "٣",
]  # fmt: skip


@pytest.mark.parametrize("word", WORDS)
def test_what_is_no_json_word_stays_a_string(word: str) -> None:
    assert parse_yaml(f"a: {word}".encode()) == {"a": word}
    assert parse_yaml(f"[{word}]".encode()) == [word]


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("0", 0),
        ("-7", -7),
        ("45", 45),
        ("45.0", 45.0),
        ("1e3", 1000.0),
        ("-1.5E-2", -0.015),
    ],
)
def test_json_words_have_their_json_values(word: str, value: object) -> None:
    read = parse_yaml(f"a: {word}".encode())
    assert read == {"a": value}
    assert type(read["a"]) is type(value)


@pytest.mark.parametrize("word", ["true", "null", "7", "~", "", "1e3", "no"])
def test_what_is_quoted_is_a_string(word: str) -> None:
    assert parse_yaml(f"a: '{word}'\nb: \"{word}\"".encode()) == {"a": word, "b": word}


def test_block_text_is_a_string() -> None:
    assert parse_yaml(b"a: |\n  7\nb: >-\n  true\n") == {"a": "7\n", "b": "true"}


def test_keys_are_strings() -> None:
    assert parse_yaml(b"31: 1\nno: 2\ntrue: 3\n~: 4\n10:30: 5\n1.0: 6") == {
        "31": 1,
        "no": 2,
        "true": 3,
        "~": 4,
        "10:30": 5,
        "1.0": 6,
    }


def test_a_merge_key_is_a_key_like_others() -> None:
    assert parse_yaml(b"<<: {a: 1}\nb: 2") == {"<<": {"a": 1}, "b": 2}


def test_json_is_read_as_it_is() -> None:
    text = b'{"a": [1, 2.5, true, false, null, "no", {}], "b": {"c": []}, "d": "\\u00e9\\n"}'
    assert parse_yaml(text) == {"a": [1, 2.5, True, False, None, "no", {}], "b": {"c": []}, "d": "é\n"}


def test_a_directive_does_not_change_what_words_mean() -> None:
    assert parse_yaml(b"%YAML 1.1\n---\na: no\n") == {"a": "no"}


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [(b"a: 1\na: 2", 2, 1), (b"x:\n  - {b: 1, c: 2, 'b': 3}", 2, 18), (b"7: 1\n'7': 2", 2, 1), (b'~: 1\n"~": 2', 2, 1)],
)
def test_a_key_that_stands_twice_is_refused(text: bytes, line: int, column: int) -> None:
    assert reason(text) == f"the key stands twice in the same object (line {line}, column {column})"


@pytest.mark.parametrize(
    "text", [b"a: &x 1", b"a: *x", b"a: &x {b: *x}", b"a: &x [1]", b"&x a: 1", b"a: &x", b"*x : 1"]
)
def test_anchors_and_aliases_are_refused(text: bytes) -> None:
    assert reason(text).startswith("anchors and aliases are not read (line 1, column ")


@pytest.mark.parametrize(
    "text",
    [b"a: !!str 5", b"a: !foo {}", b"a: !!set {b}", b"a: ! 5", b"!!python/object:x.y {}", b"a: !x [1]", b"!!str a: 1"],
)
def test_tags_are_refused(text: bytes) -> None:
    assert reason(text).startswith("tags are not read (line 1, column ")


@pytest.mark.parametrize("text", [b"? [a]\n: b", b"? {a: b}\n: c", b"{[a]: b}"])
def test_a_key_that_is_no_word_is_refused(text: bytes) -> None:
    assert reason(text).startswith("a key that is no word (line 1, column ")


@pytest.mark.parametrize(
    ("text", "count"), [(b"", 0), (b"# nothing", 0), (b"a: 1\n---\nb: 2", 2), (b"---\n---\n---\n", 3)]
)
def test_a_text_is_one_document(text: bytes, count: int) -> None:
    assert reason(text) == f"expected one document, found {count}"


def test_200_levels_are_read_and_one_more_is_refused() -> None:
    value = parse_yaml(b"[" * 200 + b"]" * 200)
    depth = 0
    while value:
        depth, value = depth + 1, value[0]
    assert depth == 199
    assert reason(b"[" * 201 + b"]" * 201) == "values nest deeper than the limit of 200 (line 1, column 201)"


@pytest.mark.parametrize("text", [b"[" * 100_000, b"{a: " * 100_000, b"- " * 20_000 + b"a"])
def test_depth_is_refused_long_before_it_hurts(text: bytes) -> None:
    assert reason(text).startswith("values nest deeper than the limit of 200 (line 1, column ")


def test_an_integer_of_too_many_digits_is_refused() -> None:
    assert parse_yaml(b"a: " + b"9" * 4300) == {"a": 10**4300 - 1}
    assert reason(b"a: " + b"9" * 4301) == "an integer has more digits than the limit of 4300 (line 1, column 4)"


@pytest.mark.parametrize(
    ("text", "column"), [(b"\xff", 1), (b"a: \xe9", 4), (b"a: \xed\xa0\x80", 4), (b"\xef\xbb\xbfa: \xff", 4)]
)
def test_what_is_not_utf_8_is_refused(text: bytes, column: int) -> None:
    assert reason(text) == f"the text is not UTF-8 (line 1, column {column})"


def test_utf_16_is_called_by_its_name() -> None:
    assert reason("a: 1".encode("utf-16")) == "the text is UTF-16, not UTF-8 (line 1, column 1)"


def test_a_byte_order_mark_is_accepted() -> None:
    assert parse_yaml(b"\xef\xbb\xbfa: 1") == {"a": 1}


@pytest.mark.parametrize(
    ("text", "column"), [(b"a: \x01", 4), (b"a:\x00", 3), (b"a: '\x1b[31m'", 5), (b"a: \x7f", 4)]
)
def test_control_characters_are_refused(text: bytes, column: int) -> None:
    assert reason(text) == f"a character that YAML does not allow (line 1, column {column})"


@pytest.mark.parametrize(
    "text", [b"a: [", b"a: 'x", b"{a: b: c}", b"\ta: 1", b"@x", b"%", b"a: b: c", b'"\\q"', b'"\\ud800"']
)
def test_what_is_not_yaml_is_refused_with_its_place(text: bytes) -> None:
    with pytest.raises(JsonError) as caught:
        parse_yaml(text)
    assert caught.value.reason.endswith(f" (line {caught.value.line}, column {caught.value.column})")
    assert caught.value.reason.isprintable()


def test_without_pyyaml_the_reason_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "yaml", None)
    path = tmp_path / "a.yaml"
    path.write_text("version: 1", encoding="utf-8")
    with pytest.raises(SnapshotError) as caught:
        Snapshot.load(path)
    assert (caught.value.file, caught.value.pointer) == (str(path), "")
    assert caught.value.reason == "YAML needs PyYAML: pip install 'kula-rules[yaml]'"
