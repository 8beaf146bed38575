"""Starts of interviews: pairs of a `start_time` and a `timezone`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final, cast

from hypothesis import strategies as st

from ..times import ZONE_NAMES, zone
from .values import Strategy

__all__ = ["QUARTER", "ZONES", "disagreeing", "future", "moments_after", "offset_at", "past", "unaligned", "written"]

QUARTER: Final = timedelta(minutes=15)
ZONES: Final = st.sampled_from(["UTC", *sorted(ZONE_NAMES - {"UTC"})])

_ways: Final = st.integers(0, 59)  # as many as the ways to write a moment divide
_SEASON: Final = 9_000  # quarter hours; so that centuries are a range that is small enough to be drawn from evenly
_MARGIN: Final = timedelta(days=2)  # so that the wall clocks of all zones stay within the years 1 to 9999
_zero_fractions: Final = st.sampled_from(["", "", "", ".0", ".000000", ".000000000"])


def future(now: datetime) -> Strategy:
    """A start that is right: later than now, on a quarter hour, portable, its offset that of the zone, or zero."""
    return _starts(moments_after(now), _zero_fractions)


def past(now: datetime) -> Strategy:
    """A start that is right, but for not being later than now."""
    last = _quarter_of(now)
    counts = _counts((last - datetime.min - _MARGIN) // QUARTER)
    return _starts(counts.map(lambda count: last - count * QUARTER), _zero_fractions)


def moments_after(now: datetime) -> Strategy:
    """A quarter hour of UTC later than now."""
    first = _quarter_of(now) + QUARTER
    return _counts((datetime.max - _MARGIN - first) // QUARTER).map(lambda count: first + count * QUARTER)


def _quarter_of(now: datetime) -> datetime:
    """The quarter hour of UTC that has begun."""
    moment = now.astimezone(UTC).replace(tzinfo=None)
    return moment - (moment - datetime.min) % QUARTER


def _counts(limit: int) -> Strategy:
    """How many quarter hours from now: within a day, within some years, or at any time."""
    day, decade, seasons = (st.integers(0, min(limit, most)) for most in (99, 400_000, limit // _SEASON))
    return st.one_of(day, decade, st.builds(lambda some, more: min(limit, some * _SEASON + more), seasons, day))


@st.composite
def _starts(draw: st.DrawFn, moments: Strategy, fractions: Strategy) -> tuple[str, str]:
    moment, name, fraction = draw(moments), draw(ZONES), draw(fractions)
    ways = written(moment, name)
    wall, offset = ways[draw(_ways) % len(ways)]
    return f"{wall.isoformat()}{fraction}{offset}", name


def written(moment: datetime, name: str) -> list[tuple[datetime, str]]:
    """The ways to write a moment of UTC in a zone, as a wall time and an offset, the plainest first."""
    ways = [(moment, zero) for zero in ("Z", "+00:00", "-00:00")]
    offset = offset_at(moment, name)
    wall = moment + offset
    if offset % QUARTER:
        return ways  # a local mean time of old days, on no quarter hour
    before, after = (wall.replace(tzinfo=zone(name), fold=fold).utcoffset() for fold in (0, 1))
    return [*ways, *([(wall, "")] if before == after else []), (wall, _offset_text(offset))]


def offset_at(moment: datetime, name: str) -> timedelta:
    """The zone's offset at a moment of UTC."""
    return cast(timedelta, moment.replace(tzinfo=UTC).astimezone(zone(name)).utcoffset())


def _offset_text(offset: timedelta) -> str:
    hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
    return f"{'-' if offset < timedelta() else '+'}{hours:02}:{minutes:02}"


def unaligned(now: datetime) -> Strategy:
    """A start that is right, but for the minutes, the seconds or some digit of the fraction."""
    minute, second = st.integers(1, 14), st.integers(1, 59)
    fraction = st.builds(".{}{}".format, st.integers(0, 12).map("0".__mul__), st.integers(1, 9))
    return st.one_of(
        _starts(_late(now, minutes=minute), _zero_fractions),
        _starts(_late(now, seconds=second), _zero_fractions),
        _starts(moments_after(now), fraction),
        _starts(_late(now, minutes=minute, seconds=second), fraction),
    )


def _late(now: datetime, **units: Strategy) -> Strategy:
    return st.builds(lambda moment, late: moment + late, moments_after(now), st.builds(timedelta, **units))


@st.composite
def disagreeing(draw: st.DrawFn, now: datetime) -> tuple[str, str]:
    """A start that is right, but for an offset that is not the zone's."""
    moment, name = draw(moments_after(now)), draw(ZONES)
    right = offset_at(moment, name)
    wrong = [offset for count in range(1, 96) for offset in (count * QUARTER, -count * QUARTER) if offset != right]
    offset = draw(st.sampled_from(wrong))
    return f"{(moment + offset).isoformat()}{draw(_zero_fractions)}{_offset_text(offset)}", name
