"""Fixes as edits: the text then parses to the fixed payload, and nothing else in it has changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kula_rules import REST_CREATE, check_json
from kula_rules.checker import Checker
from kula_rules.jsontext import JsonError
from kula_rules.lint.edits import Language, TextEdit, apply_edits, edit_for, is_editable
from kula_rules.lint.fixes import Fix, fixes_of
from kula_rules.lint.payloads import payloads_in, pointers_of
from kula_rules.lint.positions import Place, Places, Span, json_places
from kula_rules.lint.yaml_places import yaml_places
from kula_rules.yamltext import parse_yaml

from ..laws.strategies import Json, any_json, requests
from .test_fixes import fixed

SCORECARD: Final = Fix("/scorecard_template_id", None, "", None)
HOST: Final = Fix("/host_id", None, "", "7")


def edited(text: str, *fixes: Fix) -> str | None:
    """A JSON text with fixes, `None` where one is not certain."""
    places = json_places(text, [fix.pointer for fix in fixes])
    edits = [edit_for(fix, places, text, "json") for fix in fixes]
    return None if None in edits else apply_edits(text, filter(None, edits))


def edited_yaml(text: str, fix: Fix) -> str | None:
    """A YAML text of one document with a fix, `None` where that is not certain."""
    if not is_editable(text, "yaml"):
        return None
    pointer = f"/0{fix.pointer}"
    places = yaml_places(text, [pointer, pointer.rpartition("/")[0]])
    edit = edit_for(Fix(pointer, None, "", fix.replacement), places, text, "yaml")
    return apply_edits(text, [edit]) if edit else None


# --- values in JSON --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"host_id":"7"}', '{"host_id":7}'),
        ('{\r\n\t"host_id" : "7" ,\r\n\t"name": "\U0001f600" }', '{\r\n\t"host_id" : 7 ,\r\n\t"name": "\U0001f600" }'),
        ('{"\\u0068ost_id": 7.0}', '{"\\u0068ost_id": 7}'),
        ('{"host_id": 70e-1}', '{"host_id": 7}'),
        ('{"host_id": 0.7E+1}', '{"host_id": 7}'),
        ('{"host_id": "\\u0037"}', '{"host_id": 7}'),
    ],
)
def test_a_value_is_replaced_where_it_stands(text: str, expected: str) -> None:
    assert edited(text, HOST) == expected


@pytest.mark.parametrize(
    "number", ["7.0000000000000000001", "6.99999999999999999999999", "7e99999999999999999999", "8"]
)
def test_a_number_that_is_not_quite_the_new_one_stays(number: str) -> None:
    assert edited(f'{{"host_id": {number}}}', HOST) is None


def test_a_value_whose_key_is_repeated_stays() -> None:
    assert edited('{"host_id": "8", "host_id": "7"}', HOST) is None


@pytest.mark.parametrize("text", ["{}", '{"x": {"host_id": "7"}}', "[]"])
def test_a_value_that_is_not_there_stays(text: str) -> None:
    assert edited(text, HOST) is None
    assert edited(text, SCORECARD) is None


# --- members in JSON -------------------------------------------------------------------------------------------------

REMOVED: Final = [
    ('{"scorecard_template_id": 71, "a": 1}', '{"a": 1}'),
    ('{"a":1,"scorecard_template_id":71,"b":2}', '{"a":1,"b":2}'),
    ('{ "a": 1 , "scorecard_template_id": 71 }', '{ "a": 1 }'),
    ('{ "scorecard_template_id": 71 }', "{  }"),
    ('{\n  "scorecard_template_id": 71\n}', "{\n  \n}"),
    ('{\n  "a": 1,\n  "scorecard_template_id": 71,\n  "b": 2\n}', '{\n  "a": 1,\n  "b": 2\n}'),
    ('{\n  "scorecard_template_id":\n    71 ,  \n\n  "b": 2\n}', '{\n\n  "b": 2\n}'),
    ('{\r\n\t"scorecard_template_id": 71,\r\n\t"b": 2\r\n}', '{\r\n\t"b": 2\r\n}'),
    ('{\r\n  "a": 1,\r\n  "scorecard_template_id": 71\r\n}\r\n', '{\r\n  "a": 1\r\n}\r\n'),
    ('{\n  "a": 1\n, "scorecard_template_id": 71\n, "b": 2\n}', '{\n  "a": 1\n, "b": 2\n}'),
    ('{\n  "a": 1\n, "scorecard_template_id": 71\n}', '{\n  "a": 1\n}'),
    ('{"scorecard_template_id": 71,\n "a": 1}', '{"a": 1}'),
    ('{"a": 1,\n "scorecard_template_id": 71, "b": 2}', '{"a": 1,\n "b": 2}'),
    ('{"a": 1, "scorecard_template_id": 71,\r "b": 2}', '{"a": 1, "b": 2}'),
    ('{"a": "},", "scorecard_template_id": "\\"}", "b": "{"}', '{"a": "},", "b": "{"}'),
]


@pytest.mark.parametrize(("text", "expected"), REMOVED)
def test_a_member_is_removed_with_what_joins_it_to_others(text: str, expected: str) -> None:
    assert edited(text, SCORECARD) == expected
    left = json.loads(text)
    del left["scorecard_template_id"]
    assert json.loads(expected) == left


def test_a_member_whose_key_is_repeated_stays() -> None:
    assert edited('{"scorecard_template_id": 70, "scorecard_template_id": 71}', SCORECARD) is None


@pytest.mark.parametrize("language", ["json", "yaml"])
def test_an_entry_of_an_array_is_no_member(language: Language) -> None:
    places: Places = {"": [Place(Span(0, 3))], "/0": [Place(Span(1, 2))]}
    assert edit_for(Fix("/0", None, "", None), places, "[7]", language) is None


# --- YAML ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('host_id: "7"  # the host\nname: R&D', "host_id: 7  # the host\nname: R&D"),
        ("name: x\nhost_id:   '7'\n", "name: x\nhost_id:   7\n"),
        ("host_id: 7.0", "host_id: 7"),
        ("{host_id: '7', name: x}", "{host_id: 7, name: x}"),
        ('{"host_id":"7"}', '{"host_id":7}'),
        ("host_id:\n  '7'\n", "host_id:\n  7\n"),
    ],
)
def test_a_value_is_replaced_in_yaml(text: str, expected: str) -> None:
    assert edited_yaml(text, HOST) == expected
    assert parse_yaml(expected.encode()) == {**parse_yaml(text.encode()), "host_id": 7}


def test_a_plain_word_becomes_a_quoted_one() -> None:
    fix = Fix("/timezone", None, "", '"America/New_York"')
    assert edited_yaml("timezone: US/Eastern\nkind: panel", fix) == 'timezone: "America/New_York"\nkind: panel'


@pytest.mark.parametrize(
    "text",
    [
        "host_id: |-\n  7\nname: x",
        'host_id: "7\\\n  "',
        "host_id: &host '7'\nexternal: {event_id: *host}",
        "x: &x ['7']\nhost_id: *x",
        "host_id: '7'\nhost_id: '7'",
    ],
)
def test_a_value_that_may_be_more_than_it_seems_stays(text: str) -> None:
    assert edited_yaml(text, HOST) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nscorecard_template_id: 71\nb: 2\n", "a: 1\nb: 2\n"),
        ("scorecard_template_id: 71\r\nb: 2\r\n", "b: 2\r\n"),
        ("a: 1\nscorecard_template_id: '71'", "a: 1\n"),
        ("a: 1\n'scorecard_template_id' : 71  \n", "a: 1\n"),
        ("{scorecard_template_id: 71, b: 2}", "{b: 2}"),
        ("{a: 1, scorecard_template_id: 71}", "{a: 1}"),
        ("{\n  a: 1,\n  scorecard_template_id: 71,\n}\n", "{\n  a: 1,\n}\n"),
        ("{\n  a: 1,\n  scorecard_template_id: 71\n}\n", "{\n  a: 1\n}\n"),
        ("{? a : 1, scorecard_template_id: 71, b: 2}", "{? a : 1, b: 2}"),
    ],
)
def test_a_member_is_removed_from_yaml(text: str, expected: str) -> None:
    assert edited_yaml(text, SCORECARD) == expected
    left = parse_yaml(text.encode())
    del left["scorecard_template_id"]
    assert parse_yaml(expected.encode()) == left


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("scorecard_template_id: 71\n", "it is the only member"),
        ("a: 1\nscorecard_template_id: 71  # why\n", "the comment is about it"),
        ("a: 1\nscorecard_template_id: 71\n\nb: 2\n", "the blank line may become part of a text"),
        ("name: |\n  x\nscorecard_template_id: 71\n  # no comment\nb: 2\n", "the comment would become one"),
        ("a: 1\nscorecard_template_id:\n  71\nb: 2\n", "it has two lines"),
        ("a: 1\n? scorecard_template_id\n: 71\nb: 2\n", "its key has a mark"),
        ("{a: 1, # x,\n scorecard_template_id: 71}", "the comma may be one of a comment"),
        ("{? scorecard_template_id : 71, b: 2}", "its key has a mark"),
        ("a: 1\rscorecard_template_id: 71\rb: 2", "its line ends are odd"),
        ("a: &x 1\nscorecard_template_id: 71\nb: *x", "there are aliases"),
    ],
)
def test_a_member_that_may_be_more_than_it_seems_stays(text: str, why: str) -> None:
    assert edited_yaml(text, SCORECARD) is None, why


def test_a_member_of_an_entry_is_removed_unless_it_is_the_first() -> None:
    fix = Fix("/0/1/scorecard_template_id", None, "", None)
    for text, expected in (
        ("- a: 1\n- b: 2\n  scorecard_template_id: 71\n- c: 3\n", "- a: 1\n- b: 2\n- c: 3\n"),
        ("- a: 1\n-\n  scorecard_template_id: 71\n  b: 2\n", "- a: 1\n-\n  b: 2\n"),
        ("- a: 1\n- scorecard_template_id: 71\n  b: 2\n", None),
        ("- a: 1\n- [scorecard_template_id: 71]\n", None),
        ("[a: 1, scorecard_template_id: 71, b: 2]", None),
    ):
        places = yaml_places(text, [fix.pointer, "/0/1"])
        edit = edit_for(fix, places, text, "yaml")
        assert (edit and apply_edits(text, [edit])) == expected


def test_an_object_that_is_not_located_keeps_its_members() -> None:
    text = "a: 1\nscorecard_template_id: 71\n"
    places = yaml_places(text, ["/0/scorecard_template_id"])
    assert edit_for(Fix("/0/scorecard_template_id", None, "", None), places, text, "yaml") is None


# --- several edits ---------------------------------------------------------------------------------------------------


def test_edits_are_applied_in_the_order_of_their_places() -> None:
    edits = [TextEdit(Span(2, 3), "C"), TextEdit(Span(0, 1), "A"), TextEdit(Span(1, 2), "")]
    assert apply_edits("abcd", edits) == "ACd"
    assert apply_edits("abcd", []) == "abcd"


def test_edits_of_the_same_part_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^two edits of the same part of a text: Span.*0.*2.* and Span.*1.*3.*$"):
        apply_edits("abcd", [TextEdit(Span(1, 3), ""), TextEdit(Span(0, 2), "")])


# --- laws ------------------------------------------------------------------------------------------------------------

PAYLOADS: Final = st.builds(
    lambda request, more, template: {**request, **more, **template},
    requests(),
    st.dictionaries(st.text(max_size=4), any_json, max_size=2),
    st.sampled_from([{}, {"stage_activity_id": "9", "scorecard_template_id": "7"}]),
)
BLANKS: Final = ("", " ", "\t", "\n", "\r\n", "\n  ", "\r\n\t", "\r", "\n\n ")


@st.composite
def written(draw: st.DrawFn, value: Json, *, as_ascii: bool = True) -> str:
    """A value as JSON, with drawn blanks wherever they may stand."""

    def blank() -> str:
        return draw(st.sampled_from(BLANKS))

    if isinstance(value, Mapping):
        members = [
            f"{blank()}{json.dumps(key)}{blank()}:{blank()}{draw(written(member, as_ascii=as_ascii))}{blank()}"
            for key, member in value.items()
        ]
        return "{" + (",".join(members) or blank()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(f"{blank()}{draw(written(entry))}{blank()}" for entry in value) + "]"
    return json.dumps(value, ensure_ascii=as_ascii)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A payload as JSON: compact, indented, or with blanks anywhere; some as in files from Windows."""
    payload, as_ascii = draw(PAYLOADS), draw(st.booleans())
    items = list(payload.items())
    draw(st.randoms(use_true_random=False)).shuffle(items)
    style = draw(st.sampled_from([None, {"separators": (",", ":")}, {"indent": 2}, {"indent": "\t"}, {}]))
    if style is None:
        return draw(written(dict(items), as_ascii=as_ascii))
    options: dict[str, Any] = style
    text = json.dumps(dict(items), ensure_ascii=as_ascii, **options)
    return draw(st.sampled_from([text, text.replace("\n", "\r\n") + "\r\n"]))


