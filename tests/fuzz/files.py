"""What the target `sources` reads: a file, how it is judged, and what is in it by a reading of our own."""

from __future__ import annotations

import atexit
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from unittest.mock import patch

from kula_rules.jsontext import JsonError
from kula_rules.lint.checking import Judge
from kula_rules.lint.clerk import Batch
from kula_rules.lint.payloads import BLANKS, Kind
from kula_rules.lint.results import Notice, Region, Result
from kula_rules.lint.sources import Source, source_of
from kula_rules.lint.work import Recipe, check_all, judge_of
from kula_rules.yamltext import parse_yaml_documents

from .claims import Reading, read_json

MARK: Final = "\ufeff"


@cache
def folder() -> Path:
    """An empty folder that is gone with the process."""
    made = TemporaryDirectory(prefix="kula-rules-fuzz-")
    atexit.register(made.cleanup)
    return Path(made.name)


@dataclass(frozen=True)
class File:
    """A file and how it is judged."""

    kind: Kind
    recipe: Recipe
    data: bytes

    @property
    def judge(self) -> Judge:
        return judge_of(self.recipe)

    @property
    def compressed(self) -> bool:
        return self.data.startswith(b"\x1f")

    def written(self) -> Source:
        """The file where it can be read."""
        path = folder() / f"payloads.{self.kind}"
        path.write_bytes(self.data)
        return source_of(str(path))

    @cached_property
    def outcome(self) -> list[Result | Notice]:
        """What comes of it on the way that the command goes, read in blocks so small that there are many."""
        with patch.multiple("kula_rules.lint.sources", _BLOCK=32, _LINES=2):
            outcomes = check_all([self.written()], self.recipe, 1)
            return [item for outcome in outcomes for item in outcome if not isinstance(item, Batch)]

    @cached_property
    def results(self) -> list[Result]:
        return [item for item in self.outcome if isinstance(item, Result)]

    @cached_property
    def readings(self) -> list[Reading | None]:
        """What each result is about, `None` where that is no JSON."""
        if self.kind == "jsonl":
            lines = enumerate(self.data.split(b"\n"))
            return [read_json(line, mark=number == 0) for number, line in lines if line.strip(BLANKS)]
        wholes = _documents(self.data) if self.kind == "yaml" else [read_json(self.data)]
        return [part for whole in wholes for part in ([None] if whole is None else _split(whole))]

    @cached_property
    def lines(self) -> list[str]:
        """Its lines as regions count them."""
        first, *rest = (line.decode("utf-8", "replace") for line in self.data.split(b"\n"))
        return [first.removeprefix(MARK), *rest]

    def covered(self, region: Region) -> str:
        """The text of a region."""
        lines = self.lines[region.line - 1 : region.end_line]
        lines[-1] = lines[-1][: region.end_column - 1]
        lines[0] = lines[0][region.column - 1 :]
        return "\n".join(lines)

    def with_data(self, data: bytes) -> File:
        return replace(self, data=data)


def _documents(data: bytes) -> list[Reading | None]:
    """The documents of a YAML text. There is no other reader of YAML that takes words as this one does."""
    try:
        documents = parse_yaml_documents(data.decode("utf-8").removeprefix(MARK))
    except (JsonError, UnicodeDecodeError):
        return [None]
    return [Reading(document.value, document.repeated) for document in documents]


def _split(whole: Reading) -> Iterator[Reading]:
    if not isinstance(whole.value, list):
        yield whole
        return
    for index, value in enumerate(whole.value):
        start = f"/{index}"
        inside = (pointer.removeprefix(start) for pointer in whole.repeated if pointer.startswith(start + "/"))
        yield Reading(value, tuple(inside))
