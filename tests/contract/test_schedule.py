"""Contract, section 5: when the interview starts, and how long it takes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from kula_rules import RuleSet

from ..support import MCP_CREATE, REST_CREATE, external, found, known, planned, sent, waits
from .cases import Findings, Needs, by_plan

SECOND = timedelta(seconds=1)
TIMES = ("err_start_time_not_aligned", "err_start_time_in_past")


def at(text: str) -> datetime:
    """An instant, from its UTC spelling."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def starting(start_time: object, timezone: object = "Etc/UTC", **changes: Any) -> dict[str, Any]:
    return sent(start_time=start_time, timezone=timezone, **changes)


# start_time: what is ISO 8601

UNPORTABLE: Findings = [("unportable_start_time", "/start_time")]
NOT_ISO: Findings = [("err_invalid_iso_8601", "/start_time")]


@pytest.mark.parametrize(
    "text",
    [
        "2030-01-15T10:00:00",
        "2030-01-15T10:00:00Z",
        "2030-01-15T10:00:00.0",
        "2030-01-15T10:00:00.000000000Z",
        "2030-01-15T10:00:00+00:00",
        "2030-01-15T10:00:00-00:00",
        "2030-01-15T00:00:00Z",
        "2030-01-15T23:45:00Z",
        "9999-12-31T23:45:00Z",
    ],
)
def test_a_portable_start_time_is_accepted(rules: RuleSet, text: str) -> None:
    assert found(starting(text), rules) == []


@pytest.mark.parametrize(
    "text",
    [
        "2030-01-15T10Z",
        "2030-01-15T10",
        "2030-01-15T10:00Z",
        "2030-01-15T10:00",
        "2030-01-15T1000",
        "2030-01-15T100000Z",
        "20300115T10",
        "20300115T1000Z",
        "20300115T10:00:00Z",
        "2030-W03-2T10:00:00Z",
        "2030W032T100000",
        "2030-015T10:00:00Z",
        "2030015T10Z",
        "2028-366T10:00",
        "2032-W53-7T10:00",
        "9999-W52-5T10:00",
        "2030-01-15T24:00:00Z",
        "2030-01-15T24:00",
        "2030-01-15T24",
        "2030-01-15T10:00:00,000Z",
        "2030-01-15T10:00:00z",
        "2030-01-15T10:00:00+00",
        "2030-01-15T10:00:00+0000",
        "2030-01-15T10:00:00-00",
    ],
)
def test_calendar_week_and_ordinal_dates_basic_or_extended_are_accepted(rules: RuleSet, text: str) -> None:
    assert found(starting(text), rules) == UNPORTABLE


