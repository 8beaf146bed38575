"""The work of a run: the same whoever does it, in order, and over when somebody is stopped."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures.process import ProcessPoolExecutor
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kula_rules import SnapshotError
from kula_rules.lint import work
from kula_rules.lint.checking import Chunk, Judge
from kula_rules.lint.clerk import Batch
from kula_rules.lint.formats.parts import Each
from kula_rules.lint.results import Notice, Result, Run
from kula_rules.lint.selection import SelectionError
from kula_rules.lint.sources import Source, source_of
from kula_rules.lint.work import Outcome, Recipe, WorkError, check_all, cores, judge_of

from ..laws.strategies import Json, requests
from ..support import ACCOUNT, NOW, sent

GOOD = json.dumps(sent()).encode()


def flat(outcomes: Iterator[Outcome]) -> list[Result | Notice]:
    """All results and notices, nothing being written down."""
    items = []
    for item in chain.from_iterable(outcomes):
        assert not isinstance(item, Batch)
        items.append(item)
    return items


def lines_of(result: Result, _: Run) -> str:
    """The codes of a result; another process can be asked for them."""
    return f"{result.index}: {result.report.codes}"


def test_a_recipe_says_how_to_judge(tmp_path: Path) -> None:
    snapshot = tmp_path / "account.json"
    snapshot.write_text(json.dumps(ACCOUNT), encoding="utf-8")
    recipe = Recipe(
        "rest", NOW, str(snapshot), "501", ("required", "plan"), ("plan",), ("advice",), (("unknown_field", "error"),)
    )
    judge = judge_of(recipe)
    rules = judge.checker.rules
    assert judge is judge_of(recipe)
    assert (judge.surface, judge.show_values, judge.checker.application_id) == ("rest", False, 501)
    assert (rules["unknown_field"].severity, "err_kind_required" in rules) == ("error", True)
    assert "err_stage_activity_not_found" not in rules
    assert judge.checker.snapshot is not None
    assert judge_of(Recipe("mcp", show_values=True)).surface == "mcp"


def test_a_recipe_that_can_not_be_used_is_refused() -> None:
    with pytest.raises(SnapshotError):
        judge_of(Recipe(snapshot="/nowhere"))
    with pytest.raises(SelectionError):
        judge_of(Recipe(select=("nope",)))


def test_sources_and_notices_come_out_in_order(tmp_path: Path) -> None:
    notice = Notice("empty", "p*", "the pattern matches no file to check")
    (tmp_path / "a.jsonl").write_bytes(b"7\n" + GOOD)
    (tmp_path / "b.json").write_bytes(b"[]")
    (tmp_path / "c.yaml").write_bytes(b"# nothing")
    names = [str(tmp_path / name) for name in ("a.jsonl", "b.json", "missing.json", "c.yaml")]
    sources: list[Source | Notice] = [source_of(names[0]), notice, *map(source_of, names[1:])]
    for jobs in (None, 1, 2):
        first, second, *rest = flat(check_all(sources, Recipe(), jobs))
        assert isinstance(first, Result)
        assert isinstance(second, Result)
        assert [(r.source, r.index, r.report.codes) for r in (first, second)] == [
            (names[0], 0, ("not_an_object",)),
            (names[0], 1, ()),
        ]
        assert rest == [
            notice,
            Notice("empty", names[1], "nothing in it to check"),
            Notice("unreadable", names[2], "No such file or directory"),
            Notice("empty", names[3], "nothing in it to check"),
        ]


@settings(max_examples=5, deadline=None)
@given(st.lists(st.lists(requests() | st.just(7), max_size=4), max_size=4))
def test_it_does_not_matter_how_many_processes_there_are(files: list[list[Json]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        sources = []
        for number, payloads in enumerate(files):
            ending, text = [(".jsonl", "\n".join(map(json.dumps, payloads))), (".json", json.dumps(payloads))][
                number % 2
            ]
            path = Path(folder, f"{number}{ending}")
            path.write_text(text, encoding="utf-8")
            sources.append(source_of(str(path)))
        one, two = (list(check_all(sources, Recipe(now=NOW), jobs)) for jobs in (1, 2))
        assert one == two
        assert repr(one) == repr(two)


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_are_written_down_where_they_are_found(tmp_path: Path, jobs: int) -> None:
    lines = tmp_path / "a.jsonl"
    lines.write_bytes(GOOD + b"\n7\n" + GOOD + b"\n")
    (tmp_path / "b.jsonl").write_bytes(GOOD + b"\n7\n")
    sources = [source_of(str(tmp_path / name)) for name in ("a.jsonl", "missing.json", "b.jsonl")]
    recipe = Recipe(parts=(Each(lines_of),))
    first, notice, *rest = chain.from_iterable(check_all(sources, recipe, jobs, lambda name: name.endswith("b.jsonl")))
    assert isinstance(first, Batch)
    assert (first.source, first.texts([]), first.tally.checked) == (str(lines), ["0: ()1: ('not_an_object',)2: ()"], 3)
    assert notice == Notice("unreadable", str(tmp_path / "missing.json"), "No such file or directory")
    assert [item.drafts if isinstance(item, Batch) else item for item in rest] == [
        (("0: ()",),),
        next(item for item in judge_of(recipe).results(Chunk(rest[0].source, "jsonl", b"7", 2, 1))),
    ]


@pytest.fixture
def pools(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many processes each pool has that is made from now on."""
    made: list[int] = []
    make = work._pool

    def pool(processes: int) -> Any:
        made.append(processes)
        return make(processes)

    monkeypatch.setattr(work, "_pool", pool)
    return made


