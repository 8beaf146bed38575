"""Results become outputs as they come; what can not be written is told once and leaves nothing behind."""

from __future__ import annotations

import errno
import gc
import io
import os
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest

from kula_rules.lint import outputs
from kula_rules.lint.formats.parts import Each, End, Format, Start
from kula_rules.lint.outputs import Output, Tally
from kula_rules.lint.results import Located, Notice, Region, Result, Run, Summary, Suppression
from kula_rules.lint.streams import Sink
from kula_rules.report import Finding, Report, Unchecked

RUN: Final = Run("rest", None, root="/work")
SUMMARY: Final = Summary(checked=3)


def result(index: int, source: str = "a") -> Result:
    """A result that is known by its number."""
    return Result(source, index, Report())


HEAD: Final = Start(lambda run: f"<{run.surface}>")
COUNT: Final = End(lambda run, summary: f"[{run.root} {summary.checked}]")
ODD: Final = Each(lambda result, _: f"{result.index}" if result.index % 2 else "", ", ")
ALL: Final = Each(lambda result, _: f"({result.index})")


def written(form: Format, out: Callable[[], str]) -> list[str]:
    """What is there after each step."""
    steps = []
    output = Output(form, Sink(None), RUN)
    steps.append(out())
    for index in range(4):
        output.add(result(index))
        steps.append(out())
    assert output.end(SUMMARY) is True
    return [*steps, out()]


FORMS: Final[list[tuple[Format, list[str]]]] = [
    ((), ["", "", "", "", "", ""]),
    ((HEAD,), ["<rest>", "", "", "", "", ""]),
    ((HEAD, HEAD, ODD, COUNT), ["<rest><rest>", "", "1", "", ", 3", "[/work 3]"]),
    ((ALL, HEAD), ["", "(0)", "(1)", "(2)", "(3)", "<rest>"]),
    ((ALL, ODD), ["", "(0)", "(1)", "(2)", "(3)", "1, 3"]),
    ((HEAD, COUNT, ALL, HEAD, ODD), ["<rest>", "", "", "", "", "[/work 3](0)(1)(2)(3)<rest>1, 3"]),
    ((COUNT,), ["", "", "", "", "", "[/work 3]"]),
]


@pytest.mark.parametrize(("form", "steps"), FORMS)
def test_what_can_be_written_is_written_at_once(
    form: Format, steps: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert written(form, lambda: capsys.readouterr().out) == steps


def test_what_has_to_wait_is_not_in_memory(tmp_path: Path) -> None:
    line = "\u4e2d\r\n" * 1000
    output = Output((COUNT, Each(lambda _, __: line)), Sink(str(tmp_path / "out")), RUN)
    tracemalloc.start()
    for index in range(3000):
        output.add(result(index))
    assert output.end(SUMMARY) is True
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (tmp_path / "out").read_bytes() == ("[/work 3]" + line * 3000).encode()
    assert peak < 2 << 20


def test_an_output_that_is_abandoned_leaves_a_file_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"old")
    output = Output((HEAD, ALL), Sink(str(tmp_path / "out")), RUN)
    output.add(result(0))
    output.abandon()
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("out", b"old")]


BIG: Final = Each(lambda _, __: "x" * 100_000)


@pytest.mark.parametrize("form", [(HEAD, ALL), (BIG,), (COUNT, BIG), (COUNT, ALL)])
@pytest.mark.parametrize(
    ("path", "why"), [("/dev/full", "No space left on device"), ("/nowhere/out", "No such file or directory")]
)
def test_what_can_not_be_written_is_told_once(
    form: Format, path: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    output = Output(form, Sink(path), RUN)
    for index in range(3):
        output.add(result(index))
    assert output.end(SUMMARY) is False
    output.abandon()
    assert capsys.readouterr().err == f"kula-rules: {path}: {why}\n"


@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("form", [(BIG,), (COUNT, BIG)])
@pytest.mark.parametrize("way", ["end", "abandon"])
def test_whatever_happens_all_files_are_closed(form: Format, way: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = len(os.listdir("/proc/self/fd"))
    output = Output(form, Sink("/dev/full"), RUN)
    output.add(result(0))
    if way == "end":
        output.end(SUMMARY)
    output.abandon()
    assert len(os.listdir("/proc/self/fd")) == before
    del output
    gc.collect()
    assert capsys.readouterr().err.count("\n") <= 1


def test_a_full_disk_for_what_waits_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(outputs, "TemporaryFile", refuse)
    output = Output((COUNT, ALL), Sink(None), RUN)
    output.add(result(0))
    output.add(result(1))
    assert output.end(SUMMARY) is False
    assert capsys.readouterr() == ("", "kula-rules: standard output: No space left on device\n")


def test_a_reader_that_has_seen_enough_is_no_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with io.TextIOWrapper(open(writing, "wb", buffering=0), write_through=True) as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        output = Output((HEAD, ALL, COUNT), Sink(None), RUN)
        output.add(result(0))
        assert output.end(SUMMARY) is True
    assert capsys.readouterr().err == ""


def found(severity: Any) -> Finding:
    """A finding of a severity."""
    return Finding("acme", severity, None, "", "", {})


def test_results_are_counted() -> None:
    tally = Tally()
    set_aside = Located(found("error"), Region(1, 1, 1, 1), suppression=Suppression("exception", "legacy"))
    waiting = (Unchecked("b", ("now",)), Unchecked("a", ("now",)), Unchecked("a", ("field.kind", "now")))
    for report, suppressed in [
        (Report(), (set_aside,)),
        (Report((found("warning"),)), ()),
        (Report((found("error"), found("error"), found("warning")), waiting[:1]), (set_aside, set_aside)),
        (Report((), waiting), ()),
        (Report((), waiting[1:]), ()),
    ]:
        tally.add(Result("a", tally.checked, report, (), suppressed))
    notice = Notice("empty", "p", "nothing")
    assert tally.summary((notice,)) == Summary(
        checked=5,
        passed=2,
        failed=1,
        incomplete=2,
        errors=2,
        warnings=2,
        suppressed=3,
        unchecked={("field.kind", "now"): frozenset({"a"}), ("now",): frozenset({"a", "b"})},
        notices=(notice,),
    )
    assert list(tally.summary(()).unchecked) == [("field.kind", "now"), ("now",)]
    assert Tally().summary(()) == Summary(unchecked={})
