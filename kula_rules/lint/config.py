"""The configuration: where it is found, what it says, and what is in force without one."""

from __future__ import annotations

import copy
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Literal

from ..jsontext import BYTE_ORDER_MARK, JsonError, decode
from ..rule_sets import RuleSet
from ..shape import Surface, read_id, read_integer, visible
from .config_schema import CONFIG_SCHEMA
from .documents import DocumentError, read_bytes, require
from .globs import GlobError, Globs
from .selection import ALL, Level
from .streams import file_name
from .suppress import Exemption

__all__ = [
    "MAX_SIZE",
    "ConfigError",
    "FailOn",
    "Settings",
    "config_schema",
    "find_config",
    "load_config",
    "settings_dict",
]

FailOn = Literal["error", "warning", "never"]

MAX_SIZE: Final = 1_000_000
"""How many bytes the file of a configuration may have."""

_OWN_FILE: Final = "kula-rules.toml"
_SHARED_FILE: Final = "pyproject.toml"
_TABLE: Final = "tool.kula-rules"


class ConfigError(ValueError):
    """A configuration that can not be used. `place` is the key in it, empty where there is none."""

    def __init__(self, reason: str, place: str = "", file: str = "") -> None:
        super().__init__(reason, place, file)
        self.reason, self.place, self.file = reason, place, file

    def __str__(self) -> str:
        return ": ".join(part for part in (file_name(self.file), self.place, self.reason) if part)


@dataclass(frozen=True, slots=True)
class Settings:
    """What is in force; the defaults are what holds without a configuration. `dataclasses.replace` overrides."""

    config: str | None = None
    """The file that it was read from."""
    root: str = ""
    """The folder of that file, which globs are relative to; the working directory, if it is empty."""
    surface: Surface = "rest"
    snapshot: str | None = None
    application_id: int | str | None = None
    select: tuple[str, ...] = (ALL,)
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    severity: Mapping[str, Level] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    fail_on: FailOn = "error"
    require_complete: bool = False
    exclude: tuple[str, ...] = ()
    baseline: str | None = None
    jobs: int | None = None
    """How many processes; as many as there are cores, if it is not said."""
    show_values: bool = False
    exceptions: tuple[Exemption, ...] = ()


def find_config(start: Path) -> Path | None:
    """The configuration of a folder: the closest one upwards, a `kula-rules.toml` before a `pyproject.toml`.

    A `pyproject.toml` that holds no `[tool.kula-rules]` is passed over.

    Raises:
        ConfigError: a `pyproject.toml` on the way can not be read.
    """
    folder = Path(os.path.realpath(start))
    for parent in (folder, *folder.parents):
        for path in (parent / _OWN_FILE, parent / _SHARED_FILE):
            if os.path.isfile(path) and (path.name == _OWN_FILE or _has_table(path)):
                return path
    return None


def _has_table(path: Path) -> bool:
    data = _read(path)
    return b"kula-rules" in data and _table(_parse(data, path)) is not None


def _table(document: dict[str, Any]) -> object:
    tool = document.get("tool")
    return tool.get("kula-rules") if isinstance(tool, dict) else None


def load_config(path: Path) -> Settings:
    """The settings in a file: in its table `[tool.kula-rules]` if it is a `pyproject.toml`, else at its top level.

    Paths in it are relative to its folder.

    Raises:
        ConfigError: it can not be read or is malformed; the message names the file, the key and the reason.
    """
    document: Any = _parse(_read(path), path)
    prefix = ""
    if path.name == _SHARED_FILE:
        document, prefix = _table(document), _TABLE
        if document is None:
            raise ConfigError(f"there is no table [{_TABLE}]", file=str(path))
    elif _table(document) is not None:
        raise ConfigError(f"in {path.name} the settings stand at the top, without [{_TABLE}]", file=str(path))
    try:
        require(document, CONFIG_SCHEMA, prefix)
        return _settings(document, path, prefix)
    except DocumentError as error:
        raise ConfigError(error.reason, error.place, str(path)) from None


def _read(path: Path) -> bytes:
    try:
        return read_bytes(str(path), MAX_SIZE)
    except DocumentError as error:
        raise ConfigError(error.reason, file=str(path)) from None


