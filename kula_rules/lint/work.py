"""The work of a run, done here or by several processes; what comes out is in the order of what went in."""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import chain
from math import inf
from threading import Thread
from typing import TYPE_CHECKING, Final

from ..checker import Checker
from ..contract import MCP_CREATE, REST_CREATE
from ..shape import Surface
from ..snapshot import Snapshot
from .checking import Chunk, Judge
from .clerk import Batch, Clerk
from .formats.parts import Each
from .results import Notice, Result, Run
from .selection import Level, select_rules
from .sources import NOTHING, Source, chunks_of
from .streams import reason

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

__all__ = ["RULES", "Outcome", "Recipe", "WorkError", "check_all", "clerk_of", "cores", "judge_of"]

RULES: Final = {"rest": REST_CREATE, "mcp": MCP_CREATE}


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that says how payloads are judged and results are written down.

    It is plain data, so that another process can do it in the same way.
    """

    surface: Surface = "rest"
    now: datetime | None = None
    snapshot: str | None = None
    application_id: int | str | None = None
    select: tuple[str, ...] = ("ALL",)
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    severity: tuple[tuple[str, Level], ...] = ()
    show_values: bool = False
    parts: tuple[Each, ...] | None = None
    """What is written of results; `None` leaves them as they are."""
    root: str = ""
    """The folder that formats take paths relative to."""
    folder: str = ""
    """The same of fingerprints."""

    @property
    def excerpts(self) -> bool:
        """Whether the lines of findings are shown."""
        return self.parts is None or any(part.excerpts for part in self.parts)


@cache
def judge_of(recipe: Recipe) -> Judge:
    """Who judges by a recipe; a process that is forked from this one need not make it again.

    Raises:
        SnapshotError: the snapshot can not be used.
        SelectionError: a name stands for no rule.
    """
    rules = RULES[recipe.surface]
    selected = select_rules(rules, recipe.select, recipe.ignore, recipe.extend_select, dict(recipe.severity))
    account = None if recipe.snapshot is None else Snapshot.load(recipe.snapshot)
    checker = Checker(recipe.now, account, selected, recipe.application_id)
    return Judge(checker, show_values=recipe.show_values, excerpts=recipe.excerpts)


@cache
def clerk_of(recipe: Recipe) -> Clerk:
    """Who writes down results by a recipe that says what is written of them."""
    assert recipe.parts is not None, "somebody writes"
    run = Run(recipe.surface, recipe.now, tuple(judge_of(recipe).checker.rules), recipe.root)
    return Clerk(recipe.parts, run, recipe.folder)


Outcome = list[Batch | Result | Notice]
"""What came of a chunk."""


_ENOUGH: Final = 2 << 20  # bytes after which it pays to start other processes
_AHEAD: Final = 4  # chunks in work for each process: nobody waits, and memory stays bounded


class WorkError(Exception):
    """A process that checks was stopped from outside."""


def check_all(
    sources: Iterable[Source | Notice],
    recipe: Recipe,
    jobs: int | None = None,
    undecided: Callable[[str], bool] = lambda _: False,
) -> Iterator[Outcome]:
    """Check what the sources hold, chunk by chunk, in order.

    Args:
        sources: what to read, and notices that are passed on.
        recipe: how to judge, and what to write.
        jobs: how many processes; as many as there are cores once there is enough to do, if left out.
        undecided: whether findings in a source may not count, so that their results are left as they are all the same.

    Raises:
        WorkError: a process was stopped from outside.
    """
    work = chain.from_iterable(map(_chunks, sources))
    processes = jobs or cores()
    budget: float = inf if processes == 1 else _ENOUGH if jobs is None else 0
    for item in work:
        if budget <= 0:
            yield from _shared(chain([item], work), recipe, processes, undecided)
            return
        yield _outcome(item, recipe, undecided(item.source))
        budget -= len(item.data) if isinstance(item, Chunk) else 0


def _chunks(source: Source | Notice) -> Iterable[Chunk | Notice]:
    return [source] if isinstance(source, Notice) else chunks_of(source)


def _outcome(item: Chunk | Notice, recipe: Recipe, undecided: bool) -> Outcome:
    if isinstance(item, Notice):
        return [item]
    judge = judge_of(recipe)
    if recipe.parts is None:
        found: Outcome = list(judge.results(item))
    else:
        found = list(clerk_of(recipe).written(item.source, judge.said(item), item.index, undecided=undecided))
    return found or [Notice("empty", item.source, NOTHING)]


def cores() -> int:
    """How many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _shared(
    work: Iterable[Chunk | Notice], recipe: Recipe, processes: int, undecided: Callable[[str], bool]
) -> Iterator[Outcome]:
    """The work done by other processes."""
    from concurrent.futures.process import BrokenProcessPool  # slow to import, and needed for much work only

    pending: deque[Future[Outcome]] = deque()
    pool = _pool(processes)
    try:
        for item in work:
            pending.append(_submit(pool, item, recipe, undecided(item.source)))
            if len(pending) > processes * _AHEAD:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
    except BrokenProcessPool:
        raise WorkError("a process that checks was stopped from outside; is there enough memory?") from None
    finally:
        pool.shutdown(cancel_futures=True)


def _pool(processes: int) -> Executor:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    forks = sys.platform == "linux"  # then the judge, snapshot included, is there already
    context = multiprocessing.get_context("fork" if forks else None)
    return ProcessPoolExecutor(processes, context, initializer=_begin)


def _stop_all() -> None:
    """End the processes that were started before one could not be: they would wait for work forever."""
    import multiprocessing

    for process in multiprocessing.active_children():
        process.kill()


def _begin() -> None:
    """Leave interrupts to the parent, and do not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    Thread(target=_end_with_the_parent, daemon=True).start()


def _end_with_the_parent() -> None:  # pragma: no cover  # it ends the process that it runs in
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    parent = parent_process()
    assert parent is not None, "this is a child"
    wait([parent.sentinel])
    os._exit(1)


def _submit(pool: Executor, item: Chunk | Notice, recipe: Recipe, undecided: bool) -> Future[Outcome]:
    if isinstance(item, Chunk) and item.error is None:
        try:
            return pool.submit(_outcome, item, recipe, undecided)
        except OSError as error:
            _stop_all()
            raise WorkError(f"no process can be started: {reason(error)}; --jobs 1 needs none") from None
    from concurrent.futures import Future

    done: Future[Outcome] = Future()
    done.set_result(_outcome(item, recipe, undecided))
    return done
