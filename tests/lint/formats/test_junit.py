"""JUnit's XML, read by junitparser and by the standard parser."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st
from junitparser import JUnitXml

from kula_rules.shape import visible
from kula_rules.times import TZDATA_VERSION

from .runs import HOSTILE, SHOWN_KEY, SHOWN_NAME, SHOWN_WORD, SMALL, hostile, written


def test_each_payload_is_a_case() -> None:
    assert written("junit", SMALL) == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<testsuites name="kula-rules" tests="6" failures="2" errors="1">\n'
        '<testsuite name="kula-rules" tests="6" failures="2" errors="1" skipped="1">\n'
        '<testcase classname="kula-rules" name="a b.json">\n'
        '<failure type="error" message="err_onsite_office_required">'
        "3:1: err_onsite_office_required at /office_id: office_id must be present.</failure>\n"
        "<system-out>5:28: scorecard_template_ignored at /scorecard_template_id: It is ignored.\n"
        "not checked for want of snapshot.offices: err_office_not_found</system-out>\n"
        "</testcase>\n"
        '<testcase classname="kula-rules" name="a b.json[1]"/>\n'
        '<testcase classname="kula-rules" name="a b.json[2]">\n'
        "<skipped>not checked for want of field.start_time, now: err_a, err_b</skipped>\n"
        "</testcase>\n"
        '<testcase classname="kula-rules" name="a b.json[3]">\n'
        "<system-out>5:28: scorecard_template_ignored at [3]/scorecard_template_id: It is ignored.</system-out>\n"
        "</testcase>\n"
        '<testcase classname="kula-rules" name="&lt;stdin&gt;">\n'
        '<failure type="error" message="invalid_json">1:10: invalid_json: expected a value</failure>\n'
        "</testcase>\n"
        '<testcase classname="kula-rules" name="gone.json">\n'
        '<error type="unreadable" message="No such file or directory"/>\n'
        "</testcase>\n"
        f"<system-out>surface rest, now 2026-11-20T08:00:00Z, zone data {TZDATA_VERSION}\n"
        "5 requests: 2 passed, 2 failed, 1 incomplete; 2 errors, 2 warnings; 1 suppressed; "
        "not checked: 3 rules (for want of field.start_time, now, snapshot.offices)</system-out>\n"
        "<system-err>x/*.json: note: the pattern matches no file to check\n"
        "kula-rules.toml: exceptions[0]: warning: no finding needs the exception</system-err>\n"
        "</testsuite>\n"
        "</testsuites>\n"
    )


def test_junitparser_counts_the_same() -> None:
    read = JUnitXml.fromstring(written("junit", SMALL).encode())
    (suite,) = read
    assert (suite.tests, suite.failures, suite.errors, suite.skipped) == (6, 2, 1, 1)
    assert [(case.name, [type(item).__name__ for item in case.result]) for case in suite] == [
        ("a b.json", ["Failure"]),
        ("a b.json[1]", []),
        ("a b.json[2]", ["Skipped"]),
        ("a b.json[3]", []),
        ("<stdin>", ["Failure"]),
        ("gone.json", ["Error"]),
    ]


def test_what_would_break_out_is_text() -> None:
    output = written("junit", HOSTILE)
    root = ET.fromstring(output)  # noqa: S314  # our own XML
    assert output.isascii()
    assert [case.get("name") for case in root.iter("testcase")] == [f"{SHOWN_NAME}[7]", SHOWN_NAME]
    assert [(item.tag, item.get("message"), item.text) for item in root.iter() if item.tag != "testcase"][2:5] == [
        ("failure", "invalid_value", f"2:1: invalid_value at [7]/{SHOWN_KEY}/0: {SHOWN_WORD}"),
        ("system-out", None, f'1:2: unknown_field at [7]/{SHOWN_KEY}: found "{SHOWN_WORD}"'),
        ("error", SHOWN_WORD, None),
    ]


@given(st.text())
def test_a_parser_reads_back_what_was_meant(word: str) -> None:
    output = written("junit", hostile(word.replace("#", ""), "name.json", "key"))
    root = ET.fromstring(output)  # noqa: S314  # our own XML
    errors = [item.get("message") for item in root.iter("error")]
    failures = [item.text for item in root.iter("failure")]
    shown = visible(word.replace("#", ""))
    assert (errors, failures) == ([shown], [f"2:1: invalid_value at [7]/key/0: {shown}"])
