"""Results become outputs as they come: several formats at once, nothing kept in memory that grows with the input."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import partial
from itertools import takewhile
from tempfile import TemporaryFile
from typing import Any, Final, TextIO

from ..report import Report, Unchecked
from .formats.parts import Each, End, Format, Start
from .results import Notice, Result, Run, Summary
from .streams import Sink

__all__ = ["Output", "Tally"]

_COPIED: Final = 1 << 16
_SEEN: Final = 1000


class Output:
    """One format on its way to a sink. What comes before anything that is held back is written at once."""

    def __init__(self, form: Format, sink: Sink, run: Run) -> None:
        self._run: Final = run
        self._sink: Final = sink
        starts = list(takewhile(lambda part: isinstance(part, Start), form))
        self._rest: Final = [_Pieces(part) if isinstance(part, Each) else part for part in form[len(starts) :]]
        for part in starts:
            sink.write(_fixed(part, run))

    def add(self, texts: Iterator[str]) -> None:
        """Write the texts of some results, one for each part that has such texts, or keep what is to be written later.

        They are taken from what all outputs of a run share.
        """
        for number, part in enumerate(self._rest):
            if isinstance(part, _Pieces):
                piece = part.next(next(texts))
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
        self._separator: Final = part.separator
        self._begun = False
        self._kept: TextIO | None = None

    def next(self, piece: str) -> str:
        """The text of some results, behind what stands between it and the one before."""
        separated = self._separator + piece if self._begun and piece else piece
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
    """Counts results as they come; what several counted can be added up."""

    def __init__(self) -> None:
        self._verdicts: Final[Counter[str]] = Counter()
        self._severities: Final[Counter[str]] = Counter()
        self._suppressed = 0
        self._unchecked: Final[dict[tuple[str, ...], set[str]]] = {}
        self._alike: Final[dict[int, tuple[tuple[Unchecked, ...], list[int]]]] = {}
        """How many passed with the same object unchecked, by its identity: one for most. Counted in the end."""

    @property
    def checked(self) -> int:
        """How many payloads there were so far."""
        return self._count()._verdicts.total()

    def add(self, result: Result) -> None:
        """Count a result."""
        self._verdicts[result.report.verdict] += 1
        self._severities.update(finding.severity for finding in result.report.findings)
        self._suppressed += len(result.suppressed)
        self._alike_of(result.report.unchecked)

    def pass_over(self, silent: Iterable[Report]) -> None:
        """Count results without findings."""
        for report in silent:
            self._alike_of(report.unchecked)[0] += 1

    def _alike_of(self, unchecked: tuple[Unchecked, ...]) -> list[int]:
        """How many passed with this object unchecked."""
        alike = self._alike.get(id(unchecked))
        if alike is None:
            if len(self._alike) >= _SEEN:
                self._count()
            alike = self._alike[id(unchecked)] = unchecked, [0]  # kept, so that no other object is taken for it
        return alike[1]

    def include(self, other: Tally) -> None:
        """Count all that another one counted."""
        other = other._count()
        self._verdicts.update(other._verdicts)
        self._severities.update(other._severities)
        self._suppressed += other._suppressed
        for needs, codes in other._unchecked.items():
            self._unchecked.setdefault(needs, set()).update(codes)

    def _count(self) -> Tally:
        """Count what is not counted yet."""
        for unchecked, (times,) in self._alike.values():
            self._verdicts["incomplete" if unchecked else "pass"] += times
            for item in unchecked:
                self._unchecked.setdefault(item.needs, set()).add(item.code)
        self._alike.clear()
        return self

    def __getstate__(self) -> dict[str, Any]:
        return vars(self._count())  # identities are not those of another process

    def summary(self, notices: tuple[Notice, ...]) -> Summary:
        """All that was counted."""
        self._count()
        return Summary(
            checked=self._verdicts.total(),
            passed=self._verdicts["pass"],
            failed=self._verdicts["fail"],
            incomplete=self._verdicts["incomplete"],
            errors=self._severities["error"],
            warnings=self._severities["warning"],
            suppressed=self._suppressed,
            unchecked={needs: frozenset(codes) for needs, codes in sorted(self._unchecked.items())},
            notices=notices,
        )
