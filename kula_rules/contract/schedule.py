"""When it starts, and how long it takes."""

from __future__ import annotations

from ..fields import duration_minutes, start_time, timezone
from ..rules import rule
from .examples import bad, good, sent

FORMATS = "rest page, Responses, 422: bad time/zone format"
BOUNDARY = "rest page, Responses, 422: 15-min boundary, zero seconds; tool page, Constraints"
FUTURE = "rest page, Responses, 422: in the future; tool page, Constraints"
DURATION = "rest page, Responses, 422: end after start, and a duration of 5 to 1440 minutes"

SCHEDULE = (
    rule(
        "err_invalid_iso_8601",
        must=start_time.is_iso_8601(),
        about=(
            "Calendar, week and ordinal dates are accepted, in the extended and in the basic format; a date alone, a "
            "separator other than T and anything around it are not. 2030-01-15T10:00:00Z is the safest spelling."
        ),
        source=FORMATS,
        good=[
            good(sent(start_time="2030-W03-2T10:00-08"), also=(("unportable_start_time", "/start_time"),)),
            good(sent(start_time="2030-01-15T10:00:00")),
        ],
        bad=[bad(sent(start_time="2030-01-15 10:00"), "/start_time"), bad(sent(start_time="tomorrow"), "/start_time")],
    ),
    rule(
        "err_invalid_timezone",
        must=timezone.is_iana_zone(),
        about="Names are exact and case-sensitive; links such as US/Pacific count, abbreviations such as PST do not.",
        source=FORMATS,
        good=[good(sent(timezone="Asia/Kolkata")), good(sent(timezone="US/Pacific"))],
        bad=[bad(sent(timezone="PST"), "/timezone"), bad(sent(timezone="america/los_angeles"), "/timezone")],
    ),
    rule(
        "err_start_time_not_aligned",
        must=start_time.is_aligned(minutes=15),
        about="The minute is 0, 15, 30 or 45; seconds and every digit of a fraction are zero.",
        source=BOUNDARY,
        good=[good(sent(start_time="2030-01-15T10:45:00+05:45", timezone="Asia/Kathmandu"))],
        bad=[
            bad(sent(start_time="2030-01-15T10:10:00Z"), "/start_time"),
            bad(sent(start_time="2030-01-15T10:15:00.0000001Z"), "/start_time"),
        ],
    ),
    rule(
        "err_start_time_in_past",
        must=start_time.is_in_the_future(),
        about="A start at this very moment is past. Without an offset, start_time is the wall clock in timezone.",
        source=FUTURE,
        good=[good(sent(start_time="2026-11-20T08:15:00Z"))],
        bad=[bad(sent(start_time="2026-11-20T08:00:00Z"), "/start_time")],
    ),
    rule(
        "err_end_time_before_start_time",
        must=duration_minutes > 0,
        about="The end is the start plus duration_minutes.",
        source=DURATION,
        good=[good(sent(duration_minutes=30))],
        bad=[bad(sent(duration_minutes=0), "/duration_minutes"), bad(sent(duration_minutes=-30), "/duration_minutes")],
    ),
    rule(
        "err_duration_out_of_range",
        when=duration_minutes > 0,
        must=duration_minutes.is_between(5, 1440),
        about="Five minutes at least, a day at most.",
        source=DURATION,
        good=[good(sent(duration_minutes=15)), good(sent(duration_minutes=1440))],
        bad=[bad(sent(duration_minutes=4), "/duration_minutes"), bad(sent(duration_minutes=1441), "/duration_minutes")],
    ),
)
