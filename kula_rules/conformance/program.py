"""A program in a process of its own that is asked line by line. It may do anything but hang or flood this one."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from queue import SimpleQueue
from threading import Condition, Thread
from typing import IO, Final

from ..lint.streams import reason
from ..shape import visible

__all__ = ["MAX_LINE", "Program", "ProgramError", "StartError", "beginning"]

MAX_LINE: Final = 1 << 18
"""How many bytes an answer may have."""

_CHUNK: Final = 1 << 16
_KEPT: Final = 2000  # bytes of its standard error that are remembered
_SHOWN: Final = 200  # characters of what it wrote that a message shows
_MOMENT: Final = 1.0  # seconds for a program to end, once nothing is left to do


class StartError(ValueError):
    """The program can not be started."""


class ProgramError(Exception):
    """The program did not answer a question. What it says to the next would tell nothing: start it again."""


class Program:
    """The program, from its start to `end`."""

    def __init__(self, words: Sequence[str], timeout: float) -> None:
        try:
            self._process: Final = subprocess.Popen(  # noqa: S603  # to run it is what the caller asks for
                words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
            )
        except (OSError, ValueError) as error:  # ValueError: a NUL in a word
            raise StartError(f'"{visible(words[0], _SHOWN)}" can not be started: {reason(error)}') from None
        assert self._process.stdin is not None, "it is a pipe"
        assert self._process.stdout is not None, "it is a pipe"
        assert self._process.stderr is not None, "it is a pipe"
        self._timeout: Final = timeout
        self._questions: Final[SimpleQueue[bytes | None]] = SimpleQueue()
        self._answers: Final = _Inbox(self._process.stdout)
        self._errors: Final = _Tail(self._process.stderr)
        self._threads: Final = (
            Thread(target=_write_all, args=(self._process.stdin, self._questions), daemon=True),
            Thread(target=self._answers.read, daemon=True),
            Thread(target=self._errors.read, daemon=True),
        )
        for thread in self._threads:
            thread.start()

    def ask(self, line: bytes) -> bytes:
        """Send a line, and wait for the line that answers it.

        Raises:
            ProgramError: none came, or one that nobody asked for.
        """
        self._refuse_unasked()
        self._questions.put(line)
        answer = self._answers.take_line(self._timeout)
        if answer is None:
            raise ProgramError(self._why_no_answer())
        return answer

    def finish(self) -> None:
        """Say that nothing more will be asked, and let it end by itself.

        Raises:
            ProgramError: it had written more than it was asked for.
        """
        self._questions.put(None)
        self._answers.await_end(_MOMENT)
        self._refuse_unasked()

    def end(self) -> None:
        """End it, and what it started."""
        with suppress(ProcessLookupError, PermissionError):  # PermissionError: what is left has ended (macOS)
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()
        self._questions.put(None)
        with suppress(subprocess.TimeoutExpired):  # one that runs as somebody else can not be ended
            self._process.wait(_MOMENT)
        for thread in self._threads:
            thread.join(_MOMENT)  # a process that left the group may hold the pipes for as long as it likes

    def _refuse_unasked(self) -> None:
        unasked = self._answers.pending
        if unasked:
            raise ProgramError(f"it wrote before it was asked: {beginning(unasked)}")

    def _why_no_answer(self) -> str:
        written = self._answers.pending
        if len(written) > MAX_LINE:
            return f"it wrote a line of more than {MAX_LINE} bytes: {beginning(written)}"
        try:
            status = self._process.wait(_MOMENT if self._answers.ended else 0)
        except subprocess.TimeoutExpired:
            if self._answers.ended:
                return "it closed its standard output before it answered"
            return f"it did not answer within {self._timeout:g} second{'' if self._timeout == 1 else 's'}"
        how = f"it ended with status {status}" if status >= 0 else f"it was ended by signal {-status}"
        return f"{how} before it answered{self._last_words()}"

    def _last_words(self) -> str:
        """The last line of its standard error: most languages say there why a program crashed."""
        self._threads[2].join(_MOMENT)
        lines = self._errors.kept.decode("utf-8", "replace").splitlines()
        last = next((line.strip() for line in reversed(lines) if line.strip()), "")
        return f"; its standard error ends: {visible(last, _SHOWN)}" if last else ""


def beginning(data: bytes) -> str:
    r"""The first line of what a program wrote, as a message shows it.

    >>> beginning(b"\x1b[31m\nmore")
    '"\\x1b[31m"'
    """
    line = data.partition(b"\n")[0][: 4 * _SHOWN]
    return f'"{visible(line.decode("utf-8", "replace"), _SHOWN)}"'


def _write_all(stream: IO[bytes], lines: SimpleQueue[bytes | None]) -> None:
    """Write line by line until there are no more; a program that does not read makes only this wait."""
    with suppress(OSError), stream:  # a program that reads no more ends, or answers all the same
        while (line := lines.get()) is not None:
            stream.write(line)
            stream.flush()


class _Tail:
    """The end of a stream, all of which is read."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream: Final = stream
        self.kept = b""

    def read(self) -> None:
        """Read to the end."""
        with self._stream:
            while chunk := os.read(self._stream.fileno(), _CHUNK):
                self.kept = (self.kept + chunk)[-_KEPT:]


class _Inbox:
    """What a stream says and nobody has taken yet: a line at most, and what came with it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream: Final = stream
        self._changed: Final = Condition()
        self.pending = b""
        self.ended = False

    def read(self) -> None:
        """Read to the end, or until there is more than anybody will take."""
        with self._stream:
            while len(self.pending) <= MAX_LINE and (chunk := os.read(self._stream.fileno(), _CHUNK)):
                with self._changed:
                    self.pending += chunk
                    self._changed.notify()
        with self._changed:
            self.ended = True
            self._changed.notify()

    def take_line(self, timeout: float) -> bytes | None:
        """The next line, or `None` if there is none in time."""
        with self._changed:
            self._changed.wait_for(lambda: b"\n" in self.pending or self.ended, timeout)
            line, end, rest = self.pending.partition(b"\n")
            if not end:
                return None
            self.pending = rest
            return line

    def await_end(self, timeout: float) -> None:
        """Wait until nothing more can come."""
        with self._changed:
            self._changed.wait_for(lambda: self.ended, timeout)
