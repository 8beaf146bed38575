"""The code quality report, by the fields that GitLab documents."""

from __future__ import annotations

import json

from kula_rules.lint.formats import FORMATS, render
from kula_rules.lint.results import Run, Summary

from .runs import HOSTILE, SHOWN_KEY, SHOWN_NAME, SHOWN_WORD, SMALL, written


def test_each_finding_is_a_violation() -> None:
    assert written("gitlab", SMALL) == (
        '[\n{"description":"/office_id: office_id must be present.","check_name":"err_onsite_office_required",'
        '"fingerprint":"00000000000000aa:1","severity":"major",'
        '"location":{"path":"a b.json","lines":{"begin":3,"end":3}}},\n'
        '{"description":"/scorecard_template_id: It is ignored.","check_name":"scorecard_template_ignored",'
        '"fingerprint":"00000000000000bb:1","severity":"minor",'
        '"location":{"path":"a b.json","lines":{"begin":5,"end":6}}},\n'
        '{"description":"[3]/scorecard_template_id: It is ignored.","check_name":"scorecard_template_ignored",'
        '"fingerprint":"00000000000000bb:2","severity":"minor",'
        '"location":{"path":"a b.json","lines":{"begin":5,"end":6}}},\n'
        '{"description":"expected a value","check_name":"invalid_json",'
        '"fingerprint":"00000000000000dd:1","severity":"major",'
        '"location":{"path":"<stdin>","lines":{"begin":1,"end":1}}}\n]\n'
    )


def test_a_run_without_findings_is_an_empty_report() -> None:
    assert json.loads(render(FORMATS["gitlab"], Run("rest", None), (), Summary())) == []


def test_what_would_break_out_is_made_visible() -> None:
    violations = json.loads(written("gitlab", HOSTILE))
    assert [(item["description"], item["location"]["path"]) for item in violations] == [
        (f'[7]/{SHOWN_KEY}: found "{SHOWN_WORD}"', SHOWN_NAME),
        (f"[7]/{SHOWN_KEY}/0: {SHOWN_WORD}", SHOWN_NAME),
    ]
