"""Contract, section 7: snapshots are read whole or refused, and know what they do not know."""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from kula_rules import Snapshot, SnapshotError
from kula_rules.snapshot import MAX_SIZE

from .support import ACCOUNT, external, found, known, planned, report_on, sent, waits

Refusal = tuple[str, str, str]
"""File, pointer, reason."""

TABLES = "applications, users, offices, conference_hosts, scorecard_templates, email_templates, valid_organizers"
ALL_TABLES = f"{TABLES}, interview_plans"
SINGLE = ["applications", "users", "offices", "conference_hosts", "scorecard_templates", "email_templates"]
PER_JOB = ["valid_organizers", "interview_plans"]
ID = "an id (a positive integer or a non-empty string)"


def refusal(load: Callable[[], Snapshot]) -> Refusal:
    """Why a snapshot is refused, and where."""
    with pytest.raises(SnapshotError) as caught:
        load()
    return caught.value.file, caught.value.pointer, caught.value.reason


def document(**tables: object) -> dict[str, Any]:
    return {"version": 1, **tables}


def refused(**tables: object) -> Refusal:
    return refusal(lambda: Snapshot.from_dict(document(**tables)))


def refused_responses(**tables: object) -> Refusal:
    return refusal(lambda: Snapshot.from_responses(tables))


def items(*records: object, complete: bool = False, **more: object) -> dict[str, Any]:
    return {"complete": complete, "items": list(records), **more}


def page(*ids: object, total: object = None) -> dict[str, Any]:
    return {"data": [{"id": id} for id in ids], "meta": {"total": total}}


def plan(**activity: object) -> dict[str, Any]:
    return {"31": items({"id": 900, **activity})}


def write(path: Path, value: object) -> Path:
    path.write_text(json.dumps(value), encoding="utf-8")
    return path


# What a native document says.


def test_the_example_of_the_contract_is_read() -> None:
    activity = {"id": 900, "type": "interview", "kind": "panel", "location": "zoom", "duration_minutes": 45}
    snapshot = Snapshot.from_dict(
        document(
            taken_at="2026-11-20T08:00:00Z",
            users=items({"id": 7, "status": "active", "calendar_connected": True}, complete=True),
            valid_organizers={"31": items({"id": 7}, complete=True)},
            interview_plans={"31": items({**activity, "interviewer_ids": [7, 8], "office_id": None}, complete=True)},
        )
    )
    assert snapshot.taken_at == datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
    assert snapshot.table("users").records == {7: {"id": 7, "status": "active", "calendar_connected": True}}
    assert snapshot.table("users").complete is True
    assert snapshot.valid_organizers[31].records == {7: {"id": 7}}
    assert snapshot.interview_plans[31].records == {
        900: {**activity, "interviewer_ids": (7, 8), "office_id": None},
    }


def test_a_document_without_tables_knows_nothing() -> None:
    snapshot = Snapshot.from_dict({"version": 1})
    assert (dict(snapshot.tables), dict(snapshot.valid_organizers), dict(snapshot.interview_plans)) == ({}, {}, {})
    assert (snapshot.taken_at, snapshot.users_only_active) == (None, False)


@pytest.mark.parametrize("name", SINGLE)
def test_a_table_that_does_not_say_that_it_is_complete_is_not(name: str) -> None:
    for table in ({"items": [{"id": 5}]}, items({"id": 5}), {"complete": None, "items": [{"id": 5}]}):
        read = Snapshot.from_dict(document(**{name: table})).table(name)
        assert (read.complete, list(read.records)) == (False, [5])


@pytest.mark.parametrize("name", SINGLE)
def test_a_complete_table_may_be_empty(name: str) -> None:
    read = Snapshot.from_dict(document(**{name: items(complete=True)})).table(name)
    assert (read.complete, dict(read.records)) == (True, {})


def test_a_table_that_is_not_given_is_empty_and_incomplete() -> None:
    read = Snapshot.from_dict({"version": 1}).table("offices")
    assert (read.complete, dict(read.records)) == (False, {})


def test_keys_of_records_that_the_contract_does_not_name_are_ignored() -> None:
    record = {"id": 3, "name": ["x"], "status": 5, "calendar_connected": "no", "channel": {}, "kind": "panle", "": None}
    assert Snapshot.from_dict(document(offices=items(record))).table("offices").records == {3: {"id": 3}}


def test_a_null_attribute_is_unknown() -> None:
    users = items({"id": 7, "status": None, "calendar_connected": None})
    snapshot = Snapshot.from_dict(document(users=users))
    assert snapshot.table("users").records == {7: {"id": 7}}


def test_null_at_the_top_is_as_if_left_out_for_taken_at() -> None:
    assert Snapshot.from_dict(document(taken_at=None)).taken_at is None


def test_taken_at_is_given_by_name_only() -> None:
    make: Any = Snapshot
    moment = datetime(2026, 11, 20, tzinfo=UTC)
    assert (make(taken_at=moment).taken_at, make().taken_at) == (moment, None)
    with pytest.raises(TypeError):
        make({}, {}, {}, False, moment)


def test_taken_at_keeps_its_offset() -> None:
    taken = Snapshot.from_dict(document(taken_at="2026-11-20T08:00:00+05:45")).taken_at
    assert taken is not None
    assert (taken.replace(tzinfo=None), taken.utcoffset()) == (
        datetime(2026, 11, 20, 8),
        timedelta(hours=5, minutes=45),
    )


@pytest.mark.parametrize(("given", "read"), [(7, 7), ("7", 7), (7.0, 7), ("007", "007"), ("usr_7", "usr_7")])
def test_ids_are_compared_in_one_form(given: object, read: object) -> None:
    snapshot = Snapshot.from_dict(document(offices=items({"id": given})))
    assert snapshot.table("offices").records == {read: {"id": read}}


@pytest.mark.parametrize("name", PER_JOB)
@pytest.mark.parametrize(("given", "read"), [("31", 31), (31, 31), ("007", "007"), ("a/b~c", "a/b~c")])
def test_ids_of_jobs_are_compared_in_one_form(name: str, given: object, read: object) -> None:
    snapshot = Snapshot.from_dict(document(**{name: {given: items({"id": 7})}}))
    assert list(getattr(snapshot, name)) == [read]


