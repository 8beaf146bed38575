"""Contract, section 6: what a snapshot decides, the whole decision about the organizer included."""

from __future__ import annotations

from typing import Any

import pytest

from kula_rules import RuleSet

from ..support import MCP_CREATE, REST_CREATE, external, found, known, planned, report_on, sent, waits
from .cases import Findings, Needs, by_plan, complete, partial

APPLICATIONS = ("snapshot.applications",)
USERS = ("snapshot.users",)
LISTS = ("snapshot.valid_organizers",)
OFFICES = ("snapshot.offices",)
HOSTS = ("snapshot.conference_hosts",)
TEMPLATES = ("snapshot.email_templates",)
SCORECARDS = ("snapshot.scorecard_templates",)
USERS_AND_LISTS = ("snapshot.users", "snapshot.valid_organizers")

NO_CALENDAR = "err_organizer_no_calendar"
NO_JOB = "err_organizer_no_job_permission"
NO_APPLICATION = "err_organizer_no_application_permission"
NOT_ELIGIBLE = "organizer_not_eligible"
ORGANIZER_CODES = ("err_organizer_not_found", NO_CALENDAR, NO_JOB, NOT_ELIGIBLE, NO_APPLICATION)


def of_organizer(*codes: str) -> Findings:
    return [(code, "/organizer_id") for code in codes]


# without any snapshot


def test_without_a_snapshot_every_rule_about_a_record_says_which_tables_it_needs(rules: RuleSet) -> None:
    request = sent(location="zoom", host_id=7, office_id=3, scorecard_template_id=71)
    assert waits(request, rules, account=None) == {
        "err_application_not_found": APPLICATIONS,
        "err_organizer_not_found": USERS,
        "err_organizer_no_calendar": USERS_AND_LISTS,
        "err_organizer_no_job_permission": ("snapshot.applications", *USERS_AND_LISTS),
        "err_organizer_no_application_permission": ("snapshot.applications", "snapshot.users"),
        "err_interviewers_not_found": USERS,
        "err_office_not_found": OFFICES,
        "err_zoom_host_invalid_user": HOSTS,
        "err_candidate_template_not_found": TEMPLATES,
        "err_interviewer_template_not_found": TEMPLATES,
        "err_candidate_template_invalid_category": TEMPLATES,
        "err_interviewer_template_invalid_category": TEMPLATES,
        "err_scorecard_template_not_found": SCORECARDS,
    }


def test_with_the_whole_account_nothing_is_unchecked(rules: RuleSet) -> None:
    assert waits(sent(location="zoom", host_id=7, scorecard_template_id=71), rules) == {}
    assert waits(by_plan(rules), rules) == {}


def test_a_rule_about_a_field_that_is_absent_is_not_applicable(rules: RuleSet) -> None:
    optional = rules.only(
        "err_office_not_found",
        "err_zoom_host_invalid_user",
        "err_scorecard_template_not_found",
        "err_stage_activity_not_found",
        "err_stage_activity_not_interview",
    )
    assert waits(sent(), optional, account=None) == {}


# found, not found, unchecked: the tables that are asked for nothing else

LOOKUPS = [
    ("err_application_not_found", "application_id", {}, "applications", 501),
    ("err_office_not_found", "office_id", {"location": "onsite"}, "offices", 3),
    ("err_zoom_host_invalid_user", "host_id", {"location": "zoom"}, "conference_hosts", 7),
    ("err_candidate_template_not_found", "candidate_template_id", {}, "email_templates", 61),
    ("err_interviewer_template_not_found", "interviewer_template_id", {}, "email_templates", 62),
    ("err_scorecard_template_not_found", "scorecard_template_id", {}, "scorecard_templates", 71),
]
each_lookup = pytest.mark.parametrize(
    ("code", "name", "changes", "table", "id"), LOOKUPS, ids=[row[0] for row in LOOKUPS]
)


@each_lookup
def test_an_id_that_is_in_the_table_is_found(
    rules: RuleSet, code: str, name: str, changes: dict[str, Any], table: str, id: int
) -> None:
    for account in (known(), known(**{table: partial({"id": id})}), known(**{table: partial({"id": str(id)})})):
        for value in (id, float(id), str(id)):
            request = sent(**changes, **{name: value})
            assert found(request, rules.only(code), account=account) == []
            assert waits(request, rules.only(code), account=account) == {}


