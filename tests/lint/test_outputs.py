"""Results become outputs as they come; what can not be written is told once and leaves nothing behind."""

from __future__ import annotations

import errno
import gc
import io
import os
import pickle
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


def add(output: Output, form: Format, index: int) -> None:
    """Give an output the texts of a result."""
    texts = iter(["".join(part.text(result(index), RUN)) for part in form if isinstance(part, Each)])
    output.add(texts)
    assert list(texts) == []


def written(form: Format, out: Callable[[], str]) -> list[str]:
    """What is there after each step."""
    steps = []
    output = Output(form, Sink(None), RUN)
    steps.append(out())
    for index in range(4):
        add(output, form, index)
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
    output = Output((COUNT, ALL), Sink(str(tmp_path / "out")), RUN)
    tracemalloc.start()
    for _ in range(3000):
        output.add(iter([line]))
    assert output.end(SUMMARY) is True
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (tmp_path / "out").read_bytes() == ("[/work 3]" + line * 3000).encode()
    assert peak < 2 << 20


def test_outputs_share_texts_and_each_takes_its_own(tmp_path: Path) -> None:
    forms: list[Format] = [(COUNT,), (ALL, HEAD, ODD), (COUNT, ALL)]
    outputs = [Output(form, Sink(str(tmp_path / str(number))), RUN) for number, form in enumerate(forms)]
    for _ in range(2):
        texts = iter(["a", "b", "c"])
        for output in outputs:
            output.add(texts)
    assert [output.end(SUMMARY) for output in outputs] == [True] * 3
    assert [(tmp_path / name).read_text("utf-8") for name in "012"] == [
        "[/work 3]",
        "aa<rest>b, b",
        "[/work 3]cc",
    ]


def test_an_output_that_is_abandoned_leaves_a_file_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"old")
    output = Output((HEAD, ALL), Sink(str(tmp_path / "out")), RUN)
    output.add(iter(["x"]))
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
        add(output, form, index)
    assert output.end(SUMMARY) is False
    output.abandon()
    assert capsys.readouterr().err == f"kula-rules: {path}: {why}\n"


@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("form", [(BIG,), (COUNT, BIG)])
@pytest.mark.parametrize("way", ["end", "abandon"])
def test_whatever_happens_all_files_are_closed(form: Format, way: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = len(os.listdir("/proc/self/fd"))
    output = Output(form, Sink("/dev/full"), RUN)
    add(output, form, 0)
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
    for _ in range(2):
        output.add(iter(["x"]))
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
        output.add(iter(["x"]))
        assert output.end(SUMMARY) is True
    assert capsys.readouterr().err == ""


def found(severity: Any) -> Finding:
    """A finding of a severity."""
    return Finding("acme", severity, None, "", "", {})


NOTICE: Final = Notice("empty", "p", "nothing")
COUNTED: Final = Summary(
    checked=5,
    passed=2,
    failed=1,
    incomplete=2,
    errors=2,
    warnings=2,
    suppressed=3,
    unchecked={("field.kind", "now"): frozenset({"a"}), ("now",): frozenset({"a", "b"})},
    notices=(NOTICE,),
)


def results() -> list[Result]:
    """What is counted as `COUNTED`."""
    set_aside = Located(found("error"), Region(1, 1, 1, 1), suppression=Suppression("exception", "legacy"))
    waiting = (Unchecked("b", ("now",)), Unchecked("a", ("now",)), Unchecked("a", ("field.kind", "now")))
    said: list[tuple[Report, tuple[Located, ...]]] = [
        (Report(), (set_aside,)),
        (Report((found("warning"),)), ()),
        (Report((found("error"), found("error"), found("warning")), waiting[:1]), (set_aside, set_aside)),
        (Report((), waiting), ()),
        (Report((), waiting[1:]), ()),
    ]
    return [Result("a", index, report, (), suppressed) for index, (report, suppressed) in enumerate(said)]


def test_results_are_counted() -> None:
    tally = Tally()
    for found in results():
        tally.add(found)
    assert tally.summary((NOTICE,)) == COUNTED
    assert list(tally.summary(()).unchecked) == [("field.kind", "now"), ("now",)]
    assert Tally().summary(()) == Summary(unchecked={})


@pytest.mark.parametrize("remembered", [1, 2, 1000])
def test_it_does_not_matter_who_counts(remembered: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outputs, "_SEEN", remembered)
    total = Tally()
    for found in results():
        tally = Tally()
        if found.report.findings or found.suppressed:
            tally.add(found)
        else:
            tally.pass_over([found.report])
        total.include(pickle.loads(pickle.dumps(tally)))  # noqa: S301  # it is our own
    assert total.summary((NOTICE,)) == COUNTED


@pytest.mark.parametrize("remembered", [1, 1000])
def test_what_many_results_want_is_counted_once(remembered: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outputs, "_SEEN", remembered)
    tally = Tally()
    for number in range(50):  # made anew each time, perhaps where the last one was
        tally.pass_over([Report((), (Unchecked(f"a{number % 3}", ("now",)), Unchecked("b", (f"c{number % 2}",))))])
    assert tally.summary(()).unchecked == {
        ("c0",): {"b"},
        ("c1",): {"b"},
        ("now",): {"a0", "a1", "a2"},
    }
