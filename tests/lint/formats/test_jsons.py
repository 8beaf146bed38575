"""The formats for programs: JSON and JSON Lines."""

from __future__ import annotations

import json
from typing import Any

from kula_rules import check
from kula_rules.lint.formats import FORMATS, render
from kula_rules.lint.results import Run, Summary
from kula_rules.times import TZDATA_VERSION

from .runs import HOSTILE, SMALL, written

BASIS = {"surface": "rest", "now": "2026-11-20T08:00:00Z", "tzdata": TZDATA_VERSION}


def scorecard(fingerprint: str) -> dict[str, Any]:
    return {
        "code": "scorecard_template_ignored",
        "severity": "warning",
        "status": None,
        "pointer": "/scorecard_template_id",
        "message": "It is ignored.",
        "params": {},
        "line": 5,
        "column": 28,
        "end_line": 6,
        "end_column": 2,
        "fingerprint": fingerprint,
        "fix": {
            "description": "remove scorecard_template_id",
            "edits": [{"line": 5, "column": 3, "end_line": 6, "end_column": 3, "text": ""}],
        },
    }


RESULTS: list[dict[str, Any]] = [
    {
        "source": "a b.json",
        "index": 0,
        "verdict": "fail",
        "findings": [
            {
                "code": "err_onsite_office_required",
                "severity": "error",
                "status": 422,
                "pointer": "/office_id",
                "message": "office_id must be present.",
                "params": {"location": "x"},
                "line": 3,
                "column": 1,
                "end_line": 3,
                "end_column": 2,
                "fingerprint": "00000000000000aa:1",
                "fix": None,
            },
            scorecard("00000000000000bb:1"),
        ],
        "unchecked": [{"code": "err_office_not_found", "needs": ["snapshot.offices"]}],
        "suppressed": [],
    },
    {"source": "a b.json", "index": 1, "verdict": "pass", "findings": [], "unchecked": [], "suppressed": []},
    {
        "source": "a b.json",
        "index": 2,
        "verdict": "incomplete",
        "findings": [],
        "unchecked": [
            {"code": "err_b", "needs": ["field.start_time", "now"]},
            {"code": "err_a", "needs": ["field.start_time", "now"]},
        ],
        "suppressed": [
            {
                "code": "err_start_time_not_aligned",
                "severity": "error",
                "status": 422,
                "pointer": "/start_time",
                "message": "start_time must be aligned.",
                "params": {},
                "line": 9,
                "column": 17,
                "end_line": 9,
                "end_column": 39,
                "fingerprint": "00000000000000cc:1",
                "fix": None,
                "suppression": {"kind": "exception", "reason": "an old fixture"},
            }
        ],
    },
    {
        "source": "a b.json",
        "index": 3,
        "verdict": "pass",
        "findings": [scorecard("00000000000000bb:2")],
        "unchecked": [],
        "suppressed": [],
    },
    {
        "source": "-",
        "index": 0,
        "verdict": "fail",
        "findings": [
            {
                "code": "invalid_json",
                "severity": "error",
                "status": None,
                "pointer": "",
                "message": "expected a value",
                "params": {"line": 1, "column": 10},
                "line": 1,
                "column": 10,
                "end_line": 1,
                "end_column": 10,
                "fingerprint": "00000000000000dd:1",
                "fix": None,
            }
        ],
        "unchecked": [],
        "suppressed": [],
    },
]
SUMMARY = {"checked": 5, "passed": 2, "failed": 2, "incomplete": 1, "errors": 2, "warnings": 2, "suppressed": 1}
NOTICES = [
    {"kind": "unreadable", "source": "gone.json", "message": "No such file or directory"},
    {"kind": "empty", "source": "x/*.json", "message": "the pattern matches no file to check"},
    {
        "kind": "unused-exception",
        "source": "kula-rules.toml: exceptions[0]",
        "message": "no finding needs the exception",
    },
]


def test_json_is_one_document() -> None:
    document = json.loads(written("json", SMALL))
    assert document == {"version": 1, **BASIS, "results": RESULTS, "summary": SUMMARY, "notices": NOTICES}
    assert list(document) == ["version", "surface", "now", "tzdata", "results", "summary", "notices"]
    assert [list(result) for result in document["results"]] == [list(result) for result in RESULTS]


def test_json_of_nothing() -> None:
    assert render(FORMATS["json"], Run("mcp", None), (), Summary()) == (
        f'{{"version":1,"surface":"mcp","now":null,"tzdata":"{TZDATA_VERSION}","results":[\n],"summary":'
        '{"checked":0,"passed":0,"failed":0,"incomplete":0,"errors":0,"warnings":0,"suppressed":0},"notices":[]}\n'
    )


def test_json_lines_are_a_document_each() -> None:
    lines = [json.loads(line) for line in written("jsonl", SMALL).splitlines()]
    assert lines == [
        *({"version": 1, **result} for result in RESULTS),
        {"version": 1, "summary": SUMMARY, "notices": NOTICES, **BASIS},
    ]


def test_findings_are_those_of_the_report() -> None:
    for result, document in zip(SMALL.results, json.loads(written("json", SMALL))["results"], strict=True):
        findings = result.report.to_dict()["findings"]
        assert [one | known for one, known in zip(document["findings"], findings, strict=True)] == document["findings"]


def test_text_from_outside_is_what_it_was_once_it_is_read() -> None:
    output = written("json", HOSTILE)
    document = json.loads(output)
    assert output.isascii()
    assert [finding["message"] for finding in document["results"][0]["findings"]] == [
        found.finding.message for found in HOSTILE.results[0].located
    ]
    assert document["results"][0]["findings"][0]["params"] == {"key": "\u202e`|[b](c)@e<i>]]>\x00##[error]"}
    assert document["results"][0]["source"] == " ::error file=a,line=1::<b>|`\\|\n\\xff'\"##vso[x]%25.json"
    assert [json.loads(line) for line in written("jsonl", HOSTILE).splitlines()] == [
        {"version": 1, **document["results"][0]},
        {key: document[key] for key in ("version", "summary", "notices", "surface", "now", "tzdata")},
    ]


def test_numbers_that_json_does_not_have_do_not_reach_it() -> None:
    report = check({"duration_minutes": float("inf"), "interviewer_ids": [float("nan")]}, now=None)
    json.dumps(report.to_dict(), allow_nan=False)