NO_DATE_AND_TIME = [
    "",
    "tomorrow",
    "2030-01-15",
    "20300115",
    "2030",
    "10:00:00",
    "T10:00:00",
    "2030-01-15T",
    "2030-01-15TZ",
]
OTHER_SEPARATORS = ["2030-01-15 10:00:00", "2030-01-15t10:00:00", "2030-01-15_10:00:00", "2030-01-1510:00:00"]
IMPOSSIBLE = [
    "2030-13-01T10:00",
    "2030-00-01T10:00",
    "2030-02-29T10:00",
    "2030-04-31T10:00",
    "2030-366T10:00",
    "2030-000T10:00",
    "2030-W54-1T10:00",
    "2030-W00-1T10:00",
    "2030-W01-8T10:00",
    "2030-W01-0T10:00",
    "2030-01-15T25:00",
    "2030-01-15T24:15",
    "2030-01-15T24:00:01",
    "2030-01-15T10:60",
    "2030-01-15T10:00:60",
    "2030-12-31T23:59:60Z",
]
BLANKS_AND_SIGNS = [
    " 2030-01-15T10:00:00Z",
    "2030-01-15T10:00:00Z ",
    "2030-01-15T10:00:00Z\n",
    "2030-01-15T10:00:00 Z",
    "2030-01-15T 9:00:00Z",
    "+2030-01-15T10:00:00Z",
    "-2030-01-15T10:00:00Z",
    "+002030-01-15T10:00:00Z",
    "2030-01-+5T10:00:00Z",
    "2030-01-15T+9:00:00Z",
    "2030-01-15T10:-1:00Z",
    "2030-0_-15T10:00:00Z",
    "2_30-01-15T10:00:00Z",
    "2030-01-15T1_:00:00Z",
    "2030-01-15T10:00:00.0_0Z",
    "2030-01-15T10:00:00.0 0Z",
]
NOT_ASCII = [
    "\u0662\u0660\u0663\u0660-01-15T10:00:00Z",
    "2030-01-15T\uff11\uff10:00:00Z",
    "2030-01-15T10:00:00.\u0660Z",
    "2030-01-15T10:00:00\u221200:00",
    "2030-01-15T10:00:00Z\u200b",
]
FRACTIONS = [
    "2030-01-15T10.0",
    "2030-01-15T10,5Z",
    "2030-01-15T10:00.0",
    "2030-01-15T10:00,5Z",
    "2030-01-15T10:00:00.",
    "2030-01-15T10:00:00.Z",
    "2030-01-15T10:00:00,",
    "2030-01-15T10:00:00.0.0",
]
OUTSIDE_THE_YEARS = ["0000-01-01T00:00:00Z", "9999-12-31T24:00:00Z", "9999-W52-6T10:00", "10000-01-01T00:00:00Z"]
BAD_OFFSETS = [
    "2030-01-15T10:00:00+24:00",
    "2030-01-15T10:00:00+01:60",
    "2030-01-15T10:00:00+1:00",
    "2030-01-15T10:00:00+1",
    "2030-01-15T10:00:00+01:0",
    "2030-01-15T10:00:00+01:00:00",
    "2030-01-15T10:00:00ZZ",
    "2030-01-15T10:00:00Z+01:00",
    "2030-01-15T10:00:00UTC",
    "2030-01-15T10:00:00 +01:00",
    "2030-01-15T+05:00",
]
MIXED = [
    "2030-0115T10:00",
    "203001-15T10:00",
    "2030-W032T10:00",
    "2030W03-2T10:00",
    "2030-01-15T10:0000",
    "2030-01-15T1000:00",
]


@pytest.mark.parametrize(
    "text",
    [
        *NO_DATE_AND_TIME,
        *OTHER_SEPARATORS,
        *IMPOSSIBLE,
        *BLANKS_AND_SIGNS,
        *NOT_ASCII,
        *FRACTIONS,
        *OUTSIDE_THE_YEARS,
        *BAD_OFFSETS,
        *MIXED,
    ],
)
def test_what_is_no_iso_8601_date_and_time_is_reported_once(rules: RuleSet, text: str) -> None:
    assert found(starting(text), rules) == NOT_ISO
    assert waits(starting(text), rules) == dict.fromkeys(TIMES, ("field.start_time",))


@pytest.mark.parametrize("value", [5, 0, 1.5, True, [], {}, ["2030-01-15T10:00:00Z"]])
def test_a_start_time_of_another_type_leaves_every_rule_about_it_unchecked(rules: RuleSet, value: object) -> None:
    assert found(starting(value), rules) == [("invalid_type", "/start_time")]
    assert waits(starting(value), rules) == dict.fromkeys(("err_invalid_iso_8601", *TIMES), ("field.start_time",))


def test_of_an_invalid_start_time_the_past_needs_now_too(rules: RuleSet) -> None:
    assert waits(starting("tomorrow"), rules, now=None) == {
        "err_start_time_not_aligned": ("field.start_time",),
        "err_start_time_in_past": ("field.start_time", "now"),
    }


# timezone

NOT_A_ZONE: Findings = [("err_invalid_timezone", "/timezone")]


@pytest.mark.parametrize(
    "name",
    [
        "America/Los_Angeles",
        "America/Argentina/Buenos_Aires",
        "America/Port-au-Prince",
        "Europe/Kyiv",
        "Europe/Kiev",
        "Asia/Calcutta",
        "US/Pacific",
        "UTC",
        "Etc/UTC",
        "Zulu",
        "GMT",
        "GMT+0",
        "Etc/GMT+12",
        "Etc/GMT-14",
        "EST",
        "EST5EDT",
        "PST8PDT",
        "GB-Eire",
        "PRC",
        "W-SU",
    ],
)
def test_a_name_of_the_iana_database_is_a_zone_links_included(rules: RuleSet, name: str) -> None:
    assert found(sent(timezone=name), rules) == []