def test_ids_inside_attributes_are_compared_in_one_form() -> None:
    applications = items({"id": "501", "job_id": "31", "manager_ids": ["7", 8.0, "x"]})
    read = Snapshot.from_dict(document(applications=applications)).table("applications")
    assert read.records == {501: {"id": 501, "job_id": 31, "manager_ids": (7, 8, "x")}}


def test_a_text_id_finds_a_number_id_in_a_check() -> None:
    account = known(offices=items({"id": "3"}, complete=True))
    assert found(sent(location="onsite", office_id=3), account=account) == []
    assert found(sent(location="onsite", office_id="3"), account=account) == []
    assert found(sent(location="onsite", office_id="03"), account=account) == [("err_office_not_found", "/office_id")]


@pytest.mark.parametrize("empty", [None, []])
def test_an_activity_that_holds_nothing_supplies_nothing(empty: object) -> None:
    account = known({"interviewer_ids": empty, "location": "zoom", "kind": "one_on_one"})
    assert found(planned(), account=account) == [("err_zoom_host_id_required", "/host_id")]
    assert waits(planned(), account=account) == {}


def test_an_activity_that_lacks_a_key_leaves_the_field_unknown() -> None:
    account = known(interview_plans={"31": items({"id": 900, "type": "interview", "interviewer_ids": []})})
    assert waits(planned(), account=account)["err_onsite_office_required"] == ("snapshot.interview_plans",)
    assert "err_invalid_set_of_interviewers" not in waits(planned(), account=account)


@pytest.mark.parametrize("ids", [[7, 8], (7, 8), [7, "8"], ["7", 8.0]])
def test_an_array_of_ids_is_read_to_one_form(ids: object) -> None:
    read = Snapshot.from_dict(document(applications=items({"id": 1, "manager_ids": ids}))).table("applications")
    assert read.records == {1: {"id": 1, "manager_ids": (7, 8)}}


def test_an_attribute_loses_its_subclass() -> None:
    class Status(str):
        __slots__ = ()

    users = items({"id": 7, "status": Status("active"), "calendar_connected": True})
    record = Snapshot.from_dict(document(users=users)).table("users").records[7]
    assert [type(value) for value in record.values()] == [int, str, bool]


def test_records_of_one_id_that_agree_are_joined() -> None:
    users = items({"id": 7, "status": "active"}, {"id": "7", "calendar_connected": True}, {"id": 7})
    read = Snapshot.from_dict(document(users=users)).table("users")
    assert read.records == {7: {"id": 7, "status": "active", "calendar_connected": True}}


def test_null_does_not_contradict_a_known_attribute() -> None:
    users = items({"id": 7, "status": None}, {"id": 7, "status": "active"}, {"id": 7, "status": None})
    assert Snapshot.from_dict(document(users=users)).table("users").records == {7: {"id": 7, "status": "active"}}


# `only: active`.


def test_someone_absent_from_all_active_users_is_no_interviewer_but_may_organize() -> None:
    active = items({"id": 8}, complete=True, only="active")
    account = known(users=active, valid_organizers={}, conference_hosts=None)
    assert found(sent(), account=account) == [("err_interviewers_not_found", "/interviewer_ids/0")]
    assert waits(sent(), account=account)["err_organizer_not_found"] == ("snapshot.users",)


def test_someone_absent_from_all_users_is_neither() -> None:
    account = known(users=items({"id": 8}, complete=True), valid_organizers={}, conference_hosts=None)
    codes = [("err_organizer_not_found", "/organizer_id"), ("err_interviewers_not_found", "/interviewer_ids/0")]
    assert found(sent(), account=account) == codes
    assert waits(sent(), account=account) == {}


def test_active_users_contradict_no_list_of_organizers_or_hosts() -> None:
    active = items(complete=True, only="active")
    snapshot = Snapshot.from_dict(
        document(users=active, valid_organizers={"31": items({"id": 7})}, conference_hosts=items({"id": 8}))
    )
    assert snapshot.users_only_active is True


def test_only_null_is_as_if_left_out() -> None:
    assert Snapshot.from_dict(document(users=items(only=None))).users_only_active is False


# Documents that are malformed.


@pytest.mark.parametrize(
    ("given", "called"), [([], "an array"), (None, "null"), ("{}", "a string"), (5, "an integer"), (True, "a boolean")]
)
def test_a_document_is_an_object(given: Any, called: str) -> None:
    assert refusal(lambda: Snapshot.from_dict(given)) == ("", "", f"expected an object, found {called}")


@pytest.mark.parametrize(
    ("version", "called"),
    [(2, "2"), (0, "0"), ("1", '"1"'), (True, "true"), (None, "null"), ([1], "an array of 1 entry")],
)
def test_a_document_has_version_1(version: object, called: str) -> None:
    assert refused(version=version) == ("", "/version", f"expected version 1, found {called}")


def test_a_document_without_a_version_is_refused() -> None:
    assert refusal(lambda: Snapshot.from_dict({"users": items()})) == (
        "",
        "/version",
        "expected version 1, found null",
    )


@pytest.mark.parametrize(
    ("taken_at", "reason"),
    [
        (5, "expected a string (a date and time with a UTC offset), found an integer"),
        (True, "expected a string (a date and time with a UTC offset), found a boolean"),
        ("", "expected a date and time such as 2026-11-20T08:00:00Z"),
        ("yesterday", "expected a date and time such as 2026-11-20T08:00:00Z"),
        ("2026-13-01T00:00:00Z", "expected a date and time such as 2026-11-20T08:00:00Z"),
        ("2026-11-20", "expected a date and time with a UTC offset, such as 2026-11-20T08:00:00Z"),
        ("2026-11-20T08:00:00", "expected a date and time with a UTC offset, such as 2026-11-20T08:00:00Z"),
    ],
)
def test_taken_at_is_a_moment(taken_at: object, reason: str) -> None:
    assert refused(taken_at=taken_at) == ("", "/taken_at", reason)


