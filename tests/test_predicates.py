"""Predicates: their spelling, their English, what they read, and the traps of Python that they close."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from typing import Any, cast

import pytest

from kula_rules import fields as f
from kula_rules.answers import Unknown
from kula_rules.predicates import Predicate

SAYS: list[tuple[Predicate, str, str]] = [
    (f.location == "zoom", "location == 'zoom'", "location is zoom"),
    (f.location != "zoom", "location != 'zoom'", "location is other than zoom"),
    (~(f.location == "zoom"), "~(location == 'zoom')", "location is not zoom"),
    (~~f.plan_driven, "~~plan_driven", "the interview is plan-driven"),
    (f.office_id.is_present(), "office_id.is_present()", "office_id is present"),
    (f.office_id.is_omitted(), "~office_id.is_sent()", "office_id is not sent"),
    (f.duration_minutes > 0, "duration_minutes > 0", "duration_minutes is greater than 0"),
    (f.duration_minutes >= 5, "duration_minutes >= 5", "duration_minutes is at least 5"),
    (f.duration_minutes < 5, "duration_minutes < 5", "duration_minutes is less than 5"),
    (f.duration_minutes <= 5, "duration_minutes <= 5", "duration_minutes is at most 5"),
    (
        f.duration_minutes.is_between(5, 60),
        "duration_minutes.is_between(5, 60)",
        "duration_minutes is between 5 and 60",
    ),
    (f.kind.is_one_of("panel"), "kind.is_one_of('panel')", "kind is one of panel"),
    (
        f.interviewer_ids.has_length(1),
        "interviewer_ids.has_length(1)",
        "interviewer_ids has exactly 1 entry",
    ),
    (
        ~f.interviewer_ids.has_length(2),
        "~interviewer_ids.has_length(2)",
        "interviewer_ids does not have exactly 2 entries",
    ),
    (
        f.interviewer_ids.each.is_found_in(f.users, status="active"),
        "interviewer_ids.each.is_found_in(users, status='active')",
        "each of interviewer_ids is found in the users with status active",
    ),
    (
        ~f.interviewer_ids.each.is_one_of(7, "8"),
        "~interviewer_ids.each.is_one_of(7, 8)",
        "some of interviewer_ids is not one of 7, 8",
    ),
    (f.host_id.is_in(f.interviewer_ids), "host_id.is_in(interviewer_ids)", "host_id is one of interviewer_ids"),
    (
        f.stage_activity_id.record(f.interview_plans).has(type="interview"),
        "stage_activity_id.record(interview_plans).has(type='interview')",
        "the record of stage_activity_id is one with type interview",
    ),
    (
        f.stage_activity_id.record(f.interview_plans).is_present(),
        "stage_activity_id.record(interview_plans).is_present()",
        "the record of stage_activity_id is present",
    ),
    (
        f.organizer_id.is_in(f.application_id.record(f.applications).attribute("manager_ids")),
        "organizer_id.is_in(application_id.record(applications).attribute('manager_ids'))",
        "organizer_id is one of the manager_ids of the record of application_id",
    ),
    (
        f.start_time.local_time.is_between(time(9), time(18)),
        "start_time.local_time.is_between(datetime.time(9, 0), datetime.time(18, 0))",
        "the local start time is between 09:00:00 and 18:00:00",
    ),
    (
        f.ai_note_taker_enabled == True,  # noqa: E712  # a word compares
        "ai_note_taker_enabled == True",
        "ai_note_taker_enabled is true",
    ),
    (
        (f.location == "zoom") & ~f.externally_managed,
        "(location == 'zoom') & ~externally_managed",
        "location is zoom and the event is not externally managed",
    ),
    (
        ~((f.location == "zoom") & f.plan_driven),
        "~((location == 'zoom') & plan_driven)",
        "location is not zoom or the interview is not plan-driven",
    ),
    (
        (f.plan_driven | f.externally_managed) & (f.kind == "panel"),
        "(plan_driven | externally_managed) & (kind == 'panel')",
        "(the interview is plan-driven or the event is externally managed) and kind is panel",
    ),
]


@pytest.mark.parametrize(("predicate", "spelling", "sentence"), SAYS)
def test_a_predicate_shows_its_spelling_and_its_sentence(predicate: Predicate, spelling: str, sentence: str) -> None:
    assert (repr(predicate), predicate.sentence) == (spelling, sentence)


def test_as_a_demand_a_sentence_says_must() -> None:
    predicate = (f.kind == "panel") & ~f.externally_managed
    assert predicate.say(demand="must") == "kind must be panel and the event must not be externally managed"


@pytest.mark.parametrize(
    ("predicate", "reads"),
    [
        (f.start_time.is_in_the_future(), {"field.start_time", "field.timezone", "now"}),
        (
            f.office_id.is_found_in(f.offices),
            {"field.office_id", "snapshot.applications", "snapshot.interview_plans", "snapshot.offices"},
        ),
        (f.host_id.is_sent() | f.plan_driven, {"field.host_id", "field.stage_activity_id"}),
        (~f.organizer_id.is_found_in(f.users), {"field.organizer_id", "snapshot.users"}),
        (f.external.source == "crm", {"field.external"}),
    ],
)
def test_a_predicate_knows_what_it_reads(predicate: Predicate, reads: set[str]) -> None:
    assert predicate.reads == reads


def test_predicates_are_equal_if_they_are_spelled_alike() -> None:
    assert (f.kind == "panel") == (f.kind == "panel")
    assert hash(f.kind == "panel") == hash(f.kind == "panel")
    assert ((f.kind == "panel") == (f.kind == "one_on_one")) is False
    assert ((f.kind == "panel") == "panel") is False


def test_a_word_can_be_a_key() -> None:
    assert {f.kind: 1}[f.kind] == 1
    assert len({f.interviewer_ids.each, f.host_id.record(f.users), f.start_time.local_time}) == 3


def test_grouping_of_the_same_sign_does_not_matter() -> None:
    a, b, c = f.plan_driven, f.externally_managed, f.kind == "panel"
    assert (a & b) & c == a & (b & c)
    assert (a | b) | c == a | (b | c)


TRAPS: list[tuple[Callable[[], object], type[Exception], str]] = [
    (lambda: bool(f.location == "onsite"), TypeError, r"location == 'onsite' has no truth value; write `&` for and"),
    (lambda: not f.plan_driven, TypeError, "plan_driven has no truth value"),
    (lambda: 5 <= f.duration_minutes <= 60, TypeError, "one comparison at a time"),
    (lambda: (f.location == "a") and 1, ValueError, 'location takes one of onsite, .*; it is never "a"'),
    (lambda: bool(f.location), TypeError, "location has no truth value"),
    (lambda: f.location in ("zoom", "phone"), TypeError, "location == 'zoom' has no truth value"),
    (lambda: 7 in f.interviewer_ids, TypeError, r"write `.is_in\(...\)` or `.is_one_of\(...\)`"),
    (lambda: iter(cast(Any, f.interviewer_ids)), TypeError, "not iterable"),
    (lambda: "zoom" & ~f.plan_driven, TypeError, "put each comparison in parentheses"),
    (lambda: f.plan_driven | cast(Any, True), TypeError, "joins predicates, not True"),
    (lambda: f.duration_minutes == "45", ValueError, 'duration_minutes takes an integer; it is never "45"'),
    (lambda: f.duration_minutes.is_between(60, 5), ValueError, "no value is between 60 and 5"),
    (lambda: f.duration_minutes.is_multiple_of(0), ValueError, "a positive number was expected, found 0"),
    (lambda: f.host_id.is_in([7]), TypeError, r"holds ids was expected, found \[7\]"),  # type: ignore[arg-type]
    (
        lambda: f.host_id.is_found_in(f.users, email="x"),
        ValueError,
        "no attribute 'email'; they have: status, calendar",
    ),
    (lambda: f.office_id.is_found_in(f.offices, city="x"), ValueError, "they have: none but the id"),
    (lambda: f.start_time.local_time.is_between(time(18), time(9)), ValueError, "the earlier first"),
    (lambda: f.host_id.is_found_in(f.users, calendar_connected="yes"), ValueError, 'it is never "yes"'),
    (lambda: f.host_id.record(f.users).attribute("email"), ValueError, "no attribute 'email'"),
    (lambda: f.start_time.is_aligned(0), ValueError, "a whole part of 60 minutes was expected, found 0"),
    (lambda: f.start_time.is_aligned(90), ValueError, "found 90"),
    (lambda: f.interviewer_ids.has_length(0), ValueError, "a positive number was expected, found 0"),
    (lambda: f.interviewer_ids == [], ValueError, "it is never an array of 0 entries"),
    (lambda: f.interviewer_ids.each.is_one_of(7, 0), ValueError, "it is never 0"),
    (f.interviewer_ids.each.is_one_of, ValueError, "nothing is one of no values"),
    (f.kind.is_one_of, ValueError, "nothing is one of no values"),
    (lambda: f.host_id == f.organizer_id, TypeError, "is compared with values, not with organizer_id; see is_in"),
    (lambda: setattr(f.kind, "name", "x"), AttributeError, "kind does not change"),
    (lambda: delattr(f.users, "name"), AttributeError, "users does not change"),
    (lambda: bool(Unknown(frozenset({"now"}))), TypeError, "an unknown answer has no truth value"),
]


@pytest.mark.parametrize(("trap", "error", "message"), TRAPS)
def test_a_trap_of_python_is_closed(trap: Callable[[], object], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        trap()
