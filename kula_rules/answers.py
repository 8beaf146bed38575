"""Three answers, not two: true, false, and unknown with what would settle it. Strong Kleene logic.

An unknown operand matters only where its value could still change the answer; the `Unknown` that results then says
what would settle it (`needs`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final, NoReturn

__all__ = ["ABSENT", "MOOT", "NO_TRUTH", "Answer", "Gap", "Unknown", "all_of", "any_of", "negate"]

NO_TRUTH: Final = "has no truth value; write `&` for and, `|` for or, `~` for not, and one comparison at a time"


class Gap(Enum):
    """The two ways in which a value can be known not to be there."""

    ABSENT = "absent"
    MOOT = "moot"


ABSENT: Final = Gap.ABSENT
"""The value was left out."""

MOOT: Final = Gap.MOOT
"""The value can not be asked for (what would supply it does not exist): whoever depends on it is not applicable."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value or an answer that what is known does not decide.

    `needs` names what would settle it: `"now"`, `"snapshot.users"`, `"field.start_time"`. `present` is true where only
    the value is unknown, not whether there is one (a field that was sent but is invalid).

    >>> Unknown(frozenset({"now"})).needs
    frozenset({'now'})
    """

    needs: frozenset[str]
    present: bool = False

    def __bool__(self) -> NoReturn:
        raise TypeError(f"an unknown answer {NO_TRUTH}")


Answer = bool | Unknown


def negate(answer: Answer) -> Answer:
    """Kleene's not: the unknown stays unknown.

    >>> negate(True)
    False
    """
    return answer if isinstance(answer, Unknown) else not answer


def all_of(answers: Iterable[Answer]) -> Answer:
    """Kleene's and: false if any is false, else unknown if any is unknown (with all that they need), else true.

    >>> all_of([True, Unknown(frozenset({"now"})), False])
    False
    """
    return _combine(answers, deciding=False)


def any_of(answers: Iterable[Answer]) -> Answer:
    """Kleene's or: true if any is true, else unknown if any is unknown (with all that they need), else false.

    >>> any_of([False, Unknown(frozenset({"now"}))]).needs
    frozenset({'now'})
    """
    return _combine(answers, deciding=True)


def _combine(answers: Iterable[Answer], *, deciding: bool) -> Answer:
    needs: frozenset[str] = frozenset()
    for answer in answers:
        if answer is deciding:
            return deciding
        if isinstance(answer, Unknown):
            needs = needs | answer.needs if needs else answer.needs
    return Unknown(needs) if needs else not deciding