def fixes_in(text: str) -> tuple[Fix, ...]:
    return fixes_of(json.loads(text), check_json(text, now=None), "rest")


@settings(max_examples=300, deadline=None)
@given(texts())
def test_the_edited_text_is_the_fixed_payload(text: str) -> None:
    made = fixes_in(text)
    result = edited(text, *made)
    assert result is not None
    assert json.loads(result) == fixed(json.loads(text), made)
    assert list(json.loads(result)) == [key for key in json.loads(text) if f"/{key}" not in removed(made)]


@settings(max_examples=100, deadline=None)
@given(texts())
def test_what_is_not_edited_stays(text: str) -> None:
    made = fixes_in(text)
    places = json_places(text, [fix.pointer for fix in made])
    for fix in made:
        edit, place = edit_for(fix, places, text, "json"), places[fix.pointer][0]
        assert edit is not None
        if fix.replacement is not None:
            assert edit == TextEdit(place.value, fix.replacement)
        else:
            assert place.key is not None
            outside = text[edit.span.start : place.key.start] + text[place.value.end : edit.span.end]
            assert (edit.text, outside.count(","), outside.replace(",", "").strip(" \t\r\n")) == ("", 1, "")


def removed(fixes: tuple[Fix, ...]) -> set[str]:
    return {fix.pointer for fix in fixes if fix.replacement is None}


