"""The command line: what it reads, what it writes, and its exit status."""

from __future__ import annotations

import importlib.metadata
import json
import os
import re
import runpy
import signal
import subprocess
import sys
from datetime import datetime, tzinfo
from pathlib import Path

import pytest

from kula_rules import Snapshot, __version__, check
from kula_rules.codes import ORDER

from .command import COMMAND, MOMENT, Outcome, checked, found, process, run, sources, write
from .support import ACCOUNT, NOW, external, known, planned, sent

TZDATA = importlib.metadata.version("tzdata")
COUNTS = dict.fromkeys(["checked", "passed", "failed", "incomplete", "errors", "warnings", "suppressed"], 0)
FINAL_LINE = f"surface rest, now {MOMENT}, zone data {TZDATA}\n"
HOSTILE = "\x1b[31m\u202e\r\n\x00\x9b\u2028\ue000"
SECRET = "hunter2"  # noqa: S105 - it is what must not be told


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A payload without fault."""
    return write(tmp_path / "good.json", sent())


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """A payload with one error."""
    return write(tmp_path / "bad.json", sent(kind=None))


@pytest.fixture
def account(tmp_path: Path) -> Path:
    """A snapshot that decides everything about both."""
    return write(tmp_path / "account.snapshot", ACCOUNT)


# Exit status 0 and 1: what was found.


def test_a_payload_without_fault_exits_with_0(good: Path, account: Path) -> None:
    assert checked(good, "--snapshot", account).status == 0


def test_a_payload_with_an_error_exits_with_1(bad: Path, account: Path) -> None:
    assert checked(bad, "--snapshot", account).status == 1


def test_one_error_among_many_payloads_exits_with_1(good: Path, bad: Path) -> None:
    assert checked(good, bad).status == 1
    assert checked(bad, good).status == 1


def test_something_unchecked_exits_with_0_unless_completeness_is_required(good: Path) -> None:
    assert checked(good).status == 0
    assert checked(good, "--require-complete").status == 1


def test_a_complete_check_satisfies_require_complete(good: Path, account: Path) -> None:
    assert checked(good, "--require-complete", "--snapshot", account).status == 0


def test_undecided_time_is_something_unchecked(good: Path, account: Path) -> None:
    assert run("check", good, "--now", "none", "--snapshot", account).status == 0
    assert run("check", good, "--now", "none", "--snapshot", account, "--require-complete").status == 1


def test_warnings_exit_with_0(tmp_path: Path, account: Path) -> None:
    path = write(tmp_path / "a.json", sent(ofice_id=3))
    outcome = checked(path, "--snapshot", account, "--require-complete", "--output-format", "json")
    assert (outcome.status, found(outcome)) == (0, [(0, "unknown_field", "/ofice_id")])


def test_exit_zero_exits_with_0_whatever_is_found(good: Path, bad: Path) -> None:
    assert checked(bad, "--exit-zero").status == 0
    assert checked(good, "--exit-zero", "--require-complete").status == 0
    assert checked(bad, "--exit-zero", "--require-complete").status == 0


@pytest.mark.parametrize("text", [b"", b"{", b"\xff", b"NaN", b"{} {}", b'"\\ud800"', b"[" * 201 + b"]" * 201])
def test_a_file_that_is_not_json_is_a_finding(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(text)
    outcome = checked(path, "--output-format", "json")
    assert (outcome.status, outcome.err, found(outcome)) == (1, "", [(0, "invalid_json", "")])


@pytest.mark.parametrize("value", [5, None, "text", True])
def test_a_payload_that_is_no_object_is_a_finding(tmp_path: Path, value: object) -> None:
    outcome = checked(write(tmp_path / "a.json", value), "--output-format", "json")
    assert (outcome.status, found(outcome)) == (1, [(0, "not_an_object", "")])


@pytest.mark.parametrize("output_format", ["text", "json"])
def test_the_exit_status_is_the_same_for_every_format(
    good: Path, bad: Path, tmp_path: Path, output_format: str
) -> None:
    (tmp_path / "empty").mkdir()
    cases = [(good, 0), (bad, 1), (tmp_path / "none.json", 2), (tmp_path / "empty", 3)]
    assert [checked(path, "--output-format", output_format).status for path, _ in cases] == [0, 1, 2, 3]


# Exit status 2: wrong usage.


@pytest.mark.parametrize(
    "args",
    [
        ["check"],
        ["check", "--bogus", "a.json"],
        ["check", "a.json", "--surface", "soap"],
        ["check", "a.json", "--surface", "REST"],
        ["check", "a.json", "--output-format", "xml"],
        ["check", "a.json", "--output-format"],
        ["check", "a.json", "--exit-zero=yes"],
        ["check", "a.json", "--require-complete=1"],
        ["explain", "err_kind_required", "err_kind_required"],
        ["explain", "err_no_such_code"],
        ["explain", ""],
        ["explain", "--bogus"],
        ["no-such-command"],
        ["--bogus"],
    ],
)
def test_wrong_usage_exits_with_2_and_prints_no_report(args: list[str]) -> None:
    outcome = process(*args)
    assert (outcome.status, outcome.out) == (2, "")
    assert "Error: " in outcome.err


@pytest.mark.parametrize(
    "now",
    [
        "",
        "now",
        "None",
        "yesterday",
        "2026-11-20",
        "2026-11-20T08:00:00",
        "2026-13-20T08:00:00Z",
        "1",
        "2026-11-20T25:00:00Z",
    ],
)
def test_a_now_that_is_no_moment_exits_with_2(good: Path, now: str) -> None:
    outcome = run("check", good, "--now", now)
    assert (outcome.status, outcome.out) == (2, "")
    assert f'"{now}"' in outcome.err


def test_a_missing_or_malformed_snapshot_exits_with_2(good: Path, tmp_path: Path) -> None:
    missing = checked(good, "--snapshot", tmp_path / "none.json")
    assert (missing.status, missing.out) == (2, "")
    assert missing.err == f"--snapshot: {tmp_path / 'none.json'}: can not be read: No such file or directory"
    malformed = checked(good, "--snapshot", write(tmp_path / "s.json", {"version": 2}), "--exit-zero")
    assert (malformed.status, malformed.out) == (2, "")
    assert malformed.err == f"--snapshot: {tmp_path / 's.json'}: /version: expected version 1, found 2"


@pytest.mark.parametrize("text", ["", "{", '{"version": 1, "version": 1}', "[]"])
def test_a_snapshot_that_is_no_document_exits_with_2(good: Path, tmp_path: Path, text: str) -> None:
    path = tmp_path / "s.json"
    path.write_text(text, encoding="utf-8")
    outcome = checked(good, "--snapshot", path)
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith(f"--snapshot: {path}: ")


def test_a_snapshot_that_contradicts_itself_exits_with_2_and_names_both_places(good: Path, tmp_path: Path) -> None:
    users = {"complete": True, "items": []}
    account = {"version": 1, "users": users, "conference_hosts": {"items": [{"id": 7}]}}
    outcome = checked(good, "--snapshot", write(tmp_path / "s.json", account))
    reason = "/conference_hosts/items/0: the user 7 is missing from the complete table at /users"
    assert (outcome.status, outcome.out, outcome.err) == (2, "", f"--snapshot: {tmp_path / 's.json'}: {reason}")


def test_a_folder_of_responses_is_a_snapshot(tmp_path: Path) -> None:
    folder = tmp_path / "responses"
    folder.mkdir()
    write(folder / "offices.json", {"data": [{"id": 3}], "meta": {"total": 1}})
    payload = write(tmp_path / "a.json", sent(location="onsite", office_id=4))
    outcome = checked(payload, "--snapshot", folder, "--output-format", "json")
    assert found(outcome) == [(0, "err_office_not_found", "/office_id")]


def test_an_application_id_belongs_to_rest_only(good: Path) -> None:
    outcome = checked(good, "--application-id", "501", "--surface", "mcp")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith("--application-id ")


def test_an_empty_application_id_exits_with_2(good: Path) -> None:
    for more in ([], ["--surface", "mcp"]):
        outcome = checked(good, "--application-id", "", *more)
        assert (outcome.status, outcome.out) == (2, "")
        assert outcome.err.startswith("--application-id ")


def test_the_application_of_the_path_need_not_be_in_the_body(tmp_path: Path, account: Path) -> None:
    path = write(tmp_path / "a.json", sent(application_id=None))
    assert checked(path, "--snapshot", account).status == 1
    assert checked(path, "--snapshot", account, "--application-id", "501", "--require-complete").status == 0


def test_an_application_of_the_path_that_differs_is_a_warning(good: Path, account: Path) -> None:
    outcome = checked(good, "--snapshot", account, "--application-id", "502", "--output-format", "json")
    codes = ["err_application_not_found", "application_id_mismatch"]
    assert (outcome.status, found(outcome)) == (1, [(0, code, "/application_id") for code in codes])
    without = checked(good, "--application-id", "502", "--output-format", "json")
    assert (without.status, found(without)) == (0, [(0, "application_id_mismatch", "/application_id")])


def test_an_application_of_the_path_that_agrees_is_no_warning(tmp_path: Path, account: Path) -> None:
    path = write(tmp_path / "a.json", [sent(application_id="501"), sent(application_id=501)])
    outcome = checked(path, "--snapshot", account, "--application-id", "501", "--output-format", "json")
    assert (outcome.status, found(outcome)) == (0, [])


def test_the_surface_chooses_the_rules(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", sent(duration_minutes=20))
    rest = checked(path, "--output-format", "json")
    assert (rest.status, rest.document["surface"]) == (0, "rest")
    assert found(rest) == [(0, "duration_not_multiple_of_15", "/duration_minutes")]
    mcp = checked(path, "--output-format", "json", "--surface", "mcp")
    assert (mcp.status, mcp.document["surface"]) == (1, "mcp")
    assert found(mcp) == [(0, "err_duration_out_of_range", "/duration_minutes")]


# The moment.


class _Clock(datetime):
    """A clock that stands still."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> _Clock:
        return cls(2030, 1, 15, 9, 59, 59, 500000, tzinfo=tz)


