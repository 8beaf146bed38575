"""Output formats: each a tuple of parts, which are pure functions from what a run found to text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from ..results import Result, Run, Summary
from .github import GITHUB
from .gitlab import GITLAB
from .jsons import JSON, JSON_LINES
from .junit import JUNIT
from .markdown import MARKDOWN
from .parts import Each, End, Format, Start
from .sarif import SARIF
from .text import CONCISE, text_format

__all__ = ["FORMATS", "render", "text_format"]

FORMATS: Final[Mapping[str, Format]] = {
    "text": text_format(),
    "concise": CONCISE,
    "json": JSON,
    "jsonl": JSON_LINES,
    "sarif": SARIF,
    "github": GITHUB,
    "gitlab": GITLAB,
    "junit": JUNIT,
    "markdown": MARKDOWN,
}
"""The formats by name, without colour."""


def render(form: Format, run: Run, results: Iterable[Result], summary: Summary) -> str:
    r"""A whole output at once.

    >>> render(FORMATS["concise"], Run("rest", None), (), Summary())
    '0 requests: 0 passed, 0 failed, 0 incomplete; 0 errors, 0 warnings\n'
    """
    kept = tuple(results)
    return "".join(_rendered(part, run, kept, summary) for part in form)


def _rendered(part: Start | Each | End, run: Run, results: tuple[Result, ...], summary: Summary) -> str:
    if isinstance(part, Start):
        return part.text(run)
    if isinstance(part, Each):
        return part.separator.join(filter(None, ("".join(part.text(result, run)) for result in results)))
    return part.text(run, summary)
