"""What is wrong with a request's fields, whatever the account: what is missing, times, numbers, places."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from hypothesis import strategies as st

from ..account import Id
from ..contract import REST_CREATE
from .drafts import ABSENT, Want, only
from .odd_starts import BAD_STARTS, BAD_ZONES
from .scenes import Cause, Scene, changed
from .starts import past, unaligned
from .values import Strategy, one_spelled
from .wants import team

__all__ = ["FIELD_FAULTS", "UNEVEN", "duration", "starting"]

_ALWAYS: Final = [field for case in REST_CREATE["missing_field"].cases for field in case.must.subjects[0].fields]


def _missing_field(scene: Scene) -> Strategy:
    names = st.sets(st.sampled_from(_ALWAYS), min_size=1)
    return st.builds(_without, scene.requests(), names, st.booleans())


def _without(request: Mapping[str, Any], names: set[str], null: bool) -> dict[str, Any]:
    kept = {name: value for name, value in request.items() if name not in names}
    return {name: kept.get(name) for name in request} if null else kept


def _required(name: str) -> Cause:
    return lambda scene: scene.requiring(name).requests(**{name: ABSENT})


def _no_interviewers(scene: Scene) -> Strategy:
    return _required("interviewer_ids")(scene) | scene.requests(interviewer_ids=Want(st.builds(list)))


# --- times and numbers -----------------------------------------------------------------------------------------------

UNEVEN: Final[Strategy] = st.builds(lambda quarters, more: 15 * quarters + more, st.integers(1, 95), st.integers(1, 14))
"""A number of minutes from 16 to 1439 that is no multiple of 15."""

_LONG: Final = st.integers(1441, 1470) | st.integers(1441, 10**6) | st.integers(1441, 10**30)
_IN_RANGE: Final = range(5, 1441)


def duration(minutes: Strategy, fits: Callable[[int], bool]) -> Want:
    """A duration that is sent as an integer or as a float, or that a plan supplies."""
    return Want(minutes | minutes.map(float), lambda supplied: isinstance(supplied, int) and fits(supplied))


def starting(starts: Callable[[datetime], Strategy]) -> Cause:
    """Requests that are right but for such starts, given the present moment."""
    return lambda scene: replace(scene, starts=starts(scene.now)).requests()


def _end_before_start(scene: Scene) -> Strategy:
    return scene.requests(duration_minutes=duration(st.integers(-(10**6), 0), lambda minutes: minutes <= 0))


def _out_of_range(scene: Scene) -> Strategy:
    short = st.integers(1, 14) | UNEVEN if scene.surface == "mcp" else st.integers(1, 4)
    wrong = duration(short | _LONG, lambda minutes: minutes > 0 and minutes not in _IN_RANGE)
    return scene.requests(duration_minutes=wrong)


# --- interviewers and places -----------------------------------------------------------------------------------------


def _crowd_for_one(scene: Scene) -> Strategy:
    return scene.requests(
        kind=only("one_on_one"),
        interviewer_ids=lambda draft: team(draft, draft.leads, draft.cast.active, fewest=2).present(),
    )


def _missing_at(place: str, name: str) -> Cause:
    return lambda scene: scene.requests(location=only(place), **{name: ABSENT})


def _no_host(scene: Scene) -> Strategy:
    return _missing_at("zoom", "host_id")(scene.kula())


def _absent_host(scene: Scene) -> Strategy:
    return st.one_of([_host_away(scene.kula(), host) for host in scene.cast.ids("conference_hosts")])


def _host_away(scene: Scene, host: Id) -> Strategy:
    others = tuple(id for id in scene.cast.active if id != host)
    return scene.requests(
        location=only("zoom"),
        interviewer_ids=lambda draft: team(draft, others, others).present(),
        host_id=Want(one_spelled((host,)) if others else st.nothing()),
    )


FIELD_FAULTS: Final[Mapping[str, Cause]] = {
    "missing_field": _missing_field,
    "err_kind_required": _required("kind"),
    "err_location_required": _required("location"),
    "err_duration_minutes_required": _required("duration_minutes"),
    "err_interviewer_ids_required": _no_interviewers,
    "err_candidate_template_id_required": _required("candidate_template_id"),
    "err_interviewer_template_id_required": _required("interviewer_template_id"),
    "err_invalid_iso_8601": lambda scene: changed(scene.requests(), start_time=BAD_STARTS),
    "err_invalid_timezone": lambda scene: changed(scene.requests(), timezone=BAD_ZONES),
    "err_start_time_not_aligned": starting(unaligned),
    "err_start_time_in_past": starting(past),
    "err_end_time_before_start_time": _end_before_start,
    "err_duration_out_of_range": _out_of_range,
    "err_invalid_set_of_interviewers": _crowd_for_one,
    "err_onsite_office_required": _missing_at("onsite", "office_id"),
    "err_zoom_host_id_required": _no_host,
    "err_zoom_host_id_not_in_interviewers": _absent_host,
    "err_hackerrank_template_id_required": _missing_at("hackerrank", "hackerrank_template_id"),
}
