"""Small values: ids and their spellings, links, any JSON."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Any, Final

from hypothesis import strategies as st

from ..account import Id
from ..shape import read_id

__all__ = [
    "ANY_ID",
    "EXACT",
    "LINKS",
    "OTHER_LINKS",
    "Strategy",
    "json_values",
    "one_spelled",
    "outside",
    "scalars",
    "spellings",
]

Strategy = st.SearchStrategy[Any]

EXACT: Final = 2**53
"""Up to there every integer is a float, too."""


def spellings(id: Id) -> tuple[Id | float, ...]:
    """The JSON values that are this id, the plainest first.

    >>> spellings(7), spellings("a7")
    ((7, '7', 7.0), ('a7',))
    """
    if isinstance(id, str):
        return (id,)
    return (id, str(id), float(id)) if id <= EXACT else (id, str(id))


@lru_cache(maxsize=1024)  # making a strategy takes longer than drawing from it
def one_spelled(ids: tuple[Id, ...]) -> Strategy:
    """One of the ids, in one of its spellings."""
    spelled = [spelling for id in ids for spelling in spellings(id)]
    return st.sampled_from(spelled) if spelled else st.nothing()


ANY_ID: Final[Strategy] = st.one_of(
    st.integers(1, 999),
    st.integers(1, 999).map(str),
    st.integers(1, 999).map(float),
    st.integers(1, 2**70),
    st.text(min_size=1, max_size=12),
)
"""Any valid id."""


def outside(ids: Collection[Id]) -> Strategy:
    """An id that is none of these."""
    return ANY_ID.filter(lambda id: read_id(id) not in ids)


scalars: Final[Strategy] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
)
json_values: Final[Strategy] = st.one_of(
    scalars, st.lists(scalars, max_size=2), st.dictionaries(st.text(max_size=4), scalars, max_size=2)
)
"""Any JSON value, not deep."""

_MEETING_HOSTS: Final = (
    "zoom.us",
    "acme.zoom.us",
    "us02web.ZOOM.us",
    "zoomgov.com",
    "acme.zoomgov.com",
    "meet.google.com",
    "teams.microsoft.com",
    "Teams.Live.com",
)
_PATHS: Final = ("/j/1", "", "/", "?pwd=a%20b#x", ":443/abc-defg-hij", "/é")

LINKS: Final[Strategy] = st.builds(
    "{}://{}{}".format, st.sampled_from(["https", "http"]), st.sampled_from(_MEETING_HOSTS), st.sampled_from(_PATHS)
)
"""Links of meetings that the note-taker can join."""

OTHER_LINKS: Final[Strategy] = st.sampled_from(
    [
        "https://example.org/meeting",
        "",
        "zoom.us/j/1",
        "//zoom.us/j/1",
        "ftp://zoom.us/j/1",
        "https:///zoom.us",
        "https://zoom.us.example.org/j/1",
        "https://notzoom.us/j/1",
        "https://.zoom.us/j/1",
        "https://example.org/zoom.us",
        "https://zoom.us@example.org/",
        "https://teams.example.microsoft.com/",
        "https://acme.meet.google.com/a",
        "https://zoom.us/j/1 2",
        " https://zoom.us/j/1",
        "https://zoom.us\\@example.org/",
        "https://zoom.us/\tj",
        "https://[zoom.us/j/1",
    ]
)
"""What the note-taker can not join."""