@each_lookup
def test_an_id_that_is_not_in_a_complete_table_is_not_found(
    rules: RuleSet, code: str, name: str, changes: dict[str, Any], table: str, id: int
) -> None:
    for value in (id + 100, f"0{id}", f"{id}.0", f" {id}"):
        request = sent(**changes, **{name: value})
        assert found(request, rules.only(code), account=known(**{table: complete({"id": id})})) == [(code, f"/{name}")]
        assert waits(request, rules.only(code), account=known(**{table: complete({"id": id})})) == {}


@each_lookup
def test_an_id_that_is_not_in_a_table_that_is_missing_or_incomplete_is_unchecked(
    rules: RuleSet, code: str, name: str, changes: dict[str, Any], table: str, id: int
) -> None:
    request = sent(**changes, **{name: id + 100})
    for account in (None, known(**{"users": None, table: None}), known(**{"users": None, table: partial({"id": id})})):
        assert found(request, rules.only(code), account=account) == []
        assert waits(request, rules.only(code), account=account) == {code: (f"snapshot.{table}",)}


@each_lookup
def test_an_empty_complete_table_proves_that_the_id_is_missing(
    rules: RuleSet, code: str, name: str, changes: dict[str, Any], table: str, id: int
) -> None:
    request = sent(**changes, **{name: id})
    assert found(request, rules.only(code), account=known(**{table: complete()})) == [(code, f"/{name}")]


@each_lookup
def test_an_invalid_id_is_unchecked(
    rules: RuleSet, code: str, name: str, changes: dict[str, Any], table: str, id: int
) -> None:
    request = sent(**changes, **{name: -id})
    assert found(request, rules) == [("invalid_value", f"/{name}")]
    assert waits(request, rules.only(code), account=known(**{table: complete()})) == {code: (f"field.{name}",)}


# the application


def test_a_missing_application_is_a_404_and_the_only_finding(rules: RuleSet) -> None:
    report = report_on(sent(application_id=502), rules)
    assert [(f.code, f.pointer, f.status) for f in report.findings] == [
        ("err_application_not_found", "/application_id", 404)
    ]
    assert report.unchecked == ()


def test_an_invalid_application_leaves_what_needs_it_unchecked(rules: RuleSet) -> None:
    request = sent(application_id=0)
    assert found(request, rules) == [("invalid_value", "/application_id")]
    assert waits(request, rules) == {
        "err_application_not_found": ("field.application_id",),
        "err_organizer_no_job_permission": ("field.application_id", "snapshot.valid_organizers"),
        "err_organizer_no_application_permission": ("field.application_id",),
    }


def test_an_invalid_application_leaves_the_plan_unchecked(rules: RuleSet) -> None:
    activity = rules.only("err_stage_activity_not_found", "err_stage_activity_not_interview")
    assert waits(by_plan(rules, application_id=0), activity, account=known(interview_plans=None)) == dict.fromkeys(
        activity.codes, ("field.application_id", "snapshot.interview_plans")
    )


# the organizer: does the user exist?


def test_an_organizer_who_is_not_found_is_asked_nothing_else(rules: RuleSet) -> None:
    assert found(sent(organizer_id=99), rules) == of_organizer("err_organizer_not_found")
    assert waits(sent(organizer_id=99), rules) == {}


@pytest.mark.parametrize("value", [7, 7.0, "7"])
def test_an_organizer_is_compared_as_an_id(rules: RuleSet, value: object) -> None:
    assert found(sent(organizer_id=value), rules) == []


@pytest.mark.parametrize("value", ["007", "7.0", " 7", "\u0667"])
def test_another_spelling_of_a_number_is_another_organizer(rules: RuleSet, value: str) -> None:
    assert found(sent(organizer_id=value), rules) == of_organizer("err_organizer_not_found")


@pytest.mark.parametrize("status", ["pending", "deactivated", "imported"])
def test_an_organizer_only_has_to_exist(rules: RuleSet, status: str) -> None:
    users = complete({"id": 7, "status": status, "calendar_connected": True}, {"id": 8, "status": "active"})
    assert found(sent(interviewer_ids=[8]), rules, account=known(users=users)) == []


def test_a_valid_organizer_of_the_job_exists_has_a_calendar_and_the_permission(rules: RuleSet) -> None:
    organizer = rules.only(*ORGANIZER_CODES)
    assert found(sent(), organizer, account=known(users=None)) == []
    assert waits(sent(), organizer, account=known(users=None)) == {}


