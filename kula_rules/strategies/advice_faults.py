"""What the server accepts, but is probably not meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import combinations
from typing import Any, Final

from hypothesis import strategies as st

from ..shape import EXTERNAL, FIELDS, documented, read_id
from .cast import CATEGORIES
from .drafts import Draft, Want, only
from .field_faults import UNEVEN, duration, starting
from .odd_starts import near_a_change, unportable
from .scenes import Cause, Scene, changed, merged
from .shape_faults import with_members
from .starts import disagreeing
from .values import ANY_ID, OTHER_LINKS, Strategy, json_values, one_spelled, outside, spellings
from .wants import MEMBERS, PLACES, RIGHT, VISIBILITIES, managed

__all__ = ["ADVICE_FAULTS"]


def _some_of(members: Mapping[str, Strategy]) -> Strategy:
    """An object with at least one of the members."""
    chosen = st.sets(st.sampled_from(list(members)), min_size=1)
    return chosen.flatmap(
        lambda names: st.fixed_dictionaries({name: members[name] for name in members if name in names})
    )


def _undocumented(known: Mapping[str, object], *others: str) -> Strategy:
    """Members that are not documented: misspelled ones, and any others."""
    ways: tuple[Callable[[str], str], ...] = (lambda name: name[:-1], str.upper, lambda name: name.replace("_", "-"))
    misspelled = {way(name): None for name in known for way in ways if way(name) not in known}
    names = st.sampled_from([*misspelled, *others]) | st.text(max_size=6).filter(lambda name: name not in known)
    return st.dictionaries(names, json_values, min_size=1, max_size=2)


def _unknown_field(scene: Scene) -> Strategy:
    fields = documented(scene.surface)
    at_the_top = merged(scene.requests(), _undocumented(fields, *(name for name in FIELDS if name not in fields)))
    inside = partial(with_members, members=_undocumented(EXTERNAL))
    return at_the_top | scene.requests(external=inside) if "external" in fields else at_the_top


def _application_id_mismatch(scene: Scene) -> Strategy:
    own: Any = scene.cast.application
    return changed(replace(scene, application=own).requests(), application_id=outside([own]))


def _uneven_duration(scene: Scene) -> Strategy:
    uneven = duration(st.integers(5, 14) | UNEVEN, lambda minutes: minutes in range(5, 1441) and minutes % 15 > 0)
    return scene.requests(duration_minutes=uneven)


def _duplicate_interviewers(scene: Scene) -> Strategy:
    known = frozenset(scene.cast.active)
    supplied = Want(fits=lambda ids: _is_doubled(ids) and known.issuperset(ids))
    return st.one_of(
        scene.requests(kind=only("panel"), interviewer_ids=_with_a_duplicate),
        scene.planned().requests(kind=only("panel"), location=scene.away("zoom"), interviewer_ids=supplied),
    )


def _with_a_duplicate(draft: Draft) -> Want:
    whole = RIGHT["interviewer_ids"](draft)
    return Want(whole.send.flatmap(_doubled), lambda ids: _is_doubled(ids) and whole.fits(tuple(dict.fromkeys(ids))))


@st.composite
def _doubled(draw: st.DrawFn, ids: list[Any]) -> list[Any]:
    again: Any = read_id(draw(st.sampled_from(ids)))
    place = draw(st.integers(0, len(ids)))
    return [*ids[:place], draw(st.sampled_from(spellings(again))), *ids[place:]]


def _is_doubled(ids: Any) -> bool:
    return isinstance(ids, tuple) and len(set(ids)) < len(ids)


def _field_has_no_effect(scene: Scene) -> Strategy:
    return st.one_of(*_at_another_place(scene), _unused_by_external(scene))


def _at_another_place(scene: Scene) -> Iterator[Strategy]:
    values = {**dict.fromkeys(PLACES, ANY_ID), "office_id": one_spelled(scene.cast.ids("offices"))}
    for names in (*combinations(PLACES, 1), *combinations(PLACES, 2)):
        away = scene.away(*(PLACES[name] for name in names))
        yield scene.requests(location=away, **{name: Want(values[name]) for name in names})


def _unused_by_external(scene: Scene) -> Strategy:
    unused = {**dict.fromkeys(CATEGORIES, ANY_ID), "calendar_event_visibility": st.sampled_from(VISIBILITIES)}
    return merged(scene.external().requests(), _some_of(unused))


def _external_fields_ignored(scene: Scene) -> Strategy:
    unmanaged = st.fixed_dictionaries({}, optional={"managed": st.sampled_from([False, None])})
    return scene.kula().requests(external=Want(merged(unmanaged, _some_of(MEMBERS))))


def _note_taker_cannot_join(scene: Scene) -> Strategy:
    return scene.external().requests(ai_note_taker_enabled=only(True), external=Want(managed(OTHER_LINKS)))


def _unknown_visibility(scene: Scene) -> Strategy:
    other = st.sampled_from(["public", "Default", ""]) | st.text(max_size=9).filter(
        lambda name: name not in VISIBILITIES
    )
    return scene.kula().requests(calendar_event_visibility=Want(other))


ADVICE_FAULTS: Final[Mapping[str, Cause]] = {
    "unknown_field": _unknown_field,
    "application_id_mismatch": _application_id_mismatch,
    "unportable_start_time": starting(unportable),
    "nonexistent_local_time": starting(partial(near_a_change, forward=True)),
    "ambiguous_local_time": starting(partial(near_a_change, forward=False)),
    "offset_disagrees_with_timezone": starting(disagreeing),
    "duration_not_multiple_of_15": _uneven_duration,
    "duplicate_interviewers": _duplicate_interviewers,
    "field_has_no_effect": _field_has_no_effect,
    "scorecard_template_ignored": lambda scene: scene.planned().requests(scorecard_template_id=Want(ANY_ID)),
    "external_fields_ignored": _external_fields_ignored,
    "note_taker_cannot_join": _note_taker_cannot_join,
    "unknown_visibility": _unknown_visibility,
}
