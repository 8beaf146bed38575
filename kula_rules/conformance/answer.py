"""What our own engine answers: it is one of the programs that vectors are put to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO, Final

from ..checker import Checker
from ..jsontext import JsonError, parse_json
from ..lint.work import RULES
from ..records import SnapshotError, Source
from ..report import Report
from ..shape import describe
from ..snapshot import Snapshot
from .reply import Reply, one_of, reply_of, require_keys

__all__ = ["ASKED", "MAX_LINE", "Question", "answer_lines", "read_question"]

MAX_LINE: Final = 1 << 24
"""How many bytes a question may have."""

ASKED: Final = ("name", "surface", "now", "snapshot", "application_id")
"""The keys of a question beside its `request`, or its `request_text`."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a vector asks: by which arguments a payload is to be judged, and the payload as a value or as text."""

    checker: Checker
    payload: Any
    is_text: bool

    def reply(self) -> Reply:
        """What our own engine answers."""
        return reply_of(self._report())

    def _report(self) -> Report:
        if not self.is_text:
            return self.checker.check(self.payload)
        try:
            text = parse_json(self.payload)
        except JsonError as error:
            return self.checker.refuse(error)
        return self.checker.check(text.value, text.repeated)


def read_question(source: Source) -> Question:
    """Read a question; keys that it has beside its own ask nothing.

    Raises:
        SnapshotError: it is malformed.

    >>> asked = {"name": "a", "surface": "mcp", "now": None, "snapshot": None, "application_id": None, "request": 7}
    >>> read_question(Source(asked)).reply().findings[0].code
    'not_an_object'
    """
    require_keys(source, *ASKED)
    source.at("name").expect("a string", str)
    rules = RULES[one_of(source.at("surface"), *RULES)]
    now, snapshot = _moment(source.at("now")), _snapshot(source.at("snapshot"))
    try:
        checker = Checker(now, snapshot, rules, source.value["application_id"])
    except ValueError as error:
        source.at("application_id").refuse(str(error))
    is_text = "request_text" in source.value
    if is_text == ("request" in source.value):
        source.refuse('expected one of the keys "request" and "request_text"')
    if is_text:
        source.at("request_text").expect("a string", str)
    return Question(checker, source.value["request_text" if is_text else "request"], is_text)


def _moment(source: Source) -> datetime | None:
    if source.value is None:
        return None
    source.expect("a string (a date and time with a UTC offset) or null", str)
    try:
        moment = datetime.fromisoformat(source.value)
    except ValueError:
        moment = None
    if moment is None or moment.utcoffset() is None:
        source.refuse(f"expected a date and time such as 2026-11-20T08:00:00Z, found {describe(source.value)}")
    return moment


def _snapshot(source: Source) -> Snapshot | None:
    try:
        return None if source.value is None else Snapshot.from_dict(source.value)
    except SnapshotError as error:
        raise SnapshotError(error.reason, source.pointer + error.pointer, source.file) from None


def answer_lines(stream: BinaryIO) -> Iterator[str]:
    r"""Answer each line with a line. One that asks nothing is answered with what is wrong with it.

    >>> from io import BytesIO
    >>> list(answer_lines(BytesIO(b"{}")))
    ['{"error": "the key \\"name\\" is missing"}\n']
    """
    while line := stream.readline(MAX_LINE + 1):
        yield json.dumps(_answer(line)) + "\n"
        while len(line) > MAX_LINE and not line.endswith(b"\n"):  # what is left of it asks nothing
            line = stream.readline(MAX_LINE + 1)


def _answer(line: bytes) -> dict[str, Any]:
    if len(line) > MAX_LINE:
        return {"error": f"the line is over the limit of {MAX_LINE} bytes"}
    try:
        return read_question(Source(parse_json(line.rstrip()).value)).reply().to_dict()
    except (JsonError, SnapshotError) as error:
        return {"error": str(error)}
