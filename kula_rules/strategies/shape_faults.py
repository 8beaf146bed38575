"""What is wrong with the shape of a request."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Final

from hypothesis import strategies as st

from ..shape import EXTERNAL, FIELDS, Fault, Shape, documented
from .cast import CATEGORIES
from .drafts import Draft, Want, only
from .scenes import Cause, Scene, changed, merged
from .spelling import broken_text, json_text, repeating_text
from .values import Strategy, json_values, scalars
from .wants import PLACES, RIGHT

__all__ = ["SHAPE_FAULTS", "with_members"]


def _anywhere(scene: Scene) -> Strategy:
    return scene.requests()


def _by_kula(scene: Scene) -> Strategy:
    return scene.kula().requests()


def _at(place: str) -> Cause:
    return lambda scene: scene.requests(location=only(place))


_ALLOWING: Final[Mapping[str, Cause]] = {
    "stage_activity_id": lambda scene: scene.planned().requests(),
    "scorecard_template_id": lambda scene: scene.ad_hoc().requests(),
    **{name: _at(place) for name, place in PLACES.items()},
    **dict.fromkeys((*CATEGORIES, "calendar_event_visibility"), _by_kula),
}
"""The requests in which a field may be sent, where that is not any request."""

Faulty = Callable[[Shape], Strategy]

_ENTRY: Final = FIELDS["organizer_id"]  # an entry of interviewer_ids is any id


def _spoilt(scene: Scene, faulty: Faulty, entry: Strategy) -> Strategy:
    """Requests in which a field, some interviewers, or a member of `external` are faulty."""
    fields = documented(scene.surface)
    causes = {name: _ALLOWING.get(name, _anywhere) for name in fields}
    requests = {cause: cause(scene) for cause in set(causes.values())}
    ways = [changed(requests[causes[name]], **{name: faulty(shape)}) for name, shape in fields.items()]
    ways.append(scene.requests(interviewer_ids=partial(_with_entries, entries=st.lists(entry, min_size=1, max_size=2))))
    return st.one_of(*ways, *(_spoilt_members(scene, faulty) if "external" in fields else ()))


def _with_entries(draft: Draft, entries: Strategy) -> Want:
    both = st.tuples(entries, RIGHT["interviewer_ids"](draft).send)
    return Want(both.flatmap(lambda two: st.permutations([*two[0], *two[1]])))


def _spoilt_members(scene: Scene, faulty: Faulty) -> Iterator[Strategy]:
    for name, shape in EXTERNAL.items():
        where = scene if name == "managed" else scene.external()
        member = st.fixed_dictionaries({name: faulty(shape)})
        yield where.requests(external=partial(with_members, members=member))


def with_members(draft: Draft, members: Strategy) -> Want:
    """A right `external`, but for these members."""
    return Want(merged(RIGHT["external"](draft).send, members))


_FRACTIONS: Final = st.builds(
    lambda whole, part: whole + part, st.integers(-(10**6), 10**6), st.sampled_from([0.5, 0.25])
)
_CLASSES: Final[tuple[tuple[object, Strategy], ...]] = (
    (5, st.integers(-5, 10**12)),
    ("5", st.text(max_size=8)),
    (True, st.booleans()),
    (0.5, _FRACTIONS),
    ([], st.lists(scalars, max_size=2)),
    ({}, st.dictionaries(st.text(max_size=4), scalars, max_size=2)),
)
"""The classes of JSON values that kinds tell apart, each with one of them; null counts in arrays only."""


def _of_wrong_type(shape: Shape) -> Strategy:
    return st.one_of([values for sample, values in _CLASSES if shape.kind.read(sample) is Fault.TYPE])


_CHOICES: Final = [choice for shape in FIELDS.values() for choice in shape.choices]
_MISSPELLED: Final = [way(choice) for choice in _CHOICES for way in (str.upper, str.title, " {}".format, "{}s".format)]
_IMPOSSIBLE: Final[tuple[tuple[object, Strategy], ...]] = (
    (0, st.integers(-(10**12), 0)),
    (0.0, st.sampled_from([0.0, -0.0, -7.0])),
    ("", st.just("")),
    ("moon", st.sampled_from(_MISSPELLED) | st.text(max_size=8).filter(lambda text: text not in _CHOICES)),
)
"""What is impossible as an id or as a choice, each with an example."""


def _impossible(shape: Shape) -> Strategy:
    return st.one_of([values for sample, values in _IMPOSSIBLE if shape.kind.read(sample) is Fault.VALUE])


def _invalid_type(scene: Scene) -> Strategy:
    return _spoilt(scene, _of_wrong_type, _of_wrong_type(_ENTRY) | st.none())


def _invalid_value(scene: Scene) -> Strategy:
    return _spoilt(scene, _impossible, _impossible(_ENTRY))


def _not_an_object(scene: Scene) -> Strategy:
    return scalars | st.lists(scene.requests() | json_values, max_size=2)


def _invalid_json(scene: Scene) -> Strategy:
    return scene.requests().flatmap(json_text).flatmap(broken_text)


def _duplicate_key(scene: Scene) -> Strategy:
    return scene.requests().flatmap(repeating_text)


SHAPE_FAULTS: Final[Mapping[str, Cause]] = {
    "invalid_json": _invalid_json,
    "not_an_object": _not_an_object,
    "duplicate_key": _duplicate_key,
    "invalid_type": _invalid_type,
    "invalid_value": _invalid_value,
}