def test_without_now_the_present_moment_counts_and_is_told(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kula_rules.cli.datetime", _Clock)
    outcome = run("check", good, "--output-format", "json")
    assert (outcome.status, outcome.document["now"]) == (0, "2030-01-15T09:59:59.500000Z")
    assert "now 2030-01-15T09:59:59.500000Z" in run("check", good).out


@pytest.mark.parametrize(
    ("now", "told", "codes"),
    [
        (MOMENT, MOMENT, []),
        ("2026-11-20T08:00:00+00:00", MOMENT, []),
        ("2026-11-20T13:45:00+05:45", MOMENT, []),
        ("2030-01-15T09:59:59.999999Z", "2030-01-15T09:59:59.999999Z", []),
        ("2030-01-15T10:00:00Z", "2030-01-15T10:00:00Z", ["err_start_time_in_past"]),
        ("2030-01-15T05:00:00-05:00", "2030-01-15T10:00:00Z", ["err_start_time_in_past"]),
        ("none", None, []),
    ],
)
def test_now_is_the_moment_to_judge_by(good: Path, now: str, told: str | None, codes: list[str]) -> None:
    document = run("check", good, "--now", now, "--output-format", "json").document
    assert (document["now"], [item["code"] for item in document["results"][0]["findings"]]) == (told, codes)


def test_now_none_leaves_time_undecided_and_says_so(good: Path) -> None:
    outcome = run("check", good, "--now", "none")
    assert "now undecided" in outcome.out
    assert "(for want of now, snapshot.applications, " in outcome.out


@pytest.mark.parametrize(("now", "status"), [("0001-01-01T00:00:00+05:00", 0), ("9999-12-31T23:59:59-05:00", 1)])
def test_a_moment_outside_the_years_of_utc_is_judged_as_well(good: Path, account: Path, now: str, status: int) -> None:
    assert run("check", good, "--now", now, "--snapshot", account).status == status


# Where payloads come from.


def test_a_file_may_hold_an_array_of_payloads(tmp_path: Path, account: Path) -> None:
    path = write(tmp_path / "a.json", [sent(), sent(kind=None), 5, [sent()]])
    outcome = checked(path, "--output-format", "json", "--snapshot", account)
    verdicts = ["pass", "fail", "fail", "fail"]
    assert sources(outcome) == [(str(path), index, verdict) for index, verdict in enumerate(verdicts)]
    assert found(outcome) == [(1, "err_kind_required", "/kind"), (2, "not_an_object", ""), (3, "not_an_object", "")]


def test_keys_repeated_in_an_array_are_told_of_their_payload(tmp_path: Path) -> None:
    one = json.dumps(sent(kind=None))[:-1] + ', "kind": "panel", "kind": "panel"}'
    plain = json.dumps(sent())
    path = tmp_path / "a.json"
    path.write_text(f"[{plain}, {one}, {', '.join([plain] * 8)}, {one}]", encoding="utf-8")
    outcome = checked(path, "--output-format", "json")
    assert found(outcome) == [(1, "duplicate_key", "/kind"), (10, "duplicate_key", "/kind")]


def test_an_array_without_payloads_exits_with_3(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", [])
    assert checked(path, "--output-format", "json").document["results"] == []
    for more in ([], ["--exit-zero"], ["--require-complete"]):
        outcome = checked(path, *more)
        assert (outcome.status, outcome.err) == (3, f"kula-rules: {path}: nothing in it to check\n")


def test_something_to_check_beside_nothing_is_enough(good: Path, bad: Path, tmp_path: Path) -> None:
    empty = write(tmp_path / "empty.json", [])
    assert checked(empty, good).status == 0
    assert checked(bad, empty).status == 1
    assert checked(empty, tmp_path / "none.json").status == 2


def test_several_files_are_checked_in_the_order_of_the_arguments(good: Path, bad: Path) -> None:
    outcome = checked(good, bad, "--output-format", "json")
    assert sources(outcome) == [(str(good), 0, "incomplete"), (str(bad), 0, "fail")]
    outcome = checked(bad, good, "--output-format", "json")
    assert sources(outcome) == [(str(bad), 0, "fail"), (str(good), 0, "incomplete")]


def test_a_byte_order_mark_is_accepted(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(sent()).encode())
    assert checked(path).status == 0


def test_a_minus_is_standard_input() -> None:
    outcome = checked("-", "--output-format", "json", stdin=json.dumps([sent(), sent(kind=None)]))
    assert (outcome.status, sources(outcome)) == (1, [("-", 0, "incomplete"), ("-", 1, "fail")])


def test_standard_input_stands_beside_files(good: Path) -> None:
    outcome = checked(good, "-", "--output-format", "json", stdin=json.dumps(sent()))
    assert sources(outcome) == [(str(good), 0, "incomplete"), ("-", 0, "incomplete")]


def test_empty_standard_input_is_not_json() -> None:
    outcome = checked("-", "--output-format", "json")
    assert (outcome.status, found(outcome)) == (1, [(0, "invalid_json", "")])


def test_a_file_called_minus_is_reached_by_its_path(tmp_path: Path) -> None:
    path = write(tmp_path / "-", sent())
    assert sources(checked(path, "--output-format", "json")) == [(str(path), 0, "incomplete")]


def test_a_file_that_begins_with_a_minus_is_reached_after_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "--now.json", sent())
    monkeypatch.chdir(tmp_path)
    assert sources(checked("--output-format", "json", "--", "--now.json")) == [("--now.json", 0, "incomplete")]


def test_a_directory_stands_for_its_json_files_sorted(tmp_path: Path) -> None:
    names = ["b.json", "a.json", "c/a.json", "c/d/z.json", "x.json/y.json", "B.json"]
    skipped = [".a.json", ".git/a.json", "a.txt", "json", "a.json.bak", "c/.d/a.json"]
    for name in names + skipped:
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        write(tmp_path / "in" / name, sent())
    outcome = checked(tmp_path / "in", "--output-format", "json")
    read = [source for source, _, _ in sources(outcome)]
    assert read == sorted(str(tmp_path / "in" / name) for name in names)
    assert (outcome.status, outcome.err) == (0, "")


def test_a_hidden_file_that_is_named_is_checked(tmp_path: Path) -> None:
    assert checked(write(tmp_path / ".a.json", sent())).status == 0


def test_a_file_that_is_named_may_be_called_anything(tmp_path: Path) -> None:
    assert checked(write(tmp_path / "payload", sent())).status == 0


@pytest.mark.parametrize("inside", [[], ["a.txt"], [".a.json"], ["x.json/a.txt"]])
def test_a_directory_without_json_files_exits_with_3(tmp_path: Path, inside: list[str]) -> None:
    folder = tmp_path / "x.json"
    folder.mkdir()
    for name in inside:
        (folder / name).parent.mkdir(exist_ok=True)
        write(folder / name, sent())
    for more in ([], ["--exit-zero"]):
        outcome = checked(folder, *more)
        kinds = ".json, .jsonl, .ndjson, .yaml, .yml"
        complaint = f"kula-rules: {folder}: the directory holds no file to check ({kinds})\n"
        assert (outcome.status, outcome.err) == (3, complaint)


def test_links_to_directories_are_not_followed_in_a_directory(tmp_path: Path) -> None:
    inside = tmp_path / "in" / "below"
    inside.mkdir(parents=True)
    write(inside / "a.json", sent())
    (inside / "up").symlink_to(tmp_path / "in")
    (inside / "up.json").symlink_to(tmp_path / "in")
    outcome = checked(tmp_path / "in", "--output-format", "json")
    assert sources(outcome) == [(str(inside / "a.json"), 0, "incomplete")]


def test_a_link_to_a_file_is_checked_in_a_directory(tmp_path: Path, good: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.json").symlink_to(good)
    assert sources(checked(tmp_path / "in", "--output-format", "json")) == [
        (str(tmp_path / "in/a.json"), 0, "incomplete")
    ]


def test_a_link_to_nothing_in_a_directory_exits_with_2_and_the_rest_is_checked(tmp_path: Path) -> None:
    good = write(tmp_path / "z.json", sent())
    (tmp_path / "broken.json").symlink_to(tmp_path / "nowhere")
    outcome = checked(tmp_path, "--output-format", "json")
    assert (outcome.status, sources(outcome)) == (2, [(str(good), 0, "incomplete")])
    assert outcome.err == f"kula-rules: {tmp_path / 'broken.json'}: No such file or directory\n"


def test_a_link_that_leads_to_itself_is_left_out_of_a_directory(tmp_path: Path) -> None:
    good = write(tmp_path / "z.json", sent())
    (tmp_path / "loop.json").symlink_to(tmp_path / "loop.json")
    outcome = checked(tmp_path, "--output-format", "json")
    assert (outcome.status, sources(outcome), outcome.err) == (0, [(str(good), 0, "incomplete")], "")
    assert checked(tmp_path / "loop.json").status == 2


def test_a_folder_that_can_not_be_read_exits_with_2_and_the_rest_is_checked(tmp_path: Path) -> None:
    good = write(tmp_path / "z.json", sent())
    handle = os.open(tmp_path, os.O_RDONLY)
    for _ in range(20):  # a path longer than any that can be opened
        os.mkdir("n" * 250, dir_fd=handle)
        below = os.open("n" * 250, os.O_RDONLY, dir_fd=handle)
        os.close(handle)
        handle = below
    os.close(handle)
    outcome = checked(tmp_path, "--output-format", "json")
    assert (outcome.status, sources(outcome)) == (2, [(str(good), 0, "incomplete")])


def test_a_pipe_inside_a_directory_is_not_waited_for(tmp_path: Path) -> None:
    good = write(tmp_path / "z.json", sent())
    os.mkfifo(tmp_path / "a.json")
    outcome = process("check", "--now", MOMENT, "--output-format", "json", tmp_path)
    assert sources(outcome) == [(str(good), 0, "incomplete")]


@pytest.mark.parametrize("name", ["none.json", "good.json/below.json", "loop.json", "link.json", "x" * 300])
def test_a_file_that_can_not_be_read_exits_with_2_after_everything_else(
    tmp_path: Path, good: Path, bad: Path, name: str
) -> None:
    (tmp_path / "loop.json").symlink_to(tmp_path / "loop.json")
    (tmp_path / "link.json").symlink_to(tmp_path / "nowhere")
    missing = tmp_path / name
    outcome = checked(good, missing, bad, "--output-format", "json", "--exit-zero")
    assert (outcome.status, sources(outcome)) == (2, [(str(good), 0, "incomplete"), (str(bad), 0, "fail")])
    assert outcome.document["summary"]["checked"] == 2
    assert outcome.err.startswith(f"kula-rules: {missing}: ")
    assert outcome.err.count("\n") == 1


def test_every_file_that_can_not_be_read_is_named(tmp_path: Path) -> None:
    outcome = checked(tmp_path / "a", tmp_path / "b")
    reason = "No such file or directory"
    assert outcome.err == f"kula-rules: {tmp_path / 'a'}: {reason}\nkula-rules: {tmp_path / 'b'}: {reason}\n"
    assert outcome.status == 2


# What is written.


def test_the_whole_json_document(tmp_path: Path, account: Path) -> None:
    path = write(tmp_path / "a.json", sent(location="onsite", zzz=3))
    outcome = checked(path, "--output-format", "json", "--snapshot", account)
    report = check(sent(location="onsite", zzz=3), now=NOW, snapshot=Snapshot.from_dict(ACCOUNT))
    one, other = (finding.message for finding in report.findings)
    results = outcome.document["results"]
    text = path.read_text(encoding="utf-8")
    places = [(1, text.index("{") + 1, text.index("{") + 2), (1, text.index('"zzz"') + 1, text.index('"zzz"') + 6)]
    for item, (line, column, end) in zip(results[0]["findings"], places, strict=True):
        assert [item.pop(key) for key in ("line", "column", "end_line", "end_column")] == [line, column, line, end]
        assert (len(item.pop("fingerprint")), item.pop("fix")) == (18, None)
    error = {"code": "err_onsite_office_required", "severity": "error", "status": 422, "pointer": "/office_id"}
    warning = {"code": "unknown_field", "severity": "warning", "status": None, "pointer": "/zzz"}
    findings = [
        {**error, "message": one, "params": {"location": "onsite"}},
        {**warning, "message": other, "params": {"key": "zzz"}},
    ]
    assert outcome.document | {"results": results} == {
        "version": 1,
        "surface": "rest",
        "now": MOMENT,
        "tzdata": TZDATA,
        "results": [
            {
                "source": str(path),
                "index": 0,
                "verdict": "fail",
                "findings": findings,
                "unchecked": [],
                "suppressed": [],
            }
        ],
        "summary": {**COUNTS, "checked": 1, "failed": 1, "errors": 1, "warnings": 1},
        "notices": [],
    }


def test_the_keys_of_the_json_document_are_in_the_documented_order(bad: Path) -> None:
    document = checked(bad, "--output-format", "json").document
    result = document["results"][0]
    assert list(document) == ["version", "surface", "now", "tzdata", "results", "summary", "notices"]
    assert list(result) == ["source", "index", "verdict", "findings", "unchecked", "suppressed"]
    finding = ["code", "severity", "status", "pointer", "message", "params", "line", "column"]
    finding += ["end_line", "end_column", "fingerprint", "fix"]
    assert list(result["findings"][0]) == finding
    assert list(result["unchecked"][0]) == ["code", "needs"]
    assert list(document["summary"]) == list(COUNTS)


def test_text_that_is_not_json_says_where_it_goes_wrong(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{\n "a": }', encoding="utf-8")
    finding = checked(path, "--output-format", "json").document["results"][0]["findings"][0]
    assert (finding["pointer"], finding["line"], finding["column"]) == ("", 2, 7)


def test_the_json_document_lists_what_was_not_checked(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", external(location="onsite", office_id=3))
    report = check(external(location="onsite", office_id=3), now=NOW)
    result = checked(path, "--output-format", "json").document["results"][0]
    assert result["verdict"] == "incomplete"
    assert result["unchecked"] == [{"code": item.code, "needs": list(item.needs)} for item in report.unchecked]
    assert {"code": "err_office_not_found", "needs": ["snapshot.offices"]} in result["unchecked"]


def test_the_summary_counts(tmp_path: Path, account: Path) -> None:
    unknown = sent(location="onsite", office_id=3, ofice_id=3)
    path = write(tmp_path / "a.json", [sent(), sent(kind=None, ofice_id=3), unknown, {}, planned()])
    plain = {name: table for name, table in ACCOUNT.items() if name != "offices"}
    account.write_text(json.dumps(plain), encoding="utf-8")
    summary = checked(path, "--output-format", "json", "--snapshot", account).document["summary"]
    counts = {"checked": 5, "passed": 2, "failed": 2, "incomplete": 1, "errors": 11, "warnings": 2}
    assert summary == {**COUNTS, **counts}


def test_the_text_of_a_pass(good: Path, account: Path) -> None:
    counted = "1 request: 1 passed, 0 failed, 0 incomplete; 0 errors, 0 warnings\n"
    assert checked(good, "--snapshot", account) == Outcome(0, f"{FINAL_LINE}{counted}", "")


def test_the_text_of_a_failure(tmp_path: Path, account: Path) -> None:
    payloads = [sent(location="onsite", ofice_id=3), sent()]
    path = write(tmp_path / "a.json", payloads)
    report = check(payloads[0], now=NOW, snapshot=Snapshot.from_dict(ACCOUNT))
    first, second = (finding.message for finding in report.findings)
    column = path.read_text(encoding="utf-8").index('"ofice_id') + 1
    outcome = checked(path, "--snapshot", account)
    blocks = [re.sub(r"(?m)^ +[0-9]* \|.*\n?", "", block).strip() for block in outcome.out.split("\n\n")]
    assert (outcome.status, outcome.err) == (1, "")
    assert blocks == [
        f"{path}:1:2: error: err_onsite_office_required: {first}\n  at /office_id",
        f"{path}:1:{column}: warning: unknown_field: {second}\n  at /ofice_id",
        f"{FINAL_LINE}2 requests: 1 passed, 1 failed, 0 incomplete; 1 error, 1 warning",
    ]


def test_the_text_says_what_was_not_checked(tmp_path: Path, account: Path) -> None:
    path = write(tmp_path / "a.json", sent(location="onsite", office_id=3))
    account.write_text(json.dumps(known(offices=None)), encoding="utf-8")
    lines = (
        f"{FINAL_LINE}1 request: 0 passed, 0 failed, 1 incomplete; 0 errors, 0 warnings; "
        "not checked: 1 rule (for want of snapshot.offices)\n"
    )
    assert checked(path, "--snapshot", account) == Outcome(0, lines, "")


def test_the_same_input_gives_the_same_output(good: Path, bad: Path) -> None:
    command = ["check", str(good), str(bad), "--now", MOMENT, "--output-format", "json"]
    plain = process(*command)
    odd = {
        "PYTHONHASHSEED": "7",
        "TZ": "Asia/Tokyo",
        "LC_ALL": "C",
        "PYTHONTZPATH": "/",
        "PYTHONINTMAXSTRDIGITS": "640",
    }
    assert plain.status == 1
    assert process(*command, **odd, PYTHONUTF8="0", PYTHONCOERCECLOCALE="0") == plain


def test_long_integers_are_written_whatever_the_environment_says(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", [sent(duration_minutes=10**4000), sent(application_id=10**4000)])
    command = ["check", str(path), "--now", MOMENT, "--output-format", "json", "--application-id", "501"]
    assert process(*command, PYTHONINTMAXSTRDIGITS="640") == process(*command)
    assert process(*command).status == 1


# The output file.


def test_the_output_file_holds_what_would_be_printed(bad: Path, tmp_path: Path) -> None:
    for output_format in ("text", "json"):
        printed = checked(bad, "--output-format", output_format)
        path = tmp_path / f"out.{output_format}"
        assert checked(bad, "--output-format", output_format, "--output-file", path) == Outcome(1, "", "")
        assert path.read_text(encoding="utf-8") == printed.out


def test_an_output_file_that_exists_is_replaced(good: Path, tmp_path: Path) -> None:
    path = tmp_path / "out"
    path.write_text("x" * 100_000, encoding="utf-8")
    assert checked(good, "--output-file", path).status == 0
    assert path.read_text(encoding="utf-8") == checked(good).out


@pytest.mark.parametrize("place", ["nowhere/out", "good.json/out", "folder"])
def test_an_output_file_that_can_not_be_written_exits_with_2(good: Path, tmp_path: Path, place: str) -> None:
    (tmp_path / "folder").mkdir()
    before = sorted(tmp_path.rglob("*"))
    outcome = checked(good, "--output-file", tmp_path / place, "--exit-zero")
    assert (outcome.status, outcome.out) == (2, "")
    assert outcome.err.startswith(f"kula-rules: {tmp_path / place}: ")
    assert sorted(tmp_path.rglob("*")) == before


def test_an_output_file_is_written_whole_or_not_at_all(good: Path, tmp_path: Path) -> None:
    path = tmp_path / "out"
    path.write_text("kept", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    command = ("check", good, "--now", MOMENT, "--output-file", path)
    outcome = process(*command, line='ulimit -f 0; exec "$@"')
    assert outcome == Outcome(2, "", f"kula-rules: {path}: File too large\n")
    assert (path.read_text(encoding="utf-8"), sorted(tmp_path.rglob("*"))) == ("kept", before)


@pytest.mark.parametrize(
    "more", [["--now", "x"], ["--surface", "x"], ["--snapshot", "nowhere"], ["--application-id", ""]]
)
def test_wrong_usage_keeps_the_output_file(good: Path, tmp_path: Path, more: list[str]) -> None:
    path = tmp_path / "out"
    path.write_text("kept", encoding="utf-8")
    assert run("check", good, "--output-file", path, *more).status == 2
    assert path.read_text(encoding="utf-8") == "kept"


def test_an_unreadable_payload_still_gets_its_output_file(good: Path, tmp_path: Path) -> None:
    path = tmp_path / "out"
    outcome = checked(good, tmp_path / "none", "--output-file", path, "--output-format", "json")
    assert (outcome.status, outcome.out) == (2, "")
    assert json.loads(path.read_text(encoding="utf-8"))["summary"]["checked"] == 1


def test_nothing_to_check_still_writes_the_output_file(tmp_path: Path) -> None:
    path = tmp_path / "out"
    (tmp_path / "empty").mkdir()
    assert checked(tmp_path / "empty", "--output-file", path, "--output-format", "json").status == 3
    assert json.loads(path.read_text(encoding="utf-8"))["results"] == []


def test_a_link_as_output_file_stays_a_link(good: Path, tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old", encoding="utf-8")
    link.symlink_to(target)
    assert checked(good, "--output-file", link).status == 0
    assert (link.is_symlink(), target.read_text(encoding="utf-8")) == (True, checked(good).out)


def test_a_pipe_as_output_file_is_written_to_and_never_replaced(good: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)
    try:
        status = checked(good, "--output-file", pipe).status
        assert (status, pipe.is_fifo()) == (0, True)
        assert os.read(reader, 65536).decode() == checked(good).out
    finally:
        os.close(reader)


def test_an_output_file_that_leads_to_an_open_pipe_is_written_to(good: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"  # as the shell's >(command) gives one, and as /dev/stdout is one
    link.symlink_to("/proc/self/fd/1")
    outcome = process("check", "--now", MOMENT, good, "--output-file", link)
    assert (outcome, link.is_symlink()) == (checked(good), True)


# Streams that fail.


@pytest.mark.parametrize(
    "command", [["check", "--now", MOMENT], ["explain"], ["explain", "err_kind_required"], ["--help"], ["--version"]]
)
def test_a_full_disk_exits_with_2(command: list[str], good: Path) -> None:
    words = [*command, good] if command[0] == "check" else command
    outcome = process(*words, line='exec "$@" > /dev/full')
    assert outcome == Outcome(2, "", "kula-rules: standard output: No space left on device\n")


@pytest.mark.parametrize("command", [["check", "--now", MOMENT], ["explain"], ["--help"], ["--version"]])
def test_a_closed_standard_output_exits_with_2(command: list[str], good: Path) -> None:
    words = [*command, good] if command[0] == "check" else command
    outcome = process(*words, line='exec "$@" >&-')
    assert (outcome.status, outcome.err.count("\n")) == (2, 1)
    assert outcome.err.startswith("kula-rules: standard output: ")


def test_a_closed_standard_output_does_not_matter_to_an_output_file(good: Path, tmp_path: Path) -> None:
    path = tmp_path / "out"
    outcome = process("check", "--now", MOMENT, good, "--output-file", path, line='exec "$@" >&-')
    assert outcome == Outcome(0, "", "")
    assert path.read_text(encoding="utf-8") == checked(good).out


def test_a_closed_standard_input_exits_with_2(good: Path) -> None:
    outcome = process("check", "--now", MOMENT, "-", good, line='exec "$@" <&-')
    assert (outcome.status, outcome.err.count("\n")) == (2, 1)
    assert outcome.err.startswith("kula-rules: standard input: ")
    assert "1 request: 0 passed, 0 failed, 1 incomplete" in outcome.out


@pytest.mark.parametrize("redirection", ["2>&-", "2>/dev/full"])
def test_an_error_stream_that_fails_does_not_change_the_exit_status(
    redirection: str, good: Path, bad: Path, tmp_path: Path
) -> None:
    line = f'exec "$@" {redirection}'
    commands: list[list[str | Path]] = [[good], [bad], [tmp_path / "none.json"], ["--bogus"], [tmp_path / "empty"]]
    (tmp_path / "empty").mkdir()
    statuses = [process("check", "--now", MOMENT, *words, line=line).status for words in commands]
    assert statuses == [0, 1, 2, 2, 3]


@pytest.mark.parametrize(("name", "status"), [("good.json", 0), ("bad.json", 1), ("none.json", 2)])
def test_a_reader_that_has_seen_enough_does_not_change_the_exit_status(
    name: str, status: int, tmp_path: Path, good: Path, bad: Path
) -> None:
    assert good.parent == bad.parent == tmp_path
    reader, writer = os.pipe()
    os.close(reader)
    command = [*COMMAND, "check", "--now", MOMENT, str(tmp_path / name)]
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, check=False, timeout=60)
    os.close(writer)
    complaint = f"kula-rules: {tmp_path / name}: No such file or directory\n" if status == 2 else ""
    assert (done.returncode, done.stderr.decode()) == (status, complaint)


@pytest.mark.parametrize("words", [["explain"], ["--help"], ["--version"], ["check", "--help"]])
def test_help_for_a_reader_that_has_seen_enough_exits_with_0(words: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run([*COMMAND, *words], stdout=writer, stderr=subprocess.PIPE, check=False, timeout=60)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


def test_an_interruption_says_so_and_writes_nothing(tmp_path: Path) -> None:
    pipe, out = tmp_path / "pipe", tmp_path / "out"
    os.mkfifo(pipe)
    heed = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    code = f"{heed}; from kula_rules.cli import main; main()"
    command = [sys.executable, "-c", code, "check", "--now", MOMENT, str(pipe), "--output-file", str(out)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    with pipe.open("wb"):  # opens when the command has begun to read
        running.send_signal(signal.SIGINT)
        printed, complaint = running.communicate(timeout=60)
    assert (running.returncode, printed, complaint.decode().strip()) == (130, b"", "kula-rules: interrupted")
    assert sorted(tmp_path.iterdir()) == [pipe]


# Hostile text and private values.


def assert_harmless(text: str) -> None:
    """Every line can be printed, and a terminal shows all of it."""
    assert [line for line in text.split("\n") if not line.isprintable()] == []


def hostile_payloads() -> list[object]:
    return [
        sent(kind=HOSTILE, location=HOSTILE, start_time=HOSTILE, timezone=HOSTILE),
        sent(organizer_id=HOSTILE, application_id=HOSTILE, interviewer_ids=[HOSTILE], office_id=HOSTILE),
        sent(calendar_event_visibility=HOSTILE, duration_minutes=HOSTILE),
        {**sent(), HOSTILE: HOSTILE, "kind\x1b": 1},
        external(external={"managed": HOSTILE, HOSTILE: 1, "video_conferencing_url": HOSTILE}),
        HOSTILE,
        [HOSTILE],
    ]


@pytest.mark.parametrize("output_format", ["text", "json"])
def test_hostile_text_in_payloads_is_never_written_raw(tmp_path: Path, account: Path, output_format: str) -> None:
    path = write(tmp_path / "a.json", hostile_payloads())
    outcome = checked(path, "--snapshot", account, "--application-id", "501", "--output-format", output_format)
    assert (outcome.status, outcome.err) == (1, "")
    assert_harmless(outcome.out)
    assert outcome.out.count("\\u202e") > 10


@pytest.mark.parametrize("output_format", ["text", "json"])
def test_hostile_repeated_keys_are_never_written_raw(tmp_path: Path, output_format: str) -> None:
    key = json.dumps(HOSTILE)
    path = tmp_path / "a.json"
    path.write_text(f'{{"a": {{{key}: 1, {key}: 2}}, {key}: 1, {key}: 2}}', encoding="utf-8")
    outcome = checked(path, "--output-format", output_format)
    assert_harmless(outcome.out)
    assert outcome.out.count("duplicate_key") == 2


@pytest.mark.parametrize("output_format", ["text", "json"])
def test_hostile_names_of_files_are_never_written_raw(tmp_path: Path, output_format: str) -> None:
    name = HOSTILE.replace("\x00", "") + ".json"
    path = write(tmp_path / name, sent())
    outcome = process("check", "--now", MOMENT, path, tmp_path / ("no" + name), "--output-format", output_format)
    assert outcome.status == 2
    assert_harmless(outcome.out)
    assert_harmless(outcome.err)
    assert "\\u202e" in outcome.err


def test_the_json_document_holds_the_name_of_a_file_as_it_is(tmp_path: Path) -> None:
    name = HOSTILE.replace("\x00", "") + ".json"
    path = write(tmp_path / name, sent())
    assert sources(checked(path, "--output-format", "json")) == [(str(path), 0, "incomplete")]


@pytest.mark.parametrize(
    "words",
    [
        ["check", "--now", "\x1b[31m\u202e"],
        ["check", "--snapshot", "\x1b[31m\u202e", "a"],
        ["check", "--surface", "\x1b[31m\u202e"],
        ["check", "--output-format", "\x1b[31m\u202e"],
        ["check", "--\x1b[31m\u202e.json"],
        ["check", "-\x1b[31m\u202e.json"],
        ["check", "--output-file", "/nowhere/\x1b[31m\u202e", "a"],
        ["explain", "\x1b[31m\u202e"],
        ["explain", "a", "\x1b[31m\u202e"],
        ["\x1b[31m\u202e"],
    ],
)
def test_hostile_arguments_are_never_written_raw(words: list[str]) -> None:
    outcome = process(*words)
    assert outcome.status == 2
    assert_harmless(outcome.out)
    assert_harmless(outcome.err)


def test_a_hostile_snapshot_is_refused_visibly(tmp_path: Path, good: Path) -> None:
    for account in (
        {"version": 1, HOSTILE: {}},
        {"version": HOSTILE},
        {"version": 1, "valid_organizers": {HOSTILE: 1}},
    ):
        outcome = checked(good, "--snapshot", write(tmp_path / "s.json", account))
        assert outcome.status == 2
        assert_harmless(outcome.err)
        assert "\\u202e" in outcome.err


def test_a_name_that_is_not_utf_8_is_written_as_it_is_in_bytes(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff.json"
    with open(path, "w", encoding="utf-8") as file:
        json.dump(sent(), file)
    for words in ([path], [str(tmp_path)]):
        outcome = process("check", "--now", MOMENT, "--output-format", "json", *words)
        assert sources(outcome) == [(f"{tmp_path}/\\xff.json", 0, "incomplete")]
    missing = process("check", "--now", MOMENT, path + b".none")
    assert missing.err == f"kula-rules: {tmp_path}/\\xff.json.none: No such file or directory\n"


def test_an_application_id_that_is_not_utf_8_gives_no_broken_json(good: Path) -> None:
    outcome = process("check", "--now", MOMENT, good, "--application-id", b"\xff", "--output-format", "json")
    assert "\\ud" not in outcome.out.replace("\\\\ud", "")


@pytest.mark.parametrize("locale", ["C", "POSIX", "C.UTF-8", "no_SUCH"])
def test_the_locale_does_not_change_the_json_document(tmp_path: Path, locale: str) -> None:
    path = write(tmp_path / "é☃.json", sent(kind="é☃\x85"))
    command = ["check", "--now", MOMENT, "--output-format", "json", str(path)]
    outcome = process(*command, LC_ALL=locale, PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert (outcome.status, sources(outcome)) == (1, [(str(path), 0, "fail")])
    assert outcome == process(*command)


def test_text_is_written_on_a_terminal_that_knows_ascii_only(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", sent(kind="é☃" * 50))
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    outcome = process("check", "--now", MOMENT, path, **ascii_only)
    assert (outcome.status, outcome.err, outcome.out.isascii()) == (1, "", True)
    assert "\\xe9\\u2603" in outcome.out


PRIVATE = [
    sent(name=SECRET),
    sent(name=[SECRET]),
    sent(name={SECRET: SECRET}),
    {**sent(), "candidate_email": SECRET},
    {**sent(), "candidate": {"name": SECRET, "other": [SECRET]}},
    external(external=SECRET),
    external(external=[SECRET]),
    external(external={"managed": SECRET, "video_conferencing_url": SECRET, "source": SECRET, "event_id": SECRET}),
    external(external={"managed": [SECRET], "video_conferencing_url": [SECRET], "source": [SECRET]}),
    external(external={"event_id": [SECRET]}),
    external(external={"managed": True, "video_conferencing_url": f"https://x/{SECRET}"}, ai_note_taker_enabled=True),
    external(external={"managed": False, "source": SECRET}),
    external(external={"managed": True, "passcode": SECRET}),
    SECRET,
    [SECRET],
    [[{"name": SECRET}]],
]  # fmt: skip


@pytest.mark.parametrize("surface", ["rest", "mcp"])
@pytest.mark.parametrize("output_format", ["text", "json"])
@pytest.mark.parametrize("payload", PRIVATE, ids=range(len(PRIVATE)))
def test_private_values_are_in_no_output(tmp_path: Path, surface: str, output_format: str, payload: object) -> None:
    path = write(tmp_path / "a.json", [payload, sent(kind=None)])
    outcome = checked(path, "--surface", surface, "--output-format", output_format)
    assert (outcome.status, outcome.err) == (1, "")
    assert "err_kind_required" in outcome.out
    assert SECRET not in outcome.out


@pytest.mark.parametrize("output_format", ["text", "json"])
@pytest.mark.parametrize(
    "text",
    [
        f'{{"name": "{SECRET}", }}',
        f"{SECRET}",
        f'{{"name": "{SECRET}',
        f'{{"name": "{SECRET}", "name": "{SECRET}"}}',
        f'"\\u{SECRET}"',
    ],
)
def test_private_values_of_broken_text_are_in_no_output(tmp_path: Path, text: str, output_format: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")
    outcome = checked(path, "--output-format", output_format)
    assert (outcome.status, outcome.err) == (1, "")
    assert SECRET not in outcome.out


def test_a_private_value_of_a_plan_is_in_no_output(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", [planned(), planned(kind="one_on_one")])
    for name, status in ((SECRET, 1), ([SECRET], 2)):
        outcome = checked(path, "--snapshot", write(tmp_path / "s", known({"name": name})), "--output-format", "json")
        assert outcome.status == status
        assert SECRET not in outcome.out + outcome.err


# Explaining.


def test_explain_lists_every_code_on_a_line_in_the_order_of_reports() -> None:
    outcome = run("explain")
    lines = outcome.out.splitlines()
    assert (outcome.status, outcome.err) == (0, "")
    assert [line.split()[0] for line in lines] == list(ORDER)
    assert [line for line in lines if len(line.split()) < 4] == []


@pytest.mark.parametrize("code", ORDER)
def test_explain_says_what_a_rule_says_and_shows_right_and_wrong(code: str) -> None:
    outcome = run("explain", code)
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.splitlines()[0].removeprefix("# ") == code
    assert "reads: " in outcome.out
    assert "Right" in outcome.out
    assert "Wrong" in outcome.out
    assert_harmless(outcome.out)


def test_explain_names_the_code_that_it_does_not_know() -> None:
    outcome = run("explain", "err_no_such_code")
    assert (outcome.status, outcome.out) == (2, "")
    assert "err_no_such_code" in outcome.err


def test_the_version_is_that_of_the_distribution() -> None:
    version = importlib.metadata.version("kula-rules")
    outcome = process("--version")
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.split()[-1] == version


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["check", "--help"], ["explain", "-h"]])
def test_help_is_printed_and_exits_with_0(words: list[str]) -> None:
    outcome = process(*words)
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.startswith("Usage: ")


def test_the_package_is_the_command_where_it_is_run_and_not_where_it_is_imported(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["kula-rules", "--version"])
    monkeypatch.setattr(signal, "signal", lambda *_: None)  # this process keeps its own
    runpy.run_module("kula_rules.__main__", run_name="imported")
    assert capfd.readouterr() == ("", "")
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("kula_rules", run_name="__main__")
    assert (ended.value.code, capfd.readouterr()) == (0, (f"kula-rules, version {__version__}\n", ""))
