"""Where payloads come from: files, directories of them, patterns, standard input. The part of linting that reads."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from errno import ELOOP
from fnmatch import fnmatchcase
from importlib.util import find_spec
from io import BufferedIOBase, BufferedReader, RawIOBase
from stat import S_ISREG
from typing import BinaryIO, Final, cast

from ..jsontext import JsonError
from .checking import Chunk
from .globs import GlobError, Globs, relative
from .payloads import BLANKS, Kind
from .results import Notice
from .streams import STDIN, reason

__all__ = ["MAX_BYTES", "NOTHING", "Source", "chunks_of", "find_sources", "kind_of", "read_all", "source_of"]

MAX_BYTES: Final[dict[Kind, int]] = {"json": 64 << 20, "jsonl": 64 << 20, "yaml": 16 << 20}
"""How large a text may be that has to be read as a whole: a JSON or YAML file, a line of JSON Lines."""

_KINDS: Final[dict[str, Kind]] = {
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".yaml": "yaml",
    ".yml": "yaml",
}
_BLOCK: Final = 1 << 20
_LINES: Final = 4000  # of a chunk, at most
_GZIP: Final = b"\x1f"  # no text begins so, and of a pipe no more than one byte may be there at first

NOTHING: Final = "nothing in it to check"

Excluded = Callable[[str], bool]


def kind_of(name: str) -> Kind | None:
    """What a file is by its name, compressed (`.gz`) or not; `None` if the name does not say.

    >>> kind_of("requests.jsonl.gz"), kind_of("README.md")
    ('jsonl', None)
    """
    return _KINDS.get(os.path.splitext(name.lower().removesuffix(".gz"))[1])


def find_sources(
    paths: Iterable[str], excluded: Excluded = lambda _: False, stdin_name: str | None = None
) -> Iterator[str | Notice]:
    """The files to check, in the order of the arguments, each once, those of a directory or a pattern sorted.

    A directory stands for the files in it and below whose names say what they are; hidden ones and links to directories
    are left out. What is named itself is checked whatever its name, unless it is excluded.
    """
    seen: set[str] = set()
    for path in paths:
        for found in _expand(path, excluded, stdin_name):
            if isinstance(found, Notice):
                yield found
            elif (whole := found if found == STDIN else os.path.abspath(found)) not in seen:
                seen.add(whole)
                yield found


def _expand(path: str, excluded: Excluded, stdin_name: str | None) -> Iterator[str | Notice]:
    name = stdin_name if path == STDIN else path
    if path != STDIN and os.path.isdir(path):
        yield from _find_in(path, excluded)
    elif path != STDIN and _is_pattern(path):
        yield from _matching(path, excluded)
    elif name is not None and excluded(name):
        yield Notice("empty", name, "it is excluded")
    else:
        yield path


_PATTERN: Final = re.compile(r"[*?]|\[.*\]", re.DOTALL)


def _is_pattern(path: str) -> bool:
    return _PATTERN.search(path) is not None and not os.path.lexists(path)


def _matching(pattern: str, excluded: Excluded) -> Iterator[str | Notice]:
    """The files that a pattern matches, which a shell did not expand: found as those of a directory are."""
    parts = pattern.split("/")
    plain = next(number for number, part in enumerate(parts) if _PATTERN.search(part))
    folder = "/".join(parts[:plain]) or ("/" if plain else "")
    nothing = Notice("empty", pattern, "the pattern matches no file to check")
    yield from _below(folder, _besides(folder, parts[plain:], excluded), nothing)


def _besides(folder: str, parts: list[str], excluded: Excluded) -> Excluded:
    """What a pattern in a folder leaves out, too."""
    try:
        globs = Globs(["/" + "/".join(parts)])
    except GlobError:  # malformed, so that it matches nothing
        return lambda _: True

    def is_outside(path: str) -> bool:
        inside = relative(path, folder)
        matches = _may_lead(parts, inside) if path.endswith("/") else globs.match(inside)
        return not matches or excluded(path)

    return is_outside


def _may_lead(parts: list[str], inside: str) -> bool:
    """Whether something in a folder may match."""
    for part, name in zip(parts, inside.split("/"), strict=False):
        if part == "**":
            break
        if not fnmatchcase(name, part):
            return False
    return True


def _find_in(folder: str, excluded: Excluded) -> Iterator[str | Notice]:
    nothing = Notice("empty", folder, f"the directory holds no file to check ({', '.join(_KINDS)})")
    yield from _below(folder, excluded, nothing)


def _below(folder: str, excluded: Excluded, nothing: Notice) -> Iterator[str | Notice]:
    """The files in a folder and below, sorted, and the folders that can not be listed; or that there is nothing."""
    unreadable: list[OSError] = []
    found = sorted(_walk(folder, excluded, unreadable))
    yield from found
    yield from (Notice("unreadable", error.filename, reason(error)) for error in unreadable)
    if not (found or unreadable):
        yield nothing


def _walk(folder: str, excluded: Excluded, unreadable: list[OSError]) -> Iterator[str]:
    """The files in a folder and below, however deep; it is the working directory if it is empty."""
    pending = [folder]
    while pending:
        try:
            with os.scandir(pending.pop() or os.curdir) as entries:
                inside = [(e, e.is_dir(follow_symlinks=False)) for e in entries if not e.name.startswith(".")]
        except OSError as error:
            unreadable.append(error)
            continue
        for entry, is_folder in inside:
            path = entry.path if folder else entry.path.removeprefix(_HERE)
            if is_folder:
                pending += [] if excluded(path + "/") else [path]
            elif kind_of(entry.name) and not excluded(path) and _may_be_payload(path):
                yield path


_HERE: Final = os.path.join(os.curdir, "")


def _may_be_payload(path: str) -> bool:
    """Whether it is a regular file, or a link to one; of what can not be asked, reading it will say why."""
    try:
        return S_ISREG(os.stat(path).st_mode)
    except OSError as error:
        return error.errno != ELOOP


@dataclass(frozen=True, slots=True)
class Source:
    """Something to read: a file or standard input, by the name that results give it."""

    path: str
    name: str
    kind: Kind


def source_of(path: str, stdin_name: str | None = None) -> Source:
    """A file, or standard input under the name of a file that it stands for; JSON if the name does not say.

    >>> source_of("-", "requests.jsonl")
    Source(path='-', name='requests.jsonl', kind='jsonl')
    """
    name = stdin_name if path == STDIN and stdin_name else path
    return Source(path, name, kind_of(name) or "json")


def chunks_of(source: Source) -> Iterator[Chunk | Notice]:
    """What a source holds, in chunks; a notice where something is wrong with it rather than with what is in it."""
    if source.kind == "yaml" and find_spec("yaml") is None:
        from ..yamltext import NO_PYYAML

        yield Notice("unreadable", source.name, NO_PYYAML)
        return
    try:
        with _opened(source.path) as file:
            yield from _lines(source.name, file) if source.kind == "jsonl" else _whole(source, file)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        yield Notice("unreadable", source.name, reason(error))


def read_all(source: Source) -> bytes | Notice:
    """All bytes of a source that is to be edited; a notice where they can not be had, or are too many for that."""
    limit = MAX_BYTES[source.kind]
    try:
        with _opened(source.path) as file:
            if isinstance(file, _Inflated):
                return Notice("unfixed", source.name, "compressed data are not fixed")
            data = file.read(limit + 1)
    except (OSError, ValueError) as error:
        return Notice("unreadable", source.name, reason(error))
    if len(data) > limit:
        return Notice("unfixed", source.name, f"what is larger than the limit of {limit >> 20} MiB is not fixed")
    return data


@contextmanager
def _opened(path: str) -> Iterator[BufferedIOBase]:
    if path == STDIN:
        if sys.stdin is None:
            raise OSError(0, "is closed")
        with suppress(OSError):  # if it is no file of the system's
            os.set_blocking(sys.stdin.fileno(), True)  # nothing there yet is not its end
        yield _decompressed(sys.stdin.buffer)
        return
    with open(path, "rb") as file:
        yield _decompressed(file)


def _decompressed(file: BinaryIO) -> BufferedIOBase:
    """The file's own bytes: compressed data are known by how they begin, as no JSON does, rather than by a name."""
    reader = file if isinstance(file, BufferedReader) else BufferedReader(cast(RawIOBase, file))
    return _Inflated(reader) if reader.peek(1).startswith(_GZIP) else reader


