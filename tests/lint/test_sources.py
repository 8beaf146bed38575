"""Where payloads come from: any name, any bytes, any blocks, and nothing that is read without bound."""

from __future__ import annotations

import errno
import gzip
import io
import json
import os
import sys
import threading
import tracemalloc
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kula_rules.lint import sources
from kula_rules.lint.checking import Chunk
from kula_rules.lint.payloads import Kind
from kula_rules.lint.results import Notice
from kula_rules.lint.sources import Source, chunks_of, find_sources, kind_of, read_all, source_of

ENDINGS: Final = ".json, .jsonl, .ndjson, .yaml, .yml"
NAMES: Final = {
    "a.json": "json",
    "A.JSON": "json",
    "a.jsonl": "jsonl",
    "a.b.ndjson": "jsonl",
    "a.yaml": "yaml",
    "a.yml.gz": "yaml",
    "a.json.GZ": "json",
    "a.gz": None,
    "json": None,
    ".json": None,
    "a.json.txt": None,
    "": None,
}


@pytest.mark.parametrize(("name", "kind"), NAMES.items())
def test_a_name_says_what_a_file_is(name: str, kind: Kind | None) -> None:
    assert kind_of(name) == kind


@pytest.mark.parametrize(
    ("path", "stdin_name", "source"),
    [
        ("a.yaml", "b.jsonl", Source("a.yaml", "a.yaml", "yaml")),
        ("a", None, Source("a", "a", "json")),
        ("-", None, Source("-", "-", "json")),
        ("-", "b.jsonl", Source("-", "b.jsonl", "jsonl")),
        ("-", "b", Source("-", "b", "json")),
    ],
)
def test_standard_input_stands_for_a_file(path: str, stdin_name: str | None, source: Source) -> None:
    assert source_of(path, stdin_name) == source


# --- finding ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to be in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def make(*names: str) -> None:
    """Files that hold an empty array."""
    for name in names:
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"[]")


@pytest.mark.usefixtures("here")
def test_a_directory_stands_for_the_files_whose_names_say_what_they_are() -> None:
    make("p/b.json", "p/a.jsonl.gz", "p/s/c.yml", "p/s/README.md", "p/.hidden.json", "p/.git/d.json", "p/z.JSON")
    assert list(find_sources(["p"])) == ["p/a.jsonl.gz", "p/b.json", "p/s/c.yml", "p/z.JSON"]


@pytest.mark.usefixtures("here")
def test_files_come_in_the_order_of_the_arguments_each_once() -> None:
    make("b.json", "p/a.json", "p/c.json")
    assert list(find_sources(["p/c.json", "-", "b.json", "p", "-", "b.json"])) == [
        "p/c.json",
        "-",
        "b.json",
        "p/a.json",
    ]


@pytest.mark.usefixtures("here")
def test_what_is_named_itself_is_checked_whatever_its_name() -> None:
    make(".git/x", "README.md")
    assert list(find_sources([".git/x", "README.md", "missing"])) == [".git/x", "README.md", "missing"]


@pytest.mark.usefixtures("here")
def test_a_directory_may_be_named_as_a_file() -> None:
    make("x.json/a.json")
    Path("y.json").mkdir()
    assert list(find_sources(["x.json"])) == ["x.json/a.json"]
    assert list(find_sources(["x.json", ".", "x.json/../x.json/a.json"])) == ["x.json/a.json"]
    assert list(find_sources(["y.json"])) == [
        Notice("empty", "y.json", f"the directory holds no file to check ({ENDINGS})")
    ]


@pytest.mark.usefixtures("here")
def test_link_loops_pipes_and_links_to_directories_are_left_out() -> None:
    make("p/a.json", "q/b.json")
    os.symlink("loop.json", "p/loop.json")
    os.symlink(".", "p/around")
    os.symlink("../q", "p/elsewhere")
    os.symlink("../q/b.json", "p/linked.json")
    os.symlink("nowhere", "p/dangling.json")
    os.mkfifo("p/pipe.json")
    assert list(find_sources(["p"])) == ["p/a.json", "p/dangling.json", "p/linked.json"]