@pytest.mark.parametrize("name", ["ofices", "Users", "", "a/b~c", "meta"])
def test_an_unknown_table_is_refused_where_it_stands(name: str) -> None:
    pointer = "/" + name.replace("~", "~0").replace("/", "~1")
    assert refused(**{name: items()}) == ("", pointer, f'there is no table "{name}"; the tables are {ALL_TABLES}')


def test_an_unknown_table_with_a_hostile_name_is_refused_visibly() -> None:
    with pytest.raises(SnapshotError) as caught:
        Snapshot.from_dict(document(**{"\x1b[31m\u202e\n": items()}))
    assert str(caught.value).isprintable()
    assert caught.value.reason == f'there is no table "\\x1b[31m\\u202e\\n"; the tables are {ALL_TABLES}'


@pytest.mark.parametrize(("name", "shown"), [("k" * 60, "k" * 60), ("k" * 61, "k" * 60 + "…")])
def test_of_a_long_name_a_refusal_shows_the_beginning(name: str, shown: str) -> None:
    assert refused(**{name: items()}) == ("", f"/{name}", f'there is no table "{shown}"; the tables are {ALL_TABLES}')
    reason = f'a table has "complete" and "items", not "{shown}"'
    assert refused(offices={"items": [], name: 1}) == ("", f"/offices/{name}", reason)


@pytest.mark.parametrize("name", SINGLE)
@pytest.mark.parametrize(("given", "called"), [(None, "null"), ([], "an array"), ("x", "a string"), (1, "an integer")])
def test_a_table_is_an_object(name: str, given: object, called: str) -> None:
    reason = f'expected an object with "complete" and "items", found {called}'
    assert refused(**{name: given}) == ("", f"/{name}", reason)


@pytest.mark.parametrize("name", PER_JOB)
@pytest.mark.parametrize(("given", "called"), [(None, "null"), ([], "an array"), ("x", "a string"), (1, "an integer")])
def test_a_table_of_jobs_is_an_object(name: str, given: object, called: str) -> None:
    assert refused(**{name: given}) == ("", f"/{name}", f"expected an object by job id, found {called}")


@pytest.mark.parametrize("name", PER_JOB)
def test_the_table_of_a_job_is_an_object(name: str) -> None:
    reason = 'expected an object with "complete" and "items", found an array'
    assert refused(**{name: {"31": []}}) == ("", f"/{name}/31", reason)


@pytest.mark.parametrize("name", PER_JOB)
@pytest.mark.parametrize(
    ("job", "shown", "called"), [("", "", '""'), (0, "0", "0"), (-1, "-1", "-1"), (1.5, "1.5", "1.5")]
)
def test_a_bad_id_of_a_job_is_refused(name: str, job: object, shown: str, called: str) -> None:
    assert refused(**{name: {job: items()}}) == ("", f"/{name}/{shown}", f"expected a job id, found {called}")


@pytest.mark.parametrize("name", PER_JOB)
def test_a_job_that_is_no_id_at_all_is_refused_rather_than_dropped(name: str) -> None:
    file, _, reason = refused(**{name: {None: items({"id": 7})}})
    assert (file, reason) == ("", "expected a job id, found null")


@pytest.mark.parametrize("name", PER_JOB)
def test_one_job_twice_is_refused(name: str) -> None:
    tables = {7: items(), "7": items()}
    assert refused(**{name: tables}) == ("", f"/{name}/7", f"the same job as at /{name}/7")


@pytest.mark.parametrize(("given", "called"), [("yes", "a string"), (1, "an integer"), ([], "an array")])
def test_complete_is_true_or_false(given: object, called: str) -> None:
    table = {"complete": given, "items": []}
    assert refused(users=table) == ("", "/users/complete", f"expected true or false, found {called}")


@pytest.mark.parametrize(
    ("given", "called"), [({}, "an object"), (None, "null"), ("abc", "a string"), (5, "an integer")]
)
def test_items_is_an_array(given: object, called: str) -> None:
    table = {"complete": True, "items": given}
    assert refused(users=table) == ("", "/users/items", f"expected an array of records, found {called}")


def test_a_table_without_items_is_refused() -> None:
    assert refused(users={"complete": True}) == (
        "",
        "/users/items",
        "expected an array of records, found null",
    )


@pytest.mark.parametrize(
    ("table", "key", "pointer"),
    [("users", "total", "/users/total"), ("offices", "only", "/offices/only"), ("users", "a/b", "/users/a~1b")],
)
def test_a_key_that_no_table_has_is_refused_where_it_stands(table: str, key: str, pointer: str) -> None:
    reason = f'a table has "complete" and "items", not "{key}"'
    assert refused(**{table: {**items(), key: "active"}}) == ("", pointer, reason)


@pytest.mark.parametrize(("given", "called"), [("all", '"all"'), (True, "true"), ([], "an array of 0 entries")])
def test_only_is_active(given: object, called: str) -> None:
    assert refused(users=items(only=given)) == ("", "/users/only", f'expected "active", found {called}')


@pytest.mark.parametrize(("given", "called"), [(5, "an integer"), (None, "null"), ([], "an array"), ("x", "a string")])
def test_a_record_is_an_object(given: object, called: str) -> None:
    reason = f"expected a record (an object), found {called}"
    assert refused(users=items({"id": 1}, given)) == ("", "/users/items/1", reason)


@pytest.mark.parametrize("name", SINGLE)
@pytest.mark.parametrize(
    ("given", "called"),
    [(0, "0"), (-7, "-7"), ("", '""'), (None, "null"), (True, "true"), (1.5, "1.5"), ([7], "an array of 1 entry")],
)
def test_a_bad_id_is_refused(name: str, given: object, called: str) -> None:
    assert refused(**{name: items({"id": given})}) == ("", f"/{name}/items/0/id", f"expected {ID}, found {called}")


@pytest.mark.parametrize("name", PER_JOB)
def test_a_record_without_an_id_is_refused(name: str) -> None:
    assert refused(**{name: {"31": items({})}}) == ("", f"/{name}/31/items/0/id", f"expected {ID}, found null")


