"""The linter from the command line: selection, configuration, baselines, fixes, several outputs at once."""

from __future__ import annotations

import gzip
import json
import os
import pty
import re
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from kula_rules.cli import _terminate, main
from kula_rules.codes import ORDER
from kula_rules.contract import GROUPS
from kula_rules.lint.config import config_schema
from kula_rules.lint.work import WorkError

from .command import COMMAND, MOMENT, Outcome, checked, found, process, run, sources, write
from .support import planned, sent

LATE = sent(start_time="2030-01-15T10:10:00", ofice_id=3)
"""One error and one warning."""


def codes(outcome: Outcome) -> list[str]:
    return [code for _, code, _ in found(outcome)]


def as_json(*args: str | Path, stdin: bytes | str = "") -> Outcome:
    return checked(*args, "--output-format", "json", stdin=stdin)


@pytest.fixture
def late(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A payload with one error and one warning, in the working directory."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "late.json", LATE)
    return Path("late.json")


# Selection.


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], ["err_start_time_not_aligned", "unknown_field"]),
        (["--ignore", "advice"], ["err_start_time_not_aligned"]),
        (["--select", "advice"], ["unknown_field"]),
        (["--select", "shape,plan", "--extend-select", "unknown_field"], ["unknown_field"]),
        (["--ignore", "ALL", "--extend-select", "schedule"], ["err_start_time_not_aligned"]),
        (["--select", "ALL", "--ignore", "schedule, advice"], []),
        (["--severity", "unknown_field=off"], ["err_start_time_not_aligned"]),
    ],
)
def test_rules_are_selected_by_code_and_group(late: Path, words: list[str], expected: list[str]) -> None:
    assert codes(as_json(late, *words)) == expected


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ([], 1),
        (["--select", "advice"], 0),
        (["--select", "advice", "--fail-on", "warning"], 1),
        (["--fail-on", "never"], 0),
        (["--fail-on", "error", "--exit-zero"], 0),
        (["--severity", "schedule=warning"], 0),
        (["--severity", "schedule=warning", "--severity", "unknown_field=error"], 1),
        (["--fail-on", "never", "--require-complete"], 0),
    ],
)
def test_severities_decide_the_exit_status(late: Path, words: list[str], status: int) -> None:
    assert checked(late, *words).status == status


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["--select", "schedul"],
            '"schedul" is neither a code nor a group of rules nor ALL; did you mean schedule?',
        ),
        (
            ["--severity", "err_kind_require=off"],
            '"err_kind_require" is neither a code nor a group of rules nor ALL; did you mean err_kind_required?',
        ),
        (["--severity", "plan=fatal"], '--severity takes CODE=error, CODE=warning or CODE=off, not "plan=fatal"'),
        (
            ["--ignore", "invalid_json"],
            "invalid_json and not_an_object are always reported; use `exclude` or an exception",
        ),
        (["--write-baseline"], "--write-baseline needs a --baseline FILE to write to"),
        (["--isolated", "--config", "x.toml"], "--isolated takes no configuration, --config does"),
        (["--config", "none.toml"], "none.toml: can not be read: No such file or directory"),
        (
            ["--output-format", "json", "--output-format", "text"],
            "two formats for standard output; give each an --output-file of its own",
        ),
        (
            ["--output-file", "a", "--output-file", "b"],
            'which format is for "b"? each --output-file follows its --output-format',
        ),
        (
            ["--fix", "--diff"],
            "--fix writes into files; --diff shows what it would write, of standard input too",
        ),
        (
            ["--fix", "-"],
            "--fix writes into files; --diff shows what it would write, of standard input too",
        ),
        (["--stdin-filename", "a.json"], "--stdin-filename names standard input, which is not among the paths (-)"),
        (
            ["--diff", "--output-format", "json"],
            "--diff writes a diff and checks nothing; it takes no format, file or baseline to write",
        ),
        (["--select", " ,"], "--select takes codes, groups or ALL, and none is given"),
        (["--exclude", ""], 'expected a pattern as in .gitignore, found ""'),
    ],
)
def test_wrong_usage_exits_with_2_and_says_why(late: Path, words: list[str], message: str) -> None:
    assert checked(late, *words) == Outcome(2, "", message)


