"""How much work a check is, counted rather than timed, so that a change that makes checks slow fails without a clock.

`calls` are those of functions, built-in ones included; `steps` are instructions of the interpreter. The bounds leave
some room, for other versions of Python count a little differently; what has to be equal is compared as it is.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from datetime import timedelta
from itertools import count
from types import FrameType
from typing import Any, Final

import pytest

from kula_rules import REST_CREATE, RuleSet, Snapshot, check_json, rule
from kula_rules import fields as f
from kula_rules.programs import OFTEN

from .support import NOW, compiled, planned, sent


def calls(work: Callable[[], object]) -> int:
    """How many functions are called."""
    seen: list[str] = []
    sys.setprofile(lambda _, event, __: seen.append(event) if event in ("call", "c_call") else None)
    try:
        work()
    finally:
        sys.setprofile(None)
    return len(seen) - 1  # the last is setprofile


def steps(work: Callable[[], object]) -> int:
    """How many instructions are executed."""
    return _monitored(work) if sys.version_info >= (3, 12) else _traced(work)


def _monitored(work: Callable[[], object]) -> int:  # pragma: no cover  # of one version of Python or another
    count, monitoring, tool = 0, vars(sys)["monitoring"], 4  # a number that is nobody's

    def see(*_: object) -> None:
        nonlocal count
        count += 1

    monitoring.use_tool_id(tool, __name__)
    monitoring.register_callback(tool, monitoring.events.INSTRUCTION, see)
    monitoring.set_events(tool, monitoring.events.INSTRUCTION)
    try:
        work()
    finally:
        monitoring.set_events(tool, monitoring.events.NO_EVENTS)
        monitoring.free_tool_id(tool)
    return count


def _traced(work: Callable[[], object]) -> int:  # pragma: no cover  # as above
    count, before = 0, sys.gettrace()

    def see(frame: FrameType, event: str, _: object) -> Any:
        nonlocal count
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        count += event == "opcode"
        return see

    sys.settrace(see)
    try:
        work()
    finally:
        sys.settrace(before)  # that of a measurement of coverage
    return count


def warm(
    payload: Mapping[str, Any], snapshot: Snapshot | None = None, rules: RuleSet | None = None
) -> Callable[[], object]:
    """A check of a payload by rules that are compiled, by our own ones if none are given.

    They are a copy, of whose functions no other test has made as many as there may be.
    """
    text, own = json.dumps(payload).encode(), compiled(rules or RuleSet("rest", REST_CREATE))

    def work() -> object:
        return check_json(text, now=NOW, snapshot=snapshot, rules=own)

    for _ in range(OFTEN + 1):
        work()
    return work


def account(users: int) -> Snapshot:
    people = [{"id": id, "status": "active", "calendar_connected": True} for id in (7, 8, *range(100, 98 + users))]
    templates = [
        {"id": id, "channel": "calendar_invite", "category": category}
        for id, category in ((61, "interview_coordination"), (62, "interviewer_coordination"))
    ]
    tables = {
        "applications": [{"id": 501, "job_id": 31, "manager_ids": [7]}],
        "users": people,
        "email_templates": templates,
    }
    listed = {name: {"complete": True, "items": items} for name, items in tables.items()}
    return Snapshot.from_dict(
        {
            "version": 1,
            **listed,
            "valid_organizers": {"31": {"complete": True, "items": [{"id": p["id"]} for p in people]}},
        }
    )


BOUNDS: Final[Mapping[str, tuple[dict[str, Any], int, int]]] = {
    "plain": (sent(), 20, 560),
    "a start that is not aligned": (sent(start_time="2030-01-15T10:10:00Z"), 20, 560),
    "a location that lacks its field": (sent(location="onsite"), 20, 570),
    "no zone": (sent(timezone="PST"), 22, 570),
    "external": (sent(external={"managed": True}), 27, 700),
    "follows a plan": (planned(), 140, 2200),
    "misshapen": (sent(kind=7), 480, 7000),
}


@pytest.mark.parametrize("name", BOUNDS)
def test_a_check_is_so_much_work_at_most(name: str) -> None:
    payload, most_calls, most_steps = BOUNDS[name]
    work = warm(payload)
    assert calls(work) <= most_calls
    assert steps(work) <= most_steps


def test_an_account_is_little_more_than_as_many_steps_again() -> None:
    alone, known = warm(sent()), warm(sent(), account(100))
    assert calls(known) <= 55
    assert steps(known) < 2.5 * steps(alone)


@pytest.mark.parametrize("users", [0, 10])
def test_another_moment_each_time_is_a_few_calls(users: int) -> None:
    text, moments = json.dumps(sent()), (NOW + timedelta(seconds=second) for second in count())
    snapshot, rules = account(users) if users else None, RuleSet("rest", REST_CREATE)
    same = warm(sent(), snapshot, rules)

    def later() -> object:
        return check_json(text, now=next(moments), snapshot=snapshot, rules=rules)

    for _ in range(3):
        later()
    assert calls(later) <= calls(same) + 20


def test_the_size_of_an_account_is_no_work() -> None:
    small, large = warm(sent(), account(100)), warm(sent(), account(20_000))
    assert (calls(small), steps(small)) == (calls(large), steps(large))


def test_more_interviewers_are_a_few_steps_each() -> None:
    few, many = (warm(sent(interviewer_ids=list(range(1, number + 1)))) for number in (10, 510))
    assert calls(few) == calls(many)
    assert steps(many) - steps(few) <= 500 * 18


def test_ten_more_rules_are_no_calls_and_few_steps() -> None:
    own = tuple(rule(f"acme_{number}", must=f.duration_minutes <= 300 + number) for number in range(10))
    alone, more = warm(sent()), warm(sent(), rules=REST_CREATE + own)
    assert calls(more) == calls(alone)
    assert steps(more) <= 1.15 * steps(alone)


def test_findings_are_written_when_they_are_read() -> None:
    work = warm(sent(start_time="2030-01-15T10:10:00Z"))
    assert calls(work) < calls(lambda: work().findings) / 2  # type: ignore[attr-defined]  # it is a report
