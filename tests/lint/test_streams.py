"""Streams that are closed, full or left by their reader; what the command makes of them in its own process."""

from __future__ import annotations

import errno
import io
import os
import runpy
import sys
from pathlib import Path
from typing import Any

import pytest

from kula_rules import __version__
from kula_rules.cli import cli, main
from kula_rules.lint.streams import (
    Sink,
    WholeFile,
    complain,
    encodable,
    file_name,
    prepare_streams,
    reason,
    write,
    write_each,
)


class Failing(io.StringIO):
    """A stream to which nothing can be written."""

    def __init__(self, error: OSError) -> None:
        super().__init__()
        self.error = error

    def write(self, _: str, /) -> int:
        raise self.error


FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """The exit status of the command in this process."""
    monkeypatch.setattr(sys, "argv", ["kula-rules", *words])
    with pytest.raises(SystemExit) as caught:
        main()
    return int(str(caught.value.code))


def test_a_full_disk_is_complained_of(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdout", Failing(FULL))
    assert write("text", None) is False
    assert capsys.readouterr().err == "kula-rules: standard output: No space left on device\n"


def test_a_reader_that_has_seen_enough_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", Failing(BrokenPipeError()))
    assert write("text", None) is True


def test_texts_are_written_as_they_come(capsys: pytest.CaptureFixture[str]) -> None:
    assert write_each(iter(["a\n", "b\n"])) is True
    assert capsys.readouterr().out == "a\nb\n"


@pytest.mark.parametrize(
    ("error", "written", "complaint"),
    [(BrokenPipeError(), True, ""), (FULL, False, "kula-rules: standard output: No space left on device\n")],
    ids=["nobody reads them", "a full disk"],
)
def test_texts_are_written_until_that_can_not_be_done(
    error: OSError,
    written: bool,
    complaint: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "stdout", Failing(error))
    texts = iter(["a", "b", "c"])
    assert write_each(texts) is written
    assert (list(texts), capsys.readouterr().err) == (["b", "c"], complaint)


def test_a_complaint_that_nobody_can_read_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Failing(FULL)
    monkeypatch.setattr(sys, "stderr", stream)
    complain("nobody hears it")
    assert stream.getvalue() == ""


def test_a_closed_stream_can_not_be_written_to(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    prepare_streams()
    with sys.stdout:
        assert write("text", None) is False
    assert capsys.readouterr().err == "kula-rules: standard output: can not be used\n"


def test_a_stream_escapes_what_its_encoding_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="ascii"))
    prepare_streams()
    assert write("ä\n", None) is True
    assert written.getvalue() == b"\\xe4\n"


def test_a_file_is_written_whole_with_the_permissions_of_a_new_one(tmp_path: Path) -> None:
    path = tmp_path / "out"
    assert write("text", str(path)) is True
    umask = os.umask(0)
    os.umask(umask)
    assert (path.read_text(encoding="utf-8"), path.stat().st_mode & 0o777) == ("text", 0o666 & ~umask)


def test_a_file_that_is_there_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "out"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    assert write("new", str(path)) is True
    assert (path.read_text(encoding="utf-8"), path.stat().st_mode & 0o777) == ("new", 0o640)


def test_a_device_is_written_to_as_it_is() -> None:
    assert write("text", os.devnull) is True
    assert Path(os.devnull).is_char_device()


def test_a_file_that_can_not_be_finished_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: Any) -> None:
        raise FULL

    monkeypatch.setattr(Path, "replace", refuse)
    assert write("text", str(tmp_path / "out")) is False
    assert list(tmp_path.iterdir()) == []
    assert capsys.readouterr().err == f"kula-rules: {tmp_path}/out: No space left on device\n"


def test_a_name_that_no_file_can_have_is_complained_of(capsys: pytest.CaptureFixture[str]) -> None:
    assert write("text", "a\0b") is False
    assert capsys.readouterr().err == "kula-rules: a\\x00b: no file can have this name\n"


