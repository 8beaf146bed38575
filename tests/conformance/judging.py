"""The vectors, read once, and what single rules say of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from kula_rules.answers import Unknown
from kula_rules.checker import facts_of
from kula_rules.codes import FATAL
from kula_rules.conformance.vectors import Vector, load_vectors, vectors_folder
from kula_rules.facts import Facts
from kula_rules.findings import findings_of
from kula_rules.judging import judge
from kula_rules.rules import Example, Rule
from kula_rules.shape import Surface

from .mutants import Mutant

__all__ = ["VECTORS", "killer_of"]

VECTORS = load_vectors(vectors_folder())

Said = tuple[object, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A vector, and what is known in it."""

    vector: Vector
    facts: Facts


def killer_of(mutant: Mutant) -> str | None:
    """The name of a vector of the surface that a mutated rule answers in another way; `None` if there is none."""
    for judged, said in _in_order(mutant.surface, mutant.original):
        if _said(mutant.mutated, judged.facts) != said:
            return judged.vector.name
    return None


@cache
def _in_order(surface: Surface, rule: Rule | None) -> list[tuple[Judged, Said]]:
    """The vectors of a surface with what a rule says of each, first those that are about the rule."""
    pairs = [(judged, _said(rule, judged.facts)) for judged in _judged(surface)]
    topics = {judged.vector.topic for judged, said in pairs if said}
    return sorted(pairs, key=lambda pair: (not pair[1], pair[0].vector.topic not in topics))


@cache
def _judged(surface: Surface) -> tuple[Judged, ...]:
    """The vectors of a surface in which rules have a say."""
    of_surface = [Judged(vector, _facts(vector)) for vector in VECTORS if vector.question["surface"] == surface]
    return tuple(judged for judged in of_surface if not any(p.code in FATAL for p in judged.facts.request.problems))


def _facts(vector: Vector) -> Facts:
    asked = vector.question
    is_value = "request" in asked and not isinstance(asked["request"], str)
    text = asked["request_text"] if "request_text" in asked else json.dumps(asked["request"])
    now = None if asked["now"] is None else datetime.fromisoformat(asked["now"])
    example = Example(
        payload=asked["request"] if is_value else text,  # a string is the JSON text
        surface=asked["surface"],
        now=now,
        snapshot=asked["snapshot"],
        application_id=asked["application_id"],
    )
    return facts_of(example)


def _said(rule: Rule | None, facts: Facts) -> Said:
    """What a rule contributes to a report: its findings, or what it needs."""
    return () if rule is None else tuple(_parts(rule, facts))


def _parts(rule: Rule, facts: Facts) -> Iterator[object]:
    violated = judge(rule, facts)
    if isinstance(violated, Unknown):
        yield from sorted(violated.needs) if rule.severity == "error" else ()
    elif violated:
        yield from ((item.pointer, item.severity) for item in findings_of(rule, facts))
