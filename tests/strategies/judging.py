"""What the tests of the strategies say: judge what was drawn in its world, and find what can be drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from kula_rules import MCP_CREATE, REST_CREATE, Report, RuleSet, check, check_json
from kula_rules.shape import Surface
from kula_rules.strategies import WORLD, World

RULES: Final[Mapping[Surface, RuleSet]] = {"rest": REST_CREATE, "mcp": MCP_CREATE}
SURFACES: Final[tuple[Surface, ...]] = ("rest", "mcp")
Condition = Callable[[Any], bool]
TEXTS: Final = ("invalid_json", "duplicate_key")


def judge(drawn: Any, surface: Surface, world: World = WORLD, code: str = "", told: World | None = None) -> Report:
    """The report on what was drawn in a world to violate a code, if any; of the world, all or less is told."""
    way = check_json if code in TEXTS else check
    path = world.application_id if code == "application_id_mismatch" else None
    known = told or world
    return way(drawn, now=known.now, snapshot=known.snapshot, rules=RULES[surface], application_id=path)


def found(report: Report) -> list[tuple[str, str]]:
    return [(finding.code, finding.pointer) for finding in report.findings]


def law(examples: int) -> settings:
    return settings(max_examples=examples, deadline=None)


def simplest(strategy: st.SearchStrategy[Any]) -> Any:
    """The simplest value: the one that is tried first, and that all others shrink to."""
    return find(
        strategy,
        lambda _: True,
        settings=settings(max_examples=1, phases=[Phase.generate], database=None, deadline=None),
    )


def minimal(strategy: st.SearchStrategy[Any], condition: Condition) -> Any:
    """What a value for which the condition holds shrinks to."""
    phases = [Phase.generate, Phase.shrink]
    return find(
        strategy, condition, settings=settings(max_examples=500, phases=phases, database=None, derandomize=True)
    )


def several(strategy: st.SearchStrategy[Any], examples: int) -> list[Any]:
    """So many values, always the same."""
    drawn: list[Any] = []

    @settings(max_examples=examples, phases=[Phase.generate], database=None, deadline=None, derandomize=True)
    @given(strategy)
    def draw(value: Any) -> None:
        drawn.append(value)

    draw()
    return drawn


def never_drawn(strategy: st.SearchStrategy[Any], wanted: Mapping[str, Condition], drawn: list[Any]) -> list[str]:
    """The names of what is not drawn: not among what was, nor when it is looked for on its own."""
    return [name for name, holds in wanted.items() if not any(map(holds, drawn)) and not _can_be_found(strategy, holds)]


def _can_be_found(strategy: st.SearchStrategy[Any], condition: Condition) -> bool:
    try:
        find(
            strategy,
            condition,
            settings=settings(max_examples=4000, phases=[Phase.generate], database=None, deadline=None),
        )
    except NoSuchExample:
        return False
    return True
