"""Standard output and error that can be closed, full or left by their reader, and files that are written whole."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from ..shape import visible

__all__ = ["STDIN", "complain", "encodable", "file_name", "prepare_streams", "reason", "write"]

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


def write(text: str, path: str | None) -> bool:
    """Write to a file, whole or not at all, or to standard output; complain where that can not be done."""
    try:
        if path is None:
            _write_out(text)
        else:
            _write_file(text, path)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        complain(f"{file_name(path) if path is not None else 'standard output'}: {reason(error)}")
        return False
    return True


def _write_out(text: str) -> None:
    """Write to standard output, all that is pending included. A reader that has seen enough is no error."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _discard(sys.stdout)
    except OSError:
        _discard(sys.stdout)
        raise


def _discard(stream: TextIO) -> None:
    """Let the end of the program flush what is still pending to nowhere."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _write_file(text: str, path: str) -> None:
    """Write a file whole or not at all; a link is followed, and what is no regular file is written to as it is."""
    if Path(path).exists() and not Path(path).is_file():
        Path(path).write_text(text, encoding="utf-8")
        return
    target = Path(path).resolve()
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".kula-rules-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(temporary).chmod(_mode(target))
        Path(temporary).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise


def _mode(target: Path) -> int:
    """The permissions of the file as it is, or as a new file would have them."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def complain(message: str, prefix: str = "kula-rules: ") -> None:
    """Say on standard error what went wrong, if there is somebody to read it."""
    try:
        sys.stderr.write(f"{prefix}{message}\n")
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
