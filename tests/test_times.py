"""ISO 8601 as dateutil reads it, the packaged zones alone, and instants that never overflow."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
import tzdata
from dateutil.parser import isoparser
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kula_rules.times import TZDATA_VERSION, ZONE_NAMES, Instant, instant_of, parse_start_time, zone

DATES = st.one_of(
    st.dates().map(str),
    st.dates().map(lambda d: d.strftime("%Y%m%d").zfill(8)),
    st.dates().map(lambda d: "{:04}-W{:02}-{}".format(*d.isocalendar())),
    st.dates().map(lambda d: f"{d.year:04}{d.timetuple().tm_yday:03}"),
    st.sampled_from(["2030-01", "0000-01-01", "2030-02-30", "2030-W53-1", "9999-12-31", "0001-01-01", "2030-366"]),
)
HOURS = st.integers(0, 25).map("{:02}".format)
SIXTIES = st.integers(0, 61).map("{:02}".format)
TIMES = st.one_of(
    HOURS,
    st.tuples(HOURS, SIXTIES).map(":".join),
    st.tuples(HOURS, SIXTIES).map("".join),
    st.tuples(HOURS, SIXTIES, SIXTIES).map(":".join),
    st.tuples(HOURS, SIXTIES, SIXTIES).map("".join),
)
FRACTIONS = st.sampled_from(["", "", ".", ".0", ",5", ".123456", ".1234567", ".0000000", ".5.5", "._5", ". 5"])
OFFSETS = st.sampled_from(
    ["", "", "Z", "z", "+00:00", "-00:00", "+05:45", "-0800", "+09", "+24:00", "+23:59", "+05:60", "+1", "+5:30", "UTC"]
)
SEPARATORS = st.sampled_from(["T", "T", "T", " ", "t", "", "TT"])
SPELLINGS = st.tuples(DATES, SEPARATORS, TIMES, FRACTIONS, OFFSETS).map("".join)


def as_dateutil_reads(text: str) -> datetime | None:
    try:
        return isoparser(sep="T").isoparse(text)
    except (ValueError, OverflowError):
        return None


@settings(max_examples=2000, deadline=None)
@given(SPELLINGS)
@example("2030-01-15T10:00:00Z")
@example("9999-12-31T24:00")
@example("9999-W53-7T10")
@example("2030-01-15T24:00:00.0000001")
@example("2030-01-15T10:00:00+05:60")
def test_what_is_iso_8601_is_what_dateutil_reads(text: str) -> None:
    read, start = as_dateutil_reads(text), parse_start_time(text)
    assert (start is None) == (read is None)
    if start is not None and read is not None:
        assert (start.wall, start.offset) == (read.replace(tzinfo=None), read.utcoffset())


@pytest.mark.parametrize("text", ["2030-01-15", "2030-01-15T", "2030-01-15TZ", "2030-01-15T+01:00", "2030-01-15T-05"])
def test_a_date_needs_a_time(text: str) -> None:
    assert parse_start_time(text) is None


@pytest.mark.parametrize(
    "text", ["2030-01-15T10:00:00.123456{}Z", "2030-01-15T10:00:0{}", "2030-01-15T10:00,{}", "20{}0-01-15T10"]
)
@pytest.mark.parametrize("digit", ["\u0663", "\uff13", "\u0969"])
def test_a_digit_is_one_of_ascii(text: str, digit: str) -> None:
    assert parse_start_time(text.format(digit)) is None


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_read_or_not(text: str) -> None:
    start = parse_start_time(text)
    assert (start is None) == (as_dateutil_reads(text) is None or re.match(r"[^T]+T\d", text) is None)


@pytest.mark.parametrize(
    ("text", "portable"),
    [
        ("2030-01-15T10:00:00", True),
        ("2030-01-15T10:00:00Z", True),
        ("2030-01-15T23:00:00.123456789-12:00", True),
        ("2030-01-15T24:00:00", False),
        ("2030-01-15T10:00:00z", False),
        ("2030-01-15T10:00:00,5", False),
        ("2030-01-15T10:00:00+0100", False),
        ("2030-01-15T10:00", False),
        ("20300115T100000Z", False),
        ("2030-W03-2T10:00:00", False),
    ],
)
def test_the_portable_spelling(text: str, portable: bool) -> None:
    start = parse_start_time(text)
    assert start is not None
    assert start.portable is portable


@pytest.mark.parametrize(
    ("text", "aligned"),
    [
        ("2030-01-15T10:15:00", True),
        ("2030-01-15T10:14:00", False),
        ("2030-01-15T10:15:01", False),
        ("2030-01-15T10:15:00.000001", False),
        ("2030-01-15T10:15:00.0000000000", True),
        ("2030-01-15T10:15:00.00000000001", False),
        ("20300115T101500,0000001", False),
        ("2030-01-15T10:15:00+05:45", True),
        ("2030-01-15T10:15:00+05:40", False),
        ("2030-01-15T10:15:00-00:07", False),
        ("2030-01-15T10", True),
        ("2030-01-15T24:00", True),
    ],
)
def test_alignment_looks_at_every_digit_and_the_offset(text: str, aligned: bool) -> None:
    start = parse_start_time(text)
    assert start is not None
    assert start.is_aligned(15) is aligned


def test_a_zone_is_a_name_of_the_packaged_database() -> None:
    assert tzdata.__version__ == TZDATA_VERSION
    assert len(ZONE_NAMES) > 590
    assert {"UTC", "US/Pacific", "Etc/GMT+12", "America/Argentina/ComodRivadavia"} <= ZONE_NAMES
    strange = {"Factory", "localtime", "posixrules", "PST", "utc", "tzdata.zi", "zone.tab", "America", "posix/UTC", ""}
    assert ZONE_NAMES.isdisjoint(strange)


@pytest.mark.parametrize("name", sorted(ZONE_NAMES))
def test_every_zone_can_be_read(name: str) -> None:
    assert zone(name).key == name


def test_a_zone_that_is_none_is_refused() -> None:
    with pytest.raises(KeyError):
        zone("../UTC")


PRINT_ZONES = r"""
import sys
sys.path.insert(0, sys.argv[1])
import hashlib, json, tzdata
from kula_rules.times import ZONE_NAMES, _ZONE_DATA
data = b"".join(_ZONE_DATA[name] for name in sorted(ZONE_NAMES))
print(json.dumps([tzdata.__file__.startswith(sys.argv[1]), len(ZONE_NAMES), hashlib.sha256(data).hexdigest()]))
"""


def test_zones_are_read_from_a_zip_archive_as_from_a_folder(tmp_path: Path) -> None:
    archive = tmp_path / "tzdata.zip"
    package = Path(tzdata.__file__).parent
    with zipfile.ZipFile(archive, "w") as zipped:
        for path in package.rglob("*"):
            zipped.write(path, path.relative_to(package.parent).as_posix())
    root = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", PRINT_ZONES, str(archive)], cwd=root, capture_output=True, check=True, timeout=60
    )
    data = b"".join((package / "zoneinfo" / name).read_bytes() for name in sorted(ZONE_NAMES))
    assert json.loads(done.stdout) == [True, len(ZONE_NAMES), hashlib.sha256(data).hexdigest()]


# Where and when clocks change: the zone, a time in the gap, a time in the fold, and by how many minutes.
CHANGES = [
    ("America/Los_Angeles", "2030-03-10T02:30:00", "2030-11-03T01:30:00", 60),
    ("Europe/Berlin", "2030-03-31T02:30:00", "2030-10-27T02:30:00", 60),
    ("Australia/Lord_Howe", "2030-10-06T02:15:00", "2030-04-07T01:45:00", 30),
    ("America/Santiago", "2030-09-08T00:30:00", "2030-04-06T23:30:00", 60),
]


@pytest.mark.parametrize(("name", "gap", "fold", "minutes"), CHANGES)
def test_a_gap_has_one_instant_and_a_fold_has_two(name: str, gap: str, fold: str, minutes: int) -> None:
    skipped, repeated = parse_start_time(gap), parse_start_time(fold)
    assert skipped is not None
    assert repeated is not None
    assert (skipped.shift(zone(name)), repeated.shift(zone(name))) == (
        timedelta(minutes=minutes),
        timedelta(minutes=-minutes),
    )
    first, last = skipped.instants(zone(name))
    assert first == last == instant_of(datetime.fromisoformat(gap).replace(tzinfo=zone(name), fold=0))
    first, last = repeated.instants(zone(name))
    assert first == instant_of(datetime.fromisoformat(fold).replace(tzinfo=zone(name), fold=0))
    assert last == instant_of(datetime.fromisoformat(fold).replace(tzinfo=zone(name), fold=1))
    assert last.microseconds - first.microseconds == minutes * 60_000_000


@settings(max_examples=300, deadline=None)
@given(st.datetimes(), st.sampled_from(sorted(ZONE_NAMES)))
@example(datetime.min, "Asia/Tokyo")
@example(datetime.max, "America/New_York")
def test_an_instant_is_what_exact_arithmetic_says(moment: datetime, name: str) -> None:
    start = parse_start_time(moment.isoformat())
    assert start is not None
    first, last = start.instants(zone(name))
    offsets = {zone(name).utcoffset(moment.replace(fold=fold)) for fold in (0, 1)}
    assert {first, last} <= {
        Instant((moment - datetime.min - offset) // timedelta(microseconds=1))
        for offset in offsets
        if offset is not None
    }
    assert first <= last


@settings(max_examples=300, deadline=None)
@given(st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1)), st.sampled_from(sorted(ZONE_NAMES)))
def test_a_zones_offset_at_an_instant_is_what_conversion_says(moment: datetime, name: str) -> None:
    start = parse_start_time(moment.isoformat() + "Z")
    assert start is not None
    local = moment.replace(tzinfo=UTC).astimezone(zone(name))
    assert (start.zone_offset(zone(name)), start.local_time(zone(name))) == (local.utcoffset(), local.time())


@pytest.mark.parametrize("text", ["2030-03-10T02:30:00", "2030-03-10T02:30:00-08:00"])
def test_in_a_gap_the_clock_shows_the_time_after_it(text: str) -> None:
    start = parse_start_time(text)
    assert start is not None
    assert start.local_time(zone("America/Los_Angeles")) == time(3, 30)


def test_nothing_overflows_at_either_end_of_time() -> None:
    early, late = parse_start_time("0001-01-01T00:00:00+23:59"), parse_start_time("9999-12-31T23:59:59.9999999-23:59")
    assert early is not None
    assert late is not None
    tokyo = zone("Asia/Tokyo")
    assert early.instants(None)[0] == Instant(-86_340_000_000)
    assert late.instants(None)[0].to_datetime() is None
    assert late.zone_offset(tokyo) == timedelta(hours=9)
    assert late.local_time(tokyo) == time(8, 58, 59, 999999)
    assert early.zone_offset(zone("America/New_York")) == -timedelta(hours=4, minutes=56, seconds=2)


def test_below_a_microsecond_an_instant_is_later() -> None:
    assert Instant(5) < Instant(5, beyond=True) < Instant(6)
    assert Instant(5, beyond=True).to_datetime() == Instant(6).to_datetime()


def test_a_naive_moment_is_no_instant() -> None:
    with pytest.raises(ValueError, match="an aware datetime was expected, found the naive"):
        instant_of(datetime(2030, 1, 1))
