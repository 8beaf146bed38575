"""The claims hold for the seeds, for what was found before, and for many inputs more; and they are not blind."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import pytest

from kula_rules import Snapshot, SnapshotError
from kula_rules.lint.excerpts import excerpt
from kula_rules.lint.positions import Span, Text
from kula_rules.lint.results import Excerpt, Region

from ..support import BOTH, external, sent
from .claims import Broken
from .corpus import pinned, seeds
from .requests import SNAPSHOTS
from .sources import file_of
from .targets import TARGETS, attempt

ROOT: Final = Path(__file__).parents[2]
needs_atheris = pytest.mark.skipif(
    find_spec("atheris") is None, reason="atheris is not installed: it is made for Linux on x86-64 only"
)

# --- what is known ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("target", TARGETS)
def test_the_claims_hold_for_every_seed(target: str) -> None:
    for seed in seeds(target):
        attempt(target, seed)


def test_a_merge_key_in_a_snapshot_is_a_key_like_others(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(pinned("snapshot")["a-merge-key-is-a-key-like-others"][1:])
    with pytest.raises(SnapshotError) as caught:
        Snapshot.load(path)
    assert (caught.value.pointer, caught.value.reason) == (
        "/offices/items/0/id",
        "expected an id (a positive integer or a non-empty string), found null",
    )


def test_a_key_whose_empty_value_ends_the_text_stands_where_it_is() -> None:
    (result,) = file_of(pinned("sources")["an-empty-value-at-the-end"]).results
    above = Region(1, 1, 1, 2)
    assert [(found.finding.code, found.region) for found in result.located if found.region != above] == [
        ("unknown_field", Region(2, 1, 2, 9))
    ]


def test_all_that_was_found_has_a_test_of_its_own() -> None:
    assert {target: list(pinned(target)) for target in TARGETS} == {
        "check_json": [],
        "snapshot": ["a-merge-key-is-a-key-like-others"],
        "sources": ["an-empty-value-at-the-end"],
    }


# --- what is not -----------------------------------------------------------------------------------------------------


def process(*words: str) -> tuple[int, str]:
    """Run Python in a process of its own; its exit status, and all that it says."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0"}
    done = subprocess.run(
        [sys.executable, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        cwd=ROOT,
        env=environment,
        timeout=600,
    )
    return done.returncode, done.stdout.decode("utf-8", "replace")


@needs_atheris
@pytest.mark.parametrize(("target", "runs"), [("check_json", 1000), ("snapshot", 500), ("sources", 150)])
def test_the_claims_hold_for_many_inputs(target: str, runs: int, tmp_path: Path) -> None:
    options = ["--runs", str(runs), "--seed", "4", "--seeds", "40", "--minutes", "5", "--folder", str(tmp_path)]
    status, said = process("-m", "tests.fuzz", target, *options)
    assert status == 0, said[-4000:]
    assert re.findall(r"^stat::number_of_executed_units: (\d+)$", said, re.MULTILINE) == [str(runs)]


PLANTED: Final = """
import sys
from importlib import import_module
import atheris
with atheris.instrument_imports(include=["kula_rules"]):
    jsontext = import_module("kula_rules.jsontext")
jsontext._repeated_pointers = lambda value: ()
from tests.fuzz.worker import main
sys.argv[1:] = ["check_json", "-runs=5000", "-seed=4", *sys.argv[1:]]
main()
"""
"""A library that has lost what it says of repeated keys."""


@needs_atheris
def test_the_fuzzer_finds_a_mistake_that_no_seed_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "0").write_bytes(b'0{"kind": "panel", "location": "phone"}')
    status, said = process("-c", PLANTED, f"-artifact_prefix={tmp_path}/", str(tmp_path / "seeds"))
    assert (status, "each repeated key is told" in said) == (77, True)
    (found,) = tmp_path.glob("crash-*")
    attempt("check_json", found.read_bytes())
    monkeypatch.setattr("kula_rules.jsontext._repeated_pointers", lambda _: ())
    with pytest.raises(Broken, match="each repeated key is told"):
        attempt("check_json", found.read_bytes())


# --- what would be a mistake -----------------------------------------------------------------------------------------


def nothing(*_: object) -> tuple[()]:
    return ()


def anything(*_: object) -> bool:
    return True


def the_same(text: str, *_: object) -> str:
    return text


