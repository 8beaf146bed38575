"""Findings that do not count: those that an exception covers, and those that the baseline knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from ..report import Finding, Report
from .baseline import Known, fingerprint
from .globs import Globs, relative
from .results import Located, Notice, Result, Suppression
from .selection import covers
from .streams import encodable

__all__ = ["Exemption", "Suppressor"]


@dataclass(frozen=True, slots=True)
class Exemption:
    """An exception of the configuration: findings that are accepted, and why."""

    path: str
    """A glob, of paths relative to the folder of the configuration."""
    reason: str
    codes: tuple[str, ...] = ()
    """Codes, groups or `ALL`; of any code, if there are none."""
    pointer: str | None = None
    """At this value and at all that is in it; anywhere, if there is none."""
    expires: date | None = None
    """The last day on which it applies."""
    place: str = ""
    """Where in the configuration it stands."""

    def covers(self, code: str, pointer: str) -> bool:
        """Whether it is about the findings of a code at a pointer, if it is about their file.

        >>> Exemption("*.json", "legacy", pointer="/interviewer_ids").covers("invalid_type", "/interviewer_ids/1")
        True
        """
        is_meant = not self.codes or any(covers(name, code) for name in self.codes)
        return is_meant and (self.pointer is None or f"{pointer}/".startswith(f"{self.pointer}/"))

    def expired(self, today: date) -> bool:
        """Whether its last day is over."""
        return self.expires is not None and self.expires < today


@dataclass(slots=True)
class _Entry:
    """An exemption and what became of it in this run."""

    exemption: Exemption
    globs: Globs
    expired: bool
    met: bool = False
    """Whether a file was checked that it is about."""
    used: bool = False


class Suppressor:
    """Gives the findings of a run their fingerprints, and sets those aside that do not count.

    It takes the results one by one, those of one file together. An exception comes before the baseline.

    >>> from kula_rules.lint.results import Region
    >>> finding = Finding("err_kind_required", "error", 422, "/kind", "kind must be present.", {})
    >>> result = Result("a.json", 0, Report((finding,)), (Located(finding, Region(1, 1, 1, 2)),))
    >>> suppressor = Suppressor("", [Exemption("a.json", "legacy", ("required",))], today=date(2026, 11, 20))
    >>> suppressor.apply(result).suppressed[0].suppression
    Suppression(kind='exception', reason='legacy')
    """

    def __init__(
        self, root: str = "", exemptions: Iterable[Exemption] = (), baseline: Iterable[Known] = (), *, today: date
    ) -> None:
        """Take what suppresses; `root` is the folder that paths are relative to.

        Raises:
            GlobError: the path of an exemption is malformed.
        """
        self._root = root
        self._entries = [_Entry(item, Globs([item.path]), item.expired(today)) for item in exemptions]
        self._known = {item.fingerprint: item for item in baseline}
        self._known_paths = {item.path for item in self._known.values()}
        self._vanished = dict(self._known)
        self._sources: dict[str, str] = {}  # of the files that the baseline knows, by their relative path
        self._source: str | None = None
        self._path = ""
        self._applying: list[_Entry] = []
        self._times: Counter[int] = Counter()

    def enter(self, source: str) -> None:
        """A file is checked. Called by `apply`; a file without payloads has no result that would say so."""
        if source == self._source:
            return
        self._source, name = source, relative(source, self._root)
        path = encodable(name)
        if path != self._path:
            self._times.clear()
        self._path = path
        self._applying = [entry for entry in self._entries if entry.globs.match(name)]
        for entry in self._applying:
            entry.met = True
        if path in self._known_paths:
            self._sources[path] = source

    def concerns(self, source: str) -> bool:
        """Whether findings of a file may be suppressed."""
        name = relative(source, self._root)
        return encodable(name) in self._known_paths or any(
            not entry.expired and entry.globs.match(name) for entry in self._entries
        )

    def apply(self, result: Result) -> Result:
        """The result with fingerprints, the findings that do not count set aside."""
        self.enter(result.source)
        if not result.located:
            return result
        located = [self._judged(found) for found in result.located]
        kept = tuple(found for found in located if found.suppression is None)
        aside = tuple(found for found in located if found.suppression)
        findings = tuple(found.finding for found in kept)
        report = Report(findings, result.report.unchecked, result.report.valid_until) if aside else result.report
        return replace(result, report=report, located=kept, suppressed=aside)

    def numbers(self, source: str, fingerprints: Iterable[int]) -> list[str]:
        """The numbers of the next fingerprints of a file, of which no finding is suppressed."""
        self.enter(source)
        return [str(self._number(base)) for base in fingerprints]

    def _number(self, base: int) -> int:
        """How often a fingerprint came up; as an integer it takes half the memory, where every finding is another."""
        self._times[base] += 1
        return self._times[base]

    def _judged(self, found: Located) -> Located:
        base = fingerprint(self._path, found.finding)
        full = f"{base}:{self._number(int(base, 16))}"
        return replace(found, fingerprint=full, suppression=self._suppression(found.finding, full))

    def _suppression(self, finding: Finding, full: str) -> Suppression | None:
        known = self._known.get(full)
        self._vanished.pop(full, None)
        for entry in self._applying:
            if not entry.expired and entry.exemption.covers(finding.code, finding.pointer):
                entry.used = True
                return Suppression("exception", entry.exemption.reason)
        return Suppression("baseline", "a known finding") if known else None

    def excepts(self, source: str, code: str, pointer: str) -> bool:
        """Whether an exception covers a finding. Only asks: the exception does not count as needed."""
        name = relative(source, self._root)
        return any(
            not entry.expired and entry.exemption.covers(code, pointer) and entry.globs.match(name)
            for entry in self._entries
        )

    def notices(self) -> tuple[Notice, ...]:
        """What has outlived its use, once all results have come.

        Exceptions and entries of the baseline are spoken of only if a file was checked that they are about, so that a
        run over a few files says nothing of the others.
        """
        return (*self._exemption_notices(), *self._vanished_notices())

    def _exemption_notices(self) -> Iterator[Notice]:
        for entry in self._entries:
            place, expires = entry.exemption.place, entry.exemption.expires
            if entry.met and entry.expired:
                yield Notice("expired-exception", place, f"the exception expired on {expires} and does not apply")
            elif entry.met and not entry.used:
                yield Notice("unused-exception", place, "no finding needs the exception")

    def _vanished_notices(self) -> Iterator[Notice]:
        for item in sorted(self._vanished.values()):
            if item.path in self._sources:
                message = f"{item.code} at {item.pointer or 'the top'} is in the baseline, but is not found any more"
                yield Notice("vanished", self._sources[item.path], message)
