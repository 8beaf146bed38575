"""A rule set as JSON Schema 2020-12, derived from the rules: for editors, and for judges that know none of this code.

Each fragment has the code of its rule as `title` and what the rule says as `description`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from .codes import FATAL
from .contract import REST_CREATE
from .field_words import Field
from .fields import application_id, plan_driven
from .predicates import And, Not, Predicate, Present, Test
from .rule_sets import RuleSet
from .rules import Case, Rule
from .schema_terms import NotSayable, Schema, Terms, all_, types_of, values_of
from .shape import EXTERNAL, ID, IDS, Shape, documented, inherited

__all__ = ["DRAFT", "json_schema", "sayable"]

DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"


def json_schema(rules: RuleSet, *, application_in_path: bool = False) -> dict[str, Any]:
    """The JSON Schema of the requests in which the error rules of a rule set, as far as it can say them, find no fault.

    It judges the request alone, as `check` does without `now` and `snapshot`. `$comment` names the rules that it does
    not say. With `application_in_path` the body need not hold `application_id`; on mcp, which has no path, this
    is a `ValueError`.

    >>> from kula_rules import REST_CREATE
    >>> json_schema(REST_CREATE.only("err_end_time_before_start_time"))["allOf"][1]["then"]
    {'properties': {'duration_minutes': {'if': {'type': 'integer'}, 'then': {'exclusiveMinimum': 0}}}}
    """
    terms = _terms(rules, application_in_path)
    said = {rule.code: _said(rule, terms) for rule in rules if _is_error(rule)}
    return {
        "$schema": DRAFT,
        "title": f"A request that schedules an interview ({rules.surface})",
        "$comment": _comment(rules, [code for code, fragments in said.items() if fragments is None]),
        "properties": {name: _property(shape, rules) for name, shape in documented(rules.surface).items()},
        "allOf": [_OBJECT, *(fragment for fragments in said.values() for fragment in fragments or ())],
    }


def sayable(rules: RuleSet, *, application_in_path: bool = False) -> RuleSet:
    """The rules that the JSON Schema of a rule set says.

    >>> from kula_rules import MCP_CREATE
    >>> sayable(MCP_CREATE).codes[:3]
    ('not_an_object', 'invalid_type', 'invalid_value')
    """
    terms = _terms(rules, application_in_path)
    return rules.only(*(rule.code for rule in rules if _is_error(rule) and _said(rule, terms) is not None))


def _is_error(rule: Rule) -> bool:
    """Whether what it finds is a fault; what ends a check always is."""
    return rule.severity == "error" or rule.code in FATAL


def _terms(rules: RuleSet, application_in_path: bool) -> Terms:
    if application_in_path and rules.surface != "rest":
        raise ValueError("application_id is in the path of REST only; the mcp tool takes it in the payload")
    in_path = frozenset({application_id.name} if application_in_path else ())
    return Terms(frozenset(documented(rules.surface)), inherited(rules.surface), in_path)


def _comment(rules: RuleSet, unsaid: list[str]) -> str:
    warnings = [rule.code for rule in rules if not _is_error(rule)]
    lists = {"Not said here": unsaid, "Warnings, which are no faults": warnings}
    return " ".join(f"{title}: {', '.join(codes)}." for title, codes in lists.items() if codes)


def _titled(rule: Rule, sentence: str, schema: Schema) -> Schema:
    return {"title": rule.code, "description": sentence, **schema}


# --- the shape -------------------------------------------------------------------------------------------------------

_IN_PROPERTIES: Final = ("invalid_type", "invalid_value")
_OBJECT: Final = _titled(REST_CREATE["not_an_object"], REST_CREATE["not_an_object"].sentence, {"type": "object"})


def _property(shape: Shape, rules: RuleSet) -> Schema:
    schemas = zip(_IN_PROPERTIES, (_type(shape), values_of(shape)), strict=True)
    errors = {rule.code for rule in rules if _is_error(rule)}
    fragments = [{"title": code, **schema} for code, schema in schemas if schema and code in errors]
    return {"description": shape.kind.expected, "allOf": fragments} if fragments else {}


def _type(shape: Shape) -> Schema:
    """The JSON types of a field's value, and of what is in it; a null field counts as left out."""
    inside: Schema = {"items": {"type": types_of(ID)}} if shape.kind is IDS else {}
    if shape.name == "external":
        inside = {"properties": {name: _type(member) for name, member in EXTERNAL.items()}}
    return {"type": [*types_of(shape.kind), "null"], **inside}


# --- the rules -------------------------------------------------------------------------------------------------------


def _said(rule: Rule, terms: Terms) -> list[Schema] | None:
    """What a rule says beside the properties, `None` if JSON Schema can not say it."""
    if rule.code in ("not_an_object", *_IN_PROPERTIES):
        return []
    try:
        made = [(case, _demand(case, terms)) for case in rule.cases]
    except NotSayable:
        return None
    return [_titled(rule, rule.sentence_of(case), demand) for case, demand in made if demand] if made else None


def _demand(case: Case, terms: Terms) -> Schema:
    """Where the conditions certainly hold, what must hold possibly does; empty if that is always so."""
    assert isinstance(case.violation, And), "that is how a case is violated"
    *conditions, violated = case.violation.parts
    assert isinstance(violated, Not), "what must hold does not"
    if ~plan_driven in conditions:
        terms = replace(terms, inherited=frozenset())
    said: list[Schema] = []
    for condition in conditions:
        said.append(terms.certainly(condition))
        terms = replace(terms, sent=terms.sent | _shown_by(condition))
    where, demand = all_(said), terms.possibly(violated.part)
    return {"if": where, "then": demand} if where and demand else demand


def _shown_by(condition: Predicate) -> frozenset[str]:
    """The fields that are sent wherever the condition certainly holds."""
    shows = isinstance(condition, (Present, Test)) and isinstance(condition.subjects[0], Field)
    return frozenset({condition.subjects[0].name} if shows else ())