def test_a_valid_organizer_of_another_job_exists_and_has_a_calendar(rules: RuleSet) -> None:
    organizer = rules.only(*ORGANIZER_CODES)
    account = known(users=None, valid_organizers={"32": partial({"id": 8})})
    assert found(sent(organizer_id=8), organizer, account=account) == of_organizer(NO_APPLICATION)
    assert waits(sent(organizer_id=8), organizer, account=account) == {NO_JOB: LISTS}


def test_a_conference_host_exists(rules: RuleSet) -> None:
    account = known(users=None, valid_organizers=None)
    assert waits(sent(), rules.only(*ORGANIZER_CODES), account=account) == {
        NO_CALENDAR: USERS_AND_LISTS,
        NO_JOB: USERS_AND_LISTS,
    }


# the organizer: calendar and permission

USER_7 = {"id": 7, "status": "active", "calendar_connected": True}
USER_8 = {"id": 8, "status": "active", "calendar_connected": True}
TRUE = {"id": 8, "calendar_connected": True}
FALSE = {"id": 8, "calendar_connected": False}
SILENT: dict[str, Any] = {"id": 8}
NULL = {"id": 8, "calendar_connected": None}
REFUSED = {"31": complete({"id": 7})}
UNDECIDED: list[Any] = [{"31": partial({"id": 7})}, {}, None]
MANAGED_BY_8 = complete({"id": 501, "job_id": 31, "manager_ids": [8]})


def organizer_8(user: dict[str, Any], lists: Any) -> dict[str, Any]:
    """The account in which this is known of user 8, who manages the application."""
    return known(users=complete(user, USER_7), valid_organizers=lists, applications=MANAGED_BY_8)


def test_a_refused_organizer_with_a_calendar_lacks_the_permission(rules: RuleSet) -> None:
    account = organizer_8(TRUE, REFUSED)
    request = sent(organizer_id=8)
    assert found(request, rules.only(*ORGANIZER_CODES), account=account) == of_organizer(NO_JOB)
    assert waits(request, rules.only(*ORGANIZER_CODES), account=account) == {}


def test_a_refused_organizer_without_a_calendar_lacks_that_and_the_permission_is_not_applicable(rules: RuleSet) -> None:
    account = organizer_8(FALSE, REFUSED)
    request = sent(organizer_id=8)
    assert found(request, rules.only(*ORGANIZER_CODES), account=account) == of_organizer(NO_CALENDAR)
    assert waits(request, rules.only(*ORGANIZER_CODES), account=account) == {}


@pytest.mark.parametrize("user", [SILENT, NULL])
def test_an_organizer_who_is_refused_for_a_reason_not_known_is_not_eligible(
    rules: RuleSet, user: dict[str, Any]
) -> None:
    account = organizer_8(user, REFUSED)
    request = sent(organizer_id=8)
    assert found(request, rules.only(*ORGANIZER_CODES), account=account) == of_organizer(NOT_ELIGIBLE)
    assert waits(request, rules.only(*ORGANIZER_CODES), account=account) == {NO_CALENDAR: USERS, NO_JOB: USERS}


def test_an_organizer_who_is_not_eligible_fails_without_a_status(rules: RuleSet) -> None:
    report = report_on(
        sent(organizer_id=8, interviewer_ids=[7]),
        rules,
        account=known(
            users=complete(SILENT, {"id": 7, "status": "active"}), applications=MANAGED_BY_8, valid_organizers=REFUSED
        ),
    )
    assert [(f.code, f.pointer, f.severity, f.status) for f in report.findings] == [
        (NOT_ELIGIBLE, "/organizer_id", "error", None)
    ]
    assert report.verdict == "fail"


def test_a_refused_conference_host_is_not_eligible_even_if_no_user_is_known(rules: RuleSet) -> None:
    account = known(
        users=None, conference_hosts=partial({"id": 8}), valid_organizers=REFUSED, applications=MANAGED_BY_8
    )
    request = sent(organizer_id=8)
    assert found(request, rules.only(*ORGANIZER_CODES), account=account) == of_organizer(NOT_ELIGIBLE)
    assert waits(request, rules.only(*ORGANIZER_CODES), account=account) == {NO_CALENDAR: USERS, NO_JOB: USERS}


