"""What is wrong with what a request refers to, given what is known of the account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final

from hypothesis import strategies as st

from ..account import Id
from ..shape import read_id
from .cast import Cast
from .drafts import ABSENT, Draft, Want, only
from .scenes import Activities, Cause, Scene, changed, no_activities, no_interviews
from .values import Strategy, one_spelled
from .wants import RIGHT, team

__all__ = ["ACCOUNT_FAULTS"]


def _unknown_application(scene: Scene) -> Strategy:
    return changed(scene.requests(), application_id=scene.fresh("applications"))


def _unknown_organizer(scene: Scene) -> Strategy:
    """Who is missing from a list of active users may exist."""
    nobody = st.nothing() if scene.cast.account.users_only_active else scene.fresh("users")
    return changed(scene.requests(), organizer_id=nobody)


def _refused(code: str) -> Cause:
    return lambda scene: replace(scene, refused=code).requests()


def _refused_by_kula(code: str) -> Cause:
    return lambda scene: replace(scene.kula(), refused=code).requests()


def _naming(activities: Activities) -> Cause:
    return lambda scene: replace(scene.planned(), activities=activities).requests()


# --- interviewers and hosts ------------------------------------------------------------------------------------------


def _unknown_interviewers(scene: Scene) -> Strategy:
    """Some of them, or all of them where nobody has to host the call; sent, or supplied by a plan."""
    bad = scene.fresh("users") | one_spelled(scene.cast.inactive)
    panel, away = only("panel"), scene.away("zoom")
    supplied = Want(fits=partial(_has_unknown, scene.cast))
    return st.one_of(
        scene.requests(kind=panel, interviewer_ids=partial(_among_others, bad=bad)),
        scene.requests(location=away, interviewer_ids=partial(_all_unknown, bad=bad)),
        scene.planned().requests(kind=panel, location=away, interviewer_ids=supplied),
    )


def _among_others(draft: Draft, bad: Strategy) -> Want:
    both = st.tuples(_some(bad, 2), RIGHT["interviewer_ids"](draft).send)
    return Want(both.flatmap(lambda two: st.permutations([*two[0], *two[1]])))


def _all_unknown(draft: Draft, bad: Strategy) -> Want:
    return Want(_some(bad, 1 if draft.values["kind"] == "one_on_one" else 3))


def _some(ids: Strategy, most: int) -> Strategy:
    return st.lists(ids, min_size=1, max_size=most, unique_by=read_id)


def _has_unknown(cast: Cast, ids: Any) -> bool:
    """Whether some interviewers are certainly not found, and all others are, nobody twice."""
    if not isinstance(ids, tuple) or len(set(ids)) < len(ids):
        return False
    return {cast.is_active(id) for id in ids} in ({False}, {True, False})


def _invalid_host(scene: Scene) -> Strategy:
    guests = scene.cast.guests
    if not guests:
        return st.nothing()
    return scene.kula().requests(
        location=only("zoom"),
        interviewer_ids=lambda draft: team(draft, guests, draft.cast.active),
        host_id=lambda draft: _guest_of(draft, guests),
    )


def _guest_of(draft: Draft, guests: tuple[Id, ...]) -> Want:
    return Want(one_spelled(tuple(id for id in draft.values["interviewer_ids"] or guests if id in guests)))


# --- records that a field names --------------------------------------------------------------------------------------


def _missing(scene: Scene, table: str) -> Want:
    known = scene.cast.account.table(table)
    return Want(scene.fresh(table), lambda id: known.complete and id not in known.records).present()


def _missing_office(scene: Scene) -> Strategy:
    """At a place that needs an office, or at none; one that a plan supplies, wherever."""
    missing = _missing(scene, "offices")
    return st.one_of(
        scene.requests(location=only("onsite"), office_id=missing),
        scene.requiring("location", required=False).requests(location=ABSENT, office_id=missing),
        scene.planned().requests(office_id=Want(fits=missing.fits)),
    )


def _missing_template(field: str) -> Cause:
    return lambda scene: scene.kula().requests(**{field: _missing(scene, "email_templates")})


def _wrong_template(field: str) -> Cause:
    def cause(scene: Scene) -> Strategy:
        wrong = scene.cast.templates(field, right=False)
        return scene.kula().requests(**{field: Want(one_spelled(wrong), wrong.__contains__)})

    return cause


def _missing_scorecard_template(scene: Scene) -> Strategy:
    return scene.ad_hoc().requests(scorecard_template_id=_missing(scene, "scorecard_templates"))


ACCOUNT_FAULTS: Final[Mapping[str, Cause]] = {
    "err_application_not_found": _unknown_application,
    "err_organizer_not_found": _unknown_organizer,
    "err_organizer_no_calendar": _refused_by_kula("err_organizer_no_calendar"),
    "err_organizer_no_job_permission": _refused("err_organizer_no_job_permission"),
    "organizer_not_eligible": _refused_by_kula("organizer_not_eligible"),
    "err_organizer_no_application_permission": _refused("err_organizer_no_application_permission"),
    "err_interviewers_not_found": _unknown_interviewers,
    "err_office_not_found": _missing_office,
    "err_zoom_host_invalid_user": _invalid_host,
    "err_candidate_template_not_found": _missing_template("candidate_template_id"),
    "err_interviewer_template_not_found": _missing_template("interviewer_template_id"),
    "err_candidate_template_invalid_category": _wrong_template("candidate_template_id"),
    "err_interviewer_template_invalid_category": _wrong_template("interviewer_template_id"),
    "err_scorecard_template_not_found": _missing_scorecard_template,
    "err_stage_activity_not_found": _naming(no_activities),
    "err_stage_activity_not_interview": _naming(no_interviews),
}
