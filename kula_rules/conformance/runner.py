"""Vectors are put to a program, one after the other; whatever it does, each has a result."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ..jsontext import JsonError, parse_json
from ..records import SnapshotError, Source
from .program import Program, ProgramError, StartError, beginning
from .reply import Reply, read_reply
from .vectors import Vector

__all__ = ["MAX_STARTS", "NOT_ASKED", "Result", "put_to"]

MAX_STARTS: Final = 10
"""How often in a row a program is started before it is given up."""

NOT_ASKED: Final = f"not asked, as the program broke down {MAX_STARTS} times in a row"


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a vector: what the program found, or the error that kept it from answering."""

    vector: Vector
    found: Reply | None
    error: str = ""

    @property
    def agrees(self) -> bool:
        """Whether it answered what was expected, in that order."""
        return self.found == self.vector.expected


def put_to(words: Sequence[str], vectors: Iterable[Vector], timeout: float) -> list[Result]:
    """Put vectors to a program, which is kept from one to the next; one that breaks down is started again.

    Args:
        words: the program and its arguments.
        vectors: what to ask.
        timeout: how many seconds it has for each answer.

    Raises:
        StartError: the program can not be started.
    """
    session = _Session(words, timeout)
    try:
        results = [session.ask(vector) for vector in vectors]
        return results[:-1] + [session.finish(result) for result in results[-1:]]
    finally:
        session.end()


class _Session:
    """The program, as often as it is started."""

    def __init__(self, words: Sequence[str], timeout: float) -> None:
        self._words: Final = words
        self._timeout: Final = timeout
        self._breakdowns = 0
        self._program: Program | None = Program(words, timeout)

    def ask(self, vector: Vector) -> Result:
        if self._breakdowns == MAX_STARTS:
            return Result(vector, None, NOT_ASKED)
        line = json.dumps(vector.question).encode("ascii") + b"\n"
        try:
            self._program = self._program or Program(self._words, self._timeout)
            result = _result(vector, self._program.ask(line))
        except (ProgramError, StartError) as error:
            self._breakdowns += 1
            self.end()
            return Result(vector, None, str(error))
        self._breakdowns = 0
        return result

    def finish(self, last: Result) -> Result:
        """The last result, once it is sure that it was the last."""
        try:
            if self._program:
                self._program.finish()
        except ProgramError as error:
            return replace(last, found=None, error=str(error))
        return last

    def end(self) -> None:
        if self._program:
            self._program.end()
        self._program = None


def _result(vector: Vector, line: bytes) -> Result:
    try:
        text = parse_json(line)
        if text.repeated:
            raise SnapshotError("the key stands twice in the same object", text.repeated[0])
        return Result(vector, read_reply(Source(text.value)))
    except JsonError as error:
        raise ProgramError(f"it wrote {beginning(line)}, which is no JSON: {error.reason}") from None
    except SnapshotError as error:
        return Result(vector, None, f"it answered in another form: {error}")