def test_a_refused_organizer_of_another_job_has_a_calendar_and_lacks_the_permission(rules: RuleSet) -> None:
    account = organizer_8(SILENT, {**REFUSED, "32": partial({"id": 8})})
    request = sent(organizer_id=8)
    assert found(request, rules.only(*ORGANIZER_CODES), account=account) == of_organizer(NO_JOB)
    assert waits(request, rules.only(*ORGANIZER_CODES), account=account) == {}


def test_whether_a_refused_organizer_exists_is_unknown_without_users(rules: RuleSet) -> None:
    account = known(users=None, conference_hosts=None, valid_organizers=REFUSED, applications=MANAGED_BY_8)
    request = sent(organizer_id=8)
    assert found(request, rules.only(*ORGANIZER_CODES), account=account) == []
    assert waits(request, rules.only(*ORGANIZER_CODES), account=account) == {
        "err_organizer_not_found": USERS,
        NO_CALENDAR: USERS,
        NO_JOB: USERS,
    }


@pytest.mark.parametrize("lists", UNDECIDED)
def test_a_calendar_leaves_the_permission_to_the_list(rules: RuleSet, lists: Any) -> None:
    account = organizer_8(TRUE, lists)
    assert found(sent(organizer_id=8), rules.only(*ORGANIZER_CODES), account=account) == []
    assert waits(sent(organizer_id=8), rules.only(*ORGANIZER_CODES), account=account) == {NO_JOB: LISTS}


@pytest.mark.parametrize("lists", UNDECIDED)
def test_without_a_calendar_the_permission_is_not_applicable_whatever_the_list_says(rules: RuleSet, lists: Any) -> None:
    account = organizer_8(FALSE, lists)
    assert found(sent(organizer_id=8), rules.only(*ORGANIZER_CODES), account=account) == of_organizer(NO_CALENDAR)
    assert waits(sent(organizer_id=8), rules.only(*ORGANIZER_CODES), account=account) == {}


@pytest.mark.parametrize("lists", UNDECIDED)
def test_with_neither_calendar_nor_list_both_codes_need_both(rules: RuleSet, lists: Any) -> None:
    account = organizer_8(SILENT, lists)
    assert found(sent(organizer_id=8), rules.only(*ORGANIZER_CODES), account=account) == []
    assert waits(sent(organizer_id=8), rules.only(*ORGANIZER_CODES), account=account) == {
        NO_CALENDAR: USERS_AND_LISTS,
        NO_JOB: USERS_AND_LISTS,
    }


def test_a_list_of_the_job_settles_both_whatever_the_record_says(rules: RuleSet) -> None:
    account = organizer_8(SILENT, {"31": partial({"id": "8"})})
    assert found(sent(organizer_id=8), rules.only(*ORGANIZER_CODES), account=account) == []
    assert waits(sent(organizer_id=8), rules.only(*ORGANIZER_CODES), account=account) == {}


def test_a_job_is_compared_as_an_id(rules: RuleSet) -> None:
    applications = complete({"id": 501, "job_id": "31", "manager_ids": ["7"]})
    assert found(sent(), rules, account=known(applications=applications)) == []
    assert waits(sent(), rules, account=known(applications=applications)) == {}


@pytest.mark.parametrize("rules", [REST_CREATE, MCP_CREATE], ids=["rest", "mcp"])
def test_not_eligible_stands_between_the_permissions_and_is_never_unchecked(rules: RuleSet) -> None:
    account = known(users=complete(SILENT, {"id": 7, "status": "active"}), valid_organizers=REFUSED)
    request = sent(organizer_id=8, interviewer_ids=[7])
    assert found(request, rules, account=account) == of_organizer(NOT_ELIGIBLE, NO_APPLICATION)
    assert waits(request, rules, account=account) == {NO_CALENDAR: USERS, NO_JOB: USERS}


# the organizer of an external event


def test_the_organizer_of_an_external_event_needs_no_calendar() -> None:
    account = organizer_8(FALSE, REFUSED)
    calendar = REST_CREATE.only(NO_CALENDAR)
    assert found(external(organizer_id=8), calendar, account=account) == []
    assert waits(external(organizer_id=8), calendar, account=account) == {}
    assert waits(external(organizer_id=8), calendar, account=None) == {}


