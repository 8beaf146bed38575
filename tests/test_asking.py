"""What an account is asked about ids: once for each, of the definition, and in bounded memory."""

from __future__ import annotations

import pytest

from kula_rules import Snapshot, asking
from kula_rules import fields as f
from kula_rules.answers import ABSENT, Unknown
from kula_rules.asking import AccountAnswers, Question, Topic, topic_of
from kula_rules.contract.organizer import has_a_calendar, is_refused_for_unknown_reason, may_manage_the_job
from kula_rules.predicates import Predicate
from kula_rules.words import Condition

from .support import ACCOUNT

ORGANIZERS_JOB = may_manage_the_job(f.organizer_id)


def condition(*reads: str) -> Predicate:
    return Condition("seen", "somebody", "be seen", lambda _: True, reads=reads)


TOPICS: list[tuple[Predicate, Topic | None]] = [
    (f.organizer_id.is_found_in(f.users), Topic("organizer_id", False, False)),
    (f.interviewer_ids.each.is_found_in(f.users, status="active"), Topic("interviewer_ids", False, False)),
    (
        f.candidate_template_id.record(f.email_templates).has(channel="calendar_invite"),
        Topic("candidate_template_id", False, False),
    ),
    (f.application_id.is_found_in(f.applications, job_id=31), Topic("application_id", False, False)),
    (f.organizer_id.is_found_in(f.valid_organizers), Topic("organizer_id", True, False)),
    (has_a_calendar(f.organizer_id), Topic("organizer_id", True, False)),
    (ORGANIZERS_JOB, Topic("organizer_id", True, True)),
    (is_refused_for_unknown_reason, Topic("organizer_id", True, True)),
    (condition("field.host_id", "snapshot.users"), Topic("host_id", False, False)),
    (condition("field.host_id", "field.office_id"), None),
    (condition("field.host_id", "now"), None),
    (f.host_id.is_in(f.interviewer_ids), None),
    (f.start_time.is_in_the_future(), None),
    (f.location == "zoom", None),
    (f.host_id.is_present(), None),
]


@pytest.mark.parametrize(("predicate", "topic"), TOPICS, ids=[repr(predicate) for predicate, _ in TOPICS])
def test_what_a_question_is_about(predicate: Predicate, topic: Topic | None) -> None:
    assert topic_of(predicate) == topic


def question(predicate: Predicate, moot: bool = False) -> Question:
    topic = topic_of(predicate)
    assert topic is not None
    return Question(predicate, "rest", topic, moot)


def answers() -> AccountAnswers:
    return AccountAnswers(Snapshot.from_dict(ACCOUNT))


def test_each_job_has_its_own_answers() -> None:
    known, asked = answers(), question(ORGANIZERS_JOB, moot=True)
    listed, elsewhere = known.on_job_of({"id": 501, "job_id": 31}), known.on_job_of({"id": 1, "job_id": 99})
    assert listed is known.on_job_of({"id": 502, "job_id": 31})
    assert (listed[asked][7], listed[asked][8], elsewhere[asked][7]) == (True, False, NO_ORGANIZERS)


NO_ORGANIZERS = Unknown(frozenset({"snapshot.valid_organizers"}))
NO_JOB = Unknown(frozenset({"snapshot.applications", "snapshot.valid_organizers"}))


@pytest.mark.parametrize(
    ("application", "answer"), [(ABSENT, True), (Unknown(frozenset({"snapshot.applications"})), NO_JOB)]
)
def test_without_a_job_an_answer_is_moot_or_unknown(application: object, answer: object) -> None:
    asked = question(f.organizer_id.is_found_in(f.valid_organizers), moot=True)
    assert answers().on_job_of(application)[asked][7] == answer


def test_all_is_forgotten_when_it_is_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "_SPARE", 10)
    known = answers()
    asked = question(f.organizer_id.is_found_in(f.users))
    most = 10 + 4 * sum(map(len, known.account.records.values()))
    for id in range(1, most + 1):
        assert known[asked][id] is (id in known.account.records["users"])
    assert len(known[asked]) == most
    known.on_job_of(ABSENT)
    assert known[asked][most + 1] is False
    assert known == {}
    assert known[asked][7] is True
    assert len(known[asked]) == 1


def test_a_long_id_is_not_kept() -> None:
    known, asked = answers(), question(f.organizer_id.is_found_in(f.users))
    assert known[asked]["x" * 65] is False
    assert known[asked]["x" * 64] is False
    assert known[asked][1 << 512] is False
    assert known[asked][(1 << 512) - 1] is False
    assert list(known[asked]) == ["x" * 64, (1 << 512) - 1]


def test_what_depends_on_the_application_is_a_mistake() -> None:
    """Rather than an answer that is wrong for another application on the same job."""
    mine = Condition(
        "mine",
        "the application",
        "be mine",
        lambda facts: bool(facts.value("application_id") == 501),
        reads=["field.application_id", "field.organizer_id", "snapshot.applications"],
    )
    with pytest.raises(TypeError, match="it depends on the application"):
        answers().on_job_of(ABSENT)[question(mine)][7]
    with pytest.raises(TypeError, match="it depends on the application"):
        hash(asking._ANY_APPLICATION)
