"""Hypothesis is needed for the strategies, and for nothing else."""

from __future__ import annotations

import ast
import importlib
import sys
from pathlib import Path

import pytest

import kula_rules
import kula_rules.strategies

PACKAGE = Path(kula_rules.__file__).parent


def test_without_hypothesis_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    with pytest.raises(
        ImportError, match=r"^kula_rules.strategies needs Hypothesis: pip install 'kula-rules\[hypothesis\]'$"
    ):
        importlib.reload(kula_rules.strategies)


def imports_hypothesis(path: Path) -> bool:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level]
    modules += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    return any(module.partition(".")[0] == "hypothesis" for module in modules)


def test_no_other_module_imports_it() -> None:
    importing = {path.parent for path in PACKAGE.rglob("*.py") if imports_hypothesis(path)}
    assert importing == {PACKAGE / "strategies"}


def test_the_public_names_are_there() -> None:
    names = ["WORLD", "World", "json_text", "partial", "requests", "violating", "worlds"]
    assert kula_rules.strategies.__all__ == names
    assert [name for name in names if not hasattr(kula_rules.strategies, name)] == []