_LONG_KEY: Final = re.compile(rb"(?<![\"'\w.-])(?:[\"'\w-]++[ \t]*+\.[ \t]*+){64}")


def _parse(data: bytes, path: Path) -> dict[str, Any]:
    import tomllib  # slow to import, and needed where there is a configuration only

    if _LONG_KEY.search(data):  # the parser's memory grows with the square of a key's parts
        raise ConfigError("a key has too many parts", file=str(path))
    try:
        return tomllib.loads(decode(data, "TOML").removeprefix(BYTE_ORDER_MARK))
    except JsonError as error:
        why = error.reason
    except tomllib.TOMLDecodeError as error:
        why = _toml_reason(str(error))
    except ValueError:  # of the interpreter, about its limit
        why = "an integer has too many digits"
    except RecursionError:
        why = "arrays and tables nest too deep"
    raise ConfigError(f"expected TOML, found: {why}", file=str(path))


def _toml_reason(message: str) -> str:
    """The parser's message, short; it may hold keys of any length, and where the text is wrong comes last."""
    found = re.fullmatch(r"(.*?)(?: \(at ([^()]*)\))?", message, re.DOTALL)
    assert found is not None, "it matches any text"
    why = visible(found[1][:1].lower() + found[1][1:], 100)
    return f"{why} ({found[2]})" if found[2] else why


def _settings(document: Mapping[str, Any], path: Path, prefix: str) -> Settings:
    """The settings of a document that its schema allows."""
    root = os.path.dirname(os.path.abspath(path))
    inside = f"{prefix}." if prefix else ""
    readers: dict[str, Callable[[Any], object]] = {
        "snapshot": lambda name: os.path.join(root, name),
        "baseline": lambda name: os.path.join(root, name),
        "application-id": read_id,
        "jobs": read_integer,
        "severity": lambda levels: MappingProxyType(dict(levels)),
        "exclude": lambda globs: tuple(_glob(glob, f"{inside}exclude[{at}]") for at, glob in enumerate(globs)),
        "exceptions": lambda items: tuple(
            _exemption(item, f"{inside}exceptions[{at}]", path) for at, item in enumerate(items)
        ),
    }
    values: dict[str, Any] = {_name(key): readers.get(key, _frozen)(value) for key, value in document.items()}
    return Settings(config=str(path), root=root, **values)


def _name(key: str) -> str:
    return key.replace("-", "_")


def _frozen(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _glob(pattern: str, place: str) -> str:
    try:
        Globs([pattern])
    except GlobError as error:
        raise DocumentError(str(error), place) from None
    return pattern


def _exemption(item: Mapping[str, Any], place: str, path: Path) -> Exemption:
    _glob(item["path"], f"{place}.path")
    expires = item.get("expires")
    return Exemption(
        item["path"],
        item["reason"],
        tuple(item.get("codes", ())),
        item.get("pointer"),
        date.fromisoformat(expires) if isinstance(expires, str) else expires,
        f"{file_name(path.name)}: {place}",
    )


def config_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a configuration, with the defaults. Whether a glob is well formed it can not say.

    >>> config_schema()["properties"]["fail-on"]["default"]
    'error'
    """
    schema = copy.deepcopy(CONFIG_SCHEMA)
    for key, setting in schema["properties"].items():
        default = _plain(getattr(Settings(), _name(key)))
        if default is not None:
            setting["default"] = default
    return schema


def settings_dict(settings: Settings, rules: RuleSet) -> dict[str, Any]:
    """What is in force, as JSON data; `rules` are those that the settings select.

    >>> from kula_rules import REST_CREATE
    >>> settings_dict(Settings(), REST_CREATE.only("missing_field"))["rules"]
    {'missing_field': 'error'}
    """
    values = {part.name.replace("_", "-"): _plain(getattr(settings, part.name)) for part in fields(settings)}
    return {**values, "rules": {rule.code: rule.severity for rule in rules}}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(entry) for entry in value]
    if isinstance(value, Exemption):
        return {part.name: _plain(getattr(value, part.name)) for part in fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    return dict(value) if isinstance(value, Mapping) else value
