"""Which rules count, and how much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from kula_rules import MCP_CREATE, REST_CREATE, Finding, RuleSet, rule
from kula_rules import fields as f
from kula_rules.checker import Checker
from kula_rules.codes import FATAL, ORDER
from kula_rules.contract import GROUPS
from kula_rules.lint.selection import ALL, NAMES, Level, SelectionError, covers, select_rules
from kula_rules.rules import Example, Rule
from kula_rules.snapshot import Snapshot
from tests.support import BOTH, found, report_on, sent

LOCATION = [rule.code for rule in GROUPS["location"]]
PLAN = [rule.code for rule in GROUPS["plan"]]


def chosen(
    rules: RuleSet = REST_CREATE,
    select: Sequence[str] = (ALL,),
    ignore: Sequence[str] = (),
    extend_select: Sequence[str] = (),
    **severity: Level,
) -> list[str]:
    """The codes that are selected, without those that always are."""
    return [code for code in select_rules(rules, select, ignore, extend_select, severity).codes if code not in FATAL]


def in_order(codes: list[str]) -> list[str]:
    return sorted(codes, key=ORDER.index)


@pytest.mark.parametrize("rules", BOTH, ids=["rest", "mcp"])
def test_all_rules_are_selected_unless_something_is_said(rules: RuleSet) -> None:
    assert select_rules(rules) == rules
    assert select_rules(rules, [ALL]) == rules


def test_every_code_is_in_one_group() -> None:
    assert sorted(rule.code for rules in GROUPS.values() for rule in rules) == sorted(ORDER)
    assert sorted(NAMES) == sorted([*ORDER, *GROUPS, "ALL"])


def test_codes_and_groups_are_selected() -> None:
    assert chosen(REST_CREATE, ["location"]) == in_order(LOCATION)
    assert chosen(REST_CREATE, ["err_kind_required", "missing_field"]) == ["missing_field", "err_kind_required"]
    assert chosen(REST_CREATE, []) == []


def test_what_is_ignored_is_left_out() -> None:
    assert chosen(REST_CREATE, [ALL], ["location"]) == [
        code for code in REST_CREATE.codes if code not in (*LOCATION, *FATAL)
    ]
    assert chosen(REST_CREATE, [ALL], [ALL]) == []


def test_a_code_beats_its_group_and_a_group_beats_all() -> None:
    first, *others = in_order(LOCATION)
    assert chosen(REST_CREATE, ["location"], [first]) == others
    assert chosen(REST_CREATE, [first], ["location"]) == [first]
    assert chosen(REST_CREATE, ["location"], [ALL]) == [first, *others]
    assert chosen(REST_CREATE, [ALL, first], ["location"]) == [
        code for code in REST_CREATE.codes if code not in (*others, *FATAL)
    ]


def test_of_two_equal_mentions_ignore_wins() -> None:
    assert chosen(REST_CREATE, ["location"], ["location"]) == []
    assert chosen(REST_CREATE, ["err_kind_required"], ["err_kind_required"]) == []


def test_more_is_selected_besides() -> None:
    assert chosen(REST_CREATE, ["plan"], [], ["location"]) == in_order([*PLAN, *LOCATION])
    assert chosen(REST_CREATE, ["plan"], ["location"], [LOCATION[0]]) == in_order([*PLAN, LOCATION[0]])
    assert chosen(REST_CREATE, ["plan"], [LOCATION[0]], [LOCATION[0]]) == in_order(PLAN)


def test_codes_of_the_other_surface_are_accepted() -> None:
    only_rest = "external_fields_ignored"
    assert only_rest not in MCP_CREATE
    assert chosen(MCP_CREATE, [only_rest], [only_rest], external_fields_ignored="error") == []


def test_the_rules_of_users_are_named_by_their_codes() -> None:
    short = rule("acme_short", must=f.duration_minutes <= 60)
    assert chosen(REST_CREATE + short, ["acme_short"]) == ["acme_short"]
    assert chosen(REST_CREATE + short, [ALL], ["acme_short"]) == chosen(REST_CREATE)
    assert covers(ALL, "acme_short")
    assert not covers("shape", "acme_short")


@pytest.mark.parametrize(
    "options",
    [(["zzz"],), ([ALL], ["zzz"]), ([ALL], [], ["zzz"]), ([ALL], [], [], {"zzz": "off"})],
    ids=["select", "ignore", "extend_select", "severity"],
)
def test_an_unknown_name_is_refused(options: tuple[object, ...]) -> None:
    with pytest.raises(SelectionError) as caught:
        select_rules(REST_CREATE, *options)  # type: ignore[arg-type]  # what they are is what is drawn
    assert str(caught.value) == '"zzz" is neither a code nor a group of rules nor ALL'


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (
            "err_kind_requird",
            '"err_kind_requird" is neither a code nor a group of rules nor ALL; did you mean err_kind_required?',
        ),
        ("Schedul", '"Schedul" is neither a code nor a group of rules nor ALL; did you mean schedule?'),
        ("all", '"all" is neither a code nor a group of rules nor ALL; did you mean ALL?'),
        ("\x1b[31m", '"\\x1b[31m" is neither a code nor a group of rules nor ALL'),
        ("x" * 5_000_000, f'"{"x" * 60}…" is neither a code nor a group of rules nor ALL'),
    ],
    ids=["a code", "a group", "capitals", "control characters", "a long one"],
)
def test_an_unknown_name_is_shown_with_what_it_may_mean(name: str, shown: str) -> None:
    with pytest.raises(SelectionError) as caught:
        select_rules(REST_CREATE, [name])
    assert str(caught.value) == shown


@pytest.mark.parametrize("code", FATAL)
def test_what_makes_a_payload_unreadable_can_not_be_left_out(code: str) -> None:
    reason = "invalid_json and not_an_object are always reported; use `exclude` or an exception"
    levels: tuple[Level, ...] = ("off", "warning")
    for severity in levels:
        with pytest.raises(SelectionError) as caught:
            select_rules(REST_CREATE, severity={code: severity})
        assert str(caught.value) == reason
    with pytest.raises(SelectionError) as caught:
        select_rules(REST_CREATE, ignore=[code])
    assert str(caught.value) == reason


@pytest.mark.parametrize("name", ["shape", "ALL"])
def test_groups_leave_what_makes_a_payload_unreadable_alone(name: str) -> None:
    assert select_rules(REST_CREATE, ["plan"], [name]).codes == (*FATAL, *in_order(PLAN))
    assert select_rules(REST_CREATE, FATAL, severity={name: "off"}).codes == FATAL
    assert select_rules(REST_CREATE, [], severity={name: "warning"}) == REST_CREATE.only(*FATAL)
    assert select_rules(REST_CREATE, [], severity={FATAL[0]: "error"}) == REST_CREATE.only(*FATAL)


def test_a_severity_is_that_of_the_most_specific_name() -> None:
    first, *others = LOCATION
    levels: dict[str, Level] = {"ALL": "off", "location": "warning", first: "error"}
    rules = select_rules(REST_CREATE, severity=levels)
    expected = {**dict.fromkeys(FATAL, "error"), first: "error", **dict.fromkeys(others, "warning")}
    assert {rule.code: rule.severity for rule in rules} == expected


def test_what_is_off_is_off_whatever_is_selected() -> None:
    assert chosen(REST_CREATE, [LOCATION[0]], location="off") == []


# What a changed severity does to a report.


def levels_of(payload: object, **severity: Level) -> tuple[str, list[tuple[str, str, str]]]:
    """The verdict and all findings, with their severities."""
    report = report_on(payload, select_rules(REST_CREATE, severity=severity))
    return report.verdict, [(finding.code, finding.pointer, finding.severity) for finding in report.findings]


def test_a_warning_becomes_an_error() -> None:
    assert levels_of(sent(x=1)) == ("pass", [("unknown_field", "/x", "warning")])
    assert levels_of(sent(x=1), unknown_field="error") == ("fail", [("unknown_field", "/x", "error")])


def test_an_error_becomes_a_warning() -> None:
    assert levels_of(sent(kind=None), err_kind_required="warning") == (
        "pass",
        [("err_kind_required", "/kind", "warning")],
    )
    verdict, findings = levels_of(sent(name=5), invalid_type="warning")
    assert (verdict, findings) == ("pass", [("invalid_type", "/name", "warning")])


def test_a_rule_that_is_off_says_nothing() -> None:
    assert levels_of(sent(x=1), advice="off", unknown_field="off") == ("pass", [])


def test_what_only_warns_is_not_waited_for() -> None:
    rules = select_rules(REST_CREATE, ["err_office_not_found"], severity={"references": "warning"})
    report = Checker(None, None, rules, None).check(sent(office_id=3))
    assert (report.verdict, report.unchecked) == ("pass", ())


def turned(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.pointer, finding.severity


BAD = [
    pytest.param(rules, rule, example, id=f"{rules.surface}-{rule.code}-{number}")
    for rules in BOTH
    for rule in rules
    for number, example in enumerate(rule.bad)
    if rule.code not in FATAL and example.surface == rules.surface and not isinstance(example.payload, str)
]


@pytest.mark.parametrize(("rules", "rule", "example"), BAD)
def test_every_rule_can_be_given_the_other_severity(rules: RuleSet, rule: Rule, example: Example) -> None:
    other: Level = "warning" if rule.severity == "error" else "error"
    levels: Mapping[str, Level] = {rule.code: other}
    snapshot = None if example.snapshot is None else Snapshot.from_dict(example.snapshot)
    changed = select_rules(rules, [rule.code], severity=levels)
    report = Checker(example.now, snapshot, changed, example.application_id).check(example.payload)
    assert [turned(finding) for finding in report.findings] == [
        (rule.code, pointer, other) for pointer in example.pointers
    ]
    assert report.failed == (other == "error")


def test_nothing_else_changes() -> None:
    payload = sent(kind=None, location="moon", x=1)
    rules = select_rules(REST_CREATE, severity={"err_kind_required": "warning"})
    assert sorted(found(payload, rules)) == sorted(found(payload))
