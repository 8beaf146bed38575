"""The schemas that the command prints: of requests, snapshots and reports, used as editors and other tools use them."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any, Final

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kula_rules import MCP_CREATE, REST_CREATE, Snapshot, SnapshotError
from kula_rules.document_schemas import report_schema, snapshot_schema
from kula_rules.json_schema import DRAFT, json_schema

from .command import checked, run, write
from .laws.strategies import Json, any_json, complete_accounts, dice, poorer
from .support import ACCOUNT, planned, sent
from .test_integrations import run as run_tool

ROOT: Final = Path(__file__).parents[1]
EXAMPLES: Final = ROOT / "docs" / "examples"
SNAPSHOTS: Final = jsonschema.Draft202012Validator(snapshot_schema())
REPORTS: Final = jsonschema.Draft202012Validator(report_schema())


# --- the command -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "schema"),
    [
        ((), json_schema(REST_CREATE)),
        (("--surface", "rest"), json_schema(REST_CREATE)),
        (("--surface", "mcp"), json_schema(MCP_CREATE)),
        (("--application-in-path",), json_schema(REST_CREATE, application_in_path=True)),
        (("--of", "request"), json_schema(REST_CREATE)),
        (("--of", "snapshot"), snapshot_schema()),
        (("--of", "report"), report_schema()),
    ],
    ids=" ".join,
)
def test_the_command_prints_schemas(words: tuple[str, ...], schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    outcome = run("schema", *words)
    assert (outcome.status, outcome.document, outcome.err) == (0, schema, "")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ("--of", "snapshot", "--surface", "mcp"),
            "--surface and --application-in-path are about requests, not --of snapshot",
        ),
        (
            ("--of", "report", "--application-in-path"),
            "--surface and --application-in-path are about requests, not --of report",
        ),
        (
            ("--surface", "mcp", "--application-in-path"),
            "--application-in-path is about REST; with --surface mcp it is in the payload",
        ),
    ],
    ids=["a surface of snapshots", "a path of reports", "a path of the tool"],
)
def test_what_does_not_go_together_is_wrong_usage(words: tuple[str, ...], message: str) -> None:
    outcome = run("schema", *words)
    assert (outcome.status, outcome.out, outcome.err) == (2, "", message)


# --- requests, as an editor sees them --------------------------------------------------------------------------------

ACCEPTED: Final = {
    "a_week.json": False,  # an array of requests, to be sent one by one
    "external_event.json": True,
    "from_the_plan.json": True,
    "many_mistakes.json": False,
    "phone_screen.json": True,
    "zoom_host_is_no_interviewer.json": True,  # which is among what JSON Schema can not say
}


def test_another_tool_judges_the_examples_by_the_schema(tmp_path: Path) -> None:
    schema = write(tmp_path / "request.schema.json", json_schema(REST_CREATE))
    payloads = sorted((EXAMPLES / "payloads").iterdir())
    judged = {path.name: run_tool("check-jsonschema", "--schemafile", schema, path, cwd=tmp_path) for path in payloads}
    assert {name: done.returncode == 0 for name, done in judged.items()} == ACCEPTED
    assert "'office_id' is a required property" in judged["many_mistakes.json"].stdout


# --- snapshots -------------------------------------------------------------------------------------------------------


def is_loaded(document: Json) -> bool:
    try:
        Snapshot.from_dict(document)
    except SnapshotError:
        return False
    return True


def test_the_schema_accepts_the_snapshots_of_the_documentation() -> None:
    files = [EXAMPLES / "snapshot.json", *(ROOT / "docs" / "conformance" / "v1" / "snapshots").iterdir()]
    assert [list(SNAPSHOTS.iter_errors(json.loads(path.read_text("utf-8")))) for path in files] == [[]] * len(files)


@settings(max_examples=100, deadline=None)
@given(complete_accounts, dice)
def test_the_schema_accepts_what_is_loaded(account: dict[str, Json], less: Any) -> None:
    assert list(SNAPSHOTS.iter_errors(poorer(less, account))) == []


KEYS: Final = ("version", "users", "offices", "valid_organizers", "interview_plans", "complete", "only", "items", "id")
odd: Final[st.SearchStrategy[Json]] = st.one_of(
    any_json, st.sampled_from([0, -1, "", "7", True, [], {}, "active", [1, 0], 1.0, 2, 1.5, None])
)


def places(value: Json) -> list[tuple[Any, Any]]:
    """Every container of a document with each of its keys."""
    if not isinstance(value, (dict, list)):
        return []
    keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    return [(value, key) for key in keys] + [place for key in keys for place in places(value[key])]


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10**6), odd, st.none() | st.sampled_from(KEYS))
def test_what_the_schema_refuses_is_not_loaded(number: int, value: Json, key: str | None) -> None:
    """One place of a document holds something else, or has one key more. What is loaded, the schema accepts."""
    document = deepcopy(dict(ACCOUNT))
    container, at = places(document)[number % len(places(document))]
    if key is None or not isinstance(container[at], dict):
        container[at] = value
    else:
        container[at][key] = value
    assert SNAPSHOTS.is_valid(document) or not is_loaded(document)


MALFORMED: Final[dict[str, dict[str, Any]]] = {
    "no version": {},
    "another version": {"version": 2},
    "no such table": {"version": 1, "people": {"items": []}},
    "no items": {"version": 1, "users": {"complete": True}},
    "a word for complete": {"version": 1, "users": {"complete": "yes", "items": []}},
    "another filter": {"version": 1, "users": {"only": "deactivated", "items": []}},
    "a filter of offices": {"version": 1, "offices": {"only": "active", "items": []}},
    "no id": {"version": 1, "offices": {"items": [{}]}},
    "a bad id": {"version": 1, "offices": {"items": [{"id": 0}]}},
    "a bad attribute": {"version": 1, "users": {"items": [{"id": 1, "calendar_connected": "yes"}]}},
    "no id of a job": {"version": 1, "valid_organizers": {"": {"items": []}}},
    "no jobs": {"version": 1, "valid_organizers": {"items": []}},
    "a bad kind": {"version": 1, "interview_plans": {"1": {"items": [{"id": 1, "kind": "chat"}]}}},
    "a bad entry": {"version": 1, "interview_plans": {"1": {"items": [{"id": 1, "interviewer_ids": [0]}]}}},
    "a bad moment": {"version": 1, "taken_at": 7},
}


@pytest.mark.parametrize("document", MALFORMED.values(), ids=MALFORMED)
def test_what_is_malformed_neither_accepts(document: dict[str, Any]) -> None:
    assert (SNAPSHOTS.is_valid(document), is_loaded(document)) == (False, False)


@pytest.mark.parametrize("extra", [{"name": "Ada"}, {"status": None}, {"status": "away"}])
def test_records_may_carry_more_and_say_less(extra: dict[str, Any]) -> None:
    document = {"version": 1, "users": {"items": [{"id": "u-1", **extra}]}}
    assert (SNAPSHOTS.is_valid(document), is_loaded(document)) == (True, True)


def test_a_contradiction_is_what_the_schema_can_not_say() -> None:
    twice = {"version": 1, "users": {"items": [{"id": 1, "status": "active"}, {"id": "1", "status": "away"}]}}
    assert (SNAPSHOTS.is_valid(twice), is_loaded(twice)) == (True, False)


# --- reports ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A run with a bit of everything: fixes, exceptions, unchecked rules, notices."""
    folder = tmp_path_factory.mktemp("report")
    write(folder / "a.json", [sent(timezone="europe/berlin", extra=1), planned(), {"kind": 1}, sent()])
    (folder / "b.json").write_text("{", encoding="utf-8")
    (folder / "c.json").write_text("", encoding="utf-8")
    config = folder / "kula-rules.toml"
    config.write_text('[[exceptions]]\npath = "a.json"\ncodes = ["unknown_field"]\nreason = "known"\n', "utf-8")
    return checked(folder, "--config", config, "--output-format", "json").document