ABBREVIATIONS = ["PST", "PDT", "EDT", "IST", "BST", "CEST", "Z", "+01:00", "UTC+1", "GMT+1", "Etc/GMT+13", "Etc/GMT-15"]
OTHER_CASES = ["america/los_angeles", "AMERICA/LOS_ANGELES", "utc", "Utc", "us/pacific", "etc/utc", "europe/Berlin"]
NOT_ZONES = [
    "Factory",
    "localtime",
    "posixrules",
    "Etc/Unknown",
    "US/Pacific-New",
    "SystemV/PST8PDT",
    "Pacific Standard Time",
]
FILES = [
    "tzdata.zi",
    "zone.tab",
    "zone1970.tab",
    "zonenow.tab",
    "iso3166.tab",
    "leapseconds",
    "leap-seconds.list",
    "zones",
]
PYTHON_FILES = ["__init__.py", "__init__", "America/__init__.py", "__pycache__", "tzdata", "zoneinfo"]
PATHS = [
    "posix/UTC",
    "right/UTC",
    "../UTC",
    "./UTC",
    "/UTC",
    "UTC/",
    "America",
    "America/",
    "America//New_York",
    "America/../UTC",
    "America\\New_York",
    "/usr/share/zoneinfo/UTC",
    "file:UTC",
]
BLANKS = [
    "",
    " ",
    "UTC ",
    " UTC",
    "UTC\n",
    "UTC\t",
    "UTC\x00",
    "America/Los Angeles",
    "America/New_York\u00a0",
    "\ufeffUTC",
]
LOOK_ALIKES = ["\uff35\uff34\uff23", "Europe/Ber\u200blin", "America/S\u00e3o_Paulo", "\u0415urope/Berlin"]


@pytest.mark.parametrize(
    "name",
    [*ABBREVIATIONS, *OTHER_CASES, *NOT_ZONES, *FILES, *PYTHON_FILES, *PATHS, *BLANKS, *LOOK_ALIKES],
)
def test_what_is_no_exact_name_of_a_zone_is_reported_once(rules: RuleSet, name: str) -> None:
    assert found(sent(timezone=name), rules) == NOT_A_ZONE
    assert waits(sent(timezone=name), rules) == {}


@pytest.mark.parametrize("value", [5, True, [], {}])
def test_a_timezone_of_another_type_leaves_its_rule_unchecked(rules: RuleSet, value: object) -> None:
    assert found(sent(timezone=value), rules) == [("invalid_type", "/timezone")]
    assert waits(sent(timezone=value), rules) == {"err_invalid_timezone": ("field.timezone",)}


# alignment

NOT_ALIGNED: Findings = [("err_start_time_not_aligned", "/start_time")]


@pytest.mark.parametrize("minute", ["00", "15", "30", "45"])
def test_a_start_on_a_quarter_hour_is_aligned(rules: RuleSet, minute: str) -> None:
    assert found(starting(f"2030-01-15T10:{minute}:00Z"), rules) == []
    assert found(starting(f"2030-01-15T10:{minute}:00"), rules) == []


@pytest.mark.parametrize("minute", ["01", "05", "10", "14", "16", "29", "31", "44", "46", "59"])
def test_a_start_on_another_minute_is_not_aligned(rules: RuleSet, minute: str) -> None:
    assert found(starting(f"2030-01-15T10:{minute}:00Z"), rules) == NOT_ALIGNED
    assert found(starting(f"2030-01-15T10:{minute}:00"), rules) == NOT_ALIGNED


@pytest.mark.parametrize(
    "time",
    ["10:00:01", "10:15:59", "10:00:00.5", "10:00:00.000001", "10:00:00.0000001", "10:15:00.000000000000000000001"],
)
def test_seconds_and_every_digit_of_a_fraction_must_be_zero(rules: RuleSet, time: str) -> None:
    assert found(starting(f"2030-01-15T{time}Z"), rules) == NOT_ALIGNED


def test_a_digit_past_the_sixth_counts_after_a_comma_and_at_24_hours_too(rules: RuleSet) -> None:
    both: Findings = [*NOT_ALIGNED, *UNPORTABLE]
    assert found(starting("2030-01-15T10:00:00,0000001Z"), rules) == both
    assert found(starting("2030-01-15T24:00:00.0000001"), rules) == both


