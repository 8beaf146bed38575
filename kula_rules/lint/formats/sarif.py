"""SARIF 2.1.0, for code scanning.

GitHub refuses a file with more than 25,000 results, or of more than 10 MB compressed; a run that finds so much needs
`--select`, or a baseline first.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import quote

from ... import __version__
from ...codes import FATAL
from ...contract import GROUPS, MCP_CREATE, REST_CREATE
from ...explain import explain, page
from ...rules import Rule
from ...times import TZDATA_VERSION
from ..results import Edit, Located, Notice, Region, Result, Run, Summary
from .harmless import encoded, file_label, path_in, shown
from .parts import Each, End, Format, Start
from .shared import separated
from .words import level_of, reasons

__all__ = ["SARIF"]

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_ROOT: Final = "%SRCROOT%"
_LONGEST_DESCRIPTION: Final = 1024  # that GitHub takes
_GROUP_OF: Final = {rule.code: group for group, rules in GROUPS.items() for rule in rules}


def _message(text: str) -> dict[str, str]:
    """A plain text message: no placeholder (braces are doubled) and no embedded link in it."""
    return {"text": shown(text).replace("{", "{{").replace("}", "}}").replace("](", "] (")}


def _rules(run: Run) -> tuple[Rule, ...]:
    """The rules that can be found to be broken; what makes a payload unreadable is found whatever was selected."""
    selected = {rule.code for rule in run.rules}
    return (*(REST_CREATE[code] for code in FATAL if code not in selected), *run.rules)


def _descriptor(rule: Rule) -> dict[str, Any]:
    precision = "very-high" if rule.severity == "error" else "high"
    tags = [_GROUP_OF[rule.code]] if rule.code in _GROUP_OF else []
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.sentence[:_LONGEST_DESCRIPTION]},
        "fullDescription": {"text": (rule.about or rule.sentence)[:_LONGEST_DESCRIPTION]},
        "help": _help(rule),
        "defaultConfiguration": {"level": rule.severity},
        "properties": {"precision": precision, "problem.severity": rule.severity, "tags": tags},
    }


def _help(rule: Rule) -> dict[str, str]:
    if _is_shipped(rule):
        return {"text": explain(rule.code), "markdown": page(rule.code)}
    return {"text": f"{rule.sentence} {rule.about}".strip()}


def _is_shipped(rule: Rule) -> bool:
    """Whether the rule is one of those that `explain` knows; a user's own may stand under the same code."""
    shipped = (rules[rule.code] for rules in (REST_CREATE, MCP_CREATE) if rule.code in rules)
    return any((rule.cases, rule.statement) == (known.cases, known.statement) for known in shipped)


def _head(run: Run) -> str:
    """The log up to its results, which it leaves open."""
    driver = {
        "name": "kula-rules",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_descriptor(rule) for rule in _rules(run)],
    }
    head = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder that paths are relative to."}}},
    }
    log = encoded({"$schema": _SCHEMA, "version": "2.1.0"})[:-1]
    return f'{log},"runs":[{encoded(head)[:-1]},"results":['


def _results(result: Result, run: Run) -> tuple[str, ...]:
    return separated([_result(located, result, run) for located in result.located])


def _result(located: Located, result: Result, run: Run) -> tuple[str, ...]:
    finding = located.finding
    before = {
        "ruleId": finding.code,
        "level": finding.severity,
        "message": _message(finding.message),
        "locations": [_location(located, result, run)],
    }
    after = {"properties": {"index": result.index}, **_fixes(located, result, run)}
    opening = f'\n{encoded(before)[:-1]},"partialFingerprints":{{"primaryLocationLineHash":"'
    return opening, located.fingerprint, f'"}},{encoded(after)[1:]}'


def _location(located: Located, result: Result, run: Run) -> dict[str, Any]:
    pointer = shown(located.finding.pointer)
    logical = {"logicalLocations": [{"fullyQualifiedName": pointer}]} if pointer else {}
    physical = {"artifactLocation": _artifact(result.source, run.root), "region": _region(located.region)}
    return {"physicalLocation": physical, **logical}


def _artifact(source: str, root: str) -> dict[str, str]:
    path = path_in(root, source)
    if os.path.isabs(path):
        return {"uri": PurePath(path).as_uri()}
    return {"uri": quote(os.fsencode(path)), "uriBaseId": _ROOT}


def _region(region: Region) -> dict[str, int]:
    return {
        "startLine": region.line,
        "startColumn": region.column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
    }


def _fixes(located: Located, result: Result, run: Run) -> dict[str, Any]:
    if located.fix is None or not located.edits:
        return {}
    change = {
        "artifactLocation": _artifact(result.source, run.root),
        "replacements": [_replacement(edit) for edit in located.edits],
    }
    return {"fixes": [{"description": _message(located.fix), "artifactChanges": [change]}]}


def _replacement(edit: Edit) -> dict[str, Any]:
    return {"deletedRegion": _region(edit.region), "insertedContent": {"text": edit.text}}


def _tail(run: Run, summary: Summary) -> str:
    invocation = {
        "executionSuccessful": all(notice.kind != "unreadable" for notice in summary.notices),
        "toolExecutionNotifications": [_notification(notice) for notice in summary.notices],
    }
    properties = {
        "surface": run.surface,
        "now": run.moment,
        "tzdata": TZDATA_VERSION,
        "suppressed": summary.suppressed,
        "unchecked": list(_unchecked(summary)),
    }
    return f"\n],{encoded({'invocations': [invocation], 'properties': properties})[1:]}]}}\n"


def _notification(notice: Notice) -> dict[str, Any]:
    return {
        "descriptor": {"id": notice.kind},
        "level": level_of(notice),
        "message": _message(f"{file_label(notice.source)}: {notice.message}"),
    }


def _unchecked(summary: Summary) -> Iterator[dict[str, Any]]:
    for needs, codes in reasons(summary.unchecked):
        yield {"needs": needs.split(", "), "codes": list(codes)}


SARIF: Final[Format] = (Start(_head), Each(_results, ",", findings_only=True, fingerprints=True), End(_tail))
"""A result for each finding, without those that are suppressed: GitHub would make alerts of them all the same."""
