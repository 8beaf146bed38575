"""What can be fixed: the spelling changes, what a request means and what is wrong with it does not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kula_rules import MCP_CREATE, REST_CREATE, Finding, Report, RuleSet, Snapshot, check, check_json, rule
from kula_rules import fields as f
from kula_rules.lint.fixes import Fix, fixes_of, suggestion
from kula_rules.times import parse_start_time

from ..laws.strategies import NOW, RULES, Json, Surface, World, any_json, complete_worlds, dice, poorer, requests
from ..support import ACCOUNT, found, planned, report_on, sent


def fixes(payload: object, rules: RuleSet = REST_CREATE) -> list[tuple[str, str | None, str]]:
    """Every fix of a payload: where, of which finding, and what it does."""
    found = fixes_of(payload, report_on(payload, rules), rules.surface)
    return [(fix.pointer, fix.code, fix.description) for fix in found]


def fixed(payload: Any, found: tuple[Fix, ...]) -> Any:
    """The payload with the fixes, done on values."""
    made = deepcopy(payload)
    for fix in found:
        *path, last = fix.pointer.split("/")[1:]
        holder = made[path[0]] if path else made
        if fix.replacement is None:
            del holder[last]
        else:
            holder[int(last) if path else last] = json.loads(fix.replacement)
    return made


# --- ids and numbers -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("id", "token"),
    [
        ("7", "7"),
        ("999999999999999", "999999999999999"),
        (7.0, "7"),
        (9007199254740991.0, "9007199254740991"),
    ],
)
def test_an_id_is_written_as_the_integer_that_it_is(id: object, token: str) -> None:
    assert fixes({"host_id": id}) == [("/host_id", None, f"write {token}")]


@pytest.mark.parametrize(
    "id",
    [
        7,
        "007",
        "abc",
        "",
        "-7",
        "7.0",
        "\u0667",
        "1000000000000000",
        9007199254740992.0,
        0.0,
        -1.0,
        7.5,
        True,
        None,
        [],
    ],
)
def test_an_id_that_is_no_such_integer_stays(id: object) -> None:
    assert fixes({"host_id": id}) == []


@pytest.mark.parametrize(
    ("minutes", "token"),
    [(45.0, "45"), (-15.0, "-15"), (-0.0, "0"), (9007199254740991.0, "9007199254740991")],
)
def test_a_whole_number_is_written_as_an_integer(minutes: float, token: str) -> None:
    assert fixes({"duration_minutes": minutes}) == [("/duration_minutes", None, f"write {token}")]


@pytest.mark.parametrize("minutes", [45, 45.5, "45", True, 9007199254740992.0, float("inf"), float("nan"), None])
def test_any_other_number_stays(minutes: object) -> None:
    assert fixes({"duration_minutes": minutes}) == []


def test_entries_are_fixed_each_at_its_place() -> None:
    payload = {"interviewer_ids": ["7", 8, 9.0, "x", None, "10"]}
    assert fixes(payload) == [
        ("/interviewer_ids/0", None, "write 7"),
        ("/interviewer_ids/2", None, "write 9"),
        ("/interviewer_ids/5", None, "write 10"),
    ]
    assert fixes({"interviewer_ids": "7"}) == []


def test_every_id_is_fixed_in_the_order_of_the_documentation() -> None:
    payload = sent(candidate_template_id="61", organizer_id="7", application_id="501", duration_minutes=45.0)
    assert fixes(payload) == [
        ("/organizer_id", None, "write 7"),
        ("/application_id", None, "write 501"),
        ("/duration_minutes", None, "write 45"),
        ("/candidate_template_id", None, "write 61"),
    ]


@pytest.mark.parametrize("surface", ["rest", "mcp"])
def test_what_is_not_documented_stays(surface: Surface) -> None:
    payload = sent(external={"event_id": 7.0, "host_id": "7"}, ofice_id="7", name="7")
    assert fixes(payload, RULES[surface]) == []


# --- times and zones -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("20300115T10Z", "2030-01-15T10:00:00Z"),
        ("2030-W03-2T10:00-0800", "2030-01-15T10:00:00-08:00"),
        ("2030-015T10:00:00", "2030-01-15T10:00:00"),
        ("2030-01-15T24:00", "2030-01-16T00:00:00"),
        ("2030-01-15T10:00:00,000", "2030-01-15T10:00:00"),
        ("2030-01-15T10:00:00,1250000", "2030-01-15T10:00:00.125000"),
        ("20300115T100000-0000", "2030-01-15T10:00:00Z"),
        ("20300115T100000+0537", "2030-01-15T10:00:00+05:37"),
        ("00010101T00", "0001-01-01T00:00:00"),
    ],
)
def test_a_start_is_written_as_rfc_3339(text: str, written: str) -> None:
    code = "unportable_start_time"
    assert fixes({"start_time": text}) == [("/start_time", code, f'write "{written}"')]


@pytest.mark.parametrize(
    "text", ["2030-01-15T10:00:00Z", "2030-01-15T10:00:00,0000001", "2030-01-15 10:00", "tomorrow", "", 7, None]
)
def test_a_start_that_can_not_be_written_better_stays(text: object) -> None:
    assert fixes({"start_time": text}) == []


def test_a_start_of_which_nobody_complains_stays() -> None:
    payload = {"start_time": "20300115T10Z"}
    rules = REST_CREATE.without("unportable_start_time")
    assert fixes_of(payload, check(payload, now=None, rules=rules), "rest") == ()


def test_a_finding_of_someone_elses_rule_may_stand_at_any_value() -> None:
    finding = Finding("unportable_start_time", "warning", None, "/start_time", "", {})
    assert fixes_of({"start_time": "now"}, Report((finding,)), "rest") == ()
    assert fixes_of({"start_time": 7}, Report((finding,)), "rest") == ()


@settings(max_examples=200, deadline=None)
@given(
    st.datetimes(min_value=datetime(1000, 1, 1)),
    st.sampled_from(["%Y%m%dT%H%M%S,%f", "%Y-%jT%H:%M:%S.%f", "%G-W%V-%uT%H%M", "%Y-%m-%dT%H"]),
    st.sampled_from(["", "Z", "+00", "-0000", "+0530", "-08", "-03:30"]),
)
def test_a_meeting_is_never_moved(moment: datetime, style: str, offset: str) -> None:
    text = moment.strftime(style) + offset
    before = parse_start_time(text)
    for fix in fixes_of({"start_time": text}, check({"start_time": text}, now=None), "rest"):
        after = parse_start_time(json.loads(fix.replacement or ""))
        assert before is not None
        assert after is not None
        assert (after.wall, after.offset, after.beyond) == (before.wall, before.offset, before.beyond)
        assert (before.portable, after.portable) == (False, True)


@pytest.mark.parametrize(("old", "new"), [("US/Pacific", "America/Los_Angeles"), ("Asia/Calcutta", "Asia/Kolkata")])
def test_an_old_name_of_a_zone_becomes_the_current_one(old: str, new: str) -> None:
    assert fixes({"timezone": old}) == [("/timezone", None, f'write "{new}"')]


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Europe/Amsterdam", "UTC", "PST", "us/pacific", "", 7, None])
def test_any_other_name_of_a_zone_stays(zone: object) -> None:
    assert fixes({"timezone": zone}) == []


# --- what has no effect ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("id", [71, "71"])
@pytest.mark.parametrize("rules", [REST_CREATE, MCP_CREATE], ids=["rest", "mcp"])
def test_an_ignored_scorecard_template_is_removed(rules: RuleSet, id: object) -> None:
    done = Fix("/scorecard_template_id", "scorecard_template_ignored", "remove scorecard_template_id", None)
    payload = planned(scorecard_template_id=id)
    assert fixes_of(payload, report_on(payload, rules), rules.surface) == (done,)


def test_an_invalid_one_stays_so_that_no_error_vanishes() -> None:
    payload = planned(scorecard_template_id=0)
    assert found(payload) == [
        ("invalid_value", "/scorecard_template_id"),
        ("scorecard_template_ignored", "/scorecard_template_id"),
    ]
    assert fixes(payload) == []


def test_one_that_is_used_stays() -> None:
    assert fixes(sent(scorecard_template_id=71)) == []


def test_a_rule_of_the_same_code_removes_nothing_else() -> None:
    ours = rule(
        "scorecard_template_ignored",
        severity="warning",
        must=f.host_id.is_omitted(),
        bad=[{"host_id": 7}],
    )
    report = check({"host_id": 7}, now=None, rules=REST_CREATE.only() + ours)
    assert report.codes == ("scorecard_template_ignored",)
    assert fixes_of({"host_id": 7}, report, "rest") == ()


# --- what is not touched at all --------------------------------------------------------------------------------------


@pytest.mark.parametrize("payload", [None, 7, "7", ["7"], [{"host_id": "7"}]])
def test_what_is_no_object_has_no_fixes(payload: object) -> None:
    assert fixes(payload) == []


def test_what_repeats_a_key_has_no_fixes() -> None:
    report = check_json('{"host_id": "7", "kind": "panel", "kind": "panel"}', now=None)
    assert fixes_of({"host_id": "7", "kind": "panel"}, report, "rest") == ()


# --- laws ------------------------------------------------------------------------------------------------------------

WORLDS = st.builds(
    lambda world, less: World(world.request, less.pick((world.now, None)), poorer(less, world.account)),
    complete_worlds(),
    dice,
)
SPELLED_BADLY = {"organizer_id": "7", "start_time": "20300115T1010", "timezone": "US/Pacific"}


@settings(max_examples=300, deadline=None)
@given(WORLDS, st.sampled_from(["rest", "mcp"]))
@example(World(sent(**SPELLED_BADLY, duration_minutes=50.0), NOW, dict(ACCOUNT)), "rest")
@example(World(planned(**SPELLED_BADLY, scorecard_template_id="71"), NOW, dict(ACCOUNT)), "rest")
@example(World(planned(scorecard_template_id="", interviewer_ids=["7", "x", 7.0]), NOW, {"version": 1}), "mcp")
def test_fixes_settle_their_findings_and_change_nothing_else(world: World, surface: Surface) -> None:
    before = judged(world.request, world, surface)
    made = fixes_of(world.request, before, surface)
    after = judged(fixed(world.request, made), world, surface)
    settled = {(fix.code, fix.pointer) for fix in made if fix.code}
    assert gist(after) == [place for place in gist(before) if place not in settled]
    assert (after.unchecked, after.verdict, after.valid_until) == (before.unchecked, before.verdict, before.valid_until)


@settings(max_examples=100, deadline=None)
@given(WORLDS, st.sampled_from(["rest", "mcp"]))
def test_what_is_fixed_has_nothing_left_to_fix(world: World, surface: Surface) -> None:
    made = fixed(world.request, fixes_of(world.request, judged(world.request, world, surface), surface))
    assert fixes_of(made, judged(made, world, surface), surface) == ()


@settings(max_examples=200, deadline=None)
@given(any_json | requests() | st.dictionaries(st.sampled_from([*sent(), "external", "x"]), any_json, max_size=6))
def test_any_payload_can_be_asked_and_is_left_as_it_is(payload: Json) -> None:
    before = repr(payload)
    for fix in fixes_of(payload, check(payload, now=None), "rest"):
        assert fix.description.isascii()
        assert fix.description.isprintable()
    assert repr(payload) == before


def judged(request: Mapping[str, Json], world: World, surface: Surface) -> Report:
    return check(request, now=world.now, snapshot=Snapshot.from_dict(world.account), rules=RULES[surface])


def gist(report: Report) -> list[tuple[str, str]]:
    return [(finding.code, finding.pointer) for finding in report.findings]


# --- suggestions -----------------------------------------------------------------------------------------------------


def told(payload: object) -> dict[str, str]:
    findings = report_on(payload).findings
    return {finding.code: text for finding in findings if (text := suggestion(finding))}


@pytest.mark.parametrize(
    ("text", "next_one"),
    [
        ("2030-01-15T09:20:00Z", "09:30"),
        ("2030-01-15T09:00:00.0000001", "09:15"),
        ("2030-01-15T09:59:59.5+05:45", "10:00"),
        ("20300115T0901-08", "09:15"),
        ("2030-01-15T23:50:00", "2030-01-16T00:00"),
        ("0001-12-31T23:59:00", "0002-01-01T00:00"),
    ],
)
def test_a_start_between_boundaries_is_told_the_next_one(text: str, next_one: str) -> None:
    assert told(sent(start_time=text)) == {"err_start_time_not_aligned": f"Next boundary: {next_one}."}


@pytest.mark.parametrize("text", ["2030-01-15T10:00:00+05:37", "9999-12-31T23:50:00", "2030-01-15T09:30:00", "then", 7])
def test_where_no_boundary_helps_none_is_told(text: object) -> None:
    assert told(sent(start_time=text)) == {}


@pytest.mark.parametrize("params", [{}, {"start_time": "then"}, {"start_time": 7}])
def test_a_finding_without_a_start_suggests_nothing(params: dict[str, Any]) -> None:
    assert suggestion(Finding("err_start_time_not_aligned", "error", 422, "/start_time", "", params)) is None
