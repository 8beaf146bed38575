"""A scene: a surface, an account and some modes, in which requests are drawn that are right but for what is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from hypothesis import strategies as st

from ..account import Id
from ..shape import FIELDS, INHERITABLE, Surface
from .cast import Cast
from .drafts import Draft, Mode, Part, Want, Wish, only, requires
from .values import Strategy, one_spelled, outside
from .wants import RIGHT

__all__ = ["Activities", "Cause", "Scene", "changed", "interviews", "merged", "no_activities", "no_interviews"]

Activities = Callable[[Cast, Id], Iterator[tuple[Strategy, Mapping[str, object]]]]
"""The ids that a plan-driven request on a job may name, each with what the activity supplies."""


def interviews(cast: Cast, job: Id) -> Iterator[tuple[Strategy, Mapping[str, object]]]:
    """The interviews of the job's plan."""
    for record in cast.activities(job, interviews=True):
        yield one_spelled((record["id"],)), record


def no_interviews(cast: Cast, job: Id) -> Iterator[tuple[Strategy, Mapping[str, object]]]:
    """Other activities of the job's plan. What their records do not say can not be found fault with."""
    for record in cast.activities(job, interviews=False):
        yield one_spelled((record["id"],)), {name: record.get(name) for name in INHERITABLE}


def no_activities(cast: Cast, job: Id) -> Iterator[tuple[Strategy, Mapping[str, object]]]:
    """Activities that are not in the job's plan, and supply nothing."""
    fresh = outside(cast.account.job_of_activity) if cast.is_planned(job) else st.nothing()
    if not (ids := fresh | one_spelled(cast.elsewhere(job))).is_empty:
        yield ids, dict.fromkeys(INHERITABLE)


@dataclass(frozen=True, slots=True)
class Scene:
    """Where requests are drawn, and what is asked of them all."""

    surface: Surface
    cast: Cast
    now: datetime
    modes: tuple[Mode, ...]
    starts: Strategy
    refused: str = ""
    """The one code that refuses the organizer."""
    activities: Activities = interviews
    application: Id | None = None
    """The one that requests are for; any, if it is not said."""

    def where(self, applies: Callable[[Mode], bool]) -> Scene:
        """The scene with these modes only."""
        return replace(self, modes=tuple(mode for mode in self.modes if applies(mode)))

    def planned(self) -> Scene:
        """The scene with a plan."""
        return self.where(lambda mode: "plan" in mode)

    def ad_hoc(self) -> Scene:
        """The scene without a plan."""
        return self.where(lambda mode: "plan" not in mode)

    def kula(self) -> Scene:
        """The scene with events that Kula manages."""
        return self.where(lambda mode: "external" not in mode)

    def external(self) -> Scene:
        """The scene with events that are managed elsewhere."""
        return self.where(lambda mode: "external" in mode)

    def requiring(self, name: str, *, required: bool = True) -> Scene:
        """The scene with the modes in which a field has to be there, or has not."""
        return self.where(lambda mode: requires(name, self.surface, mode) is required)

    def away(self, *places: str) -> Want:
        """The location is another one."""
        return only(*(location for location in self.cast.locations if location not in places))

    def fresh(self, table: str) -> Strategy:
        """An id that is certainly not in a table."""
        known = self.cast.account.table(table)
        return outside(known.records) if known.complete else st.nothing()

    def requests(self, **wishes: Wish) -> Strategy:
        """Requests that are right, but for what is wished of some fields; none, where the account allows none."""
        wants = {name: wish for name, wish in wishes.items() if isinstance(wish, Want)}
        suited = ((mode, self._suited(self._parts(mode), wants)) for mode in self.modes)
        played = [st.tuples(st.just(mode), st.sampled_from(parts)) for mode, parts in suited if parts]
        return _drafts(self, st.one_of(played), {**RIGHT, **wishes}) if played else st.nothing()

    def _parts(self, mode: Mode) -> Iterator[Part]:
        for application, job in self.cast.applications():
            organizers = one_spelled(self.cast.organizers(application, self.refused))
            if organizers.is_empty or self.application not in (None, application):
                continue
            part = Part(one_spelled((application,)), organizers)
            activities = self.activities(self.cast, job) if "plan" in mode else [(None, {})]
            yield from (replace(part, activity=ids, supplies=supplies) for ids, supplies in activities)

    def _suited(self, parts: Iterator[Part], wants: Mapping[str, Want]) -> list[Part]:
        """The parts in which all wants can be met; half of them such that a plan meets them, if there is one."""
        offices = Want(fits=(None, *self.cast.ids("offices")).__contains__)
        known = {"office_id": offices, **wants}  # an office that a plan supplies counts at every location
        suited = [p for p in parts if all(w.is_met(p.supplied(name, self.surface)) for name, w in known.items())]
        planned = [p for p in suited if all(w.fits(p.supplied(name, self.surface)) for name, w in wants.items())]
        return suited + planned * (len(suited) // max(1, len(planned)))


@st.composite
def _drafts(draw: st.DrawFn, scene: Scene, played: Strategy, wishes: Mapping[str, Wish]) -> dict[str, Any]:
    return Draft(draw, scene.cast, scene.surface, *draw(played)).finish(draw(scene.starts), wishes)


Cause = Callable[[Scene], Strategy]
"""What draws the requests of a scene that one code finds fault with."""


def changed(requests: Strategy, **fields: Strategy) -> Strategy:
    """The requests with other values in some fields."""
    return merged(requests, st.fixed_dictionaries(fields))


def merged(requests: Strategy, fields: Strategy) -> Strategy:
    """The same, where the fields are drawn, too."""
    return st.tuples(requests, fields).map(_merged)


def _merged(drawn: tuple[dict[str, Any], dict[str, Any]]) -> dict[str, Any]:
    both = {**drawn[0], **drawn[1]}
    return {name: both[name] for name in (*FIELDS, *both) if name in both}
