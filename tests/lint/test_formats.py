"""The formats of output: pure functions from a run to text."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from kula_rules import Finding, Report, Unchecked
from kula_rules.lint.formats import FORMATS
from kula_rules.lint.results import Result, Run, Summary
from kula_rules.times import TZDATA_VERSION

ERROR = Finding("err_kind_required", "error", 422, "/kind", "kind must be present.", {"location": "zoom"})
WARNING = Finding("unknown_field", "warning", None, "/x\n\x1b[31m", 'found "x"', {"key": "x"})
BROKEN = Finding("invalid_json", "error", None, "", "expected JSON", {"line": 2, "column": 7})
REPORTS = (
    Report((ERROR, WARNING), (Unchecked("err_office_not_found", ("snapshot.offices",)),)),
    Report(),
    Report((), (Unchecked("err_a", ("now",)), Unchecked("err_b", ("now",)), Unchecked("err_c", ("field.x", "now")))),
)
RUN = Run(
    "rest",
    datetime(2026, 11, 20, 8, 0, tzinfo=UTC),
    (
        *(Result("a.json", index, report) for index, report in enumerate(REPORTS)),
        Result("b\udcff.json", 0, Report((BROKEN,))),
    ),
)


def test_a_run_is_counted() -> None:
    assert RUN.summary == Summary(checked=4, passed=1, failed=2, incomplete=1, errors=2, warnings=1)


def test_text_is_for_people() -> None:
    assert FORMATS["text"](RUN) == (
        "a.json[0]: fail\n"
        "  error: err_kind_required at /kind\n"
        "    kind must be present.\n"
        "  warning: unknown_field at /x\\n\\x1b[31m\n"
        '    found "x"\n'
        "  not checked for want of snapshot.offices: err_office_not_found\n"
        "a.json[1]: pass\n"
        "a.json[2]: incomplete\n"
        "  not checked for want of now: err_a, err_b\n"
        "  not checked for want of field.x, now: err_c\n"
        "b\\xff.json: fail\n"
        "  error: invalid_json at (the whole payload)\n"
        "    expected JSON\n"
        "4 requests: 1 passed, 2 failed, 1 incomplete; 2 errors, 1 warning\n"
        f"surface rest, now 2026-11-20T08:00:00Z, zone data {TZDATA_VERSION}\n"
    )


def test_text_says_that_time_is_undecided() -> None:
    assert FORMATS["text"](Run("mcp", None, ())) == (
        "0 requests: 0 passed, 0 failed, 0 incomplete; 0 errors, 0 warnings\n"
        f"surface mcp, now undecided, zone data {TZDATA_VERSION}\n"
    )


def test_json_is_for_programs() -> None:
    document = json.loads(FORMATS["json"](RUN))
    assert list(document) == ["version", "surface", "now", "tzdata", "results", "summary"]
    assert (document["version"], document["surface"], document["now"]) == (1, "rest", "2026-11-20T08:00:00Z")
    assert document["tzdata"] == TZDATA_VERSION
    assert document["results"][0] == {
        "source": "a.json",
        "index": 0,
        "verdict": "fail",
        "findings": [
            {**ERROR.to_dict(), "line": None, "column": None},
            {**WARNING.to_dict(), "line": None, "column": None},
        ],
        "unchecked": [{"code": "err_office_not_found", "needs": ["snapshot.offices"]}],
    }
    assert [(r["source"], r["index"], r["verdict"]) for r in document["results"]] == [
        ("a.json", 0, "fail"),
        ("a.json", 1, "pass"),
        ("a.json", 2, "incomplete"),
        ("b\\xff.json", 0, "fail"),
    ]
    assert [(f["line"], f["column"]) for f in document["results"][3]["findings"]] == [(2, 7)]
    assert document["summary"] == {
        "checked": 4,
        "passed": 1,
        "failed": 2,
        "incomplete": 1,
        "errors": 2,
        "warnings": 1,
    }
