"""Standard output and error that can be closed, full or left by their reader, and files that are written whole."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from errno import ELOOP
from io import TextIOWrapper
from pathlib import Path
from typing import Final, TextIO

from ..shape import visible
from .logs import tamed

__all__ = [
    "STDIN",
    "Sink",
    "WholeFile",
    "complain",
    "encodable",
    "file_name",
    "prepare_streams",
    "reason",
    "write",
    "write_each",
]

STDIN = "-"


def prepare_streams() -> None:
    """Let text that the locale can not write be written all the same, escaped."""
    sys.stdout = _prepared(sys.stdout)
    sys.stderr = _prepared(sys.stderr)


def _prepared(stream: TextIO | None) -> TextIO:
    if stream is None:
        return open(os.devnull, encoding="utf-8")  # closed before the program began: writing to it fails as well
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")
    return stream


class Sink:
    """Where a text goes, piece by piece: standard output, or a file, which is written whole or not at all.

    What goes wrong is complained of once; `failed` says so, and the rest of the text is dropped.
    """

    def __init__(self, path: str | None) -> None:
        self.failed = False
        self._path: Final = path
        self._stream: TextIO | None = None
        self._file: WholeFile | None = None
        self.attempt(self._open)

    def write(self, text: str) -> None:
        """Write a piece, so that a reader of standard output has it at once."""
        if text:
            self.attempt(lambda: self._write(text))

    def close(self) -> bool:
        """The text is complete; whether all of it could be written."""
        self.attempt(self._finish)
        return not self.failed

    def abandon(self) -> None:
        """Leave things as they were."""
        if self._file:
            self._file.discard()
        elif self._stream:
            with contextlib.suppress(OSError):
                self._stream.close()

    def attempt(self, action: Callable[[], None]) -> None:
        """Do something that the output depends on, if nothing went wrong before."""
        if self.failed:
            return
        try:
            action()
        except (OSError, ValueError) as error:  # ValueError: a NUL in the name
            self.failed = True
            complain(f"{file_name(self._path) if self._path is not None else 'standard output'}: {reason(error)}")
            self.abandon()

    def _open(self) -> None:
        if self._path is None:
            return
        if os.path.exists(self._path) and not os.path.isfile(self._path):  # a pipe or a device is written to as it is
            self._stream = open(self._path, "w", encoding="utf-8")  # noqa: SIM115  # _finish closes it
        else:
            self._file = WholeFile(self._path)
            self._stream = self._file.stream

    def _write(self, text: str) -> None:
        if self._stream is None:
            _write_out(text)
        else:
            self._stream.write(text)

    def _finish(self) -> None:
        if self._file:
            self._file.keep()
        elif self._stream:
            self._stream.close()


def write(text: str, path: str | None) -> bool:
    """Write to a file, whole or not at all, or to standard output; complain where that can not be done."""
    sink = Sink(path)
    sink.write(text)
    return sink.close()


def write_each(texts: Iterable[str]) -> bool:
    """Write texts to standard output as they come, until nobody reads them; complain where that can not be done."""
    try:
        all(map(_write_out, texts))
    except OSError as error:
        complain(f"standard output: {reason(error)}")
        return False
    return True


def _write_out(text: str) -> bool:
    """Write to standard output, all that is pending included; whether somebody reads it, which is no error."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _discard(sys.stdout)
        return False
    except OSError:
        _discard(sys.stdout)
        raise
    return True


def _discard(stream: TextIO) -> None:
    """Let the end of the program flush what is still pending to nowhere."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


class WholeFile:
    """A file that takes the place of another when it is complete. A link is followed."""

    def __init__(self, path: str, errors: str = "strict") -> None:
        self._target: Final = Path(os.path.realpath(path))
        if self._target.is_symlink():
            raise OSError(ELOOP, os.strerror(ELOOP))
        handle, name = tempfile.mkstemp(dir=self._target.parent, prefix=".kula-rules-")
        self._temporary: Final = Path(name)
        self.stream: Final = os.fdopen(handle, "w", encoding="utf-8", errors=errors, newline="")

    def keep(self) -> None:
        """Put it in the place of the other."""
        self.stream.close()
        self._temporary.chmod(_mode(self._target))
        self._temporary.replace(self._target)

    def discard(self) -> None:
        """Leave the other as it was."""
        with contextlib.suppress(OSError):
            self.stream.close()
        with contextlib.suppress(OSError):
            self._temporary.unlink()


def _mode(target: Path) -> int:
    """The permissions of the file as it is, or as a new file would have them."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def complain(message: str, prefix: str = "kula-rules: ", end: str = "\n") -> None:
    """Say on standard error what went wrong, if there is somebody to read it."""
    try:
        sys.stderr.write(f"{prefix}{tamed(message)}{end}")
        sys.stderr.flush()
    except (OSError, ValueError):
        _discard(sys.stderr)


def reason(error: OSError | ValueError) -> str:
    """Why a file can not be used."""
    if isinstance(error, OSError):
        return error.strerror or "can not be used"
    return "no file can have this name"


def file_name(name: str) -> str:
    """A file's name on one line, bytes that are no UTF-8 made visible."""
    return "standard input" if name == STDIN else visible(encodable(name))


def encodable(name: str) -> str:
    """A file's name as text that can be written: bytes that are no UTF-8 as escapes."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
