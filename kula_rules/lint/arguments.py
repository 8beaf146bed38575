"""The words of a command line become settings, and what is to be written where."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any, Final

from ..shape import describe
from .config import Settings
from .selection import Level
from .streams import STDIN

__all__ = ["ArgumentError", "overridden", "pair_outputs", "read_severities", "refuse_overwriting", "wants_colour"]


class ArgumentError(ValueError):
    """Words that do not fit together."""


def split(words: Iterable[str]) -> tuple[str, ...]:
    """Names that were given one by one, or with commas between them.

    >>> split(["plan, external", "ALL"])
    ('plan', 'external', 'ALL')
    """
    return tuple(name for word in words for part in word.split(",") if (name := part.strip()))


_LEVELS: Final[Mapping[str, Level]] = {"error": "error", "warning": "warning", "off": "off"}


def read_severities(words: Iterable[str]) -> dict[str, Level]:
    """Severities by name, from words such as `unknown_field=error`.

    >>> read_severities(["unknown_field=error"])
    {'unknown_field': 'error'}
    """
    read = {}
    for word in words:
        name, _, level = word.partition("=")
        if level not in _LEVELS:
            raise ArgumentError(f"--severity takes CODE=error, CODE=warning or CODE=off, not {describe(word)}")
        read[name] = _LEVELS[level]
    return read


_NOT_OVERRIDDEN: Final = {"config", "root", "exclude"}  # what the command line excludes, it excludes besides
_SELECTIONS: Final = ("select", "ignore", "extend_select")


def _names(option: str, words: Iterable[str]) -> tuple[str, ...]:
    names = split(words)
    if not names:
        raise ArgumentError(f"--{option.replace('_', '-')} takes codes, groups or ALL, and none is given")
    return names


def overridden(settings: Settings, options: Mapping[str, Any]) -> Settings:
    """The settings, but for what the command line says; an option that is `None` or empty was not given.

    With `select` the command line begins anew: what the configuration ignores counts no more.

    >>> overridden(Settings(ignore=("plan",)), {"select": ("ALL",), "jobs": None}).ignore
    ()
    """
    names = {part.name for part in fields(Settings)} - _NOT_OVERRIDDEN
    given = {name: value for name, value in options.items() if name in names and value not in (None, ())}
    given.update({name: _names(name, given[name]) for name in _SELECTIONS if name in given})
    if "select" in given:
        given = {"ignore": (), "extend_select": ()} | given
    if "severity" in given:
        given["severity"] = dict(settings.severity) | read_severities(given["severity"])
    return replace(settings, **given)


def pair_outputs(order: Sequence[str], formats: Sequence[str], files: Sequence[str]) -> list[tuple[str, str | None]]:
    """Which format goes where, `None` being standard output: a file belongs to the format before it.

    `order` has the names of the options in the order in which they were given. A file before all formats belongs to the
    first one.

    >>> pair_outputs(["output_format", "output_format", "output_file"], ["text", "sarif"], ["out.sarif"])
    [('text', None), ('sarif', 'out.sarif')]
    """
    names, paths = iter(formats), iter(files)
    pairs: list[tuple[str, str | None]] = []
    early: str | None = None
    for option in order:
        if option == "output_format":
            pairs.append((next(names), early))
            early = None
        elif option == "output_file":
            path: str | None = next(paths)
            path = None if path == STDIN else path
            if pairs and pairs[-1][1] is None:
                pairs[-1] = (pairs[-1][0], path)
            elif early is None and not pairs:
                early = path
            else:
                raise ArgumentError(
                    f"which format is for {describe(path)}? each --output-file follows its --output-format"
                )
    _require_different(pairs)
    return pairs or [("text", early)]


def _require_different(pairs: Sequence[tuple[str, str | None]]) -> None:
    targets = [path and os.path.realpath(path) for _, path in pairs]
    for _, path in pairs:
        if targets.count(path and os.path.realpath(path)) > 1 and path != os.devnull:
            where = "standard output" if path is None else describe(path)
            raise ArgumentError(f"two formats for {where}; give each an --output-file of its own")


def refuse_overwriting(paths: Iterable[str], pairs: Iterable[tuple[str, str | None]]) -> None:
    """Refuse to write over a file that is to be checked, with an `ArgumentError`."""
    inputs = {os.path.realpath(path) for path in paths if path != STDIN}
    for _, path in pairs:
        if path is not None and os.path.realpath(path) in inputs:
            raise ArgumentError(f"--output-file {describe(path)} would overwrite what is to be checked")


def wants_colour(choice: str, environment: Mapping[str, str], *, terminal: bool) -> bool:
    """Whether to write in colour: as asked for, or else as `NO_COLOR` and `FORCE_COLOR` say, or else on a terminal.

    >>> wants_colour("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, terminal=True)
    False
    """
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR"):
        return False
    return bool(environment.get("FORCE_COLOR")) or (terminal and environment.get("TERM") != "dumb")
