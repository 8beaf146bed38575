"""Starts that are odd: times that clocks skip or show twice, unusual spellings, and what is no start at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise, product
from typing import Final, NamedTuple

from hypothesis import strategies as st

from ..times import ZONE_NAMES
from .starts import QUARTER, ZONES, moments_after, offset_at, written
from .values import Strategy

__all__ = ["BAD_STARTS", "BAD_ZONES", "near_a_change", "spellings_of", "unportable"]

# --- clocks that are put forward and back ----------------------------------------------------------------------------

_FOREVER: Final = 2400  # by then, only what repeats each year is left in the zone database
_YEARLY: Final = 2037  # later, clocks change each year wherever they do so for ever


@cache
def _seasonal() -> tuple[str, ...]:
    """The zones whose clocks change each year."""
    winter, summer = datetime(_FOREVER, 1, 1), datetime(_FOREVER, 7, 1)
    return tuple(name for name in sorted(ZONE_NAMES) if offset_at(winter, name) != offset_at(summer, name))


@st.composite
def near_a_change(draw: st.DrawFn, now: datetime, *, forward: bool) -> tuple[str, str]:
    """A start that is right, but that the zone's clocks skip (`forward`) or show twice."""
    name, later = draw(st.sampled_from(_seasonal())), draw(st.integers(1, 50))
    changes = [c for c in _changes(max(now.year, _YEARLY) + later, name) if (c.after > c.before) is forward]
    change = changes[draw(st.integers(0, len(changes) - 1))]
    quarter = draw(st.integers(0, abs(change.after - change.before) // QUARTER - 1))
    return (change.moment + min(change.before, change.after) + quarter * QUARTER).isoformat(), name


class _Change(NamedTuple):
    """The moment at which the offset of a zone changes, and the offsets."""

    moment: datetime
    before: timedelta
    after: timedelta


def _changes(year: int, name: str) -> Iterator[_Change]:
    """The changes of a zone's offset in a year; they are weeks apart."""
    weeks = [datetime(year, 1, 1) + count * timedelta(weeks=1) for count in range(53)]
    offsets = [offset_at(week, name) for week in weeks]
    for (start, before), (end, after) in pairwise(zip(weeks, offsets, strict=True)):
        if before != after:
            yield _Change(_first_with(after, start, end, name), before, after)


def _first_with(offset: timedelta, start: datetime, end: datetime, name: str) -> datetime:
    """The first quarter hour after `start` at which a zone has the offset that it has at `end`."""
    while end - start > QUARTER:
        middle = start + (end - start) // QUARTER // 2 * QUARTER
        start, end = (start, middle) if offset_at(middle, name) == offset else (middle, end)
    return end


# --- spellings -------------------------------------------------------------------------------------------------------


@st.composite
def unportable(draw: st.DrawFn, now: datetime) -> tuple[str, str]:
    """A start that is right, but for its spelling: ISO 8601, but not as most programs write it."""
    moment, name = draw(moments_after(now)), draw(ZONES)
    wall, offset = draw(st.sampled_from(written(moment, name)))
    return draw(st.sampled_from(spellings_of(wall, offset))), name


def spellings_of(wall: datetime, offset: str) -> list[str]:
    """All unportable spellings of a wall time with a UTC offset, which is spelled portably.

    >>> spellings_of(datetime(2030, 1, 15, 10), "Z")[:3]
    ['2030-01-15T10:00:00z', '2030-01-15T10:00:00+0000', '2030-01-15T10:00:00-00']
    """
    dates, times, offsets = _dates(wall), _times(wall), _offsets(offset)
    portable = set(product(dates[:1], times[:1], offsets[:1]))
    odd = [parts for parts in product(dates, times, offsets) if parts not in portable]
    if not (wall.hour or wall.minute):
        odd += product(_dates(wall - timedelta(days=1)), ("24:00", "24:00:00", "2400", "24"), offsets)
    return [f"{date}T{time}{zone}" for date, time, zone in odd]


def _dates(wall: datetime) -> tuple[str, ...]:
    """Calendar, ordinal and week dates, the portable one first."""
    year, week, day = wall.isocalendar()
    extended = (wall.date().isoformat(), f"{wall.year:04}-{wall:%j}", f"{year:04}-W{week:02}-{day}")
    return (*extended, *(date.replace("-", "") for date in extended))


def _times(wall: datetime) -> tuple[str, ...]:
    """Times, the portable one first."""
    whole_hour = () if wall.minute else (f"{wall:%H}",)
    return (f"{wall:%H:%M:%S}", f"{wall:%H:%M}", *whole_hour, f"{wall:%H%M}", f"{wall:%H%M%S}", f"{wall:%H:%M:%S},00")


def _offsets(offset: str) -> tuple[str, ...]:
    """Spellings of a UTC offset that is spelled portably, that one first."""
    if offset in ("", "Z"):
        return ("",) if not offset else ("Z", "z", "+0000", "-00")
    hours, _, minutes = offset.partition(":")
    return (offset, hours + minutes) if int(minutes) else (offset, hours + minutes, hours)


# --- what is none ----------------------------------------------------------------------------------------------------

BAD_STARTS: Final[Strategy] = st.one_of(
    st.sampled_from(
        [
            "2030-01-15",
            "2030-01-15 10:00:00Z",
            "tomorrow",
            "",
            "T10:00:00Z",
            "10:00:00",
            "2030-01-15T",
            "2030-01-15TZ",
            "2030-01-15T+01:00",
            "2030-01-15t10:00:00Z",
            "2030-01-15_10:00:00Z",
            "2030-01-15TT10:00:00Z",
            "2030-01-1510:00:00Z",
            " 2030-01-15T10:00:00Z",
            "2030-01-15T10:00:00Z ",
            "2030-01-15T10:00:00Z\n",
            "2030-01-15T10:00:00 Z",
            "2030-01-15T10:00:00ZZ",
            "2030-01-15T10:00:00 UTC",
            "2030-01-15T10:00:00[UTC]",
            "2030-01-15T10:00:00+24:00",
            "2030-01-15T10:00:00+05:60",
            "2030-01-15T10:00:00+5:30",
            "2030-01-15T10:00:00+05:3",
            "2030-01-15T10:00:00\u221205:00",
            "2030-01-15T10:00:60Z",
            "2030-01-15T10:60:00Z",
            "2030-01-15T25:00:00Z",
            "2030-01-15T24:15:00Z",
            "2030-01-15T24:00:01Z",
            "9999-12-31T24:00:00Z",
            "2030-01-15T10:00.5",
            "2030-01-15T10.5",
            "2030-01-15T10:00:00.",
            "2030-01-15T10:00:00.Z",
            "2030-01-15T10:00:00,",
            "2030-01-15T1:00:00",
            "2030-01-15T+9:00:00",
            "2030-01-15T 9:00:00",
            "2030-01-15T1_0:00:00",
            "2030-01-15T10:0000",
            "2030-01-15T1000:00",
            "2030-01-15T10-00-00",
            "2030-01-15T10:00:00 AM",
            "\uff12\uff10\uff13\uff10-01-15T10:00:00Z",
            "2030-01-15T\u0661\u0660:00:00Z",
            "2030-13-01T10:00:00Z",
            "2030-00-10T10:00:00Z",
            "2030-01-32T10:00:00Z",
            "2030-01-00T10:00:00Z",
            "2030-02-29T10:00:00Z",
            "2030-1-15T10:00:00Z",
            "30-01-15T10:00:00Z",
            "12030-01-15T10:00:00Z",
            "+2030-01-15T10:00:00Z",
            "0000-01-15T10:00:00Z",
            "2030-0115T10:00:00Z",
            "2030-01T10:00:00Z",
            "2030T10:00:00Z",
            "2030-W54-1T10:00:00Z",
            "2030-W00-1T10:00:00Z",
            "2030-W03-0T10:00:00Z",
            "2030-W03-8T10:00:00Z",
            "2030-W03T10:00:00Z",
            "2030-366T10:00:00Z",
            "2030-000T10:00:00Z",
            "1894701600",
            "01/15/2030 10:00",
            "Tue, 15 Jan 2030 10:00:00 GMT",
            "P1DT10H",
        ]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="T"), max_size=12),
)
"""What is no date and time of ISO 8601."""

_MISSPELLED: Final = (str.lower, str.upper, " {}".format, "{} ".format, "{}\n".format, "./{}".format)

BAD_ZONES: Final[Strategy] = st.one_of(
    st.sampled_from(["PST", "", "Mars/Olympus", "Factory", "localtime", "posixrules", "zone.tab", "tzdata.zi"]),
    st.sampled_from(["UTC+1", "+01:00", "Z", "Etc/GMT+15", "Europe", "Europe/", "America/New York", "Pacific Time"]),
    st.sampled_from(
        [bad for name in sorted(ZONE_NAMES) for way in _MISSPELLED if (bad := way(name)) not in ZONE_NAMES]
    ),
    st.text(max_size=12).filter(lambda name: name not in ZONE_NAMES),
)
"""What names no time zone, such as names with other letters or blanks."""
