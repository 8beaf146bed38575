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
from .streams import STDIN, reason

__all__ = ["SourceError", "check_source", "find_sources"]


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
            yield from _find_in(path)
        else:
            yield path


def _find_in(folder: str) -> Iterator[str | SourceError]:
    unreadable: list[OSError] = []
    found = sorted(_walk(folder, unreadable))
    yield from found
    yield from (SourceError(error.filename, reason(error)) for error in unreadable)
    if not (found or unreadable):
        yield SourceError(folder, "the directory holds no .json file", is_empty=True)


def _walk(folder: str, unreadable: list[OSError]) -> Iterator[str]:
    for parent, folders, names in os.walk(folder, onerror=unreadable.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths = (os.path.join(parent, name) for name in names if name.endswith(".json") and not name.startswith("."))
        yield from filter(_may_be_payload, paths)


def _may_be_payload(path: str) -> bool:
    """Whether it is a regular file; of what can not be asked, reading it will say why."""
    try:
        return S_ISREG(os.stat(path).st_mode)
    except OSError:
        return True


def check_source(source: str, checker: Checker) -> list[Result] | SourceError:
    """Check what a file holds: one payload, or an array of them."""
    try:
        data = _read_stdin() if source == STDIN else _read(source)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        return SourceError(source, reason(error))
    return list(_check(source, data, checker)) or SourceError(source, "an array without payloads", is_empty=True)


def _read_stdin() -> bytes:
    if sys.stdin is None:
        raise OSError(0, "is closed")
    return sys.stdin.buffer.read()


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
    repeated = _by_index(text.repeated)
    for index, payload in enumerate(text.value):
        yield Result(source, index, checker.check(payload, tuple(repeated.get(str(index), ()))))


def _by_index(pointers: Iterable[str]) -> dict[str, list[str]]:
    """The pointers into an array of payloads, as pointers into each payload."""
    found: dict[str, list[str]] = {}
    for pointer in pointers:
        _, index, rest = pointer.split("/", 2)
        found.setdefault(index, []).append(f"/{rest}")
    return found
