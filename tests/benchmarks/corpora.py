"""Payloads as bytes, drawn from a seed: what the benchmarks run over.

A corpus is made from small functions: one that makes a request, and those that change one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from random import Random
from typing import Any, Final

from kula_rules.shape import FIELDS

from .house import ACTIVITIES, CANDIDATE_TEMPLATES, EVERYBODY, INTERVIEWER_TEMPLATES, OFFICES, PEOPLE

__all__ = ["CORPORA", "FAULTS", "MISSHAPEN", "TOGETHER", "Corpus", "Request", "faulty", "mixed", "panel", "valid"]

Request = dict[str, Any]
Make = Callable[[Random], Request]
Change = Callable[[Random, Request], Request]
Dump = Callable[[Request], str]

# --- requests that are right ------------------------------------------------------------------------------------------

_ZONES: Final = ("America/Los_Angeles", "Europe/Berlin", "Asia/Kolkata", "UTC", "Australia/Sydney")


def _start(random: Random) -> str:
    day = f"2031-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
    return f"{day}T{random.randint(8, 18):02}:{random.choice(('00', '15', '30', '45'))}:00"


def _always(random: Random) -> Request:
    owner = random.choice(PEOPLE)
    return {
        "organizer_id": owner,
        "application_id": owner,  # in house.account everybody manages the application of the same number
        "start_time": _start(random) + "Z",
        "timezone": random.choice(_ZONES),
    }


def _core(random: Random, people: Sequence[int]) -> Request:
    return {
        "duration_minutes": random.choice((15, 30, 45, 60, 90)),
        "kind": "panel" if len(people) > 1 else random.choice(FIELDS["kind"].choices),
        "interviewer_ids": list(people),
        "name": f"Interview {random.randint(1, 999)}",
        "ai_note_taker_enabled": random.random() < 0.5,
        "ai_scorecard_assist_enabled": False,
    }


def _place(random: Random, people: Sequence[int]) -> Request:
    location = random.choice(FIELDS["location"].choices)
    details = {
        "onsite": {"office_id": random.choice(OFFICES)},
        "zoom": {"host_id": people[0]},
        "hackerrank": {"hackerrank_template_id": random.randint(1, 20)},
    }
    return {"location": location, **details.get(location, {})}


def _invitation(random: Random) -> Request:
    return {
        "calendar_event_visibility": "private",
        "candidate_template_id": random.choice(CANDIDATE_TEMPLATES),
        "interviewer_template_id": random.choice(INTERVIEWER_TEMPLATES),
    }


def _ad_hoc(random: Random, people: Sequence[int]) -> Request:
    return _always(random) | _core(random, people) | _place(random, people) | _invitation(random)


def valid(random: Random) -> Request:
    """An ad-hoc request in which no rule finds fault."""
    return _ad_hoc(random, random.sample(PEOPLE, random.choice((1, 1, 1, 2, 3, 4, 5))))


def panel(interviewers: int) -> Make:
    """Valid requests with that many interviewers."""
    return lambda random: _ad_hoc(random, random.sample(EVERYBODY, interviewers))


def _planned(random: Random) -> Request:
    return _always(random) | {"stage_activity_id": random.choice(ACTIVITIES)}


def _external(random: Random) -> Request:
    number = random.randint(10**9, 10**10)
    event = {"managed": True, "video_conferencing_url": f"https://acme.zoom.us/j/{number}", "event_id": str(number)}
    return _always(random) | _core(random, PEOPLE[:2]) | {"location": "phone", "external": event}


def _local(random: Random) -> Request:
    """A start without offset, or with that of its zone."""
    offset, timezone = random.choice((("", random.choice(_ZONES)), ("+05:30", "Asia/Kolkata")))
    return valid(random) | {"start_time": _start(random) + offset, "timezone": timezone}


def _long_name(random: Random) -> Request:
    return valid(random) | {"name": "".join(random.choices('Ünïcødé 面接 "\\\n🙂', k=2_000))}


def _texts(value: Any) -> Any:
    return [str(entry) for entry in value] if isinstance(value, list) else str(value)


def _text_ids(random: Random) -> Request:
    return {name: _texts(value) if "_id" in name else value for name, value in valid(random).items()}


# --- what is wrong with others ----------------------------------------------------------------------------------------


def _with(**values: object) -> Change:
    return lambda _, request: request | values


def _without(*names: str) -> Change:
    return lambda _, request: {name: value for name, value in request.items() if name not in names}


def _nowhere(location: str) -> Change:
    """A place without what it needs."""
    strip = _without("office_id", "host_id", "hackerrank_template_id")
    return lambda random, request: strip(random, request) | {"location": location}


def _unaligned(_: Random, request: Request) -> Request:
    return request | {"start_time": request["start_time"].replace(":00Z", ":30Z")}


def _crowded(random: Random, request: Request) -> Request:
    people = [*request["interviewer_ids"], random.choice([id for id in PEOPLE if id not in request["interviewer_ids"]])]
    return request | {"kind": "one_on_one", "interviewer_ids": people}


FAULTS: Final[Mapping[str, Change]] = {
    "err_interviewer_template_id_required": _without("interviewer_template_id"),
    "err_invalid_iso_8601": _with(start_time="15 January 2031, 10:00"),
    "err_invalid_timezone": _with(timezone="PST8"),
    "err_start_time_not_aligned": _unaligned,
    "err_start_time_in_past": _with(start_time="2021-01-15T10:00:00Z"),
    "err_duration_out_of_range": _with(duration_minutes=2_000),
    "err_invalid_set_of_interviewers": _crowded,
    "err_onsite_office_required": _nowhere("onsite"),
    "err_zoom_host_id_required": _nowhere("zoom"),
    "err_hackerrank_template_id_required": _nowhere("hackerrank"),
}
"""Changes of a valid ad-hoc request, by the one code that a rule then reports."""

MISSHAPEN: Final[Mapping[str, Change]] = {
    "invalid_type": _with(duration_minutes="45"),
    "invalid_value": _with(kind="panle"),
    "missing_field": _without("timezone"),
    "unknown_field": _with(interview_name="Screen"),
}
"""The same for its shape."""

TOGETHER: Final[Sequence[Change]] = (
    FAULTS["err_interviewer_template_id_required"],
    _without("candidate_template_id"),
    FAULTS["err_invalid_timezone"],
    _unaligned,
    FAULTS["err_duration_out_of_range"],
    _crowded,
    FAULTS["err_onsite_office_required"],
    _with(calendar_event_visibility="public"),
    MISSHAPEN["unknown_field"],
    _with(ai_note_taker_enabled="yes"),
    _without("organizer_id"),
    _with(host_id=7),
)
"""Changes that do not hide each other: each gives one finding more."""


def faulty(findings: int) -> Make:
    """Requests with that many findings, up to all of `TOGETHER`."""

    def make(random: Random) -> Request:
        request = valid(random)
        for change in TOGETHER[:findings]:
            request = change(random, request)
        return request

    return make


def _changed(changes: Mapping[str, Change]) -> Make:
    """Valid requests with one of the changes each."""
    return lambda random: random.choice(list(changes.values()))(random, valid(random))


def mixed(invalid: float = 0.5) -> Make:
    """Requests of which that share breaks one rule each, the others none."""
    broken = _changed(FAULTS)
    return lambda random: (broken if random.random() < invalid else valid)(random)


# --- as bytes ---------------------------------------------------------------------------------------------------------

_compact: Final[Dump] = partial(json.dumps, ensure_ascii=False)
_escaped: Final[Dump] = json.dumps
_pretty: Final[Dump] = partial(json.dumps, ensure_ascii=False, indent=2)


@dataclass(frozen=True, slots=True)
class Corpus:
    """How requests are made, and how they are written."""

    make: Make
    dump: Dump = _compact

    def payloads(self, seed: int) -> Iterator[bytes]:
        """As many as are asked for, the same for the same seed."""
        random = Random(seed)
        while True:
            yield self.dump(self.make(random)).encode()

    def take(self, count: int, seed: int) -> list[bytes]:
        """The first of them."""
        return list(islice(self.payloads(seed), count))


CORPORA: Final[Mapping[str, Corpus]] = {
    "half invalid": Corpus(mixed()),
    "all valid": Corpus(valid),
    "all invalid": Corpus(_changed(FAULTS)),
    "misshapen": Corpus(_changed(MISSHAPEN)),
    "12 findings each": Corpus(faulty(len(TOGETHER))),
    "plan-driven": Corpus(_planned),
    "external": Corpus(_external),
    "local times, offsets": Corpus(_local),
    "1 interviewer": Corpus(panel(1)),
    "20 interviewers": Corpus(panel(20)),
    "500 interviewers": Corpus(panel(500)),
    "long names": Corpus(_long_name),
    "long names, escaped": Corpus(_long_name, _escaped),
    "ids as strings": Corpus(_text_ids),
    "pretty-printed": Corpus(mixed(), _pretty),
}
"""By name; the first is what the peers are compared over."""
