"""Which files a pattern means: globs as `.gitignore` has them, of paths relative to the folder of the configuration."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from ..shape import describe
from .streams import STDIN

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

__all__ = ["GlobError", "Globs", "relative"]


_MOST_STARS: Final = 3  # in a name: how long a match takes grows with their power


class GlobError(ValueError):
    """A pattern that can not match anything."""


class Globs:
    """Patterns as in `.gitignore`: the last one that matches decides, and `!` takes back.

    >>> globs = Globs(["drafts/", "*.old.json", "!keep.old.json"])
    >>> [globs.match(path) for path in ("a/drafts/x.json", "a/b.old.json", "keep.old.json")]
    [True, True, False]
    """

    def __init__(self, patterns: Iterable[str] = ()) -> None:
        """Read the patterns; a `GlobError` names one that is malformed."""
        given = tuple(patterns)
        self._spec = _compiled(given) if given else None

    def match(self, relative_path: str) -> bool:
        """Whether a path, as `relative` gives it, is meant; a folder's ends with a slash."""
        return self._spec is not None and self._spec.match_file(_one_line(relative_path))


def _compiled(patterns: tuple[str, ...]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec  # slow to import, and needed where there are patterns only

    for pattern in patterns:
        if max(segment.replace("**", "").count("*") for segment in pattern.split("/")) > _MOST_STARS:
            raise GlobError(f"expected at most {_MOST_STARS} stars between slashes, found {describe(pattern)}")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", FutureWarning)  # of [[:alpha:]], which would be taken for something else
                read = GitIgnoreSpec.from_lines([_one_line(pattern)], backend="simple").patterns
        except (ValueError, re.error, FutureWarning):
            read = []
        if not (read and read[0].include is not None):
            raise GlobError(f"expected a pattern as in .gitignore, found {describe(pattern)}")
    return GitIgnoreSpec.from_lines(map(_one_line, patterns), backend="simple")


def _one_line(text: str) -> str:
    """The text with its line feeds, which patterns take for an end, as what no file's name can hold."""
    return text.replace("\n", "\0")


def relative(path: str, root: str) -> str:
    """The path of a file relative to a folder, with slashes. `root` is the working directory if it is empty.

    What is outside of the folder has its absolute path without the slash before it, so that a pattern can name it, and
    the path that stands for standard input is left as it is.

    >>> relative("/work/payloads/a.json", "/work"), relative("/tmp/a.json", "/work")
    ('payloads/a.json', 'tmp/a.json')
    """
    if path == STDIN:
        return path
    whole, folder = os.path.abspath(path), os.path.abspath(root).rstrip(os.sep) + os.sep
    return whole.removeprefix(folder).replace(os.sep, "/").lstrip("/")
