"""What the fields of time can be asked: the start, the zone, and what the zone's clock shows at the start."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from zoneinfo import ZoneInfo

from . import operators as op
from .answers import Answer, Unknown
from .facts import Facts, starts_later
from .field_words import Field
from .predicates import Predicate, Test
from .times import StartTime
from .words import Word

__all__ = ["Derived", "InTheFuture", "LocalTime", "StartTimeField", "TimezoneField", "local_time"]


class Derived(Word):
    """A value worked out from fields: the parsed `start_time`, the zone of `timezone`."""

    __slots__ = ("_derive",)
    _derive: Callable[[Facts], object]

    def __init__(self, field: Field, derive: Callable[[Facts], object]) -> None:
        super().__init__(field.spelling, field.fields, field.reads, field.name)
        self._set(_derive=derive)

    def read(self, facts: Facts) -> object:
        return self._derive(facts)


class TimezoneField(Field):
    """The field `timezone`."""

    __slots__ = ()

    def is_iana_zone(self) -> Predicate:
        """It is a name in the packaged IANA database."""
        return self._ask(op.IS_IANA_ZONE)

    @property
    def zone(self) -> Derived:
        """The zone that it names."""
        return Derived(self, lambda facts: facts.zone)


class StartTimeField(Field):
    """The field `start_time`."""

    __slots__ = ()

    @property
    def parsed(self) -> Derived:
        """The date and time that it says."""
        return Derived(self, lambda facts: facts.start)

    @property
    def local_time(self) -> LocalTime:
        """What the clock in `timezone` shows at the start."""
        return LocalTime(self)

    def is_iso_8601(self) -> Predicate:
        """It is an ISO 8601 date and time."""
        return self._ask(op.IS_ISO_8601)

    def is_aligned(self, minutes: int) -> Predicate:
        """It, and its UTC offset if it has one, is on a boundary of so many minutes, a part of an hour."""
        if type(minutes) is not int or minutes < 1 or 60 % minutes:  # minutes of an hour
            raise ValueError(f"a whole part of 60 minutes was expected, found {minutes!r}")
        return self.parsed._ask(op.IS_ALIGNED, minutes)

    def is_in_the_future(self) -> Predicate:
        """It is later than now; unknown where no `now` is given."""
        return InTheFuture(op.IS_IN_THE_FUTURE, (self.parsed,))

    def is_portable(self) -> Predicate:
        """It is spelled as RFC 3339 does, the UTC offset being optional."""
        return self.parsed._ask(op.IS_PORTABLE)

    def exists_in(self, timezone: TimezoneField) -> Predicate:
        """It has an offset, or is not a time that the zone's clocks skip."""
        return self.parsed._ask(op.EXISTS_IN, of=(timezone.zone,))

    def is_unambiguous_in(self, timezone: TimezoneField) -> Predicate:
        """It has an offset, or is not a time that the zone's clocks show twice."""
        return self.parsed._ask(op.IS_UNAMBIGUOUS_IN, of=(timezone.zone,))

    def offset_agrees_with(self, timezone: TimezoneField) -> Predicate:
        """Its offset, if it has one other than zero, is the zone's at that instant."""
        return self.parsed._ask(op.OFFSET_AGREES_WITH, of=(timezone.zone,))


class InTheFuture(Test):
    """The start is later than now. Of a start that is unknown it says so, and that it needs `now`, too."""

    __slots__ = ()

    def answer(self, facts: Facts, moot: bool = False) -> Answer:
        start = facts.start
        if isinstance(start, (StartTime, Unknown)):
            return starts_later(start, facts.zone, facts.now)
        return super().answer(facts, moot)


def local_time(start: object, zone: object) -> object:
    """What the clock in a zone shows at a start, each as `Facts` has it; without an offset it is what is written."""
    if isinstance(start, StartTime) and isinstance(zone, ZoneInfo):
        return start.local_time(zone)
    if isinstance(start, StartTime) and start.offset is None:
        return start.wall.time()
    return zone if isinstance(start, StartTime) else start


class LocalTime(Word):
    """The time of day at the start, as the clock in `timezone` shows it."""

    __slots__ = ()

    def __init__(self, start_time: StartTimeField) -> None:
        reads = start_time.reads | {"field.timezone"}
        super().__init__("start_time.local_time", (*start_time.fields, "timezone"), reads, "the local start time")

    def read(self, facts: Facts) -> object:
        return local_time(facts.start, facts.zone)

    def is_between(self, first: time, last: time) -> Predicate:
        """It is at or after `first` and at or before `last` (naive times of day)."""
        if first.tzinfo or last.tzinfo or first > last:
            raise ValueError(f"two naive times, the earlier first, were expected, found {first!r} and {last!r}")
        return self._ask(op.IS_BETWEEN, first, last)