@pytest.mark.parametrize(
    ("table", "record", "pointer", "reason"),
    [
        ("applications", {"job_id": 0}, "job_id", f"expected {ID}, found 0"),
        ("applications", {"manager_ids": [7, None]}, "manager_ids/1", "expected an id, found null"),
        ("users", {"status": 5}, "status", "expected a string, found 5"),
        ("users", {"calendar_connected": "yes"}, "calendar_connected", 'expected true or false, found "yes"'),
        ("email_templates", {"channel": False}, "channel", "expected a string, found false"),
        ("email_templates", {"category": {}}, "category", "expected a string, found an object"),
    ],
)
def test_an_attribute_of_another_type_is_refused(
    table: str, record: Mapping[str, object], pointer: str, reason: str
) -> None:
    place = f"/{table}/items/0/{pointer}"
    assert refused(**{table: items({"id": 1, **record})}) == ("", place, reason)


# Contradictions.


@pytest.mark.parametrize(
    ("name", "value", "pointer", "reason"),
    [
        ("type", 5, "type", "expected a string, found 5"),
        ("kind", "panle", "kind", 'expected one of one_on_one, panel, found "panle"'),
        ("duration_minutes", "45", "duration_minutes", 'expected an integer, found "45"'),
        ("duration_minutes", True, "duration_minutes", "expected an integer, found true"),
        ("duration_minutes", 45.5, "duration_minutes", "expected an integer, found 45.5"),
        ("interviewer_ids", 7, "interviewer_ids", None),
        ("interviewer_ids", [7, 0], "interviewer_ids/1", "expected an id, found 0"),
        ("office_id", 0, "office_id", f"expected {ID}, found 0"),
        ("hackerrank_template_id", "", "hackerrank_template_id", f'expected {ID}, found ""'),
        ("candidate_template_id", False, "candidate_template_id", f"expected {ID}, found false"),
        ("interviewer_template_id", -1, "interviewer_template_id", f"expected {ID}, found -1"),
        ("ai_note_taker_enabled", "yes", "ai_note_taker_enabled", 'expected true or false, found "yes"'),
        ("ai_scorecard_assist_enabled", 1, "ai_scorecard_assist_enabled", "expected true or false, found 1"),
        ("name", ["hunter2"], "name", "expected a string, found an array"),
    ],
)
def test_an_activity_value_that_would_be_invalid_if_sent_is_refused(
    name: str, value: object, pointer: str, reason: str | None
) -> None:
    file, place, said = refused(interview_plans=plan(**{name: value}))
    assert (file, place) == ("", f"/interview_plans/31/items/0/{pointer}")
    assert said == (reason or "expected an array of ids (positive integers or non-empty strings), found 7")


def test_good_interviewers_do_not_hide_what_is_wrong_after_them() -> None:
    reason = f"expected {ID}, found 0"
    place = "/interview_plans/31/items/0/office_id"
    assert refused(interview_plans=plan(interviewer_ids=[7, "x"], office_id=0)) == ("", place, reason)


def test_a_location_that_would_be_invalid_if_sent_is_refused() -> None:
    locations = "onsite, phone, zoom, google_meet, microsoft_teams, hackerrank"
    reason = f'expected one of {locations}, found "moon"'
    assert refused(interview_plans=plan(location="moon")) == ("", "/interview_plans/31/items/0/location", reason)


def test_fields_that_an_activity_never_supplies_are_ignored_in_it() -> None:
    snapshot = Snapshot.from_dict(document(interview_plans=plan(host_id=0, timezone=5, external="x", start_time=[])))
    assert snapshot.interview_plans[31].records == {900: {"id": 900}}


@pytest.mark.parametrize(
    ("table", "one", "other", "attribute"),
    [
        ("users", {"status": "active"}, {"status": "deactivated"}, "status"),
        ("users", {"calendar_connected": True}, {"calendar_connected": False}, "calendar_connected"),
        ("applications", {"job_id": 31}, {"job_id": "32"}, "job_id"),
        ("applications", {"manager_ids": [7]}, {"manager_ids": []}, "manager_ids"),
        ("email_templates", {"channel": "email"}, {"channel": "calendar_invite"}, "channel"),
        ("email_templates", {"category": "a"}, {"category": "b"}, "category"),
    ],
)
def test_one_id_with_different_attributes_is_refused(
    table: str, one: Mapping[str, object], other: Mapping[str, object], attribute: str
) -> None:
    records = items({"id": 1}, {"id": 7, **one}, {"id": "7", **other})
    reason = f"the id 7 has another {attribute} than at /{table}/items/1"
    assert refused(**{table: records}) == ("", f"/{table}/items/2", reason)


@pytest.mark.parametrize(
    ("one", "other", "attribute"),
    [
        ({"name": None}, {"name": "hunter2"}, "name"),
        ({"type": "interview"}, {"type": "take_home"}, "type"),
        ({"interviewer_ids": []}, {"interviewer_ids": [7]}, "interviewer_ids"),
        ({"duration_minutes": 30}, {"duration_minutes": 45}, "duration_minutes"),
    ],
)
def test_one_activity_with_different_attributes_is_refused(
    one: Mapping[str, object], other: Mapping[str, object], attribute: str
) -> None:
    plans = {"31": items({"id": 900, **one}, {"id": 900, **other})}
    reason = f"the id 900 has another {attribute} than at /interview_plans/31/items/0"
    assert refused(interview_plans=plans) == ("", "/interview_plans/31/items/1", reason)


def test_a_valid_organizer_without_calendar_is_refused() -> None:
    users = items({"id": 5}, {"id": 7, "calendar_connected": False})
    organizers = {"31": items(), "a/b": items({"id": 1}, {"id": "7"})}
    reason = "the valid organizer 7 has no connected calendar at /users/items/1"
    assert refused(users=users, valid_organizers=organizers) == ("", "/valid_organizers/a~1b/items/1", reason)


def test_the_order_of_the_tables_does_not_matter_to_a_contradiction() -> None:
    organizers = {"31": items({"id": 7})}
    users = items({"id": 7, "calendar_connected": False})
    reason = "the valid organizer 7 has no connected calendar at /users/items/0"
    place = ("", "/valid_organizers/31/items/0", reason)
    assert refused(valid_organizers=organizers, users=users) == place
    assert refused(users=users, valid_organizers=organizers) == place