# Configuration.


def test_the_closest_configuration_upwards_counts(late: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "kula-rules.toml").write_text('ignore = ["schedule"]', encoding="utf-8")
    inside = tmp_path / "in" / "below"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    path = tmp_path / late
    assert codes(as_json(path)) == ["unknown_field"]
    assert codes(as_json(path, "--isolated")) == ["err_start_time_not_aligned", "unknown_field"]
    assert codes(as_json(path, "--select", "ALL")) == ["err_start_time_not_aligned", "unknown_field"]
    (inside.parent / "pyproject.toml").write_text('[tool.kula-rules]\nignore = ["advice"]', encoding="utf-8")
    assert codes(as_json(path)) == ["err_start_time_not_aligned"]
    assert codes(as_json(path, "--config", tmp_path / "kula-rules.toml")) == ["unknown_field"]


def test_a_mistake_in_the_configuration_exits_with_2(late: Path, tmp_path: Path) -> None:
    (tmp_path / "kula-rules.toml").write_text("fail-onn = 1", encoding="utf-8")
    message = f'{tmp_path}/kula-rules.toml: unknown key "fail-onn"; did you mean fail-on?'
    assert checked(late) == Outcome(2, "", message)


def test_settings_of_the_configuration_are_in_force(late: Path, tmp_path: Path) -> None:
    (tmp_path / "kula-rules.toml").write_text('surface = "mcp"\napplication-id = 7', encoding="utf-8")
    message = "--application-id is the one in a REST path; with --surface mcp it is in the payload"
    assert checked(late) == Outcome(2, "", message)
    assert checked(late, "--surface", "rest").status == 1


def test_what_is_in_force_can_be_shown(late: Path, tmp_path: Path) -> None:
    (tmp_path / "kula-rules.toml").write_text('severity = {plan = "off"}', encoding="utf-8")
    shown = checked("--show-settings", "--fail-on", "warning").document
    assert (shown["config"], shown["fail-on"], shown["severity"]) == (
        str(tmp_path / "kula-rules.toml"),
        "warning",
        {"plan": "off"},
    )
    off = {rule.code for rule in GROUPS["plan"]}
    assert list(shown["rules"]) == [code for code in ORDER if code not in off]


def test_without_paths_there_is_nothing_to_do() -> None:
    assert checked().status == 2


def test_the_schema_of_the_configuration_can_be_printed() -> None:
    assert run("schema", "--of", "config").document == config_schema()


def test_files_are_excluded_wherever_they_are_named(late: Path, tmp_path: Path) -> None:
    (tmp_path / "drafts").mkdir()
    write(tmp_path / "drafts" / "a.json", sent())
    assert sources(as_json(".", "--exclude", "late.json")) == [("./drafts/a.json", 0, "incomplete")]
    (tmp_path / "kula-rules.toml").write_text('exclude = ["drafts/"]', encoding="utf-8")
    assert sources(as_json(".")) == [("./late.json", 0, "fail")]
    assert checked(".", late, "drafts/a.json", "--exclude", "late.json").status == 3


EXCEPTIONS = """
[[exceptions]]
path = "late.json"
codes = ["schedule"]
reason = "an old fixture"
expires = {expires}

[[exceptions]]
path = "other.json"
pointer = ""
reason = "of another file"
"""


