"""Certain fixes in files: nothing else in them changes, and what can not be written stays as it was."""

from __future__ import annotations

import errno
import gzip
import json
import os
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kula_rules.lint.checking import Judge
from kula_rules.lint.fixing import Fixed, fixed
from kula_rules.lint.results import Notice
from kula_rules.lint.sources import source_of
from kula_rules.lint.streams import WholeFile
from kula_rules.lint.work import Recipe, judge_of

from ..laws.strategies import Json, requests
from .test_checking import HOLDERS, SECRET

JUDGE: Final[Judge] = judge_of(Recipe())


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to be in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def never(*_: str) -> bool:
    """No finding is accepted."""
    return False


def fix(name: str, data: bytes) -> Fixed:
    """The fixes of a file that holds these bytes."""
    Path(name).write_bytes(data)
    found = fixed(source_of(name), JUDGE, never)
    assert isinstance(found, Fixed)
    return found


MARK: Final = b"\xef\xbb\xbf"
KEPT: Final = [
    ("a.json", b'{"host_id": "7"}', b'{"host_id": 7}'),
    ("a.json", MARK + b'{\r\n\t"host_id" :"7" }\r\n', MARK + b'{\r\n\t"host_id" :7 }\r\n'),
    ("a.json", b'[{"host_id": "7"},\r{"office_id": 3.0}]', b'[{"host_id": 7},\r{"office_id": 3}]'),
    (
        "a.jsonl",
        MARK + b'{"host_id":"7"}\r\n\xff\n{"name":"\xff","host_id":"8"}\n\n{\n{"host_id":"9"}',
        MARK + b'{"host_id":7}\r\n\xff\n{"name":"\xff","host_id":"8"}\n\n{\n{"host_id":9}',
    ),
    ("a.jsonl", '{"name":"\u2028\x85","host_id":"7"}\n'.encode(), '{"name":"\u2028\x85","host_id":7}\n'.encode()),
    (
        "a.yaml",
        b"# one\r\nhost_id: '7' # two\r\n---\r\n- host_id: 8.0\r\n",
        b"# one\r\nhost_id: 7 # two\r\n---\r\n- host_id: 8\r\n",
    ),
    ("a.yaml", MARK + b'host_id: "7"\n', MARK + b"host_id: 7\n"),
    (
        "a.json",
        b'{"stage_activity_id": 1, "scorecard_template_id": 2, "start_time": "2030-01-15T10:00Z"}',
        b'{"stage_activity_id": 1, "start_time": "2030-01-15T10:00:00Z"}',
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "before", "after"), KEPT)
def test_all_else_is_kept_to_the_byte(name: str, before: bytes, after: bytes) -> None:
    assert fix(name, before).save() is None
    assert Path(name).read_bytes() == after
    assert os.listdir() == [name]
    again = fix(name, after)
    assert (again.edits, again.diff("rest", show_values=False)) == ((), "")


UNFIXED: Final = [
    ("a.json", b""),
    ("a.json", b"{"),
    ("a.json", b'{"name": "\xff", "host_id": "7"}'),
    ("a.json", b'{"host_id": "7", "host_id": "8"}'),
    ("a.json", b'{"host_id": 8}'),
    ("a.jsonl", b"\n\n"),
    ("a.yaml", b"a: &x 1\nhost_id: '7'\n"),
    ("a.yaml", b"host_id: '7'\n---\n!x\n"),
]


@pytest.mark.parametrize(("name", "data"), UNFIXED)
def test_what_is_not_certain_is_not_fixed(name: str, data: bytes) -> None:
    found = fix(name, data)
    assert (found.edits, found.diff("rest", show_values=False)) == ((), "")


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.json", MARK + MARK + b'{"host_id": "7"}'), ("a.jsonl", b"\n" + MARK + b'{"host_id": "7"}\n')],
)
def test_a_byte_order_mark_elsewhere_is_no_json(name: str, data: bytes) -> None:
    assert fix(name, data).edits == ()


def test_an_accepted_finding_is_not_fixed() -> None:
    Path("a.json").write_bytes(b'{"start_time": "2030-01-15T10:00Z", "host_id": "7"}')
    asked: list[tuple[str, ...]] = []

    def accepted(*what: str) -> bool:
        asked.append(what)
        return True

    found = fixed(source_of("a.json"), JUDGE, accepted)
    assert isinstance(found, Fixed)
    assert found.edits == ()
    assert asked == [("a.json", "unportable_start_time", "/start_time"), ("a.json", "", "/host_id")]


def test_a_rule_that_is_not_selected_fixes_nothing() -> None:
    Path("a.json").write_bytes(b'{"start_time": "2030-01-15T10:00Z"}')
    found = fixed(source_of("a.json"), judge_of(Recipe(ignore=("unportable_start_time",))), never)
    assert isinstance(found, Fixed)
    assert found.edits == ()


def test_what_can_not_be_read_or_edited_is_told() -> None:
    Path("a.json.gz").write_bytes(gzip.compress(b"{}"))
    assert fixed(source_of("a.json.gz"), JUDGE, never) == Notice(
        "unfixed", "a.json.gz", "compressed data are not fixed"
    )
    assert fixed(source_of("b.json"), JUDGE, never) == Notice("unreadable", "b.json", "No such file or directory")


