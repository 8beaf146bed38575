"""How far a program agrees: what people read of a run, and what programs do."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from ..lint.formats.harmless import line_start, shown, unlogged
from ..report import Unchecked
from .reply import Found, Reply
from .runner import NOT_ASKED, Result

__all__ = ["as_json", "as_text", "difference"]

_SHOWN: Final = 5  # differences of one vector that a line names
_LONG: Final = 80  # characters of a code or a pointer that it shows


def as_text(results: Sequence[Result]) -> str:
    """A line for each vector with which the program disagrees, then how many it agrees with."""
    lines = [line for asked, group in groupby(results, _was_asked) for line in _disagreements(list(group), asked)]
    for section, agreed, disagreed in _sections(results):
        lines.append(f"{section}: {_agreement(agreed, agreed + disagreed)}")
    lines.append(_agreement(sum(result.agrees for result in results), len(results)))
    return "".join(f"{line_start(shown(line))}\n" for line in lines)


def _was_asked(result: Result) -> bool:
    return result.error != NOT_ASKED


def _disagreements(results: list[Result], asked: bool) -> Iterator[str]:
    if not asked:
        yield f"{_count(len(results))}: {NOT_ASKED}"
        return
    for result in results:
        if not result.agrees:
            yield f"{result.vector.name} ({result.vector.question['surface']}): {_what_is_wrong(result)}"


def _what_is_wrong(result: Result) -> str:
    return result.error if result.found is None else difference(result.vector.expected, result.found)


def _agreement(agreed: int, total: int) -> str:
    return f"{agreed} of {_count(total)} {'agrees' if total == 1 else 'agree'}"


def _count(number: int) -> str:
    return f"{number} vector{'' if number == 1 else 's'}"


def _sections(results: Sequence[Result]) -> Iterator[tuple[str, int, int]]:
    """Each section with the number of its vectors that agree, and that do not."""
    agreed = Counter(result.vector.section for result in results if result.agrees)
    total = Counter(result.vector.section for result in results)
    return ((section, agreed[section], total[section] - agreed[section]) for section in total)


def as_json(results: Sequence[Result]) -> str:
    """The same as one JSON document; its keys are never removed or renamed within a version."""
    disagreements = [_disagreement(result) for result in results if not result.agrees]
    document = {
        "version": 1,
        "agreed": len(results) - len(disagreements),
        "disagreed": len(disagreements),
        "sections": [
            {"section": section, "agreed": agreed, "disagreed": disagreed}
            for section, agreed, disagreed in _sections(results)
        ],
        "disagreements": disagreements,
    }
    return unlogged(json.dumps(document, indent=2)) + "\n"


def _disagreement(result: Result) -> dict[str, Any]:
    vector = result.vector
    came = {"error": result.error} if result.found is None else {"found": result.found.to_dict()}
    return {"name": vector.name, "section": vector.section, "expected": vector.expected.to_dict(), **came}


def difference(expected: Reply, found: Reply) -> str:
    """The least that has to be said of two replies that differ.

    >>> difference(Reply((Found("a", "/kind", "error"),)), Reply((Found("a", "/location", "error"),)))
    'misplaced error a at /location, expected at /kind'
    """
    lines = [*_findings_between(expected, found), *_unchecked_between(expected, found)]
    if not lines:
        return "all that is expected, but in another order"
    more = [f"and {len(lines) - _SHOWN} more"] if len(lines) > _SHOWN else []
    return "; ".join(lines[:_SHOWN] + more)


def _findings_between(expected: Reply, found: Reply) -> Iterator[str]:
    missing, extra = _only_in(expected.findings, found.findings), _only_in(found.findings, expected.findings)
    for item in missing:
        other = next((found for found in extra if found.code == item.code), None)
        if other is None:
            yield f"missing {_finding(item)}"
        else:
            extra.remove(other)
            yield f"misplaced {_finding(other)}, expected {_beside(item, other)}"
    yield from (f"extra {_finding(item)}" for item in extra)


def _finding(item: Found) -> str:
    return f"{item.severity} {_short(item.code)} at {_place(item)}"


def _beside(item: Found, other: Found) -> str:
    """What is expected in place of another finding of the same code."""
    severity = f"{item.severity} " if item.severity != other.severity else ""
    return f"{severity}at {_place(item)}"


def _place(item: Found) -> str:
    return _short(item.pointer) or "the top"


def _unchecked_between(expected: Reply, found: Reply) -> Iterator[str]:
    missing, extra = _only_in(expected.unchecked, found.unchecked), _only_in(found.unchecked, expected.unchecked)
    for item in missing:
        other = next((found for found in extra if found.code == item.code), None)
        if other is None:
            yield f"missing unchecked {_waiting(item)}"
        else:
            extra.remove(other)
            yield f"unchecked {_waiting(other)}, expected {_needs(item)}"
    yield from (f"extra unchecked {_waiting(item)}" for item in extra)


def _waiting(item: Unchecked) -> str:
    return f"{_short(item.code)} needing {_needs(item)}"


def _needs(item: Unchecked) -> str:
    return _short(" ".join(item.needs)) or "nothing"


def _only_in(items: Sequence[Any], others: Sequence[Any]) -> list[Any]:
    """The items that the others lack, each as often as it is lacking."""
    return list((Counter(items) - Counter(others)).elements())


def _short(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[:_LONG]}…"
