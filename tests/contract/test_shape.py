"""Contract, section 3: JSON, objects, the types of the fields, ids, null, and the application of the path."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest

from kula_rules import Report, RuleSet, Snapshot, check, check_json

from ..support import ACCOUNT, MCP_CREATE, NOW, REST_CREATE, external, found, planned, report_on, sent, waits
from .cases import Findings, by_plan, with_null

NOT_JSON: Findings = [("invalid_json", "")]
NO_OBJECT: Findings = [("not_an_object", "")]
TEXT = json.dumps(sent())


def report_on_text(text: str | bytes, rules: RuleSet = REST_CREATE) -> Report:
    return check_json(text, now=NOW, snapshot=Snapshot.from_dict(ACCOUNT), rules=rules)


def found_in(text: str | bytes, rules: RuleSet = REST_CREATE) -> Findings:
    return [(finding.code, finding.pointer) for finding in report_on_text(text, rules).findings]


def text_with(more: str) -> str:
    """The text of a request that is right, with more members at its end."""
    return f"{TEXT[:-1]}, {more}}}"


# text


@pytest.mark.parametrize("text", [TEXT, TEXT.encode(), f" \t\r\n{TEXT}\n ", json.dumps(sent(), indent=2)])
def test_a_text_that_is_one_object_is_accepted(rules: RuleSet, text: str | bytes) -> None:
    assert found_in(text, rules) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "{",
        TEXT[:-1],
        TEXT[:-1] + ",}",
        TEXT + TEXT,
        TEXT + " {}",
        TEXT + "null",
        TEXT + ",",
        TEXT + "x",
        "// a\n" + TEXT,
        TEXT.replace('"', "'"),
        "{kind: 5}",
        text_with('"x": 01'),
        text_with('"x": +1'),
        text_with('"x": .5'),
        text_with('"x": 1.'),
        text_with('"x": 1e'),
        text_with('"x": -'),
        text_with('"x": 0x10'),
        text_with('"x": 1_000'),
        text_with('"x": True'),
        text_with('"x": None'),
        text_with('"x": [1,]'),
        text_with('"x": "\n"'),
        text_with('"x": "\\x41"'),
        text_with('"x": "\\u12"'),
        text_with('"x": \u0661'),
        "\u00a0" + TEXT,
        TEXT + "\x0b",
        TEXT + "\x00",
    ],
)
def test_what_is_not_json_is_reported_once_and_nothing_else_is(rules: RuleSet, text: str) -> None:
    assert found_in(text, rules) == NOT_JSON
    assert report_on_text(text, rules).unchecked == ()


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "nan", "inf"])
def test_numbers_that_json_does_not_have_are_not_json(rules: RuleSet, number: str) -> None:
    assert found_in(TEXT.replace("45", number), rules) == NOT_JSON
    assert found_in(text_with(f'"x": [{number}]'), rules) == NOT_JSON


@pytest.mark.parametrize(
    "data",
    [
        b'{"x": "\xff"}',
        b'{"x": "\xc3"}',
        b'{"x": "\xc0\xaf"}',
        b'{"x": "\xed\xa0\x80"}',
        b"\xff\xfe{\x00}\x00",
        "{}".encode("utf-16"),
        "{}".encode("utf-16-le"),
        "{}".encode("utf-32"),
    ],
)
def test_bytes_that_are_not_utf_8_are_not_json(rules: RuleSet, data: bytes) -> None:
    assert found_in(data, rules) == NOT_JSON


@pytest.mark.parametrize(
    "escape", ["\\ud800", "\\uDFFF", "\\ude00\\ud83d", "\\ud83d x", "\\ud83d\\u0041", "\\ud83d\\ud83d"]
)
def test_a_lone_surrogate_escape_is_not_json(rules: RuleSet, escape: str) -> None:
    assert found_in(text_with(f'"name": "{escape}"'), rules) == NOT_JSON
    assert found_in(text_with(f'"{escape}": 1'), rules) == NOT_JSON
    assert found_in(text_with(f'"name": "a", "x": [["{escape}"]]'), rules) == NOT_JSON


@pytest.mark.parametrize("escape", ["\\ud83d\\ude00", "\\\\ud800", "😀", "\\u0000"])
def test_a_pair_of_surrogate_escapes_and_an_escaped_backslash_are_json(rules: RuleSet, escape: str) -> None:
    assert found_in(text_with(f'"name": "{escape}"'), rules) == []


def test_a_leading_byte_order_mark_is_accepted_once(rules: RuleSet) -> None:
    mark = b"\xef\xbb\xbf"
    assert found_in(mark + TEXT.encode(), rules) == []
    assert found_in(mark + mark + TEXT.encode(), rules) == NOT_JSON
    assert found_in(TEXT.encode() + mark, rules) == NOT_JSON
    assert found_in(b" " + mark + TEXT.encode(), rules) == NOT_JSON


def nested(depth: int) -> str:
    return "[" * depth + "]" * depth


def in_objects(depth: int) -> str:
    return '{"a":' * depth + "1" + "}" * depth


def test_nesting_is_accepted_up_to_200_levels(rules: RuleSet) -> None:
    unknown = [("unknown_field", "/x")]
    assert found_in(nested(200), rules) == NO_OBJECT
    assert found_in(nested(201), rules) == NOT_JSON
    assert found_in(text_with(f'"x": {nested(199)}'), rules) == unknown
    assert found_in(text_with(f'"x": {nested(200)}'), rules) == NOT_JSON
    assert found_in(text_with(f'"x": {in_objects(199)}'), rules) == unknown
    assert found_in(text_with(f'"x": {in_objects(200)}'), rules) == NOT_JSON


@pytest.mark.parametrize("depth", [1000, 100_000])
def test_much_deeper_nesting_is_refused_too(rules: RuleSet, depth: int) -> None:
    assert found_in("[" * depth, rules) == NOT_JSON
    assert found_in(nested(depth), rules) == NOT_JSON
    assert found_in(in_objects(depth), rules) == NOT_JSON


def test_brackets_in_a_string_do_not_nest(rules: RuleSet) -> None:
    assert found_in(text_with(f'"name": "{"[" * 300}"'), rules) == []


def test_an_integer_is_accepted_up_to_4300_digits(rules: RuleSet) -> None:
    unknown = [("unknown_field", "/x")]
    assert found_in(text_with(f'"x": {"9" * 4300}'), rules) == unknown
    assert found_in(text_with(f'"x": -{"9" * 4300}'), rules) == unknown
    assert found_in(text_with(f'"x": {"9" * 4301}'), rules) == NOT_JSON
    assert found_in(text_with(f'"x": -{"9" * 4301}'), rules) == NOT_JSON


def test_an_integer_of_4300_digits_is_judged_like_any_other(rules: RuleSet) -> None:
    assert found_in(TEXT.replace("45", "9" * 4300), rules) == [("err_duration_out_of_range", "/duration_minutes")]
    assert found_in(TEXT.replace("45", "-" + "9" * 4300), rules) == [
        ("err_end_time_before_start_time", "/duration_minutes")
    ]


@pytest.mark.parametrize("limit", ["200", "4300"])
def test_the_message_names_the_limit(limit: str) -> None:
    past = {"200": nested(201), "4300": "9" * 4301}
    (finding,) = report_on_text(past[limit]).findings
    assert finding.message.replace(",", "").count(limit) == 1


@pytest.mark.parametrize("text", ["[]", f"[{TEXT}]", '"x"', "5", "1.5", "null", "true", "false", '[{"a": 1, "a": 2}]'])
def test_a_text_that_is_no_object_is_reported_once_and_nothing_else_is(rules: RuleSet, text: str) -> None:
    assert found_in(text, rules) == NO_OBJECT
    assert report_on_text(text, rules).unchecked == ()


# duplicate keys


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ('"kind": "panel"', [("duplicate_key", "/kind")]),
        ('"kind": "panel", "kind": "panel"', [("duplicate_key", "/kind")]),
        ('"k\\u0069nd": "panel"', [("duplicate_key", "/kind")]),
        ('"name": null, "name": null', [("duplicate_key", "/name")]),
    ],
)
def test_a_key_that_occurs_again_is_reported_once(rules: RuleSet, more: str, expected: Findings) -> None:
    assert found_in(text_with(more), rules) == expected


def test_a_duplicate_key_fails_without_a_status(rules: RuleSet) -> None:
    report = report_on_text(text_with('"kind": "panel"'), rules)
    assert [(f.code, f.severity, f.status) for f in report.findings] == [("duplicate_key", "error", None)]
    assert report.verdict == "fail"


@pytest.mark.parametrize(
    ("value", "pointer"),
    [
        ('{"a": 1, "a": 2}', "/x/a"),
        ('{"a": {"b": 1, "b": 2}}', "/x/a/b"),
        ('[0, {"a": 1, "a": 2}]', "/x/1/a"),
        ('[[{"a": 1, "a": 2}]]', "/x/0/0/a"),
        ('{"a/b": 1, "a/b": 2}', "/x/a~1b"),
        ('{"m~n": 1, "m~n": 2}', "/x/m~0n"),
        ('{"": 1, "": 2}', "/x/"),
        ('{"a": 1, "a": 2, "a": 3}', "/x/a"),
    ],
)
def test_a_duplicate_is_reported_at_any_depth(rules: RuleSet, value: str, pointer: str) -> None:
    assert found_in(text_with(f'"x": {value}'), rules) == [("duplicate_key", pointer), ("unknown_field", "/x")]


def test_a_duplicate_inside_external_is_reported() -> None:
    text = text_with('"external": {"managed": false, "managed": false}')
    assert found_in(text) == [("duplicate_key", "/external/managed")]
    assert found_in(text, MCP_CREATE) == [("duplicate_key", "/external/managed"), ("unknown_field", "/external")]


def test_the_same_key_in_different_objects_is_no_duplicate(rules: RuleSet) -> None:
    assert found_in(text_with('"x": [{"kind": 1}, {"kind": 2}, {"a": {"a": 3}}]'), rules) == [("unknown_field", "/x")]


def test_a_duplicate_inside_a_value_that_is_discarded_later_is_reported_once_per_pointer(rules: RuleSet) -> None:
    text = text_with('"x": {"a": 1, "a": 2}, "x": {"a": 1, "a": 2}, "x": 1')
    assert sorted(found_in(text, rules)) == [
        ("duplicate_key", "/x"),
        ("duplicate_key", "/x/a"),
        ("unknown_field", "/x"),
    ]


def test_checking_goes_on_with_the_last_value(rules: RuleSet) -> None:
    duplicate = [("duplicate_key", "/duration_minutes")]
    assert found_in(text_with('"duration_minutes": 0'), rules) == [
        *duplicate,
        ("err_end_time_before_start_time", "/duration_minutes"),
    ]
    assert found_in(text_with('"duration_minutes": 0, "duration_minutes": 30'), rules) == duplicate
    assert found_in(text_with('"duration_minutes": null'), rules) == [
        *duplicate,
        ("err_duration_minutes_required", "/duration_minutes"),
    ]


# objects and arrays of Python


@pytest.mark.parametrize("payload", [None, True, 5, 1.5, "x", TEXT, b"{}", [], [sent()], (), {1, 2}, object(), NOW])
def test_a_payload_that_is_no_mapping_is_no_object_and_nothing_else(rules: RuleSet, payload: object) -> None:
    report = report_on(payload, rules, account=None, now=None)
    assert [(f.code, f.pointer) for f in report.findings] == NO_OBJECT
    assert report.unchecked == ()


def test_any_mapping_is_an_object_and_a_tuple_is_an_array(rules: RuleSet) -> None:
    frozen: Mapping[str, Any] = MappingProxyType(sent(interviewer_ids=(7, 8)))
    assert found(frozen, rules) == []
    assert found(sent(interviewer_ids=(7, None)), rules) == [("invalid_type", "/interviewer_ids/1")]
    assert found(sent(interviewer_ids=()), rules) == [("err_interviewer_ids_required", "/interviewer_ids")]


def test_external_may_be_any_mapping() -> None:
    assert found(external(external=MappingProxyType({"managed": True}))) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("start_time", datetime(2030, 1, 15, 10, tzinfo=UTC)),
        ("start_time", date(2030, 1, 15)),
        ("timezone", UTC),
        ("kind", b"panel"),
        ("name", b"x"),
        ("duration_minutes", Decimal(45)),
        ("duration_minutes", 45 + 0j),
        ("organizer_id", b"7"),
        ("organizer_id", Decimal(7)),
        ("interviewer_ids", {7, 8}),
        ("interviewer_ids", frozenset({7})),
        ("interviewer_ids", {7: 8}),
        ("interviewer_ids", range(7, 9)),
        ("interviewer_ids", "78"),
        ("external", [("managed", True)]),
    ],
)
def test_other_values_of_python_are_of_no_json_type(name: str, value: object) -> None:
    assert found(sent(**{name: value})) == [("invalid_type", f"/{name}")]


def test_other_values_of_python_where_nothing_is_documented_are_unknown_fields(rules: RuleSet) -> None:
    assert found(sent(x=object()), rules) == [("unknown_field", "/x")]


@pytest.mark.parametrize("key", [5, None, True, 1.5, ("a", "b"), b"kind"])
def test_a_key_that_is_not_a_string_is_an_unknown_field(rules: RuleSet, key: object) -> None:
    request: dict[Any, Any] = {**sent(), key: 1}
    assert [finding.code for finding in report_on(request, rules).findings] == ["unknown_field"]


# types

ID_FIELDS: list[tuple[str, dict[str, Any]]] = [
    ("organizer_id", {}),
    ("application_id", {}),
    ("stage_activity_id", {}),
    ("office_id", {"location": "onsite"}),
    ("host_id", {"location": "zoom"}),
    ("hackerrank_template_id", {"location": "hackerrank"}),
    ("interviewer_template_id", {}),
    ("candidate_template_id", {}),
    ("scorecard_template_id", {}),
]
each_id = pytest.mark.parametrize(("name", "changes"), ID_FIELDS, ids=[name for name, _ in ID_FIELDS])
NO_IDS = [True, False, 1.5, -0.5, [], [7], {}, {"id": 7}, float("nan"), float("inf"), float("-inf")]
IMPOSSIBLE_IDS = [0, -1, -7, 0.0, -0.0, -7.0, ""]


@each_id
@pytest.mark.parametrize("value", NO_IDS, ids=repr)
def test_a_value_of_another_type_is_no_id(rules: RuleSet, name: str, changes: dict[str, Any], value: object) -> None:
    assert found(sent(**changes, **{name: value}), rules) == [("invalid_type", f"/{name}")]


@each_id
@pytest.mark.parametrize("value", IMPOSSIBLE_IDS, ids=repr)
def test_zero_negative_numbers_and_the_empty_string_are_impossible_ids(
    rules: RuleSet, name: str, changes: dict[str, Any], value: object
) -> None:
    assert found(sent(**changes, **{name: value}), rules) == [("invalid_value", f"/{name}")]


@pytest.mark.parametrize("value", [*NO_IDS, None], ids=repr)
def test_an_entry_of_another_type_is_no_id(rules: RuleSet, value: object) -> None:
    assert found(sent(interviewer_ids=[7, value]), rules) == [("invalid_type", "/interviewer_ids/1")]


@pytest.mark.parametrize("value", IMPOSSIBLE_IDS, ids=repr)
def test_an_entry_may_be_an_impossible_id(rules: RuleSet, value: object) -> None:
    assert found(sent(interviewer_ids=[value, 7]), rules) == [("invalid_value", "/interviewer_ids/0")]


@pytest.mark.parametrize(
    "value", [1, 7, 7.0, 10**30, 1e30, "7", "007", "0", "-7", "7.0", " ", "\u0667", "a", "evt/1", "\x00"]
)
def test_a_positive_integer_or_a_string_that_is_not_empty_is_an_id(rules: RuleSet, value: object) -> None:
    assert found(sent(location="hackerrank", hackerrank_template_id=value), rules) == []


def test_a_plain_decimal_string_is_the_same_id_as_the_integer_however_large(rules: RuleSet) -> None:
    duplicates = [("duplicate_interviewers", "/interviewer_ids")]
    only = rules.only("duplicate_interviewers")
    assert found(sent(interviewer_ids=[10**30, str(10**30)]), only) == duplicates
    assert found(sent(interviewer_ids=[7, "7"]), only) == duplicates
    assert found(sent(interviewer_ids=["7", "007", "+7", " 7", "7.0", "7 ", "\u0667", "\uff17", "0x7"]), only) == []


HUGE = 10**5000
DIGITS = "7" * 5000


def test_an_integer_past_the_limit_of_a_text_is_judged_like_any_other_if_it_is_given_as_a_value(rules: RuleSet) -> None:
    assert found(sent(duration_minutes=HUGE), rules) == [("err_duration_out_of_range", "/duration_minutes")]
    assert found(sent(duration_minutes=-HUGE), rules) == [("err_end_time_before_start_time", "/duration_minutes")]
    assert found(sent(organizer_id=HUGE), rules) == [("err_organizer_not_found", "/organizer_id")]
    assert found(sent(organizer_id=-HUGE), rules) == [("invalid_value", "/organizer_id")]
    assert found(sent(interviewer_ids=[7, HUGE]), rules) == [("err_interviewers_not_found", "/interviewer_ids/1")]
    assert found(sent(kind=HUGE), rules) == [("invalid_type", "/kind")]


def test_a_string_of_very_many_digits_is_an_id(rules: RuleSet) -> None:
    assert found(sent(organizer_id=DIGITS), rules) == [("err_organizer_not_found", "/organizer_id")]
    assert found(sent(interviewer_ids=[7, DIGITS]), rules) == [("err_interviewers_not_found", "/interviewer_ids/1")]
    assert found(sent(location="hackerrank", hackerrank_template_id=DIGITS), rules) == []


def test_a_lone_surrogate_in_a_string_of_python_is_a_character_like_any_other(rules: RuleSet) -> None:
    assert found(sent(name="\ud800"), rules) == []
    assert found(sent(kind="\ud800"), rules) == [("invalid_value", "/kind")]
    assert found(sent(timezone="\ud800"), rules) == [("err_invalid_timezone", "/timezone")]
    assert found(sent(start_time="\ud800"), rules) == [("err_invalid_iso_8601", "/start_time")]
    assert found(sent(organizer_id="\ud800"), rules) == [("err_organizer_not_found", "/organizer_id")]


def test_a_value_that_holds_itself_is_looked_at_only_where_it_is_documented(rules: RuleSet) -> None:
    loop: dict[str, Any] = {}
    loop["loop"] = loop
    assert found(sent(loop=loop), rules) == [("unknown_field", "/loop")]
    assert found(sent(kind=loop), rules) == [("invalid_type", "/kind")]
    assert found(sent(interviewer_ids=[7, loop]), rules) == [("invalid_type", "/interviewer_ids/1")]


STRINGS = ["start_time", "timezone", "kind", "location", "name", "calendar_event_visibility"]


@pytest.mark.parametrize("name", STRINGS)
@pytest.mark.parametrize("value", [0, 5, 1.5, True, False, [], ["panel"], {}], ids=repr)
def test_a_value_of_another_type_is_no_string(rules: RuleSet, name: str, value: object) -> None:
    assert found(sent(**{name: value}), rules) == [("invalid_type", f"/{name}")]


@pytest.mark.parametrize("name", ["ai_note_taker_enabled", "ai_scorecard_assist_enabled"])
@pytest.mark.parametrize("value", [0, 1, 1.0, "true", "", [], {}], ids=repr)
def test_a_value_of_another_type_is_no_boolean(rules: RuleSet, name: str, value: object) -> None:
    assert found(sent(**{name: value}), rules) == [("invalid_type", f"/{name}")]


@pytest.mark.parametrize("name", ["ai_note_taker_enabled", "ai_scorecard_assist_enabled"])
@pytest.mark.parametrize("value", [True, False])
def test_both_booleans_are_accepted(rules: RuleSet, name: str, value: bool) -> None:
    assert found(sent(**{name: value}), rules) == []


@pytest.mark.parametrize("value", [7, "7", True, {}, {"0": 7}], ids=repr)
def test_a_value_of_another_type_is_no_list_of_interviewers(rules: RuleSet, value: object) -> None:
    assert found(sent(interviewer_ids=value), rules) == [("invalid_type", "/interviewer_ids")]


@pytest.mark.parametrize("value", ["45", "", True, False, 45.5, [], {}, float("inf"), float("nan")], ids=repr)
def test_a_value_of_another_type_is_no_integer(rules: RuleSet, value: object) -> None:
    assert found(sent(duration_minutes=value), rules) == [("invalid_type", "/duration_minutes")]


@pytest.mark.parametrize("text", ["45.0", "45.000", "4.5e1", "450e-1", "45"])
def test_a_number_is_an_integer_if_it_has_no_fractional_part_however_it_is_written(rules: RuleSet, text: str) -> None:
    assert found_in(TEXT.replace("45", text), rules) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "Panel"),
        ("kind", "one-on-one"),
        ("kind", ""),
        ("kind", " panel"),
        ("location", "Onsite"),
        ("location", "teams"),
        ("location", ""),
        ("location", "zoom "),
    ],
)
def test_an_unlisted_kind_or_location_is_an_impossible_value(rules: RuleSet, name: str, value: str) -> None:
    assert found(sent(**{name: value}), rules) == [("invalid_value", f"/{name}")]


@pytest.mark.parametrize("name", ["name", "ai_note_taker_enabled", "ai_scorecard_assist_enabled"])
def test_an_invalid_field_that_no_rule_reads_leaves_nothing_unchecked(rules: RuleSet, name: str) -> None:
    assert found(sent(**{name: []}), rules) == [("invalid_type", f"/{name}")]
    assert waits(sent(**{name: []}), rules) == {}


@pytest.mark.parametrize("value", ["", "Onsite with Ada", "\x00", "x" * 10_000])
def test_any_string_is_a_name(rules: RuleSet, value: str) -> None:
    assert found(sent(name=value), rules) == []


# null

OPTIONAL = [
    "stage_activity_id",
    "office_id",
    "host_id",
    "hackerrank_template_id",
    "name",
    "calendar_event_visibility",
    "ai_note_taker_enabled",
    "ai_scorecard_assist_enabled",
    "scorecard_template_id",
]


@pytest.mark.parametrize("name", OPTIONAL)
def test_an_optional_field_that_is_null_was_omitted(rules: RuleSet, name: str) -> None:
    assert found(with_null(sent(), name), rules) == []
    assert waits(with_null(sent(), name), rules) == {}


@pytest.mark.parametrize(
    "name",
    ["kind", "location", "duration_minutes", "interviewer_ids", "candidate_template_id", "interviewer_template_id"],
)
def test_a_field_that_is_null_is_inherited_in_plan_driven_mode(name: str) -> None:
    assert found(with_null(planned(), name)) == []
    assert waits(with_null(planned(), name)) == {}


def test_null_in_a_text_was_omitted_too(rules: RuleSet) -> None:
    assert found_in(text_with('"name": null, "stage_activity_id": null'), rules) == []
    assert found_in(TEXT.replace('"panel"', "null"), rules) == [("err_kind_required", "/kind")]


def test_an_entry_that_is_null_is_no_field(rules: RuleSet) -> None:
    assert found(sent(interviewer_ids=[None]), rules) == [("invalid_type", "/interviewer_ids/0")]
    assert found(by_plan(rules, interviewer_ids=[None]), rules) == [("invalid_type", "/interviewer_ids/0")]


# the application of the path


@pytest.mark.parametrize("application_id", [501, "501", 501.0])
def test_the_body_need_not_hold_the_application_that_the_caller_gives(application_id: Any) -> None:
    assert found(sent(application_id=None), application_id=application_id) == []
    assert found(with_null(sent(), "application_id"), application_id=application_id) == []


@pytest.mark.parametrize("value", [0, -1, "", True, 1.5, [], {}], ids=repr)
def test_an_invalid_argument_is_a_wrong_call(value: Any) -> None:
    with pytest.raises(ValueError, match="application_id"):
        check(sent(), now=NOW, application_id=value)
    with pytest.raises(ValueError, match="application_id"):
        check_json(TEXT, now=NOW, application_id=value)


def test_an_argument_with_an_mcp_rule_set_is_a_wrong_call() -> None:
    with pytest.raises(ValueError, match="application_id"):
        check(sent(), now=NOW, rules=MCP_CREATE, application_id=501)
    with pytest.raises(ValueError, match="application_id"):
        check_json(TEXT, now=NOW, rules=MCP_CREATE, application_id=501)


@pytest.mark.parametrize(("value", "code"), [(0, "invalid_value"), (True, "invalid_type"), ("", "invalid_value")])
def test_an_invalid_value_in_the_body_is_reported_all_the_same(value: object, code: str) -> None:
    assert found(sent(application_id=value), application_id=501) == [(code, "/application_id")]
    assert waits(sent(application_id=value), application_id=501) == {}


def test_the_application_of_the_path_is_judged() -> None:
    assert found(sent(application_id=None), application_id=502) == [("err_application_not_found", "/application_id")]