NAMED: Final = ["a b.json", "a\nb.json", "a'\"b.json", "\udcff.json", "%41.json", "a:b.json", "[a].json", "-x.json"]


@pytest.mark.usefixtures("here")
def test_a_name_may_be_anything() -> None:
    make(*(f"p/{name}" for name in NAMED))
    found = list(find_sources(["p"]))
    assert found == sorted(f"p/{name}" for name in NAMED)
    assert list(find_sources(f"p/{name}" for name in NAMED)) == [f"p/{name}" for name in NAMED]
    assert [list(chunks_of(source_of(path))) for path in found if isinstance(path, str)] == [
        [Chunk(path, "json", b"[]")] for path in found if isinstance(path, str)
    ]


@pytest.mark.usefixtures("here")
def test_a_pattern_stands_for_what_it_matches() -> None:
    make("b1.json", "b2.json", "README.md", "s/b3.json", "s/b4.txt", "b5.json/c.json")
    assert list(find_sources(["b*.json"])) == ["b1.json", "b2.json", "b5.json/c.json"]
    assert list(find_sources(["**/b[34].*"])) == ["s/b3.json"]
    assert list(find_sources(["s/*"])) == ["s/b3.json"]
    assert list(find_sources([f"{os.getcwd()}/?/*"])) == [f"{os.getcwd()}/s/b3.json"]
    assert list(find_sources(["b[5]*"])) == ["b5.json/c.json"]
    assert list(find_sources(["b[!!]*/**", "[[:alpha:]]*"])) == [
        "b5.json/c.json",
        Notice("empty", "[[:alpha:]]*", "the pattern matches no file to check"),
    ]
    assert list(find_sources(["?.json"])) == [Notice("empty", "?.json", "the pattern matches no file to check")]


@pytest.mark.usefixtures("here")
def test_a_pattern_passes_by_links_to_directories_too() -> None:
    make("p/a.json", "p/s/b.json")
    os.symlink(".", "p/around")
    assert list(find_sources(["p/**/*.json"])) == ["p/a.json", "p/s/b.json"]


@pytest.mark.usefixtures("here")
def test_what_is_excluded_is_not_even_walked() -> None:
    make("a.json", "p/a.json", "p/q/b.json", "b1.json")
    asked: list[str] = []

    def excluded(path: str) -> bool:
        asked.append(path)
        return path in ("p/q/", "b1.json", "a.json")

    assert list(find_sources(["a.json", "p", "b?.json"], excluded)) == [
        Notice("empty", "a.json", "it is excluded"),
        "p/a.json",
        Notice("empty", "b?.json", "the pattern matches no file to check"),
    ]
    assert asked == ["a.json", "p/q/", "p/a.json", "b1.json"]  # and not what the pattern can not match


@pytest.mark.usefixtures("here")
def test_a_folder_that_can_not_be_listed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    make("p/a.json", "p/q/b.json")
    scan = os.scandir

    def refuse(path: str) -> Any:
        if path.endswith("q"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert list(find_sources(["p"])) == ["p/a.json", Notice("unreadable", "p/q", "Permission denied")]
    assert list(find_sources(["p/q"])) == [Notice("unreadable", "p/q", "Permission denied")]


# --- reading ---------------------------------------------------------------------------------------------------------


class Blocks(io.RawIOBase):
    """A raw stream that gives what it holds block by block, as a pipe does."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        self.blocks = [block for block in blocks if block]

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        block = self.blocks.pop(0) if self.blocks else b""
        taken = block[: len(buffer)]
        if len(taken) < len(block):
            self.blocks.insert(0, block[len(taken) :])
        buffer[: len(taken)] = taken
        return len(taken)


def fed(kind: Kind, *blocks: bytes) -> list[Chunk | Notice]:
    """The chunks of standard input, when it comes in these blocks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Blocks(blocks))))
        return list(chunks_of(Source("-", "in", kind)))


