"""Worlds of which less is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from hypothesis import strategies as st

from ..account import PER_JOB, TABLES
from .dice import Dice, rolls
from .world import World

__all__ = ["partial"]


def partial(world: World) -> st.SearchStrategy[World]:
    """The same world with less known of it: what is known is true of the whole world, too.

    Tables are missing or incomplete, records and attributes are left out, users are only the active ones, and `now` may
    be `None`.

    >>> from hypothesis import find
    >>> from kula_rules.strategies import WORLD
    >>> find(partial(WORLD), lambda less: less.now is None and "users" not in less.document).document["offices"]
    {'complete': True, 'items': [{'id': 3}]}
    """
    count = sum(len(content) if name in PER_JOB else 1 for name, content in world.document.items())
    less = rolls(count * _PART).map(lambda dice: _document(dice.parts(_PART), world.document))
    return st.builds(World, less, st.sampled_from([world.now, None]))


_PART: Final = 40  # choices for each table


def _document(part: Iterator[Dice], document: Mapping[str, Any]) -> dict[str, Any]:
    known = {name: _content(part, name, content) for name, content in document.items()}
    return {name: content for name, content in known.items() if content is not None}


def _content(part: Iterator[Dice], name: str, content: Any) -> Any:
    if name in PER_JOB:
        tables = {job: _table(next(part), name, table) for job, table in content.items()}
        return {job: table for job, table in tables.items() if table is not None}
    return _table(next(part), name, content) if name in TABLES else content


def _table(dice: Dice, name: str, table: Mapping[str, Any]) -> dict[str, Any] | None:
    way, items = dice.pick((*_WAYS, "active") if name == "users" else _WAYS), table["items"]
    if way == "missing":
        return None
    if way == "active":  # with those of whom it is not known: who is missing is known not to be active
        return {**table, "only": "active", "items": [one for one in items if one.get("status") in ("active", None)]}
    if way == "fewer":
        items = dice.some(items)
    if way == "vague":
        items = [_vague(dice, item) for item in items]
    is_complete = table.get("complete") is True and way in ("same", "vague")
    return {**table, "complete": is_complete, "items": items}


_WAYS: Final = ("same", "vague", "incomplete", "fewer", "missing")


def _vague(dice: Dice, item: Mapping[str, Any]) -> dict[str, Any]:
    """A record of which some attributes are not known."""
    left_out = dice.some(name for name in item if name != "id") if dice.pick((False, True)) else ()
    return {name: value for name, value in item.items() if name not in left_out}
