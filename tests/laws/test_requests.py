"""What may not matter about a request does not: key order, nulls, how ids are spelled, which way it came in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kula_rules import MCP_CREATE, REST_CREATE, Finding, Report, RuleSet, Snapshot, check, check_json, rule
from kula_rules import fields as f

from ..support import ACCOUNT, external, planned, sent
from .strategies import (
    CORE,
    FIELDS,
    GOOD,
    NOW,
    RULES,
    Json,
    Surface,
    World,
    any_json,
    complete_worlds,
    dice,
    poorer,
    requests,
)

surfaces: Final[st.SearchStrategy[Surface]] = st.sampled_from(["rest", "mcp"])
worlds: Final = st.builds(
    lambda world, less: World(world.request, less.pick((world.now, None)), poorer(less, world.account)),
    complete_worlds(),
    dice,
)
ID_FIELDS: Final = tuple(name for name in FIELDS if name.endswith("_id"))
MEMBERS: Final = ("managed", "video_conferencing_url", "source", "event_id")
Places = list[tuple[str, str]]
Waits = list[tuple[str, tuple[str, ...]]]


def report_on(request: Any, world: World, rules: RuleSet) -> Report:
    return check(request, now=world.now, snapshot=Snapshot.from_dict(world.account), rules=rules)


def gist(report: Report) -> tuple[Places, Waits]:
    """All that is stable of a report: without messages and params."""
    return places(report.findings), [(item.code, item.needs) for item in report.unchecked]


def places(findings: Iterable[Finding]) -> Places:
    return [(item.code, item.pointer) for item in findings]


def full(request: dict[str, Any]) -> World:
    return World(request, NOW, dict(ACCOUNT))


def law(examples: int) -> settings:
    return settings(max_examples=examples, deadline=None)


# --- spelling --------------------------------------------------------------------------------------------------------


@law(120)
@given(worlds, surfaces, st.randoms(use_true_random=False))
def test_the_order_of_keys_changes_nothing(world: World, surface: Surface, random: Any) -> None:
    request = {**world.request, "zeta": 1, "alpha": None, "organiser_id": 1}
    shuffled = _shuffled(request, random)
    if isinstance(shuffled.get("external"), dict):
        shuffled["external"] = _shuffled({**shuffled["external"], "z": 1, "a": 2}, random)
        request["external"] = {**request["external"], "z": 1, "a": 2}
    assert report_on(shuffled, world, RULES[surface]) == report_on(request, world, RULES[surface])


def _shuffled(request: dict[str, Json], random: Any) -> dict[str, Json]:
    keys = list(request)
    random.shuffle(keys)
    return {key: request[key] for key in keys}


@law(120)
@given(worlds, surfaces)
@example(full({}), "rest")
@example(full({}), "mcp")
@example(full(planned(external={})), "rest")
def test_null_and_left_out_are_the_same(world: World, surface: Surface) -> None:
    documented = FIELDS if surface == "rest" else [name for name in FIELDS if name != "external"]
    given_null, left_out = _with_nulls(world.request, documented), _without_nulls(world.request, documented)
    if surface == "rest" and isinstance(left_out.get("external"), dict):
        given_null["external"] = _with_nulls(given_null["external"], MEMBERS)
        left_out["external"] = _without_nulls(left_out["external"], MEMBERS)
    assert report_on(given_null, world, RULES[surface]) == report_on(left_out, world, RULES[surface])


def _with_nulls(request: dict[str, Json], names: Iterable[str]) -> dict[str, Json]:
    return {**dict.fromkeys(names), **request}


def _without_nulls(request: dict[str, Json], names: Iterable[str]) -> dict[str, Json]:
    return {name: value for name, value in request.items() if value is not None or name not in names}


@law(120)
@given(worlds, surfaces, dice)
def test_one_id_may_be_spelled_in_three_ways(world: World, surface: Surface, dice: Any) -> None:
    respelled = {name: _respelled(name, value, dice) for name, value in world.request.items()}
    assert gist(report_on(respelled, world, RULES[surface])) == gist(report_on(world.request, world, RULES[surface]))


def _respelled(name: str, value: Json, dice: Any) -> Json:
    if name == "interviewer_ids" and isinstance(value, list):
        return [_other_id(entry, dice) for entry in value]
    return _other_id(value, dice) if name in ID_FIELDS else value


def _other_id(value: Json, dice: Any) -> Json:
    is_number = type(value) in (int, float) and value == int(value) and value > 0
    number = int(value) if is_number or value in ("1", "2") else None
    return value if number is None else dice.pick((number, str(number), float(number)))


# --- any value -------------------------------------------------------------------------------------------------------

_IN_A_FIELD: Final = st.dictionaries(st.sampled_from([*FIELDS, "nonsense"]), any_json, max_size=6)
payloads: Final = st.one_of(any_json, _IN_A_FIELD, requests())


@law(200)
@given(payloads, surfaces)
@example(None, "rest")
@example([], "rest")
@example({"duration_minutes": 10**400, "organizer_id": -(10**400)}, "rest")
@example({"interviewer_ids": [[[[]]]], "external": {"managed": {"": []}}}, "rest")
def test_any_json_gives_a_report_and_stays_as_it_was(payload: Json, surface: Surface) -> None:
    before = deepcopy(payload)
    report = check(payload, now=NOW, snapshot=Snapshot.from_dict(ACCOUNT), rules=RULES[surface])
    assert report.verdict in ("pass", "fail", "incomplete")
    assert json.dumps(report.to_dict())
    assert repr(payload) == repr(before)


@law(200)
@given(payloads, surfaces, st.booleans(), st.booleans())
@example({"organizer_id": 10**4299}, "rest", False, False)
@example({"name": "\u2028\x7f\U0001f600"}, "rest", True, True)
@example({"duration_minutes": 1e300, "organizer_id": 5e-324}, "rest", False, True)
def test_text_and_parsed_value_give_the_same_report(payload: Json, surface: Surface, ascii: bool, raw: bool) -> None:
    text = json.dumps(payload, ensure_ascii=ascii)
    options: dict[str, Any] = {"now": NOW, "snapshot": Snapshot.from_dict(ACCOUNT), "rules": RULES[surface]}
    assert check_json(text.encode() if raw else text, **options) == check(payload, **options)


ODD_VALUES: Final[tuple[Any, ...]] = (
    object(),
    {1, 2},
    b"bytes",
    Decimal(7),
    Fraction(7),
    float("nan"),
    float("inf"),
    -float("inf"),
    1j,
    "\ud800",
    range(3),
    int,
    NotImplemented,
)


@pytest.mark.parametrize("value", ODD_VALUES, ids=lambda value: f"{type(value).__name__}")
def test_other_values_of_python_are_of_the_wrong_type_where_a_field_is_documented(value: Any) -> None:
    for name in FIELDS:
        if isinstance(value, str) and name not in ("external", "interviewer_ids", "duration_minutes"):
            continue  # a string is a string, whatever is in it
        report = check({**sent(), name: value}, now=NOW, snapshot=Snapshot.from_dict(ACCOUNT))
        assert ("invalid_type", f"/{name}") in places(report.findings)


@pytest.mark.parametrize("key", [1, None, True, ("a",), 1.5, b"kind"], ids=repr)
def test_a_key_that_is_no_string_is_an_unknown_field(key: Any) -> None:
    report = check({**sent(), key: 1}, now=NOW, snapshot=Snapshot.from_dict(ACCOUNT))
    assert [item.code for item in report.findings] == ["unknown_field"]


@law(100)
@given(worlds, surfaces)
def test_any_mapping_is_an_object_and_a_tuple_is_an_array(world: World, surface: Surface) -> None:
    frozen = MappingProxyType({name: _frozen(value) for name, value in world.request.items()})
    assert gist(report_on(frozen, world, RULES[surface])) == gist(report_on(world.request, world, RULES[surface]))


def _frozen(value: Json) -> Any:
    if isinstance(value, dict):
        return MappingProxyType(value)
    return tuple(value) if isinstance(value, list) else value


MARK: Final = "s3cr3t-p4ss"
HIDDEN: Final[Mapping[str, Callable[[Json], Json]]] = {
    "name": lambda secret: {"name": secret},
    "an entry of name": lambda secret: {"name": [secret]},
    "external": lambda secret: {"external": secret},
    "an entry of external": lambda secret: {"external": [secret]},
    "external.managed": lambda secret: {"external": {"managed": secret}},
    "external.source": lambda secret: {"external": {"managed": True, "source": {"a": secret}}},
    "external.event_id": lambda secret: {"external": {"event_id": [secret]}},
    "external.video_conferencing_url": lambda secret: {
        "external": {"managed": True, "video_conferencing_url": f"https://example.org/{secret}"},
        "ai_note_taker_enabled": True,
    },
    "a key of external": lambda secret: {"external": {"managed": True, "extra": secret}},
    "an undocumented key": lambda secret: {"candidate": {"name": secret}},
}


@pytest.mark.parametrize("place", HIDDEN)
@pytest.mark.parametrize("rules", [REST_CREATE, MCP_CREATE], ids=["rest", "mcp"])
def test_what_may_be_personal_is_never_said(place: str, rules: RuleSet) -> None:
    payload = {**sent(), **HIDDEN[place](MARK)}
    report = check(payload, now=NOW, snapshot=Snapshot.from_dict(ACCOUNT), rules=rules)
    assert MARK not in json.dumps(report.to_dict())


@pytest.mark.parametrize("payload", [MARK, [MARK], [{"name": MARK}]], ids=["text", "array", "array of objects"])
def test_a_payload_that_is_no_object_is_never_said(payload: Json) -> None:
    for report in (check(payload, now=NOW), check_json(json.dumps(payload), now=NOW), check_json(MARK, now=NOW)):
        assert MARK not in json.dumps(report.to_dict())


# --- rule sets and surfaces ------------------------------------------------------------------------------------------

OURS: Final = (
    rule("acme_short", must=f.duration_minutes <= 60),
    rule("acme_active", must=f.interviewer_ids.each.is_found_in(f.users, status="active")),
)


NOT_ELIGIBLE: Final = {**ACCOUNT, "users": {"complete": True, "items": [{"id": id} for id in (1, 7, 8)]}}


@law(60)
@given(worlds, surfaces)
@example(full(sent()), "rest")
@example(full(external()), "rest")
def test_the_same_rules_say_the_same_each_time(world: World, surface: Surface) -> None:
    first, again = report_on(world.request, world, RULES[surface]), report_on(world.request, world, RULES[surface])
    twice = report_on(world.request, world, RULES[surface] + RULES[surface])
    assert first == again == twice


@law(120)
@given(worlds, surfaces, st.sampled_from([*REST_CREATE.codes, *(one.code for one in OURS)]))
@example(full({"kind": 1}), "rest", "invalid_type")
@example(full({}), "rest", "missing_field")
@example(full(sent(organizer_id=99)), "rest", "err_organizer_not_found")
@example(full(sent(application_id=99)), "rest", "err_application_not_found")
@example(full(sent(start_time="never")), "rest", "err_invalid_iso_8601")
@example(World(sent(organizer_id=1), NOW, NOT_ELIGIBLE), "rest", "organizer_not_eligible")
@example(World(sent(organizer_id=1), NOW, NOT_ELIGIBLE), "rest", "err_organizer_no_calendar")
def test_removing_a_rule_changes_nothing_that_another_says(world: World, surface: Surface, code: str) -> None:
    rules = RULES[surface] + OURS
    if code not in rules:
        return
    whole, fewer = report_on(world.request, world, rules), report_on(world.request, world, rules.without(code))
    assert fewer.findings == tuple(item for item in whole.findings if item.code != code)
    assert fewer.unchecked == tuple(item for item in whole.unchecked if item.code != code)


@law(60)
@given(worlds, surfaces, st.sampled_from(REST_CREATE.codes))
def test_a_rule_alone_says_what_it_says_among_others(world: World, surface: Surface, code: str) -> None:
    if code not in RULES[surface]:
        return
    whole, alone = (report_on(world.request, world, rules) for rules in (RULES[surface], RULES[surface].only(code)))
    assert alone.findings == tuple(item for item in whole.findings if item.code == code)
    assert alone.unchecked == tuple(item for item in whole.unchecked if item.code == code)


REST_ONLY: Final = ("err_candidate_template_id_required", "err_interviewer_template_id_required")
durations: Final = st.sampled_from([15, 30, 45.0, 60, 1440, 1455, 0, -15, "30", True, 30.5])


@st.composite
def worlds_without_differences(draw: st.DrawFn) -> World:
    """All four core fields sent, nothing external, and a duration in quarter hours."""
    core = {name: draw(GOOD[name]) for name in CORE}
    request = draw(requests(without=(*CORE, "external")))
    world = draw(worlds)
    return World({**request, **core, "duration_minutes": draw(durations)}, world.now, world.account)


@law(120)
@given(worlds_without_differences())
@example(full(sent()))
@example(full(sent(candidate_template_id=None)))
@example(full({**planned(), "kind": "panel", "location": "onsite", "duration_minutes": 30, "interviewer_ids": []}))
def test_rest_and_mcp_agree_where_no_difference_is_listed(world: World) -> None:
    found, waiting = gist(report_on(world.request, world, REST_CREATE))
    shared = [item for item in found if item[0] not in REST_ONLY]
    assert gist(report_on(world.request, world, MCP_CREATE)) == (shared, [w for w in waiting if w[0] not in REST_ONLY])
