"""Results become texts where they are found, so that only what depends on other results is left for later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

from .baseline import fingerprint
from .checking import Silent
from .formats.parts import Each
from .globs import relative
from .outputs import Tally
from .results import Result, Run

__all__ = ["Batch", "Clerk"]

Draft = tuple[str | int, ...]
"""A text in pieces; an integer is the position of a fingerprint, and stands for its number."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What is to be written of some results of a source, one after another."""

    source: str
    tally: Tally
    drafts: tuple[Draft, ...]
    """For each part that has a text for each result."""
    fingerprints: tuple[int, ...] = ()
    """In the order of the findings, without what numbers them; none if nobody tells them."""

    def texts(self, numbers: Sequence[str]) -> list[str]:
        """The text of each part, the fingerprints numbered.

        >>> Batch("a", Tally(), (("x:", 0, ",y:", 1),), (10, 11)).texts(["1", "7"])
        ['x:1,y:7']
        """
        return [
            "".join([numbers[piece] if isinstance(piece, int) else piece for piece in draft]) for draft in self.drafts
        ]


@dataclass(frozen=True, slots=True)
class Clerk:
    """Writes down results, in the parts of all outputs of a run that have a text for each result."""

    parts: tuple[Each, ...]
    run: Run
    folder: str = ""
    """The folder that the paths of fingerprints are relative to."""

    def written(
        self, source: str, said: Iterable[Silent | Result], index: int = 0, *, undecided: bool = False
    ) -> Iterator[Batch | Result]:
        """Write down what is said of the payloads of a source: results, and reports that have no findings.

        Args:
            source: the source.
            said: what is said of them, in order.
            index: the position of the first one in its file.
            undecided: whether findings may not count, so that results with findings are left as they are.
        """
        path = relative(source, self.folder) if any(part.fingerprints for part in self.parts) else None
        sheet = _Sheet(self, source, path)
        for item in said:
            if not isinstance(item, Result):
                sheet.pass_over(item, index)
                index += len(item)
                continue
            index += 1
            if undecided:
                yield from sheet.batches()
                yield item
                sheet = _Sheet(self, source, path)
            else:
                sheet.add(item)
        yield from sheet.batches()

    def settled(self, result: Result) -> Batch:
        """The same for a result of which nothing is left to decide."""
        sheet = _Sheet(self, result.source, None)
        sheet.add(result)
        return next(sheet.batches())


class _Sheet:
    """A batch while it is written."""

    def __init__(self, clerk: Clerk, source: str, path: str | None) -> None:
        self._run: Final = clerk.run
        self._source: Final = source
        self._path: Final = path
        """By which fingerprints are made, if they are."""
        self._drafts: Final = [_Draft(part) for part in clerk.parts]
        self._speaking: Final = [draft for draft in self._drafts if not draft.part.findings_only]
        self._tally: Final = Tally()
        self._fingerprints: Final[list[int]] = []

    def add(self, result: Result) -> None:
        """Write down a result."""
        self._tally.add(result)
        told = result if self._path is None or not result.located else self._marked(result, self._path)
        for draft in self._drafts if result.located else self._speaking:
            draft.add(told, self._run)

    def pass_over(self, silent: Silent, index: int) -> None:
        """Write down results without findings, from that position in the file on."""
        self._tally.pass_over(silent)
        if self._speaking:
            for number, report in enumerate(silent, index):
                result = Result(self._source, number, report)
                for draft in self._speaking:
                    draft.add(result, self._run)

    def batches(self) -> Iterator[Batch]:
        """All of it, if there is anything."""
        if self._tally.checked:
            drafts = tuple(draft.pieces for draft in self._drafts)
            yield Batch(self._source, self._tally, drafts, tuple(self._fingerprints))

    def _marked(self, result: Result, path: str) -> Result:
        located = []
        for found in result.located:
            base = fingerprint(path, found.finding)
            located.append(replace(found, fingerprint=_Mark(base, len(self._fingerprints))))
            self._fingerprints.append(int(base, 16))
        return replace(result, located=tuple(located))


class _Mark(str):
    """A fingerprint whose number is not known yet, but its position."""

    def __new__(cls, base: str, position: int) -> _Mark:
        mark = super().__new__(cls, base)
        mark.position = position
        return mark

    position: int


def _unmarked(piece: str) -> Draft:
    return (f"{piece}:", piece.position) if isinstance(piece, _Mark) else (piece,)


class _Draft:
    """The text of one part while it is written."""

    def __init__(self, part: Each) -> None:
        self.part: Final = part
        self._pieces: Final[list[str | int]] = []

    def add(self, result: Result, run: Run) -> None:
        """Write the text of a result, behind what stands between it and the one before."""
        text = self.part.text(result, run)
        if not text:
            return
        if self._pieces and self.part.separator:
            self._pieces.append(self.part.separator)
        if isinstance(text, str):
            self._pieces.append(text)
        elif not (self.part.fingerprints and result.located):
            self._pieces.extend(text)
        else:
            self._pieces.extend(chain.from_iterable(map(_unmarked, text)))

    @property
    def pieces(self) -> Draft:
        """All of it."""
        return tuple(self._pieces)
