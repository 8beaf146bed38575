"""Users' rules, drawn at random from the words that rules are written in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from typing import Any, Final

from hypothesis import strategies as st

from kula_rules import fields as f
from kula_rules.predicates import Predicate

IDS: Final = (f.organizer_id, f.application_id, f.host_id, f.office_id, f.stage_activity_id, f.candidate_template_id)
MANAGERS: Final = f.application_id.record(f.applications).attribute("manager_ids")
ATTRIBUTES: Final[tuple[tuple[Any, dict[str, object]], ...]] = (
    (f.users, {}),
    (f.users, {"status": "active"}),
    (f.users, {"calendar_connected": True}),
    (f.applications, {}),
    (f.applications, {"job_id": 1}),
    (f.offices, {}),
    (f.conference_hosts, {}),
    (f.email_templates, {"channel": "calendar_invite"}),
    (f.valid_organizers, {}),
    (f.interview_plans, {}),
    (f.interview_plans, {"type": "interview"}),
    (f.interview_plans, {"kind": "panel"}),
)
PLAIN: Final[tuple[Predicate, ...]] = (
    f.kind == "panel",
    f.location != "zoom",
    f.duration_minutes > 40,
    f.externally_managed,
    f.plan_driven,
    f.start_time.is_in_the_future(),
    f.start_time.local_time.is_between(time(9), time(18)),
    f.interviewer_ids.has_length(1),
    f.interviewer_ids.has_no_duplicates(),
    f.interviewer_ids.each.is_one_of(1, 2),
    f.interviewer_ids.each.is_in(MANAGERS),
    f.kind.is_present(),
    f.location.is_present(),
    f.interviewer_ids.is_present(),
    f.interviewer_ids.is_sent(),
)
ABOUT_IDS: Final[tuple[Callable[[Any], Predicate], ...]] = (
    lambda word: word.is_present(),
    lambda word: word.is_sent(),
    lambda word: word.is_in(f.interviewer_ids),
    lambda word: word.is_in(MANAGERS),
)


def _looked_up(word: Any, row: tuple[Any, dict[str, object]], way: int) -> Predicate:
    table, attributes = row
    ways: list[Callable[[], Predicate]] = [
        lambda: word.is_found_in(table, **attributes),
        lambda: f.interviewer_ids.each.is_found_in(table, **attributes),
        lambda: word.record(table).is_present(),
        lambda: word.record(table).has(**attributes),
    ]
    return ways[way]()


leaves = st.one_of(
    st.sampled_from(PLAIN),
    st.builds(lambda ask, word: ask(word), st.sampled_from(ABOUT_IDS), st.sampled_from(IDS)),
    st.builds(_looked_up, st.sampled_from(IDS), st.sampled_from(ATTRIBUTES), st.integers(0, 3)),
)
predicates = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda a, b: a & b, inner, inner),
        st.builds(lambda a, b: a | b, inner, inner),
        st.builds(lambda a: ~a, inner),
    ),
    max_leaves=5,
)
