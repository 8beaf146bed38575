"""Text from outside, made harmless: nothing in it acts on a terminal, on the log of a build, or on a parser."""

from __future__ import annotations

import json
import os
from typing import Final

from ...shape import visible
from ..logs import tamed
from ..results import Run
from ..streams import STDIN, encodable

__all__ = ["encoded", "file_label", "line_start", "path_in", "path_shown", "shown", "unlogged"]


def shown(text: str, limit: int | None = None) -> str:
    r"""The text on one line, cut to `limit` characters, with nothing that a terminal or the log of a build acts on.

    >>> shown("a\n##[error]")
    'a\\n#·[error]'
    """
    return tamed(visible(text, limit))


def file_label(source: str) -> str:
    r"""A file's name as people read it.

    >>> file_label("-"), file_label("caf\udce9.json")
    ('<stdin>', 'caf\\xe9.json')
    """
    return "<stdin>" if source == STDIN else shown(encodable(source))


def line_start(label: str) -> str:
    """A file's name at the beginning of a line and before a colon: two colons there begin a command of GitHub.

    >>> line_start("a.json"), line_start(" ::error ::x")
    ('a.json', './ ::error ::x')
    """
    return f"./{label}" if label.lstrip().startswith(":") else label


def path_in(root: str, source: str) -> str:
    """The path of a file relative to a folder, with slashes; the absolute path of a file that is not in it.

    >>> path_in("/work", "/work/payloads/a.json"), path_in("/work", "/tmp/a.json")
    ('payloads/a.json', '/tmp/a.json')
    """
    if source == STDIN:
        return "<stdin>"
    folder = os.path.join(os.path.abspath(root), "")
    return os.path.abspath(source).removeprefix(folder).replace(os.sep, "/")


def path_shown(run: Run, source: str) -> str:
    """The same as formats show it that take no bytes."""
    return shown(encodable(path_in(run.root, source)))


_encode: Final = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


def encoded(value: object) -> str:
    r"""JSON on one line, in ASCII, in which no log finds a command.

    >>> encoded(["##[error]", "é"])
    '["#\\u0023[error]","\\u00e9"]'
    """
    return unlogged(_encode(value))


def unlogged(json_text: str) -> str:
    r"""The same JSON, in which no log finds a command.

    >>> unlogged('"##[error]"')
    '"#\\u0023[error]"'
    """
    return json_text.replace("##", "#\\u0023")
