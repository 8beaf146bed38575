"""Chunks become results: bad input is a finding in its place, private values stay private, languages agree."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from kula_rules.checker import Checker
from kula_rules.jsontext import JsonError
from kula_rules.lint.checking import Chunk, Judge
from kula_rules.lint.payloads import Kind
from kula_rules.lint.positions import Text
from kula_rules.lint.results import Edit, Excerpt, Located, Region, Result
from kula_rules.lint.work import Recipe, judge_of

from ..laws.strategies import Json, requests
from ..support import REST_CREATE, sent

JUDGE: Final = judge_of(Recipe())
SHOWING: Final = judge_of(Recipe(show_values=True))


def results(data: bytes | str, kind: Kind = "json", judge: Judge = JUDGE) -> list[Result]:
    """What comes of a text."""
    return list(judge.results(Chunk("a", kind, data.encode() if isinstance(data, str) else data)))


def located(data: bytes | str, kind: Kind = "json") -> list[Located]:
    """All findings of a text."""
    return [found for result in results(data, kind) for found in result.located]


def refusal(data: bytes | str, kind: Kind = "json") -> tuple[str, tuple[int, int, int, int], Excerpt | None]:
    """Why a text is refused, and where."""
    (result,) = results(data, kind)
    (found,) = result.located
    assert (found.finding.code, found.finding.pointer, result.index, result.source) == ("invalid_json", "", 0, "a")
    assert result.report.findings == (found.finding,)
    region = found.region
    return (
        found.finding.message,
        (region.line, region.column, region.end_line, region.end_column),
        found.excerpt,
    )


DEEP: Final = "arrays and objects nest deeper than the limit of 200"
DIGITS: Final = "an integer has more digits than the limit of 4300"
NO_CHARACTER: Final = "a lone surrogate escape, which is no character"
BAD: Final[list[tuple[str, bytes, str, tuple[int, int, int, int]]]] = [
    ("empty", b"", "the text is empty (line 1, column 1)", (1, 1, 1, 1)),
    ("blank", b" \r\n\t\n", "the text is empty (line 1, column 1)", (1, 1, 1, 2)),
    ("byte order mark", b"\xef\xbb\xbf", "the text is empty (line 1, column 1)", (1, 1, 1, 1)),
    ("NUL", b'{"a": \x00}', "expecting value (line 1, column 7)", (1, 7, 1, 8)),
    ("NUL in a string", b'["\x00"]', "invalid control character at (line 1, column 3)", (1, 3, 1, 4)),
    ("lone surrogate", b'["\\ud800"]', f"{NO_CHARACTER} (line 1, column 3)", (1, 3, 1, 4)),
    ("100,000 brackets", b"[" * 100_000, f"{DEEP} (line 1, column 201)", (1, 201, 1, 202)),
    ("10,000 digits", b"[7,\n" + b"1" * 10_000 + b"]", f"{DIGITS} (line 2, column 1)", (2, 1, 2, 2)),
    ("NaN", b'{"a":\tNaN}', "NaN is not a JSON value (line 1, column 7)", (1, 7, 1, 8)),
    ("trailing comma", b'{"a": 1,}', "expecting property name enclosed in double quotes (line 1, column 9)",
     (1, 9, 1, 10)),
    ("comment", b'{\n  // no\n  "a": 1\n}', "expecting property name enclosed in double quotes (line 2, column 3)",
     (2, 3, 2, 4)),
    ("two values", b"{}\n{}", "extra data (line 2, column 1)", (2, 1, 2, 2)),
    ("CR LF", b'{\r\n"a": 1,\r\n"b" 2}', "expecting ':' delimiter (line 3, column 5)", (3, 5, 3, 6)),
    ("CR", b'{\r"a": 1,\r"b" 2}', "expecting ':' delimiter (line 1, column 15)", (1, 15, 1, 16)),
    ("wide characters", '{"\u4e2d\U0001f600e\u0301": x}'.encode(), "expecting value (line 1, column 10)",
     (1, 10, 1, 11)),
    ("cut short", b'{"a": 1', "expecting ',' delimiter (line 1, column 8)", (1, 8, 1, 8)),
]  # fmt: skip


@pytest.mark.parametrize(("data", "reason", "region"), [pytest.param(*row[1:], id=row[0]) for row in BAD])
def test_what_is_not_json_is_a_finding_in_its_place(
    data: bytes, reason: str, region: tuple[int, int, int, int]
) -> None:
    assert refusal(data)[:2] == (f"expected JSON, found: {reason}", region)


@pytest.mark.parametrize(
    ("data", "reason", "region"),
    [
        (b'{"a": 1,\n "b": "\xff"}', "not UTF-8 (line 2, column 8)", (2, 8, 2, 9)),
        (b"\xef\xbb\xbf[\xff", "not UTF-8 (line 1, column 2)", (1, 2, 1, 3)),
        ('{"a": 1}'.encode("utf-16"), "UTF-16, not UTF-8 (line 1, column 1)", (1, 1, 1, 2)),
    ],
)
def test_what_is_not_utf_8_is_a_finding_in_its_place(
    data: bytes, reason: str, region: tuple[int, int, int, int]
) -> None:
    assert refusal(data)[:2] == (f"expected JSON, found: the text is {reason}", region)


@pytest.mark.parametrize("end", ["x", "\u00e9", "_", "e", "."])
@pytest.mark.parametrize("token", ["NaN", "-Infinity", pytest.param("1" * 5000, id="5,000 digits")])
def test_what_follows_a_refused_word_does_not_hide_it(token: str, end: str) -> None:
    text = f'["{token}", 1.5, {token}{end}]'
    assert refusal(text)[1] == (1, len(token) + 11, 1, len(token) + 12)


def test_a_float_that_begins_as_a_refused_integer_is_not_it() -> None:
    digits = "1" * 5000
    assert refusal(f"[{digits}.5, {digits}e1, {digits}x]")[1] == (1, 10_010, 1, 10_011)


def test_only_one_byte_order_mark_is_accepted() -> None:
    assert refusal(b"\xef\xbb\xbf\xef\xbb\xbf{}")[:2] == (
        "expected JSON, found: expecting value (line 1, column 1)",
        (1, 1, 1, 2),
    )


YAML_BAD: Final[list[tuple[bytes, str, tuple[int, int, int, int]]]] = [
    (b"a: !!python/object:os.system {}", "tags are not read (line 1, column 4)", (1, 4, 1, 5)),
    (b"<<: {a: 1}", "a merge key, which YAML 1.2 does not have (line 1, column 1)", (1, 1, 1, 2)),
    (b"a: 1\n---\nb: *x", "an alias of what is not known yet (line 3, column 4)", (3, 4, 3, 5)),
    ('"\u4e2d\U0001f600e\u0301": b: c'.encode(), "mapping values are not allowed in this context (line 1, column 10)",
     (1, 10, 1, 11)),
    (b"a: \x00", "a character that YAML does not allow (line 1, column 4)", (1, 4, 1, 5)),
    (b"- " * 20_000, "values nest deeper than the limit of 200 (line 1, column 401)", (1, 401, 1, 402)),
]  # fmt: skip


@pytest.mark.parametrize(("data", "reason", "region"), YAML_BAD)
def test_what_is_not_yaml_is_a_finding_in_its_place(
    data: bytes, reason: str, region: tuple[int, int, int, int]
) -> None:
    assert refusal(data, "yaml")[:2] == (f"expected YAML, found: {reason}", region)


def test_an_alias_bomb_is_refused_at_once() -> None:
    lines = ["a0: &a0 [x,x,x,x,x,x,x,x,x,x]"]
    lines += [f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    message, region, _ = refusal("\n".join(lines), "yaml")
    assert message == (
        "expected YAML, found: aliases stand for more values than the limit of 100000 (line 5, column 38)"
    )
    assert region == (5, 38, 5, 39)


def test_what_is_shown_of_a_refused_text_are_its_marks() -> None:
    data = '{\n\t"name": "Eve Smith" "kind"}'
    expected = "expected JSON, found: expecting ',' delimiter (line 2, column 22)"
    assert refusal(data) == (expected, (2, 22, 2, 23), Excerpt('    "····": "··· ·····" "····"}', 24, 1))
    (result,) = results(data, judge=SHOWING)
    assert result.located[0].excerpt == Excerpt('    "name": "Eve Smith" "kind"}', 24, 1)


def test_50_megabytes_are_a_value_like_others() -> None:
    data = b'{"name": "' + b"x" * 50_000_000 + b'", "kind": 7}'
    (found,) = [item for item in located(data) if item.finding.pointer == "/kind"]
    assert found.region == Region(1, 50_000_022, 1, 50_000_023)
    assert found.excerpt == Excerpt('……, "kind": 7}', 12, 1)


# --- files of many payloads ------------------------------------------------------------------------------------------

GOOD: Final = json.dumps(sent())


def told(data: bytes | str, kind: Kind) -> list[tuple[int, list[tuple[str, int]]]]:
    """For each payload its index, and the codes of its findings with their lines."""
    return [
        (result.index, [(found.finding.code, found.region.line) for found in result.located])
        for result in results(data, kind)
    ]


def test_a_bad_line_does_not_stop_the_rest() -> None:
    lines = [GOOD, "", "{", " \t", "7\r", '"\udcff"', GOOD, ""]
    assert told("\n".join(lines).encode("utf-8", "surrogateescape"), "jsonl") == [
        (0, []),
        (1, [("invalid_json", 3)]),
        (2, [("not_an_object", 5)]),
        (3, [("invalid_json", 6)]),
        (4, []),
    ]


def test_lines_and_payloads_are_numbered_from_where_a_chunk_begins() -> None:
    chunk = Chunk("a", "jsonl", f"\n{GOOD}\n[\n{{".encode(), 11, 7)
    found = [(r.index, [(f.finding.message, f.region) for f in r.located]) for r in JUDGE.results(chunk)]
    assert found == [
        (7, []),
        (8, [("expected JSON, found: expecting value (line 13, column 2)", Region(13, 2, 13, 2))]),
        (
            9,
            [
                (
                    "expected JSON, found: expecting property name enclosed in double quotes (line 14, column 2)",
                    Region(14, 2, 14, 2),
                )
            ],
        ),
    ]


def test_each_line_may_be_an_array_that_is_no_payload() -> None:
    assert told("[{}]", "jsonl") == [(0, [("not_an_object", 1)])]


def test_a_byte_order_mark_begins_a_file_only() -> None:
    mark = b"\xef\xbb\xbf"
    assert told(mark + GOOD.encode(), "jsonl") == [(0, [])]
    assert told(mark + GOOD.encode(), "json") == [(0, [])]
    assert told(mark + GOOD.encode(), "yaml") == [(0, [])]


@pytest.mark.parametrize(("kind", "data"), [("json", "[]"), ("jsonl", "\n \n"), ("yaml", "# no\n")])
def test_what_holds_no_payload_has_no_result(kind: Kind, data: str) -> None:
    assert results(data, kind) == []


def test_why_bytes_could_not_be_had_is_a_finding() -> None:
    chunk = Chunk("a", "jsonl", line=4, index=2, error=JsonError("the compressed data are cut short"))
    (result,) = JUDGE.results(chunk)
    (found,) = result.located
    assert (result.source, result.index, found.finding.code, found.region, found.excerpt) == (
        "a",
        2,
        "invalid_json",
        Region(4, 1, 4, 1),
        Excerpt("", 0, 1),
    )
    assert found.finding.message == "expected JSON, found: the compressed data are cut short (line 4, column 1)"


# --- findings --------------------------------------------------------------------------------------------------------


def test_a_finding_has_its_place_its_excerpt_and_its_fix() -> None:
    payload = sent(start_time="2030-01-15T10:00Z", name="Eve", host_id="7")
    text = json.dumps(payload, indent=1)
    first, second = located(text)
    assert (first.finding.code, first.region, first.excerpt) == (
        "unportable_start_time",
        Region(4, 16, 4, 35),
        Excerpt(' "start_time": "2030-01-15T10:00Z",', 15, 19),
    )
    assert (first.fix, first.edits) == (
        'write "2030-01-15T10:00:00Z"',
        (Edit(Region(4, 16, 4, 35), '"2030-01-15T10:00:00Z"'),),
    )
    assert (second.finding.code, second.fix, second.edits) == ("field_has_no_effect", None, ())


def test_a_fix_that_no_edit_can_make_is_not_told() -> None:
    text = "start_time: >-\n  2030-01-15T10:00Z\n" + "\n".join(
        f"{name}: {json.dumps(value)}" for name, value in sent().items() if name != "start_time"
    )
    (found,) = located(text, "yaml")
    assert (found.finding.code, found.fix, found.edits) == ("unportable_start_time", None, ())


def test_a_message_says_where_one_could_go_from_here() -> None:
    (found,) = located(json.dumps(sent(start_time="2030-01-15T09:20:00Z")))
    assert found.finding.message.endswith(" Next boundary: 09:30.")
    (result,) = results(json.dumps(sent(start_time="2030-01-15T09:20:00Z")))
    assert result.report.findings == (found.finding,)


def test_a_fix_without_a_finding_is_looked_for_when_fixing_only() -> None:
    text = Text(json.dumps(sent(organizer_id="7")))
    assert [check.fixes for check in JUDGE.checked(text, "json")] == [()]
    (check,) = JUDGE.checked(text, "json", fixing=True)
    assert [fix.pointer for fix in check.fixes] == ["/organizer_id"]


# --- laws ------------------------------------------------------------------------------------------------------------

KEYS: Final = st.sampled_from(["knid", "a/b", "~", "x y"])


@st.composite
def payloads(draw: st.DrawFn) -> Json:
    """A request, some with keys that nobody knows; seldom something else."""
    request = draw(requests())
    request |= draw(st.dictionaries(KEYS, st.sampled_from([1, "x", [], {"y": None}]), max_size=2))
    return draw(st.sampled_from([request] * 8 + [7, None, "x", []]))


def spoken(found: list[Result]) -> list[list[tuple[Any, ...]]]:
    """What is said of each payload, but for where it stands."""
    return [
        [(item.finding, item.finding.message, dict(item.finding.params), item.fix) for item in result.located]
        for result in found
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(payloads(), max_size=3))
def test_it_does_not_matter_in_which_language_payloads_are_written(values: list[Json]) -> None:
    assume([] not in values)  # a document of YAML that is an array holds payloads
    array = results(json.dumps(values, indent=1))
    lines = results("\n".join(map(json.dumps, values)), "jsonl")
    documents = results("".join(f"--- {json.dumps(value)}\n" for value in values), "yaml")
    assert spoken(array) == spoken(lines) == spoken(documents)
    assert [r.report for r in array] == [r.report for r in lines] == [r.report for r in documents]
    assert [r.index for r in array] == [r.index for r in lines] == [r.index for r in documents]


def offset(text: str, line: int, column: int) -> int:
    """Where a line and a column are."""
    return sum(len(one) + 1 for one in text.split("\n")[: line - 1]) + column - 1


def marked(text: str, region: Region) -> str:
    """The part of a text that a region is."""
    return text[offset(text, region.line, region.column) : offset(text, region.end_line, region.end_column)]


def resolve(value: Any, pointer: str) -> Iterator[Any]:
    """What a pointer leads to, if anything."""
    for token in pointer.split("/")[1:]:
        key: Any = token.replace("~1", "/").replace("~0", "~")
        if isinstance(value, list):
            key = int(key)
        if not (isinstance(value, (dict, list)) and (key in value if isinstance(value, dict) else key < len(value))):
            return
        value = value[key]
    yield value


@settings(max_examples=150, deadline=None)
@given(payloads(), st.sampled_from([None, 0, 2, "\t"]), st.booleans())
@example({"external": {"a/b": 7, "managed": None}}, 1, False)
def test_a_region_holds_the_value_that_its_finding_is_about(value: Json, indent: int | str | None, wide: bool) -> None:
    assume(not isinstance(value, list))
    if isinstance(value, dict):
        value = {"\u4e2d\U0001f600" if wide else "x": 1} | value
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    parsed = json.loads(text)
    for found in located(text):
        shown = marked(text, found.region)
        there = list(resolve(parsed, found.finding.pointer))
        if found.finding.code == "unknown_field":
            token = found.finding.pointer.rpartition("/")[2]
            assert json.loads(shown) == token.replace("~1", "/").replace("~0", "~")
        elif there:
            assert json.dumps(json.loads(shown)) == json.dumps(there[0])
        else:
            assert shown == "{"


SECRET: Final = "5ecret"  # noqa: S105  # it guards nothing
HOLDERS: Final[st.SearchStrategy[Json]] = st.recursive(
    st.just(SECRET), lambda inner: st.lists(inner, min_size=1, max_size=2) | st.dictionaries(KEYS, inner, min_size=1)
)


@st.composite
def secretive(draw: st.DrawFn) -> Json:
    """A payload that holds the secret where only private values are."""
    request = draw(requests())
    request |= draw(st.fixed_dictionaries({}, optional={"name": HOLDERS, "knid": HOLDERS, "e mail": HOLDERS}))
    if draw(st.booleans()):
        members = dict.fromkeys(("managed", "source", "event_id", "video_conferencing_url", "x"), HOLDERS)
        request["external"] = draw(st.fixed_dictionaries({}, optional=members) | HOLDERS)
    return draw(st.sampled_from([request] * 8 + [SECRET, [SECRET], {"name": SECRET}]))


@st.composite
def secretive_texts(draw: st.DrawFn) -> tuple[str, Kind]:
    """A text of such payloads, some of them cut."""
    values = draw(st.lists(secretive(), min_size=1, max_size=2))
    kind: Kind = draw(st.sampled_from(("json", "jsonl", "yaml")))
    indent = None if kind == "jsonl" else draw(st.sampled_from([None, 1]))
    written = [json.dumps(value, indent=indent) for value in values]
    text = {"json": f"[{', '.join(written)}]", "jsonl": "\n".join(written), "yaml": "\n---\n".join(written)}[kind]
    cut = draw(st.integers(0, len(text)) | st.just(0))
    return text[: cut or None] + draw(st.sampled_from(["", "", ",", "}", '"'])), kind


@settings(max_examples=200, deadline=None)
@given(secretive_texts(), st.sampled_from(["rest", "mcp"]))
def test_private_values_are_never_told(drawn: tuple[str, Kind], surface: Any) -> None:
    text, kind = drawn
    assert SECRET not in repr(results(text, kind, judge_of(Recipe(surface=surface))))


REPEATING: Final = [
    f'{{"name": "{SECRET}", "kind": 7, "name": "x"}}',
    f'{{"external": {{"a": "{SECRET}"}}, "kind": 7, "external": {{"b": 1}}}}',
    f'{{"external": {{"a": "{SECRET}", "a": 1}}, "kind": 7}}',
    f'{{"external": "{SECRET}", "kind": 7, "external": {{"b": 1}}}}',
    f'{{"knid": {{"a": ["{SECRET}"]}}, "kind": 7, "knid": null}}',
]


@pytest.mark.parametrize("kind", ["json", "jsonl", "yaml"])
@pytest.mark.parametrize("text", REPEATING)
def test_private_values_that_a_repeated_key_discards_are_never_told(text: str, kind: Kind) -> None:
    assert SECRET not in repr(results(text, kind))


@pytest.mark.parametrize("kind", ["json", "jsonl", "yaml"])
@pytest.mark.parametrize(
    "text",
    [
        f'{{"interviewer_ids": [{{"id": 7, "name": "{SECRET}"}}]}}',
        f'{{"host_id": {{"email": "{SECRET}"}}}}',
        f'{{"host_id": [["{SECRET}"]]}}',
    ],
)
def test_keys_that_are_not_documented_are_private_in_documented_fields_too(text: str, kind: Kind) -> None:
    assert SECRET not in repr(results(text, kind))


def test_private_values_are_told_if_they_are_asked_for() -> None:
    text = f'{{"name": "{SECRET}", "kind": 7}}'
    (found,) = [item for r in results(text, judge=SHOWING) for item in r.located if item.finding.pointer == "/kind"]
    assert found.excerpt == Excerpt(text, 27, 1)


def test_a_judge_says_by_which_surface_it_judges() -> None:
    assert Judge(Checker(None, None, REST_CREATE, None)).surface == "rest"