def test_an_exception_holds_until_it_expires(late: Path, tmp_path: Path) -> None:
    path = tmp_path / "kula-rules.toml"
    path.write_text(EXCEPTIONS.format(expires="2026-11-20"), encoding="utf-8")
    outcome = as_json(late)
    assert (outcome.status, outcome.err, codes(outcome)) == (0, "", ["unknown_field"])
    (result,) = outcome.document["results"]
    assert [(item["code"], item["suppression"]) for item in result["suppressed"]] == [
        ("err_start_time_not_aligned", {"kind": "exception", "reason": "an old fixture"})
    ]
    path.write_text(EXCEPTIONS.format(expires="2026-11-19"), encoding="utf-8")
    outcome = as_json(late)
    notice = "kula-rules.toml: exceptions[0]: the exception expired on 2026-11-19 and does not apply"
    assert (outcome.status, outcome.err) == (1, f"kula-rules: {notice}\n")
    assert [(item["kind"], f"{item['source']}: {item['message']}") for item in outcome.document["notices"]] == [
        ("expired-exception", notice)
    ]


def test_a_baseline_lets_known_findings_pass(late: Path, tmp_path: Path) -> None:
    written = checked(late, "--baseline", "known.json", "--write-baseline")
    assert (written.status, written.err) == (0, "kula-rules: known.json: 2 findings written\n")
    assert checked(late, "--baseline", "known.json").status == 0
    write(tmp_path / "late.json", LATE | {"timezone": "Mars"})
    again = as_json(late, "--baseline", "known.json")
    assert (again.status, codes(again), again.err) == (1, ["err_invalid_timezone"], "")
    write(tmp_path / "late.json", sent(ofice_id=3))
    gone = as_json(late, "--baseline", "known.json")
    vanished = "err_start_time_not_aligned at /start_time is in the baseline, but is not found any more"
    assert (gone.status, gone.err) == (0, f"kula-rules: late.json: {vanished}\n")


def test_a_broken_baseline_exits_with_2(late: Path, tmp_path: Path) -> None:
    write(tmp_path / "known.json", {"version": 2, "findings": []})
    assert checked(late, "--baseline", "known.json") == Outcome(
        2, "", "known.json: version: expected version 1, found 2"
    )


# Sources.


@pytest.mark.parametrize("compressed", [False, True])
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", json.dumps([sent(), LATE, 7])),
        ("a.jsonl", f"{json.dumps(sent())}\n\n{json.dumps(LATE)}\r\n7"),
        ("a.yaml", f"{json.dumps(sent())}\n---\n- {json.dumps(LATE)}\n- 7\n"),
    ],
)
def test_every_kind_of_file_is_read(tmp_path: Path, name: str, text: str, compressed: bool) -> None:
    data = gzip.compress(text.encode()) if compressed else text.encode()
    path = tmp_path / (f"{name}.gz" if compressed else name)
    path.write_bytes(data)
    expected = [
        (1, "err_start_time_not_aligned", "/start_time"),
        (1, "unknown_field", "/ofice_id"),
        (2, "not_an_object", ""),
    ]
    assert found(as_json(tmp_path)) == expected
    assert found(as_json("-", "--stdin-filename", path.name, stdin=data)) == expected


def test_standard_input_has_the_name_that_it_is_given(late: Path) -> None:
    outcome = checked("-", "--stdin-filename", "sent/a.json", "--output-format", "concise", stdin=json.dumps(LATE))
    assert re.findall(r"^\S+:\d+:\d+(?=: )", outcome.out, re.MULTILINE) == [
        f"sent/a.json:1:{json.dumps(LATE).index(part) + 1}" for part in ('"2030', '"ofice_id')
    ]


def test_a_pattern_is_expanded_and_one_that_matches_nothing_is_reported(late: Path) -> None:
    outcome = as_json("l*.json", "*.yaml")
    assert (sources(outcome), outcome.err) == (
        [("late.json", 0, "fail")],
        "kula-rules: *.yaml: the pattern matches no file to check\n",
    )
    assert checked("*.yaml").status == 3


