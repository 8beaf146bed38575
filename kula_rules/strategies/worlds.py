"""Drawn worlds: accounts of which everything is known, and in which every code can be caused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final, cast

from hypothesis import strategies as st

from ..account import Id
from ..contract.examples import NOW
from ..shape import FIELDS, INHERITABLE, read_id
from .cast import CATEGORIES, CHANNEL
from .dice import Dice, rolls
from .values import spellings
from .world import ACTIVITY, World

__all__ = ["worlds"]


def worlds() -> st.SearchStrategy[World]:
    """Worlds of which everything is known, and in which every code can be caused.

    Their accounts have several jobs, and for one application whatever it takes: people who may organize, and others
    for each reason why they may not; templates, activities and so on that are right, and others that are wrong. Ids are
    numbers, numerals or opaque strings.

    >>> from hypothesis import find
    >>> find(worlds(), lambda world: True).now.isoformat()
    '2026-11-20T08:00:00+00:00'
    """
    return st.builds(World, rolls(14 * _PART).map(_account), _moments)


_offsets: Final = st.integers(-95, 95).map(lambda quarters: timezone(quarters * timedelta(minutes=15)))
_moments: Final = st.one_of(
    st.just(NOW), st.datetimes(datetime(2000, 1, 2), datetime(2090, 1, 1), timezones=st.just(UTC) | _offsets)
)

_PART: Final = 24  # choices for each table, and for each activity that may be wrong

_Options = Mapping[str, Sequence[object]]

_PEOPLE: Final[Sequence[Mapping[str, object]]] = (
    {"status": "active", "calendar_connected": True},  # may organize, and hosts calls
    {"status": "active", "calendar_connected": True},  # may not manage the application
    {"status": "active", "calendar_connected": True},  # may not manage the job, and hosts no calls
    {"status": "active", "calendar_connected": False},
    {"status": "active"},  # whether the calendar is connected is not known
    {"status": "deactivated", "calendar_connected": False},
)
"""Who is in every account, in this order."""

_PERSON: Final[_Options] = {
    "status": ("active", "active", "invited", None),
    "calendar_connected": (True, True, False, None),
}
_TEMPLATES: Final[Sequence[Mapping[str, object]]] = (
    *({"channel": CHANNEL, "category": category} for category in CATEGORIES.values()),
    *({"channel": "email", "category": category} for category in CATEGORIES.values()),
    {"channel": CHANNEL, "category": "offer"},
)
_TEMPLATE: Final[_Options] = {"channel": (CHANNEL, "email", None), "category": (*CATEGORIES.values(), "offer", None)}

_WRITTEN: Final[Sequence[Callable[[int], Id]]] = (int, str, "u{}".format, "{:024x}".format, "A/{}~é".format)
_FIRST: Final = (1, 2, 30, 77, 999, 64_000, 10**15)


def _account(dice: Dice) -> dict[str, Any]:
    part = dice.parts(_PART)
    jobs, people = _ids(next(part), 2, 3), _records(next(part), _PEOPLE, _PERSON)
    templates, offices = _records(next(part), _TEMPLATES, _TEMPLATE), _ids(next(part), 1, 3)
    users = [person["id"] for person in people]
    return {
        "version": 1,
        "applications": _table(_applications(next(part), jobs, users)),
        "users": _table(people),
        "offices": _listing(offices),
        "conference_hosts": _listing(_conference_hosts(next(part), users)),
        "scorecard_templates": _listing(_ids(next(part), 1, 2)),
        "email_templates": _table(templates),
        "valid_organizers": _valid_organizers(next(part), jobs, people),
        "interview_plans": _plans(part, jobs, users, [template["id"] for template in templates], offices),
    }


def _ids(dice: Dice, fewest: int, most: int) -> list[Id]:
    """The ids of a table, all written alike: numbers, numerals, or opaque strings."""
    count, first, write = dice.pick(range(fewest, most + 1)), dice.pick(_FIRST), dice.pick(_WRITTEN)
    return [write(first + index) for index in range(count)]


def _records(dice: Dice, always: Sequence[Mapping[str, object]], options: _Options) -> list[dict[str, Any]]:
    """The records that every account has, and up to two others."""
    more = [{name: dice.pick(values) for name, values in options.items()} for _ in range(dice.pick(range(3)))]
    records = [*always, *more]
    return [{"id": id, **record} for id, record in zip(_ids(dice, *[len(records)] * 2), records, strict=True)]


def _table(records: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {"complete": True, "items": list(records)}


def _listing(ids: Sequence[object]) -> dict[str, Any]:
    return _table([{"id": id} for id in ids])


def _written(dice: Dice, ids: Sequence[Id]) -> list[Any]:
    """The same ids, perhaps in another spelling."""
    way = dice.pick(range(3))
    return [ways[min(way, len(ways) - 1)] for ways in (spellings(cast(Id, read_id(id))) for id in ids)]


def _applications(dice: Dice, jobs: Sequence[Id], users: Sequence[Id]) -> list[dict[str, Any]]:
    """One on the first job that many may manage, and others."""
    first, *others = _ids(dice, 1, 3)
    managers = [users[0], *users[2:5], *dice.some(users[6:])]
    made = [{"id": first, "job_id": jobs[0], "manager_ids": _written(dice, managers)}]
    return made + [{"id": id, "job_id": dice.pick(jobs), "manager_ids": dice.some(users)} for id in others]


def _conference_hosts(dice: Dice, users: Sequence[Id]) -> list[Any]:
    return _written(dice, [users[0], *dice.some([users[1], *users[3:]])])


def _valid_organizers(dice: Dice, jobs: Sequence[Id], people: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Of those whose calendar is connected the first two for the first job, but not the third."""
    able = [person["id"] for person in people if person.get("calendar_connected") is True]
    home, *others = jobs
    listed = {str(job): _listing(_written(dice, dice.some(able))) for job in others}
    return {str(home): _listing([*able[:2], *dice.some(able[3:])]), **listed}


