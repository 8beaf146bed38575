"""ISO 8601 date-times and IANA zones, exact and the same on every machine.

Zone data is the packaged database (`tzdata`), read when this module is imported, so that nothing is read later and the
machine's own zone files never matter. Instants are integers, because `datetime` arithmetic overflows near the years 1
and 9999.
"""

from __future__ import annotations

import io
import os.path
import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cache
from importlib.util import find_spec
from typing import Final, NamedTuple, Protocol, cast
from zoneinfo import ZoneInfo

import tzdata

__all__ = [
    "TZDATA_VERSION",
    "ZONE_NAMES",
    "Instant",
    "StartTime",
    "instant_of",
    "parse_start_time",
    "zone",
]

TZDATA_VERSION: Final[str] = tzdata.__version__
"""The version of the packaged zone database, as its distribution spells it."""

_MICROSECOND = timedelta(microseconds=1)
_DAY = timedelta(days=1) // _MICROSECOND
_LAST_DAY = (datetime.max - datetime.min) // _MICROSECOND - _DAY


class _PackageLoader(Protocol):
    """What a package's import loader can do, be the package in a folder or in a zip archive."""

    def get_data(self, path: str) -> bytes: ...


def _read_zones() -> dict[str, bytes]:
    """The compiled data of every zone that the package lists, by name.

    `Factory` is listed, but means "no zone was set".
    """
    spec = find_spec("tzdata")
    assert spec is not None, "tzdata is imported above"
    assert spec.origin is not None, "tzdata is a package with a file"
    loader, folder = cast(_PackageLoader, spec.loader), os.path.dirname(spec.origin)
    names = loader.get_data(os.path.join(folder, "zones")).decode("ascii").split()
    return {
        name: loader.get_data(os.path.join(folder, "zoneinfo", *name.split("/"))) for name in names if name != "Factory"
    }


_ZONE_DATA: Final = _read_zones()

ZONE_NAMES: Final[frozenset[str]] = frozenset(_ZONE_DATA)
"""Every name that `timezone` may have, links such as `US/Pacific` included."""


@cache
def zone(name: str) -> ZoneInfo:
    """The zone of that name, from the packaged database alone; a `KeyError` if it is none of `ZONE_NAMES`.

    >>> zone("Asia/Kathmandu").utcoffset(datetime(2026, 1, 1))
    datetime.timedelta(seconds=20700)
    """
    return ZoneInfo.from_file(io.BytesIO(_ZONE_DATA[name]), key=name)


class Instant(NamedTuple):
    """A moment, exactly: whole microseconds since 0001-01-01T00:00Z, and whether there is a fraction of one more."""

    microseconds: int
    beyond: bool = False

    def to_datetime(self) -> datetime | None:
        """The first moment, in whole microseconds, that is not before this one; `None` outside the years 1 to 9999.

        >>> Instant(0, beyond=True).to_datetime()
        datetime.datetime(1, 1, 1, 0, 0, 0, 1, tzinfo=datetime.timezone.utc)
        """
        try:
            return datetime.min.replace(tzinfo=UTC) + (self.microseconds + self.beyond) * _MICROSECOND
        except OverflowError:
            return None