def many(tmp_path: Path, megabytes: int) -> list[Source]:
    """A file of JSON Lines with few large payloads."""
    path = tmp_path / "many.jsonl"
    path.write_bytes((b'"' + b"x" * ((1 << 20) - 3) + b'"\n') * megabytes)
    return [source_of(str(path))]


@pytest.mark.parametrize(
    ("megabytes", "jobs", "available", "expected"),
    [(1, None, 2, []), (4, None, 2, [2]), (4, None, 1, []), (4, 1, 2, []), (1, 2, 1, [2]), (24, 2, 2, [2])],
)
def test_other_processes_are_started_when_there_is_enough_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pools: list[int], megabytes: int, jobs: int | None, available: int,
    expected: list[int]
) -> None:  # fmt: skip
    monkeypatch.setattr(work, "cores", lambda: available)
    found = flat(check_all(many(tmp_path, megabytes), Recipe(), jobs))
    assert [(item.index, item.report.codes) for item in found if isinstance(item, Result)] == [
        (index, ("not_an_object",)) for index in range(megabytes)
    ]
    assert (len(found), pools) == (megabytes, expected)


def test_what_is_wrong_with_a_source_is_told_in_its_place(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(b"\x1f\x8b")
    found = flat(check_all([source_of(str(path))], Recipe(), 2))
    assert [item.report.codes if isinstance(item, Result) else item.message for item in found] == [
        ("invalid_json",),
        "line 1 and what follows it were not checked",
    ]


def test_a_process_that_is_stopped_from_outside_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = os.getpid()

    def killed(_: Judge, __: Chunk) -> Iterator[Result]:
        assert os.getpid() != parent
        os.kill(os.getpid(), signal.SIGKILL)
        yield from ()

    monkeypatch.setattr(Judge, "results", killed)
    with pytest.raises(WorkError, match=r"^a process that checks was stopped from outside; is there enough memory\?$"):
        list(check_all(many(tmp_path, 2), Recipe(), 2))


def test_a_run_may_be_left_before_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[bool] = []
    shutdown = ProcessPoolExecutor.shutdown

    def note(pool: ProcessPoolExecutor, wait: bool = True, *, cancel_futures: bool = False) -> None:
        ended.append(cancel_futures)
        shutdown(pool, wait, cancel_futures=cancel_futures)

    monkeypatch.setattr(ProcessPoolExecutor, "shutdown", note)
    outcomes = check_all(many(tmp_path, 24), Recipe(), 2)
    (first,) = next(outcomes)
    assert isinstance(first, Result)
    outcomes.close()  # type: ignore[attr-defined]  # it is a generator
    assert ended == [True]


def test_other_processes_leave_interrupts_to_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[object] = []
    monkeypatch.setattr(signal, "signal", lambda *what: done.append(what))
    monkeypatch.setattr(work, "_end_with_the_parent", lambda: done.append("watching"))
    work._begin()
    assert done == [(signal.SIGINT, signal.SIG_IGN), (signal.SIGTERM, signal.SIG_DFL), "watching"]


def children(process: int) -> list[str]:
    """The processes that a process started."""
    return Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()


def until(condition: Callable[[], object]) -> None:
    """Wait for something that takes a moment."""
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "it takes too long"
        time.sleep(0.05)


def test_other_processes_do_not_outlive_the_first(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes((GOOD + b"\n") * 50_000)
    command = [sys.executable, "-m", "kula_rules", "check", "--isolated", "--jobs", "2", str(path)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as running:
        until(lambda: len(children(running.pid)) == 2)
        started = children(running.pid)
        running.kill()
    until(lambda: not any(Path(f"/proc/{child}").exists() for child in started))


def test_other_processes_can_be_started_afresh(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"7")
    script = (
        "from types import SimpleNamespace\n"
        "import multiprocessing\n"
        "from kula_rules.lint.work import *; from kula_rules.lint.sources import *\n"
        "from kula_rules.lint import work\n"
        "if __name__ == '__main__':\n"
        "    multiprocessing.set_start_method('spawn')\n"
        "    work.sys = SimpleNamespace(platform='darwin')\n"
        "    from kula_rules.lint.formats import FORMATS\n"
        f"    sources = [source_of({str(path)!r})]\n"
        "    [[result]] = check_all(sources, Recipe(), 2)\n"
        "    [[batch]] = check_all(sources, Recipe(parts=FORMATS['concise'][:1]), 2)\n"
        "    print(result.report.codes, batch.drafts[0][0].partition('1:1')[2])\n"
    )
    main = tmp_path / "main.py"
    main.write_text(script, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(Path(work.__file__).parents[2])}
    done = subprocess.run([sys.executable, main], capture_output=True, text=True, check=False, env=environment)
    told = "error: not_an_object: expected a JSON object, found an integer"
    assert (done.stdout, done.stderr) == (f"('not_an_object',) : {told}\n\n", "")


def test_the_cores_are_those_that_may_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 5}, raising=False)
    assert cores() == 3
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: 7)
    assert cores() == 7
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert cores() == 1


def test_a_run_ends_where_no_process_can_be_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Pool:
        """A pool on a machine that is full, which has started one process."""

        def submit(self, *_: object) -> None:
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))

        def shutdown(self, *, cancel_futures: bool) -> None:
            ended.append(cancel_futures)

    class Child:
        def kill(self) -> None:
            ended.append("killed")

    ended: list[object] = []
    monkeypatch.setattr(work, "_pool", lambda _: Pool())
    monkeypatch.setattr("multiprocessing.active_children", lambda: [Child()])
    with pytest.raises(WorkError, match=r"^no process can be started: .*; --jobs 1 needs none$"):
        list(check_all(many(tmp_path, 2), Recipe(), 2))
    assert ended == ["killed", True]