@pytest.mark.parametrize("jobs", ["1", "2", "3"])
def test_the_number_of_processes_changes_nothing(tmp_path: Path, jobs: str) -> None:
    path = tmp_path / "a.jsonl"
    lines = [json.dumps(LATE | {"organizer_id": number + 1}) for number in range(3000)]
    path.write_text("\n".join([*lines, "{"]), encoding="utf-8")
    words = ("--output-format", "jsonl", "--select", "schedule,advice")
    shared = process("check", "--now", MOMENT, path, *words, "--jobs", jobs)
    alone = checked(path, *words, "--jobs", "1")
    assert (shared.status, shared.err) == (1, "")
    assert shared.out == alone.out
    assert [json.loads(line).get("index") for line in shared.out.splitlines()] == [*range(3001), None]


# Several outputs.


def test_one_run_writes_several_formats(late: Path, tmp_path: Path) -> None:
    outcome = checked(
        late, "--output-format", "concise", "--output-format", "json", "--output-file", "a.json",
        "--output-format", "sarif", "--output-file", "a.sarif",
    )  # fmt: skip
    assert (outcome.status, len(outcome.out.splitlines())) == (1, 3)
    assert (tmp_path / "a.json").read_text(encoding="utf-8") == as_json(late).out
    (logged,) = json.loads((tmp_path / "a.sarif").read_text(encoding="utf-8"))["runs"]
    assert [result["ruleId"] for result in logged["results"]] == ["err_start_time_not_aligned", "unknown_field"]


def test_a_format_that_can_not_be_written_does_not_stop_the_others(late: Path) -> None:
    outcome = checked(
        late, "--output-format", "json", "--output-file", "none/a.json", "--output-format", "concise"
    )  # fmt: skip
    assert (outcome.status, len(outcome.out.splitlines())) == (2, 3)
    assert outcome.err == "kula-rules: none/a.json: No such file or directory\n"


# Colour and progress.


def in_terminal(*words: str | Path, **environment: str) -> str:
    """What the command writes to a terminal."""
    ours, theirs = pty.openpty()
    environ = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    command = [*COMMAND, "check", "--now", MOMENT, *map(str, words)]
    done = subprocess.Popen(command, stdout=theirs, stderr=theirs, env={**environ, "TERM": "xterm", **environment})
    os.close(theirs)
    shown = b""
    try:
        while block := os.read(ours, 65536):
            shown += block
    except OSError:  # what Linux says at the end
        pass
    os.close(ours)
    done.wait()
    return shown.decode()


@pytest.mark.parametrize(
    ("words", "environment", "coloured"),
    [
        ([], {}, True),
        ([], {"NO_COLOR": "1"}, False),
        ([], {"NO_COLOR": ""}, True),
        ([], {"TERM": "dumb"}, False),
        (["--color", "never"], {"FORCE_COLOR": "1"}, False),
        (["--color", "always"], {"NO_COLOR": "1"}, True),
    ],
)
def test_a_terminal_shows_colours_unless_they_are_not_wanted(
    late: Path, words: list[str], environment: dict[str, str], coloured: bool
) -> None:
    assert ("\x1b[1;31merror\x1b[0m" in in_terminal(late, *words, **environment)) is coloured


@pytest.mark.parametrize(
    ("words", "environment", "coloured"),
    [
        ([], {}, False),
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (["--color", "always"], {}, True),
    ],
)
def test_a_pipe_gets_colours_only_if_they_are_asked_for(
    late: Path, words: list[str], environment: dict[str, str], coloured: bool
) -> None:
    plain = {"NO_COLOR": "", "FORCE_COLOR": ""}
    outcome = process("check", "--now", MOMENT, late, *words, **{**plain, **environment})
    assert ("\x1b[" in outcome.out) is coloured


def test_a_short_run_shows_no_progress(late: Path) -> None:
    assert in_terminal(late, "--output-format", "json", "--output-file", "a.json") == ""


# Fixes.


def fixable() -> dict[str, Any]:
    return planned(host_id="7", start_time="20300115T10Z", scorecard_template_id=7)