@pytest.mark.parametrize(
    ("user", "expected", "needs"),
    [
        (TRUE, of_organizer(NO_JOB), {}),
        (FALSE, [], {NO_JOB: LISTS}),
        (SILENT, [], {NO_JOB: USERS}),
        (NULL, [], {NO_JOB: USERS}),
    ],
)
def test_for_an_external_event_absence_proves_the_missing_permission_only_with_a_calendar(
    user: dict[str, Any], expected: Findings, needs: Needs
) -> None:
    account = organizer_8(user, REFUSED)
    organizer = REST_CREATE.only(*ORGANIZER_CODES)
    assert found(external(organizer_id=8), organizer, account=account) == expected
    assert waits(external(organizer_id=8), organizer, account=account) == needs


@pytest.mark.parametrize(
    ("user", "needs"), [(TRUE, {NO_JOB: LISTS}), (FALSE, {NO_JOB: LISTS}), (SILENT, {NO_JOB: USERS_AND_LISTS})]
)
@pytest.mark.parametrize("lists", UNDECIDED)
def test_for_an_external_event_an_incomplete_list_leaves_the_permission_unchecked(
    user: dict[str, Any], needs: Needs, lists: Any
) -> None:
    account = organizer_8(user, lists)
    organizer = REST_CREATE.only(*ORGANIZER_CODES)
    assert found(external(organizer_id=8), organizer, account=account) == []
    assert waits(external(organizer_id=8), organizer, account=account) == needs


def test_for_an_external_event_a_list_of_another_job_proves_the_calendar() -> None:
    account = organizer_8(SILENT, {**REFUSED, "32": partial({"id": 8})})
    assert found(external(organizer_id=8), REST_CREATE.only(*ORGANIZER_CODES), account=account) == of_organizer(NO_JOB)


@pytest.mark.parametrize(
    ("user", "expected", "needs"),
    [
        (TRUE, of_organizer(NO_JOB), {}),
        (FALSE, [], {NO_CALENDAR: ("field.external",), NO_JOB: ("field.external", *LISTS)}),
    ],
)
def test_while_the_mode_is_unknown_only_what_both_modes_say_is_decided(
    user: dict[str, Any], expected: Findings, needs: Needs
) -> None:
    account = organizer_8(user, REFUSED)
    organizer = REST_CREATE.only(*ORGANIZER_CODES)
    assert found(sent(organizer_id=8, external=5), organizer, account=account) == expected
    assert waits(sent(organizer_id=8, external=5), organizer, account=account) == needs


def test_while_mode_and_calendar_are_unknown_both_codes_stay_unchecked() -> None:
    account = organizer_8(SILENT, REFUSED)
    assert waits(sent(organizer_id=8, external=5), REST_CREATE.only(*ORGANIZER_CODES), account=account) == {
        NO_CALENDAR: ("field.external", "snapshot.users"),
        NO_JOB: USERS,
    }


def test_while_the_mode_is_unknown_nobody_is_said_to_be_not_eligible() -> None:
    account = organizer_8(SILENT, REFUSED)
    assert found(sent(organizer_id=8, external=5), REST_CREATE.only(*ORGANIZER_CODES), account=account) == []


# the organizer and the application


@pytest.mark.parametrize("managers", [[7], [8, 7], ["7"], [7, 7]])
def test_a_manager_of_the_application_may_organize(rules: RuleSet, managers: list[Any]) -> None:
    applications = complete({"id": 501, "job_id": 31, "manager_ids": managers})
    assert found(sent(), rules, account=known(applications=applications)) == []


@pytest.mark.parametrize("managers", [[], [8], ["007"]])
def test_an_organizer_who_is_no_manager_lacks_the_permission(rules: RuleSet, managers: list[Any]) -> None:
    applications = complete({"id": 501, "job_id": 31, "manager_ids": managers})
    assert found(sent(), rules, account=known(applications=applications)) == of_organizer(NO_APPLICATION)


@pytest.mark.parametrize("record", [{"id": 501, "job_id": 31}, {"id": 501, "job_id": 31, "manager_ids": None}])
def test_without_manager_ids_the_permission_is_unchecked(rules: RuleSet, record: dict[str, Any]) -> None:
    account = known(applications=complete(record))
    assert found(sent(), rules, account=account) == []
    assert waits(sent(), rules, account=account) == {NO_APPLICATION: APPLICATIONS}


@pytest.mark.parametrize("applications", [None, partial(), partial({"id": 502, "job_id": 31, "manager_ids": [7]})])
def test_without_the_application_both_permissions_are_unchecked(rules: RuleSet, applications: Any) -> None:
    account = known(applications=applications)
    waiting = waits(sent(), rules.only("err_application_not_found", NO_APPLICATION), account=account)
    assert waiting == {"err_application_not_found": APPLICATIONS, NO_APPLICATION: APPLICATIONS}
    assert found(sent(), rules, account=account) == []