def one_further(text: Text, span: Span) -> Region:
    return region(text, Span(span.start, span.end + 1))


def unmasked(text: Text, span: Span) -> Excerpt:
    return excerpt(text, span, Span(0, len(text.text)), ())


region: Final = Text.region
USER: Final = {"id": 7, "status": "active"}
OUTSIDE: Final = external(external={"managed": True, "video_conferencing_url": "x"}, ai_note_taker_enabled=True)
MISTAKES: Final[list[tuple[str, str, object, str, object, str]]] = [
    ("check_json", "jsontext._refuse_constant", float, "0", '{"x": NaN}', "what is refused is no JSON"),
    ("check_json", "jsontext.MAX_DEPTH", 300, "0", "[" * 201 + "]" * 201, "what is refused is no JSON"),
    ("check_json", "jsontext._repeated_pointers", nothing, "0", '{"a": 1, "a": 1}', "each repeated key is told"),
    ("check_json", "programs.in_order", lambda rules: [*rules][::-1], "0", {}, "the order of the page"),
    ("check_json", "compiler.Writer._unchecked", nothing, "6", sent(organizer_id=99), "what passed still does"),
    ("check_json", "reporter.valid_until", lambda *_: None, "2", sent(), "the verdict is valid until then"),
    ("check_json", "findings._PRIVATE", (), "2", OUTSIDE, "private values are not told"),
    ("check_json", "findings._pointer", lambda name: f"/kind/{name}", "0", {}, "a pointer leads to a place"),
    ("check_json", "request.escape", the_same, "0", {"a/b": 1}, "a pointer leads to a place"),
    ("check_json", "request.visible", the_same, "0", {"a\nb": 1}, "a message is printable"),
    (
        "snapshot",
        "records._ATTRIBUTES",
        {"users": ()},
        "0",
        {"version": 1, "users": {"items": [USER]}},
        "what a record says",
    ),
    ("snapshot", "records.escape", the_same, "0", {"version": 1, "interview_plans": {"a/b": 7}}, "is somewhere"),
    ("snapshot", "records.visible", the_same, "0", {"version": 1, "a\nb": 7}, "an error is printable"),
    ("snapshot", "snapshot._is_complete", anything, "3", {"offices": {"data": []}}, "complete if all are there"),
    ("sources", "lint.positions.Text.region", one_further, "0", {"kind": 7}, "the value or the key stands there"),
    ("sources", "lint.locating.disjoint", nothing, "0", {"kind": 7}, "what is private is not told"),
    ("sources", "lint.checking.masked_excerpt", unmasked, "0", '{"kind": ]', "what is private is not told"),
    ("sources", "lint.fixing._private", nothing, "0", {"host_id": "7"}, "what is private is not told"),
    ("sources", "lint.edits._ends", anything, "2", 'host_id: "7"#x', "a fix keeps the meaning"),
    ("sources", "lint.edits._is_same_number", anything, "0", '{"host_id": 7.00000000000000001}', "loses no digit"),
    ("sources", "lint.formats.harmless.visible", the_same, "0", {"\x1b": 7}, "the format text is printable"),
    ("sources", "lint.formats.harmless.tamed", the_same, "0", {"##[x]": 7}, "gives no commands"),
]


def forget() -> None:
    """What was compiled without a mistake is not used with it, nor the other way round."""
    for rules in BOTH:
        rules.derived.clear()
    for snapshot in filter(None, SNAPSHOTS):
        snapshot.derived.clear()


@pytest.fixture
def _forgetting() -> Iterator[None]:
    yield
    forget()


@pytest.mark.usefixtures("_forgetting")
@pytest.mark.parametrize(
    ("target", "place", "mistake", "head", "text", "claim"), MISTAKES, ids=[f"{row[0]}-{row[1]}" for row in MISTAKES]
)
def test_a_mistake_breaks_a_claim(
    target: str, place: str, mistake: object, head: str, text: object, claim: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = (head + (text if isinstance(text, str) else json.dumps(text))).encode()
    attempt(target, data)
    forget()
    monkeypatch.setattr(f"kula_rules.{place}", mistake)
    with pytest.raises(Broken, match=claim):
        attempt(target, data)


def test_an_input_that_takes_too_long_breaks_a_claim() -> None:
    with pytest.raises(Broken, match="an input takes no time"):
        attempt("check_json", b"0{}", seconds=0)
