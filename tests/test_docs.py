"""One list of codes, of names, of words: in the code, the documentation and the tests."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

import kula_rules
from kula_rules import MCP_CREATE, REST_CREATE, CreateInterview, RuleSet, fields
from kula_rules.codes import DOCUMENTED, ORDER, OWN_ERRORS, WARNINGS, rank
from kula_rules.contract import GROUPS
from kula_rules.contract.mcp import INPUTS, REST_ONLY
from kula_rules.contract.required import AD_HOC
from kula_rules.explain import explain, pages, table
from kula_rules.model import ExternalEvent
from kula_rules.shape import EXTERNAL, FIELDS
from kula_rules.words import AccountTable, Condition

DOCS = Path(__file__).parent.parent / "docs"
TESTS = Path(__file__).parent
INTERPRETATIONS = (DOCS / "interpretations.md").read_text(encoding="utf-8")


def test_the_committed_pages_are_what_the_rules_generate() -> None:
    committed = {path.name: path.read_text(encoding="utf-8") for path in (DOCS / "rules").iterdir()}
    assert committed == pages()


def test_the_api_page_documents_32_codes() -> None:
    assert len(DOCUMENTED) == 32
    assert {code for code, status in DOCUMENTED.items() if status == 404} == {"err_application_not_found"}
    assert set(DOCUMENTED.values()) == {404, 422}


def test_every_code_has_one_place_in_the_order() -> None:
    assert sorted(ORDER) == sorted({*DOCUMENTED, *OWN_ERRORS, *WARNINGS})
    assert [rank(code) for code in ORDER] == list(range(len(ORDER)))


def test_the_rest_rule_set_has_every_code_in_order() -> None:
    assert REST_CREATE.codes == ORDER


def test_the_tool_has_every_code_but_those_that_only_the_rest_page_has() -> None:
    assert MCP_CREATE.codes == tuple(code for code in ORDER if code not in REST_ONLY)


def test_severity_follows_the_lists_of_codes() -> None:
    assert {rule.code for rules in (REST_CREATE, MCP_CREATE) for rule in rules if rule.severity == "warning"} == set(
        WARNINGS
    )


def test_every_rule_is_in_one_group() -> None:
    assert sorted(rule.code for rules in GROUPS.values() for rule in rules) == sorted(ORDER)


@pytest.mark.parametrize("code", ORDER)
def test_every_code_is_tested_by_hand(code: str) -> None:
    paths = sorted((TESTS / "contract").glob("test_*.py"))
    texts = [path.read_text(encoding="utf-8") for path in paths if path.stem != "test_order_and_privacy"]
    assert [code for text in texts if f'"{code}"' in text][:1] == [code]


def test_every_interpretation_is_explained() -> None:
    assert re.findall(r"^\| (I\d+) \|", INTERPRETATIONS, re.MULTILINE) == [f"I{number}" for number in range(1, 19)]


CHANGES = re.findall(r"`(\.(?:replace|without)\(.*?\)|MCP_CREATE\.without\(.*?\))`", INTERPRETATIONS)


@pytest.mark.parametrize("change", CHANGES)
def test_every_way_to_change_an_interpretation_works(change: str) -> None:
    (setup,) = re.findall(r"```python\n(.*?)```", INTERPRETATIONS, re.DOTALL)
    expression = change if change.startswith("MCP_CREATE") else f"REST_CREATE{change}"
    names: dict[str, object] = {}
    exec(setup, names)  # noqa: S102  # it is our own text
    changed = eval(expression.replace(", ...)", ")"), names)  # noqa: S307  # as above
    assert isinstance(changed, RuleSet)
    assert changed not in (REST_CREATE, MCP_CREATE)


def test_there_are_ways_to_change_interpretations() -> None:
    assert len(CHANGES) == 11


def test_the_public_names_are_those_of_the_design() -> None:
    public = {"check", "check_json", "validate", "REST_CREATE", "MCP_CREATE", "Report", "Finding", "Unchecked"}
    public |= {"Snapshot", "SnapshotError", "InvalidRequest", "rule", "RuleSet", "fields", "CreateInterview"}
    assert set(kula_rules.__all__) == public
    assert dir(kula_rules) == sorted(public)
    assert [name for name in kula_rules.__all__ if not hasattr(kula_rules, name)] == []


def test_other_names_are_not_public() -> None:
    with pytest.raises(AttributeError, match="module 'kula_rules' has no attribute 'nope'"):
        _ = kula_rules.nope


def test_every_field_is_a_word() -> None:
    words = {name: getattr(fields, name) for name in FIELDS}
    assert {name: repr(word) for name, word in words.items()} == {name: name for name in FIELDS}
    assert {name: word.shape for name, word in words.items()} == dict(FIELDS)


def test_every_word_is_spelled_as_it_is_called() -> None:
    words = {name: word for name, word in vars(fields).items() if isinstance(word, (AccountTable, Condition))}
    assert {name: repr(word) for name, word in words.items()} == {name: name for name in words}
    assert len(words) == 10


def test_the_typed_request_has_the_fields_of_the_table() -> None:
    assert list(CreateInterview.model_fields) == list(FIELDS)
    assert list(ExternalEvent.model_fields) == list(EXTERNAL)
    required = [name for name, field in CreateInterview.model_fields.items() if field.is_required()]
    assert required == ["organizer_id", "application_id", "start_time", "timezone"]
    choices = {
        name: get_args(get_args(CreateInterview.model_fields[name].annotation)[0]) for name in ("kind", "location")
    }
    assert choices == {name: FIELDS[name].choices for name in choices}


def test_the_list_of_codes_is_in_order() -> None:
    assert [line.split()[0] for line in table().splitlines()] == list(ORDER)


def test_the_terminal_shows_the_page_without_its_marks() -> None:
    shown = explain("err_kind_required")
    assert shown.splitlines()[0] == "# err_kind_required"
    assert "`" not in shown
    assert shown.splitlines()[2:5] == [
        "- error, HTTP status 422, on rest and mcp",
        (
            "- reads: field.application_id, field.kind, field.stage_activity_id, snapshot.applications, "
            "snapshot.interview_plans"
        ),
        f"- source: {AD_HOC}; {INPUTS}",
    ]
