"""Where the tool page differs from the REST page.

Its table of inputs requires the four core details in every mode, offers both templates as options, asks for a duration
in quarter hours, and does not know `external`.
"""

from __future__ import annotations

from typing import Any

from ..fields import duration_minutes, interviewer_ids, kind, location
from ..rules import Example, rule
from . import examples
from .examples import sent

__all__ = ["MCP_RULES", "REST_ONLY"]

REST_ONLY = (
    "err_candidate_template_id_required",
    "err_interviewer_template_id_required",
    "application_id_mismatch",
    "duration_not_multiple_of_15",
    "external_fields_ignored",
    "note_taker_cannot_join",
)
"""Rules about what the tool makes optional, says otherwise or does not have."""

INPUTS = "tool page, Input Schema: required"


def good(payload: object, **options: Any) -> Example:
    return examples.good(payload, surface="mcp", **options)


def bad(payload: object, *pointers: str, **options: Any) -> Example:
    return examples.bad(payload, *pointers, surface="mcp", **options)


MCP_RULES = (
    rule(
        "err_kind_required",
        must=kind.is_present(),
        about="The tool wants it even where a stage_activity_id is sent.",
        source=INPUTS,
        good=[good(sent())],
        bad=[bad(sent(stage_activity_id=900, kind=None), "/kind")],
    ),
    rule(
        "err_location_required",
        must=location.is_present(),
        about="The tool wants it even where a stage_activity_id is sent.",
        source=INPUTS,
        good=[good(sent())],
        bad=[bad(sent(stage_activity_id=900, location=None), "/location")],
    ),
    rule(
        "err_duration_minutes_required",
        must=duration_minutes.is_present(),
        about="The tool wants it even where a stage_activity_id is sent.",
        source=INPUTS,
        good=[good(sent())],
        bad=[bad(sent(stage_activity_id=900, duration_minutes=None), "/duration_minutes")],
    ),
    rule(
        "err_interviewer_ids_required",
        must=interviewer_ids.is_present(),
        about="The tool wants at least one interviewer, even where a stage_activity_id is sent.",
        source=INPUTS,
        good=[good(sent())],
        bad=[
            bad(sent(interviewer_ids=[]), "/interviewer_ids"),
            bad(sent(stage_activity_id=900, interviewer_ids=None), "/interviewer_ids"),
        ],
    ),
    rule(
        "err_duration_out_of_range",
        when=duration_minutes > 0,
        must=duration_minutes.is_between(15, 1440) & duration_minutes.is_multiple_of(15),
        about="Quarter hours only: a quarter of an hour at least, a day at most.",
        source="tool page, Constraints: a multiple of 15, from 15 to 1440",
        good=[good(sent(duration_minutes=15)), good(sent(duration_minutes=1440))],
        bad=[bad(sent(duration_minutes=20), "/duration_minutes"), bad(sent(duration_minutes=5), "/duration_minutes")],
    ),
)