@pytest.mark.parametrize("users", [items({"id": 7}), items({"id": 7, "calendar_connected": None})])
def test_an_organizer_whose_calendar_is_unknown_contradicts_nothing(users: object) -> None:
    snapshot = Snapshot.from_dict(document(users=users, valid_organizers={"31": items({"id": 7})}))
    assert snapshot.has_calendar(7) is True


def test_an_organizer_whom_the_complete_users_lack_is_refused() -> None:
    tables = {"users": items({"id": 1}, complete=True), "valid_organizers": {"31": items({"id": 1}, {"id": 7})}}
    reason = "the user 7 is missing from the complete table at /users"
    assert refused(**tables) == ("", "/valid_organizers/31/items/1", reason)


def test_a_conference_host_whom_the_complete_users_lack_is_refused() -> None:
    reason = "the user 7 is missing from the complete table at /users"
    tables = {"users": items(complete=True), "conference_hosts": items({"id": 7})}
    assert refused(**tables) == ("", "/conference_hosts/items/0", reason)


def test_incomplete_users_contradict_no_list() -> None:
    tables = {"users": items(), "conference_hosts": items({"id": 7}), "valid_organizers": {"31": items({"id": 8})}}
    assert Snapshot.from_dict(document(**tables)).organizers == {8}


def test_one_activity_in_the_plans_of_two_jobs_is_refused() -> None:
    plans = {"31": items({"id": 1}, {"id": 900}), "32": items({"id": "900"})}
    reason = "the activity 900 is in the plan of another job at /interview_plans/31/items/1"
    assert refused(interview_plans=plans) == ("", "/interview_plans/32/items/0", reason)


def test_one_organizer_of_two_jobs_is_no_contradiction() -> None:
    organizers = {"31": items({"id": 7}), "32": items({"id": 7})}
    assert list(Snapshot.from_dict(document(valid_organizers=organizers)).valid_organizers) == [31, 32]


def test_an_error_reads_as_file_pointer_and_reason() -> None:
    assert str(SnapshotError("why", "/users/0", "a.json")) == "a.json: /users/0: why"
    assert str(SnapshotError("why")) == "why"
    assert str(SnapshotError("why\n", "/\x1b[31m", "a\u202e.json")) == "a\\u202e.json: /\\x1b[31m: why\\n"


# Saved responses.


def test_a_page_that_holds_all_is_complete() -> None:
    read = Snapshot.from_responses({"offices": page(3, 4, total=2)}).table("offices")
    assert (read.complete, list(read.records)) == (True, [3, 4])


def test_an_empty_page_of_nothing_is_complete() -> None:
    assert Snapshot.from_responses({"offices": page(total=0)}).table("offices").complete is True


@pytest.mark.parametrize(
    ("pages", "complete"),
    [
        ([page(1, 2, total=3), page(3, total=3)], True),
        ([page(3, total=3), page(1, 2, total=3)], True),
        ([page(1, 2, total=4), page(3, total=4)], False),
        ([page(1, 2, total=3), page(1, 2, total=3)], False),
        ([page(1, 2, total=2), page(1, 2, total=2)], True),
        ([page(1, 2, total=4), page(2, 3, total=4)], False),
        ([page(1, 2, total=3), page(2, 3, total=3)], True),
        ([page(1, 2, total=3), page("2", "3", total=3)], True),
        ([page(1, 2, total=3), page(3)], False),
        ([page(1, 2), page(3)], False),
        ([page(1, 2, total=3), page(3, total=4)], False),
        ([page(1, 2, total=1), page(3, total=2)], False),
    ],
)
def test_pages_are_complete_when_they_hold_all_records(pages: list[object], complete: bool) -> None:
    assert Snapshot.from_responses({"offices": pages}).table("offices").complete is complete
    assert Snapshot.from_responses({"offices": tuple(pages)}).table("offices").complete is complete


@pytest.mark.parametrize("response", [{"data": []}, {"data": [], "meta": None}, {"data": [], "meta": {"page": 1}}])
def test_a_response_without_a_total_is_not_complete(response: object) -> None:
    assert Snapshot.from_responses({"offices": response}).table("offices").complete is False


def test_more_records_than_the_total_are_refused() -> None:
    reason = "the pages hold 2 records, more than the meta.total of 1"
    assert refused_responses(offices=page(1, 2, total=1)) == ("", "/offices", reason)


@pytest.mark.parametrize("name", PER_JOB)
def test_responses_of_jobs_are_complete_each_for_itself(name: str) -> None:
    pages = {"31": [page(1, total=2), page(2, total=2)], 32: page(3, total=2)}
    tables = getattr(Snapshot.from_responses({name: pages}), name)
    assert {job: (table.complete, list(table.records)) for job, table in tables.items()} == {
        31: (True, [1, 2]),
        32: (False, [3]),
    }


def test_no_responses_are_no_tables() -> None:
    snapshot = Snapshot.from_responses({"users": [], "valid_organizers": {"31": []}, "interview_plans": {}})
    assert (dict(snapshot.tables), dict(snapshot.valid_organizers), dict(snapshot.interview_plans)) == ({}, {}, {})


def test_saved_users_are_active_users_unless_the_caller_says_otherwise() -> None:
    responses = {"users": page(8, total=1)}
    assert Snapshot.from_responses(responses).users_only_active is True
    assert Snapshot.from_responses(responses, users_only_active=False).users_only_active is False


def test_saved_active_users_contradict_no_host_but_all_users_do() -> None:
    responses = {"users": page(8, total=1), "conference_hosts": page(7, total=1)}
    assert Snapshot.from_responses(responses).table("users").complete is True
    reason = "the user 7 is missing from the complete table at /users"
    assert refusal(lambda: Snapshot.from_responses(responses, users_only_active=False)) == (
        "",
        "/conference_hosts/data/0",
        reason,
    )


