"""The house stands: imports point downwards, and the library stays off what only the command line may touch."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "kula_rules"
FLOORS = [
    "answers",
    "predicates",
    "times",
    "plain_json",
    "jsontext",
    "shape",
    "request",
    "account",
    "facts",
    "operators",
    "words",
    "field_words",
    "time_words",
    "fields",
    "codes",
    "rules",
    "rule_sets",
    "contract.examples",
    "contract.shape",
    "contract.required",
    "contract.schedule",
    "contract.interviewers",
    "contract.location",
    "contract.organizer",
    "contract.references",
    "contract.plan",
    "contract.external",
    "contract.advice",
    "contract.mcp",
    "contract",
    "records",
    "contradictions",
    "yamltext",
    "snapshot",
    "report",
    "findings",
    "judging",
    "settling",
    "plain_requests",
    "reporter",
    "asking",
    "expressions",
    "source_words",
    "translating",
    "compiler",
    "programs",
    "model",
    "checker",
    "authoring",
    "explain",
    "schema_terms",
    "json_schema",
    "document_schemas",
    "testing",
    "strategies.values",
    "strategies.dice",
    "strategies.cast",
    "strategies.starts",
    "strategies.spelling",
    "strategies.world",
    "strategies.partials",
    "strategies.worlds",
    "strategies.drafts",
    "strategies.wants",
    "strategies.scenes",
    "strategies.odd_starts",
    "strategies.shape_faults",
    "strategies.field_faults",
    "strategies.account_faults",
    "strategies.advice_faults",
    "strategies.violations",
    "strategies",
    "",
    "lint",
    "lint.logs",
    "lint.results",
    "lint.positions",
    "lint.yaml_places",
    "lint.excerpts",
    "lint.payloads",
    "lint.zone_links",
    "lint.fixes",
    "lint.edits",
    "lint.diffs",
    "lint.locating",
    "lint.checking",
    "lint.streams",
    "lint.globs",
    "lint.sources",
    "lint.fixing",
    "lint.documents",
    "lint.selection",
    "lint.baseline",
    "lint.suppress",
    "lint.config_schema",
    "lint.config",
    "lint.formats.parts",
    "lint.formats.harmless",
    "lint.formats.shared",
    "lint.formats.words",
    "lint.formats.text",
    "lint.formats.jsons",
    "lint.formats.sarif",
    "lint.formats.github",
    "lint.formats.gitlab",
    "lint.formats.junit",
    "lint.formats.markdown",
    "lint.formats",
    "lint.outputs",
    "lint.clerk",
    "lint.work",
    "lint.progress",
    "lint.session",
    "lint.arguments",
    "conformance",
    "conformance.reply",
    "conformance.answer",
    "conformance.vectors",
    "conformance.program",
    "conformance.runner",
    "conformance.agreement",
    "conformance.command",
    "cli",
    "__main__",
]
MODULES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix("__init__").rstrip("."): path
    for path in PACKAGE.rglob("*.py")
}


def imported(module: str) -> set[str]:
    """The modules of the package that a module imports, wherever in it."""
    path = MODULES[module]
    package = module.split(".") if path.name == "__init__.py" else module.split(".")[:-1]
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = [*package[: len(package) - node.level + 1], *((node.module or "").split("."))]
            names = [".".join(filter(None, [*base, alias.name])) for alias in node.names]
            found |= {name if name in MODULES else ".".join(filter(None, base)) for name in names}
    return found


def test_every_module_has_its_floor() -> None:
    assert sorted(MODULES) == sorted(FLOORS)


@pytest.mark.parametrize("module", FLOORS)
def test_imports_point_downwards(module: str) -> None:
    below = set(FLOORS[: FLOORS.index(module)])
    assert imported(module) - below == set()
