"""The algebra of predicates: strong Kleene logic, in which the unknown is never decided by guessing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from typing import Any, Final

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kula_rules import fields as f
from kula_rules.answers import Answer, Unknown
from kula_rules.predicates import Predicate

Facts = Mapping[str, Answer]


class Said(Predicate):
    """A statement whose answer is whatever the facts say it is."""

    __slots__ = ("name",)
    subjects = ()

    def __init__(self, name: str) -> None:
        self.name = name

    def answer(self, facts: Facts, moot: bool = False) -> Answer:
        return facts[self.name]

    def say(self, *, demand: str = "", negated: bool = False) -> str:
        return f"{self.name} {demand}{'not ' if negated else ''}holds"

    def __repr__(self) -> str:
        return self.name


A, B, C = map(Said, "abc")
NOW, USERS, BOTH = (Unknown(frozenset(needs)) for needs in (["now"], ["snapshot.users"], ["now", "snapshot.users"]))
ANSWERS: Final[tuple[Answer, ...]] = (True, False, NOW, USERS, BOTH)
WORLDS: Final = [dict(zip("abc", chosen, strict=True)) for chosen in product(ANSWERS, repeat=3)]

Law = tuple[Predicate, Predicate]
EQUAL: Final[Mapping[str, Law]] = {
    "and commutes": (A & B, B & A),
    "or commutes": (A | B, B | A),
    "and associates": ((A & B) & C, A & (B & C)),
    "or associates": ((A | B) | C, A | (B | C)),
    "and is idempotent": (A & A, A),
    "or is idempotent": (A | A, A),
    "not undoes itself": (~~A, A),
    "De Morgan for and": (~(A & B), ~A | ~B),
    "De Morgan for or": (~(A | B), ~A & ~B),
}
EQUAL_IN_TRUTH: Final[Mapping[str, Law]] = {
    "and distributes over or": (A & (B | C), (A & B) | (A & C)),
    "or distributes over and": (A | (B & C), (A | B) & (A | C)),
    "and absorbs": (A & (A | B), A),
    "or absorbs": (A | (A & B), A),
}


def truth(answer: Answer) -> bool | None:
    return None if isinstance(answer, Unknown) else answer


@pytest.mark.parametrize("law", EQUAL)
def test_equal_whatever_the_facts(law: str) -> None:
    left, right = EQUAL[law]
    assert [left.answer(facts) for facts in WORLDS] == [right.answer(facts) for facts in WORLDS]


@pytest.mark.parametrize("law", EQUAL_IN_TRUTH)
def test_equal_in_truth_whatever_the_facts(law: str) -> None:
    left, right = EQUAL_IN_TRUTH[law]
    assert [truth(left.answer(facts)) for facts in WORLDS] == [truth(right.answer(facts)) for facts in WORLDS]


def test_the_truth_tables_of_kleene() -> None:
    order = {False: 0, None: 1, True: 2}
    for facts in WORLDS:
        a, b = order[truth(facts["a"])], order[truth(facts["b"])]
        assert order[truth((A & B).answer(facts))] == min(a, b)
        assert order[truth((A | B).answer(facts))] == max(a, b)
        assert order[truth((~A).answer(facts))] == 2 - a


def test_an_unknown_needs_what_its_undecided_operands_need() -> None:
    for facts in WORLDS:
        open_needs = [answer.needs for answer in (facts["a"], facts["b"]) if isinstance(answer, Unknown)]
        for joined in (A & B, A | B):
            answer = joined.answer(facts)
            assert not isinstance(answer, Unknown) or answer.needs == frozenset().union(*open_needs)


# --- any predicate ---------------------------------------------------------------------------------------------------

leaves: Final = st.sampled_from([A, B, C])


def _joined(inner: st.SearchStrategy[Predicate]) -> st.SearchStrategy[Predicate]:
    both = st.tuples(inner, inner)
    return st.one_of(both.map(lambda pair: pair[0] & pair[1]), both.map(lambda p: p[0] | p[1]), inner.map(lambda p: ~p))


predicates: Final[st.SearchStrategy[Predicate]] = st.recursive(leaves, _joined, max_leaves=8)
worlds: Final = st.sampled_from(WORLDS)


def completions(facts: Facts) -> list[Facts]:
    """The facts with each unknown answer turned out one way or the other."""
    options = [(True, False) if isinstance(answer, Unknown) else (answer,) for answer in facts.values()]
    return [dict(zip(facts, chosen, strict=True)) for chosen in product(*options)]


@settings(max_examples=300, deadline=None)
@given(predicates, worlds)
@example(A | ~A, {"a": True, "b": False, "c": False})
@example((A & B) | (~A & C), {"a": NOW, "b": True, "c": True})
def test_what_is_decided_is_so_however_the_unknown_turns_out(predicate: Predicate, facts: Facts) -> None:
    answer = predicate.answer(facts)
    assert isinstance(answer, Unknown) or {predicate.answer(one) for one in completions(facts)} == {answer}


@settings(max_examples=300, deadline=None)
@given(predicates, worlds)
@example(A & ~A, {"a": BOTH, "b": False, "c": False})
def test_an_unknown_answer_needs_something_and_only_what_is_unknown(predicate: Predicate, facts: Facts) -> None:
    answer = predicate.answer(facts)
    unknown = frozenset().union(*(one.needs for one in facts.values() if isinstance(one, Unknown)))
    assert not isinstance(answer, Unknown) or frozenset() < answer.needs <= unknown


@settings(max_examples=200, deadline=None)
@given(predicates, worlds)
def test_not_turns_the_truth_and_leaves_the_needs(predicate: Predicate, facts: Facts) -> None:
    answer, turned = predicate.answer(facts), (~predicate).answer(facts)
    assert turned == (answer if isinstance(answer, Unknown) else not answer)


@settings(max_examples=200, deadline=None)
@given(predicates, predicates)
@example((A & B) & C, A & (B & C))
@example(A & B, A | B)
@example(A | (B & C), (A | B) & C)
def test_predicates_that_are_equal_answer_alike(one: Predicate, other: Predicate) -> None:
    assert (one == other) == (repr(one) == repr(other))
    assert one != other or hash(one) == hash(other)
    assert one != other or [one.answer(facts) for facts in WORLDS] == [other.answer(facts) for facts in WORLDS]


# --- no truth value --------------------------------------------------------------------------------------------------

ZOOM: Final = f.location == "zoom"
TRAPS: Final[Mapping[str, Callable[[], Any]]] = {
    "if predicate": lambda: bool(ZOOM),
    "predicate and predicate": lambda: ZOOM and A,
    "not predicate": lambda: not ZOOM,
    "if joined": lambda: bool(A & B),
    "if either": lambda: bool(A | B),
    "if negated": lambda: bool(~A),
    "if condition": lambda: bool(f.externally_managed),
    "if field": lambda: bool(f.location),
    "chained comparison": lambda: 5 <= f.duration_minutes <= 60,
    "in field": lambda: 7 in f.interviewer_ids,
    "for entry in field": lambda: list(f.interviewer_ids),  # type: ignore[call-overload]  # the mistake that is tested
    "wrong precedence": lambda: f.location == "zoom" & ~f.externally_managed,
    "predicate & value": lambda: ZOOM & True,  # type: ignore[operator]  # the mistake that is tested
    "value | predicate": lambda: True | ZOOM,
    "if unknown": lambda: bool(NOW),
}


@pytest.mark.parametrize("trap", TRAPS)
def test_a_truth_value_is_a_type_error(trap: str) -> None:
    with pytest.raises(TypeError):
        TRAPS[trap]()
