"""One run: what is read, what is written, and an exit status that never lies."""

from __future__ import annotations

import errno
import gzip
import io
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from kula_rules import SnapshotError
from kula_rules.lint.baseline import BaselineError
from kula_rules.lint.config import Settings
from kula_rules.lint.formats import FORMATS
from kula_rules.lint.formats.parts import Each, End, Format, Start
from kula_rules.lint.globs import GlobError
from kula_rules.lint.outputs import Output
from kula_rules.lint.progress import Progress
from kula_rules.lint.results import Notice, Result, Run, Summary
from kula_rules.lint.selection import SelectionError
from kula_rules.lint.session import FAILED, NOTHING_CHECKED, UNUSABLE, Invocation, Session
from kula_rules.lint.suppress import Exemption

from ..support import NOW, sent

CAN_WRITE: Final = {"good.json": sent(), "bad.json": sent(kind=7), "odd.json": sent(knid=7)}
TODAY: Final = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a right, a wrong and an odd payload, to be in."""
    monkeypatch.chdir(tmp_path)
    for name, payload in CAN_WRITE.items():
        Path(name).write_text(json.dumps(payload), encoding="utf-8")
    return tmp_path


class Seen:
    """A format that remembers what it is given."""

    def __init__(self) -> None:
        self.run: Run | None = None
        self.summary: Summary | None = None
        self.results: list[Result] = []

    @property
    def form(self) -> Format:
        return Start(self._start), Each(self._each), End(self._end)

    @property
    def told(self) -> list[tuple[str, int, tuple[str, ...]]]:
        """For each result its source, its index and its codes."""
        return [(result.source, result.index, result.report.codes) for result in self.results]

    def _start(self, run: Run) -> str:
        self.run = run
        return ""

    def _each(self, result: Result, _: Run) -> str:
        self.results.append(result)
        return ""

    def _end(self, _: Run, summary: Summary) -> str:
        self.summary = summary
        return ""


def session(*paths: str, settings: Mapping[str, Any] | None = None, seen: Seen | None = None, **more: Any) -> Session:
    """A run over some paths."""
    outputs = ((seen.form, None),) if seen else ()
    given = {"now": NOW, "today": TODAY, "root": os.getcwd(), "outputs": outputs, **more}
    return Session(Settings(**(settings or {})), Invocation(paths, **given))


STATUSES: Final = [
    ((), {}, NOTHING_CHECKED),
    (("good.json",), {}, 0),
    (("good.json",), {"require_complete": True}, FAILED),
    (("good.json",), {"require_complete": True, "fail_on": "never"}, 0),
    (("good.json", "bad.json"), {}, FAILED),
    (("bad.json",), {"fail_on": "never"}, 0),
    (("odd.json",), {}, 0),
    (("odd.json",), {"fail_on": "warning"}, FAILED),
    (("odd.json",), {"severity": {"unknown_field": "error"}}, FAILED),
    (("odd.json",), {"fail_on": "warning", "ignore": ("unknown_field",)}, 0),
    (("good.json", "missing.json"), {}, UNUSABLE),
    (("missing.json",), {"fail_on": "never"}, UNUSABLE),
    (("*.yaml",), {}, NOTHING_CHECKED),
    (("*.yaml", "good.json"), {}, 0),
    ((".",), {"exclude": ("*.json",)}, NOTHING_CHECKED),
    ((".",), {"exclude": ("/bad.json",)}, 0),
    (("bad.json",), {"surface": "mcp"}, FAILED),
]


@pytest.mark.parametrize(("paths", "settings", "status"), STATUSES)
def test_the_exit_status_says_what_came_of_it(paths: tuple[str, ...], settings: dict[str, Any], status: int) -> None:
    assert session(*paths, settings=settings).check() == status


def test_results_come_in_order_and_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    Path("lines.jsonl").write_text(f"{json.dumps(sent())}\n[]\n", encoding="utf-8")
    seen = Seen()
    status = session("lines.jsonl", "missing.json", ".", "none*", seen=seen).check()
    assert (status, seen.told) == (
        UNUSABLE,
        [
            ("lines.jsonl", 0, ()),
            ("lines.jsonl", 1, ("not_an_object",)),
            ("./bad.json", 0, ("invalid_type",)),
            ("./good.json", 0, ()),
            ("./odd.json", 0, ("unknown_field",)),
        ],
    )
    notices = (
        Notice("unreadable", "missing.json", "No such file or directory"),
        Notice("empty", "none*", "the pattern matches no file to check"),
    )
    assert seen.summary is not None
    assert seen.summary.notices == notices
    counted = seen.summary
    assert (counted.checked, counted.passed, counted.failed, counted.incomplete) == (5, 0, 2, 3)
    assert (counted.errors, counted.warnings, counted.suppressed) == (2, 1, 0)
    assert capsys.readouterr().err == "".join(f"kula-rules: {notice.source}: {notice.message}\n" for notice in notices)


def test_a_run_knows_by_what_it_judges(here: Path) -> None:
    seen = Seen()
    made = session("good.json", seen=seen, settings={"surface": "mcp", "select": ("plan",), "show_values": True})
    made.check()
    assert seen.run == Run("mcp", NOW, tuple(made.judge.checker.rules), str(here))
    assert [rule.code for rule in seen.run.rules][:2] == ["invalid_json", "not_an_object"]


@pytest.mark.parametrize(
    ("settings", "more", "error"),
    [
        ({"snapshot": "/nowhere"}, {}, SnapshotError),
        ({"select": ("nope",)}, {}, SelectionError),
        ({"exclude": ("",)}, {}, GlobError),
        ({}, {"exclude": ("",)}, GlobError),
        ({"baseline": "nowhere.json"}, {}, BaselineError),
        ({"exceptions": (Exemption("", "why"),)}, {}, GlobError),
    ],
)
def test_settings_that_can_not_be_used_are_refused_at_once(
    settings: dict[str, Any], more: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        session("good.json", settings=settings, **more)


def test_what_is_excluded_is_relative_to_who_excludes_it(here: Path) -> None:
    Path("sub/deep").mkdir(parents=True)
    Path("sub/a.json").write_text("{}", encoding="utf-8")
    Path("sub/deep/b.json").write_text("{}", encoding="utf-8")
    cases: list[tuple[dict[str, Any], tuple[str, ...], list[str]]] = [
        ({"exclude": ("/a.json",), "root": str(here / "sub")}, (), ["sub/deep/b.json"]),
        ({"exclude": ("/a.json",)}, ("sub/a.json",), ["sub/deep/b.json"]),
        ({}, ("deep/",), ["sub/a.json"]),
    ]
    for settings, exclude, expected in cases:
        seen = Seen()
        session("sub", settings=settings, exclude=exclude, seen=seen).check()
        assert [result.source for result in seen.results] == expected


# --- exceptions and baselines ----------------------------------------------------------------------------------------


def test_an_exception_sets_a_finding_aside_and_is_told_if_nothing_needs_it(capsys: pytest.CaptureFixture[str]) -> None:
    exceptions = (
        Exemption("bad.json", "legacy", ("invalid_type",), place="one"),
        Exemption("good.json", "legacy", place="two"),
        Exemption("bad.json", "legacy", expires=date(2026, 11, 19), place="three"),
        Exemption("elsewhere.json", "legacy", place="four"),
    )
    seen = Seen()
    assert session("bad.json", "good.json", settings={"exceptions": exceptions}, seen=seen).check() == 0
    assert seen.summary is not None
    assert (seen.summary.suppressed, seen.summary.errors) == (1, 0)
    assert seen.summary.notices == (
        Notice("unused-exception", "two", "no finding needs the exception"),
        Notice("expired-exception", "three", "the exception expired on 2026-11-19 and does not apply"),
    )
    assert capsys.readouterr().err == (
        "kula-rules: two: no finding needs the exception\n"
        "kula-rules: three: the exception expired on 2026-11-19 and does not apply\n"
    )


def test_a_file_without_payloads_is_met_as_well() -> None:
    Path("empty.jsonl").write_bytes(b"\n")
    seen = Seen()
    exceptions = (Exemption("empty.jsonl", "legacy", place="one"),)
    assert session("empty.jsonl", settings={"exceptions": exceptions}, seen=seen).check() == NOTHING_CHECKED
    assert seen.summary is not None
    assert seen.summary.notices == (
        Notice("empty", "empty.jsonl", "nothing in it to check"),
        Notice("unused-exception", "one", "no finding needs the exception"),
    )


def test_known_findings_do_not_count_and_vanished_ones_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    settings = {"baseline": "known.json"}
    assert session("bad.json", "good.json", settings=settings, write_baseline=True).check() == 0
    assert capsys.readouterr().err == "kula-rules: known.json: 1 finding written\n"
    first = Path("known.json").read_bytes()
    assert session("bad.json", settings=settings).check() == 0
    Path("good.json").write_text(json.dumps(sent(kind=8)), encoding="utf-8")
    assert session("bad.json", "good.json", settings=settings).check() == FAILED
    assert session("bad.json", settings=settings, write_baseline=True).check() == 0
    assert Path("known.json").read_bytes() == first
    Path("bad.json").write_text(json.dumps(sent()), encoding="utf-8")
    capsys.readouterr()
    assert session("bad.json", settings=settings).check() == 0
    assert capsys.readouterr().err == (
        "kula-rules: bad.json: invalid_type at /kind is in the baseline, but is not found any more\n"
    )


def test_a_baseline_that_can_not_be_written_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    made = session("bad.json", settings={"baseline": "nowhere/known.json"}, write_baseline=True)
    assert made.check() == UNUSABLE
    assert capsys.readouterr().err == "kula-rules: nowhere/known.json: No such file or directory\n"


def test_no_baseline_is_written_where_there_is_none() -> None:
    assert session("good.json", write_baseline=True).check() == 0
    assert sorted(os.listdir()) == sorted(CAN_WRITE)


# --- outputs ---------------------------------------------------------------------------------------------------------

NAMES: Final[Format] = (Each(lambda result, _: f"{result.source}\n"), End(lambda _, summary: f"{summary.checked}\n"))


def test_one_run_writes_several_formats(capsys: pytest.CaptureFixture[str]) -> None:
    Path("old").write_text("old", encoding="utf-8")
    outputs = ((NAMES, None), (NAMES, "out"), (NAMES[1:], "old"))
    assert session("good.json", "bad.json", outputs=outputs).check() == FAILED
    assert capsys.readouterr().out == Path("out").read_text(encoding="utf-8") == "good.json\nbad.json\n2\n"
    assert Path("old").read_text(encoding="utf-8") == "2\n"


@pytest.mark.parametrize(
    ("path", "why"), [("nowhere/out", "No such file or directory"), ("/dev/full", "No space left on device")]
)
def test_an_output_that_can_not_be_written_is_told_and_the_others_are_written(
    path: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    outputs = ((NAMES, path), (NAMES, "out"))
    settings = {"baseline": "known.json"}
    assert session("good.json", outputs=outputs, settings=settings, write_baseline=True).check() == UNUSABLE
    assert capsys.readouterr().err == f"kula-rules: {path}: {why}\n"
    assert Path("out").read_text(encoding="utf-8") == "good.json\n1\n"
    assert not Path("known.json").exists()


def test_a_run_that_is_interrupted_leaves_files_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("out").write_text("old", encoding="utf-8")

    def interrupt(_: Output, __: Iterator[str]) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Output, "add", interrupt)
    with pytest.raises(KeyboardInterrupt):
        session("good.json", outputs=((NAMES, "out"), (NAMES, "new"))).check()
    assert sorted(os.listdir()) == sorted([*CAN_WRITE, "out"])
    assert Path("out").read_text(encoding="utf-8") == "old"


def whole(result: Result, _: Run) -> str:
    """All of a result; another process can be asked for it."""
    return f"{result}\n"


def test_two_runs_are_the_same_to_the_byte(capsys: pytest.CaptureFixture[str]) -> None:
    form = (Each(whole), End(lambda _, summary: f"{summary}\n"))
    for jobs in (1, 1, 2):
        session(".", settings={"jobs": jobs}, outputs=((form, None),)).check()
    out = capsys.readouterr().out
    third = len(out) // 3
    assert out == out[:third] * 3


@pytest.mark.parametrize("name", FORMATS)
def test_it_does_not_matter_who_decides_which_findings_count(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong, odd, late = (
        json.dumps(value) for value in (sent(kind=7), sent(knid=7), sent(start_time="2030-01-15T10:10Z"))
    )
    lines = [json.dumps(sent()), wrong, odd, late, "", "{", wrong, odd]
    for file in ("a.jsonl", "b.jsonl", "c.jsonl"):
        Path(file).write_text("\n".join(lines), encoding="utf-8")
    session("a.jsonl", settings={"baseline": "known.json"}, write_baseline=True).check()
    settings = {
        "baseline": "known.json",
        "exceptions": (Exemption("b.jsonl", "legacy", ("unknown_field", "invalid_json")), Exemption("*.jsonl", "old",
                       expires=date(2000, 1, 1))),
    }  # fmt: skip
    told = []
    for decide in (Session._is_undecided, lambda _, __: True):
        monkeypatch.setattr(Session, "_is_undecided", decide)
        for jobs in (1, 2):
            capsys.readouterr()
            status = session(".", settings=settings | {"jobs": jobs}, outputs=((FORMATS[name], None),)).check()
            told.append((status, capsys.readouterr()))
    assert told == told[:1] * 4


def test_progress_is_told_if_it_is_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int | str] = []
    monkeypatch.setattr(Progress, "update", lambda _, requests: told.append(requests))
    monkeypatch.setattr(Progress, "end", lambda _: told.append("end"))
    session(".", progress=True).check()
    assert told == [1, 2, 3, "end"]


def feed(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    """Let standard input hold these bytes."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(data))))