def test_pages_that_contradict_each_other_are_refused() -> None:
    pages = [{"data": [{"id": 7, "status": "active"}]}, {"data": [{"id": 1}, {"id": 7, "status": "gone"}]}]
    reason = "the id 7 has another status than at /users/0/data/0"
    assert refused_responses(users=pages) == ("", "/users/1/data/1", reason)


@pytest.mark.parametrize(
    ("given", "pointer", "reason"),
    [
        (5, "", 'expected a saved list response (an object with "data" and "meta"), found an integer'),
        (None, "", 'expected a saved list response (an object with "data" and "meta"), found null'),
        ([page(), 5], "/1", 'expected a saved list response (an object with "data" and "meta"), found an integer'),
        ([[page()]], "/0", 'expected a saved list response (an object with "data" and "meta"), found an array'),
        ({}, "/data", "expected an array of records, found null"),
        ({"data": {}}, "/data", "expected an array of records, found an object"),
        ({"data": [5]}, "/data/0", "expected a record (an object), found an integer"),
        ({"data": [{"id": 0}]}, "/data/0/id", f"expected {ID}, found 0"),
        ({"data": [], "meta": []}, "/meta", "expected an object, found an array"),
        (page(total="5"), "/meta/total", 'expected a number of records, found "5"'),
        (page(total=True), "/meta/total", "expected a number of records, found true"),
        (page(total=-1), "/meta/total", "expected a number of records, found -1"),
        (page(total=1.5), "/meta/total", "expected a number of records, found 1.5"),
    ],
)
def test_malformed_responses_are_refused(given: object, pointer: str, reason: str) -> None:
    assert refused_responses(users=given) == ("", f"/users{pointer}", reason)
    assert refused_responses(valid_organizers={"31": given}) == ("", f"/valid_organizers/31{pointer}", reason)


def test_responses_are_an_object_of_known_tables() -> None:
    responses: Any = []
    reason = "expected an object of tables by name, found an array"
    assert refusal(lambda: Snapshot.from_responses(responses)) == ("", "", reason)
    reason = f'there is no table "jobs"; the tables are {ALL_TABLES}'
    assert refused_responses(jobs=page()) == ("", "/jobs", reason)
    assert refused_responses(valid_organizers=5) == (
        "",
        "/valid_organizers",
        "expected an object by job id, found an integer",
    )
    assert refused_responses(valid_organizers={"": page()}) == ("", "/valid_organizers/", 'expected a job id, found ""')


def test_a_refusal_names_the_first_place_of_an_id() -> None:
    pages = [page(1, "7"), page(7, 8, 7)]
    hosts: list[dict[str, Any]] = [{"data": [{"id": 2}]}, {"data": [{"id": "8"}, {"id": 9}, {"id": 8}]}]
    users = [{**users_page, "meta": {"total": 3}} for users_page in pages]
    assert refusal(
        lambda: Snapshot.from_responses({"users": users, "conference_hosts": hosts}, users_only_active=False)
    ) == (
        "",
        "/conference_hosts/0/data/0",
        "the user 2 is missing from the complete table at /users/0",
    )
    hosts[0]["data"] = []
    assert refusal(
        lambda: Snapshot.from_responses({"users": users, "conference_hosts": hosts}, users_only_active=False)
    ) == (
        "",
        "/conference_hosts/1/data/1",
        "the user 9 is missing from the complete table at /users/0",
    )


# Files and folders.


def test_a_native_file_is_read_as_its_document(tmp_path: Path) -> None:
    path = write(tmp_path / "account.json", ACCOUNT)
    assert Snapshot.load(path) == Snapshot.from_dict(ACCOUNT)
    assert Snapshot.load(str(path)) == Snapshot.from_dict(ACCOUNT)


def test_a_file_without_an_ending_is_json(tmp_path: Path) -> None:
    assert Snapshot.load(write(tmp_path / "account", ACCOUNT)) == Snapshot.from_dict(ACCOUNT)


@pytest.mark.parametrize("name", ["a.yaml", "a.yml", "a.YAML"])
def test_a_yaml_file_is_read_as_its_document(tmp_path: Path, name: str) -> None:
    text = "version: 1\ntaken_at: 2026-11-20T08:00:00Z\nusers:\n  complete: true\n  items: [{id: 7, status: active}]\n"
    path = tmp_path / name
    path.write_text(text + "valid_organizers:\n  31: {items: [{id: 7}]}\n", encoding="utf-8")
    snapshot = Snapshot.load(path)
    assert snapshot.taken_at == datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
    assert snapshot.table("users").records == {7: {"id": 7, "status": "active"}}
    assert snapshot.valid_organizers[31].records == {7: {"id": 7}}


def test_every_json_file_is_a_yaml_file(tmp_path: Path) -> None:
    assert Snapshot.load(write(tmp_path / "account.yaml", ACCOUNT)) == Snapshot.from_dict(ACCOUNT)


def test_a_byte_order_mark_is_accepted(tmp_path: Path) -> None:
    for name in ("a.json", "a.yaml"):
        (tmp_path / name).write_bytes(b'\xef\xbb\xbf{"version": 1}')
        assert Snapshot.load(tmp_path / name) == Snapshot.from_dict({"version": 1})


def test_a_large_file_is_read_as_its_document(tmp_path: Path) -> None:
    users = [{"id": id, "name": f'Jos\u00e9 "{id}"', "status": "active"} for id in range(1, 9001)]
    given = document(users=items(*users, complete=True))
    path = write(tmp_path / "account.json", given)
    assert path.stat().st_size > 1 << 18
    assert Snapshot.load(path) == Snapshot.from_dict(given)
    given["users"]["items"][8999]["id"] = 0
    write(path, given)
    assert refusal(lambda: Snapshot.load(path)) == (str(path), "/users/items/8999/id", f"expected {ID}, found 0")
    path.write_text(path.read_text(encoding="utf-8").replace('{"id": 8999', '{"id": 7, "id": 8999'), encoding="utf-8")
    assert refusal(lambda: Snapshot.load(path)) == (
        str(path),
        "/users/items/8998/id",
        "the key stands twice in the same object",
    )