@pytest.mark.parametrize(
    ("offset", "zone"),
    [
        ("+05:45", "Asia/Kathmandu"),
        ("+05:30", "Asia/Kolkata"),
        ("+12:45", "Pacific/Chatham"),
        ("-03:30", "America/St_Johns"),
    ],
)
def test_an_offset_of_whole_quarter_hours_is_aligned(rules: RuleSet, offset: str, zone: str) -> None:
    written = "2030-07-15T10:00:00" if zone == "Pacific/Chatham" else "2030-01-15T10:00:00"
    assert found(starting(f"{written}{offset}", zone), rules) == []


@pytest.mark.parametrize("offset", ["+00:01", "-00:14", "+05:40", "-23:59", "+00:20"])
def test_an_offset_that_is_no_whole_number_of_quarter_hours_is_not_aligned(rules: RuleSet, offset: str) -> None:
    assert found(starting(f"2030-01-15T10:00:00{offset}"), rules) == [
        ("err_start_time_not_aligned", "/start_time"),
        ("offset_disagrees_with_timezone", "/start_time"),
    ]


def test_a_minute_that_an_odd_offset_would_align_is_not_aligned(rules: RuleSet) -> None:
    assert found(starting("2030-01-15T10:20:00+00:20"), rules) == [
        ("err_start_time_not_aligned", "/start_time"),
        ("offset_disagrees_with_timezone", "/start_time"),
    ]


# in the past

PAST: Findings = [("err_start_time_in_past", "/start_time")]
START = at("2026-11-20T08:15:00")


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (START - SECOND, []),
        (START - timedelta(microseconds=1), []),
        (START, PAST),
        (START + timedelta(microseconds=1), PAST),
        (START + SECOND, PAST),
    ],
)
@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("2026-11-20T08:15:00Z", "Etc/UTC"),
        ("2026-11-20T08:15:00Z", "Asia/Tokyo"),
        ("2026-11-20T08:15:00", "Etc/UTC"),
        ("2026-11-20T00:15:00", "America/Los_Angeles"),
        ("2026-11-20T09:15:00+01:00", "Europe/Berlin"),
        ("2026-11-20T19:15:00", "Australia/Lord_Howe"),
    ],
)
def test_the_start_must_be_later_than_now_and_equal_is_past(
    rules: RuleSet, text: str, zone: str, now: datetime, expected: Findings
) -> None:
    assert found(starting(text, zone), rules, now=now) == expected


def test_now_may_be_given_in_any_zone(rules: RuleSet) -> None:
    elsewhere = START.astimezone(timezone(timedelta(hours=-11)))
    assert found(starting("2026-11-20T08:15:00Z"), rules, now=elsewhere) == PAST
    assert found(starting("2026-11-20T08:15:00Z"), rules, now=elsewhere - SECOND) == []


def test_without_now_the_past_needs_now_and_nothing_else(rules: RuleSet) -> None:
    assert waits(sent(), rules, now=None) == {"err_start_time_in_past": ("now",)}
    assert waits(by_plan(rules), rules, now=None) == {"err_start_time_in_past": ("now",)}


def test_instants_are_compared_exactly_below_a_microsecond(rules: RuleSet) -> None:
    late = starting("2026-11-20T08:15:00.0000001Z")
    early = starting("2026-11-20T08:14:59.9999999Z")
    assert found(late, rules, now=START) == NOT_ALIGNED
    assert found(early, rules, now=START) == [*NOT_ALIGNED, *PAST]
    assert found(early, rules, now=START - timedelta(microseconds=1)) == NOT_ALIGNED


DISAGREES: Findings = [("offset_disagrees_with_timezone", "/start_time")]


@pytest.mark.parametrize(
    ("text", "now", "expected"),
    [
        ("0001-01-01T00:00:00+14:00", at("2026-11-20T08:00:00"), [*PAST, *DISAGREES]),
        ("0001-01-01T00:00:00+14:00", at("0001-01-01T00:00:00"), [*PAST, *DISAGREES]),
        ("0001-01-01T00:15:00-00:15", at("0001-01-01T00:15:00"), DISAGREES),
        ("9999-12-31T23:45:00-14:00", at("9999-12-31T23:59:59"), DISAGREES),
        ("9999-12-31T23:45:00-00:15", at("9999-12-31T23:59:59.999999"), DISAGREES),
        ("9999-12-31T23:45:00Z", at("9999-12-31T23:45:00"), PAST),
        ("9999-12-31T23:45:00Z", at("9999-12-31T23:44:59"), []),
    ],
)
def test_instants_are_compared_exactly_where_arithmetic_would_overflow(
    rules: RuleSet, text: str, now: datetime, expected: Findings
) -> None:
    assert found(starting(text), rules, now=now) == expected


