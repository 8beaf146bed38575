"""The JSON Schema derived from the rules, judged by a library that knows none of this code, agrees with the engine.

`python -m tests.laws.test_schema 20000` tries so many requests on each surface.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any, Final

import jsonschema
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kula_rules import RuleSet, check, rule
from kula_rules import fields as f
from kula_rules.json_schema import json_schema, sayable
from kula_rules.predicates import Predicate

from ..support import BOTH, MCP_CREATE, REST_CREATE, external, planned, sent
from .strategies import FIELDS, RULES, Json, Surface, any_json, requests

surfaces: Final[st.SearchStrategy[Surface]] = st.sampled_from(["rest", "mcp"])
anything: Final = st.one_of(any_json, st.dictionaries(st.sampled_from(FIELDS), any_json, max_size=6))
bodies: Final = st.one_of(requests(), requests(), requests(odd=False), anything)


@cache
def judge(rules: RuleSet, in_path: bool = False) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json_schema(rules, application_in_path=in_path))


def said_by_schema(payload: Json, rules: RuleSet, in_path: bool = False) -> set[str]:
    """The codes of the fragments that refuse a payload; of what is no object nothing more is said."""
    validator = judge(rules, in_path)
    codes = {code_of(list(error.schema_path), validator.schema) for error in validator.iter_errors(payload)}
    return {"not_an_object"} if "not_an_object" in codes else codes


def code_of(path: list[Any], schema: Any) -> str:
    """The title of the innermost fragment on a path that has one."""
    *_, code = titles(path, schema)
    return code


def titles(path: list[Any], schema: Any) -> Iterator[str]:
    for step in path:
        schema = schema[step]
        if isinstance(schema, dict) and "title" in schema:
            yield schema["title"]


def said_by_engine(payload: Json, rules: RuleSet, in_path: bool = False) -> set[str]:
    only = sayable(rules, application_in_path=in_path)
    return set(check(payload, now=None, rules=only, application_id=501 if in_path else None).codes)


def assert_agreement(payload: Json, rules: RuleSet, in_path: bool = False) -> set[str]:
    codes = said_by_engine(payload, rules, in_path)
    assert said_by_schema(payload, rules, in_path) == codes
    return codes


@settings(max_examples=300, deadline=None)
@given(bodies, surfaces, st.booleans())
@example({}, "rest", True)
@example([], "rest", False)
@example(None, "mcp", False)
@example(sent(kind="one_on_one", interviewer_ids=[7, "7"]), "rest", False)
@example(sent(kind="one_on_one", interviewer_ids=[7, 0]), "rest", False)
@example(sent(interviewer_ids=[]), "mcp", False)
@example(planned(interviewer_ids=[], location="onsite"), "rest", False)
@example(planned(stage_activity_id=0, location="hackerrank"), "mcp", False)
@example(external(location="zoom", external={"managed": None}), "rest", False)
@example(external(location="zoom", external={"managed": 1}), "rest", False)
@example(external(location="zoom", external=7), "rest", False)
@example(sent(duration_minutes=-30.5), "rest", False)
@example(sent(duration_minutes=1440.0, organizer_id=-1.5), "mcp", False)
@example(sent(duration_minutes=1e300, timezone="Factory"), "mcp", False)
def test_the_schema_and_the_engine_agree_code_by_code(payload: Json, surface: Surface, in_path: bool) -> None:
    assert_agreement(payload, RULES[surface], in_path and surface == "rest")


SAID: Final = [pytest.param(rules, one, id=f"{rules.surface}-{one.code}") for rules in BOTH for one in sayable(rules)]


@pytest.mark.parametrize(("rules", "one"), SAID)
def test_the_schema_finds_the_bad_examples_of_each_rule_that_it_says(rules: RuleSet, one: Any) -> None:
    """So far as the request alone shows the fault: some stand in an interview plan."""
    bodies = [item.payload for item in one.bad if set(item.pointers) != {"/stage_activity_id"}]
    alone = [body for body in bodies if check(body, now=None, rules=rules.only(one.code)).codes]
    assert alone
    assert [one.code in assert_agreement(body, rules) for body in alone] == [True] * len(alone)
    always = one.code == "not_an_object"
    assert [one.code in said_by_schema(body, rules.without(one.code)) for body in alone] == [always] * len(alone)


@pytest.mark.parametrize("one", sayable(REST_CREATE), ids=lambda one: one.code)
def test_the_schema_does_not_find_the_good_examples(one: Any) -> None:
    found = [assert_agreement(item.payload, REST_CREATE, item.application_id is not None) for item in one.good]
    assert [one.code in codes for codes in found] == [False] * len(one.good)


# --- users' rules ----------------------------------------------------------------------------------------------------

LEAVES: Final[tuple[Predicate, ...]] = (
    f.externally_managed,
    f.plan_driven,
    f.kind == "panel",
    f.location != "zoom",
    f.location.is_one_of("zoom", "onsite"),
    f.host_id == 1,
    f.host_id != "2",
    f.office_id.is_one_of(1, "abc"),
    f.ai_note_taker_enabled == True,  # noqa: E712  # a field compares, it is no truth value
    f.name == "Chat",
    f.duration_minutes < 45,
    f.duration_minutes <= 45,
    f.duration_minutes > 45,
    f.duration_minutes >= 45,
    f.duration_minutes.is_between(5, 45),
    f.duration_minutes.is_multiple_of(30),
    f.interviewer_ids.has_length(1),
    f.interviewer_ids.has_length(2),
    f.interviewer_ids.is_present(),
    f.interviewer_ids.is_sent(),
    f.office_id.is_present(),
    f.office_id.is_omitted(),
    f.host_id.is_present(),
    f.kind.is_present(),
    f.external.is_sent(),
    f.external.is_present(),
    f.timezone.is_iana_zone(),
)
predicates: Final = st.recursive(
    st.sampled_from(LEAVES),
    lambda inner: st.one_of(
        st.builds(lambda a, b: a & b, inner, inner),
        st.builds(lambda a, b: a | b, inner, inner),
        st.builds(lambda a: ~a, inner),
    ),
    max_leaves=4,
)
small: Final = requests(without=("start_time", "timezone", "organizer_id"))


@settings(max_examples=200, deadline=None)
@given(st.none() | predicates, predicates, st.lists(small | any_json, min_size=5, max_size=5), surfaces)
@example(f.location != "zoom", f.host_id.is_omitted(), [{}, {"host_id": 1}, {"host_id": None, "location": 1}], "rest")
@example(None, ~(f.host_id == 1), [{"host_id": 1}, {"host_id": "1"}, {"host_id": 1.0}, {"host_id": 0}], "rest")
@example(None, f.office_id.is_present() & (f.host_id != 2), [{"stage_activity_id": 1}, {"host_id": "2"}], "rest")
def test_whatever_rule_a_user_writes_in_sayable_words(
    when: Predicate | None, must: Predicate, bodies: list[Json], surface: Surface
) -> None:
    rules = RuleSet(surface, [rule("drawn", when=when, must=must)])
    schema = jsonschema.Draft202012Validator(json_schema(rules))
    assert sayable(rules).codes == ("drawn",)
    assert [schema.is_valid(body) for body in bodies] == [not said_by_engine(body, rules) for body in bodies]


@pytest.mark.parametrize("payload", [[], "x", None, 7, {"kind": 1}, {"kind": "x"}, {"kind": "panel"}], ids=repr)
@pytest.mark.parametrize("code", ["not_an_object", "invalid_type", "invalid_value"])
def test_what_reading_a_payload_finds_may_be_a_warning_or_left_out(code: str, payload: Json) -> None:
    """Though what ends a check is a fault in any case."""
    mild = REST_CREATE.only(code).replace(replace(REST_CREATE[code], severity="warning"))
    for rules in (REST_CREATE.only(code), mild, REST_CREATE.only(), REST_CREATE.without(code)):
        assert judge(rules).is_valid(payload) is not bool(check(payload, now=None, rules=sayable(rules)).errors)


def test_an_id_is_named_once() -> None:
    rules = RuleSet("rest", [rule("ours", must=f.host_id.is_one_of(7, "7", "x"))])
    (_, fragment) = json_schema(rules)["allOf"]
    assert fragment["then"]["properties"]["host_id"]["then"] == {"enum": [7, "7", "x"]}


NOT_AN_OBJECT: Final = {
    "title": "not_an_object",
    "description": "The payload must be a JSON object.",
    "type": "object",
}
UNSAYABLE: Final[dict[str, Predicate]] = {
    "another field's value": f.host_id.is_in(f.interviewer_ids),
    "a record": f.host_id.is_found_in(f.users),
    "a member of external": f.external.source == "crm",
    "whether a member is sent": f.external.source.is_sent(),
    "each entry": f.interviewer_ids.each.is_one_of(7),
    "a list": f.interviewer_ids == [7],
    "what is no text of its own": f.start_time.is_aligned(15),
    "how ids are spelled": f.interviewer_ids.has_no_duplicates(),
    "an object": f.external == {"managed": True},
    "a long id": f.host_id == 10**5000,
    "a long number": f.duration_minutes < 10**20,
    "one long id of several": f.host_id.is_one_of(7, 10**20),
    "a part of an and": (f.kind == "panel") & f.host_id.is_found_in(f.users),
    "a part of an or": (f.kind == "panel") | f.host_id.is_found_in(f.users),
    "what is not": ~f.host_id.is_found_in(f.users),
}


@pytest.mark.parametrize("what", UNSAYABLE)
def test_what_json_schema_can_not_say_is_named(what: str) -> None:
    rules = RuleSet(
        "rest", [rule("ours", must=UNSAYABLE[what]), rule("theirs", when=UNSAYABLE[what], must=f.kind != "panel")]
    )
    schema = json_schema(rules)
    assert (schema["$comment"], schema["allOf"]) == ("Not said here: ours, theirs.", [NOT_AN_OBJECT])
    assert sayable(rules).codes == ()


def test_the_application_of_the_path_is_not_known_to_the_schema() -> None:
    rules = RuleSet(
        "rest", [rule("ours", must=f.application_id == 501), rule("theirs", must=f.application_id.is_present())]
    )
    assert sayable(rules).codes == ("ours", "theirs")
    assert sayable(rules, application_in_path=True).codes == ("theirs",)
    assert json_schema(rules, application_in_path=True)["allOf"] == [NOT_AN_OBJECT]


# --- what it is for --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rules", BOTH, ids=["rest", "mcp"])
def test_it_is_a_schema_and_each_fragment_names_its_code(rules: RuleSet) -> None:
    schema = json_schema(rules)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert json.loads(json.dumps(schema)) == schema
    said = {fragment["title"] for part in (schema, *schema["properties"].values()) for fragment in part["allOf"]}
    assert said == set(sayable(rules).codes)
    named = schema["$comment"].replace(",", "").replace(".", "").split()
    assert {code for code in rules.codes if code in named} == set(rules.codes) - said


def test_what_the_schemas_say() -> None:
    rest, mcp = sayable(REST_CREATE).codes, sayable(MCP_CREATE).codes
    assert rest == (
        "not_an_object",
        "invalid_type",
        "invalid_value",
        "missing_field",
        "err_kind_required",
        "err_location_required",
        "err_duration_minutes_required",
        "err_interviewer_ids_required",
        "err_candidate_template_id_required",
        "err_interviewer_template_id_required",
        "err_invalid_timezone",
        "err_end_time_before_start_time",
        "err_duration_out_of_range",
        "err_invalid_set_of_interviewers",
        "err_onsite_office_required",
        "err_zoom_host_id_required",
        "err_hackerrank_template_id_required",
    )
    assert mcp == tuple(code for code in rest if "_template_id_required" not in code or "hackerrank" in code)


def test_the_tool_has_no_path() -> None:
    with pytest.raises(ValueError, match="the mcp tool takes it in the payload"):
        json_schema(MCP_CREATE, application_in_path=True)


def try_requests(rules: RuleSet, count: int) -> str:
    """Try so many requests; how many differed from each other, and which codes they met."""
    met: dict[str, set[str]] = {}

    @settings(max_examples=count, deadline=None, database=None)
    @given(bodies)
    def agree(payload: Json) -> None:
        met[json.dumps(payload, sort_keys=True)] = assert_agreement(payload, rules)

    agree()
    counts = Counter(code for codes in met.values() for code in codes or {"no fault"})
    return f"{rules.surface}: {len(met)} different requests, the same answers; {dict(counts.most_common())}\n"


if __name__ == "__main__":
    for surface in RULES.values():
        sys.stdout.write(try_requests(surface, int(sys.argv[1])))
