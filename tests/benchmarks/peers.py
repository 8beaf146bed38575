"""The same work done by others: from the bytes of a payload to all that they find wrong with it.

None of them can say everything that the contract does; what each says is beside it. A peer that is not installed is
left out, and named.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Final

from kula_rules import REST_CREATE
from kula_rules.json_schema import json_schema

from .handmade import SCHEMA, Ruled, Typed

__all__ = ["HANDWRITTEN", "LIMITS", "PARSING", "PEERS", "STRUCTURE", "Check", "available"]

Check = Callable[[bytes], object]
"""What a payload is refused for, something false if for nothing."""


def jsonschema_rs(schema: dict[str, Any]) -> Check:
    """All errors, by the fastest validator of JSON Schema."""
    loads, errors = import_module("orjson").loads, import_module("jsonschema_rs").validator_for(schema).iter_errors
    return lambda data: list(errors(loads(data)))


def jsonschema(schema: dict[str, Any]) -> Check:
    """All errors, by the reference for Python."""
    loads, errors = import_module("orjson").loads, import_module("jsonschema").Draft202012Validator(schema).iter_errors
    return lambda data: list(errors(loads(data)))


def fastjsonschema(schema: dict[str, Any]) -> Check:
    """The first error, by code made from the schema, which it reads as one of draft 7; ours mean the same in both."""
    library, loads = import_module("fastjsonschema"), import_module("orjson").loads
    validate = library.compile(schema | {"$schema": "http://json-schema.org/draft-07/schema#"})
    return _catching(lambda data: validate(loads(data)), library.JsonSchemaException)


def msgspec(model: type[Typed]) -> Check:
    """The first error of the types."""
    library = import_module("msgspec")
    fields = [
        (name, field.annotation) if field.is_required() else (name, field.annotation, None)
        for name, field in model.model_fields.items()
    ]
    return _catching(library.json.Decoder(library.defstruct("Request", fields)).decode, library.ValidationError)


def pydantic(model: type[Typed]) -> Check:
    """All errors of the types; those of rules only where the types are right."""
    return _catching(model.model_validate_json, import_module("pydantic").ValidationError, lambda error: error.errors())


def _catching(validate: Check, refusal: type[Exception], explain: Callable[[Any], object] = str) -> Check:
    def check(data: bytes) -> object:
        try:
            validate(data)
        except refusal as error:
            return explain(error)
        return None

    return check


STRUCTURE: Final = "jsonschema-rs, structure"
HANDWRITTEN: Final = "pydantic, hand-written rules"
PEERS: Final[Mapping[str, Callable[[], Check]]] = {
    STRUCTURE: lambda: jsonschema_rs(SCHEMA),
    "jsonschema-rs, our schema": lambda: jsonschema_rs(json_schema(REST_CREATE)),
    "fastjsonschema, structure (first error)": lambda: fastjsonschema(SCHEMA),
    "fastjsonschema, our schema (first error)": lambda: fastjsonschema(json_schema(REST_CREATE)),
    "jsonschema, structure": lambda: jsonschema(SCHEMA),
    "msgspec, types (first error)": lambda: msgspec(Typed),
    "pydantic, types": lambda: pydantic(Typed),
    HANDWRITTEN: lambda: pydantic(Ruled),
}
"""Who checks, and what, by name; "our schema" is `kula-rules schema`, which says what JSON Schema can say."""

PARSING: Final = "orjson.loads"
LIMITS: Final[Mapping[str, Callable[[], Check]]] = {
    PARSING: lambda: import_module("orjson").loads,
    "pydantic_core.from_json": lambda: import_module("pydantic_core").from_json,
    "json.loads": lambda: import_module("json").loads,
}
"""What parsing alone costs."""


def available(makers: Mapping[str, Callable[[], Check]]) -> tuple[dict[str, Check], list[str]]:
    """Those that are installed, and the names of the others."""
    made: dict[str, Check] = {}
    missing: list[str] = []
    for name, make in makers.items():
        try:
            made[name] = make()
        except ModuleNotFoundError:
            missing.append(name)
    return made, missing