@pytest.mark.parametrize("job", [{}, {"job_id": None}])
def test_without_the_job_the_permission_for_it_is_unchecked(rules: RuleSet, job: dict[str, Any]) -> None:
    account = known(applications=complete({"id": 501, "manager_ids": [7], **job}), valid_organizers=REFUSED)
    assert found(sent(), rules, account=account) == []
    assert waits(sent(), rules, account=account) == {NO_JOB: ("snapshot.applications", "snapshot.valid_organizers")}


def test_an_organizer_whose_existence_is_unknown_may_organize_if_they_manage_the_application(rules: RuleSet) -> None:
    account = known(users=None, conference_hosts=None, valid_organizers=None)
    permission = rules.only(NO_APPLICATION)
    assert waits(sent(organizer_id=7), permission, account=account) == {}
    assert found(sent(organizer_id=8), permission, account=account) == []
    assert waits(sent(organizer_id=8), permission, account=account) == {NO_APPLICATION: USERS}


def test_the_permission_holds_for_external_events_too() -> None:
    applications = complete({"id": 501, "job_id": 31, "manager_ids": [8]})
    assert found(external(), account=known(applications=applications)) == of_organizer(NO_APPLICATION)


def test_an_invalid_organizer_leaves_all_rules_about_them_unchecked(rules: RuleSet) -> None:
    assert found(sent(organizer_id=0), rules) == [("invalid_value", "/organizer_id")]
    assert waits(sent(organizer_id=0), rules) == {
        "err_organizer_not_found": ("field.organizer_id",),
        NO_CALENDAR: ("field.organizer_id",),
        NO_JOB: ("field.organizer_id",),
        NO_APPLICATION: ("field.organizer_id",),
    }


# users: only active ones

ONLY_ACTIVE = complete({"id": 7, "status": "active", "calendar_connected": True}, only="active")


def test_who_is_absent_from_the_active_users_is_no_interviewer(rules: RuleSet) -> None:
    account = known(users=ONLY_ACTIVE)
    assert found(sent(interviewer_ids=[7, 99]), rules, account=account) == [
        ("err_interviewers_not_found", "/interviewer_ids/1")
    ]


def test_who_is_absent_from_the_active_users_may_exist_as_organizer(rules: RuleSet) -> None:
    account = known(users=ONLY_ACTIVE, valid_organizers=REFUSED, applications=MANAGED_BY_8)
    request = sent(organizer_id=99, interviewer_ids=[7])
    assert found(request, rules, account=account) == []
    assert waits(request, rules, account=account) == dict.fromkeys(
        ["err_organizer_not_found", NO_CALENDAR, NO_JOB, NO_APPLICATION], USERS
    )


def test_a_valid_organizer_who_is_absent_from_the_active_users_exists_and_is_no_interviewer(rules: RuleSet) -> None:
    account = known(users=ONLY_ACTIVE, valid_organizers={"31": complete({"id": 8})}, applications=MANAGED_BY_8)
    assert found(sent(organizer_id=8, interviewer_ids=[8]), rules, account=account) == [
        ("err_interviewers_not_found", "/interviewer_ids/0")
    ]


def test_who_is_absent_from_some_active_users_is_unchecked(rules: RuleSet) -> None:
    users = partial({"id": 7, "status": "active", "calendar_connected": True}, only="active")
    account = known(users=users)
    assert found(sent(interviewer_ids=[7, 99]), rules, account=account) == []
    assert waits(sent(interviewer_ids=[7, 99]), rules, account=account) == {"err_interviewers_not_found": USERS}


# interviewers


@pytest.mark.parametrize("ids", [[99], [9], ["99"]])
def test_every_interviewer_is_an_active_user(rules: RuleSet, ids: list[Any]) -> None:
    assert found(sent(interviewer_ids=ids), rules) == [("err_interviewers_not_found", "/interviewer_ids/0")]


@pytest.mark.parametrize("status", ["pending", "deactivated", "imported", "Active", ""])
def test_a_user_with_another_status_is_not_found_as_an_interviewer(rules: RuleSet, status: str) -> None:
    users = complete({"id": 7, "status": status, "calendar_connected": True}, USER_8)
    assert found(sent(interviewer_ids=[7]), rules, account=known(users=users)) == [
        ("err_interviewers_not_found", "/interviewer_ids/0")
    ]


