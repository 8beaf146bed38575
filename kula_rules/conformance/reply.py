"""What a vector expects and a program answers: findings and unchecked rules, without the words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from ..records import Source
from ..report import Report, Unchecked
from ..rules import Severity
from ..shape import describe

__all__ = ["Found", "Reply", "one_of", "read_reply", "reply_of", "require_keys"]

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Found:
    """A finding, but for its message."""

    code: str
    pointer: str
    severity: Severity

    def to_dict(self) -> dict[str, str]:
        """The finding as JSON data."""
        return {"code": self.code, "pointer": self.pointer, "severity": self.severity}


@dataclass(frozen=True, slots=True)
class Reply:
    """Findings and unchecked rules, in order."""

    findings: tuple[Found, ...] = ()
    unchecked: tuple[Unchecked, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The reply as JSON data."""
        return {
            "findings": [found.to_dict() for found in self.findings],
            "unchecked": [unchecked.to_dict() for unchecked in self.unchecked],
        }


def reply_of(report: Report) -> Reply:
    """What a report says, without the words.

    >>> from kula_rules import check
    >>> reply_of(check([], now=None)).to_dict()
    {'findings': [{'code': 'not_an_object', 'pointer': '', 'severity': 'error'}], 'unchecked': []}
    """
    return Reply(tuple(Found(item.code, item.pointer, item.severity) for item in report.findings), report.unchecked)


def read_reply(source: Source) -> Reply:
    """Read a reply; keys that it has beside its own say nothing.

    Raises:
        SnapshotError: it is malformed.

    >>> read_reply(Source({"findings": [], "unchecked": [{"code": "a", "needs": ["now"]}]}))
    Reply(findings=(), unchecked=(Unchecked(code='a', needs=('now',)),))
    """
    require_keys(source, "findings", "unchecked")
    return Reply(_each(source.at("findings"), _read_found), _each(source.at("unchecked"), _read_unchecked))


def _read_found(source: Source) -> Found:
    require_keys(source, "code", "pointer", "severity")
    severity: Any = one_of(source.at("severity"), "error", "warning")
    return Found(_text(source.at("code")), _text(source.at("pointer")), severity)


def _read_unchecked(source: Source) -> Unchecked:
    require_keys(source, "code", "needs")
    return Unchecked(_text(source.at("code")), _each(source.at("needs"), _text))


def _text(source: Source) -> str:
    source.expect("a string", str)
    return str(source.value)


def _each(source: Source, read: Callable[[Source], _Item]) -> tuple[_Item, ...]:
    source.expect("an array", list)
    return tuple(read(source.at(index)) for index in range(len(source.value)))


def one_of(source: Source, *choices: str) -> str:
    """One of several words; any other value is refused."""
    if source.value not in choices:
        source.refuse(f"expected {' or '.join(choices)}, found {describe(source.value)}")
    return str(source.value)


def require_keys(source: Source, *keys: str) -> None:
    """Refuse what is no object, or lacks one of the keys."""
    source.expect("an object", Mapping)
    for key in keys:
        if key not in source.value:
            source.refuse(f'the key "{key}" is missing')
