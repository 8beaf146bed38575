"""The target `sources`: the first byte says what a file is and how it is judged, the rest are its bytes."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from kula_rules.lint.checking import Chunk
from kula_rules.lint.payloads import Kind
from kula_rules.lint.work import RULES, Recipe
from kula_rules.shape import Surface

from ..support import NOW
from .claims import claim, claim_equal
from .files import File
from .fixes import diff_of, fixed_of, hold_fixes
from .heads import choices
from .outputs import outputs_of
from .placed import hold_placed
from .reports import hold, places

KINDS: Final[tuple[Kind, ...]] = ("json", "jsonl", "yaml")
SURFACES: Final[tuple[Surface, ...]] = ("rest", "mcp")
SNAPSHOT: Final = str(Path(__file__).parents[2] / "docs" / "examples" / "snapshot.json")
KNOWN: Final = ((NOW, SNAPSHOT), (NOW, None), (None, None))
RECIPES: Final = tuple(
    Recipe(surface, now, snapshot, show_values=shown)
    for shown in (False, True)
    for now, snapshot in KNOWN
    for surface in SURFACES
)
SIZES: Final = (len(KINDS), len(RECIPES))
MOST: Final = 20
"""How many requests are looked at in one file: what takes time is that they are many."""
SECRET: Final = "hunter2"  # noqa: S105 - it is what must not be told


def run(data: bytes) -> None:
    """Check, write and fix a file, and claim what is true whatever is in it."""
    file = file_of(data)
    if len(file.readings) > MOST:
        return
    outputs_of(file)
    if not file.compressed:
        _hold_results(file)
        hold_fixes(file)
        _hold_secret(file)


def file_of(data: bytes) -> File:
    kind, recipe = choices(data, SIZES)
    return File(KINDS[kind], RECIPES[recipe], data[1:])


def _hold_results(file: File) -> None:
    """There is a result for each payload, and it says what checking it alone says."""
    if file.kind == "jsonl":
        whole = list(file.judge.results(Chunk(file.written().name, file.kind, file.data)))
        claim_equal("a file is as its blocks", whole, file.results)
    indexes = [result.index for result in file.results]
    claim_equal("each payload has a result", indexes, list(range(len(file.readings))))
    for result, reading in zip(file.results, file.readings, strict=True):
        claim_equal("what is refused is no JSON", result.report.codes == ("invalid_json",), reading is None)
        hold(result.report, RULES[file.recipe.surface], reading and reading.value)
        hold_placed(file, result, reading)
        if reading:
            alone = file.judge.checker.check(reading.value, reading.repeated)
            claim_equal("a payload is as its value", places(result.report), places(alone))
            claim_equal("and so is what was not checked", result.report.unchecked, alone.unchecked)


def _hold_secret(file: File) -> None:
    """With a secret in it as a name, nobody is told."""
    if file.recipe.show_values or SECRET.encode() in file.data:
        return
    told = file.with_data(_with_secret(file))
    written = [*outputs_of(told).values(), diff_of(told, fixed_of(told), show_values=False)]
    claim(not any(SECRET in output for output in written), "what is private is not told", told.data)


def _with_secret(file: File) -> bytes:
    """A secret in the first object: before it nothing can stand that would make a public text of it."""
    if file.kind == "yaml":
        return b"name: " + SECRET.encode() + b"\n" + file.data
    return file.data.replace(b"{", b'{"name":"' + SECRET.encode() + b'",', 1)
