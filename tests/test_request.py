"""What is kept of a payload, and what is said of its shape: codes, places, parameters and words."""

from __future__ import annotations

from typing import Any

import pytest

from kula_rules.answers import ABSENT, Unknown
from kula_rules.request import Request, read_request


def problems(payload: object, surface: Any = "rest", **more: Any) -> list[tuple[str, str, str, dict[str, Any]]]:
    read = read_request(payload, surface, **more).problems
    return [(problem.code, problem.pointer, problem.message, dict(problem.params)) for problem in read]


def unknown(*needs: str, present: bool = True) -> Unknown:
    return Unknown(frozenset(needs), present)


def test_what_was_sent_is_kept_in_the_form_that_is_compared() -> None:
    payload = {"organizer_id": "7", "interviewer_ids": ["8", 9.0], "kind": None, "external": {"managed": True}}
    assert read_request(payload, "rest") == Request(
        "rest",
        {
            "organizer_id": 7,
            "interviewer_ids": (8, 9),
            "external": {"managed": True},
            "external.managed": True,
        },
        frozenset({"organizer_id", "interviewer_ids", "external", "external.managed"}),
        (),
    )


def test_a_value_that_was_not_sent_is_absent() -> None:
    request = read_request({"kind": "panel"}, "mcp")
    assert (request.surface, request.value("kind"), request.value("name")) == ("mcp", "panel", ABSENT)


def test_an_empty_list_is_sent_and_has_no_value() -> None:
    request = read_request({"interviewer_ids": []}, "rest")
    assert (request.sent, request.values, request.problems) == (frozenset({"interviewer_ids"}), {}, ())


@pytest.mark.parametrize(
    ("payload", "called"), [([], "an array"), ("x", "a string"), (None, "null"), (7, "an integer")]
)
def test_a_payload_is_an_object(payload: object, called: str) -> None:
    assert problems(payload, application_id=7) == [("not_an_object", "", f"expected a JSON object, found {called}", {})]
    assert read_request(payload, "rest", 7).values == {}


def test_an_invalid_field_is_present_and_unknown() -> None:
    request = read_request({"office_id": 0, "kind": "panle"}, "rest")
    assert request.values == {"office_id": unknown("field.office_id"), "kind": unknown("field.kind")}
    assert request.sent == {"office_id", "kind"}


def test_a_value_of_another_type_is_said_to_be_one() -> None:
    expected = "an id (a positive integer or a non-empty string)"
    assert problems({"office_id": True, "host_id": 0}) == [
        (
            "invalid_type",
            "/office_id",
            f"expected {expected}, found a boolean",
            {"expected": expected, "found": "a boolean"},
        ),
        ("invalid_value", "/host_id", f"expected {expected}, found 0", {"expected": expected, "found": "0"}),
    ]


def test_a_misspelled_choice_is_shown_with_its_neighbour() -> None:
    expected = "one of one_on_one, panel"
    assert problems({"kind": "PANLE"}) == [
        (
            "invalid_value",
            "/kind",
            f'expected {expected}, found "PANLE" (did you mean "panel"?)',
            {"expected": expected, "found": '"PANLE"', "did_you_mean": "panel"},
        )
    ]
    assert problems({"kind": "seminar"}) == [
        (
            "invalid_value",
            "/kind",
            f'expected {expected}, found "seminar"',
            {"expected": expected, "found": '"seminar"'},
        )
    ]


def test_one_bad_entry_makes_the_list_unknown() -> None:
    request = read_request({"interviewer_ids": [7, None, 0]}, "rest")
    expected = "an id (a positive integer or a non-empty string)"
    assert request.values == {"interviewer_ids": unknown("field.interviewer_ids")}
    assert problems({"interviewer_ids": [7, None, 0]}) == [
        (
            "invalid_type",
            "/interviewer_ids/1",
            f"expected {expected}, found null",
            {"expected": expected, "found": "null"},
        ),
        ("invalid_value", "/interviewer_ids/2", f"expected {expected}, found 0", {"expected": expected, "found": "0"}),
    ]


def test_an_invalid_list_is_one_problem() -> None:
    expected = "an array of ids (positive integers or non-empty strings)"
    assert problems({"interviewer_ids": "7"}) == [
        (
            "invalid_type",
            "/interviewer_ids",
            f"expected {expected}, found a string",
            {"expected": expected, "found": "a string"},
        )
    ]


def test_an_invalid_event_makes_its_members_unknown() -> None:
    request = read_request({"external": "x"}, "rest")
    assert request.values == {
        "external": unknown("field.external"),
        **{
            f"external.{name}": unknown("field.external", present=False)
            for name in ("managed", "video_conferencing_url", "source", "event_id")
        },
    }
    assert request.sent == {"external"}
    assert problems({"external": "x"}) == [
        (
            "invalid_type",
            "/external",
            "expected an object, found a string",
            {"expected": "an object", "found": "a string"},
        )
    ]