def lines(chunks: Iterable[Chunk | Notice]) -> list[tuple[int, int, bytes]]:
    """The lines that chunks hold, with the numbers of those and of the payloads in them."""
    found = []
    for chunk in chunks:
        assert isinstance(chunk, Chunk)
        index = chunk.index
        for number, line in enumerate(chunk.data.split(b"\n"), chunk.line):
            if line.strip():
                found.append((number, index, line))
                index += 1
    return found


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([b"{}", b"\n", b"\r\n", b" ", b"[1", b"\xff", b"\xef\xbb\xbf", b"\0"])), st.data())
def test_where_blocks_end_does_not_matter(pieces: list[bytes], data: st.DataObject) -> None:
    text = b"".join(pieces)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=5)))
    blocks = [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    expected = [(number, line) for number, line in enumerate(text.split(b"\n"), 1) if line.strip()]
    if not expected:
        assert fed("jsonl", *blocks) == [Notice("empty", "in", "nothing in it to check")]
    else:
        assert lines(fed("jsonl", *blocks)) == [(n, i, line) for i, (n, line) in enumerate(expected)]
    assert fed("json", *blocks) == [Chunk("in", "json", text)]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_compressed_data_may_come_in_any_blocks(size: int) -> None:
    data = gzip.compress(b"{}\n\n[]\n", mtime=0)
    blocks = [data[start : start + size] for start in range(0, len(data), size)]
    assert lines(fed("jsonl", *blocks)) == [(1, 0, b"{}"), (3, 1, b"[]")]
    assert fed("json", *blocks) == [Chunk("in", "json", b"{}\n\n[]\n")]


def test_a_pipe_that_does_not_block_is_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.set_blocking(reading, False)

    def speak() -> None:
        with open(writing, "wb") as stream:
            stream.write(b"{}\n")

    timer = threading.Timer(0.1, speak)
    with open(reading, encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        timer.start()
        found = list(chunks_of(Source("-", "in", "jsonl")))
        timer.join()
    assert found == [Chunk("in", "jsonl", b"{}")]


def test_lines_come_as_soon_as_they_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    with open(reading, encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        chunks = chunks_of(Source("-", "in", "jsonl"))
        os.write(writing, b"{}\n[")
        assert next(chunks) == Chunk("in", "jsonl", b"{}")
        os.write(writing, b"]\n")
        assert next(chunks) == Chunk("in", "jsonl", b"[]", 2, 1)
        os.close(writing)
        assert list(chunks) == []


def test_a_closed_standard_input_is_no_source(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert list(chunks_of(Source("-", "-", "json"))) == [Notice("unreadable", "-", "is closed")]
    assert read_all(Source("-", "-", "json")) == Notice("unreadable", "-", "is closed")


@pytest.mark.usefixtures("here")
def test_a_file_that_can_not_be_read_is_told() -> None:
    make("a.json")
    os.symlink("loop.json", "loop.json")
    os.mkdir("folder.json")
    reasons = {
        "a.json/b.json": "Not a directory",
        "loop.json": "Too many levels of symbolic links",
        "missing.jsonl": "No such file or directory",
        "folder.json": "Is a directory",
        "a\0b.json": "no file can have this name",
        "x" * 300 + ".json": "File name too long",
    }
    for name, why in reasons.items():
        assert list(chunks_of(source_of(name))) == [Notice("unreadable", name, why)]
        assert read_all(source_of(name)) == Notice("unreadable", name, why)


@pytest.mark.usefixtures("here")
def test_a_file_may_vanish_once_it_is_found() -> None:
    make("p/a.json", "p/b.json")
    (first, second) = find_sources(["p"])
    os.unlink("p/a.json")
    assert [list(chunks_of(source_of(str(path)))) for path in (first, second)] == [
        [Notice("unreadable", "p/a.json", "No such file or directory")],
        [Chunk("p/b.json", "json", b"[]")],
    ]


@pytest.mark.usefixtures("here")
def test_a_pipe_that_is_named_is_read() -> None:
    os.mkfifo("pipe.jsonl")
    writer = threading.Thread(target=lambda: Path("pipe.jsonl").write_bytes(b"{}\n{}"))
    writer.start()
    found = lines(chunks_of(source_of("pipe.jsonl")))
    writer.join()
    assert found == [(1, 0, b"{}"), (2, 1, b"{}")]


def test_a_disk_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> int:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(Blocks, "readinto", fail)
    assert fed("jsonl", b"{}") == [Notice("unreadable", "in", "Input/output error")]
    assert fed("json", b"{}") == [Notice("unreadable", "in", "Input/output error")]


@pytest.mark.usefixtures("here")
def test_yaml_without_pyyaml_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    make("a.yaml")
    monkeypatch.setitem(sys.modules, "yaml", None)
    why = "YAML needs PyYAML: pip install 'kula-rules[yaml]'"
    assert list(chunks_of(source_of("a.yaml"))) == [Notice("unreadable", "a.yaml", why)]


@pytest.mark.parametrize("kind", ["json", "yaml"])
def test_an_empty_file_is_an_empty_text(kind: Kind) -> None:
    assert fed(kind) == [Chunk("in", kind, b"")]
    assert fed("jsonl") == [Notice("empty", "in", "nothing in it to check")]


# --- limits ----------------------------------------------------------------------------------------------------------

WHATS: Final[dict[Kind, str]] = {
    "json": "the text is larger than the limit of 64 MiB",
    "jsonl": "a line is larger than the limit of 64 MiB",
    "yaml": "the text is larger than the limit of 16 MiB",
}


def why(chunk: Chunk | Notice) -> str:
    """Why bytes could not be had."""
    assert isinstance(chunk, Chunk)
    assert chunk.error is not None
    assert chunk.data == b""
    return chunk.error.reason


def bomb(path: Path, pattern: bytes) -> None:
    """100 MB of a pattern, compressed."""
    with gzip.open(path, "wb", compresslevel=1) as file:
        block = pattern * (1 << 20)
        for _ in range(100_000_000 // len(block)):
            file.write(block)


@pytest.fixture(scope="module")
def bombs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Compressed zeros and a long line, made once."""
    folder = tmp_path_factory.mktemp("bombs")
    paths = {"zeros": folder / "zeros.gz", "line": folder / "line.gz"}
    bomb(paths["zeros"], b"\0")
    bomb(paths["line"], b"[7,")
    return paths


@pytest.mark.parametrize("content", ["zeros", "line"])
@pytest.mark.parametrize("kind", ["json", "jsonl", "yaml"])
def test_a_bomb_is_refused_before_it_is_large(bombs: dict[str, Path], kind: Kind, content: str) -> None:
    tracemalloc.start()
    found = list(chunks_of(Source(str(bombs[content]), "x.gz", kind)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert why(found[0]) == WHATS[kind]
    expected = [Notice("unreadable", "x.gz", "line 1 and what follows it were not checked")]
    assert found[1:] == (expected if kind == "jsonl" else [])
    assert peak < 3 * sources.MAX_BYTES[kind]


def test_a_bomb_of_empty_lines_takes_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl.gz"
    with gzip.open(path, "wb", compresslevel=1) as file:
        for _ in range(4):
            file.write(b"\n" * (1 << 19))
        file.write(b"{}")
    tracemalloc.start()
    found = list(chunks_of(source_of(str(path))))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == [Chunk(str(path), "jsonl", b"{}", (2 << 20) + 1)]
    assert peak < 16 << 20


@pytest.mark.parametrize("kind", ["json", "jsonl", "yaml"])
def test_a_text_may_be_as_large_as_its_limit(kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sources.MAX_BYTES, kind, 1 << 20)
    data = b'"' + b"x" * ((1 << 20) - 2) + b'"'
    assert fed(kind, data) == [Chunk("in", kind, data)]
    assert why(fed(kind, data + b" ")[0]) == WHATS[kind].replace("64", "1").replace("16", "1")


def test_lines_before_one_that_is_too_large_are_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sources.MAX_BYTES, "jsonl", 1 << 20)
    found = fed("jsonl", b"{}\n\n", b"x" * (1 << 20), b"x\n{}\n")
    assert found[0] == Chunk("in", "jsonl", b"{}\n")
    assert why(found[1]) == "a line is larger than the limit of 1 MiB"
    assert isinstance(found[1], Chunk)
    assert (found[1].line, found[1].index) == (3, 1)
    assert found[2:] == [Notice("unreadable", "in", "line 3 and what follows it were not checked")]


# --- compressed data -------------------------------------------------------------------------------------------------

PAYLOADS: Final = b"\n".join(json.dumps({"name": f"{n:x}" * 9}).encode() for n in range(1000))
PACKED: Final = gzip.compress(PAYLOADS, mtime=0)
CUT: Final = "the compressed data are cut short"
DAMAGED: Final = "the compressed data are damaged"


def flipped(data: bytes, at: int) -> bytes:
    """Data with a byte changed."""
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (PACKED[:2], CUT),
        (PACKED[:9], CUT),
        (PACKED[: len(PACKED) // 2], CUT),
        (PACKED[:-1], CUT),
        (PACKED[:-8], CUT),
        (flipped(PACKED, 2), DAMAGED),
        (flipped(PACKED, 10), DAMAGED),
        (flipped(PACKED, len(PACKED) - 8), DAMAGED),
        (flipped(PACKED, len(PACKED) - 1), DAMAGED),
        (PACKED + b"garbage", DAMAGED),
    ],
)
def test_compressed_data_that_are_damaged_are_told(data: bytes, reason: str) -> None:
    (found,) = fed("json", data)
    assert why(found) == reason
    *before, refused, notice = fed("jsonl", data)
    assert why(refused) == reason
    assert isinstance(refused, Chunk)
    done = lines(before)
    assert done == [(n, n - 1, line) for n, line in enumerate(PAYLOADS.split(b"\n")[: len(done)], 1)]
    assert (refused.line, refused.index) == (len(done) + 1, len(done))
    assert notice == Notice("unreadable", "in", f"line {len(done) + 1} and what follows it were not checked")


@pytest.mark.parametrize(
    "data", [PACKED, PACKED + b"\0" * 9, gzip.compress(PAYLOADS[:99], mtime=0) + gzip.compress(PAYLOADS[99:], mtime=0)]
)
def test_compressed_data_are_read_whatever_their_name(data: bytes) -> None:
    assert fed("json", data) == [Chunk("in", "json", PAYLOADS)]
    assert fed("yaml", data) == [Chunk("in", "yaml", PAYLOADS)]
    assert lines(fed("jsonl", data)) == [(n, n - 1, line) for n, line in enumerate(PAYLOADS.split(b"\n"), 1)]


# --- what is to be edited --------------------------------------------------------------------------------------------


def all_of(kind: Kind, data: bytes) -> bytes | Notice:
    """What standard input holds, as a whole."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Blocks([data]))))
        return read_all(Source("-", "in", kind))


def test_what_is_to_be_edited_is_had_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sources.MAX_BYTES, "jsonl", 1 << 20)
    data = b"\xef\xbb\xbf{\r\n\xff}\0"
    assert all_of("json", data) == data
    assert all_of("jsonl", PACKED) == Notice("unfixed", "in", "compressed data are not fixed")
    assert all_of("jsonl", b"x" * (1 << 20)) == b"x" * (1 << 20)
    assert all_of("jsonl", b"x" * ((1 << 20) + 1)) == Notice(
        "unfixed", "in", "what is larger than the limit of 1 MiB is not fixed"
    )