def test_certain_fixes_are_written_and_the_rest_is_checked(late: Path, tmp_path: Path) -> None:
    path = tmp_path / "fixable.json"
    text = json.dumps(fixable(), indent=2)
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    outcome = as_json("fixable.json", "late.json", "--fix")
    assert (outcome.err, outcome.status) == ("kula-rules: fixable.json: 3 values fixed\n", 1)
    assert found(outcome) == [(0, "err_start_time_not_aligned", "/start_time"), (0, "unknown_field", "/ofice_id")]
    fixed = text.replace('"7"', "7").replace("20300115T10Z", "2030-01-15T10:00:00Z")
    fixed = re.sub(r',\n  "scorecard_template_id": 7', "", fixed)
    assert path.read_bytes() == b"\xef\xbb\xbf" + fixed.replace("\n", "\r\n").encode()


def test_a_diff_shows_the_fixes_and_changes_nothing(late: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "fixable.json", fixable() | {"name": "Eve"})
    before = path.read_text(encoding="utf-8")
    outcome = checked("fixable.json", "late.json", "none.json", "--diff")
    assert (outcome.status, outcome.err) == (2, "kula-rules: none.json: No such file or directory\n")
    assert path.read_text(encoding="utf-8") == before
    assert [line[0] for line in outcome.out.splitlines()] == list("-+@-\\+\\")
    assert "Eve" not in outcome.out
    assert checked("late.json", "--diff") == Outcome(0, "", "")
    applicable = checked("fixable.json", "--diff", "--show-values")
    assert (applicable.status, applicable.err) == (1, "")
    subprocess.run(["git", "apply", "-"], input=applicable.out.encode(), cwd=tmp_path, check=True)  # noqa: S607  # whichever git it is
    assert checked("fixable.json", "--diff") == Outcome(0, "", "")


def test_a_diff_of_standard_input_is_shown(late: Path) -> None:
    outcome = checked("-", "--diff", "--stdin-filename", "a.json", stdin='{\n"host_id": "7"\n}\n')
    assert outcome == Outcome(
        1, '--- a/a.json\n+++ b/a.json\n@@ -1,3 +1,3 @@\n {\n-"host_id": "7"\n+"host_id": 7\n }\n', ""
    )


def test_advice_is_a_part_of_the_message(late: Path) -> None:
    (message,) = (
        item["message"] for item in as_json(late).document["results"][0]["findings"] if item["severity"] == "error"
    )
    assert message.endswith(' Found: start_time "2030-01-15T10:10:00". Next boundary: 10:15.')