def test_an_invalid_member_needs_the_event() -> None:
    external = {"managed": "yes", "event_id": 1.5, "source": None}
    request = read_request({"external": external}, "rest")
    assert request.values == {
        "external": external,
        "external.managed": unknown("field.external"),
        "external.event_id": unknown("field.external"),
    }
    assert request.sent == {"external", "external.managed", "external.event_id"}
    assert [(code, pointer) for code, pointer, *_ in problems({"external": external})] == [
        ("invalid_type", "/external/managed"),
        ("invalid_type", "/external/event_id"),
    ]


def test_the_application_of_the_path_wins_and_a_difference_is_said() -> None:
    assert read_request({"application_id": 9}, "rest", 7).values == {"application_id": 7}
    assert read_request({}, "rest", 7).values == {"application_id": 7}
    assert read_request({}, "rest", 7).sent == frozenset()
    assert problems({"application_id": "7"}, application_id=7) == []
    assert problems({}, application_id=7) == []
    assert problems({"application_id": 9}, application_id="a" * 70) == [
        (
            "application_id_mismatch",
            "/application_id",
            f'expected the application of the path, "{"a" * 60}…", found 9',
            {"path": "a" * 70, "body": 9},
        )
    ]
    assert problems({"application_id": 10**30}, application_id=10**40)[0][3] == {
        "path": "an integer of over 20 digits",
        "body": "an integer of over 20 digits",
    }


def test_an_invalid_application_in_the_body_is_no_difference() -> None:
    assert [code for code, *_ in problems({"application_id": 0}, application_id=7)] == ["invalid_value"]


def test_repeated_keys_come_with_their_fields_and_the_rest_in_order() -> None:
    payload = {"name": 5, "kind": "panel", "a/b": 1, "zz": 2}
    repeated = ("/zz/y", "/name", "/a~1b", "/kind", "/a~1b/c/d/e", "/external/x/y/z", "/start_time/m~0n")
    message = "expected each key once, found it again in the same object; the last value is used"
    read = problems(payload, repeated=repeated)
    assert [(code, pointer) for code, pointer, *_ in read] == [
        ("duplicate_key", "/start_time/m~0n"),
        ("duplicate_key", "/kind"),
        ("duplicate_key", "/name"),
        ("invalid_type", "/name"),
        ("duplicate_key", "/external/x/y/z"),
        ("duplicate_key", "/a~1b"),
        ("duplicate_key", "/a~1b/c/d/e"),
        ("duplicate_key", "/zz/y"),
        ("unknown_field", "/a~1b"),
        ("unknown_field", "/zz"),
    ]
    assert [(text, more) for code, _, text, more in read if code == "duplicate_key"] == [(message, {})] * 7


def test_unknown_keys_are_named_and_told_what_they_may_mean() -> None:
    assert problems({"ofice_id": 3, "x": 1, "external": {"managd": True, "name": "x"}}) == [
        (
            "unknown_field",
            "/ofice_id",
            'expected a documented field of the request, found "ofice_id" (did you mean "office_id"?)',
            {"key": "ofice_id", "did_you_mean": "office_id"},
        ),
        ("unknown_field", "/x", 'expected a documented field of the request, found "x"', {"key": "x"}),
        (
            "unknown_field",
            "/external/managd",
            'expected a documented field of external, found "managd" (did you mean "managed"?)',
            {"key": "managd", "did_you_mean": "managed"},
        ),
        ("unknown_field", "/external/name", 'expected a documented field of external, found "name"', {"key": "name"}),
    ]


def test_the_tool_does_not_know_external_nor_look_into_it() -> None:
    assert problems({"external": {"managd": True}}, "mcp") == [
        (
            "unknown_field",
            "/external",
            'expected a documented field of the request, found "external"',
            {"key": "external"},
        )
    ]


def test_a_key_that_is_no_string_is_an_unknown_one() -> None:
    assert problems({7: 1, True: 2, (1, 2): 3}) == [
        ("unknown_field", "/7", 'expected a documented field of the request, found "7"', {"key": "7"}),
        (
            "unknown_field",
            "/an array of 2 entries",
            'expected a documented field of the request, found "an array of 2 entries"',
            {"key": "an array of 2 entries"},
        ),
        ("unknown_field", "/true", 'expected a documented field of the request, found "true"', {"key": "true"}),
    ]


def test_of_a_long_key_a_message_shows_the_beginning() -> None:
    key = "k" * 61
    assert problems({key: 1}) == [
        ("unknown_field", f"/{key}", f'expected a documented field of the request, found "{"k" * 60}…"', {"key": key})
    ]


@pytest.mark.parametrize(("length", "meant"), [(60, True), (61, False)])
def test_a_word_of_60_characters_may_be_misspelled(length: int, meant: bool) -> None:
    ((_, _, _, params),) = problems({"ai_scorecard_assist_enabled".ljust(length, "x"): 1})
    assert ("did_you_mean" in params) is meant


def test_among_20_unknown_keys_the_misspelled_are_told_among_21_not() -> None:
    def told(count: int) -> int:
        payload = {f"ofice_id{number}": 1 for number in range(count)}
        return sum("did_you_mean" in params for _, _, _, params in problems(payload))

    assert (told(20), told(21)) == (20, 0)
