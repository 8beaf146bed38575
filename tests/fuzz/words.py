"""The words that inputs are varied with: every value and every key of what is documented, and some odd ones."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from .cases import DOCS, cases
from .claims import Json
from .snapshots import by_table

_MARKS: Final = ("{", "}", "[", "]", '":', ",", ":", "null", "\\u", "\\ud83d\\ude00", "\ufeff", "\r\n", "\n---\n")
_YAML_MARKS: Final = ("&a ", "*a", "!!str ", "<<: ", "|\n ", ">-\n ", "? ", " #", "- ", ": ", "...\n", "%YAML 1.2\n")
_ODD: Final[tuple[Json, ...]] = (0, -1, 0.5, 7.0, "007", "", 1e308, 10**20, None, [], {}, "\u202e", "##[x]", "::a::")
_LONGEST: Final = 64  # bytes of a word that the fuzzer takes


def saved() -> dict[str, Json]:
    """The saved responses of the documentation, by the names of their files."""
    paths = sorted(DOCS.glob("examples/responses/*.json"))
    return {path.stem: json.loads(path.read_bytes()) for path in paths}


def responses() -> dict[str, Json]:
    """The same in one object."""
    return by_table(saved())


@cache
def words() -> tuple[Json, ...]:
    """Every value in the seeds, each once, and some that no example shows."""
    wholes = [*(case.request for case in cases()), *(case.snapshot for case in cases()), responses(), *_ODD]
    texts = dict.fromkeys(json.dumps(part) for whole in wholes for part in _parts(whole))
    return tuple(json.loads(text) for text in texts)


def _parts(value: Json) -> Iterator[Json]:
    yield value
    inner: Any = value.values() if isinstance(value, Mapping) else value if isinstance(value, (list, tuple)) else ()
    for part in inner:
        yield from _parts(part)


@cache
def keys() -> tuple[str, ...]:
    """Every key in them."""
    return tuple(dict.fromkeys(key for word in words() if isinstance(word, dict) for key in word))


def dictionary() -> str:
    """The words, as the fuzzer reads them."""
    scalars = (json.dumps(word) for word in words() if not isinstance(word, (dict, list)))
    tokens = dict.fromkeys([*_MARKS, *_YAML_MARKS, *(json.dumps(key) for key in keys()), *scalars])
    return "".join(f'"{_quoted(token)}"\n' for token in tokens if len(token.encode()) <= _LONGEST)


def _quoted(token: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in token.encode())