@st.composite
def yaml_texts(draw: st.DrawFn) -> str:
    """One or two payloads as YAML: blocks, braces or both, folded at any width, with comments and blank lines."""
    payloads = draw(st.lists(PAYLOADS, min_size=1, max_size=2))
    text: str = yaml.safe_dump(
        payloads if len(payloads) > 1 else payloads[0],
        default_flow_style=draw(st.sampled_from([None, False, False, True])),
        allow_unicode=draw(st.booleans()),
        width=draw(st.sampled_from([1, 40, 1000])),
        sort_keys=draw(st.booleans()),
    )
    lines = text.split("\n")
    for _ in range(draw(st.integers(0, 2))):
        lines.insert(draw(st.integers(0, len(lines))), draw(st.sampled_from(["", "# note", "  # note", "---", "    "])))
    return draw(st.sampled_from(["\n", "\r\n"])).join(lines)


@settings(max_examples=400, deadline=None)
@given(yaml_texts() | texts())
def test_the_edited_yaml_is_what_it_was_with_the_fixes_that_are_certain(text: str) -> None:
    try:
        payloads = payloads_in(text, "yaml")
    except JsonError:
        return
    expected: list[Json] = []
    edits: list[TextEdit] = []
    for payload in payloads:
        checker = Checker(None, None, REST_CREATE, None)
        made = fixes_of(payload.value, checker.check(payload.value, payload.repeated), "rest")
        places = yaml_places(text, pointers_of(payload, [fix.pointer for fix in made]))
        rooted = {fix: Fix(payload.root + fix.pointer, None, "", fix.replacement) for fix in made}
        found = {fix: edit for fix in made if (edit := edit_for(rooted[fix], places, text, "yaml"))}
        edits += found.values()
        expected.append(fixed(payload.value, tuple(found)))
    assert [payload.value for payload in payloads_in(apply_edits(text, edits), "yaml")] == expected