# --- writing ---------------------------------------------------------------------------------------------------------


def test_a_link_stays_and_permissions_stay() -> None:
    Path("p").mkdir()
    Path("p/a.json").write_bytes(b'{"host_id": "7"}')
    Path("p/a.json").chmod(0o604)
    os.symlink("p/a.json", "link.json")
    found = fixed(source_of("link.json"), JUDGE, never)
    assert isinstance(found, Fixed)
    assert found.save() is None
    assert (os.readlink("link.json"), Path("p/a.json").read_bytes()) == ("p/a.json", b'{"host_id": 7}')
    assert Path("p/a.json").stat().st_mode & 0o777 == 0o604
    assert sorted(os.listdir()) == ["link.json", "p"]


@pytest.mark.parametrize("step", ["mkstemp", "replace", "chmod"])
def test_what_can_not_be_written_leaves_the_file_as_it_was(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = fix("a.json", b'{"host_id": "7"}')

    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr("tempfile.mkstemp" if step == "mkstemp" else f"pathlib.Path.{step}", refuse)
    assert found.save() == Notice("unreadable", "a.json", "can not be fixed: Read-only file system")
    assert (os.listdir(), Path("a.json").read_bytes()) == (["a.json"], b'{"host_id": "7"}')


def test_a_full_disk_leaves_the_file_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    found = fix("a.json", b'{"host_id": "7"}')
    make = WholeFile.__init__

    def full(file: WholeFile, path: str, errors: str = "strict") -> None:
        make(file, path, errors)
        descriptor = os.open("/dev/full", os.O_WRONLY)
        os.dup2(descriptor, file.stream.fileno())
        os.close(descriptor)

    monkeypatch.setattr(WholeFile, "__init__", full)
    assert found.save() == Notice("unreadable", "a.json", "can not be fixed: No space left on device")
    assert (os.listdir(), Path("a.json").read_bytes()) == (["a.json"], b'{"host_id": "7"}')


def test_a_file_that_has_changed_since_it_was_read_stays() -> None:
    found = fix("a.json", b'{"host_id": "7"}')
    Path("a.json").write_bytes(b'{"host_id": "7", "office_id": 3}')
    assert found.save() is not None
    assert Path("a.json").read_bytes() == b'{"host_id": "7", "office_id": 3}'


def test_a_file_that_is_another_since_it_was_read_stays() -> None:
    found = fix("a.json", b'{"host_id": "7"}')
    Path("other").write_bytes(b"precious")
    os.unlink("a.json")
    os.symlink("other", "a.json")
    assert found.save() is not None
    assert Path("other").read_bytes() == b"precious"


# --- diffs -----------------------------------------------------------------------------------------------------------


def test_a_diff_shows_what_would_change_and_nothing_private() -> None:
    lines = [{"name": SECRET}, {"host_id": "7", "external": {"a": SECRET}, "x": [SECRET]}, 7, {"kind": "panel"}]
    data = "\n".join(map(json.dumps, lines)).encode() + b'\n"\xff 5ecret"\n' + SECRET.encode()
    found = fix("a.jsonl", data)
    assert found.diff("rest", show_values=False) == (
        "--- a/a.jsonl\n+++ b/a.jsonl\n@@ -1,5 +1,5 @@\n"
        ' {"name": …}\n'
        '-{"host_id": "7", "external": {"a": …}, "x": …}\n'
        '+{"host_id": 7, "external": {"a": …}, "x": …}\n'
        " …\n"
        ' {"kind": "panel"}\n'
        " …\n"
    )
    told = found.diff("rest", show_values=True)
    assert told.splitlines()[3] == ' {"name": "5ecret"}'


@st.composite
def files(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file with the secret in private values, and the end of its name."""
    private = st.fixed_dictionaries({}, optional={"name": HOLDERS, "external": HOLDERS, "e mail": HOLDERS})
    pairs = draw(st.lists(st.tuples(requests(), private), min_size=1, max_size=4))
    values: list[Json] = [request | more for request, more in pairs]
    ending = draw(st.sampled_from([".json", ".jsonl", ".yaml"]))
    lines = [json.dumps(value, indent=None if ending == ".jsonl" else 1) for value in values]
    text = {".json": f"[{','.join(lines)}]", ".jsonl": "\n".join(lines), ".yaml": "\n---\n".join(lines)}[ending]
    broken = draw(st.sampled_from(["", "", f'\n{{"name": "{SECRET}"'])) if ending == ".jsonl" else ""
    return f"a{ending}", (text + broken).encode()


@settings(max_examples=150, deadline=None)
@given(files())
def test_a_fixed_file_has_nothing_left_to_fix_and_its_diff_nothing_private(drawn: tuple[str, bytes]) -> None:
    name, data = drawn
    found = fix(name, data)
    assert SECRET not in found.diff("rest", show_values=False)
    assert bool(found.diff("rest", show_values=True)) is bool(found.edits)
    assert found.save() is None
    assert fix(name, Path(name).read_bytes()).edits == ()


def test_keys_that_are_not_documented_are_private_in_documented_fields_too() -> None:
    found = fix("a.json", f'{{"host_id": "7", "interviewer_ids": [{{"name": "{SECRET}"}}]}}'.encode())
    assert SECRET not in found.diff("rest", show_values=False)