@pytest.mark.parametrize("record", [{"id": 7}, {"id": 7, "status": None}])
def test_a_user_without_a_status_is_unchecked_as_an_interviewer(rules: RuleSet, record: dict[str, Any]) -> None:
    account = known(users=complete(record, USER_8))
    assert found(sent(interviewer_ids=[7]), rules, account=account) == []
    assert waits(sent(interviewer_ids=[7]), rules, account=account) == {"err_interviewers_not_found": USERS}


def test_who_is_known_from_other_lists_only_is_unchecked_as_an_interviewer(rules: RuleSet) -> None:
    account = known(users=None)
    assert found(sent(), rules, account=account) == []
    assert waits(sent(), rules, account=account) == {"err_interviewers_not_found": USERS}


def test_each_bad_entry_is_reported_by_its_index(rules: RuleSet) -> None:
    assert found(sent(interviewer_ids=[99, 7, 9, 98]), rules) == [
        ("err_interviewers_not_found", "/interviewer_ids/0"),
        ("err_interviewers_not_found", "/interviewer_ids/2"),
        ("err_interviewers_not_found", "/interviewer_ids/3"),
    ]


def test_a_bad_entry_that_is_sent_twice_is_reported_twice(rules: RuleSet) -> None:
    assert found(sent(interviewer_ids=[99, "99"]), rules) == [
        ("err_interviewers_not_found", "/interviewer_ids/0"),
        ("err_interviewers_not_found", "/interviewer_ids/1"),
        ("duplicate_interviewers", "/interviewer_ids"),
    ]


def test_one_entry_that_is_proven_bad_fails_the_rule_whatever_the_others_are(rules: RuleSet) -> None:
    users = partial({"id": 9, "status": "deactivated"})
    account = known(users=users)
    request = sent(interviewer_ids=[77, 9])
    assert found(request, rules, account=account) == [("err_interviewers_not_found", "/interviewer_ids/1")]
    assert waits(request, rules, account=account) == {}


# the zoom host


def test_the_host_must_be_a_conference_host_on_zoom(rules: RuleSet) -> None:
    assert found(sent(location="zoom", host_id=8), rules) == [("err_zoom_host_invalid_user", "/host_id")]


def test_who_is_proven_to_be_no_user_is_no_host_even_if_no_host_is_known(rules: RuleSet) -> None:
    host = rules.only("err_zoom_host_invalid_user")
    request = sent(location="zoom", host_id=99, interviewer_ids=[99])
    assert found(request, host, account=known(conference_hosts=None)) == [("err_zoom_host_invalid_user", "/host_id")]
    only_active = known(conference_hosts=None, users=ONLY_ACTIVE)
    assert found(request, host, account=only_active) == []
    assert waits(request, host, account=only_active) == {"err_zoom_host_invalid_user": HOSTS}


def test_the_host_is_not_looked_up_for_another_location(rules: RuleSet) -> None:
    assert found(sent(host_id=8), rules) == [("field_has_no_effect", "/host_id")]
    assert waits(sent(host_id=8), rules, account=known(conference_hosts=None)) == {}


def test_the_host_is_not_looked_up_for_an_external_event() -> None:
    request = external(location="zoom", host_id=8)
    assert found(request) == []
    assert waits(request, account=known(conference_hosts=None)) == {}


def test_a_host_is_unchecked_while_the_location_is_unknown() -> None:
    host = REST_CREATE.only("err_zoom_host_invalid_user")
    assert waits(planned(host_id=7), host, account=known(interview_plans=None)) == {}
    assert waits(planned(host_id=8), host, account=known(interview_plans=None)) == {
        "err_zoom_host_invalid_user": ("snapshot.interview_plans",)
    }


def test_an_office_is_looked_up_for_every_location(rules: RuleSet) -> None:
    assert found(sent(office_id=4), rules) == [
        ("err_office_not_found", "/office_id"),
        ("field_has_no_effect", "/office_id"),
    ]


# templates

CANDIDATE = "err_candidate_template_invalid_category"
INTERVIEWER = "err_interviewer_template_invalid_category"
INVITE = "calendar_invite"
OF_CANDIDATE, OF_INTERVIEWER = "interview_coordination", "interviewer_coordination"


def template_60(**attributes: object) -> dict[str, Any]:
    return known(email_templates=complete({"id": 60, **attributes}))


