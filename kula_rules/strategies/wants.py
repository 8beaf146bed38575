"""What a right request wants of each field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final

from hypothesis import strategies as st

from ..account import Id
from ..shape import FIELDS, read_id
from .cast import CATEGORIES
from .drafts import Draft, Want, anything, flags
from .values import ANY_ID, LINKS, OTHER_LINKS, Strategy, one_spelled

__all__ = ["MEMBERS", "PLACES", "RIGHT", "VISIBILITIES", "managed", "team"]

VISIBILITIES: Final = ("default", "private")
PLACES: Final[Mapping[str, str]] = {"host_id": "zoom", "office_id": "onsite", "hackerrank_template_id": "hackerrank"}
"""The one location at which a field is used."""


_QUARTERS: Final = tuple(range(15, 1441, 15))
_lengths: Final = st.sampled_from([*[15, 1440, 30, 45, 60] * 20, *_QUARTERS, *map(float, _QUARTERS)])


def _duration(draft: Draft) -> Want:
    return Want(_lengths, draft.among("duration_minutes", _QUARTERS).fits)


def _host(draft: Draft) -> Want:
    ids = draft.values["interviewer_ids"]
    if draft.is_hosted:
        return Want(one_spelled(tuple(id for id in draft.cast.ids("conference_hosts") if ids is None or id in ids)))
    return Want(ANY_ID if draft.is_at("zoom") else st.nothing(), anything)


def _office(draft: Draft) -> Want:
    is_needed = draft.is_at("onsite")
    want = draft.among("office_id", draft.cast.ids("offices"), needed=is_needed)
    return want if is_needed else Want(fits=want.fits)


def _hackerrank_template(draft: Draft) -> Want:
    return Want(ANY_ID, anything).present() if draft.is_at("hackerrank") else Want(fits=anything)


def _template(name: str) -> Callable[[Draft], Want]:
    def want(draft: Draft) -> Want:
        return Want(fits=anything) if draft.is_external else draft.among(name, draft.cast.templates(name))

    return want


def _scorecard_template(draft: Draft) -> Want:
    is_used = draft.part.activity is None
    return draft.among("scorecard_template_id", draft.cast.ids("scorecard_templates") if is_used else ())


def _visibility(draft: Draft) -> Want:
    return Want(fits=anything) if draft.is_external else draft.among("calendar_event_visibility", VISIBILITIES)


# --- interviewers ----------------------------------------------------------------------------------------------------


def _interviewers(draft: Draft) -> Want:
    return team(draft, draft.leads, draft.cast.active)


def team(draft: Draft, leads: tuple[Id, ...], anyone: tuple[Id, ...], *, fewest: int = 1) -> Want:
    """Interviewers, nobody twice, a lead among them: `fewest` at least, and otherwise as many as the kind allows."""
    sizes = range(1, 2) if draft.values["kind"] == "one_on_one" and fewest == 1 else range(fewest, 5)

    def fits(ids: Any) -> bool:
        if not isinstance(ids, tuple):
            return ids is None and draft.is_optional("interviewer_ids")
        members = set(ids)
        return len(ids) == len(members) in sizes and members <= set(anyone) and not members.isdisjoint(leads)

    return Want(_teams(leads, anyone, sizes) if leads and len(anyone) >= fewest else st.nothing(), fits)


@st.composite
def _teams(draw: st.DrawFn, leads: tuple[Id, ...], anyone: tuple[Id, ...], sizes: range) -> list[Any]:
    lead = draw(one_spelled(leads))
    others = tuple(id for id in anyone if id != read_id(lead))
    ids: list[Any] = draw(_some_spelled(others, sizes[0] - 1, sizes[-1] - 1))
    is_last = bool(ids) and draw(flags)
    return [*ids, lead] if is_last else [lead, *ids]


@lru_cache(maxsize=1024)  # as one_spelled
def _some_spelled(ids: tuple[Id, ...], fewest: int, most: int) -> Strategy:
    most = min(most, len(ids))
    return st.lists(one_spelled(ids), unique_by=read_id, min_size=fewest, max_size=most) if most else st.builds(list)


# --- external events -------------------------------------------------------------------------------------------------

MEMBERS: Final[Mapping[str, Strategy]] = {
    "video_conferencing_url": LINKS | OTHER_LINKS,
    "source": st.text(max_size=8),
    "event_id": st.text(max_size=8) | st.integers(-5, 10**12),
}
"""What `external` may hold beside `managed`."""


def managed(links: Strategy, *, with_link: bool = False) -> Strategy:
    """`external` of an externally managed event, with one of the links or, unless it needs one, without."""
    always = {"managed": st.just(True), **({"video_conferencing_url": links} if with_link else {})}
    members = {**MEMBERS, "video_conferencing_url": links}
    return st.fixed_dictionaries(
        always, optional={name: values | st.none() for name, values in members.items() if name not in always}
    )


_managed: Final = managed(LINKS | OTHER_LINKS)
_joined: Final = managed(LINKS, with_link=True)
_unmanaged: Final = st.fixed_dictionaries({}, optional={"managed": st.sampled_from([False, None])})


def _external(draft: Draft) -> Want:
    if draft.is_external:
        return Want(_joined if draft.values["ai_note_taker_enabled"] is True else _managed)
    return Want(_unmanaged if draft.surface == "rest" else st.nothing(), anything)


_TEXT: Final = Want(st.text(max_size=20), anything)
_FLAG: Final = Want(flags, anything)

RIGHT: Final[Mapping[str, Callable[[Draft], Want]]] = {
    "location": lambda draft: draft.among("location", draft.cast.locations),
    "kind": lambda draft: draft.among("kind", FIELDS["kind"].choices),
    "interviewer_ids": _interviewers,
    "duration_minutes": _duration,
    "host_id": _host,
    "office_id": _office,
    "hackerrank_template_id": _hackerrank_template,
    **{name: _template(name) for name in CATEGORIES},
    "scorecard_template_id": _scorecard_template,
    "calendar_event_visibility": _visibility,
    "name": lambda _: _TEXT,
    "ai_note_taker_enabled": lambda _: _FLAG,
    "ai_scorecard_assist_enabled": lambda _: _FLAG,
    "external": _external,
}
"""What a right request wants of each field, in an order in which each depends on earlier ones only."""
