"""Nobody can change a rule unnoticed: whatever single thing is changed in one, a vector of its surface says so."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase

import pytest

from ..support import BOTH
from .judging import killer_of
from .mutants import Mutant, mutants_of

MUTANTS = [mutant for rules in BOTH for mutant in mutants_of(rules)]
RULES = list(dict.fromkeys((mutant.surface, mutant.code) for mutant in MUTANTS))

EQUIVALENT: Mapping[str, tuple[str, ...]] = {
    "what ends a check is an error in every rule set": (
        "* invalid_json: *",
        "* not_an_object: *",
    ),
    "an ad-hoc request inherits nothing, so that what is there was sent": (
        "rest err_kind_required: must * -> kind.is_sent()",
        "rest err_location_required: must * -> location.is_sent()",
        "rest err_duration_minutes_required: must * -> duration_minutes.is_sent()",
        "rest err_candidate_template_id_required: must * -> candidate_template_id.is_sent()",
        "rest err_interviewer_template_id_required: must * -> interviewer_template_id.is_sent()",
    ),
    "the tool never inherits these, so that what is there was sent": (
        "mcp err_kind_required: must * -> kind.is_sent()",
        "mcp err_location_required: must * -> location.is_sent()",
        "mcp err_duration_minutes_required: must * -> duration_minutes.is_sent()",
        "mcp duplicate_interviewers: at * -> left out",
    ),
    "a rule about an activity applies where there is one": (
        "* err_stage_activity_not_found: only when plan_driven",
        "* err_stage_activity_not_interview: only when plan_driven",
    ),
    "the rule says it in other words": (
        "rest organizer_not_eligible: only when ~externally_managed",
        "rest external_fields_ignored: only when ~externally_managed",
    ),
    "no multiple of 15 lies between": (
        "rest duration_not_multiple_of_15: when * -> duration_minutes.is_between(5, 1439)",
        "mcp err_duration_out_of_range: must * -> duration_minutes.is_between(0, 1440)",
        "mcp err_duration_out_of_range: must * -> duration_minutes.is_between(14, 1440)",
        "mcp err_duration_out_of_range: must * -> duration_minutes.is_between(15, 1441)",
    ),
    "no interview of the tool is externally managed": (
        "mcp err_zoom_host_id_required: when * -> location == 'zoom'",
        "mcp err_zoom_host_id_not_in_interviewers: when * -> location == 'zoom'",
        "mcp err_zoom_host_invalid_user: when * -> location == 'zoom'",
        "mcp err_organizer_no_calendar: when * -> organizer_id.is_found_in(users)",
        "mcp err_candidate_template_not_found: when * -> always",
        "mcp err_interviewer_template_not_found: when * -> always",
        "mcp err_candidate_template_invalid_category: when * -> always",
        "mcp err_interviewer_template_invalid_category: when * -> always",
        "mcp field_has_no_effect: without the case ~candidate_template_id.is_sent()",
        "mcp field_has_no_effect: without the case ~interviewer_template_id.is_sent()",
        "mcp field_has_no_effect: without the case ~calendar_event_visibility.is_sent()",
        "mcp field_has_no_effect: case ~candidate_template_id.is_sent(): must *",
        "mcp field_has_no_effect: case ~interviewer_template_id.is_sent(): must *",
        "mcp field_has_no_effect: case ~calendar_event_visibility.is_sent(): must *",
        "mcp field_has_no_effect: case ~candidate_template_id.is_sent(): only when *",
        "mcp field_has_no_effect: case ~interviewer_template_id.is_sent(): only when *",
        "mcp field_has_no_effect: case ~calendar_event_visibility.is_sent(): only when *",
        "mcp external_fields_ignored: said here too",
        "mcp note_taker_cannot_join: said here too",
    ),
    "no path of the tool names an application": ("mcp application_id_mismatch: said here too",),
}
"""Mutants that say the same as the rule, by the reason why; `*` stands for any text."""

PATTERNS = [pattern for patterns in EQUIVALENT.values() for pattern in patterns]


def is_excused(mutant: Mutant) -> bool:
    return any(fnmatchcase(mutant.name, pattern) for pattern in PATTERNS)


@pytest.mark.parametrize(("surface", "code"), RULES, ids=[f"{surface}-{code}" for surface, code in RULES])
def test_every_change_of_a_rule_is_noticed_unless_it_changes_nothing(surface: str, code: str) -> None:
    mutants = [mutant for mutant in MUTANTS if (mutant.surface, mutant.code) == (surface, code)]
    survivors = [mutant.name for mutant in mutants if killer_of(mutant) is None]
    assert survivors == [mutant.name for mutant in mutants if is_excused(mutant)]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_every_excuse_is_one_of_a_mutant(pattern: str) -> None:
    assert any(fnmatchcase(mutant.name, pattern) for mutant in MUTANTS)


def test_mutants_have_names_of_their_own() -> None:
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS)


def test_there_are_mutants_of_every_rule() -> None:
    assert [(rules.surface, code) for rules in BOTH for code in rules.codes if (rules.surface, code) not in RULES] == []
    assert len(MUTANTS) > 1500
