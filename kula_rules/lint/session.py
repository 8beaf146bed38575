"""One run of `kula-rules check`: from what it was asked to the exit status."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Final

from .baseline import Known, baseline_text, known_of, load_baseline
from .clerk import Batch
from .config import Settings
from .formats.parts import Each, Format
from .formats.words import count
from .globs import Globs, relative
from .outputs import Output, Tally
from .progress import Progress
from .results import Notice, Result, Summary
from .sources import Source, find_sources, source_of
from .streams import STDIN, Sink, complain, file_name, write
from .suppress import Suppressor
from .work import Recipe, check_all, clerk_of, judge_of

if TYPE_CHECKING:
    from .fixing import Fixed

__all__ = ["FAILED", "NOTHING_CHECKED", "UNUSABLE", "Invocation", "Session"]

FAILED, UNUSABLE, NOTHING_CHECKED = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Invocation:
    """What is asked of a run beside its settings."""

    paths: tuple[str, ...]
    now: datetime | None
    today: date
    """The day by which exceptions expire."""
    root: str
    """The working directory."""
    outputs: tuple[tuple[Format, str | None], ...] = ()
    """Formats, and the files that they are written to; `None` is standard output."""
    exclude: tuple[str, ...] = ()
    """Globs relative to the working directory, beside those of the settings."""
    stdin_name: str | None = None
    write_baseline: bool = False
    progress: bool = False


class Session:
    """A run, its arguments checked: all that can be wrong with them is said when it is made.

    Raises:
        SnapshotError, SelectionError, GlobError, BaselineError: the settings can not be used.
    """

    def __init__(self, settings: Settings, invocation: Invocation) -> None:
        self.settings: Final = settings
        self.invocation: Final = invocation
        self._root: Final = settings.root or invocation.root
        self.recipe: Final = _recipe(settings, invocation, self._root)
        judge_of.cache_clear()  # the snapshot may be another one than in the last run of this process
        clerk_of.cache_clear()
        self.judge: Final = judge_of(self.recipe)
        self._clerk: Final = clerk_of(self.recipe)
        self._globs: Final = ((Globs(settings.exclude), self._root), (Globs(invocation.exclude), invocation.root))
        known = load_baseline(settings.baseline) if settings.baseline and not invocation.write_baseline else ()
        self._suppressor: Final = Suppressor(self._root, settings.exceptions, known, today=invocation.today)
        self._notices: Final[list[Notice]] = []
        self._progress: Final = Progress(shown=invocation.progress)

    def check(self) -> int:
        """Check all sources, write the outputs, and say the exit status."""
        outputs = [Output(form, Sink(path), self._clerk.run) for form, path in self.invocation.outputs]
        known: list[Known] = []
        try:
            summary = self._check(outputs, known)
            written = [output.end(summary) for output in outputs]
        except BaseException:
            for output in outputs:
                output.abandon()
            raise
        return self._status(summary, all(written) and self._write_baseline(known))

    def _check(self, outputs: list[Output], known: list[Known]) -> Summary:
        tally = Tally()
        for batch in self._batches(known):
            tally.include(batch.tally)
            texts = iter(batch.texts(self._suppressor.numbers(batch.source, batch.fingerprints)))
            for output in outputs:
                output.add(texts)
            self._progress.update(tally.checked)
        self._progress.end()
        for notice in self._suppressor.notices():
            self._notify(notice)
        return tally.summary(tuple(self._notices))

    def _batches(self, known: list[Known]) -> Iterator[Batch]:
        """What is to be written of all results, once it is decided which findings count."""
        jobs = 1 if STDIN in self.invocation.paths and not self.settings.jobs else self.settings.jobs
        for item in chain.from_iterable(check_all(self._sources, self.recipe, jobs, self._is_undecided)):
            if isinstance(item, Batch):
                yield item
            elif isinstance(item, Result):
                result = self._suppressor.apply(item)
                known += known_of(result, self._root) if self.invocation.write_baseline else ()
                yield self._clerk.settled(result)
            else:
                self._notify(item)
                if item.kind == "empty":
                    self._suppressor.enter(item.source)

    def _is_undecided(self, source: str) -> bool:
        return self.invocation.write_baseline or self._suppressor.concerns(source)

    @cached_property
    def _sources(self) -> list[Source | Notice]:
        found = find_sources(self.invocation.paths, self._is_excluded, self.invocation.stdin_name)
        return [item if isinstance(item, Notice) else source_of(item, self.invocation.stdin_name) for item in found]

    def _is_excluded(self, path: str) -> bool:
        slash = "/" if path.endswith("/") else ""
        is_own = os.path.abspath(path) in self._own and path not in self.invocation.paths
        return is_own or any(globs.match(relative(path, root) + slash) for globs, root in self._globs)

    @cached_property
    def _own(self) -> set[str]:
        """The files of the run itself, which no directory stands for."""
        written = (path for _, path in self.invocation.outputs)
        return {os.path.abspath(path) for path in (self.settings.baseline, self.settings.snapshot, *written) if path}

    def _notify(self, notice: Notice) -> None:
        self._notices.append(notice)
        self._progress.end()
        complain(f"{file_name(notice.source)}: {notice.message}")

    def _write_baseline(self, known: list[Known]) -> bool:
        if not (self.invocation.write_baseline and self.settings.baseline):
            return True
        if self._is_unreadable:
            complain(f"{file_name(self.settings.baseline)}: not written, as not all could be read")
            return False
        written = write(baseline_text(known), self.settings.baseline)
        if written:
            complain(f"{file_name(self.settings.baseline)}: {count(len(known), 'finding')} written")
        return written

    def _status(self, summary: Summary, written: bool) -> int:
        if not written or self._is_unreadable:
            return UNUSABLE
        if not summary.checked:
            return NOTHING_CHECKED
        return FAILED if self._is_failed(summary) and not self.invocation.write_baseline else 0

    @property
    def _is_unreadable(self) -> bool:
        return any(notice.kind == "unreadable" for notice in self._notices)

    def _is_failed(self, summary: Summary) -> bool:
        if self.settings.fail_on == "never":
            return False
        found = summary.errors or (self.settings.fail_on == "warning" and summary.warnings)
        return bool(found or (self.settings.require_complete and summary.unchecked))

    def fix(self) -> None:
        """Write the certain fixes back into the files; the check that follows is of what they are then."""
        for found in self._fixed():
            if not isinstance(found, Notice):
                self._save(found)
            elif found.kind == "unfixed":  # of all others the check will say the same
                self._notify(found)

    def _save(self, found: Fixed) -> None:
        failure = found.save() if found.edits else None
        if failure:
            self._notify(failure)
        elif found.edits:
            complain(f"{file_name(found.source.name)}: {count(len(found.edits), 'value')} fixed")

    def diff(self) -> int:
        """Show what `fix` would do, and say the exit status: 1 if there is something."""
        output = Sink(None)
        looked_at = differs = False
        for found in self._fixed():
            if isinstance(found, Notice):
                self._notify(found)
                continue
            if found.unparsed:
                self._notify(Notice("unfixed", found.source.name, "what can not be parsed is not fixed"))
            looked_at, differs = True, differs or bool(found.edits)
            output.write(found.diff(self.recipe.surface, show_values=self.settings.show_values))
        if not output.close() or any(notice.kind in ("unreadable", "unfixed") for notice in self._notices):
            return UNUSABLE
        return FAILED if differs else 0 if looked_at else NOTHING_CHECKED

    def _fixed(self) -> Iterator[Fixed | Notice]:
        from .fixing import fixed  # needed to fix only

        for source in self._sources:
            yield source if isinstance(source, Notice) else fixed(source, self.judge, self._suppressor.excepts)


def _recipe(settings: Settings, invocation: Invocation, folder: str) -> Recipe:
    return Recipe(
        surface=settings.surface,
        now=invocation.now,
        snapshot=settings.snapshot,
        application_id=settings.application_id,
        select=settings.select,
        ignore=settings.ignore,
        extend_select=settings.extend_select,
        severity=tuple(settings.severity.items()),
        show_values=settings.show_values,
        parts=tuple(part for form, _ in invocation.outputs for part in form if isinstance(part, Each)),
        root=invocation.root,
        folder=folder,
    )
