"""The command `kula-rules conformance`: vectors are put to a program, or our own engine answers as one."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from click.core import ParameterSource

from ..lint.session import FAILED, NOTHING_CHECKED, UNUSABLE
from ..lint.streams import complain, write, write_each

if TYPE_CHECKING:
    from .vectors import Vector

__all__ = ["conformance"]

_LONGEST: Final = 3600  # seconds


@click.command()
@click.option("--command", metavar="PROGRAM", help="The program, with its arguments; no shell reads them.")
@click.option("--answer", is_flag=True, help="Be a program: answer each line of standard input.")
@click.option("--vectors", metavar="DIR", help="A folder of vectors.  [default: the project's own]")
@click.option("--select", multiple=True, metavar="GLOB", help="Vectors by name; may be repeated.  [default: all]")
@click.option(
    "--timeout",
    type=click.IntRange(1, _LONGEST),
    default=10,
    metavar="SECONDS",
    help="How long an answer may take.",
    show_default=True,
)
@click.option(
    "--output-format", type=click.Choice(["text", "json"]), default="text", help="What is written.", show_default=True
)
@click.pass_context
def conformance(context: click.Context, /, **options: Any) -> int:
    """Put conformance vectors to a program, and report how far it agrees.

    The program reads a JSON line for each vector and writes a JSON line that answers it. Exit status: 0 it agrees with
    all, 1 it does not, 2 wrong usage, unreadable vectors, or no such program, 3 nothing was asked.
    """
    if options["answer"] == (options["command"] is not None):
        raise click.UsageError("one of --command and --answer is needed")
    if not options["answer"]:
        return _run(_words(options["command"]), _selected(options), options)
    for name in options:
        if name != "answer" and context.get_parameter_source(name) is not ParameterSource.DEFAULT:
            raise click.UsageError(f"--answer takes no --{name.replace('_', '-')}")
    return _answer()


def _words(command: str) -> list[str]:
    import shlex  # this command alone needs it, as what is imported below

    try:
        words = shlex.split(command, posix=os.name != "nt")  # where \ is no escape
    except ValueError as error:  # a quotation without its end
        raise click.UsageError(f"--command: {str(error).lower()}") from None
    if not words:
        raise click.UsageError("--command names no program")
    return words


def _selected(options: dict[str, Any]) -> list[Vector]:
    from fnmatch import fnmatchcase

    from .vectors import VectorError, load_vectors, vectors_folder

    if options["vectors"] == "":
        raise click.UsageError("--vectors names no folder")
    folder = vectors_folder() if options["vectors"] is None else Path(options["vectors"])
    try:
        vectors = load_vectors(folder)
    except VectorError as error:
        raise click.UsageError(f"vectors: {error}") from None
    globs = options["select"] or ("*",)
    return [vector for vector in vectors if any(fnmatchcase(vector.name, glob) for glob in globs)]


def _run(words: list[str], vectors: list[Vector], options: dict[str, Any]) -> int:
    from .agreement import as_json, as_text
    from .program import StartError
    from .runner import put_to

    if not vectors:
        complain("no vector has such a name" if options["select"] else "there are no vectors")
        return NOTHING_CHECKED
    try:
        results = put_to(words, vectors, options["timeout"])
    except StartError as error:
        raise click.UsageError(f"--command: {error}") from None
    if not write((as_json if options["output_format"] == "json" else as_text)(results), None):
        return UNUSABLE
    return 0 if all(result.agrees for result in results) else FAILED


def _answer() -> int:
    from .answer import answer_lines

    if sys.stdin is None:
        raise click.UsageError("standard input is closed")
    return 0 if write_each(answer_lines(sys.stdin.buffer)) else UNUSABLE