@pytest.mark.parametrize(
    ("channel", "category", "candidate", "interviewer"),
    [
        (INVITE, OF_CANDIDATE, True, False),
        (INVITE, OF_INTERVIEWER, False, True),
        ("email", OF_CANDIDATE, False, False),
        ("email", OF_INTERVIEWER, False, False),
        (INVITE, "offer", False, False),
        ("Calendar_Invite", OF_CANDIDATE, False, False),
    ],
)
def test_a_template_has_the_channel_and_the_category_of_its_use(
    rules: RuleSet, channel: str, category: str, candidate: bool, interviewer: bool
) -> None:
    account = template_60(channel=channel, category=category)
    request = sent(candidate_template_id=60, interviewer_template_id=60)
    expected: Findings = [] if candidate else [(CANDIDATE, "/candidate_template_id")]
    expected += [] if interviewer else [(INTERVIEWER, "/interviewer_template_id")]
    assert found(request, rules, account=account) == expected


@pytest.mark.parametrize(
    ("attributes", "expected", "needs"),
    [
        ({}, [], {CANDIDATE: TEMPLATES}),
        ({"channel": INVITE}, [], {CANDIDATE: TEMPLATES}),
        ({"category": OF_CANDIDATE}, [], {CANDIDATE: TEMPLATES}),
        ({"channel": None, "category": OF_CANDIDATE}, [], {CANDIDATE: TEMPLATES}),
        ({"channel": "email"}, [(CANDIDATE, "/candidate_template_id")], {}),
        ({"category": "offer"}, [(CANDIDATE, "/candidate_template_id")], {}),
    ],
)
def test_an_attribute_that_a_template_lacks_is_unknown(
    rules: RuleSet, attributes: dict[str, Any], expected: Findings, needs: Needs
) -> None:
    candidate = rules.only("err_candidate_template_not_found", CANDIDATE)
    request = sent(candidate_template_id=60)
    assert found(request, candidate, account=template_60(**attributes)) == expected
    assert waits(request, candidate, account=template_60(**attributes)) == needs


@pytest.mark.parametrize("name", ["candidate_template_id", "interviewer_template_id"])
def test_a_template_that_is_not_found_is_not_asked_for_its_category(rules: RuleSet, name: str) -> None:
    code = f"err_{name.removesuffix('_id')}_not_found"
    assert found(sent(**{name: 99}), rules) == [(code, f"/{name}")]
    assert waits(sent(**{name: 99}), rules) == {}


@pytest.mark.parametrize("table", [None, partial({"id": 62, "channel": INVITE, "category": OF_INTERVIEWER})])
def test_a_template_that_may_exist_is_unchecked_by_both_rules(rules: RuleSet, table: Any) -> None:
    account = known(email_templates=table)
    candidate = rules.only("err_candidate_template_not_found", CANDIDATE)
    assert found(sent(), candidate, account=account) == []
    assert waits(sent(), candidate, account=account) == {
        "err_candidate_template_not_found": TEMPLATES,
        CANDIDATE: TEMPLATES,
    }


def test_a_template_is_optional_on_mcp_but_looked_up_if_sent() -> None:
    assert found(sent(candidate_template_id=None, interviewer_template_id=61), MCP_CREATE) == [
        (INTERVIEWER, "/interviewer_template_id")
    ]


# scorecards


def test_a_scorecard_template_is_looked_up_in_ad_hoc_mode(rules: RuleSet) -> None:
    assert found(sent(scorecard_template_id=71), rules) == []
    assert found(sent(scorecard_template_id=72), rules) == [
        ("err_scorecard_template_not_found", "/scorecard_template_id")
    ]


@pytest.mark.parametrize("value", [71, 72])
def test_a_scorecard_template_is_not_looked_up_in_plan_driven_mode(rules: RuleSet, value: int) -> None:
    request = by_plan(rules, scorecard_template_id=value)
    assert found(request, rules) == [("scorecard_template_ignored", "/scorecard_template_id")]
    assert waits(request, rules, account=known(scorecard_templates=None)) == {}


# snapshots hold more than is read


def test_records_may_carry_more_keys_which_are_ignored(rules: RuleSet) -> None:
    users = complete(
        {"id": 7, "status": "active", "calendar_connected": True, "name": "A", "kind": 5},
        {"id": 8, "status": "active", "email": None},
    )
    assert found(sent(), rules, account=known(users=users)) == []
    assert waits(sent(), rules, account=known(users=users)) == {}
