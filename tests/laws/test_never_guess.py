"""Never guess: what is unchecked could go either way, and what is decided could not."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import pytest

from kula_rules import MCP_CREATE, REST_CREATE, RuleSet

from ..support import external, known, planned, sent
from .completions import LACKING, Universe, documents, partial, record, records, valid, variants, whole
from .strategies import BAD_TIMES, BAD_ZONES, LOCATIONS, NOW, Json, table

# An unknown `managed`: an object that does not say it, and an `external` that is no object.
MANAGED: Final = [
    (None, ()),
    ({"managed": True}, ()),
    ({"managed": "yes"}, [{"managed": True}, {"managed": False}]),
]
BOTH: Final = pytest.mark.parametrize("rules", [REST_CREATE, MCP_CREATE], ids=["rest", "mcp"])


def only(*codes: str, rules: RuleSet = REST_CREATE) -> RuleSet:
    return rules.only(*(code for code in codes if code in rules), "invalid_type", "invalid_value")


def assert_no_guess(universe: Universe, base: dict[str, Any], **options: Any) -> None:
    for request, replaced in variants(base, **options):
        assert list(universe.guesses(request, replaced)) == []


# --- people ----------------------------------------------------------------------------------------------------------

ORGANIZER: Final = (
    "err_application_not_found",
    "err_organizer_not_found",
    "err_organizer_no_calendar",
    "err_organizer_no_job_permission",
    "err_organizer_no_application_permission",
)
_CALENDARS: Final = (LACKING, True, False)
_ACTIVE_ONLY: Final = [table(record(1, calendar_connected=known), only="active") for known in _CALENDARS]


def _organizers(**options: Any) -> Universe:
    one = {"status": ("active", "deactivated"), "calendar_connected": (True, False)}
    managers = ([1], [2])
    users = partial(records(1, calendar_connected=_CALENDARS))
    return Universe(
        only(*ORGANIZER),
        known=documents(
            applications=partial(records(1, job_id=(LACKING, 1), manager_ids=(LACKING, *managers))),
            users=[*users, table(only="active"), *_ACTIVE_ONLY],
            valid_organizers__1=partial(records(1)),
            valid_organizers__2=[None, table({"id": 1}, complete=False)],
        ),
        wholes=documents(
            applications=whole(records(1, job_id=(1, 2, 3), manager_ids=managers)),
            users=whole(records(1, **one)),
            valid_organizers__1=whole(records(1)),
            valid_organizers__2=whole(records(1)),
            valid_organizers__3=whole(records(1)),
        ),
        **options,
    )


PERMISSION: Final = frozenset({"err_organizer_no_job_permission"})  # absence from the list may have another reason


def test_the_organizer() -> None:
    assert_no_guess(_organizers(), sent(organizer_id=1, application_id=1))


def test_the_organizer_of_an_event_that_may_be_external() -> None:
    assert_no_guess(_organizers(stays_open=PERMISSION), sent(organizer_id=1, application_id=1), external=MANAGED[1:])


def test_interviewers_hosts_and_organizers_are_users() -> None:
    status = ("active", "deactivated")
    filtered = [table(*items, only="active", complete=said) for items in _some_active() for said in (True, False)]
    universe = Universe(
        only("err_interviewers_not_found", "err_zoom_host_invalid_user", "err_organizer_not_found"),
        known=documents(
            users=[*partial(*(records(id, status=(LACKING, *status)) for id in (1, 2))), *filtered],
            conference_hosts=partial(records(1)),
            valid_organizers__1=[None, table({"id": 1}, complete=False)],
        ),
        wholes=documents(
            users=whole(*(records(id, status=status, calendar_connected=[True]) for id in (1, 2))),
            conference_hosts=whole(records(1)),
            valid_organizers__1=whole(records(1)),
        ),
    )
    base = sent(organizer_id=1, location="zoom", host_id=1)
    assert_no_guess(universe, base, interviewer_ids=valid([1], [1, 2], [2, "2"], []))


def _some_active() -> list[list[dict[str, Json]]]:
    one, two = record(1, status="active"), record(2, status="active")
    return [[], [one], [two], [one, two]]


# --- what a plan supplies --------------------------------------------------------------------------------------------

_ON_JOB_1: Final = table({"id": 1, "job_id": 1})
_NO_APPLICATION: Final = table()
_OPEN: Final = (None, table(complete=False), table({"id": 1}), table({"id": 1}, complete=False))


def inherited_from(activity: list[Any], **tables: Any) -> list[dict[str, Json]]:
    """What may be known of an application and of the plan of job 1.

    "Until the activity is known to be on the application's job, inherited values are unknown (anything)": so where that
    is open, nothing is known of the activity but its id.
    """
    settled = documents(**tables, applications=[_ON_JOB_1, _NO_APPLICATION], interview_plans__1=partial(activity))
    unsettled = documents(**tables, applications=_OPEN, interview_plans__1=partial(records(1)))
    return [*settled, *unsettled]


def supplied_by(activity: list[Any], **tables: Any) -> list[dict[str, Json]]:
    """What may be so: the application on job 1, on job 2 or nowhere, and the activity in the plan of either or none."""
    return list(
        documents(
            **tables,
            applications=[_ON_JOB_1, _NO_APPLICATION, table({"id": 1, "job_id": 2})],
            interview_plans__1=whole(activity),
            interview_plans__2=whole(activity),
        )
    )


# --- place -----------------------------------------------------------------------------------------------------------

PLACE: Final = (
    "err_location_required",
    "err_onsite_office_required",
    "err_zoom_host_id_required",
    "err_zoom_host_id_not_in_interviewers",
    "err_hackerrank_template_id_required",
    "err_interviewer_ids_required",
    "err_invalid_set_of_interviewers",
)
_LOCATION: Final = ("Zoom", LOCATIONS)
_HOST: Final = (0, [1, 2, 3])
_ENTRIES: Final = ([0, 1], [[1], [2], [1, 2], [2, 2]])


@BOTH
def test_place_and_people_that_are_sent(rules: RuleSet) -> None:
    assert_no_guess(
        Universe(only(*PLACE, rules=rules)),
        sent(),
        kind=[*valid("one_on_one", "panel"), (7, ["one_on_one", "panel"])],
        location=[*valid(None, "zoom", "onsite", "hackerrank"), _LOCATION],
        host_id=[*valid(None, 1), _HOST],
        interviewer_ids=[*valid(None, [], [1], [1, 2], [2]), _ENTRIES],
        external=[*MANAGED, (7, [{"managed": True}, {"managed": False}])] if rules is REST_CREATE else valid(None),
    )


@BOTH
def test_place_and_people_of_the_plan(rules: RuleSet) -> None:
    applications = table({"id": 1, "job_id": 1})
    plan: dict[str, Any] = {
        "location": (None, "zoom", "onsite", "phone"),
        "interviewer_ids": ([], [1], [2]),
        "office_id": (None, 1),
    }
    unsure: dict[str, Any] = {"location": (LACKING, None, "zoom"), "interviewer_ids": (LACKING, [], [2])}
    universe = Universe(
        only(*PLACE[:4], rules=rules),
        known=documents(applications=[applications], interview_plans__1=partial(records(1, **unsure))),
        wholes=documents(applications=[applications], interview_plans__1=whole(records(1, **plan))),
    )
    assert_no_guess(
        universe,
        planned(application_id=1, stage_activity_id=1),
        location=[*valid(None, "zoom", "onsite"), _LOCATION],
        host_id=[*valid(None, 1), _HOST],
        interviewer_ids=[*valid(None, [1]), _ENTRIES],
        external=MANAGED if rules is REST_CREATE else valid(None),
    )


def test_the_office_of_the_plan() -> None:
    unsure = records(1, office_id=(LACKING, None, 1), location=(LACKING, None, "onsite"))
    activity = records(1, office_id=(None, 1, 3), location=(None, "onsite", "phone"))
    universe = Universe(
        only("err_onsite_office_required", "err_office_not_found"),
        known=inherited_from(unsure, offices=partial([record(2)], records(1))),
        wholes=supplied_by(activity, offices=[table({"id": 2}), table({"id": 1}, {"id": 2})]),
    )
    base = planned(application_id=1, stage_activity_id=1)
    assert_no_guess(universe, base, location=valid(None, "onsite"), office_id=[*valid(None, 1), (0, [1, 2, 3])])


# --- templates -------------------------------------------------------------------------------------------------------

_RIGHT: Final = record(2, channel="calendar_invite", category="interview_coordination")
_WRONG: Final = record(4, channel="email", category="interview_coordination")


def test_the_candidate_template() -> None:
    channel, category = ("calendar_invite", "email"), ("interview_coordination", "offer")
    unsure = records(1, channel=(LACKING, *channel), category=(LACKING, *category))
    applications = table({"id": 1, "job_id": 1})
    universe = Universe(
        only(
            "err_candidate_template_id_required",
            "err_candidate_template_not_found",
            "err_candidate_template_invalid_category",
        ),
        known=documents(
            applications=[applications],
            email_templates=partial([_RIGHT], [_WRONG], unsure),
            interview_plans__1=partial(records(1, candidate_template_id=(LACKING, None, 1))),
        ),
        wholes=documents(
            applications=[applications],
            email_templates=whole([_RIGHT], [_WRONG], records(1, channel=channel, category=category)),
            interview_plans__1=whole(records(1, candidate_template_id=(None, 1, 2, 3, 4))),
        ),
    )
    template = [*valid(None, 1), (0, [1, 2, 3, 4])]
    assert_no_guess(
        universe,
        sent(application_id=1),
        stage_activity_id=valid(None, 1),
        candidate_template_id=template,
        external=MANAGED,
    )


# --- plans -----------------------------------------------------------------------------------------------------------


def _plans(job: int, *types: Json) -> list[list[dict[str, Json] | None]]:
    """Beside the activity 1, each job has one that is an interview and one that is not."""
    return [[record(10 * job + 1, type="interview")], [record(10 * job + 2, type="take_home")], records(1, type=types)]


STAGE: Final = ("err_stage_activity_not_found", "err_stage_activity_not_interview", "err_scorecard_template_not_found")
_TYPES: Final = ("interview", "take_home")


@BOTH
def test_the_activity(rules: RuleSet) -> None:
    universe = Universe(
        only(*STAGE, rules=rules),
        known=documents(
            applications=partial(records(1, job_id=(LACKING, 1, 2))),
            scorecard_templates=[table({"id": 2})],
            interview_plans__1=partial(*_plans(1, LACKING, *_TYPES)),
            interview_plans__2=partial(*_plans(2, LACKING)),
        ),
        wholes=documents(
            applications=whole(records(1, job_id=(1, 2, 3))),
            scorecard_templates=[table({"id": 2})],
            interview_plans__1=whole(*_plans(1, *_TYPES)),
            interview_plans__2=whole(*_plans(2, *_TYPES)),
            interview_plans__3=whole(*_plans(3, *_TYPES)),
        ),
    )
    ids = [*valid(1), (0, [1, 9, 11, 12, 21, 22, 31, 32])]
    assert_no_guess(universe, sent(application_id=1, scorecard_template_id=1), stage_activity_id=ids)


@BOTH
def test_kind_and_interviewers_of_the_plan(rules: RuleSet) -> None:
    kinds, entries = ("one_on_one", "panel"), ([1], [1, 2])
    unsure = records(1, kind=(LACKING, None, *kinds), interviewer_ids=(LACKING, [], *entries))
    sure = records(1, kind=(None, *kinds), interviewer_ids=([], *entries))
    universe = Universe(
        only("err_invalid_set_of_interviewers", "err_interviewer_ids_required", "err_kind_required", rules=rules),
        known=inherited_from(unsure),
        wholes=supplied_by(sure),
    )
    assert_no_guess(
        universe,
        planned(application_id=1, stage_activity_id=1),
        kind=[*valid(None, *kinds), ("Panel", kinds)],
        interviewer_ids=[*valid(None, [], [1], [1, 2]), ([True], [[1], [1, 2]])],
    )


@BOTH
def test_the_duration_of_the_plan(rules: RuleSet) -> None:
    values = (None, 45, 50, 5, 4, 0, -1, 1440, 1441)
    universe = Universe(
        only(
            "err_duration_minutes_required",
            "err_end_time_before_start_time",
            "err_duration_out_of_range",
            rules=rules,
        ),
        known=inherited_from(records(1, duration_minutes=(LACKING, *values))),
        wholes=supplied_by(records(1, duration_minutes=values)),
    )
    minutes = [*valid(*values), ("45", values[1:])]
    assert_no_guess(universe, planned(application_id=1, stage_activity_id=1), duration_minutes=minutes)


def test_an_invalid_activity_could_supply_anything() -> None:
    """Which activity is meant is open, and so is the plan: a missing table says nothing about what it holds."""
    applications = table({"id": 1, "job_id": 1})
    options: dict[str, Any] = {"kind": (None, "one_on_one", "panel"), "office_id": (None, 1, 9)}
    universe = Universe(
        only("err_invalid_set_of_interviewers", "err_onsite_office_required", "err_office_not_found"),
        known=documents(applications=[applications], offices=[table({"id": 1})]),
        wholes=documents(
            applications=[applications], offices=[table({"id": 1})], interview_plans__1=whole(records(1, **options))
        ),
    )
    base = planned(application_id=1, location="onsite", interviewer_ids=[1, 2])
    kinds, offices = valid(None, "panel"), valid(None, 1)
    assert_no_guess(universe, base, stage_activity_id=[(0, [1, 2])], kind=kinds, office_id=offices)


# --- time ------------------------------------------------------------------------------------------------------------

SCHEDULE: Final = (
    "err_invalid_iso_8601",
    "err_invalid_timezone",
    "err_start_time_not_aligned",
    "err_start_time_in_past",
)
_TIMES: Final = (
    "1890-01-15T10:00:00Z",
    "2020-01-15T10:00:00Z",
    "2020-01-15T10:20:00Z",
    "2030-01-15T10:00:00Z",
    "2030-01-15T10:20:00Z",
    "2250-01-15T10:00:00Z",
)
_LOCAL: Final = ("2030-01-15T10:00:00", "2020-01-15T10:20:00", "2026-11-20T08:00:00")
_NO_STRING: Final[tuple[Json, ...]] = (True, [], 7)
_NO_STRINGS: Final[list[tuple[Json, Any]]] = [(wrong, [*_TIMES, "tomorrow"]) for wrong in _NO_STRING]
_ZONES: Final = ("UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago")
_FAR: Final = (datetime(1850, 1, 1, tzinfo=UTC), NOW, datetime(2300, 1, 1, tzinfo=UTC))


def test_start_and_zone_and_now() -> None:
    left = frozenset(SCHEDULE[2:])  # of a string that is no time, and of a zone that is none
    universe = Universe(only(*SCHEDULE), nows=_FAR, known_nows=(None, *_FAR), stays_open=left)
    assert_no_guess(
        universe,
        sent(),
        start_time=[*valid(*_TIMES, *_LOCAL), *_NO_STRINGS],
        timezone=[*valid("UTC"), (None, _ZONES), (7, [*_ZONES, "nowhere"])],
    )


@pytest.mark.parametrize("text", BAD_TIMES)
def test_a_start_that_is_no_time_leaves_open_what_is_asked_of_it(text: str) -> None:
    universe = Universe(only(*SCHEDULE[2:]), nows=_FAR, known_nows=(None, *_FAR))
    assert_no_guess(universe, sent(), start_time=[(text, [*_TIMES, "1800-01-01T00:00Z", "2400-01-01T00:00Z"])])


@pytest.mark.parametrize("zone", BAD_ZONES)
def test_a_zone_that_is_none_leaves_open_when_a_local_time_is(zone: str) -> None:
    universe = Universe(only(*SCHEDULE[2:]), nows=_FAR, known_nows=(None, *_FAR))
    assert_no_guess(universe, sent(), start_time=valid(*_TIMES, *_LOCAL), timezone=[(zone, _ZONES)])


@pytest.mark.parametrize("minute", [15, 30, 45, 90, 105])
def test_an_hour_that_comes_twice_may_mean_either(minute: int) -> None:
    now = datetime(2026, 11, 1, 5 + minute // 60, minute % 60, tzinfo=UTC)
    both = ["2026-11-01T01:30:00-04:00", "2026-11-01T01:30:00-05:00"]
    universe = Universe(only(*SCHEDULE), nows=(now,), known_nows=(now,))
    assert_no_guess(universe, sent(timezone="America/New_York"), start_time=[("2026-11-01T01:30:00", both)])


# --- any one field, or two, invalid ----------------------------------------------------------------------------------

ACCOUNT: Final = known(
    applications=table(
        {"id": 501, "job_id": 31, "manager_ids": [7]},
        {"id": 502, "job_id": 32, "manager_ids": [8]},
        {"id": 503, "job_id": 32, "manager_ids": [7]},
    )
)
INVALID: Final[dict[str, tuple[Json, list[Json]]]] = {
    "organizer_id": ("", [7, 8, 9, 99]),
    "application_id": (1.5, [501, 502, 503, 99]),
    "duration_minutes": (True, [45, 50, 0, 4, 1441]),
    "kind": ("Panel", ["one_on_one", "panel"]),
    "location": ({}, list(LOCATIONS)),
    "interviewer_ids": ([7, None], [[7], [7, 8], [9], [8]]),
    "office_id": ([], [3, 99]),
    "host_id": (-1, [7, 8, 99]),
    "hackerrank_template_id": (0, [1, 2]),
    "name": (1, ["Chat"]),
    "calendar_event_visibility": (1, ["private"]),
    "ai_note_taker_enabled": ("true", [True, False]),
    "interviewer_template_id": (False, [61, 62, 63, 99]),
    "candidate_template_id": ({}, [61, 62, 63, 99]),
    "scorecard_template_id": (0, [71, 99]),
    "external": ({"managed": 1, "source": "x"}, [{"managed": True, "source": "x"}, {"managed": False, "source": "x"}]),
}
BASES: Final[tuple[dict[str, Any], ...]] = (
    sent(),
    sent(location="zoom", host_id=8, interviewer_ids=[7]),
    sent(location="zoom", kind="one_on_one"),
    sent(location="onsite", office_id=99, scorecard_template_id=71),
    sent(location="hackerrank", organizer_id=9, application_id=502),
    sent(organizer_id=8, candidate_template_id=None, interviewer_template_id=63),
    external(location=None),
    external(location="zoom", organizer_id=9, host_id=9),
    external(kind="one_on_one", organizer_id=8, candidate_template_id=99),
)


def _errors(rules: RuleSet) -> RuleSet:
    return only(*(code for code in rules.codes if code.startswith("err_")), rules=rules)


PAIRS: Final = (
    ("organizer_id", "application_id"),
    ("organizer_id", "external"),
    ("kind", "interviewer_ids"),
    ("location", "external"),
    ("location", "host_id"),
    ("location", "office_id"),
    ("location", "hackerrank_template_id"),
    ("host_id", "interviewer_ids"),
    ("host_id", "external"),
    ("candidate_template_id", "external"),
    ("interviewer_template_id", "external"),
)


@BOTH
@pytest.mark.parametrize("names", [*((name,) for name in INVALID), *PAIRS], ids=" and ".join)
def test_invalid_fields_leave_open_what_valid_ones_would_decide(names: tuple[str, ...], rules: RuleSet) -> None:
    universe = Universe(_errors(rules), known=[ACCOUNT], wholes=[ACCOUNT], stays_open=PERMISSION)
    options = {name: [INVALID[name]] for name in names if rules is REST_CREATE or name != "external"}
    for base in BASES:
        assert_no_guess(universe, base, **options)