def test_the_schema_accepts_what_is_reported(report: Any) -> None:
    assert [error.message for error in REPORTS.iter_errors(report)] == []
    results = report["results"]
    assert [len(result["findings"]) for result in results] == [1, 0, 10, 0, 1, 1]
    assert [len(result["suppressed"]) for result in results] == [1, 0, 0, 0, 0, 0]


def test_the_schema_names_every_key_that_is_reported(report: Any) -> None:
    """Whoever adds a key to the output adds it here."""
    strict = jsonschema.Draft202012Validator(closed(report_schema()))
    assert [error.message for error in strict.iter_errors(report)] == []


def closed(schema: Any) -> Any:
    """A schema whose objects have no other keys than it names."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    inside = {key: closed(value) for key, value in schema.items()}
    is_object = schema.get("type") == "object" and "properties" in schema
    return inside | {"additionalProperties": False} if is_object else inside


@pytest.mark.parametrize("key", ["version", "surface", "now", "tzdata", "results", "summary", "notices"])
def test_a_report_without_a_key_is_none(key: str, report: Any) -> None:
    assert [error.message for error in REPORTS.iter_errors({k: v for k, v in report.items() if k != key})] == [
        f"'{key}' is a required property"
    ]


# --- docs/schema.md --------------------------------------------------------------------------------------------------

PAGE: Final = (ROOT / "docs" / "schema.md").read_text(encoding="utf-8")
FRAGMENT, _ = (json.loads(block) for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL))


def test_the_page_shows_a_fragment_as_it_is() -> None:
    assert [one for one in json_schema(REST_CREATE)["allOf"] if one["title"] == FRAGMENT["title"]] == [FRAGMENT]


@pytest.mark.parametrize("words", re.findall(r"^kula-rules ([^#>\n]+)", PAGE, re.MULTILINE))
def test_the_commands_of_the_page_print_a_schema_each(words: str) -> None:
    outcome = run(*words.split())
    assert (outcome.status, outcome.document["$schema"]) == (0, DRAFT)
