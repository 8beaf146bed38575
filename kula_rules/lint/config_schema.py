"""What a configuration may say, as JSON Schema: the one table of settings, which files are checked by as well."""

from __future__ import annotations

from typing import Any, Final

from ..codes import FATAL
from .selection import ALWAYS_REPORTED, NAMES

__all__ = ["CONFIG_SCHEMA", "MAX_JOBS"]

MAX_JOBS: Final = 64
"""How many processes a run may have."""

Schema = dict[str, Any]


def _choice(*choices: str) -> Schema:
    return {"enum": list(choices), "title": f"one of {', '.join(choices)}"}


def _list(items: Schema, title: str, **more: object) -> Schema:
    return {"type": "array", "title": title, "items": items, **more}


_SWITCH: Final[Schema] = {"type": "boolean", "title": "true or false"}
_NAME: Final[Schema] = {"enum": list(NAMES), "title": "the code of a rule, a group of rules or ALL"}
_IGNORABLE: Final[Schema] = {**_NAME, "not": {"enum": list(FATAL), "title": ALWAYS_REPORTED}}
_NAMES: Final = _list(_NAME, "a list of codes, groups or ALL")
_LEVEL: Final = _choice("error", "warning", "off")
_FATAL_LEVEL: Final[Schema] = {**_LEVEL, "not": {"enum": ["warning", "off"], "title": ALWAYS_REPORTED}}
_PATH: Final[Schema] = {"type": "string", "title": "a path", "minLength": 1}
_GLOB: Final[Schema] = {"type": "string", "title": "a pattern as in .gitignore", "pattern": r"^(?!#)[\s\S]*\S"}
_OWN_GLOB: Final[Schema] = {
    **_GLOB,
    "title": "a pattern as in .gitignore that takes nothing back",
    "pattern": r"^(?!#)[^!]*[^!\s]",
}
_TEXT: Final[Schema] = {"type": "string", "title": "a text that is not blank", "pattern": r"\S"}
_POINTER: Final[Schema] = {
    "type": "string",
    "title": "a JSON Pointer such as /interviewer_ids/0",
    "pattern": r"^(/([^~/]|~[01])*)*$",
}
_DATE: Final[Schema] = {
    "type": "string",
    "title": "a date such as 2026-12-31",
    "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    "format": "date",
}
_ID: Final[Schema] = {
    "type": ["integer", "string"],
    "title": "an id (a positive integer or a non-empty string)",
    "minimum": 1,
    "minLength": 1,
}


def _table(title: str, properties: Schema, **more: object) -> Schema:
    return {"type": "object", "title": title, "properties": properties, "additionalProperties": False, **more}


def _setting(description: str, schema: Schema) -> Schema:
    return {**schema, "description": description}


_EXCEPTION: Final = _table(
    "a table with path, reason, and codes or pointer",
    {
        "path": _setting("Which files, relative to the folder of the configuration.", _OWN_GLOB),
        "codes": _setting(
            "Which findings: codes, groups or ALL.", {**_NAMES, "title": f"{_NAMES['title']}, not empty", "minItems": 1}
        ),
        "pointer": _setting("Which findings: those of this value of a payload, and of what is in it.", _POINTER),
        "reason": _setting("Why they are accepted.", _TEXT),
        "expires": _setting("The last day on which they are.", _DATE),
    },
    required=["path", "reason"],
    anyOf=[{"required": ["codes"]}, {"required": ["pointer"]}],
)

CONFIG_SCHEMA: Final[Schema] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "description": "The table [tool.kula-rules] of a pyproject.toml, or the whole of a kula-rules.toml.",
    **_table(
        "a table of settings of kula-rules",
        {
            "surface": _setting("Which API the payloads are for.", _choice("rest", "mcp")),
            "snapshot": _setting("What is known of the account, relative to the folder of the configuration.", _PATH),
            "application-id": _setting("The application in the request's path (rest only).", _ID),
            "select": _setting("The rules that count.", _NAMES),
            "ignore": _setting("The rules that do not count.", {**_NAMES, "items": _IGNORABLE}),
            "extend-select": _setting("The rules that count besides those of select.", _NAMES),
            "severity": _setting(
                "How much a rule or a group of rules counts.",
                _table(
                    "a table of severities by code, group or ALL",
                    {name: _FATAL_LEVEL if name in FATAL else _LEVEL for name in NAMES},
                ),
            ),
            "fail-on": _setting("Which findings make the run fail.", _choice("error", "warning", "never")),
            "require-complete": _setting("Whether a rule that could not be checked makes the run fail.", _SWITCH),
            "exclude": _setting(
                "Which files are left out, relative to the folder of the configuration.",
                _list(_GLOB, "a list of patterns as in .gitignore"),
            ),
            "baseline": _setting("The known findings, relative to the folder of the configuration.", _PATH),
            "jobs": _setting(
                "How many processes check.",
                {"type": "integer", "title": f"an integer from 1 to {MAX_JOBS}", "minimum": 1, "maximum": MAX_JOBS},
            ),
            "show-values": _setting("Whether values that may be private are shown.", _SWITCH),
            "exceptions": _setting("Findings that are accepted.", _list(_EXCEPTION, "a list of tables")),
        },
    ),
}
