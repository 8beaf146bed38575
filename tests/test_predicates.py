"""Predicates: their spelling, their English, what they read, and the traps of Python that they close."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from typing import Any, cast

import pytest

from kula_rules import fields as f
from kula_rules.answers import ABSENT, MOOT, Answer, Unknown
from kula_rules.facts import Facts
from kula_rules.predicates import Every, Operator, Predicate, Present, Subject, Test, conjugate
from kula_rules.request import read_request

SAYS: list[tuple[Predicate, str, str]] = [
    (f.location == "zoom", "location == 'zoom'", "location is zoom"),
    (f.location != "zoom", "location != 'zoom'", "location is other than zoom"),
    (~(f.location == "zoom"), "~(location == 'zoom')", "location is not zoom"),
    (~~f.plan_driven, "~~plan_driven", "the interview is plan-driven"),
    (f.office_id.is_present(), "office_id.is_present()", "office_id is present"),
    (f.office_id.is_omitted(), "~office_id.is_sent()", "office_id is not sent"),
    (f.duration_minutes > 0, "duration_minutes > 0", "duration_minutes is greater than 0"),
    (f.duration_minutes >= 5, "duration_minutes >= 5", "duration_minutes is at least 5"),
    (f.duration_minutes < 5, "duration_minutes < 5", "duration_minutes is less than 5"),
    (f.duration_minutes <= 5, "duration_minutes <= 5", "duration_minutes is at most 5"),
    (
        f.duration_minutes.is_between(5, 60),
        "duration_minutes.is_between(5, 60)",
        "duration_minutes is between 5 and 60",
    ),
    (f.kind.is_one_of("panel"), "kind.is_one_of('panel')", "kind is one of panel"),
    (f.external.source == "CRM", "external.source == 'CRM'", "external.source is CRM"),
    (
        f.interviewer_ids.has_length(1),
        "interviewer_ids.has_length(1)",
        "interviewer_ids has exactly 1 entry",
    ),
    (
        ~f.interviewer_ids.has_length(2),
        "~interviewer_ids.has_length(2)",
        "interviewer_ids does not have exactly 2 entries",
    ),
    (
        f.interviewer_ids.each.is_found_in(f.users, status="active"),
        "interviewer_ids.each.is_found_in(users, status='active')",
        "each of interviewer_ids is found in the users with status active",
    ),
    (
        ~f.interviewer_ids.each.is_one_of(7, "8"),
        "~interviewer_ids.each.is_one_of(7, 8)",
        "some of interviewer_ids is not one of 7, 8",
    ),
    (f.host_id.is_in(f.interviewer_ids), "host_id.is_in(interviewer_ids)", "host_id is one of interviewer_ids"),
    (
        f.stage_activity_id.record(f.interview_plans).has(type="interview"),
        "stage_activity_id.record(interview_plans).has(type='interview')",
        "the record of stage_activity_id is one with type interview",
    ),
    (
        f.stage_activity_id.record(f.interview_plans).is_present(),
        "stage_activity_id.record(interview_plans).is_present()",
        "the record of stage_activity_id is present",
    ),
    (
        f.organizer_id.is_in(f.application_id.record(f.applications).attribute("manager_ids")),
        "organizer_id.is_in(application_id.record(applications).attribute('manager_ids'))",
        "organizer_id is one of the manager_ids of the record of application_id",
    ),
    (
        f.start_time.local_time.is_between(time(9), time(18)),
        "start_time.local_time.is_between(datetime.time(9, 0), datetime.time(18, 0))",
        "the local start time is between 09:00:00 and 18:00:00",
    ),
    (
        f.ai_note_taker_enabled == True,  # noqa: E712  # a word compares
        "ai_note_taker_enabled == True",
        "ai_note_taker_enabled is true",
    ),
    (
        (f.location == "zoom") & ~f.externally_managed,
        "(location == 'zoom') & ~externally_managed",
        "location is zoom and the event is not externally managed",
    ),
    (
        ~((f.location == "zoom") & f.plan_driven),
        "~((location == 'zoom') & plan_driven)",
        "location is not zoom or the interview is not plan-driven",
    ),
    (
        (f.plan_driven | f.externally_managed) & (f.kind == "panel"),
        "(plan_driven | externally_managed) & (kind == 'panel')",
        "(the interview is plan-driven or the event is externally managed) and kind is panel",
    ),
]


@pytest.mark.parametrize(("predicate", "spelling", "sentence"), SAYS)
def test_a_predicate_shows_its_spelling_and_its_sentence(predicate: Predicate, spelling: str, sentence: str) -> None:
    assert (repr(predicate), predicate.sentence) == (spelling, sentence)


def test_as_a_demand_a_sentence_says_must() -> None:
    predicate = (f.kind == "panel") & ~f.externally_managed
    assert predicate.say(demand="must") == "kind must be panel and the event must not be externally managed"


@pytest.mark.parametrize(
    ("predicate", "reads"),
    [
        (f.start_time.is_in_the_future(), {"field.start_time", "field.timezone", "now"}),
        (
            f.office_id.is_found_in(f.offices),
            {
                "field.application_id",
                "field.office_id",
                "field.stage_activity_id",
                "snapshot.applications",
                "snapshot.interview_plans",
                "snapshot.offices",
            },
        ),
        (f.host_id.is_sent() | f.plan_driven, {"field.host_id", "field.stage_activity_id"}),
        (~f.organizer_id.is_found_in(f.users), {"field.organizer_id", "snapshot.users"}),
        (
            f.organizer_id.is_found_in(f.valid_organizers),
            {"field.application_id", "field.organizer_id", "snapshot.applications", "snapshot.valid_organizers"},
        ),
        (f.external.source == "crm", {"field.external"}),
    ],
)
def test_a_predicate_knows_what_it_reads(predicate: Predicate, reads: set[str]) -> None:
    assert predicate.reads == reads


def test_predicates_are_equal_if_they_are_spelled_alike() -> None:
    assert (f.kind == "panel") == (f.kind == "panel")
    assert hash(f.kind == "panel") == hash(f.kind == "panel")
    assert ((f.kind == "panel") == (f.kind == "one_on_one")) is False
    assert ((f.kind == "panel") == "panel") is False


def test_a_word_can_be_a_key() -> None:
    assert {f.kind: 1}[f.kind] == 1
    assert len({f.interviewer_ids.each, f.host_id.record(f.users), f.start_time.local_time}) == 3


def test_grouping_of_the_same_sign_does_not_matter() -> None:
    a, b, c = f.plan_driven, f.externally_managed, f.kind == "panel"
    assert (a & b) & c == a & (b & c)
    assert (a | b) | c == a | (b | c)


TRAPS: list[tuple[Callable[[], object], type[Exception], str]] = [
    (lambda: bool(f.location == "onsite"), TypeError, r"location == 'onsite' has no truth value; write `&` for and"),
    (lambda: not f.plan_driven, TypeError, "plan_driven has no truth value"),
    (lambda: 5 <= f.duration_minutes <= 60, TypeError, "one comparison at a time"),
    (lambda: (f.location == "a") and 1, ValueError, 'location takes one of onsite, .*; it is never "a"'),
    (lambda: bool(f.location), TypeError, "location has no truth value"),
    (lambda: f.location in ("zoom", "phone"), TypeError, "location == 'zoom' has no truth value"),
    (lambda: 7 in f.interviewer_ids, TypeError, r"write `.is_in\(...\)` or `.is_one_of\(...\)`"),
    (lambda: iter(cast(Any, f.interviewer_ids)), TypeError, "not iterable"),
    (lambda: "zoom" & ~f.plan_driven, TypeError, "put each comparison in parentheses"),
    (lambda: f.plan_driven | cast(Any, True), TypeError, r"`\|` joins predicates, not True"),
    (lambda: cast(Any, True) | f.plan_driven, TypeError, r"`\|` joins predicates, not True"),
    (lambda: cast(Any, True) & f.plan_driven, TypeError, "`&` joins predicates, not True"),
    (lambda: f.duration_minutes == "45", ValueError, 'duration_minutes takes an integer; it is never "45"'),
    (lambda: f.duration_minutes.is_between(60, 5), ValueError, "no value is between 60 and 5"),
    (lambda: f.duration_minutes.is_multiple_of(0), ValueError, "a positive number was expected, found 0"),
    (lambda: f.host_id.is_in([7]), TypeError, r"holds ids was expected, found \[7\]"),  # type: ignore[arg-type]
    (
        lambda: f.host_id.is_found_in(f.users, email="x"),
        ValueError,
        "no attribute 'email'; they have: status, calendar",
    ),
    (lambda: f.office_id.is_found_in(f.offices, city="x"), ValueError, "they have: none but the id"),
    (lambda: f.start_time.local_time.is_between(time(18), time(9)), ValueError, "the earlier first"),
    (lambda: f.host_id.is_found_in(f.users, calendar_connected="yes"), ValueError, 'it is never "yes"'),
    (lambda: f.host_id.record(f.users).attribute("email"), ValueError, "no attribute 'email'"),
    (lambda: f.start_time.is_aligned(0), ValueError, "a whole part of 60 minutes was expected, found 0"),
    (lambda: f.start_time.is_aligned(90), ValueError, "found 90"),
    (lambda: f.interviewer_ids.has_length(0), ValueError, "a positive number was expected, found 0"),
    (lambda: f.interviewer_ids == [], ValueError, "it is never an array of 0 entries"),
    (lambda: f.interviewer_ids.each.is_one_of(7, 0), ValueError, "it is never 0"),
    (f.interviewer_ids.each.is_one_of, ValueError, "nothing is one of no values"),
    (f.kind.is_one_of, ValueError, "nothing is one of no values"),
    (lambda: f.host_id == f.organizer_id, TypeError, "is compared with values, not with organizer_id; see is_in"),
    (lambda: setattr(f.kind, "name", "x"), AttributeError, "kind does not change"),
    (lambda: delattr(f.users, "name"), AttributeError, "users does not change"),
    (lambda: bool(Unknown(frozenset({"now"}))), TypeError, "an unknown answer has no truth value"),
]


@pytest.mark.parametrize(("trap", "error", "message"), TRAPS)
def test_a_trap_of_python_is_closed(trap: Callable[[], object], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        trap()


class Named(Subject):
    """A subject that reads facts by its name."""

    def __init__(self, name: str) -> None:
        self.name, self.fields, self.reads = name, (name,), frozenset({f"field.{name}"})

    def read(self, facts: Any) -> object:
        return facts[self.name]

    def __repr__(self) -> str:
        return self.name


A, B = Named("a"), Named("b")
NOW, USERS = Unknown(frozenset({"now"})), Unknown(frozenset({"users"}))
SENT_BUT_INVALID = Unknown(frozenset({"field.a"}), present=True)


def holds(_: object, value: object, *others: object, **more: object) -> Any:
    """True of 1, false of 0, or whatever else the value is."""
    return bool(value) if type(value) is int else value


def of(*values: object) -> dict[str, object]:
    return dict(zip(("a", "b"), values, strict=False))


IS = Operator("holds", "hold true", holds, reads=frozenset({"clock"}))
A_IS, B_IS = Test(IS, (A,)), Test(IS, (B,))
EACH = Every(Test(IS, (A,)))
ASKED: list[tuple[Predicate, dict[str, object], Answer, Answer]] = [
    (A_IS, of(1), True, True),
    (A_IS, of(0), False, False),
    (A_IS, of(ABSENT), False, False),
    (A_IS, of(MOOT), False, True),
    (A_IS, of(NOW), NOW, NOW),
    (A_IS, of(SENT_BUT_INVALID), Unknown(frozenset({"field.a"})), Unknown(frozenset({"field.a"}))),
    (Test(IS, (A, B)), of(1, ABSENT), False, False),
    (Test(IS, (A, B)), of(1, MOOT), False, True),
    (Test(IS, (A, B)), of(MOOT, ABSENT), False, False),
    (Test(IS, (A, B)), of(NOW, ABSENT), False, False),
    (Test(IS, (A, B)), of(NOW, MOOT), False, True),
    (Test(IS, (A, B)), of(NOW, USERS), Unknown(frozenset({"now", "users"})), Unknown(frozenset({"now", "users"}))),
    (Test(Operator("x", "x", lambda *_: MOOT), (A,)), of(1), False, True),
    (Test(Operator("x", "x", lambda *_: NOW), (A,)), of(1), NOW, NOW),
    (~A_IS, of(1), False, False),
    (~A_IS, of(ABSENT), True, True),
    (~A_IS, of(MOOT), False, True),
    (~A_IS, of(NOW), NOW, NOW),
    (~~A_IS, of(MOOT), False, True),
    (A_IS & B_IS, of(1, 1), True, True),
    (A_IS & B_IS, of(1, 0), False, False),
    (A_IS & B_IS, of(NOW, 0), False, False),
    (A_IS & B_IS, of(NOW, 1), NOW, NOW),
    (A_IS & B_IS, of(1, MOOT), False, True),
    (A_IS | B_IS, of(0, 0), False, False),
    (A_IS | B_IS, of(0, 1), True, True),
    (A_IS | B_IS, of(NOW, 1), True, True),
    (A_IS | B_IS, of(NOW, 0), NOW, NOW),
    (A_IS | B_IS, of(0, MOOT), False, True),
    (Present(A), of(0), True, True),
    (Present(A), of(ABSENT), False, False),
    (Present(A), of(MOOT), False, True),
    (Present(A), of(NOW), NOW, NOW),
    (Present(A), of(SENT_BUT_INVALID), True, True),
    (EACH, of((1, 1)), True, True),
    (EACH, of((1, 0)), False, False),
    (EACH, of(()), True, True),
    (EACH, of((NOW, 1)), NOW, NOW),
    (EACH, of((1, MOOT)), False, True),
    (EACH, of(ABSENT), False, False),
    (EACH, of(MOOT), False, True),
    (EACH, of(NOW), NOW, NOW),
]


@pytest.mark.parametrize(("predicate", "facts", "answer", "where_moot_is_true"), ASKED)
def test_an_answer_is_true_false_or_unknown(
    predicate: Predicate, facts: dict[str, object], answer: Answer, where_moot_is_true: Answer
) -> None:
    assert (predicate.answer(facts), predicate.answer(facts, False)) == (answer, answer)
    assert predicate.answer(facts, True) == where_moot_is_true


def test_an_operator_is_asked_of_the_facts_the_values_and_the_rules_own_arguments() -> None:
    asked: list[object] = []

    def note(*given: object, **more: object) -> bool:
        asked.append((given, more))
        return True

    question = Test(Operator("note", "be noted", note), (A, B), (7, 8), (("x", 1),))
    facts: dict[str, object] = of((1, 2), (3, 3))
    assert (question.answer(facts), Every(question).answer(facts)) == (True, True)
    assert asked == [
        ((facts, (1, 2), (3, 3), 7, 8), {"x": 1}),
        ((facts, 1, frozenset({3}), 7, 8), {"x": 1}),
        ((facts, 2, frozenset({3}), 7, 8), {"x": 1}),
    ]


def test_only_a_list_is_asked_of_as_a_set() -> None:
    within = Every(Test(Operator("within", "be within", lambda _, value, other: other == "ab"), (A, B)))
    assert within.answer({"a": (1, 2), "b": "ab"}) is True


@pytest.mark.parametrize(
    ("predicate", "facts", "culprits"),
    [
        (EACH, of((1, 0, NOW, 0)), (("a", 1), ("a", 3))),
        (EACH, of((1, MOOT)), ()),
        (EACH, of(ABSENT), ()),
        (EACH, of(MOOT), ()),
        (EACH, of(NOW), ()),
        (A_IS, of(0), ()),
        (~EACH, of((0,)), ()),
        (Every(Test(IS, (B,))) & EACH & EACH, of((1, 0), (0, 1)), (("a", 1), ("b", 0))),
        (EACH | B_IS, of((0,), 0), ()),
    ],
)
def test_the_entries_that_make_it_false_are_known(
    predicate: Predicate, facts: dict[str, object], culprits: tuple[tuple[str, int], ...]
) -> None:
    assert predicate.culprits(facts) == culprits


def test_what_is_composed_knows_its_parts() -> None:
    joined = (A_IS & ~B_IS) | Present(B)
    assert list(joined.leaves) == [A_IS, B_IS, Present(B)]
    assert joined.subjects == (A, B, B)
    assert (Present(A).leaves.__next__(), (~EACH).subjects) == (Present(A), (A,))
    assert joined.reads == {"field.a", "field.b", "clock"}
    assert Present(A).reads == {"field.a"}
    assert EACH.reads == {"field.a", "clock"}
    assert Test(IS, (A,), (B, 7)).reads == {"field.a", "field.b", "clock"}


def test_a_subject_reads_nothing_and_has_no_field_unless_it_says_so() -> None:
    assert (Subject.fields, Subject.reads) == ((), frozenset())
    assert A.guard is A


SAID: list[tuple[Predicate, str, str, str, str]] = [
    (Present(A), "a is present", "a is not present", "a must be present", "a must not be present"),
    (A_IS, "a holds true", "a does not hold true", "a must hold true", "a must not hold true"),
    (
        EACH,
        "each of a holds true",
        "some of a does not hold true",
        "each of a must hold true",
        "some of a must not hold true",
    ),
    (
        Present(A) & Present(B),
        "a is present and b is present",
        "a is not present or b is not present",
        "a must be present and b must be present",
        "a must not be present or b must not be present",
    ),
    (
        (Present(A) | Present(B)) & Present(B),
        "(a is present or b is present) and b is present",
        "(a is not present and b is not present) or b is not present",
        "(a must be present or b must be present) and b must be present",
        "(a must not be present and b must not be present) or b must not be present",
    ),
]


@pytest.mark.parametrize(("predicate", "fact", "denied", "demand", "forbidden"), SAID)
def test_a_sentence_is_a_fact_or_a_demand_and_can_be_denied(
    predicate: Predicate, fact: str, denied: str, demand: str, forbidden: str
) -> None:
    assert (predicate.say(), predicate.say(negated=True)) == (fact, denied)
    assert (predicate.say(demand="must"), predicate.say(demand="must", negated=True)) == (demand, forbidden)
    assert ((~predicate).say(), (~predicate).say(demand="must")) == (denied, forbidden)


@pytest.mark.parametrize(
    ("phrase", "fact", "denied"),
    [
        ("be kind to b", "a is kind to b", "a is not kind to b"),
        ("have b", "a has b", "a does not have b"),
        ("read b and c", "a reads b and c", "a does not read b and c"),
    ],
)
def test_a_verb_is_conjugated(phrase: str, fact: str, denied: str) -> None:
    assert (conjugate("a", phrase), conjugate("a", phrase, negated=True)) == (fact, denied)
    assert conjugate("a", phrase, demand="should") == f"a should {phrase}"
    assert conjugate("a", phrase, demand="should", negated=True) == f"a should not {phrase}"


def test_values_of_a_sentence_are_english() -> None:
    question = Operator("near", "be near {0} and {1}, of {all}", holds)
    assert (question.symbol, question.reads) == ("", frozenset())
    said = Test(question, (A, B), (True,), (("open", False), ("by", "day")))
    assert said.sentence == "a is near b and true, of b, true with open false and by day"
    assert repr(said) == "a.near(b, True, open=False, by='day')"


def test_a_predicate_hashes_as_its_spelling() -> None:
    assert hash(A_IS & B_IS) == hash("a.holds() & b.holds()")


JOINED: list[tuple[Callable[[], object], str, str]] = [
    (lambda: A_IS & cast(Any, 7), "&", "7"),
    (lambda: A_IS | cast(Any, "x"), "|", "'x'"),
    (lambda: cast(Any, "x") & A_IS, "&", "'x'"),
]


@pytest.mark.parametrize(("join", "sign", "other"), JOINED)
def test_what_joins_no_predicates_is_refused_with_a_way_out(join: Callable[[], object], sign: str, other: str) -> None:
    with pytest.raises(TypeError) as caught:
        join()
    assert str(caught.value) == (
        f"`{sign}` joins predicates, not {other}; put each comparison in parentheses: "
        f"`(location == 'zoom') {sign} (kind == 'panel')`"
    )


def test_what_stands_left_of_or_is_refused_too() -> None:
    with pytest.raises(TypeError, match=r"joins predicates, not 'x'"):
        cast(Any, "x") | A_IS


HOLDS: list[tuple[Predicate, str, list[object], list[object]]] = [
    (f.duration_minutes == 30, "duration_minutes", [30, 30.0], [29, 31]),
    (f.duration_minutes != 30, "duration_minutes", [29, 31], [30]),
    (f.duration_minutes < 30, "duration_minutes", [29], [30, 31]),
    (f.duration_minutes <= 30, "duration_minutes", [29, 30], [31]),
    (f.duration_minutes > 30, "duration_minutes", [31], [29, 30]),
    (f.duration_minutes >= 30, "duration_minutes", [30, 31], [29]),
    (f.duration_minutes.is_between(30, 60), "duration_minutes", [30, 60], [29, 61]),
    (f.duration_minutes.is_multiple_of(15), "duration_minutes", [-15, 0, 45], [1, 44]),
    (f.duration_minutes.is_one_of(30, 45), "duration_minutes", [30, 45], [31]),
    (f.office_id.is_one_of("7"), "office_id", [7, "7"], ["007", 8]),
    (f.interviewer_ids.has_length(1), "interviewer_ids", [[7]], [[7, 8], [7, 7]]),
    (f.interviewer_ids.has_length(2), "interviewer_ids", [[7, 8], [7, 7]], [[7], [7, 8, 9]]),
    (f.interviewer_ids.has_no_duplicates(), "interviewer_ids", [[7], [7, 8]], [[7, "7"], [7, 8, 7]]),
    (f.interviewer_ids.each.is_in(f.interviewer_ids), "interviewer_ids", [[7, 8]], []),
    (f.office_id.is_sent(), "office_id", [7, 0], [None]),
    (f.office_id.is_omitted(), "office_id", [None], [7, 0]),
]


@pytest.mark.parametrize(("predicate", "field", "true", "false"), HOLDS)
def test_a_question_holds_up_to_its_bounds(
    predicate: Predicate, field: str, true: list[object], false: list[object]
) -> None:
    def answers(values: list[object]) -> list[Answer]:
        return [predicate.answer(Facts(read_request({field: value}, "rest"), None, None)) for value in values]

    assert (answers(true), answers(false)) == ([True] * len(true), [False] * len(false))
