"""The questions that rules ask of values, each with its spelling and its English.

`holds` of each takes the facts, the known values, and the rule's own arguments.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from .facts import Facts, starts_later
from .predicates import Operator
from .times import ZONE_NAMES, StartTime, parse_start_time

EQUAL: Final = Operator("is", "be {0}", lambda _, value, other: value == other, symbol="==")
NOT_EQUAL: Final = Operator("is_other_than", "be other than {0}", lambda _, value, other: value != other, symbol="!=")
LESS: Final = Operator("is_less_than", "be less than {0}", lambda _, value, other: value < other, symbol="<")
AT_MOST: Final = Operator("is_at_most", "be at most {0}", lambda _, value, other: value <= other, symbol="<=")
GREATER: Final = Operator("is_greater_than", "be greater than {0}", lambda _, value, other: value > other, symbol=">")
AT_LEAST: Final = Operator("is_at_least", "be at least {0}", lambda _, value, other: value >= other, symbol=">=")
IS_BETWEEN: Final = Operator(
    "is_between", "be between {0} and {1}", lambda _, value, low, high: bool(low <= value <= high)
)
IS_MULTIPLE_OF: Final = Operator("is_multiple_of", "be a multiple of {0}", lambda _, value, number: value % number == 0)
IS_ONE_OF: Final = Operator("is_one_of", "be one of {all}", lambda _, value, *others: value in others)
IS_IN: Final = Operator("is_in", "be one of {0}", lambda _, value, ids: value in ids)
IS_SENT: Final = Operator("is_sent", "be sent", lambda _, sent: sent)
HAS_ONE_ENTRY: Final = Operator("has_length", "have exactly {0} entry", lambda _, ids, length: len(ids) == length)
HAS_LENGTH: Final = Operator("has_length", "have exactly {0} entries", lambda _, ids, length: len(ids) == length)
HAS_NO_DUPLICATES: Final = Operator(
    "has_no_duplicates", "have no entry twice", lambda _, ids: len(set(ids)) == len(ids)
)


def _is_meeting_link(_: Facts, url: str) -> bool:
    if "\\" in url or not url.isprintable() or " " in url:
        return False
    from urllib.parse import urlsplit  # slow to import, and needed for links only

    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:  # a bracket without its partner
        return False
    return parts.scheme in ("http", "https") and _is_meeting_host(host)


def _is_meeting_host(host: str) -> bool:
    if host in ("zoom.us", "zoomgov.com", "meet.google.com", "teams.microsoft.com", "teams.live.com"):
        return True
    return host.endswith((".zoom.us", ".zoomgov.com")) and all(host.split("."))


IS_MEETING_LINK: Final = Operator("is_meeting_link", "be a Zoom, Google Meet or Microsoft Teams link", _is_meeting_link)


def _is_found_in(facts: Facts, id: Any, table: Any, **attributes: object) -> Any:
    return table.has(facts, id, attributes)


IS_FOUND_IN: Final = Operator("is_found_in", "be found in {0}", _is_found_in)

IS_ISO_8601: Final = Operator(
    "is_iso_8601",
    "be an ISO 8601 date and time, such as 2030-01-15T10:00:00Z",
    lambda _, text: parse_start_time(text) is not None,
)
IS_IANA_ZONE: Final = Operator(
    "is_iana_zone", "be an IANA time zone name, such as America/Los_Angeles", lambda _, name: name in ZONE_NAMES
)
IS_ALIGNED: Final = Operator(
    "is_aligned",
    "be on a {0}-minute boundary, with zero seconds and a UTC offset (if any) on one too",
    lambda _, start, minutes: start.is_aligned(minutes),
)
IS_IN_THE_FUTURE: Final = Operator(
    "is_in_the_future",
    "be later than now",
    lambda facts, start: starts_later(start, facts.zone, facts.now),
    reads=frozenset({"now", "field.timezone"}),
)
IS_PORTABLE: Final = Operator(
    "is_portable",
    "be spelled YYYY-MM-DDThh:mm:ss, with optional fraction and optional Z or ±hh:mm",
    lambda _, start: start.portable,
)


def _exists_in(_: Facts, start: StartTime, zone: ZoneInfo) -> bool:
    return start.offset is not None or start.shift(zone) <= timedelta()


def _is_unambiguous_in(_: Facts, start: StartTime, zone: ZoneInfo) -> bool:
    return start.offset is not None or start.shift(zone) >= timedelta()


def _offset_agrees_with(_: Facts, start: StartTime, zone: ZoneInfo) -> bool:
    return not start.offset or start.offset == start.zone_offset(zone)


EXISTS_IN: Final = Operator("exists_in", "be a time that the clocks of {0} show", _exists_in)
IS_UNAMBIGUOUS_IN: Final = Operator(
    "is_unambiguous_in", "be a time that the clocks of {0} show only once", _is_unambiguous_in
)
OFFSET_AGREES_WITH: Final = Operator(
    "offset_agrees_with", "have the UTC offset of {0} at that instant, or Z", _offset_agrees_with
)


def entries(length: int) -> Operator:
    """`has_length`, in the right number.

    >>> entries(1).phrase
    'have exactly {0} entry'
    """
    return HAS_ONE_ENTRY if length == 1 else HAS_LENGTH
