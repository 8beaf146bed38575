"""Rules and rule sets: malformed ones are refused where they are defined, naming the culprit."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, time
from typing import Any

import pytest

from kula_rules import MCP_CREATE, REST_CREATE, RuleSet, Snapshot, check, rule
from kula_rules import fields as f
from kula_rules.rules import Case, Example, Rule, case
from tests.support import ACCOUNT, known, planned, sent

PANEL = f.kind == "panel"
MALFORMED: list[tuple[dict[str, Any], type[Exception], str]] = [
    ({"code": "err_acme", "must": PANEL}, ValueError, "err_acme is not a code that the API documents"),
    ({"code": "err_kind_requird", "must": PANEL}, ValueError, "did you mean err_kind_required?"),
    ({"code": "Acme Hours", "must": PANEL}, ValueError, "a code in lower case, .* found 'Acme Hours'"),
    ({"code": 7, "must": PANEL}, ValueError, "found 7"),
    ({"code": "acme"}, ValueError, "acme: a rule without `must` says nothing"),
    ({"code": "acme", "when": PANEL}, TypeError, "`must` takes a predicate such as .*, not None"),
    ({"code": "acme", "must": True}, TypeError, "`must` takes a predicate such as .*, not True"),
    ({"code": "acme", "must": f.kind.is_present}, TypeError, "is a pair of parentheses missing"),
    ({"code": "acme", "must": PANEL, "when": "zoom"}, TypeError, "`when` takes a predicate such as .*, not 'zoom'"),
    ({"code": "acme", "must": PANEL, "at": "kind"}, TypeError, "`at` names fields of the request, not 'kind'"),
    ({"code": "acme", "must": PANEL, "at": f.users}, TypeError, "`at` names fields of the request, not users"),
    ({"code": "acme", "must": PANEL, "cases": [case(must=PANEL)]}, ValueError, "not with both"),
    ({"code": "acme", "must": PANEL, "severity": "fatal"}, ValueError, "'error' or 'warning', not 'fatal'"),
    ({"code": "unknown_visibility", "must": PANEL, "bad": [{}]}, ValueError, "say severity='warning'"),
    ({"code": "err_kind_required", "must": f.kind.is_present()}, ValueError, "needs a bad example"),
    (
        {"code": "acme", "must": PANEL, "good": [{"kind": "one_on_one"}]},
        ValueError,
        "acme: good example 1 breaks the rule",
    ),
    ({"code": "acme", "must": PANEL, "bad": [{"kind": "panel"}]}, ValueError, "acme: bad example 1 passes the rule"),
    ({"code": "acme", "must": PANEL, "bad": [{}]}, ValueError, "acme: bad example 1 passes the rule"),
    (
        {"code": "acme", "must": f.office_id.is_found_in(f.offices), "good": [{"office_id": 3}]},
        ValueError,
        "is not decided: it needs snapshot.offices",
    ),
    (
        {"code": "acme", "must": PANEL, "bad": [Example(payload={"kind": "one_on_one"}, pointers=("/name",))]},
        ValueError,
        r"is found at \('/kind',\), not at \('/name',\)",
    ),
]


MALFORMED += [
    ({"code": code, "must": PANEL, "bad": [{}]}, ValueError, f"{code} is what reading a payload finds")
    for code in ("invalid_type", "not_an_object", "unknown_field", "application_id_mismatch")
]
MALFORMED += [
    ({"code": "acme", "cases": [case(must=PANEL)], "at": f.kind}, ValueError, "not with both"),
    ({"code": "acme", "must": PANEL, "bad": {"kind": "panel"}}, TypeError, "examples come in a list"),
    ({"code": "acme", "must": PANEL, "bad": [...]}, TypeError, "an example is a payload, not an ellipsis"),
]


@pytest.mark.parametrize(("parts", "error", "message"), MALFORMED)
def test_a_malformed_rule_is_refused_where_it_is_defined(
    parts: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        rule(**parts)


HOURS = rule("acme_hours", must=f.start_time.local_time.is_between(time(9), time(18)))
SHORT = rule("acme_short", must=f.duration_minutes <= 60, severity="warning")


def pairs(payload: object, rules: RuleSet) -> list[tuple[str, str]]:
    return [(finding.code, finding.pointer) for finding in check(payload, now=None, rules=rules).findings]


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2030-01-15T08:00:00Z", []),
        ("2030-01-15T07:59:59Z", [("acme_hours", "/start_time")]),
        ("2030-01-15T18:00:00", []),
        ("2030-01-15T18:00:01", [("acme_hours", "/start_time")]),
    ],
)
def test_a_users_rule_is_judged_as_the_contracts_are(start: str, expected: list[tuple[str, str]]) -> None:
    payload = {"start_time": start, "timezone": "Europe/Berlin"}
    assert pairs(payload, REST_CREATE.only() + HOURS) == expected


def test_a_users_rule_waits_for_what_it_can_not_read() -> None:
    payload = {"start_time": "2030-01-15T08:00:00Z", "timezone": "Nowhere"}
    report = check(payload, now=None, rules=REST_CREATE.only() + HOURS)
    assert [item.to_dict() for item in report.unchecked] == [{"code": "acme_hours", "needs": ["field.timezone"]}]


def test_a_users_rule_about_an_absent_field_is_not_applicable() -> None:
    assert pairs({}, REST_CREATE.only() + HOURS + SHORT) == []
    assert pairs({"start_time": "2030-01-15T08:00:00Z"}, REST_CREATE.only() + HOURS) == []


def test_a_mistaken_example_is_not_shown() -> None:
    with pytest.raises(ValueError, match="bad example 2 passes") as caught:
        rule("acme", must=PANEL, bad=[{"kind": "one_on_one"}, {"kind": "panel", "name": "Jane Secret"}])
    assert "Jane" not in str(caught.value)


def test_errors_come_before_warnings_whatever_the_order_of_the_rules() -> None:
    late = REST_CREATE.only("unknown_field") + SHORT + HOURS + REST_CREATE["err_kind_required"]
    payload = {"x": 1, "duration_minutes": 90, "start_time": "2030-01-15T20:00:00", "timezone": "UTC"}
    assert pairs(payload, late) == [
        ("err_kind_required", "/kind"),
        ("acme_hours", "/start_time"),
        ("unknown_field", "/x"),
        ("acme_short", "/duration_minutes"),
    ]


def test_a_record_that_is_missing_points_at_what_names_it() -> None:
    there = rule("acme", must=f.candidate_template_id.record(f.email_templates).is_present())
    snapshot = Snapshot.from_dict(known({"candidate_template_id": 99}))
    report = check(planned(), now=None, rules=REST_CREATE.only() + there, snapshot=snapshot)
    assert [finding.pointer for finding in report.findings] == ["/stage_activity_id"]


def test_a_record_may_be_asked_for_and_about_at_once() -> None:
    record = f.candidate_template_id.record(f.email_templates)
    both = rule("acme", must=record.is_present() & record.has(channel="email"))
    payload, snapshot = sent(candidate_template_id=99), Snapshot.from_dict(ACCOUNT)
    report = check(payload, now=None, rules=REST_CREATE.only() + both, snapshot=snapshot)
    assert [(finding.pointer, dict(finding.params)) for finding in report.findings] == [
        ("/candidate_template_id", {"candidate_template_id": 99})
    ]


def test_attributes_are_compared_as_records_hold_them() -> None:
    snapshot = Snapshot.from_dict(ACCOUNT)
    same = rule("acme", must=f.application_id.is_found_in(f.applications, job_id="31", manager_ids=["7"]))
    assert check(sent(), now=None, rules=REST_CREATE.only() + same, snapshot=snapshot).verdict == "pass"


def test_a_rule_set_is_its_own_copy() -> None:
    assert copy.copy(REST_CREATE) is REST_CREATE
    assert copy.deepcopy(REST_CREATE) is REST_CREATE
    with pytest.raises(AttributeError, match="does not change"):
        del REST_CREATE.surface


def test_users_rules_come_last() -> None:
    payload = {"duration_minutes": 90, "organizer_id": 1, "application_id": 1, "timezone": "UTC"}
    rules = REST_CREATE.only("missing_field", "unknown_field") + SHORT
    assert pairs({**payload, "x": 1}, rules) == [
        ("missing_field", "/start_time"),
        ("unknown_field", "/x"),
        ("acme_short", "/duration_minutes"),
    ]


def test_several_cases_stand_under_one_code() -> None:
    both = rule("acme", cases=[case(must=PANEL), case(when=PANEL, must=f.name.is_present(), at=f.kind)])
    assert both.sentence == "kind must be panel. When kind is panel, name must be present."
    assert pairs({"kind": "one_on_one"}, REST_CREATE.only() + both) == [("acme", "/kind")]
    assert pairs({"kind": "panel"}, REST_CREATE.only() + both) == [("acme", "/name")]


def test_when_may_ask_for_the_time() -> None:
    soon = rule("acme_named", when=f.start_time.is_in_the_future(), must=f.name.is_present())
    rules = REST_CREATE.only() + soon
    assert pairs({}, rules) == []
    report = check({"start_time": "2030-01-15T10:00:00Z"}, now=datetime(2026, 1, 1, tzinfo=UTC), rules=rules)
    assert [(finding.code, finding.pointer) for finding in report.findings] == [("acme_named", "/name")]


def test_at_says_where_a_finding_points() -> None:
    moved = rule("acme", when=f.kind == "panel", must=f.duration_minutes <= 60, at=(f.kind, f.duration_minutes))
    assert pairs({"kind": "panel", "duration_minutes": 90}, REST_CREATE.only() + moved) == [("acme", "/kind")]


def test_a_rule_about_entries_may_join_others() -> None:
    joined = rule("acme", must=f.interviewer_ids.each.is_one_of(7, 8) & (f.kind == "panel"))
    rules = REST_CREATE.only() + joined
    assert pairs({"kind": "panel", "interviewer_ids": [7, 9, 8, 5]}, rules) == [
        ("acme", "/interviewer_ids/1"),
        ("acme", "/interviewer_ids/3"),
    ]
    assert pairs({"kind": "one_on_one", "interviewer_ids": [7]}, rules) == [("acme", "/interviewer_ids")]
    assert pairs({"kind": "one_on_one", "interviewer_ids": [0]}, rules) == [("acme", "/interviewer_ids")]
    none_of = rule("acme", must=~f.interviewer_ids.each.is_in(f.interviewer_ids))
    assert pairs({"interviewer_ids": [7]}, REST_CREATE.only() + none_of) == [("acme", "/interviewer_ids")]


def test_the_rule_of_a_documented_code_can_be_replaced() -> None:
    stricter = rule("err_onsite_office_required", must=f.office_id.is_present(), bad=[{}])
    ours = REST_CREATE.replace(stricter)
    assert ours.codes == REST_CREATE.codes
    assert pairs({}, ours.only("err_onsite_office_required")) == [("err_onsite_office_required", "/office_id")]


def test_a_rule_set_is_a_collection() -> None:
    two = RuleSet("rest", [HOURS, SHORT])
    assert (len(two), list(two), two.codes) == (2, [HOURS, SHORT], ("acme_hours", "acme_short"))
    assert ("acme_hours" in two, HOURS in two, "err_kind_required" in two) == (True, True, False)
    assert (two["acme_hours"], repr(two)) == (HOURS, "<RuleSet rest: 2 rules>")
    assert hash(two) == hash(RuleSet("rest", [HOURS, SHORT]))
    assert (two == RuleSet("rest", [SHORT, HOURS]), two == [HOURS, SHORT]) == (False, False)


def test_a_rule_set_does_not_change() -> None:
    with pytest.raises(AttributeError, match="a rule set does not change"):
        REST_CREATE.surface = "mcp"


OTHER_HOURS = rule("acme_hours", must=PANEL)


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: RuleSet("soap"), ValueError, "a surface is 'rest' or 'mcp', not 'soap'"),  # type: ignore[arg-type]
        (lambda: RuleSet("rest", ["x"]), TypeError, "a rule set holds rules, not 'x'"),  # type: ignore[list-item]
        (lambda: RuleSet("rest", [HOURS, OTHER_HOURS]), ValueError, "acme_hours stands for two different rules"),
        (lambda: REST_CREATE + HOURS + OTHER_HOURS, ValueError, r"two different rules; use .replace"),
        (lambda: REST_CREATE + MCP_CREATE, ValueError, "the surfaces rest and mcp do not mix"),
        (lambda: REST_CREATE & MCP_CREATE, ValueError, "do not mix"),
        (lambda: REST_CREATE - MCP_CREATE["err_kind_required"], ValueError, "two different rules"),
        (lambda: REST_CREATE["err_kind"], KeyError, "no rule has the code 'err_kind'; did you mean err_kind_required?"),
        (lambda: REST_CREATE.only("nothing_like_it"), KeyError, "no rule has the code 'nothing_like_it'"),
        (lambda: REST_CREATE.without("err_kind"), KeyError, "did you mean"),
        (lambda: REST_CREATE.replace(HOURS), KeyError, "no rule has the code 'acme_hours'"),
    ],
)
def test_a_mistake_with_a_rule_set_is_refused(make: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        make()


def test_rules_are_equal_if_they_say_the_same() -> None:
    again = rule("acme_hours", must=f.start_time.local_time.is_between(time(9), time(18)), about="office hours")
    assert (again == HOURS, OTHER_HOURS == HOURS, isinstance(again, Rule)) == (True, False, True)
    assert REST_CREATE + HOURS + again == REST_CREATE | [HOURS]


def test_a_rule_that_reads_now_is_decided_by_it() -> None:
    soon = REST_CREATE.only("err_start_time_in_past")
    payload = {"start_time": "2030-01-15T10:00:00Z"}
    report = check(payload, now=datetime(2030, 1, 15, 10, 0, tzinfo=UTC), rules=soon)
    assert [(finding.code, finding.params) for finding in report.findings] == [
        ("err_start_time_in_past", {"start_time": "2030-01-15T10:00:00Z", "now": "2030-01-15T10:00:00Z"})
    ]


LONG = rule("acme_long", must=f.duration_minutes >= 30)


def test_rule_sets_are_joined_cut_and_taken_from() -> None:
    a, b = RuleSet("mcp", [HOURS, SHORT]), RuleSet("mcp", [SHORT, LONG])
    assert (a + b, a | b, a & b, a - b) == (
        RuleSet("mcp", [HOURS, SHORT, LONG]),
        RuleSet("mcp", [HOURS, SHORT, LONG]),
        RuleSet("mcp", [SHORT]),
        RuleSet("mcp", [HOURS]),
    )
    assert (a & SHORT, a - [SHORT]) == (RuleSet("mcp", [SHORT]), RuleSet("mcp", [HOURS]))


def test_rule_sets_are_narrowed_and_replaced_on_their_surface() -> None:
    a, late = RuleSet("mcp", [HOURS, SHORT]), rule("acme_hours", must=f.name.is_present())
    assert (a.only("acme_short"), a.without("acme_short")) == (RuleSet("mcp", [SHORT]), RuleSet("mcp", [HOURS]))
    assert (a.replace(late), a.on("rest")) == (RuleSet("mcp", [late, SHORT]), RuleSet("rest", [HOURS, SHORT]))


def test_a_rule_set_can_be_put_in_the_order_of_the_documentation() -> None:
    kind, zone = MCP_CREATE["err_kind_required"], MCP_CREATE["err_invalid_timezone"]
    mixed = RuleSet("mcp", [SHORT, zone, HOURS, kind])
    assert mixed.in_order() == RuleSet("mcp", [kind, zone, SHORT, HOURS])


def test_a_rule_set_hashes_as_its_surface_and_codes() -> None:
    assert hash(RuleSet("mcp", [HOURS, SHORT])) == hash(("mcp", ("acme_hours", "acme_short")))


def test_a_rule_set_says_what_makes_a_new_one() -> None:
    two = RuleSet("rest", [HOURS, SHORT])
    with pytest.raises(
        AttributeError, match=r"^a rule set does not change; \+, -, only, without and replace make new ones$"
    ):
        two.surface = "mcp"
    with pytest.raises(AttributeError, match=r"^a rule set does not change$"):
        del two.surface


MESSAGES: list[tuple[dict[str, Any], str]] = [
    (
        {"code": "acme", "must": f.kind.is_present},
        "`must` takes a predicate such as `location == 'zoom'`, not {must!r} (is a pair of parentheses missing?)",
    ),
    ({"code": "acme", "must": 7}, "`must` takes a predicate such as `location == 'zoom'`, not 7"),
    ({"code": "acme", "must": PANEL, "good": {}}, "acme: examples come in a list, even a single one"),
    ({"code": "acme", "must": PANEL, "bad": "{}"}, "acme: examples come in a list, even a single one"),
    ({"code": "acme", "must": PANEL, "good": [...]}, "acme: an example is a payload, not an ellipsis"),
    ({"code": "err_acme_x", "must": PANEL}, "err_acme_x is not a code that the API documents"),
    (
        {"code": "err_organizer_no_calender", "must": PANEL},
        "err_organizer_no_calender is not a code that the API documents; did you mean err_organizer_no_calendar?",
    ),
]


@pytest.mark.parametrize(("parts", "message"), MESSAGES)
def test_what_is_wrong_with_a_rule_is_said_in_full(parts: dict[str, Any], message: str) -> None:
    with pytest.raises((TypeError, ValueError)) as caught:
        rule(**parts)
    assert str(caught.value) == message.format(must=parts["must"])


def test_a_rule_says_nothing_more_than_it_was_given() -> None:
    plain, told = rule("acme", must=PANEL), rule("acme", must=PANEL, about="Ours.", source="Handbook")
    assert (plain.about, plain.source, plain.statement, plain.good, plain.bad) == ("", "", "", (), ())
    assert (told.about, told.source, told.severity, told.status) == ("Ours.", "Handbook", "error", None)
    assert REST_CREATE["err_kind_required"].status == 422


def test_two_rules_are_equal_whatever_is_told_of_them() -> None:
    bare, examples = Rule("acme", (Case(PANEL),)), (Example(payload={}),)
    assert (bare.severity, bare.statement, bare.about, bare.source, bare.good, bare.bad) == (
        "error",
        "",
        "",
        "",
        (),
        (),
    )
    assert bare == Rule("acme", (Case(PANEL),), about="Ours.")
    assert bare == Rule("acme", (Case(PANEL),), source="Handbook")
    assert bare == Rule("acme", (Case(PANEL),), good=examples)
    assert bare == Rule("acme", (Case(PANEL),), bad=examples)
    assert bare != Rule("acme", (Case(PANEL),), statement="Panels only.")


def test_a_warning_says_should() -> None:
    assert SHORT.sentence == "duration_minutes should be at most 60."
    assert HOURS.sentence == "the local start time must be between 09:00:00 and 18:00:00."


def test_a_case_alone_has_no_condition_and_no_place() -> None:
    alone = Case(PANEL)
    assert (alone, alone.sentence()) == (case(must=PANEL), "kind must be panel.")
    assert repr(alone) == "Case(must=kind == 'panel', when=None, at=())"
    assert repr(alone.violation) == "kind.is_present() & ~(kind == 'panel')"


def test_the_presence_of_what_is_compared_is_part_of_the_violation() -> None:
    both = Case((f.kind == "panel") & f.name.is_present() & (f.name != "x"), when=f.plan_driven)
    assert repr(both.violation) == (
        "plan_driven & kind.is_present() & ~((kind == 'panel') & name.is_present() & (name != 'x'))"
    )


def test_a_rule_reads_what_its_cases_read() -> None:
    two = rule("acme", cases=[case(must=PANEL), case(when=f.start_time.is_in_the_future(), must=f.name.is_sent())])
    inherited = {
        "field.application_id",
        "field.stage_activity_id",
        "snapshot.applications",
        "snapshot.interview_plans",
    }
    assert two.reads == {"field.kind", "field.name", "field.start_time", "field.timezone", "now"} | inherited
    assert "reads" not in repr(two)


def test_an_example_is_on_rest_and_knows_nothing() -> None:
    example = Example(payload={})
    assert (example.pointers, example.also, example.surface) == ((), (), "rest")
    assert (example.now, example.snapshot, example.application_id) == (None, None, None)


def test_at_takes_fields_only() -> None:
    with pytest.raises(TypeError, match=r"^`at` names fields of the request, not 'kind'$"):
        case(must=PANEL, at="kind")  # type: ignore[arg-type]  # the point of the test
    with pytest.raises(TypeError, match=r"^`at` names fields of the request, not 7$"):
        case(must=PANEL, at=[f.kind, 7])  # type: ignore[list-item]  # the point of the test


@pytest.mark.parametrize(
    ("payload", "expected"), [({"duration_minutes": 30}, []), ({"duration_minutes": 29}, ["acme_long"])]
)
def test_at_least_takes_the_bound_itself(payload: object, expected: list[str]) -> None:
    assert [code for code, _ in pairs(payload, REST_CREATE.only() + LONG)] == expected