def test_values_are_shown_only_if_they_are_asked_for(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", {"name": "Eve Moneypenny", "kind": "panle"})
    assert "Moneypenny" not in checked(path).out
    assert '{"name": "Eve Moneypenny", "kind": "panle"}' in checked(path, "--show-values").out


# What a run must not do.


def test_a_mistake_of_the_program_is_no_finding(late: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own process would end in the same way; here the mistake can be made."""

    def fail(*_: object) -> None:
        raise ZeroDivisionError("Eve")

    monkeypatch.setattr("kula_rules.lint.session.Tally.add", fail)
    monkeypatch.setattr("sys.argv", ["kula-rules", "check", str(late), "--output-file", "out.txt"])
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 2
    assert not Path("out.txt").exists()


def test_a_mistake_is_told_without_what_it_was_about(
    late: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("Eve")

    monkeypatch.setattr("kula_rules.lint.session.Tally.add", fail)
    monkeypatch.setattr("sys.argv", ["kula-rules", "check", str(late)])
    with pytest.raises(SystemExit):
        main()
    told = capsys.readouterr().err
    assert re.sub(r"\w+\.py:\d+", "FILE", told) == (
        "kula-rules: a mistake of kula-rules itself (ZeroDivisionError in FILE); please report it\n"
    )


def test_what_is_checked_is_not_written_over(late: Path) -> None:
    message = '--output-file "./late.json" would overwrite what is to be checked'
    assert checked(late, "--output-file", "./late.json") == Outcome(2, "", message)
    assert checked(late, "--output-file", "-").out == checked(late).out


def test_its_own_files_are_not_checked_unless_they_are_named(late: Path) -> None:
    words = (".", "--baseline", "known.json", "--output-format", "json", "--output-file", "out.json")
    for _ in range(2):
        outcome = checked(*words, "--write-baseline")
        assert (outcome.status, outcome.err) == (0, "kula-rules: known.json: 2 findings written\n")
    assert sources(as_json("known.json", "--baseline", "known.json")) == [("known.json", 0, "fail")]


def test_a_baseline_is_not_written_of_what_could_not_be_read(late: Path) -> None:
    outcome = checked(late, "none.json", "--baseline", "known.json", "--write-baseline")
    assert (outcome.status, outcome.err.splitlines()[-1]) == (
        2,
        "kula-rules: known.json: not written, as not all could be read",
    )
    assert not Path("known.json").exists()


def test_standard_input_is_excluded_by_its_name(late: Path) -> None:
    outcome = checked("-", "--stdin-filename", "drafts/a.json", "--exclude", "drafts/", stdin="{}")
    assert (outcome.status, outcome.err) == (3, "kula-rules: drafts/a.json: it is excluded\n")


def test_a_diff_of_nothing_is_no_answer(late: Path, tmp_path: Path) -> None:
    assert checked("no*", "--diff").status == 3
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    outcome = checked("broken.json", "--diff")
    assert outcome == Outcome(2, "", "kula-rules: broken.json: what can not be parsed is not fixed\n")


def test_a_word_of_yaml_goes_on_without_its_quotes(late: Path, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text('organizer_id: "7"#x\nhost_id: "8" #x\n', encoding="utf-8")
    assert "host_id: 8 #x" in checked("a.yaml", "--diff").out
    assert "organizer_id: 7#x" not in checked("a.yaml", "--diff").out


def test_anchors_of_any_spelling_are_left_alone(late: Path, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text('{"host_id":&x "7", "name":*x}\n', encoding="utf-8")
    assert checked("a.yaml", "--diff") == Outcome(0, "", "")
    (tmp_path / "a.yaml").write_text("host_id: '7'\nname: a &b\n", encoding="utf-8")
    assert checked("a.yaml", "--diff").status == 1


def test_a_diff_holds_no_command_of_a_build_log(late: Path, tmp_path: Path) -> None:
    text = "host_id: '7'\ntimezone: '##vso[x]##[error]y'\nkind: |\n  ::error::x\n"
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    shown = checked("a.yaml", "--diff").out
    assert shown.splitlines()[5:] == [" timezone: '#·vso[x]#·[error]y'", " kind: |", "   :·error::x"]


def test_complaints_hold_no_command_of_a_build_log(late: Path) -> None:
    assert checked("##vso[x.json").err == "kula-rules: #·vso[x.json: No such file or directory\n"


def test_an_empty_name_is_no_baseline(late: Path) -> None:
    message = "--write-baseline needs a --baseline FILE to write to"
    assert checked(late, "--baseline", "", "--write-baseline") == Outcome(2, "", message)


def test_folders_may_be_deep(late: Path, tmp_path: Path) -> None:
    folder = os.open(tmp_path, os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("d", dir_fd=folder)
        inner = os.open("d", os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = inner
    os.close(folder)
    outcome = checked(".")
    subprocess.run(["rm", "-r", "d"], check=True)  # noqa: S607  # Python's own way of it is not deep enough
    assert outcome.status == 1


@pytest.mark.skipif(not hasattr(signal, "SIGTERM"), reason="the system has no such signal")
def test_a_run_that_is_ended_leaves_nothing_behind(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    command = [*COMMAND, "check", str(tmp_path / "pipe"), "--isolated", "--output-file", str(tmp_path / "out")]
    with subprocess.Popen(command) as running:
        while not list(tmp_path.glob(".kula-rules-*")):
            time.sleep(0.05)
        running.terminate()
    assert running.returncode == 143
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"{'a.' * 200}b = 1", "a key has too many parts"),
        ('exclude = ["*a*a*a*b"]', 'exclude[0]: expected at most 3 stars between slashes, found "*a*a*a*b"'),
        ("jobs = 65", "jobs: expected an integer from 1 to 64, found 65"),
    ],
)
def test_a_configuration_can_not_take_long(late: Path, tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "kula-rules.toml").write_text(text, encoding="utf-8")
    assert checked(late) == Outcome(2, "", f"{tmp_path}/kula-rules.toml: {message}")


def test_many_directives_are_refused(late: Path, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("\n%TAG !a! b" * 101, encoding="utf-8")
    outcome = as_json("a.yaml")
    assert [item["message"] for item in outcome.document["results"][0]["findings"]] == [
        "expected YAML, found: more directives than the limit of 100 (line 1, column 1)"
    ]


def test_what_never_ends_is_no_baseline(late: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kula_rules.lint.baseline.MAX_SIZE", 1000)
    assert checked(late, "--baseline", "/dev/zero").err == "/dev/zero: the file is over the limit of 1000 bytes"
    monkeypatch.setattr("kula_rules.snapshot.MAX_SIZE", 1000)
    assert checked(late, "--snapshot", "/dev/zero").err == "--snapshot: /dev/zero: can not be read: File too large"


def test_a_process_that_can_not_be_started_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", sent())
    outcome = process("check", path, "--isolated", "--jobs", "60", line='ulimit -n 40; exec "$@"')
    message = "no process can be started: Too many open files; --jobs 1 needs none"
    assert (outcome.status, outcome.err) == (2, f"kula-rules: {message}\n")


def ended_by(error: BaseException, monkeypatch: pytest.MonkeyPatch, late: Path) -> object:
    """The status of a run in which something is raised."""

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("kula_rules.lint.session.Tally.add", fail)
    monkeypatch.setattr("sys.argv", ["kula-rules", "check", str(late)])
    with pytest.raises(SystemExit) as caught:
        main()
    return caught.value.code


def test_a_run_whose_processes_are_stopped_exits_with_2(
    late: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ended_by(WorkError("there is no memory"), monkeypatch, late) == 2
    assert capsys.readouterr().err == "kula-rules: there is no memory\n"


def test_the_signal_that_ends_a_run_has_its_status(late: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BaseException, match=r"^$") as caught:
        _terminate()
    assert ended_by(caught.value, monkeypatch, late) == 143


def test_an_array_may_hold_so_many_requests(late: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kula_rules.lint.payloads.MAX_PAYLOADS", 2)
    write(tmp_path / "two.json", [sent(), sent()])
    write(tmp_path / "three.json", [sent(), sent(), sent()])
    assert found(as_json("two.json", "three.json")) == [(0, "invalid_json", "")]


def test_a_file_of_its_own_has_no_table_around_its_settings(late: Path, tmp_path: Path) -> None:
    (tmp_path / "kula-rules.toml").write_text("[tool.kula-rules]\n", encoding="utf-8")
    message = "in kula-rules.toml the settings stand at the top, without [tool.kula-rules]"
    assert checked(late) == Outcome(2, "", f"{tmp_path}/kula-rules.toml: {message}")


def test_a_file_that_may_not_be_written_is_not_fixed(
    late: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "fixable.json", fixable())
    before = path.read_bytes()
    monkeypatch.setattr(os, "access", lambda *_: False)
    outcome = checked("fixable.json", "--fix")
    assert (outcome.status, outcome.err) == (2, "kula-rules: fixable.json: can not be fixed: Permission denied\n")
    assert path.read_bytes() == before
