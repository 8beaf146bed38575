"""Mutation testing: change the engine in one place at a time, and see that a test fails.

    python -m tests.mutation                              all that `[tool.mutation]` in pyproject.toml names
    python -m tests.mutation kula_rules/times.py:120 ...  some of it: a file, or one line of it

The changes are those of mutmut. Its own runner knows functions that are called while a test runs, but rules are values
that are made when their module is imported. So each mutant is imported anew here, in a process of its own.
"""

from __future__ import annotations

import gc
import importlib
import io
import os
import re
import resource
import signal
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.abc import MetaPathFinder, SourceLoader
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Final

import libcst as cst
from libcst.matchers import Name, matches
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators, operator_string

SETTINGS: Final = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "mutation"
]
LIBRARIES: Final = ("dateutil.parser", "hypothesis", "jsonschema", "pydantic", "pytest", "yaml")
MEMORY: Final = 4 << 30
_TYPE_ALIAS: Final = re.compile(r"_?[A-Z]\w*[a-z]\w*")
_UNMUTATED: Final = ("__all__", "__slots__")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one module."""

    path: Path
    line: int
    module: cst.Module = field(repr=False)
    node: cst.CSTNode = field(repr=False)
    changed: cst.CSTNode = field(repr=False)

    def source(self) -> str:
        """The whole module with the change."""
        return str(cst.ensure_type(self.module.deep_replace(self.node, self.changed), cst.Module).code)

    def __str__(self) -> str:
        was, is_now = (" ".join(self.module.code_for_node(n).split()) for n in (self.node, self.changed))
        return f"{self.path}:{self.line}  {was}  ->  {is_now}"


class _Changes(cst.CSTVisitor):
    """Collects the places of a module that can be changed, and how."""

    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, cst.CSTNode, cst.CSTNode]] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        if _says_nothing_at_run_time(node):
            return False
        for kind, operator in mutation_operators:
            if isinstance(node, kind):
                # A string is changed once, not in mutmut's three ways.
                for changed in islice(operator(node), 1 if operator is operator_string else None):
                    self.found.append((self.get_metadata(PositionProvider, node).start.line, node, changed))
        return True


def _says_nothing_at_run_time(node: cst.CSTNode) -> bool:
    """Annotations and aliases of types, notes to the type checker, what is exported, and how classes are stored."""
    if isinstance(node, cst.Assign) and isinstance(target := node.targets[0].target, cst.Name):
        return target.value in _UNMUTATED or bool(_TYPE_ALIAS.fullmatch(target.value))
    if isinstance(node, cst.FunctionDef):
        return any(matches(decorator.decorator, Name("abstractmethod")) for decorator in node.decorators)
    if isinstance(node, cst.Call):
        return matches(node.func, Name("AssertionError"))
    return isinstance(node, (cst.Annotation, cst.Assert, cst.Decorator, cst.Import, cst.ImportFrom))


def mutants(path: Path) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its lines."""
    wrapper = MetadataWrapper(cst.parse_module(path.read_text(encoding="utf-8")))
    changes = _Changes()
    wrapper.visit(changes)
    for line, node, changed in changes.found:
        yield Mutant(path, line, wrapper.module, node, changed)


class _Loader(SourceLoader):
    """Loads the text of a mutant in place of its module's."""

    def __init__(self, path: Path, source: str) -> None:
        self.path, self.source = path, source

    def get_filename(self, fullname: str) -> str:
        return str(self.path.resolve())

    def get_data(self, path: str) -> bytes:
        return self.source.encode()


class _Finder(MetaPathFinder):
    def __init__(self, path: Path, source: str) -> None:
        self.name = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
        self.loader = _Loader(path, source)

    def find_spec(self, name: str, path: object, target: ModuleType | None = None) -> ModuleSpec | None:
        file = self.loader.path.resolve()
        return spec_from_file_location(name, file, loader=self.loader) if name == self.name else None


def stages(path: Path) -> list[list[str]]:
    """The tests to run, those that mirror the module first: most mutants end there."""
    tests: list[str] = SETTINGS["tests"]
    mirrors = [f"tests/test_{path.stem}.py", f"tests/contract/test_{path.stem}.py"]
    first = [str(path), *(name for name in mirrors if Path(name).exists())]
    return [first, *([test] for test in tests if test not in first)]


def survives(path: Path, source: str) -> bool:
    """Whether all tests pass with this source of a module. For a process of its own, which it spoils."""
    import hypothesis
    import pytest

    sys.meta_path.insert(0, _Finder(path, source))
    sys.stdout = sys.stderr = io.StringIO()
    phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)  # a failure is enough, it need not shrink
    hypothesis.settings.register_profile("mutation", database=None, deadline=None, derandomize=True, phases=phases)
    hypothesis.settings.load_profile("mutation")
    options = ["-x", "-q", "--tb=no", "-p", "no:cacheprovider", "--disable-plugin-autoload", "--assert=plain"]
    fine = (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED)
    return all(pytest.main([*options, *tests]) in fine for tests in stages(path))


def start(mutant: Mutant) -> int:
    """Try a mutant in a new process; its exit status is 0 if it survives."""
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        signal.alarm(SETTINGS["timeout"])  # it ends the process
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        status = 0 if survives(mutant.path, mutant.source()) else 1
    finally:
        os._exit(status)


def try_all(tried: Iterable[Mutant], jobs: int) -> Iterator[tuple[Mutant, bool]]:
    """Each mutant, and whether it survived, as they end."""
    running: dict[int, Mutant] = {}
    for mutant in tried:
        if len(running) == jobs:
            yield _ended(running)
        running[start(mutant)] = mutant
    while running:
        yield _ended(running)


def _ended(running: dict[int, Mutant]) -> tuple[Mutant, bool]:
    pid, status = os.wait()
    return running.pop(pid), status == 0


def chosen(arguments: Sequence[str]) -> Iterator[Mutant]:
    """The mutants that the arguments name, all if there are none."""
    wanted: dict[Path, set[int]] = {}
    for argument in arguments:
        name, _, line = argument.partition(":")
        wanted.setdefault(Path(name), set()).update([int(line)] if line else [])
    for path in wanted or [path for pattern in SETTINGS["modules"] for path in sorted(Path().glob(pattern))]:
        lines = wanted.get(path)
        yield from (mutant for mutant in mutants(path) if not lines or mutant.line in lines)


def unchanged(path: Path) -> Mutant:
    """A mutant that is none; if it does not survive, the tests or this runner are at fault."""
    module = cst.parse_module(path.read_text(encoding="utf-8"))
    return Mutant(path, 1, module, module.body[0], module.body[0])


def main(arguments: Sequence[str]) -> int:
    """Try the mutants that were asked for, and print those that survive and the figures."""
    for name in LIBRARIES:
        importlib.import_module(name)  # once, before the processes part
    gc.freeze()
    wanted = list(chosen(arguments))
    if not all(lives for _, lives in try_all([unchanged(wanted[0].path)], jobs=1)):
        sys.exit("the tests fail, or take too long, without any change")
    begun, tried, survived = time.monotonic(), Counter[Path](), Counter[Path]()
    for mutant, lives in try_all(wanted, SETTINGS["jobs"]):
        tried[mutant.path] += 1
        survived[mutant.path] += lives
        if lives:
            _say(f"survived {mutant}")
    for path, count in tried.items():
        _say(f"{path}: {count} mutants, {survived[path]} survived")
    _say(f"{tried.total()} mutants, {survived.total()} survived, {time.monotonic() - begun:.0f} seconds")
    return 1 if survived.total() else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