@pytest.mark.parametrize("name", ["a.json", "a.yaml"])
def test_what_is_wrong_in_a_file_names_the_file(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, document(users=items({"id": 0})))
    assert refusal(lambda: Snapshot.load(path)) == (str(path), "/users/items/0/id", f"expected {ID}, found 0")
    write(path, [])
    assert refusal(lambda: Snapshot.load(path)) == (str(path), "", "expected an object, found an array")
    write(path, {"version": 3})
    assert refusal(lambda: Snapshot.load(path)) == (str(path), "/version", "expected version 1, found 3")
    write(path, document(taken_at="x"))
    reason = "expected a date and time such as 2026-11-20T08:00:00Z"
    assert refusal(lambda: Snapshot.load(path)) == (str(path), "/taken_at", reason)
    write(path, document(valid_organizers=[]))
    reason = "expected an object by job id, found an array"
    assert refusal(lambda: Snapshot.load(path)) == (str(path), "/valid_organizers", reason)


def test_both_places_of_a_contradiction_in_one_file_are_pointers_into_it(tmp_path: Path) -> None:
    tables = {"users": items(complete=True), "conference_hosts": items({"id": 7})}
    path = write(tmp_path / "a.json", document(**tables))
    reason = "the user 7 is missing from the complete table at /users"
    assert refusal(lambda: Snapshot.load(path)) == (str(path), "/conference_hosts/items/0", reason)


def test_a_key_that_stands_twice_is_refused_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"version": 1, "users": {"items": [{"id": 7, "id": 8}]}}', encoding="utf-8")
    reason = "the key stands twice in the same object"
    assert refusal(lambda: Snapshot.load(path)) == (str(path), "/users/items/0/id", reason)


def test_a_key_that_stands_twice_in_yaml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("version: 1\nversion: 1\n", encoding="utf-8")
    reason = "the key stands twice in the same object (line 2, column 1)"
    assert refusal(lambda: Snapshot.load(path)) == (str(path), "", reason)


@pytest.mark.parametrize("text", [b"", b"{", b'{"version": 1} {}', b"NaN", b'{"version": 1, "users": "\xff"}', b"\x00"])
def test_a_file_that_is_not_json_is_refused(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(text)
    file, pointer, reason = refusal(lambda: Snapshot.load(path))
    assert (file, pointer) == (str(path), "")
    assert reason.isprintable()
    assert reason != ""


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "none.json"
    assert refusal(lambda: Snapshot.load(path)) == (str(path), "", "can not be read: No such file or directory")


def test_a_path_below_a_file_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", {}) / "b.json"
    assert refusal(lambda: Snapshot.load(path)) == (str(path), "", "can not be read: Not a directory")


def test_a_link_to_nothing_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.symlink_to(tmp_path / "nothing")
    assert refusal(lambda: Snapshot.load(path)) == (str(path), "", "can not be read: No such file or directory")


def test_a_name_that_no_file_can_have_is_refused() -> None:
    assert refusal(lambda: Snapshot.load("a\0b.json")) == ("a\0b.json", "", "no file can have this name")


def test_a_folder_of_responses_is_read_page_by_page(tmp_path: Path) -> None:
    write(tmp_path / "users.json", page(7, 8, total=3))
    write(tmp_path / "users.2.json", page(9, total=3))
    write(tmp_path / "valid_organizers.31.json", page(7, total=1))
    write(tmp_path / "interview_plans.31.json", {"data": [{"id": 900, "kind": "panel"}], "meta": {"total": 2}})
    write(tmp_path / "interview_plans.31.2.json", {"data": [{"id": 901}], "meta": {"total": 2}})
    write(tmp_path / "interview_plans.x.json", page(950))
    snapshot = Snapshot.load(tmp_path)
    assert sorted(snapshot.table("users").records) == [7, 8, 9]
    assert (snapshot.table("users").complete, snapshot.users_only_active) == (True, True)
    assert list(snapshot.valid_organizers[31].records) == [7]
    assert {job: sorted(table.records) for job, table in snapshot.interview_plans.items()} == {
        31: [900, 901],
        "x": [950],
    }
    assert snapshot.interview_plans[31].complete is True
    assert snapshot.interview_plans["x"].complete is False


def test_a_folder_of_all_users_says_so(tmp_path: Path) -> None:
    write(tmp_path / "users.json", page(7, total=1))
    assert Snapshot.load(tmp_path, users_only_active=False).users_only_active is False


def test_only_visible_json_files_of_a_folder_are_read(tmp_path: Path) -> None:
    write(tmp_path / "offices.json", page(3, total=1))
    for name in (".hidden.json", "notes.txt", "README"):
        (tmp_path / name).write_text("no JSON", encoding="utf-8")
    assert list(Snapshot.load(tmp_path).tables) == ["offices"]


def test_a_folder_without_responses_is_refused(tmp_path: Path) -> None:
    reason = "the folder holds no saved responses (such as users.json)"
    assert refusal(lambda: Snapshot.load(tmp_path)) == (str(tmp_path), "", reason)


def test_a_response_of_an_unknown_table_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "jobs.json", page())
    reason = f'there is no table "jobs"; the tables are {ALL_TABLES}'
    assert refusal(lambda: Snapshot.load(tmp_path)) == (str(path), "", reason)


@pytest.mark.parametrize("name", PER_JOB)
def test_a_response_that_does_not_name_its_job_is_refused(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / f"{name}.json", page())
    reason = f"which job? expected a name such as {name}.31.json"
    assert refusal(lambda: Snapshot.load(tmp_path)) == (str(path), "", reason)


def test_what_is_wrong_in_a_response_names_its_file(tmp_path: Path) -> None:
    write(tmp_path / "offices.json", page(3))
    path = write(tmp_path / "users.json", page(0))
    assert refusal(lambda: Snapshot.load(tmp_path)) == (str(path), "/data/0/id", f"expected {ID}, found 0")
    path.write_text("{", encoding="utf-8")
    file, pointer, _ = refusal(lambda: Snapshot.load(tmp_path))
    assert (file, pointer) == (str(path), "")


