"""Where payloads come from: files, directories of them, standard input. The only part of linting that reads."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from stat import S_ISREG

from ..checker import Checker
from ..jsontext import JsonError, parse_json
from .results import Result

__all__ = ["STDIN", "SourceError", "check_source", "find_sources"]

STDIN = "-"


@dataclass(frozen=True, slots=True)
class SourceError:
    """Something that is wrong with a file, rather than with what is in it."""

    source: str
    reason: str
    is_empty: bool = False
    """Whether it can be read, but holds nothing to check."""


def find_sources(paths: Iterable[str]) -> Iterator[str | SourceError]:
    """The files to check, in the order of the arguments, those of a directory sorted.

    A directory stands for the `.json` files in it and below; hidden ones and links to directories are left out.
    """
    for path in dict.fromkeys(paths):
        if path != STDIN and os.path.isdir(path):
            found: list[str | SourceError] = [*sorted(_walk(path))]
            yield from found or [SourceError(path, "the directory holds no .json file", is_empty=True)]
        else:
            yield path


def _walk(folder: str) -> Iterator[str]:
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = os.path.join(parent, name)
            if name.endswith(".json") and not name.startswith(".") and S_ISREG(os.stat(path).st_mode):
                yield path


def check_source(source: str, checker: Checker) -> list[Result] | SourceError:
    """Check what a file holds: one payload, or an array of them."""
    try:
        data = sys.stdin.buffer.read() if source == STDIN else _read(source)
    except OSError as error:
        return SourceError(source, error.strerror or "can not be read")
    except ValueError:  # a NUL in the name
        return SourceError(source, "no file can have this name")
    return list(_check(source, data, checker))


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _check(source: str, data: bytes, checker: Checker) -> Iterator[Result]:
    try:
        text = parse_json(data)
    except JsonError as error:
        yield Result(source, 0, checker.refuse(error))
        return
    if not isinstance(text.value, list):
        yield Result(source, 0, checker.check(text.value, text.repeated))
        return
    for index, payload in enumerate(text.value):
        prefix = f"/{index}/"
        repeated = tuple(p.removeprefix(f"/{index}") for p in text.repeated if p.startswith(prefix))
        yield Result(source, index, checker.check(payload, repeated))
