"""Baselines: the findings that were known when one was written, each by its fingerprint.

A baseline is written whole, from the findings of one run alone: entries of files that this run did not check are not
kept, so that the same run gives the same file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Final

from ..jsontext import JsonError, parse_json
from ..report import Finding
from .documents import DocumentError, read_bytes, require
from .globs import relative
from .results import Result
from .streams import encodable, file_name

__all__ = ["BaselineError", "Known", "baseline_text", "fingerprint", "known_of", "load_baseline"]


class BaselineError(ValueError):
    """A baseline that can not be used."""


@dataclass(frozen=True, slots=True, order=True)
class Known:
    """A finding that a baseline knows; `path` is relative to the folder of the configuration."""

    path: str
    code: str
    pointer: str
    fingerprint: str


_CHANGING: Final = frozenset({"now", "line", "column"})
"""The facts of a finding that are others in the next run, or once a line is added above it."""


def fingerprint(source_relative: str, finding: Finding) -> str:
    """What a finding is known by as long as it is the same, wherever in its file it stands.

    Not its message nor its severity, which may be said otherwise one day.

    >>> fingerprint("a.json", Finding("err_kind_required", "error", 422, "/kind", "kind must be present.", {}))
    '181a37bef3367891'
    """
    import hashlib  # slow to import, and needed for findings only

    facts = {name: value for name, value in finding.params.items() if name not in _CHANGING}
    parts = [encodable(source_relative), finding.code, finding.pointer, facts]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode("ascii")).hexdigest()[:16]


def known_of(result: Result, root: str) -> tuple[Known, ...]:
    """What a baseline has to know of a result: all findings that no exception covers."""
    path = encodable(relative(result.source, root))
    before = [found for found in result.suppressed if found.suppression and found.suppression.kind == "baseline"]
    return tuple(
        Known(path, found.finding.code, found.finding.pointer, found.fingerprint)
        for found in (*result.located, *before)
    )


def baseline_text(known: Iterable[Known]) -> str:
    """A baseline as a file: sorted, with one finding on each line.

    >>> print(baseline_text([Known("a.json", "err_kind_required", "/kind", "181a37bef3367891:1")]), end="")
    {"version": 1, "findings": [
    {"path": "a.json", "code": "err_kind_required", "pointer": "/kind", "fingerprint": "181a37bef3367891:1"}
    ]}
    """
    lines = ",\n".join(json.dumps(asdict(finding)) for finding in sorted(known))
    return f'{{"version": 1, "findings": [\n{lines}\n]}}\n' if lines else '{"version": 1, "findings": []}\n'


MAX_SIZE: Final = 64 << 20
"""How many bytes a baseline may have."""

_TEXT: Final = {"type": "string", "title": "a string"}
_FINGERPRINT: Final = {"type": "string", "title": "a fingerprint", "pattern": "^[0-9a-f]{16}:[1-9][0-9]*$"}
_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "title": 'an object with "version" and "findings"',
    "required": ["version", "findings"],
    "properties": {
        "version": {"type": "integer", "enum": [1], "title": "version 1"},
        "findings": {
            "type": "array",
            "title": "an array of findings",
            "items": {
                "type": "object",
                "title": "a finding",
                "required": ["path", "code", "pointer", "fingerprint"],
                "properties": {"path": _TEXT, "code": _TEXT, "pointer": _TEXT, "fingerprint": _FINGERPRINT},
            },
        },
    },
}


def load_baseline(path: str) -> tuple[Known, ...]:
    """The findings that a file knows; a `BaselineError` names the file, the place in it and the reason."""
    try:
        document = parse_json(read_bytes(path, MAX_SIZE))
        require(document.value, _SCHEMA)
    except JsonError as error:
        raise _refusal(path, f"expected JSON, found: {error.reason}") from None
    except DocumentError as error:
        raise _refusal(path, str(error)) from None
    return tuple(Known(**finding) for finding in document.value["findings"])


def _refusal(path: str, why: str) -> BaselineError:
    return BaselineError(f"{file_name(path)}: {why}")