def test_a_folder_in_place_of_a_response_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "users.json"
    path.mkdir()
    assert refusal(lambda: Snapshot.load(tmp_path)) == (str(path), "", "can not be read: Is a directory")


def test_a_folder_that_can_not_be_listed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert refusal(lambda: Snapshot.load(tmp_path)) == (str(tmp_path), "", "can not be read: Permission denied")


def test_a_pipe_or_yaml_in_place_of_a_response_is_refused(tmp_path: Path) -> None:
    reason = "a saved response is a regular file with a name such as users.json"
    for name in ("users.json", "offices.yaml", "offices.yml", "offices.YML"):
        path = tmp_path / name
        os.mkfifo(path)
        assert refusal(lambda: Snapshot.load(tmp_path)) == (str(path), "", reason)
        path.unlink()


def test_a_response_that_is_a_link_to_nothing_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "users.json"
    path.symlink_to(tmp_path / "nothing")
    assert refusal(lambda: Snapshot.load(tmp_path)) == (str(path), "", "can not be read: No such file or directory")


def test_a_contradiction_between_two_files_names_both(tmp_path: Path) -> None:
    users = write(tmp_path / "users.json", {"data": [{"id": 7, "calendar_connected": False}]})
    organizers = write(tmp_path / "valid_organizers.31.json", page(7))
    reason = f"the valid organizer 7 has no connected calendar at {users}: /data/0"
    assert refusal(lambda: Snapshot.load(tmp_path)) == (str(organizers), "/data/0", reason)


def test_a_contradiction_between_two_pages_names_both(tmp_path: Path) -> None:
    second = write(tmp_path / "users.2.json", {"data": [{"id": 7, "status": "gone"}]})
    first = write(tmp_path / "users.json", {"data": [{"id": 1}, {"id": 7, "status": "active"}]})
    refused_file, pointer, reason = refusal(lambda: Snapshot.load(tmp_path))
    other, place = (first, "/data/1") if refused_file == str(second) else (second, "/data/0")
    assert {refused_file, str(other)} == {str(first), str(second)}
    assert pointer == ("/data/0" if refused_file == str(second) else "/data/1")
    assert reason == f"the id 7 has another status than at {other}: {place}"


def test_an_activity_in_the_plans_of_two_files_names_both(tmp_path: Path) -> None:
    first = write(tmp_path / "interview_plans.31.json", page(900))
    second = write(tmp_path / "interview_plans.32.json", page(900))
    reason = f"the activity 900 is in the plan of another job at {first}: /data/0"
    assert refusal(lambda: Snapshot.load(tmp_path)) == (str(second), "/data/0", reason)


def test_a_user_missing_from_complete_pages_names_both_files(tmp_path: Path) -> None:
    hosts = write(tmp_path / "conference_hosts.json", page(7))
    users = write(tmp_path / "users.json", page(8, total=1))
    file, pointer, reason = refusal(lambda: Snapshot.load(tmp_path, users_only_active=False))
    assert (file, pointer) == (str(hosts), "/data/0")
    assert reason.startswith(f"the user 7 is missing from the complete table at {users}")


def test_a_file_of_many_blocks_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"version": 1,' + " " * (3 << 20) + '"offices": {"items": [{"id": 3}]}}', encoding="utf-8")
    assert list(Snapshot.load(path).table("offices").records) == [3]


def test_a_file_past_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MAX_SIZE == 2**30
    monkeypatch.setattr("kula_rules.snapshot.MAX_SIZE", 20)
    path = tmp_path / "a.json"
    path.write_text('{"version": 1}'.ljust(20), encoding="utf-8")
    assert Snapshot.load(path) == Snapshot()
    path.write_text('{"version": 1}'.ljust(21), encoding="utf-8")
    assert refusal(lambda: Snapshot.load(path)) == (str(path), "", "can not be read: File too large")


# A snapshot never changes, nor does what it is made of.


def test_the_input_is_not_changed() -> None:
    given = copy.deepcopy(dict(ACCOUNT))
    Snapshot.from_dict(given)
    assert given == ACCOUNT
    responses = {"users": [page(7, "8", total=2)], "valid_organizers": {"31": page(7, total=1)}}
    kept = copy.deepcopy(responses)
    Snapshot.from_responses(responses)
    assert responses == kept


def test_a_read_only_document_can_be_read() -> None:
    users = MappingProxyType({"complete": True, "items": (MappingProxyType({"id": 7}),)})
    given = MappingProxyType({"version": 1, "users": users})
    assert Snapshot.from_dict(given).table("users").records == {7: {"id": 7}}


def test_changing_the_input_afterwards_changes_nothing() -> None:
    given: Any = copy.deepcopy(dict(ACCOUNT))
    snapshot = Snapshot.from_dict(given)
    given["users"]["items"][0]["status"] = "deactivated"
    given["interview_plans"]["31"]["items"][0]["interviewer_ids"].append(99)
    del given["offices"]["items"][:]
    assert snapshot == Snapshot.from_dict(ACCOUNT)


def test_nothing_of_a_snapshot_can_be_changed() -> None:
    snapshot: Any = Snapshot.from_dict(ACCOUNT)
    with pytest.raises(AttributeError):
        snapshot.tables = {}
    for mapping in (
        snapshot.tables,
        snapshot.table("users").records,
        snapshot.valid_organizers,
        snapshot.interview_plans,
    ):
        with pytest.raises(TypeError):
            mapping[7] = {}


def test_no_record_of_a_snapshot_can_be_changed() -> None:
    record: Any = Snapshot.from_dict(ACCOUNT).table("users").records[7]
    with pytest.raises(TypeError):
        record["status"] = "deactivated"


def test_values_of_names_are_not_in_a_refusal() -> None:
    for name in (["hunter2"], {"hunter2": 1}, 5):
        _, _, reason = refused(interview_plans=plan(name=name))
        assert "hunter2" not in reason
        assert "5" not in reason


def test_a_snapshot_decides_what_is_asked_of_it() -> None:
    assert report_on(sent()).verdict == report_on(planned()).verdict == report_on(external()).verdict == "pass"
    assert report_on(sent(), account={"version": 1}).unchecked == report_on(sent(), account=None).unchecked