def test_now_may_itself_lie_outside_the_years_in_utc(rules: RuleSet) -> None:
    first = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))
    last = datetime(9999, 12, 31, 23, 45, tzinfo=timezone(timedelta(hours=-14)))
    assert found(starting("0001-01-01T00:00:00+14:00"), rules, now=first) == [*PAST, *DISAGREES]
    assert found(starting("0001-01-01T00:15:00+14:00"), rules, now=first) == DISAGREES
    assert found(starting("9999-12-31T23:45:00-14:00"), rules, now=last) == [*PAST, *DISAGREES]
    assert found(starting("9999-12-31T23:45:00-14:00"), rules, now=last - SECOND) == DISAGREES


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("0001-01-01T00:00:00", "Asia/Tokyo", PAST),
        ("0001-01-01T00:00:00", "America/Los_Angeles", PAST),
        ("9999-12-31T23:45:00", "Asia/Tokyo", []),
        ("9999-12-31T23:45:00", "America/Los_Angeles", []),
    ],
)
def test_local_times_of_the_first_and_the_last_year_are_read(
    rules: RuleSet, text: str, zone: str, expected: Findings
) -> None:
    assert found(starting(text, zone), rules) == expected


# gaps and folds

GAP: Findings = [("nonexistent_local_time", "/start_time")]
FOLD: Findings = [("ambiguous_local_time", "/start_time")]


@pytest.mark.parametrize(
    ("text", "zone", "instant"),
    [
        ("2030-03-10T02:30:00", "America/Los_Angeles", at("2030-03-10T10:30:00")),
        ("2030-03-31T02:30:00", "Europe/Berlin", at("2030-03-31T01:30:00")),
        ("2030-10-06T02:15:00", "Australia/Lord_Howe", at("2030-10-05T15:45:00")),
        ("2030-09-08T00:30:00", "America/Santiago", at("2030-09-08T04:30:00")),
        ("2030-03-31T02:30:00", "Antarctica/Troll", at("2030-03-31T02:30:00")),
        ("2030-03-31T01:30:00", "Europe/Dublin", at("2030-03-31T01:30:00")),
        ("2050-03-13T02:30:00", "America/Los_Angeles", at("2050-03-13T10:30:00")),
        ("2011-12-30T10:00:00", "Pacific/Apia", at("2011-12-30T20:00:00")),
    ],
)
def test_in_a_gap_the_offset_before_the_change_is_used(rules: RuleSet, text: str, zone: str, instant: datetime) -> None:
    assert found(starting(text, zone), rules, now=instant - SECOND) == GAP
    assert found(starting(text, zone), rules, now=instant) == [*PAST, *GAP]


FOLDS = [
    ("2030-11-03T01:30:00", "America/Los_Angeles", at("2030-11-03T08:30:00"), at("2030-11-03T09:30:00")),
    ("2030-10-27T02:30:00", "Europe/Berlin", at("2030-10-27T00:30:00"), at("2030-10-27T01:30:00")),
    ("2030-04-07T01:45:00", "Australia/Lord_Howe", at("2030-04-06T14:45:00"), at("2030-04-06T15:15:00")),
    ("2030-04-06T23:30:00", "America/Santiago", at("2030-04-07T02:30:00"), at("2030-04-07T03:30:00")),
    ("2050-11-06T01:30:00", "America/Los_Angeles", at("2050-11-06T08:30:00"), at("2050-11-06T09:30:00")),
]


@pytest.mark.parametrize(("text", "zone", "first", "second"), FOLDS)
def test_in_a_fold_the_start_passes_if_both_instants_are_later(
    rules: RuleSet, text: str, zone: str, first: datetime, second: datetime
) -> None:
    assert first < second
    assert found(starting(text, zone), rules, now=first - SECOND) == FOLD
    assert waits(starting(text, zone), rules, now=first - SECOND) == {}


@pytest.mark.parametrize(("text", "zone", "first", "second"), FOLDS)
def test_in_a_fold_the_start_is_past_if_neither_instant_is_later(
    rules: RuleSet, text: str, zone: str, first: datetime, second: datetime
) -> None:
    assert first < second
    assert found(starting(text, zone), rules, now=second) == [*PAST, *FOLD]
    assert waits(starting(text, zone), rules, now=second) == {}


