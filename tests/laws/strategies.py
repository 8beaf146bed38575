"""What the laws are tried on: small requests that hit each other's ids, small accounts, moments, and any JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final, Literal, TypeVar

from hypothesis import strategies as st

from kula_rules import MCP_CREATE, REST_CREATE, RuleSet

Json = Any  # a JSON value: mypy can not say a recursive type that is also indexed
Surface = Literal["rest", "mcp"]

RULES: Final[Mapping[Surface, RuleSet]] = {"rest": REST_CREATE, "mcp": MCP_CREATE}
JOBS: Final = (1, 2)
LOCATIONS: Final = ("onsite", "phone", "zoom", "google_meet", "microsoft_teams", "hackerrank")
NOW: Final = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)

# --- moments ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Time:
    """What a `start_time` says, read by hand."""

    wall: datetime
    offset: timedelta | None
    aligned: bool = True
    portable: bool = True


_TEN: Final = datetime(2030, 1, 15, 10, 0)
_ZERO: Final = timedelta()

GOOD_TIMES: Final[Mapping[str, Time]] = {
    "2030-01-15T10:00:00Z": Time(_TEN, _ZERO),
    "2030-01-15T10:00:00": Time(_TEN, None),
    "2030-01-15T10:15:00": Time(_TEN + timedelta(minutes=15), None),
    "2030-01-15T10:00:00.000+05:30": Time(_TEN, timedelta(hours=5, minutes=30)),
    "2030-01-15T10:00:00-05:00": Time(_TEN, timedelta(hours=-5)),
    "2030-01-15T10:00:00-00:00": Time(_TEN, _ZERO),
    "2030-01-15T10:20:00Z": Time(_TEN + timedelta(minutes=20), _ZERO, aligned=False),
    "2030-01-15T10:00:30-08:00": Time(_TEN + timedelta(seconds=30), timedelta(hours=-8), aligned=False),
    "2030-01-15T10:00:00.0000001Z": Time(_TEN, _ZERO, aligned=False),
    "2030-01-15T10:00:00+05:37": Time(_TEN, timedelta(hours=5, minutes=37), aligned=False),
    "2030-01-15T10:00Z": Time(_TEN, _ZERO, portable=False),
    "2030-01-15T10": Time(_TEN, None, portable=False),
    "20300115T1000Z": Time(_TEN, _ZERO, portable=False),
    "2030-W03-2T10:00:00Z": Time(_TEN, _ZERO, portable=False),
    "2030-015T10:00:00": Time(_TEN, None, portable=False),
    "2030-01-15T10:00:00,000": Time(_TEN, None, portable=False),
    "2030-01-15T10:00:00+0530": Time(_TEN, timedelta(hours=5, minutes=30), portable=False),
    "2030-01-15T24:00:00": Time(datetime(2030, 1, 16), None, portable=False),
    "2026-11-20T08:00:00Z": Time(NOW.replace(tzinfo=None), _ZERO),
    "2026-11-20T08:15:00Z": Time(NOW.replace(tzinfo=None) + timedelta(minutes=15), _ZERO),
    "2026-11-20T03:00:00": Time(datetime(2026, 11, 20, 3), None),
    "2026-11-20T03:15:00": Time(datetime(2026, 11, 20, 3, 15), None),
    "2026-11-21T08:00:00": Time(datetime(2026, 11, 21, 8), None),
    "2026-11-21T08:15:00": Time(datetime(2026, 11, 21, 8, 15), None),
    "2026-11-19T08:00:00": Time(datetime(2026, 11, 19, 8), None),
    "2027-03-14T02:30:00": Time(datetime(2027, 3, 14, 2, 30), None),
    "2026-11-01T01:30:00": Time(datetime(2026, 11, 1, 1, 30), None),
    "2026-11-01T01:30:00-05:00": Time(datetime(2026, 11, 1, 1, 30), timedelta(hours=-5)),
    "0001-01-01T00:00:00+14:00": Time(datetime.min, timedelta(hours=14)),
    "9999-12-31T23:45:00-12:00": Time(datetime(9999, 12, 31, 23, 45), timedelta(hours=-12)),
}
BAD_TIMES: Final = (
    "",
    "tomorrow",
    "2030-01-15",
    "2030-01-15 10:00:00",
    "2030-01-15t10:00:00Z",
    " 2030-01-15T10:00:00",
    "2030-02-30T10:00:00",
    "2030-01-15T10:60:00",
    "2030-01-15T10:00:60Z",
    "2030-01-15T10:00.5",
    "2030-01-15T10.5",
    "2030-01-15T10:00:00.",
    "2030-01-15T+9:00:00",
    "2030-01-15T1_0:00:00",
    "9999-12-31T24:00:00",
)
GOOD_ZONES: Final = ("UTC", "America/New_York", "America/Los_Angeles", "US/Pacific", "Asia/Kathmandu")
BAD_ZONES: Final = ("", "Factory", "localtime", "america/new_york", "Mars/Olympus", "zone.tab", "PST", "UTC ")

moments: Final = st.sampled_from(
    [
        NOW,
        NOW.astimezone(timezone(timedelta(hours=-9))),
        datetime(2026, 11, 1, 5, 45, tzinfo=UTC),
        datetime(2026, 11, 1, 6, 30, tzinfo=UTC),
        datetime(2027, 3, 14, 7, 15, tzinfo=UTC),
        datetime(2031, 1, 1, tzinfo=UTC),
    ]
)

# --- any JSON --------------------------------------------------------------------------------------------------------

_SCALARS: Final[st.SearchStrategy[Json]] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(-(10**60), 10**60),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
    st.sampled_from(["", "1", "0", "01", "panel", "zoom", "2030-01-15T10:00:00Z", "UTC", "\u0000", "\U0001f600"]),
)
_KEYS: Final = st.one_of(st.text(max_size=6), st.sampled_from(["", "/", "~1", "kind", "managed", "a b", "\u202e"]))

any_json: Final[st.SearchStrategy[Json]] = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=3), max_leaves=8
)

# --- requests --------------------------------------------------------------------------------------------------------

ids: Final[st.SearchStrategy[Json]] = st.sampled_from([1, 2, 3, 1, 2, 1, "1", "2", 1.0, 4, "abc"])
_ODD: Final[st.SearchStrategy[Json]] = st.sampled_from([0, -1, "", True, False, 1.5, [], {}, [1], "01", -2.0, 0.0])
_LINKS: Final = ("https://zoom.us/j/1", "https://meet.google.com/a", "https://example.org/x", "zoom.us/j/1", "")
_EXTERNAL_GOOD: Final[Mapping[str, st.SearchStrategy[Json]]] = {
    "managed": st.sampled_from([True, True, False, None]),
    "video_conferencing_url": st.sampled_from([*_LINKS, None]),
    "source": st.sampled_from(["calendly", "", None]),
    "event_id": st.sampled_from(["e1", 7, None]),
}
_EXTERNAL_ODD: Final[Mapping[str, st.SearchStrategy[Json]]] = {
    "managed": st.sampled_from(["true", 1, 0, []]),
    "video_conferencing_url": st.sampled_from([1, True, []]),
    "source": st.sampled_from([1, {}]),
    "event_id": st.sampled_from([True, 1.5, []]),
}
_externals: Final = st.fixed_dictionaries({}, optional=dict(_EXTERNAL_GOOD))
_odd_externals: Final = st.fixed_dictionaries(
    {}, optional={name: values | _EXTERNAL_GOOD[name] for name, values in _EXTERNAL_ODD.items()}
)

_ID_FIELDS: Final = (
    "organizer_id",
    "application_id",
    "stage_activity_id",
    "office_id",
    "host_id",
    "hackerrank_template_id",
    "interviewer_template_id",
    "candidate_template_id",
    "scorecard_template_id",
)
GOOD: Final[Mapping[str, st.SearchStrategy[Json]]] = {
    **dict.fromkeys(_ID_FIELDS, ids),
    "start_time": st.sampled_from(sorted(GOOD_TIMES)),
    "timezone": st.sampled_from(GOOD_ZONES),
    "duration_minutes": st.sampled_from([30, 45, 30.0, 5, 50, 4, 0, -15, 1440, 1441, 1455]),
    "kind": st.sampled_from(["one_on_one", "panel"]),
    "location": st.sampled_from([*LOCATIONS, "zoom", "zoom"]),
    "interviewer_ids": st.lists(ids, max_size=3),
    "name": st.sampled_from(["Chat", ""]),
    "calendar_event_visibility": st.sampled_from(["default", "private", "public", ""]),
    "ai_note_taker_enabled": st.booleans(),
    "ai_scorecard_assist_enabled": st.booleans(),
    "external": _externals,
}
ODD: Final[Mapping[str, st.SearchStrategy[Json]]] = {
    **dict.fromkeys(_ID_FIELDS, _ODD),
    "start_time": st.sampled_from([*BAD_TIMES, *BAD_TIMES, 7, [], True]),
    "timezone": st.sampled_from([*BAD_ZONES, *BAD_ZONES, 7, {}]),
    "duration_minutes": st.sampled_from(["30", True, 30.5, [], {}]),
    "kind": st.sampled_from(["Panel", "", 1, []]),
    "location": st.sampled_from(["Zoom", "", False, {}]),
    "interviewer_ids": st.sampled_from([1, "1", {}, [None], [1, 0], [True, "", 2], [[1]], [1.5, 2]]),
    "name": st.sampled_from([1, [], False]),
    "calendar_event_visibility": st.sampled_from([1, {}]),
    "ai_note_taker_enabled": st.sampled_from(["true", 1, 0]),
    "ai_scorecard_assist_enabled": st.sampled_from(["false", []]),
    "external": st.one_of(_odd_externals, st.sampled_from([True, [], "managed"])),
}
FIELDS: Final = tuple(GOOD)
ALWAYS: Final = ("organizer_id", "application_id", "start_time", "timezone")
CORE: Final = ("kind", "location", "duration_minutes", "interviewer_ids")
TEMPLATES: Final = ("interviewer_template_id", "candidate_template_id")
_MODES: Final = (
    (*ALWAYS, *CORE, *TEMPLATES),
    (*ALWAYS, "stage_activity_id"),
    (*ALWAYS, "stage_activity_id", *CORE),
    (*ALWAYS, *CORE, "external"),
    (),
)


@st.composite
def requests(draw: st.DrawFn, *, odd: bool = True, without: tuple[str, ...] = ()) -> dict[str, Json]:
    """A request in one of the modes, with up to five fields added, changed or left out; odd values if asked for."""
    request = {name: draw(GOOD[name]) for name in draw(st.sampled_from(_MODES)) if name not in without}
    names = [name for name in FIELDS if name not in without]
    for name in draw(st.lists(st.sampled_from(names), max_size=5, unique=True)):
        request[name] = draw(_changed(name, odd=odd))
    return request


def _changed(name: str, *, odd: bool) -> st.SearchStrategy[Json]:
    good = GOOD[name]
    return st.one_of(good, good, good, st.none(), ODD[name]) if odd else st.one_of(good, good, good, st.none())


# --- accounts --------------------------------------------------------------------------------------------------------

T = TypeVar("T")


class Dice:
    """Choices out of drawn bytes: an account takes a hundred of them, too many to draw one by one. Zero comes first."""

    def __init__(self, rolls: bytes) -> None:
        self._rolls = iter(rolls)

    def pick(self, options: Sequence[T]) -> T:
        return options[next(self._rolls, 0) % len(options)]

    def some(self, options: Iterable[T]) -> list[T]:
        return [option for option in options if self.pick(MOSTLY)]


MOSTLY: Final = (False, True, True)
_LESS: Final = (False, True, True, True, True)
dice: Final = st.binary(min_size=160, max_size=160).map(Dice)


def table(*items: Mapping[str, Json], complete: bool = True, **more: Json) -> dict[str, Json]:
    """A table of a native snapshot document."""
    return {"complete": complete, **more, "items": [dict(item) for item in items]}


_USER: Final[Mapping[str, Sequence[Json]]] = {
    "status": ("active", "active", "deactivated"),
    "calendar_connected": (True, True, False),
}
_APPLICATION: Final[Mapping[str, Sequence[Json]]] = {
    "job_id": (1, "2", 1, 2),
    "manager_ids": ([], [1], [2], [1, 2], ["1"]),
}
_EMAIL_TEMPLATE: Final[Mapping[str, Sequence[Json]]] = {
    "channel": ("calendar_invite", "calendar_invite", "email"),
    "category": ("interview_coordination", "interviewer_coordination", "offer"),
}
_ACTIVITY: Final[Mapping[str, Sequence[Json]]] = {
    "type": ("interview", "interview", "interview", "take_home"),
    "kind": (None, "one_on_one", "panel"),
    "location": (None, *LOCATIONS, "zoom"),
    "duration_minutes": (None, 45, 45, 50, 3, 0, 1455),
    "interviewer_ids": (None, [], [1], [2], [1, 2], ["1", 1], [3, 3]),
    "office_id": (None, 1, 2, 3),
    "name": (None, "Chat"),
    "hackerrank_template_id": (None, 1),
    "ai_note_taker_enabled": (None, True, False),
    "ai_scorecard_assist_enabled": (None, False),
    "candidate_template_id": (None, 1, 2, "3"),
    "interviewer_template_id": (None, 1, 2, 3),
}


def _records(dice: Dice, attributes: Mapping[str, Sequence[Json]]) -> list[dict[str, Json]]:
    """Some of the records 1, 2 and 3, with all attributes."""
    chosen = dice.some((1, 2, 3))
    return [{"id": id, **{name: dice.pick(values) for name, values in attributes.items()}} for id in chosen]


def _account(dice: Dice) -> dict[str, Json]:
    users = _records(dice, _USER)
    people = [user["id"] for user in users]
    able = [user["id"] for user in users if user["calendar_connected"]]
    return {
        "version": 1,
        "applications": table(*_records(dice, _APPLICATION)),
        "users": table(*users),
        "offices": table(*_records(dice, {})),
        "conference_hosts": table(*({"id": id} for id in dice.some(people))),
        "scorecard_templates": table(*_records(dice, {})),
        "email_templates": table(*_records(dice, _EMAIL_TEMPLATE)),
        "valid_organizers": {str(job): table(*({"id": id} for id in dice.some(able))) for job in JOBS},
        "interview_plans": _plans(dice),
    }


def _plans(dice: Dice) -> dict[str, Json]:
    plans: dict[str, Json] = {str(job): table() for job in JOBS}
    for activity in _records(dice, _ACTIVITY):
        plans[dice.pick(("1", "1", "2"))]["items"].append(activity)
    return plans


complete_accounts: Final = dice.map(_account)
"""Accounts of which everything is known, and which do not contradict themselves."""


def poorer(dice: Dice, account: dict[str, Json]) -> dict[str, Json]:
    """Less of what is known about an account: tables missing or incomplete, records and attributes left out."""
    known: dict[str, Json] = {"version": 1}
    for name, content in account.items():
        if name in ("valid_organizers", "interview_plans"):
            jobs = {job: _poorer_table(dice, name, one) for job, one in content.items()}
            known[name] = {job: one for job, one in jobs.items() if one is not None}
        elif name != "version" and (one := _poorer_table(dice, name, content)) is not None:
            known[name] = one
    return known


def _poorer_table(dice: Dice, name: str, content: dict[str, Json]) -> dict[str, Json] | None:
    way, made = dice.pick(("keep", "drop", "keep", "active", "incomplete", "fewer")), dict(content)
    if way == "drop":
        return None
    if way in ("incomplete", "fewer"):
        made["complete"] = False
    if way == "fewer":
        made["items"] = dice.some(made["items"])
    if way == "active" and name == "users" and all("status" in item for item in made["items"]):
        made = {**made, "only": "active", "items": [item for item in made["items"] if item["status"] == "active"]}
    made["items"] = [_poorer_record(dice, item) for item in made["items"]]
    return made


def _poorer_record(dice: Dice, record: dict[str, Json]) -> dict[str, Json]:
    if dice.pick(_LESS):
        return record
    return {name: value for name, value in record.items() if name == "id" or dice.pick(MOSTLY)}


# --- worlds ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class World:
    """All that a check is given."""

    request: dict[str, Json]
    now: datetime | None
    account: dict[str, Json]


def complete_worlds(*, odd: bool = True) -> st.SearchStrategy[World]:
    """A request of which all is known that there is to know."""
    return st.builds(World, requests(odd=odd), moments, complete_accounts)


@st.composite
def poorer_and_richer(draw: st.DrawFn) -> tuple[World, World]:
    """The same world twice, the first time with less known."""
    world, more, less = draw(complete_worlds()), draw(dice), draw(dice)
    account = poorer(more, world.account) if more.pick((False, True)) else world.account
    richer = World(world.request, world.now, account)
    return World(world.request, less.pick((None, world.now)), poorer(less, account)), richer
