"""Results become texts where they are found: the same texts as if one process wrote all results in order."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Iterator
from datetime import date
from itertools import chain
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kula_rules.lint.checking import Chunk
from kula_rules.lint.clerk import Batch, Clerk
from kula_rules.lint.formats import FORMATS, render, text_format
from kula_rules.lint.formats.parts import Each, Format
from kula_rules.lint.outputs import Tally
from kula_rules.lint.results import Result, Run
from kula_rules.lint.suppress import Exemption, Suppressor
from kula_rules.lint.work import Recipe, clerk_of, judge_of

from ..laws.strategies import requests
from ..support import NOW, sent

TODAY: Final = date(2026, 11, 20)
ALL: Final[dict[str, Format]] = {**FORMATS, "coloured": text_format(colour=True)}
CLEAN: Final = json.dumps(sent(), separators=(",", ":"))
WRONG: Final = json.dumps(sent(kind=7, knid=1))


def parts_of(form: Format) -> tuple[Each, ...]:
    """The parts that have a text for each result."""
    return tuple(part for part in form if isinstance(part, Each))


def recipe_of(form: Format) -> Recipe:
    """A recipe that says what is written."""
    return Recipe(now=NOW, parts=parts_of(form), root="/work", folder="/work")


def suppressor() -> Suppressor:
    """Sets some findings of one file aside."""
    return Suppressor("/work", [Exemption("/old.jsonl", "legacy", ("unknown_field",))], today=TODAY)


def chunks(files: dict[str, list[str]], size: int) -> Iterator[Chunk]:
    """The lines of files, so many at a time."""
    for name, lines in files.items():
        for start in range(0, len(lines), size):
            yield Chunk(name, "jsonl", "\n".join(lines[start : start + size]).encode(), start + 1, start)


def batches(form: Format, files: dict[str, list[str]], size: int, aside: Suppressor) -> Iterator[Batch]:
    """What processes write down, sent as it is between them, and what is left to decide decided."""
    clerk, judge = clerk_of(recipe_of(form)), judge_of(recipe_of(form))
    for chunk in chunks(files, size):
        undecided = aside.concerns(chunk.source)
        written = list(clerk.written(chunk.source, judge.said(chunk), chunk.index, undecided=undecided))
        for item in pickle.loads(pickle.dumps(written)):  # noqa: S301  # it is our own
            yield item if isinstance(item, Batch) else clerk.settled(aside.apply(item))


def composed(form: Format, files: dict[str, list[str]], size: int) -> str:
    """An output that is made of what processes write down."""
    aside, tally = suppressor(), Tally()
    texts: list[list[str]] = [[] for _ in parts_of(form)]
    for batch in batches(form, files, size, aside):
        tally.include(batch.tally)
        found = batch.texts(aside.numbers(batch.source, batch.fingerprints))
        for kept, text in zip(texts, found, strict=True):
            kept.extend([text] if text else [])
    run, summary = clerk_of(recipe_of(form)).run, tally.summary(())
    each = iter(texts)
    pieces = (
        [part.separator.join(next(each))] if isinstance(part, Each) else [render((part,), run, (), summary)]
        for part in form
    )
    return "".join(chain.from_iterable(pieces))


def plain(form: Format, files: dict[str, list[str]]) -> str:
    """The same output, made of all results at once."""
    judge, aside, tally = judge_of(Recipe(now=NOW)), suppressor(), Tally()
    results = [aside.apply(result) for chunk in chunks(files, 1 << 20) for result in judge.results(chunk)]
    for result in results:
        tally.add(result)
    return render(form, clerk_of(recipe_of(form)).run, results, tally.summary(()))


@pytest.mark.parametrize("name", ALL)
@settings(max_examples=15, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["/work/a.jsonl", "/work/old.jsonl", "/work/z/\udcff.jsonl"]),
        st.lists(requests().map(json.dumps) | st.sampled_from([CLEAN, CLEAN, WRONG, "{", "7"]), max_size=6),
    ),
    st.sampled_from([1, 2, 100]),
)
def test_all_is_written_as_if_one_did_it_alone(name: str, files: dict[str, list[str]], size: int) -> None:
    assert composed(ALL[name], files, size) == plain(ALL[name], files)


@pytest.mark.parametrize("name", ALL)
def test_equal_findings_are_numbered_through_a_file(name: str) -> None:
    files = {"/work/a.jsonl": [WRONG, CLEAN, WRONG, WRONG], "/work/old.jsonl": [WRONG, WRONG, CLEAN], "b": [WRONG]}
    assert composed(ALL[name], files, 2) == plain(ALL[name], files)


@pytest.mark.parametrize("name", ALL)
def test_a_recipe_is_the_same_in_another_process(name: str) -> None:
    recipe = recipe_of(ALL[name])
    assert pickle.loads(pickle.dumps(recipe)) == recipe  # noqa: S301  # it is our own
    assert clerk_of(recipe) is clerk_of(recipe_of(ALL[name]))


def test_lines_are_looked_up_where_they_are_shown_only() -> None:
    shown = {name: recipe_of(form).excerpts for name, form in ALL.items()}
    assert [name for name, excerpts in shown.items() if excerpts] == ["text", "coloured"]
    assert (Recipe().excerpts, Recipe(parts=()).excerpts) == (True, False)


# --- what is sent ----------------------------------------------------------------------------------------------------


def written(form: Format, lines: list[str], **more: Any) -> list[Batch | Result]:
    """What is written down of some lines."""
    (chunk,) = chunks({"/work/a.jsonl": lines}, 1 << 20)
    clerk, judge = clerk_of(recipe_of(form)), judge_of(recipe_of(form))
    return list(clerk.written(chunk.source, judge.said(chunk), chunk.index, **more))


@pytest.mark.parametrize("name", ALL)
def test_payloads_without_findings_are_hardly_worth_sending(name: str) -> None:
    few, many = (len(pickle.dumps(written(ALL[name], [CLEAN] * times))) for times in (100, 1100))
    assert (many - few) / 1000 < 150
    (batch,) = written(ALL[name], [CLEAN] * 1000)
    assert isinstance(batch, Batch)
    assert [not any(draft) for draft in batch.drafts] == [part.findings_only for part in parts_of(ALL[name])]


def test_nothing_to_write_down_is_no_batch() -> None:
    assert written(FORMATS["text"], [""]) == []


def test_what_is_undecided_is_left_in_its_place() -> None:
    found = written(FORMATS["jsonl"], [CLEAN, CLEAN, WRONG, WRONG, CLEAN], undecided=True)
    assert [item.tally.checked if isinstance(item, Batch) else item.index for item in found] == [2, 2, 3, 1]
    assert [type(item) for item in found] == [Batch, Result, Result, Batch]


def drafts(form: Format, lines: list[str]) -> list[tuple[tuple[str | int, ...], ...]]:
    """The texts of a batch in pieces."""
    return [item.drafts for item in written(form, lines) if isinstance(item, Batch)]


def told(result: Result, run: Run) -> tuple[str, ...]:
    """A text in pieces, fingerprints among them."""
    return (f"{run.root}[", *(located.fingerprint for located in result.located), "]")


def tell(texts: Callable[[Result, Run], Any], **more: Any) -> Format:
    """A format with one part."""
    return (Each(texts, **more),)


def test_fingerprints_are_numbered_later() -> None:
    (batch,) = written(tell(told, fingerprints=True), [WRONG, CLEAN, WRONG])
    assert isinstance(batch, Batch)
    kind, knid, *again = (f"{base:016x}:" for base in batch.fingerprints)
    assert again == [kind, knid]
    pieces = ("/work[", kind, 0, knid, 1, "]", "/work[", "]", "/work[", kind, 2, knid, 3, "]")
    assert batch.drafts == (pieces,)
    assert batch.texts(["1", "1", "2", "22"]) == [f"/work[{kind}1{knid}1]/work[]/work[{kind}2{knid}22]"]


def test_fingerprints_that_nobody_tells_are_not_made() -> None:
    (batch,) = written(tell(told, separator=";"), [WRONG, WRONG])
    assert isinstance(batch, Batch)
    assert (batch.drafts, batch.fingerprints) == ((("/work[", "", "", "]", ";", "/work[", "", "", "]"),), ())


def odd(result: Result, _: Run) -> str:
    """A text for every second result."""
    return str(result.index) if result.index % 2 else ""


def test_what_stands_between_texts_is_between_those_that_are_not_empty() -> None:
    assert drafts(tell(odd, separator=", "), [CLEAN, CLEAN, CLEAN, WRONG, WRONG]) == [(("1", ", ", "3"),)]


def test_a_clerk_writes_a_single_result() -> None:
    judge = judge_of(recipe_of(()))
    chunk = Chunk("a", "jsonl", WRONG.encode(), index=1)
    (result,) = judge.results(chunk)
    batch = Clerk(parts_of(tell(odd)), Run("rest", None)).settled(result)
    assert (batch.source, batch.drafts, batch.fingerprints) == ("a", (("1",),), ())
    assert batch.tally.summary(()).failed == 1


def test_findings_that_are_set_aside_are_told_by_those_that_tell_of_all() -> None:
    aside = Suppressor("", [Exemption("*", "legacy")], today=TODAY)
    (result,) = judge_of(recipe_of(())).results(Chunk("a", "jsonl", WRONG.encode(), index=1))
    settled = aside.apply(result)
    form = (*tell(odd), *tell(odd, findings_only=True))
    assert Clerk(parts_of(form), Run("rest", None)).settled(settled).drafts == (("1",), ())
