"""Requests that are being drawn, field by field: what a field is to have depends on earlier fields and on the plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from hypothesis import strategies as st

from ..account import Id
from ..shape import FIELDS, Surface, documented, inherited
from .cast import CATEGORIES, Cast
from .values import Strategy, one_spelled

__all__ = ["ABSENT", "MODES", "Draft", "Mode", "Part", "Want", "Wish", "anything", "flags", "only", "requires"]

Mode = Literal["ad_hoc", "plan_driven", "external", "external_plan_driven"]

MODES: Final[Mapping[Surface, tuple[Mode, ...]]] = {
    "rest": ("ad_hoc", "plan_driven", "external", "external_plan_driven"),
    "mcp": ("ad_hoc", "plan_driven"),
}
"""How a request can be made on each surface."""


def requires(name: str, surface: Surface, mode: Mode) -> bool:
    """Whether a field has to be there, whatever the others are.

    >>> requires("location", "rest", "external"), requires("location", "mcp", "plan_driven")
    (False, True)
    """
    if surface == "mcp":
        return FIELDS[name].core
    if mode == "external":
        return FIELDS[name].core and name != "location"
    return mode == "ad_hoc" and (FIELDS[name].core or name in CATEGORIES)


_UNKNOWN: Final = object()  # what a plan supplies where its record does not say


def anything(_: object) -> bool:
    """Whatever a plan supplies fits."""
    return True


@dataclass(frozen=True, slots=True)
class Want:
    """What a field is to have: `send` draws what can be sent, `fits` says what it may have where nothing is sent."""

    send: Strategy = field(default_factory=st.nothing)
    fits: Callable[[Any], bool] = lambda _: False

    def present(self) -> Want:
        """The same, but there has to be a value."""
        return Want(self.send, lambda supplied: supplied not in (None, _UNKNOWN) and self.fits(supplied))

    def is_met(self, supplied: object) -> bool:
        """Whether the field can have it where a plan supplies this."""
        return self.fits(supplied) or not self.send.is_empty


ABSENT: Final = Want(fits=lambda supplied: supplied is None)
"""The field has no value."""


def only(*values: str | bool) -> Want:
    """The field has one of these values."""
    return Want(st.sampled_from(values), values.__contains__)


@dataclass(frozen=True, slots=True)
class Part:
    """An application, who may organize, and the activity of a plan-driven request with what it supplies."""

    application: Strategy
    organizers: Strategy
    activity: Strategy | None = None
    supplies: Mapping[str, object] = field(default_factory=dict)

    def supplied(self, name: str, surface: Surface) -> object:
        """What a field has if it is not sent."""
        if self.activity is None or name not in inherited(surface):
            return None
        return self.supplies.get(name, _UNKNOWN)


flags: Final = st.booleans()
_nulls: Final = st.lists(st.sampled_from(list(FIELDS)), max_size=3)


@dataclass(frozen=True, slots=True)
class Draft:
    """A request that is being drawn."""

    draw: st.DrawFn
    cast: Cast
    surface: Surface
    mode: Mode
    part: Part
    values: dict[str, Any] = field(default_factory=dict)
    """The effective values of the fields that are settled."""

    def finish(self, start: tuple[str, str], wishes: Mapping[str, Wish]) -> dict[str, Any]:
        """The request, its fields in the order of the documentation; of those that it leaves out, some are null."""
        body = {"organizer_id": self.draw(self.part.organizers), "application_id": self.draw(self.part.application)}
        body["start_time"], body["timezone"] = start
        if self.part.activity is not None:
            body["stage_activity_id"] = self.draw(self.part.activity)
        for name, wish in wishes.items():
            body |= self._settled(name, wish if isinstance(wish, Want) else wish(self))
        nulls = self.draw(_nulls)
        return {name: body.get(name) for name in documented(self.surface) if name in body or name in nulls}

    def _settled(self, name: str, want: Want) -> dict[str, Any]:
        """The field, if it is sent."""
        value, sent = self.part.supplied(name, self.surface), {}
        # A flag is drawn even where it changes nothing, so that no detour takes fewer choices than a simple request.
        if not want.fits(value) or (self.draw(flags) and not want.send.is_empty):
            sent[name] = self.draw(want.send)
            value = FIELDS[name].kind.read(sent[name])
        self.values[name] = None if value == () else value
        return sent

    @property
    def is_external(self) -> bool:
        """Whether the event is managed in another calendar."""
        return self.mode.startswith("external")

    @property
    def is_hosted(self) -> bool:
        """Whether one of the interviewers hosts a call of Kula's."""
        return self.is_at("zoom") and not self.is_external

    def is_at(self, location: str) -> bool:
        """Whether it is the location."""
        return bool(self.values["location"] == location)

    @property
    def leads(self) -> tuple[Id, ...]:
        """The active users of whom one has to be an interviewer."""
        return self.cast.active_hosts if self.is_hosted else self.cast.active

    def is_optional(self, name: str) -> bool:
        """Whether the mode allows that the field has no value."""
        return not requires(name, self.surface, self.mode)

    def among(self, name: str, values: tuple[Id, ...], *, needed: bool = False) -> Want:
        """One of the values, or none where none is required."""
        optional = not needed and self.is_optional(name)
        return Want(one_spelled(values), lambda value: value in values or (optional and value is None))


Wish = Want | Callable[[Draft], Want]
"""A want, or what it is once earlier fields are settled."""
