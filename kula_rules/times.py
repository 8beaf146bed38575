"""ISO 8601 date-times and IANA zones, exact and the same on every machine.

Zone data is the packaged database (`tzdata`), read when this module is imported, so that nothing is read later and the
machine's own zone files never matter. Instants are integers, because `datetime` arithmetic overflows near the years 1
and 9999.
"""

from __future__ import annotations

import io
import os
import re
from datetime import MAXYEAR, MINYEAR, UTC, datetime, time, timedelta
from functools import cache, lru_cache
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
    "start_time_parts",
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
    spec = tzdata.__spec__
    assert spec is not None, "tzdata was imported by its name"
    assert spec.origin is not None, "tzdata is a package with a file"
    loader, folder = cast(_PackageLoader, spec.loader), os.path.dirname(spec.origin)
    names = loader.get_data(os.path.join(folder, "zones")).decode("ascii").split()
    read = _read_file if os.path.isdir(folder) else loader.get_data
    return {name: read(f"{folder}/zoneinfo/{name}") for name in names if name != "Factory"}


_TO_READ: Final = os.O_RDONLY | getattr(os, "O_BINARY", 0)  # only Windows knows files that are not binary


def _read_file(path: str) -> bytes:
    """What a small file holds, in a third of the time of a loader's `get_data`: there are some 600 to read."""
    file, data = os.open(path, _TO_READ), b""
    try:
        while block := os.read(file, 1 << 14):
            data += block
    finally:
        os.close(file)
    return data


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
    if moment.tzinfo is UTC:
        return _instant_in_utc(moment)
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError(f"an aware datetime was expected, found the naive {moment!r}")
    return Instant((moment.replace(tzinfo=None) - datetime.min) // _MICROSECOND - offset // _MICROSECOND)


@lru_cache(maxsize=16)  # many requests are checked at one moment
def _instant_in_utc(moment: datetime) -> Instant:
    return Instant((moment - _FIRST) // _MICROSECOND)


_FIRST: Final = datetime.min.replace(tzinfo=UTC)


class StartTime(NamedTuple):
    """A `start_time` that is an ISO 8601 date and time."""

    moment: datetime
    """What is written, cut to whole microseconds: aware if it has a UTC offset."""

    offset: timedelta | None
    """The UTC offset, if one is written."""

    beyond: bool
    """Whether a digit past the sixth of the fraction is not zero."""

    portable: bool
    """Whether it is spelled `YYYY-MM-DDThh:mm:ss`, with optional `.digits` and optional `Z` or `±hh:mm`."""

    @property
    def wall(self) -> datetime:
        """The date and time that it shows, naive."""
        return self.moment if self.moment.tzinfo is None else self.moment.replace(tzinfo=None)

    def is_aligned(self, minutes: int) -> bool:
        """Whether it falls on a whole multiple of `minutes` past the hour, and its offset (if any) is one too.

        >>> parse_start_time("2030-01-15T10:45:00+05:45").is_aligned(15)
        True
        """
        moment = self.moment
        if moment.minute % minutes or moment.second or moment.microsecond or self.beyond:
            return False
        return not self.offset or not self.offset % timedelta(minutes=minutes)

    def instant(self) -> Instant | None:
        """The instant that a written offset makes of it."""
        if self.offset is None:
            return None
        return Instant((self.moment - _FIRST) // _MICROSECOND, self.beyond)

    def instants(self, zone: ZoneInfo | None) -> tuple[Instant, Instant]:
        """The first and the last instant that it can mean; two where the zone's clock shows it twice.

        In a gap it is read with the offset before the change (PEP 495, `fold=0`). Without an offset and without a zone,
        any offset from -24:00 to +24:00 is possible.

        >>> first, last = parse_start_time("2026-10-25T02:30:00").instants(zone("Europe/Berlin"))
        >>> (last.microseconds - first.microseconds) // 60_000_000
        60
        """
        instant = self.instant()
        if instant is not None:
            return instant, instant
        if zone is None:
            return self._at(timedelta(days=1)), self._at(timedelta(days=-1))
        before, after = _zone_offsets(self.wall, zone)
        return self._at(before), self._at(min(before, after))

    def shift(self, zone: ZoneInfo) -> timedelta:
        """How far the zone's clock is put forward (positive: a gap) or back (negative: a fold) around the wall time.

        >>> parse_start_time("2026-03-29T02:30:00").shift(zone("Europe/Berlin"))
        datetime.timedelta(seconds=3600)
        """
        before, after = _zone_offsets(self.wall, zone)
        return after - before

    def local_time(self, zone: ZoneInfo) -> time:
        """What the clock in `zone` shows at the start (the time of day, cut to microseconds), past a gap it falls in.

        >>> parse_start_time("2030-01-15T10:00:00Z").local_time(zone("Asia/Kolkata"))
        datetime.time(15, 30)
        """
        instant = self.instant()
        if instant is None:
            return (self.moment + max(self.shift(zone), timedelta())).time()
        if MINYEAR < self.moment.year < MAXYEAR:  # then nothing overflows
            return self.moment.astimezone(zone).time().replace(fold=0)
        shown = (instant.microseconds + self.zone_offset(zone) // _MICROSECOND) % _DAY
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
        """The instant of a wall time in a place with that offset."""
        return Instant((self.moment - datetime.min) // _MICROSECOND - offset // _MICROSECOND, self.beyond)


@lru_cache(maxsize=16)  # several rules ask about one start
def _zone_offsets(wall: datetime, zone: ZoneInfo) -> tuple[timedelta, timedelta]:
    """The zone's offsets when its clock shows a wall time: the first time and the second, if that comes twice."""
    before, after = zone.utcoffset(wall.replace(fold=0)), zone.utcoffset(wall.replace(fold=1))
    return cast(timedelta, before), cast(timedelta, after)  # a ZoneInfo knows the offset of every wall time


_PORTABLE = re.compile(
    r"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):\d\d:\d\d(?:\.(?P<fraction>\d+))?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?", re.ASCII
)
_fromisoformat = datetime.fromisoformat
_ZERO: Final = timedelta()
_FRACTION = re.compile(r"[.,](\d+)", re.ASCII)
_HAS_TIME = re.compile(r"[^T]+T\d", re.ASCII)


def parse_start_time(text: str) -> StartTime | None:
    """What an ISO 8601 date and time says, or `None` if it is not one.

    >>> parse_start_time("2030-W03-2T10").wall
    datetime.datetime(2030, 1, 15, 10, 0)
    >>> parse_start_time("2030-01-15 10:00:00") is None
    True
    """
    parts = start_time_parts(text)
    return None if parts is None else StartTime(*parts)


def start_time_parts(text: str) -> tuple[datetime, timedelta | None, bool, bool] | None:
    """The parts of a `StartTime`, or `None` if the text is none.

    What counts is what `dateutil.parser.isoparser(sep="T")` accepts, with both a date and a time part. The portable
    spelling is read by the standard library, which agrees and is quicker; its commonest form is known by its signs.
    """
    if text[7::3] == "-T::Z" and text[11:13] != "24":
        try:
            return _fromisoformat(text), _ZERO, False, True
        except ValueError:
            return None
    portable = _PORTABLE.fullmatch(text)
    try:
        moment = datetime.fromisoformat(text) if portable else _parse_unusual(text)
    except (ValueError, OverflowError):  # OverflowError: a result past the year 9999
        return None
    fraction = portable["fraction"] if portable else _fraction(text)
    beyond = fraction is not None and bool(fraction[6:].strip("0"))
    return moment, moment.utcoffset(), beyond, portable is not None


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