def test_a_name_is_shown_on_one_line() -> None:
    assert [file_name(name) for name in ("-", "a\nb", "\udcff", "ä")] == ["standard input", "a\\nb", "\\xff", "ä"]
    assert [encodable(name) for name in ("-", "a\nb", "\udcff", "ä")] == ["-", "a\nb", "\\xff", "ä"]


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (FULL, "No space left on device"),
        (OSError("odd"), "can not be used"),
        (ValueError("embedded null byte"), "no file can have this name"),
    ],
)
def test_a_reason_is_what_the_system_says(error: OSError | ValueError, why: str) -> None:
    assert reason(error) == why


# --- sinks and whole files -------------------------------------------------------------------------------------------


def test_a_file_appears_when_it_is_complete(tmp_path: Path) -> None:
    path = tmp_path / "out"
    path.write_bytes(b"old")
    sink = Sink(str(path))
    sink.write("\u4e2d\n")
    sink.write("")
    assert path.read_bytes() == b"old"
    assert sink.close() is True
    assert (path.read_bytes(), list(tmp_path.iterdir())) == ("\u4e2d\n".encode(), [path])


def test_a_file_that_is_abandoned_never_appears(tmp_path: Path) -> None:
    sink = Sink(str(tmp_path / "out"))
    sink.write("text")
    sink.abandon()
    sink.abandon()
    assert list(tmp_path.iterdir()) == []


def test_standard_output_can_not_be_abandoned(capsys: pytest.CaptureFixture[str]) -> None:
    sink = Sink(None)
    sink.write("text")
    sink.abandon()
    assert capsys.readouterr().out == "text"


def test_what_goes_wrong_is_complained_of_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sink = Sink(str(tmp_path / "nowhere" / "out"))
    for _ in range(3):
        sink.write("text")
    assert (sink.failed, sink.close()) == (True, False)
    assert capsys.readouterr().err == f"kula-rules: {tmp_path}/nowhere/out: No such file or directory\n"


def test_a_folder_is_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert write("text", str(tmp_path)) is False
    assert capsys.readouterr().err == f"kula-rules: {tmp_path}: Is a directory\n"


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "link").symlink_to("there/out")
    assert write("text", str(tmp_path / "link")) is True
    assert ((tmp_path / "link").is_symlink(), (tmp_path / "there/out").read_bytes()) == (True, b"text")


def test_a_link_to_itself_is_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "loop").symlink_to("loop")
    assert write("text", str(tmp_path / "loop")) is False
    assert capsys.readouterr().err == f"kula-rules: {tmp_path}/loop: Too many levels of symbolic links\n"


def test_bytes_that_are_no_utf_8_are_written_as_they_were(tmp_path: Path) -> None:
    file = WholeFile(str(tmp_path / "out"), errors="surrogateescape")
    file.stream.write("a\r\n\udcff")
    file.keep()
    assert (tmp_path / "out").read_bytes() == b"a\r\n\xff"


def test_a_reader_that_left_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with open(writing, "w", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        assert write("text", None) is True
        assert write("more", None) is True


def test_the_command_ends_with_its_status(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, "explain", "err_kind_required") == 0
    assert capsys.readouterr().out.splitlines()[0] == "# err_kind_required"


def test_the_command_explains_wrong_usage(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, "explain", "nope\x1b") == 2
    assert capsys.readouterr().err == (
        "Usage: kula-rules explain [OPTIONS] [CODE]\n"
        "Try 'kula-rules explain --help' for help.\n"
        "\n"
        "Error: no rule has the code 'nope\\x1b'\n"
    )


def test_the_command_survives_an_interruption(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(**_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "main", interrupt)
    assert run(monkeypatch) == 130
    assert capsys.readouterr().err == "kula-rules: interrupted\n"


@pytest.mark.parametrize(("error", "status"), [(BrokenPipeError(errno.EPIPE, "left"), 0), (FULL, 2)])
def test_help_that_can_not_be_written_is_no_finding(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: OSError, status: int
) -> None:
    monkeypatch.setattr(sys, "stdout", Failing(error))
    assert run(monkeypatch, "--help") == status
    assert capsys.readouterr().err == ("kula-rules: standard output: No space left on device\n" if status else "")


def test_the_package_is_the_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["kula_rules", "--version"])
    with pytest.raises(SystemExit) as caught:
        runpy.run_module("kula_rules", run_name="__main__")
    assert (caught.value.code, capsys.readouterr().out) == (0, f"kula-rules, version {__version__}\n")
