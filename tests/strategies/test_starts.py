"""Starts in their spellings, read by the parser of the library."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from kula_rules.strategies.odd_starts import near_a_change, spellings_of
from kula_rules.strategies.starts import written
from kula_rules.times import parse_start_time, zone

from .judging import several

WALLS: Final = [
    datetime(2030, 1, 15, 10, 0),
    datetime(2030, 1, 15, 10, 45),
    datetime(2031, 1, 1, 0, 0),
    datetime(2032, 12, 31, 0, 15),
    datetime(2024, 2, 29, 23, 30),
    datetime(9999, 12, 29, 0, 0),
]
OFFSETS: Final = {"": None, "Z": 0, "+00:00": 0, "-00:00": 0, "+05:45": 345, "-08:00": -480, "+14:00": 840}


@pytest.mark.parametrize("wall", WALLS, ids=str)
@pytest.mark.parametrize("offset", OFFSETS)
def test_unportable_spellings_differ_and_say_the_same(wall: datetime, offset: str) -> None:
    minutes, texts = OFFSETS[offset], spellings_of(wall, offset)
    said = (wall, None if minutes is None else timedelta(minutes=minutes), False, False)
    starts = [start for start in map(parse_start_time, texts) if start]
    assert {(start.wall, start.offset, start.beyond, start.portable) for start in starts} == {said}
    assert len(starts) == len(texts)
    assert len(set(texts)) == len(texts)


def test_midnight_is_also_the_end_of_the_day_before() -> None:
    texts = spellings_of(datetime(2031, 1, 1), "Z")
    assert [text for text in texts if "T24" in text][:4] == [
        "2030-12-31T24:00Z",
        "2030-12-31T24:00z",
        "2030-12-31T24:00+0000",
        "2030-12-31T24:00-00",
    ]


MOMENT: Final = datetime(2030, 11, 3, 9, 30)
ZERO: Final = [(MOMENT, "Z"), (MOMENT, "+00:00"), (MOMENT, "-00:00")]


def test_a_moment_is_written_in_utc_and_in_the_zone() -> None:
    wall = datetime(2030, 11, 3, 15, 15)
    assert written(MOMENT, "Asia/Kathmandu") == [*ZERO, (wall, ""), (wall, "+05:45")]


def test_a_wall_time_that_clocks_show_twice_has_an_offset() -> None:
    assert written(MOMENT, "America/Los_Angeles") == [*ZERO, (datetime(2030, 11, 3, 1, 30), "-08:00")]


def test_a_zone_that_is_not_on_the_quarter_hour_is_not_written() -> None:
    moment = datetime(1800, 1, 1)
    assert written(moment, "Europe/Berlin") == [(moment, "Z"), (moment, "+00:00"), (moment, "-00:00")]


@pytest.mark.parametrize("forward", [True, False])
def test_clocks_change_by_as_much_as_they_do(forward: bool) -> None:
    drawn = several(near_a_change(datetime(2026, 11, 20, tzinfo=UTC), forward=forward), 300)
    shifts = set()
    for text, name in drawn:
        start = parse_start_time(text)
        assert start is not None
        shifts.add(start.shift(zone(name)) // timedelta(minutes=1))
    assert shifts <= ({30, 60, 120} if forward else {-30, -60, -120})
