"""Requests to begin with, each with what is known: the rules' examples and the conformance vectors."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from ..support import BOTH
from .claims import Json

DOCS: Final = Path(__file__).parents[2] / "docs"


class Case(NamedTuple):
    """A request, by whom it is judged, and what is known then."""

    surface: str
    now: bool
    snapshot: Mapping[str, Json] | None
    application_id: int | str | None
    request: Json
    """Its value, or its text."""

    @property
    def text(self) -> bytes:
        return (self.request if isinstance(self.request, str) else json.dumps(self.request)).encode()


@cache
def cases() -> tuple[Case, ...]:
    """All requests that the rules show, and all conformance vectors."""
    return (*_examples(), *_vectors())


def _examples() -> Iterator[Case]:
    for rules in BOTH:
        for rule in rules:
            for shown in (*rule.good, *rule.bad):
                if shown.surface == rules.surface:
                    known = shown.now is not None, shown.snapshot, shown.application_id
                    yield Case(shown.surface, *known, shown.payload)


def _vectors() -> Iterator[Case]:
    for path in sorted(DOCS.glob("conformance/v1/*.json")):
        for vector in json.loads(path.read_bytes())["vectors"]:
            named, text = vector["snapshot"], vector.get("request_text")
            snapshot = _named(named) if isinstance(named, str) else named
            known = vector["now"] is not None, snapshot, vector["application_id"]
            yield Case(vector["surface"], *known, vector["request"] if text is None else text)


def _named(snapshot: str) -> Json:
    return json.loads((DOCS / f"conformance/v1/snapshots/{snapshot}.json").read_bytes())
