"""The JSON Schemas of what the command reads and writes beside requests: snapshots, and its `json` output."""

from __future__ import annotations

from typing import Any, Final

from .account import ATTRIBUTES, PER_JOB
from .codes import ORDER
from .json_schema import DRAFT
from .schema_terms import Schema, valid_of
from .shape import FIELDS, ID, Kind

__all__ = ["report_schema", "snapshot_schema"]

_ID: Final = valid_of(ID)


def snapshot_schema() -> dict[str, Any]:
    """The JSON Schema of a native snapshot document.

    >>> sorted(snapshot_schema()["properties"]["offices"]["properties"])
    ['complete', 'items']
    """
    return {
        "$schema": DRAFT,
        "title": "What is known about an account",
        "$comment": "Not said here: what taken_at looks like, and that a snapshot does not contradict itself.",
        "type": "object",
        "required": ["version"],
        "properties": {
            "version": {"const": 1},
            "taken_at": {"description": "When it was taken: with a UTC offset.", "type": ["string", "null"]},
            **{name: _by_job(_table(name)) if name in PER_JOB else _table(name) for name in ATTRIBUTES},
        },
        "additionalProperties": False,
    }


def _by_job(table: Schema) -> Schema:
    return {
        "description": "A table for each job, by its id.",
        "type": "object",
        "propertyNames": {"minLength": 1},
        "additionalProperties": table,
    }


def _table(name: str) -> Schema:
    only: Schema = {"description": "What the list was filtered by.", "enum": ["active", None]}
    return {
        "type": "object",
        "required": ["items"],
        "properties": {
            "complete": {"description": "Whether these are all that there are.", "type": ["boolean", "null"]},
            **({"only": only} if name == "users" else {}),
            "items": {"type": "array", "items": _record(name)},
        },
        "additionalProperties": False,
    }


def _record(table: str) -> Schema:
    attributes = {name: _attribute(table, name, kind) for name, kind in ATTRIBUTES[table].items()}
    return {"type": "object", "required": ["id"], "properties": {"id": _ID, **attributes}}


def _attribute(table: str, name: str, kind: Kind) -> Schema:
    choices = FIELDS[name].choices if table == "interview_plans" and name in FIELDS else ()
    return {"anyOf": [valid_of(kind, choices), {"type": "null"}]}


# --- reports ---------------------------------------------------------------------------------------------------------

_TEXT: Final[Schema] = {"type": "string"}
_COUNT: Final[Schema] = {"type": "integer", "minimum": 0}
_PLACE: Final[Schema] = {"type": "integer", "minimum": 1}
_REGION: Final = dict.fromkeys(("line", "column", "end_line", "end_column"), _PLACE)


def _object(properties: Schema) -> Schema:
    """An object that has all these keys; later versions may have more."""
    return {"type": "object", "required": list(properties), "properties": properties}


def _array(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


_EDIT: Final = _object({**_REGION, "text": _TEXT})
_FINDING: Final[Schema] = {
    "code": {"enum": list(ORDER)},
    "severity": {"enum": ["error", "warning"]},
    "status": {"enum": [404, 422, None]},
    "pointer": {"description": "A JSON Pointer into the payload.", **_TEXT},
    "message": _TEXT,
    "params": {"description": "The facts of the message.", "type": "object"},
    **_REGION,
    "fingerprint": {"description": "What a baseline knows it by.", **_TEXT},
    "fix": _or_null(_object({"description": _TEXT, "edits": _array(_EDIT)})),
}
_SUPPRESSION: Final = _object({"kind": {"enum": ["baseline", "exception"]}, "reason": _TEXT})
_RESULT: Final = _object(
    {
        "source": _TEXT,
        "index": {"description": "The payload's position in its file.", **_COUNT},
        "verdict": {"enum": ["pass", "fail", "incomplete"]},
        "findings": _array(_object(_FINDING)),
        "unchecked": _array(_object({"code": {"enum": list(ORDER)}, "needs": {**_array(_TEXT), "minItems": 1}})),
        "suppressed": _array(_object({**_FINDING, "suppression": _SUPPRESSION})),
    }
)
_COUNTS: Final = ("checked", "passed", "failed", "incomplete", "errors", "warnings", "suppressed")


def report_schema() -> dict[str, Any]:
    """The JSON Schema of what `check --output-format json` writes.

    >>> report_schema()["properties"]["version"]
    {'const': 1}
    """
    return {
        "$schema": DRAFT,
        "title": "A run of kula-rules check",
        **_object(
            {
                "version": {"const": 1},
                "surface": {"enum": ["rest", "mcp"]},
                "now": _or_null({**_TEXT, "description": "The moment judged by.", "format": "date-time"}),
                "tzdata": {"description": "The version of the zone database.", **_TEXT},
                "results": _array(_RESULT),
                "summary": _object(dict.fromkeys(_COUNTS, _COUNT)),
                "notices": _array(_object({"kind": _TEXT, "source": _TEXT, "message": _TEXT})),
            }
        ),
    }
