"""Every code explained, for the terminal and as a page of the documentation: derived from the rules."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from .codes import ORDER
from .contract import GROUPS, MCP_CREATE, REST_CREATE
from .contract.examples import ACCOUNT, NOW
from .rule_sets import RuleSet
from .rules import Example, Rule

__all__ = ["explain", "page", "pages", "table"]

_SETS: Final = (REST_CREATE, MCP_CREATE)


def table() -> str:
    """All codes, a line each, with what the rule says.

    >>> "err_kind_required" in table()
    True
    """
    width = max(map(len, ORDER))
    return "".join(f"{code:<{width}}  {REST_CREATE[code].sentence}\n" for code in ORDER)


def explain(code: str) -> str:
    """One code, for the terminal; a `KeyError` if there is none."""
    return page(code).replace("```json\n", "").replace("```\n", "").replace("`", "")


def pages() -> dict[str, str]:
    """The pages of `docs/rules/` by file name: one for each code, and an index."""
    made = {f"{code}.md": page(code) for code in ORDER}
    return {"README.md": _index(), **made}


def page(code: str) -> str:
    """The page of one code, in Markdown; a `KeyError` if there is none."""
    rule = REST_CREATE[code]
    variants = [(rules, rules[code]) for rules in _SETS if code in rules]
    parts = [f"# {code}", _properties(rule, variants), *_statements(variants), rule.about]
    for rules, variant in variants if _differ(variants) else variants[:1]:
        on = f" ({rules.surface})" if _differ(variants) else ""
        parts += [f"## Right{on}", *map(_example, variant.good), f"## Wrong{on}", *map(_example, variant.bad)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _differ(variants: list[tuple[RuleSet, Rule]]) -> bool:
    return len({variant for _, variant in variants}) > 1


def _statements(variants: list[tuple[RuleSet, Rule]]) -> Iterator[str]:
    if not _differ(variants):
        yield variants[0][1].sentence
        return
    yield from (f"On {rules.surface}: {variant.sentence}" for rules, variant in variants)


def _properties(rule: Rule, variants: list[tuple[RuleSet, Rule]]) -> str:
    status = f"HTTP status {rule.status}" if rule.status else "no HTTP status"
    surfaces = " and ".join(rules.surface for rules, _ in variants)
    reads = ", ".join(f"`{name}`" for name in sorted(frozenset().union(*(v.reads for _, v in variants))))
    sources = "; ".join(dict.fromkeys(variant.source for _, variant in variants))
    lines = [
        f"- {rule.severity}, {status}, on {surfaces}",
        f"- reads: {reads or 'the payload'}",
        f"- source: {sources}",
    ]
    return "\n".join(lines)


def _example(example: Example) -> str:
    text = example.payload if isinstance(example.payload, str) else _json(example.payload)
    path = f", application {example.application_id} in the path" if example.application_id is not None else ""
    also = ", ".join(f"`{code}` at `{pointer}`" for code, pointer in example.also)
    beside = f"; beside it {also}" if also else ""
    return f"{_outcome(example)}{beside}{path}:\n\n{_block(text)}{_other_account(example)}"


def _outcome(example: Example) -> str:
    places = " and ".join(f"`{pointer}`" if pointer else "the whole payload" for pointer in example.pointers)
    return f"Found at {places}" if places else "Not found"


def _other_account(example: Example) -> str:
    tables = {name: table for name, table in (example.snapshot or {}).items() if table != ACCOUNT.get(name)}
    return f"\n\nwhere the account is known to have:\n\n{_block(_json(tables))}" if tables else ""


def _block(text: str) -> str:
    return f"```json\n{text}\n```"


def _json(value: Any) -> str:
    """JSON with one member a line at the top, what is inside on one line."""
    if not isinstance(value, dict):
        return json.dumps(value)
    members = ",\n".join(f"  {json.dumps(name)}: {json.dumps(member)}" for name, member in value.items())
    return f"{{\n{members}\n}}"


def _index() -> str:
    """The list of the pages, and the account that the examples stand in."""
    grouped = {rule.code: group for group, rules in GROUPS.items() for rule in rules}
    rows = [f"| [{code}]({code}.md) | {grouped[code]} | {REST_CREATE[code].severity} |" for code in ORDER]
    return (
        "# Rules\n\nOne page for each code, generated from the rules (`python docs/generate.py`); "
        "`kula-rules explain CODE` prints the same.\n\n"
        + "\n".join(["| code | group | severity |", "|---|---|---|", *rows])
        + f"\n\nThe examples are judged at {NOW.isoformat()}, with this account:\n\n{_block(_json(dict(ACCOUNT)))}\n"
    )
