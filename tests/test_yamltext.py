"""YAML to JSON values: words stay words, and nothing is read that a snapshot does not need."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kula_rules import Snapshot, SnapshotError
from kula_rules.jsontext import MAX_DEPTH, JsonError, JsonText, parse_json
from kula_rules.yamltext import MAX_ALIASED, parse_yaml, parse_yaml_documents


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


@pytest.mark.parametrize(("text", "column"), [(b"a: \x01", 4), (b"a:\x00", 3), (b"a: '\x1b[31m'", 5), (b"a: \x7f", 4)])
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


# --- files of several documents --------------------------------------------------------------------------------------


def refusal(text: str) -> str:
    """Why documents can not be read."""
    with pytest.raises(JsonError) as caught:
        parse_yaml_documents(text)
    assert caught.value.expected == "YAML"
    return caught.value.reason


DOCUMENTS: list[tuple[str, list[JsonText]]] = [
    ("", []),
    ("# nothing\n", []),
    ("---\n", [JsonText(None, ())]),
    ("a: 1\n...\n---\nno\n--- [10:30]\n", [JsonText({"a": 1}, ()), JsonText("no", ()), JsonText(["10:30"], ())]),
    ("- &x 1\n- {&x b: 2}\n- *x", [JsonText([1, {"b": 2}, "b"], ())]),
    ("&x a: &y 7\nb: *y\nc: *x\n", [JsonText({"a": 7, "b": 7, "c": "a"}, ())]),
    ("a: &x {b: [1]}\nc: [*x, *x]\n", [JsonText({"a": {"b": [1]}, "c": [{"b": [1]}, {"b": [1]}]}, ())]),
    ("[&x 1, *x, &x 2, *x]", [JsonText([1, 1, 2, 2], ())]),
    ("a: &x\nb: *x", [JsonText({"a": None, "b": None}, ())]),
    ("'<<': 1", [JsonText({"<<": 1}, ())]),
    ("a: <<", [JsonText({"a": "<<"}, ())]),
    ("a: 1\na: 2\n'a': 3", [JsonText({"a": 3}, ("/a",))]),
    ("~: 1\n'~': 2\na/b: [{c: 1, c: 2}]", [JsonText({"~": 2, "a/b": [{"c": 2}]}, ("/a~1b/0/c", "/~0"))]),
    ("a: &x {b: 1, b: 2}\nc: *x", [JsonText({"a": {"b": 2}, "c": {"b": 2}}, ("/a/b",))]),
    (
        "a: 1\n---\na: 1\na: 2\n---\na: 3\n",
        [JsonText({"a": 1}, ()), JsonText({"a": 2}, ("/a",)), JsonText({"a": 3}, ())],
    ),
    ("'': {'': 1, '': 2}", [JsonText({"": {"": 2}}, ("//",))]),
]


@pytest.mark.parametrize(("text", "documents"), DOCUMENTS)
def test_documents_are_read_with_their_aliases_and_repeated_keys(text: str, documents: list[JsonText]) -> None:
    assert parse_yaml_documents(text) == documents


@pytest.mark.parametrize(
    "text",
    ['{"b": {"x": 1, "x": 2}, "a": 1, "a": 2}', '{"a": {"b": 1, "b": 2}, "a": 3}', '[{"a": {"b": 1, "b": 2}, "a": 3}]'],
)
def test_repeated_keys_come_in_the_same_order_as_those_of_json(text: str) -> None:
    assert parse_yaml_documents(text) == [parse_json(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: *x", "an alias of what is not known yet (line 1, column 4)"),
        ("&x a: *y", "an alias of what is not known yet (line 1, column 7)"),
        ("a: &x\n  b: *x", "an alias of what is not known yet (line 2, column 6)"),
        ("&x [*x]", "an alias of what is not known yet (line 1, column 5)"),
        ("&x 1\n---\n*x", "an alias of what is not known yet (line 3, column 1)"),
        ("&x [&x [1], *x, [*x]]", ""),
        ("- &x 1\n- *x : 2", "a key that is no word (line 2, column 3)"),
        ("- &x 1\n- {*x : 2}", "a key that is no word (line 2, column 4)"),
        ("- &x 1\n- <<: *x", "a merge key, which YAML 1.2 does not have (line 2, column 3)"),
        ("a: !!python/object:os.system {}", "tags are not read (line 1, column 4)"),
        ("!!python/name:os.system a: 1", "tags are not read (line 1, column 1)"),
    ],
)
def test_what_yaml_allows_but_not_we_is_refused(text: str, expected: str) -> None:
    if expected:
        assert refusal(text) == expected
    else:
        assert parse_yaml_documents(text) == [JsonText([[1], [1], [[1]]], ())]


def test_aliases_stand_for_so_many_values_and_no_more() -> None:
    anchored = f"- &x [{'1,' * 999}]\n"  # a thousand values, itself included
    most = anchored + "- *x\n" * (MAX_ALIASED // 1000)
    (document,) = parse_yaml_documents(most)
    assert (len(document.value), document.value[-1]) == (101, [1] * 999)
    limit = f"aliases stand for more values than the limit of {MAX_ALIASED}"
    assert refusal(most + "- *x\n") == f"{limit} (line 102, column 3)"
    assert parse_yaml_documents(most + "---\n" + most) == [document, document]


def test_values_nest_as_deep_through_aliases_as_without() -> None:
    half = MAX_DEPTH // 2
    deep = "[" * half + "]" * half
    assert len(parse_yaml_documents(f"- &x {deep}\n- {'[' * (half - 1)}*x{']' * (half - 1)}")) == 1
    assert refusal(f"- &x {deep}\n- {'[' * half}*x{']' * half}") == (
        f"values nest deeper than the limit of {MAX_DEPTH} (line 2, column {3 + half})"
    )


def test_the_places_of_repeated_keys_are_bounded() -> None:
    members = ", ".join(f"a{number}: 1, a{number}: 2" for number in range(60))
    long = "\n".join(f"{' ' * level}{'k' * 900}:" for level in range(20))
    text = f"{long} {{{members}}}"
    assert refusal(text).startswith(
        "the places of repeated keys have more characters than the limit of 1000000 (line 20,"
    )