def instant_of(moment: datetime) -> Instant:
    """The instant of an aware datetime.

    >>> instant_of(datetime.min.replace(tzinfo=UTC))
    Instant(microseconds=0, beyond=False)
    """
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError(f"an aware datetime was expected, found the naive {moment!r}")
    return Instant((moment.replace(tzinfo=None) - datetime.min) // _MICROSECOND - offset // _MICROSECOND)


@dataclass(frozen=True, slots=True)
class StartTime:
    """A `start_time` that is an ISO 8601 date and time."""

    wall: datetime
    """The date and time that it shows, naive, cut to whole microseconds."""

    offset: timedelta | None
    """The UTC offset, if one is written."""

    beyond: bool
    """Whether a digit past the sixth of the fraction is not zero."""

    portable: bool
    """Whether it is spelled `YYYY-MM-DDThh:mm:ss`, with optional `.digits` and optional `Z` or `±hh:mm`."""

    def is_aligned(self, minutes: int) -> bool:
        """Whether it falls on a whole multiple of `minutes` past the hour, and its offset (if any) is one too.

        >>> parse_start_time("2030-01-15T10:45:00+05:45").is_aligned(15)
        True
        """
        wall = self.wall
        exact = not (wall.minute % minutes or wall.second or wall.microsecond or self.beyond)
        return exact and not (self.offset or timedelta()) % timedelta(minutes=minutes)

    def instants(self, zone: ZoneInfo | None) -> tuple[Instant, Instant]:
        """The first and the last instant that it can mean; two where the zone's clock shows it twice.

        In a gap it is read with the offset before the change (PEP 495, `fold=0`). Without an offset and without a zone,
        any offset from -24:00 to +24:00 is possible.

        >>> first, last = parse_start_time("2026-10-25T02:30:00").instants(zone("Europe/Berlin"))
        >>> (last.microseconds - first.microseconds) // 60_000_000
        60
        """
        if self.offset is not None:
            return (self._at(self.offset),) * 2
        if zone is None:
            return self._at(timedelta(days=1)), self._at(timedelta(days=-1))
        before, after = self._zone_offsets(zone)
        return self._at(before), self._at(min(before, after))

    def shift(self, zone: ZoneInfo) -> timedelta:
        """How far the zone's clock is put forward (positive: a gap) or back (negative: a fold) around the wall time.

        >>> parse_start_time("2026-03-29T02:30:00").shift(zone("Europe/Berlin"))
        datetime.timedelta(seconds=3600)
        """
        before, after = self._zone_offsets(zone)
        return after - before

    def local_time(self, zone: ZoneInfo) -> time:
        """What the clock in `zone` shows at the start (the time of day, cut to microseconds), past a gap it falls in.

        >>> parse_start_time("2030-01-15T10:00:00Z").local_time(zone("Asia/Kolkata"))
        datetime.time(15, 30)
        """
        if self.offset is None:
            return (self.wall + max(self.shift(zone), timedelta())).time()
        shown = (self._at(self.offset).microseconds + self.zone_offset(zone) // _MICROSECOND) % _DAY
        return (datetime.min + shown * _MICROSECOND).time()

    def zone_offset(self, zone: ZoneInfo) -> timedelta:
        """The zone's own offset at the instant that a written offset makes of it.

        >>> parse_start_time("2030-07-01T10:00:00Z").zone_offset(zone("Europe/Berlin"))
        datetime.timedelta(seconds=7200)
        """
        microseconds = self.instants(zone)[0].microseconds
        # No zone changes its offset within a day of either end of datetime's range, which fromutc could leave.
        utc = datetime.min + min(max(microseconds, _DAY), _LAST_DAY) * _MICROSECOND
        return zone.fromutc(utc.replace(tzinfo=zone)).replace(tzinfo=None) - utc

    def _at(self, offset: timedelta) -> Instant:
        return Instant((self.wall - datetime.min) // _MICROSECOND - offset // _MICROSECOND, self.beyond)

    def _zone_offsets(self, zone: ZoneInfo) -> tuple[timedelta, timedelta]:
        before, after = zone.utcoffset(self.wall.replace(fold=0)), zone.utcoffset(self.wall.replace(fold=1))
        return cast(timedelta, before), cast(timedelta, after)  # a ZoneInfo knows the offset of every wall time


_PORTABLE = re.compile(
    r"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):\d\d:\d\d(?:\.(?P<fraction>\d+))?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?", re.ASCII
)
_FRACTION = re.compile(r"[.,](\d+)", re.ASCII)
_HAS_TIME = re.compile(r"[^T]+T\d", re.ASCII)


def parse_start_time(text: str) -> StartTime | None:
    """What an ISO 8601 date and time says, or `None` if it is not one.

    What counts is what `dateutil.parser.isoparser(sep="T")` accepts, with both a date and a time part. The portable
    spelling is read by the standard library, which agrees and is quicker.

    >>> parse_start_time("2030-W03-2T10").wall
    datetime.datetime(2030, 1, 15, 10, 0)
    >>> parse_start_time("2030-01-15 10:00:00") is None
    True
    """
    portable = _PORTABLE.fullmatch(text)
    try:
        moment = datetime.fromisoformat(text) if portable else _parse_unusual(text)
    except (ValueError, OverflowError):  # OverflowError: a result past the year 9999
        return None
    fraction = portable["fraction"] if portable else _fraction(text)
    beyond = fraction is not None and bool(fraction[6:].strip("0"))
    return StartTime(moment.replace(tzinfo=None), moment.utcoffset(), beyond, portable is not None)


def _parse_unusual(text: str) -> datetime:
    if not _HAS_TIME.match(text):
        raise ValueError("no time part")
    return _isoparser().isoparse(text)


def _fraction(text: str) -> str | None:
    found = _FRACTION.search(text)
    return found[1] if found else None


class _IsoParser(Protocol):
    def isoparse(self, text: str) -> datetime: ...


@cache
def _isoparser() -> _IsoParser:
    from dateutil.parser import isoparser  # slow to import, and needed for unusual spellings only

    return cast(_IsoParser, isoparser(sep="T"))
