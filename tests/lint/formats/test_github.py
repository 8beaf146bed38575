"""Workflow commands, read back as GitHub's runner reads them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kula_rules.shape import visible

from .runs import HOSTILE, SHOWN_KEY, SHOWN_NAME, SHOWN_WORD, SMALL, hostile, written

Command = tuple[str, dict[str, str], str]


def decoded(text: str, escapes: dict[str, str]) -> str:
    for escape, mark in escapes.items():
        text = text.replace(escape, mark)
    return text


def command(line: str) -> Command | None:
    """What the runner makes of a line (`ActionCommand.TryParseV2`), `None` where it is no command."""
    line = line.lstrip()
    if not line.startswith("::") or "::" not in line[2:]:
        return None
    head, _, data = line[2:].partition("::")
    name, _, rest = head.partition(" ")
    pairs = (part.split("=", 1) for part in rest.strip().split(",") if part)
    data_escapes = {"%0D": "\r", "%0A": "\n"}
    escapes = {**data_escapes, "%3A": ":", "%2C": ",", "%25": "%"}
    return name, {key: decoded(value, escapes) for key, value in pairs}, decoded(data, {**data_escapes, "%25": "%"})


def commands(output: str) -> list[Command | None]:
    return [command(line) for line in output.splitlines()]


def test_errors_come_first_and_a_plain_line_last() -> None:
    assert written("github", SMALL) == (
        "::error file=a b.json,line=3,endLine=3,col=1,endColumn=2,title=err_onsite_office_required"
        "::/office_id: office_id must be present.\n"
        "::error file=<stdin>,line=1,endLine=1,col=10,endColumn=10,title=invalid_json::expected a value\n"
        "::warning file=a b.json,line=5,endLine=6,title=scorecard_template_ignored"
        "::/scorecard_template_id: It is ignored.\n"
        "::warning file=a b.json,line=5,endLine=6,title=scorecard_template_ignored"
        "::[3]/scorecard_template_id: It is ignored.\n"
        "::warning title=unreadable::gone.json: No such file or directory\n"
        "::notice title=empty::x/*.json: the pattern matches no file to check\n"
        "::warning title=unused-exception::kula-rules.toml: exceptions[0]: no finding needs the exception\n"
        "::notice title=not checked::not checked for want of field.start_time, now: err_a, err_b%0A"
        "not checked for want of snapshot.offices: err_office_not_found\n"
        "5 requests: 2 passed, 2 failed, 1 incomplete; 2 errors, 2 warnings; 1 suppressed; "
        "not checked: 3 rules (for want of field.start_time, now, snapshot.offices)\n"
    )


def test_paths_are_relative_to_the_root() -> None:
    run = replace(SMALL.run, root="/work")
    results = [replace(SMALL.results[0], source=source) for source in ("/work/x/a.json", "/other/a.json")]
    output = written("github", replace(SMALL, run=run, results=tuple(results), notices=()))
    found = [parsed for parsed in commands(output) if parsed and parsed[0] == "error"]
    assert [properties["file"] for _, properties, _ in found] == ["x/a.json", "/other/a.json"]


def test_the_runner_reads_what_would_break_out_as_text() -> None:
    place = {"file": SHOWN_NAME}
    assert commands(written("github", HOSTILE)) == [
        ("error", {**place, "line": "2", "endLine": "4", "title": "invalid_value"}, f"[7]/{SHOWN_KEY}/0: {SHOWN_WORD}"),
        (
            "warning",
            {**place, "line": "1", "endLine": "1", "col": "2", "endColumn": "3", "title": "unknown_field"},
            f'[7]/{SHOWN_KEY}: found "{SHOWN_WORD}"',
        ),
        ("warning", {"title": "unreadable"}, f"{SHOWN_NAME}: {SHOWN_WORD}"),
        ("notice", {"title": "empty"}, f"{SHOWN_NAME}: {SHOWN_WORD}"),
        None,
    ]


@given(st.text(), st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0./"), min_size=1))
def test_the_runner_reads_back_what_was_meant(word: str, name: str) -> None:
    output = written("github", hostile(word.replace("#", ""), name.replace("#", "") + "!", "key"))
    parsed = command(output.split("\n")[0])
    assert parsed is not None
    assert parsed[1]["file"] == visible(name.replace("#", "") + "!")
    assert parsed[2] == "[7]/key/0: " + visible(word.replace("#", ""))