def _plans(
    part: Iterator[Dice], jobs: Sequence[Id], users: Sequence[Id], templates: Sequence[Id], offices: Sequence[Id]
) -> dict[str, Any]:
    """The first job has an interview that is right and an activity that is none; others have activities, too."""
    right = {**ACTIVITY, "interviewer_ids": users[:2], **dict(zip(CATEGORIES, templates, strict=False))}
    options = _options(users, templates, offices)
    interview, task, elsewhere, *more = _ids(next(part), 3, 9)
    plans: dict[str, list[dict[str, Any]]] = {str(job): [] for job in jobs}
    plans[str(jobs[0])] = [{**right, "id": interview}, {"id": task, "type": "take_home"}]
    plans[str(jobs[1])] = [{**right, "id": elsewhere}]
    for id, dice in zip(more, part, strict=False):
        plans[str(dice.pick([jobs[0], *jobs]))].append({**_changed(dice, right, options), "id": id})
    return {job: _table(activities) for job, activities in plans.items()}


def _changed(dice: Dice, right: Mapping[str, Any], options: _Options) -> dict[str, Any]:
    """An activity of which some values are others, and one may not be known."""
    names = [dice.pick(list(options)) for _ in range(dice.pick((1, 2, 3)))]
    unknown = dice.pick(INHERITABLE) if dice.pick((False, False, True)) else ""
    changed = {**right, **{name: dice.pick(options[name]) for name in names}}
    return {name: value for name, value in changed.items() if name != unknown}


def _options(users: Sequence[Id], templates: Sequence[Id], offices: Sequence[Id]) -> _Options:
    """What an activity may supply, right and wrong."""
    first, second, gone = users[0], users[1], users[len(_PEOPLE) - 1]
    return {
        "type": ("take_home", "interview", None),
        **{name: (*FIELDS[name].choices, None) for name in ("kind", "location")},
        "duration_minutes": (30, 1440.0, 50, 4, 0, -15, 1441, 1455, None),
        "interviewer_ids": ([first], [second, first, second], [first, gone], [gone], ["nobody"], [second, first], []),
        "office_id": (*offices, 10**9, "nowhere"),
        "hackerrank_template_id": (5, "any"),
        "name": ("Chat", ""),
        **dict.fromkeys(CATEGORIES, (*templates, 10**9, "none", None)),
        **dict.fromkeys(("ai_note_taker_enabled", "ai_scorecard_assist_enabled"), (True, False, None)),
    }
