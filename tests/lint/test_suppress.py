"""Findings that do not count, and what has outlived its use."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kula_rules import REST_CREATE, Finding, Report, Unchecked, check_json
from kula_rules.lint.baseline import BaselineError, Known, baseline_text, fingerprint, known_of, load_baseline
from kula_rules.lint.globs import GlobError
from kula_rules.lint.results import Located, Notice, Region, Result, Suppression
from kula_rules.lint.suppress import Exemption, Suppressor
from tests.support import NOW, report_on, sent

TODAY = date(2026, 11, 20)
KIND = Finding("err_kind_required", "error", 422, "/kind", "kind must be present.", {"location": "zoom"})
OFFICE = Finding("err_onsite_office_required", "error", 422, "/office_id", "office_id must be present.", {})
EXTRA = Finding("unknown_field", "warning", None, "/x", 'found "x"', {"key": "x"})
ENTRY = Finding("invalid_type", "error", None, "/interviewer_ids/1", "expected an id, found null", {})
WAITING = (Unchecked("err_office_not_found", ("snapshot.offices",)),)


def result(*findings: Finding, source: str = "a.json", index: int = 0) -> Result:
    located = tuple(Located(finding, Region(1, 1, 1, 2)) for finding in findings)
    return Result(source, index, Report(findings, WAITING, NOW), located)


def exempt(path: str = "*.json", reason: str = "legacy", **parts: Any) -> Exemption:
    return Exemption(path, reason, **parts)


def suppressor(*exemptions: Exemption, known: Iterable[Known] = (), root: str = "") -> Suppressor:
    return Suppressor(root, exemptions, known, today=TODAY)


def kept(judged: Result) -> list[str]:
    """The codes that count, with the report and the places agreeing on them."""
    assert judged.report.findings == tuple(found.finding for found in judged.located)
    assert all(found.suppression is None for found in judged.located)
    return [finding.code for finding in judged.report.findings]


def aside(judged: Result) -> list[tuple[str, str, str]]:
    """The codes that do not count, and why."""
    return [
        (found.finding.code, found.suppression.kind, found.suppression.reason)
        for found in judged.suppressed
        if found.suppression
    ]


def prints(judged: Result) -> list[str]:
    return [found.fingerprint for found in (*judged.located, *judged.suppressed)]


# Fingerprints.


def test_a_fingerprint_is_made_of_path_code_pointer_and_facts() -> None:
    text = '["a.json", "err_kind_required", "/kind", {"location": "zoom"}]'
    assert fingerprint("a.json", KIND) == hashlib.sha256(text.encode()).hexdigest()[:16]


@pytest.mark.parametrize(
    "other",
    [
        replace(KIND, severity="warning"),
        replace(KIND, message="said otherwise"),
        replace(KIND, params={"location": "zoom", "now": "2026-11-20T08:00:00Z"}),
        replace(KIND, params={"line": 3, "location": "zoom", "column": 7}),
    ],
    ids=["severity", "message", "now", "place"],
)
def test_what_changes_from_run_to_run_is_no_part_of_it(other: Finding) -> None:
    assert fingerprint("a.json", other) == fingerprint("a.json", KIND)


def test_all_else_is_a_part_of_it() -> None:
    others = [
        replace(KIND, code="err_location_required"),
        replace(KIND, pointer="/kin"),
        replace(KIND, params={"location": "phone"}),
        replace(KIND, params={}),
    ]
    assert len({fingerprint("a.json", finding) for finding in (KIND, *others)} | {fingerprint("b.json", KIND)}) == 6


def test_the_order_of_facts_is_no_part_of_it() -> None:
    facts = {"b": [1, 2], "a": "\ud800", "c": None}
    turned = dict(reversed(facts.items()))
    assert fingerprint("a", replace(KIND, params=facts)) == fingerprint("a", replace(KIND, params=turned))


def test_time_that_goes_by_and_lines_that_move_change_no_fingerprint() -> None:
    past = sent(start_time="2020-01-01T10:00:00Z")
    reports = [report_on(past, REST_CREATE.only("err_start_time_in_past"), now=NOW + timedelta(days=n)) for n in (0, 1)]
    assert reports[0].findings[0].params != reports[1].findings[0].params
    assert len({fingerprint("a", report.findings[0]) for report in reports}) == 1
    broken = [check_json(text, now=None).findings[0] for text in ("[,", "\n\n[,")]
    assert broken[0].params != broken[1].params
    assert len({fingerprint("a", finding) for finding in broken}) == 1


def test_equal_findings_of_a_file_are_numbered() -> None:
    judge = suppressor()
    first = prints(judge.apply(result(KIND, KIND, EXTRA)))
    second = prints(judge.apply(result(KIND, index=1)))
    kind, extra = fingerprint("a.json", KIND), fingerprint("a.json", EXTRA)
    assert (first, second) == ([f"{kind}:1", f"{kind}:2", f"{extra}:1"], [f"{kind}:3"])
    assert prints(judge.apply(result(KIND, source="b.json"))) == [f"{fingerprint('b.json', KIND)}:1"]


def test_two_spellings_of_one_file_are_numbered_as_one() -> None:
    judge = suppressor()
    numbered = [prints(judge.apply(result(KIND, source=source))) for source in ("a.json", "./a.json")]
    assert numbered == [[f"{fingerprint('a.json', KIND)}:{number}"] for number in (1, 2)]


def test_names_that_are_no_utf_8_have_fingerprints() -> None:
    name = "b\udcff.json"
    assert prints(suppressor().apply(result(KIND, source=name))) == [f"{fingerprint(name, KIND)}:1"]
    assert fingerprint(name, KIND) == fingerprint("b\\xff.json", KIND)


def test_a_result_without_findings_is_left_as_it_is() -> None:
    clean = result()
    assert suppressor().apply(clean) is clean
    assert suppressor(exempt(), known=[Known("a.json", "c", "", "0" * 16 + ":1")]).apply(clean) is clean


def test_without_exceptions_everything_counts() -> None:
    given = result(KIND, EXTRA)
    judged = suppressor().apply(given)
    assert judged.report is given.report
    assert (kept(judged), judged.suppressed) == (["err_kind_required", "unknown_field"], ())


# Exceptions.


def test_an_excepted_finding_does_not_count() -> None:
    judged = suppressor(exempt(codes=("err_kind_required",))).apply(result(KIND, EXTRA))
    assert kept(judged) == ["unknown_field"]
    assert aside(judged) == [("err_kind_required", "exception", "legacy")]
    assert judged.report == Report((EXTRA,), WAITING, NOW)
    assert judged.suppressed[0].fingerprint == f"{fingerprint('a.json', KIND)}:1"


@pytest.mark.parametrize(
    ("exemption", "covered"),
    [
        (exempt(codes=("ALL",)), [KIND, OFFICE, EXTRA, ENTRY]),
        (exempt(codes=("required", "shape")), [KIND, ENTRY]),
        (exempt(codes=("advice", "err_onsite_office_required")), [OFFICE, EXTRA]),
        (exempt(pointer="/x"), [EXTRA]),
        (exempt(pointer=""), [KIND, OFFICE, EXTRA, ENTRY]),
        (exempt(pointer="/interviewer_ids"), [ENTRY]),
        (exempt(pointer="/interviewer_ids/1"), [ENTRY]),
        (exempt(pointer="/interviewer_ids/1/2"), []),
        (exempt(pointer="/interviewer_id"), []),
        (exempt(pointer="/kind", codes=("required",)), [KIND]),
        (exempt(pointer="/kind", codes=("location",)), []),
        (exempt("b.json", codes=("ALL",)), []),
        (exempt("/a.json", codes=("ALL",)), [KIND, OFFICE, EXTRA, ENTRY]),
    ],
    ids=str,
)
def test_path_and_code_and_pointer_have_to_fit(exemption: Exemption, covered: list[Finding]) -> None:
    findings = (KIND, OFFICE, EXTRA, ENTRY)
    judged = suppressor(exemption).apply(result(*findings))
    assert [found.finding for found in judged.suppressed] == covered
    assert kept(judged) == [finding.code for finding in findings if finding not in covered]
    asked = [suppressor(exemption).excepts("a.json", finding.code, finding.pointer) for finding in findings]
    assert asked == [finding in covered for finding in findings]


def test_paths_are_relative_to_the_configuration(tmp_path: Path) -> None:
    judge = suppressor(exempt("sub/*.json", codes=("ALL",)), root=str(tmp_path))
    assert kept(judge.apply(result(KIND, source=str(tmp_path / "sub" / "a.json")))) == []
    assert kept(judge.apply(result(KIND, source=str(tmp_path / "a.json")))) == ["err_kind_required"]


def test_the_first_exception_that_covers_a_finding_says_why() -> None:
    judge = suppressor(exempt("b.json", "b", codes=("ALL",)), exempt(reason="1", pointer="/kind"), exempt(pointer=""))
    assert aside(judge.apply(result(KIND))) == [("err_kind_required", "exception", "1")]


def test_a_malformed_path_is_refused() -> None:
    with pytest.raises(GlobError, match="found"):
        suppressor(exempt("["))


@pytest.mark.parametrize(
    ("expires", "applies"), [(TODAY - timedelta(days=1), False), (TODAY, True), (TODAY + timedelta(days=1), True)]
)
def test_an_exception_applies_up_to_its_last_day(expires: date, applies: bool) -> None:
    judge = suppressor(exempt(codes=("ALL",), expires=expires, place="kula-rules.toml: exceptions[0]"))
    assert kept(judge.apply(result(KIND))) == ([] if applies else ["err_kind_required"])
    assert judge.excepts("a.json", KIND.code, KIND.pointer) == applies
    message = "the exception expired on 2026-11-19 and does not apply"
    notice = Notice("expired-exception", "kula-rules.toml: exceptions[0]", message)
    assert judge.notices() == (() if applies else (notice,))


def test_an_exception_that_nothing_needs_is_reported() -> None:
    judge = suppressor(exempt(codes=("plan",), place="one"), exempt(codes=("ALL",), place="two"), exempt(place="three"))
    judge.apply(result(KIND))
    assert judge.notices() == tuple(
        Notice("unused-exception", place, "no finding needs the exception") for place in ("one", "three")
    )


def test_an_exception_for_a_file_that_passes_is_reported() -> None:
    judge = suppressor(exempt(codes=("ALL",), place="one"))
    judge.apply(result())
    assert judge.notices() == (Notice("unused-exception", "one", "no finding needs the exception"),)


def test_an_exception_for_a_file_without_payloads_is_reported() -> None:
    judge = suppressor(exempt(codes=("ALL",), place="one"))
    judge.enter("a.json")
    assert [notice.kind for notice in judge.notices()] == ["unused-exception"]


def test_exceptions_for_files_that_are_not_checked_are_not_spoken_of() -> None:
    judge = suppressor(exempt("b.json", codes=("ALL",)), exempt("c.json", pointer="", expires=date(2020, 1, 1)))
    judge.apply(result(KIND))
    assert judge.notices() == ()


def test_asking_needs_no_exception() -> None:
    judge = suppressor(exempt(codes=("ALL",), place="one"))
    assert judge.excepts("a.json", KIND.code, KIND.pointer)
    judge.enter("a.json")
    assert [notice.kind for notice in judge.notices()] == ["unused-exception"]


# The baseline.


def recorded(*results: Result) -> list[Known]:
    """What a first run would write."""
    judge = suppressor()
    return [known for given in results for known in known_of(judge.apply(given), "")]


def test_known_findings_do_not_count_and_new_ones_do() -> None:
    judge = suppressor(known=recorded(result(KIND, EXTRA)))
    judged = judge.apply(result(KIND, OFFICE, EXTRA))
    assert kept(judged) == ["err_onsite_office_required"]
    known = ("baseline", "a known finding")
    assert aside(judged) == [("err_kind_required", *known), ("unknown_field", *known)]
    assert judge.notices() == ()


def test_one_more_of_a_known_finding_is_new() -> None:
    judge = suppressor(known=recorded(result(KIND), result(KIND, index=1)))
    assert [kept(judge.apply(result(KIND, index=index))) for index in range(3)] == [[], [], ["err_kind_required"]]


def test_vanished_findings_of_checked_files_are_reported() -> None:
    known = recorded(result(OFFICE, KIND, KIND), result(KIND, source="b.json"), result(KIND, source="c.json"))
    judge = suppressor(known=known)
    judge.apply(result(KIND, source="./a.json"))
    judge.apply(result(source="b.json"))
    message = "is in the baseline, but is not found any more"
    assert judge.notices() == (
        Notice("vanished", "./a.json", f"err_kind_required at /kind {message}"),
        Notice("vanished", "./a.json", f"err_onsite_office_required at /office_id {message}"),
        Notice("vanished", "b.json", f"err_kind_required at /kind {message}"),
    )


def test_a_vanished_finding_about_the_whole_payload_has_a_place() -> None:
    judge = suppressor(known=recorded(result(replace(KIND, code="not_an_object", pointer=""))))
    judge.enter("a.json")
    message = "not_an_object at the top is in the baseline, but is not found any more"
    assert judge.notices() == (Notice("vanished", "a.json", message),)


def test_exceptions_come_before_the_baseline() -> None:
    judge = suppressor(exempt(codes=("required",)), known=recorded(result(KIND, EXTRA)))
    judged = judge.apply(result(KIND, EXTRA))
    assert aside(judged) == [
        ("err_kind_required", "exception", "legacy"),
        ("unknown_field", "baseline", "a known finding"),
    ]
    assert judge.notices() == ()
    assert [known.code for known in known_of(judged, "")] == ["unknown_field"]


def test_an_exception_does_not_change_the_numbers_of_other_findings() -> None:
    first, second = result(KIND, source="x/a.json"), result(KIND, source="a.json")
    judge = suppressor(exempt("x/", codes=("ALL",)), known=recorded(first, second))
    assert [aside(judge.apply(given))[0][1] for given in (first, second)] == ["exception", "baseline"]


def test_a_baseline_written_from_a_run_with_one_is_the_same() -> None:
    known = recorded(result(KIND, OFFICE, EXTRA))
    judged = suppressor(known=known).apply(result(KIND, OFFICE, EXTRA))
    assert kept(judged) == []
    assert baseline_text(known_of(judged, "")) == baseline_text(known)


def test_what_is_set_aside_by_nobody_is_not_known() -> None:
    odd = replace(result(), suppressed=(Located(KIND, Region(1, 1, 1, 2)),))
    other = Located(KIND, Region(1, 1, 1, 2), fingerprint="x", suppression=Suppression("exception", "legacy"))
    assert known_of(odd, "") == known_of(replace(odd, suppressed=(other,)), "") == ()


def test_a_baseline_has_a_line_for_each_finding() -> None:
    known = recorded(result(OFFICE, KIND), result(EXTRA, source="b\udcff.json"))
    kind, office = fingerprint("a.json", KIND), fingerprint("a.json", OFFICE)
    extra = fingerprint("b\\xff.json", EXTRA)
    text = (
        '{"version": 1, "findings": [\n'
        f'{{"path": "a.json", "code": "err_kind_required", "pointer": "/kind", "fingerprint": "{kind}:1"}},\n'
        '{"path": "a.json", "code": "err_onsite_office_required", "pointer": "/office_id", '
        f'"fingerprint": "{office}:1"}},\n'
        f'{{"path": "b\\\\xff.json", "code": "unknown_field", "pointer": "/x", "fingerprint": "{extra}:1"}}\n'
        "]}\n"
    )
    assert baseline_text(known) == text
    assert baseline_text([known[1], known[2], known[0]]) == text


def test_a_baseline_without_findings_is_one() -> None:
    assert baseline_text([]) == '{"version": 1, "findings": []}\n'


@pytest.mark.parametrize("findings", [(), (KIND,), (OFFICE, replace(EXTRA, pointer="/ä\n\u202e"))], ids=len)
def test_a_baseline_is_read_as_it_was_written(tmp_path: Path, findings: tuple[Finding, ...]) -> None:
    known = recorded(result(*findings[:1]), result(*findings[1:], source="ä b.json"))
    (tmp_path / "baseline.json").write_text(baseline_text(known), encoding="utf-8")
    assert sorted(load_baseline(str(tmp_path / "baseline.json"))) == sorted(known)


GOOD = {"path": "a.json", "code": "err_kind_required", "pointer": "/kind", "fingerprint": "0123456789abcdef:1"}


def document(*findings: object, version: object = 1) -> str:
    return json.dumps({"version": version, "findings": findings})


MALFORMED = [
    ("", "expected JSON, found: the text is empty (line 1, column 1)"),
    ("<<<<<<< ours", "expected JSON, found: expecting value (line 1, column 1)"),
    ("[]", 'expected an object with "version" and "findings", found an array of 0 entries'),
    ("{}", "the key version is missing"),
    ('{"version": 1}', "the key findings is missing"),
    ('{"version": 1, "findings": {}}', "findings: expected an array of findings, found an object"),
    (document(version=2), "version: expected version 1, found 2"),
    (document(version=True), "version: expected version 1, found true"),
    (document(7), "findings[0]: expected a finding, found 7"),
    (document(GOOD, {}), "findings[1]: the key path is missing"),
    (document({**GOOD, "pointr": ""}), 'findings[0]: unknown key "pointr"; did you mean pointer?'),
    (document({**GOOD, "code": None}), "findings[0].code: expected a string, found null"),
    (
        document({**GOOD, "fingerprint": "0123456789abcdef:0"}),
        'findings[0].fingerprint: expected a fingerprint, found "0123456789abcdef:0"',
    ),
    ('{"version": 1, "findings": [], "x\\u001b": 1}', 'unknown key "x\\x1b"'),
    ("[" * 100_000, "expected JSON, found: arrays and objects nest deeper than the limit of 200 (line 1, column 201)"),
]


@pytest.mark.parametrize(("text", "reason"), MALFORMED, ids=[reason for _, reason in MALFORMED])
def test_a_malformed_baseline_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "base\x1b.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BaselineError) as caught:
        load_baseline(str(path))
    assert str(caught.value) == f"{tmp_path}/base\\x1b.json: {reason}"


def test_a_baseline_that_can_not_be_read_is_refused(tmp_path: Path) -> None:
    for name, reason in [
        (str(tmp_path / "none.json"), "No such file or directory"),
        (str(tmp_path), "Is a directory"),
        ("\0", "no file can have this name"),
    ]:
        with pytest.raises(BaselineError) as caught:
            load_baseline(name)
        assert str(caught.value) == f"{name}: can not be read: {reason}".replace("\0", "\\x00")


def test_what_a_report_says_of_time_is_kept() -> None:
    moment = datetime(2027, 1, 1, tzinfo=UTC)
    given = replace(result(KIND), report=Report((KIND,), WAITING, moment))
    assert suppressor(exempt(codes=("ALL",))).apply(given).report == Report((), WAITING, moment)
