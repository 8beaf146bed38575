"""The algebra of rule sets: ordered sets of rules for one surface, at most one for each code."""

from __future__ import annotations

from typing import Any, Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kula_rules import MCP_CREATE, REST_CREATE, RuleSet, rule
from kula_rules import fields as f
from kula_rules.rules import Rule

POOL: Final = (
    *list(REST_CREATE)[4:10],
    rule("acme_short", must=f.duration_minutes <= 60),
    rule("acme_hint", severity="warning", must=f.duration_minutes <= 30),
)
CODES: Final = tuple(one.code for one in POOL)
OTHER_SHORT: Final = rule("acme_short", must=f.duration_minutes <= 90)
EMPTY: Final = RuleSet("rest")
ALL: Final = RuleSet("rest", POOL)

rule_sets: Final = st.lists(st.sampled_from(POOL), unique_by=lambda one: one.code).map(lambda r: RuleSet("rest", r))
some_codes: Final = st.lists(st.sampled_from(CODES), unique=True)
laws = settings(max_examples=100, deadline=None)


def spelled(rules: RuleSet) -> tuple[str, list[Rule]]:
    return rules.surface, list(rules)


@laws
@given(rule_sets, rule_sets, rule_sets)
@example(EMPTY, ALL, EMPTY)
def test_plus_associates(a: RuleSet, b: RuleSet, c: RuleSet) -> None:
    assert spelled((a + b) + c) == spelled(a + (b + c))
    assert (a + b) + c == a + (b + c)


@laws
@given(rule_sets)
@example(EMPTY)
def test_plus_has_the_empty_set_as_identity(a: RuleSet) -> None:
    assert spelled(a + EMPTY) == spelled(EMPTY + a) == spelled(a)


@laws
@given(rule_sets)
def test_plus_and_and_are_idempotent(a: RuleSet) -> None:
    assert spelled(a + a) == spelled(a & a) == spelled(a)


@laws
@given(rule_sets, rule_sets)
@example(ALL, RuleSet("rest", reversed(POOL)))
def test_plus_and_or_are_one_and_keep_the_order_of_the_left(a: RuleSet, b: RuleSet) -> None:
    assert spelled(a + b) == spelled(a | b)
    assert (a + b).codes == tuple(dict.fromkeys([*a.codes, *b.codes]))


@laws
@given(rule_sets, rule_sets, rule_sets)
def test_and_associates(a: RuleSet, b: RuleSet, c: RuleSet) -> None:
    assert spelled((a & b) & c) == spelled(a & (b & c))


@laws
@given(rule_sets, rule_sets)
def test_and_and_minus_split_a_set(a: RuleSet, b: RuleSet) -> None:
    assert (a & b).codes == tuple(code for code in a.codes if code in b.codes)
    assert (a - b).codes == tuple(code for code in a.codes if code not in b.codes)
    assert set((a & b) + (a - b)) == set(a)


@laws
@given(rule_sets, rule_sets)
def test_minus_undoes_what_plus_added(a: RuleSet, b: RuleSet) -> None:
    assert spelled((a + b) - (b - a)) == spelled(a)
    assert spelled(a - a) == spelled(EMPTY)
    assert spelled(a - EMPTY) == spelled(a)


@laws
@given(rule_sets, rule_sets, rule_sets)
def test_and_distributes_over_plus_and_minus_undoes_each(a: RuleSet, b: RuleSet, c: RuleSet) -> None:
    assert spelled(a & (b + c)) == spelled(a - (a - b - c))
    assert spelled(a - (b + c)) == spelled(a - b - c)


@laws
@given(some_codes)
@example([])
@example(list(CODES))
def test_only_and_without_are_each_others_complement(codes: list[str]) -> None:
    kept, left = ALL.only(*codes), ALL.without(*codes)
    assert kept.codes == tuple(code for code in CODES if code in codes)
    assert left.codes == tuple(code for code in CODES if code not in codes)
    assert spelled(ALL - kept) == spelled(left)
    assert spelled(ALL - left) == spelled(ALL & kept) == spelled(kept)


@laws
@given(some_codes)
def test_a_rule_several_rules_and_a_rule_set_are_added_alike(codes: list[str]) -> None:
    rules = [ALL[code] for code in codes]
    one_by_one = EMPTY
    for one in rules:
        one_by_one = one_by_one + one
    assert spelled(EMPTY + rules) == spelled(EMPTY + RuleSet("rest", rules)) == spelled(one_by_one)


@laws
@given(st.permutations(POOL))
def test_replace_keeps_the_order(rules: list[Rule]) -> None:
    before = RuleSet("rest", rules)
    after = before.replace(OTHER_SHORT)
    assert after.codes == before.codes
    assert after["acme_short"] == OTHER_SHORT
    assert spelled(after - OTHER_SHORT) == spelled(before.without("acme_short"))
    assert spelled(after.replace(ALL["acme_short"])) == spelled(before)


@laws
@given(rule_sets, rule_sets)
def test_a_rule_set_is_not_changed_by_what_is_made_of_it(a: RuleSet, b: RuleSet) -> None:
    before = spelled(a)
    made = (a + b, a - b, a & b, a.only(), a.without(*a.codes), a.replace())
    assert len(made) == 6
    assert spelled(a) == before


@laws
@given(rule_sets, rule_sets)
def test_equal_rule_sets_have_equal_hashes(a: RuleSet, b: RuleSet) -> None:
    assert (a == b) == (spelled(a) == spelled(b))
    assert a != b or hash(a) == hash(b)


@laws
@given(rule_sets)
def test_membership_is_by_code_and_by_rule(a: RuleSet) -> None:
    assert [one for one in POOL if one in a] == [one for one in POOL if one.code in a]
    assert OTHER_SHORT not in a
    assert len(a) == len(a.codes) == len(list(a))


@pytest.mark.parametrize("sign", ["__add__", "__or__", "__and__", "__sub__"])
def test_surfaces_do_not_mix(sign: str) -> None:
    with pytest.raises(ValueError, match=r"rest.*mcp"):
        getattr(REST_CREATE, sign)(MCP_CREATE)
    with pytest.raises(ValueError, match=r"mcp.*rest"):
        getattr(RuleSet("mcp"), sign)(EMPTY)


@pytest.mark.parametrize("other", [OTHER_SHORT, [OTHER_SHORT], RuleSet("rest", [OTHER_SHORT])])
def test_one_code_does_not_stand_for_two_rules(other: Any) -> None:
    with pytest.raises(ValueError, match="acme_short"):
        ALL + other
    with pytest.raises(ValueError, match="acme_short"):
        RuleSet("rest", [*ALL, OTHER_SHORT])


@pytest.mark.parametrize("method", ["only", "without", "__getitem__"])
def test_a_code_that_no_rule_has_is_a_key_error(method: str) -> None:
    with pytest.raises(KeyError, match="err_kind_requird"):
        getattr(REST_CREATE, method)("err_kind_requird")


def test_what_is_replaced_must_be_there() -> None:
    with pytest.raises(KeyError, match="acme_short"):
        REST_CREATE.replace(OTHER_SHORT)


def test_a_rule_set_does_not_change() -> None:
    with pytest.raises(AttributeError):
        REST_CREATE.surface = "mcp"


def test_a_rule_set_holds_rules_of_a_known_surface() -> None:
    with pytest.raises(ValueError, match="soap"):
        RuleSet("soap")  # type: ignore[arg-type]  # the mistake that is tested
    with pytest.raises(TypeError, match="err_kind_required"):
        RuleSet("rest", ["err_kind_required"])  # type: ignore[list-item]  # the mistake that is tested