@pytest.mark.parametrize(("text", "zone", "first", "second"), FOLDS)
def test_in_a_fold_the_start_is_unchecked_if_only_one_instant_is_later(
    rules: RuleSet, text: str, zone: str, first: datetime, second: datetime
) -> None:
    for now in (first, first + SECOND, second - SECOND):
        assert found(starting(text, zone), rules, now=now) == FOLD
        assert waits(starting(text, zone), rules, now=now) == {"err_start_time_in_past": ("field.start_time",)}


def test_in_a_fold_without_now_only_now_or_the_offset_could_decide(rules: RuleSet) -> None:
    request = starting("2030-11-03T01:30:00", "America/Los_Angeles")
    assert waits(request, rules, now=None) == {"err_start_time_in_past": ("now",)}


def test_a_written_offset_says_which_instant_of_a_fold_is_meant(rules: RuleSet) -> None:
    first = starting("2030-11-03T01:30:00-07:00", "America/Los_Angeles")
    second = starting("2030-11-03T01:30:00-08:00", "America/Los_Angeles")
    now = at("2030-11-03T09:00:00")
    assert found(first, rules, now=now) == PAST
    assert found(second, rules, now=now) == []


# a timezone that is missing or invalid

DAY = timedelta(hours=24)
LOCAL = at("2026-11-20T10:00:00")


@pytest.mark.parametrize(
    ("now", "expected", "needs"),
    [
        (LOCAL - DAY - SECOND, [], {}),
        (LOCAL - DAY, [], {"err_start_time_in_past": ("field.timezone",)}),
        (LOCAL, [], {"err_start_time_in_past": ("field.timezone",)}),
        (LOCAL + DAY - SECOND, [], {"err_start_time_in_past": ("field.timezone",)}),
        (LOCAL + DAY, PAST, {}),
        (LOCAL + DAY + SECOND, PAST, {}),
    ],
)
@pytest.mark.parametrize(("zone", "reported"), [("PST", "err_invalid_timezone"), (None, "missing_field")])
def test_without_a_zone_the_past_is_decided_if_it_is_the_same_for_every_offset(
    rules: RuleSet, zone: str | None, reported: str, now: datetime, expected: Findings, needs: Needs
) -> None:
    request = starting("2026-11-20T10:00:00", zone)
    assert found(request, rules, now=now) == [(reported, "/timezone"), *expected]
    assert waits(request, rules, now=now) == needs


@pytest.mark.parametrize("zone", ["PST", None])
def test_without_a_zone_and_without_now_both_are_needed(rules: RuleSet, zone: str | None) -> None:
    request = starting("2026-11-20T10:00:00", zone)
    assert waits(request, rules, now=None) == {"err_start_time_in_past": ("field.timezone", "now")}


def test_a_zone_of_another_type_is_no_zone_either(rules: RuleSet) -> None:
    request = starting("2026-11-20T10:00:00", 5)
    assert found(request, rules, now=LOCAL) == [("invalid_type", "/timezone")]
    assert waits(request, rules, now=LOCAL) == dict.fromkeys(
        ("err_invalid_timezone", "err_start_time_in_past"), ("field.timezone",)
    )
    assert found(request, rules, now=LOCAL + DAY) == [("invalid_type", "/timezone"), *PAST]


@pytest.mark.parametrize("zone", ["PST", None])
def test_a_written_offset_needs_no_zone(rules: RuleSet, zone: str | None) -> None:
    reported = [("err_invalid_timezone" if zone else "missing_field", "/timezone")]
    request = starting("2026-11-20T08:15:00Z", zone)
    assert found(request, rules, now=START - SECOND) == reported
    assert found(request, rules, now=START) == [*reported, *PAST]
    assert waits(request, rules, now=START) == {}


@pytest.mark.parametrize(("text", "expected"), [("0001-01-01T00:00:00", PAST), ("9999-12-31T23:45:00", [])])
def test_without_a_zone_the_first_and_the_last_day_are_decided(rules: RuleSet, text: str, expected: Findings) -> None:
    assert found(starting(text, "PST"), rules) == [("err_invalid_timezone", "/timezone"), *expected]


# duration

