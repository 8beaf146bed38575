"""Results become outputs as they come: several formats at once, nothing kept in memory that grows with the input."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from functools import partial
from itertools import takewhile
from tempfile import TemporaryFile
from typing import Final, TextIO

from .formats.parts import Each, End, Format, Start
from .results import Notice, Result, Run, Summary
from .streams import Sink

__all__ = ["Output", "Tally"]

_COPIED: Final = 1 << 16


class Output:
    """One format on its way to a sink. What comes before anything that is held back is written at once."""

    def __init__(self, form: Format, sink: Sink, run: Run) -> None:
        self._run: Final = run
        self._sink: Final = sink
        starts = list(takewhile(lambda part: isinstance(part, Start), form))
        self._rest: Final = [_Pieces(part) if isinstance(part, Each) else part for part in form[len(starts) :]]
        for part in starts:
            sink.write(_fixed(part, run))

    def add(self, result: Result) -> None:
        """Write a result, or keep what is to be written later."""
        for number, part in enumerate(self._rest):
            if isinstance(part, _Pieces):
                piece = part.next(result, self._run)
                if number == 0:
                    self._sink.write(piece)
                else:
                    self._sink.attempt(partial(part.keep, piece))

    def end(self, summary: Summary) -> bool:
        """Write all that is left; whether everything could be written."""
        for part in self._rest:
            if isinstance(part, _Pieces):
                self._sink.attempt(partial(part.copy_to, self._sink))
            else:
                self._sink.write(_fixed(part, self._run, summary))
        self._drop()
        return self._sink.close()

    def abandon(self) -> None:
        """Leave a file as it was."""
        self._drop()
        self._sink.abandon()

    def _drop(self) -> None:
        for part in self._rest:
            if isinstance(part, _Pieces):
                part.drop()


def _fixed(part: Start | Each | End, run: Run, summary: Summary | None = None) -> str:
    """The text of a part that no result adds to."""
    if isinstance(part, End) and summary is not None:
        return part.text(run, summary)
    assert isinstance(part, Start), "a part that begins a format"
    return part.text(run)


class _Pieces:
    """The texts of an `Each`; those that can not be written yet wait in a file."""

    def __init__(self, part: Each) -> None:
        self._part: Final = part
        self._begun = False
        self._kept: TextIO | None = None

    def next(self, result: Result, run: Run) -> str:
        """The text of a result, behind what stands between it and the one before."""
        piece = self._part.text(result, run)
        separated = self._part.separator + piece if self._begun and piece else piece
        self._begun = self._begun or bool(piece)
        return separated

    def keep(self, piece: str) -> None:
        """Let a text wait."""
        if self._kept is None:
            self._kept = TemporaryFile("w+", encoding="utf-8", newline="")  # noqa: SIM115  # drop closes it
        self._kept.write(piece)

    def copy_to(self, sink: Sink) -> None:
        """Write all that waited."""
        if self._kept is not None:
            self._kept.seek(0)
            while text := self._kept.read(_COPIED):
                sink.write(text)

    def drop(self) -> None:
        """Forget what waits."""
        if self._kept is not None:
            with suppress(OSError):
                self._kept.close()


class Tally:
    """Counts results as they come."""

    def __init__(self) -> None:
        self._verdicts: Final[Counter[str]] = Counter()
        self._severities: Final[Counter[str]] = Counter()
        self._suppressed = 0
        self._unchecked: Final[dict[tuple[str, ...], set[str]]] = {}

    @property
    def checked(self) -> int:
        """How many payloads there were so far."""
        return self._verdicts.total()

    def add(self, result: Result) -> None:
        """Count a result."""
        self._verdicts[result.report.verdict] += 1
        self._severities.update(finding.severity for finding in result.report.findings)
        self._suppressed += len(result.suppressed)
        for unchecked in result.report.unchecked:
            self._unchecked.setdefault(unchecked.needs, set()).add(unchecked.code)

    def summary(self, notices: tuple[Notice, ...]) -> Summary:
        """All that was counted."""
        return Summary(
            checked=self.checked,
            passed=self._verdicts["pass"],
            failed=self._verdicts["fail"],
            incomplete=self._verdicts["incomplete"],
            errors=self._severities["error"],
            warnings=self._severities["warning"],
            suppressed=self._suppressed,
            unchecked={needs: frozenset(codes) for needs, codes in sorted(self._unchecked.items())},
            notices=notices,
        )
