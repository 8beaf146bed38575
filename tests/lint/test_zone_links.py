"""Renamed zones: the packaged database knows both names, and that they are the same zone."""

from __future__ import annotations

from importlib.resources import files

import pytest

from kula_rules.lint.zone_links import RENAMED
from kula_rules.times import _ZONE_DATA

PLACES = {
    line.split("\t")[2]
    for line in files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
}


@pytest.mark.parametrize("old", sorted(RENAMED))
def test_both_names_have_the_same_clock(old: str) -> None:
    assert _ZONE_DATA[old] == _ZONE_DATA[RENAMED[old]]


def test_current_names_are_those_of_places_and_old_names_are_not() -> None:
    assert set(RENAMED.values()) - PLACES == set()
    assert PLACES & set(RENAMED) == set()


@pytest.mark.parametrize(
    "name",
    [
        "Africa/Timbuktu", "America/Montreal", "Asia/Chongqing", "Australia/Canberra", "Europe/Amsterdam", "Navajo",
        "CET", "EST", "HST", "MST7MDT", "PST8PDT", "WET", "Etc/UCT", "GMT0", "Greenwich", "UCT", "UTC", "Zulu",
    ],
)  # fmt: skip
def test_what_was_merged_or_is_no_place_has_no_other_name(name: str) -> None:
    assert name in _ZONE_DATA
    assert name not in RENAMED