class _Inflated(BufferedIOBase):
    """Compressed data as they were before; a `JsonError` where they are damaged."""

    def __init__(self, file: BufferedReader) -> None:
        import gzip  # needed for compressed data only

        self._file: Final = gzip.GzipFile(fileobj=file)

    def read1(self, size: int = -1, /) -> bytes:
        import zlib
        from gzip import BadGzipFile

        try:
            return self._file.read1(size)
        except EOFError:
            raise JsonError("the compressed data are cut short") from None
        except (BadGzipFile, zlib.error):
            raise JsonError("the compressed data are damaged") from None


def _whole(source: Source, file: BufferedIOBase) -> Iterator[Chunk]:
    data = bytearray()
    try:
        for block in _blocks(file):
            data += block
            _refuse_large(len(data), source.kind)
    except JsonError as error:
        yield Chunk(source.name, source.kind, error=error)
    else:
        yield Chunk(source.name, source.kind, bytes(data))


def _lines(source: str, file: BufferedIOBase) -> Iterator[Chunk | Notice]:
    """Whole lines, as many as came at once."""
    pending, line, index = bytearray(), 1, 0
    try:
        for block in _blocks(file):
            end = block.rfind(b"\n")
            _refuse_large(len(pending) + (len(block) if end < 0 else block.index(b"\n")), "jsonl")
            if end < 0:
                pending += block
                continue
            for lines, number in _groups(b"".join((pending, memoryview(block)[:end]))):
                count = number - _blank(lines)
                if count:
                    yield Chunk(source, "jsonl", lines, line, index)
                line, index = line + number, index + count
            pending = bytearray(block[end + 1 :])
    except JsonError as error:
        yield Chunk(source, "jsonl", line=line, index=index, error=error)
        yield Notice("unreadable", source, f"line {line} and what follows it were not checked")
    else:
        if pending.strip(BLANKS):
            yield Chunk(source, "jsonl", bytes(pending), line, index)
        elif not index:
            yield Notice("empty", source, NOTHING)


def _groups(lines: bytes) -> Iterator[tuple[bytes, int]]:
    """Some lines at a time, so that the results of a chunk do not fill the memory, and how many they are."""
    number = lines.count(b"\n") + 1
    while number > _LINES:
        *group, lines = lines.split(b"\n", _LINES)
        yield b"\n".join(group), _LINES
        number -= _LINES
    yield lines, number


_PERHAPS_BLANK: Final = re.compile(rb"\n(?:[ \t\r\n]|\Z)")


def _blank(lines: bytes) -> int:
    """How many of the lines hold no payload; they are looked at one by one only if one begins as if it held none."""
    if lines[:1].strip(BLANKS) and not _PERHAPS_BLANK.search(lines):
        return 0
    return sum(1 for line in lines.split(b"\n") if not line.strip(BLANKS))


def _blocks(file: BufferedIOBase) -> Iterator[bytes]:
    """What a file holds, as it comes."""
    while block := file.read1(_BLOCK):
        yield block


def _refuse_large(size: int, kind: Kind) -> None:
    limit = MAX_BYTES[kind]
    if size > limit:
        what = "a line" if kind == "jsonl" else "the text"
        raise JsonError(f"{what} is larger than the limit of {limit >> 20} MiB")