def test_standard_input_is_checked_by_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    feed(monkeypatch, b"7\n" * 3)
    seen = Seen()
    asked: list[int | None] = []
    check: Callable[..., Any] = sys.modules["kula_rules.lint.session"].check_all

    def note(sources: Any, recipe: Any, jobs: int | None, undecided: Any) -> Any:
        asked.append(jobs)
        return check(sources, recipe, jobs, undecided)

    monkeypatch.setattr("kula_rules.lint.session.check_all", note)
    assert session("-", stdin_name="x.jsonl", seen=seen).check() == FAILED
    assert seen.told == [("x.jsonl", index, ("not_an_object",)) for index in range(3)]
    session("-", settings={"jobs": 2}).check()
    session("good.json").check()
    assert asked == [1, 2, None]


# --- fixes -----------------------------------------------------------------------------------------------------------

SLOPPY: Final = json.dumps(sent(organizer_id="7", start_time="2030-01-15T10:00Z"))


def test_what_is_fixed_is_checked_after_that(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.json").write_text(SLOPPY, encoding="utf-8")
    Path("b.jsonl").write_text(f"{SLOPPY}\n", encoding="utf-8")
    Path("c.json.gz").write_bytes(gzip.compress(SLOPPY.encode()))
    exceptions = (Exemption("b.jsonl", "legacy", ("advice",)),)
    seen = Seen()
    made = session("a.json", "b.jsonl", "c.json.gz", "none*", "missing", settings={"exceptions": exceptions}, seen=seen)
    made.fix()
    assert capsys.readouterr().err == (
        "kula-rules: a.json: 2 values fixed\n"
        "kula-rules: b.jsonl: 1 value fixed\n"
        "kula-rules: c.json.gz: compressed data are not fixed\n"
    )
    assert made.check() == UNUSABLE
    assert seen.told == [("a.json", 0, ()), ("b.jsonl", 0, ()), ("c.json.gz", 0, ("unportable_start_time",))]
    assert seen.summary is not None
    assert [notice.kind for notice in seen.summary.notices] == ["unfixed", "empty", "unreadable"]


def test_a_file_that_is_named_twice_is_fixed_once(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.json").write_text(SLOPPY, encoding="utf-8")
    os.symlink("a.json", "link.json")
    session("a.json", "link.json", "./a.json").fix()
    assert capsys.readouterr().err == "kula-rules: a.json: 2 values fixed\n"
    assert os.readlink("link.json") == "a.json"


def test_what_can_not_be_fixed_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.json").write_text(SLOPPY, encoding="utf-8")

    def refuse(*_: Any) -> None:
        raise OSError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "replace", refuse)
    made = session("a.json")
    made.fix()
    assert made.check() == UNUSABLE
    assert capsys.readouterr().err == "kula-rules: a.json: can not be fixed: Permission denied\n"
    assert Path("a.json").read_text(encoding="utf-8") == SLOPPY


def test_a_diff_shows_what_would_be_fixed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    text = '{"host_id": "7",\n"name": "Eve"}'
    Path("a.json").write_text(text, encoding="utf-8")
    assert session("a.json", "good.json").diff() == FAILED
    hidden = '--- a/a.json\n+++ b/a.json\n@@ -1,2 +1,2 @@\n-{"host_id": "7",\n+{"host_id": 7,\n "name": …}\n'
    assert capsys.readouterr() == (f"{hidden}\\ No newline at end of file\n", "")
    assert session("a.json", settings={"show_values": True}).diff() == FAILED
    assert capsys.readouterr().out == f"{hidden}\\ No newline at end of file\n".replace("…", '"Eve"')
    feed(monkeypatch, text.encode())
    assert session("-", stdin_name="a.json").diff() == FAILED
    assert capsys.readouterr().out == f"{hidden}\\ No newline at end of file\n"
    assert Path("a.json").read_text(encoding="utf-8") == text
    assert session("good.json").diff() == 0


def test_a_diff_of_what_can_not_be_read_is_no_success(capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.json").write_text(SLOPPY, encoding="utf-8")
    assert session("missing.json", "a.json").diff() == UNUSABLE
    captured = capsys.readouterr()
    assert captured.out.startswith("--- a/a.json\n")
    assert captured.err == "kula-rules: missing.json: No such file or directory\n"


def test_a_diff_that_can_not_be_written_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("a.json").write_text(SLOPPY, encoding="utf-8")
    with open("/dev/full", "w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stdout", full)
        assert session("a.json").diff() == UNUSABLE
    assert capsys.readouterr().err == "kula-rules: standard output: No space left on device\n"