ENDS_BEFORE: Findings = [("err_end_time_before_start_time", "/duration_minutes")]
OUT_OF_RANGE: Findings = [("err_duration_out_of_range", "/duration_minutes")]
NOT_15: Findings = [("duration_not_multiple_of_15", "/duration_minutes")]


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (-1440, ENDS_BEFORE),
        (-1, ENDS_BEFORE),
        (0, ENDS_BEFORE),
        (1, OUT_OF_RANGE),
        (4, OUT_OF_RANGE),
        (5, NOT_15),
        (14, NOT_15),
        (15, []),
        (16, NOT_15),
        (20, NOT_15),
        (30, []),
        (1439, NOT_15),
        (1440, []),
        (1441, OUT_OF_RANGE),
        (1455, OUT_OF_RANGE),
        (10**100, OUT_OF_RANGE),
    ],
)
def test_rest_accepts_five_minutes_to_a_day(minutes: int, expected: Findings) -> None:
    assert found(sent(duration_minutes=minutes)) == expected
    assert found(planned(duration_minutes=minutes)) == expected
    assert found(external(duration_minutes=minutes)) == expected


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (-15, ENDS_BEFORE),
        (-1, ENDS_BEFORE),
        (0, ENDS_BEFORE),
        (4, OUT_OF_RANGE),
        (5, OUT_OF_RANGE),
        (14, OUT_OF_RANGE),
        (15, []),
        (16, OUT_OF_RANGE),
        (20, OUT_OF_RANGE),
        (30, []),
        (1439, OUT_OF_RANGE),
        (1440, []),
        (1441, OUT_OF_RANGE),
        (1455, OUT_OF_RANGE),
        (15 * 10**100, OUT_OF_RANGE),
    ],
)
def test_the_tool_accepts_multiples_of_fifteen_minutes_up_to_a_day(minutes: int, expected: Findings) -> None:
    assert found(sent(duration_minutes=minutes), MCP_CREATE) == expected
    assert found(sent(duration_minutes=minutes, stage_activity_id=900), MCP_CREATE) == expected


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(45.0, []), (1440.0, []), (0.0, ENDS_BEFORE), (-0.0, ENDS_BEFORE), (-15.0, ENDS_BEFORE), (1455.0, OUT_OF_RANGE)],
)
def test_a_number_without_a_fractional_part_is_a_duration(rules: RuleSet, minutes: float, expected: Findings) -> None:
    assert found(sent(duration_minutes=minutes), rules) == expected


@pytest.mark.parametrize(
    "value", ["45", "", 45.5, True, False, [], [45], {}, float("inf"), float("-inf"), float("nan")]
)
def test_a_duration_of_another_type_leaves_both_rules_unchecked(rules: RuleSet, value: object) -> None:
    assert found(sent(duration_minutes=value), rules) == [("invalid_type", "/duration_minutes")]
    assert waits(sent(duration_minutes=value), rules) == {
        "err_end_time_before_start_time": ("field.duration_minutes",),
        "err_duration_out_of_range": ("field.duration_minutes",),
    }


@pytest.mark.parametrize(
    ("minutes", "code"),
    [
        (0, "err_end_time_before_start_time"),
        (-1, "err_end_time_before_start_time"),
        (4, "err_duration_out_of_range"),
        (1441, "err_duration_out_of_range"),
        (20, "duration_not_multiple_of_15"),
    ],
)
def test_an_inherited_duration_is_judged_on_rest_and_not_read_on_mcp(minutes: int, code: str) -> None:
    account = known({"duration_minutes": minutes})
    assert found(planned(), account=account) == [(code, "/stage_activity_id")]
    assert found(sent(stage_activity_id=900), MCP_CREATE, account=account) == []


@pytest.mark.parametrize("minutes", [None, 45])
def test_an_inherited_duration_that_is_absent_or_overridden_is_not_judged(minutes: int | None) -> None:
    inherited = {"duration_minutes": None if minutes is None else 4}
    assert found(planned(duration_minutes=minutes), account=known(inherited)) == []


def test_an_unknown_duration_is_unchecked_until_the_plan_is_known() -> None:
    needs = ("snapshot.applications", "snapshot.interview_plans")
    duration = REST_CREATE.only("err_end_time_before_start_time", "err_duration_out_of_range")
    assert waits(planned(), duration, account=None) == {
        "err_end_time_before_start_time": needs,
        "err_duration_out_of_range": needs,
    }
