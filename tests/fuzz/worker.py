"""The process that fuzzes: the library is instrumented as it is imported, so that nothing may import it before.

`__main__` starts it with the name of a target and the fuzzer's own flags.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any, Final

_SECONDS: Final = 4.0  # what is traced takes longer


def main() -> None:
    name, *flags = sys.argv[1:]
    atheris: Any = import_module("atheris")  # which has no types
    with atheris.instrument_imports(include=["kula_rules"]):
        import_module("kula_rules.lint.yaml_places")  # the library imports it when it is first needed
        from .mutation import varied
        from .targets import attempt

    def target(data: bytes) -> None:
        attempt(name, data, _SECONDS)

    def mutator(data: bytes, size: int, seed: int) -> bytes:
        return varied(data, size, seed, atheris.Mutate)

    atheris.Setup([sys.argv[0], *flags], target, custom_mutator=mutator)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
