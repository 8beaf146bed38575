"""The vectors: our own engine agrees with each, and they are what docs/conformance/README.md says."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections import defaultdict
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from kula_rules import RuleSet, Snapshot
from kula_rules.conformance import vectors as module
from kula_rules.conformance.agreement import difference
from kula_rules.conformance.answer import read_question
from kula_rules.conformance.reply import Reply
from kula_rules.conformance.vectors import MAX_SIZE, Vector, VectorError, load_vectors, vectors_folder
from kula_rules.records import Source

from ..command import write
from ..support import BOTH, MCP_CREATE
from .judging import VECTORS

ROOT = Path(__file__).parent.parent.parent
FOLDER = ROOT / "docs" / "conformance" / "v1"
SECTIONS = {name: list(group) for name, group in groupby(VECTORS, key=lambda vector: vector.section)}
TOPICS: dict[str, list[Vector]] = defaultdict(list)
for each in VECTORS:
    TOPICS[each.topic].append(each)


def disagreement(vector: Vector) -> str | None:
    """What our own engine answers in another way than is expected."""
    reply = read_question(Source(vector.question)).reply()
    return None if reply == vector.expected else difference(vector.expected, reply)


@pytest.mark.parametrize("section", SECTIONS)
def test_our_own_engine_agrees_with_every_vector(section: str) -> None:
    answers = {vector.name: disagreement(vector) for vector in SECTIONS[section]}
    assert {name: answer for name, answer in answers.items() if answer is not None} == {}


# What the vectors are.


def is_silent(vector: Vector) -> bool:
    return vector.expected == Reply()


def test_every_file_is_one_section() -> None:
    assert len(SECTIONS) == len(list(FOLDER.glob("*.json"))) == len({vector.section for vector in VECTORS})


def test_a_name_is_a_topic_and_a_case() -> None:
    assert [vector.name for vector in VECTORS if not re.fullmatch(r"[^:]+: \S.*", vector.name)] == []


def test_every_topic_stands_in_one_place() -> None:
    assert [topic for topic, _ in groupby(VECTORS, key=lambda vector: vector.topic)] == list(TOPICS)


def test_every_topic_has_a_vector_without_findings() -> None:
    assert [topic for topic, group in TOPICS.items() if all(vector.expected.findings for vector in group)] == []


def test_every_topic_has_a_vector_that_finds_or_leaves_something_undecided() -> None:
    assert [topic for topic, group in TOPICS.items() if all(map(is_silent, group))] == []


@pytest.mark.parametrize("rules", BOTH, ids=["rest", "mcp"])
def test_every_code_is_reported_on_its_surface(rules: RuleSet) -> None:
    expected = [vector.expected for vector in VECTORS if vector.question["surface"] == rules.surface]
    found = {(item.code, item.severity) for reply in expected for item in reply.findings}
    assert found == {(rule.code, rule.severity) for rule in rules}


SUPPLIED = "field.application_id field.stage_activity_id snapshot.applications snapshot.interview_plans"
NEVER_SHOWN = {
    "a field that is invalid is there": {
        "missing_field": "field.organizer_id field.application_id field.start_time field.timezone",
        "err_kind_required": "field.kind",
        "err_location_required": "field.location",
        "err_duration_minutes_required": "field.duration_minutes",
        "err_interviewer_ids_required": "field.interviewer_ids",
        "err_candidate_template_id_required": "field.candidate_template_id",
        "err_interviewer_template_id_required": "field.interviewer_template_id",
        "err_onsite_office_required": "field.office_id",
        "err_zoom_host_id_required": "field.host_id",
        "err_hackerrank_template_id_required": "field.hackerrank_template_id",
    },
    "whether a request is plan-driven is known, and one that is not inherits nothing": {
        **dict.fromkeys(
            (
                "err_kind_required",
                "err_location_required",
                "err_duration_minutes_required",
                "err_interviewer_ids_required",
                "err_candidate_template_id_required",
                "err_interviewer_template_id_required",
            ),
            SUPPLIED,
        ),
        "err_scorecard_template_not_found": "field.stage_activity_id",
    },
    "the list of any job proves a calendar": {"err_organizer_no_calendar": "snapshot.applications"},
    "it is certain, or not said": {
        "organizer_not_eligible": "field.application_id field.external field.organizer_id"
        " snapshot.applications snapshot.users snapshot.valid_organizers"
    },
}
"""What rules read and yet never wait for, by the reason why."""

NEVER_SHOWN_OF_THE_TOOL = {
    "it knows no external": dict.fromkeys(MCP_CREATE.codes, "field.external"),
    "it inherits none of the four core details": dict.fromkeys(
        (
            "err_end_time_before_start_time",
            "err_duration_out_of_range",
            "err_invalid_set_of_interviewers",
            "err_zoom_host_id_required",
            "err_zoom_host_id_not_in_interviewers",
            "err_interviewers_not_found",
            "err_zoom_host_invalid_user",
        ),
        SUPPLIED,
    ),
}


@pytest.mark.parametrize("rules", BOTH, ids=["rest", "mcp"])
def test_every_rule_waits_for_each_thing_that_it_could_wait_for(rules: RuleSet) -> None:
    expected = [vector.expected for vector in VECTORS if vector.question["surface"] == rules.surface]
    shown = {(item.code, need) for reply in expected for item in reply.unchecked for need in item.needs}
    read = {(rule.code, need) for rule in rules if rule.severity == "error" for need in rule.reads}
    reasons = [*NEVER_SHOWN.values(), *(NEVER_SHOWN_OF_THE_TOOL.values() if rules.surface == "mcp" else ())]
    never = {(code, need) for codes in reasons for code, needs in codes.items() for need in needs.split()}
    assert read - shown == read & never
    assert shown - read == set()


def test_every_shared_snapshot_is_named_and_can_be_read() -> None:
    documents = [json.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob("*.json")]
    named = {v["snapshot"] for document in documents for v in document["vectors"] if isinstance(v["snapshot"], str)}
    assert named == {path.stem for path in (FOLDER / "snapshots").iterdir()}
    assert [type(Snapshot.load(path)) for path in (FOLDER / "snapshots").iterdir()] == [Snapshot] * len(named)


# How they are loaded.

QUESTION: dict[str, Any] = {"name": "a: b", "surface": "rest", "now": None, "snapshot": None, "application_id": None}
FOUND = {"code": "not_an_object", "pointer": "", "severity": "error"}
WAITING = {"code": "err_kind_required", "needs": ["a", "b"]}
VECTOR = {**QUESTION, "request": [], "expected": {"findings": [FOUND], "unchecked": []}}


def section(*vectors: Any, **changes: object) -> dict[str, Any]:
    return {"version": 1, "section": "S", "vectors": list(vectors), **changes}


def expecting(*findings: Any, unchecked: Any = ()) -> dict[str, Any]:
    return {**VECTOR, "expected": {"findings": list(findings), "unchecked": list(unchecked)}}


def without(document: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name != key}


def test_a_vector_is_loaded_with_its_section_and_its_snapshot_written_out(tmp_path: Path) -> None:
    offices = {"version": 1.0, "offices": {"complete": True, "items": []}}
    (tmp_path / "snapshots").mkdir()
    write(tmp_path / "snapshots" / "none-1.json", offices)
    write(tmp_path / "b.json", section({**VECTOR, "snapshot": "none-1"}, version=1.0))
    write(tmp_path / "a.json", section({**without(VECTOR, "request"), "name": "c: d", "request_text": "[]"}))
    (tmp_path / "c.txt").write_text("no vectors", encoding="utf-8")
    first, second = load_vectors(tmp_path)
    assert (first.name, first.topic, first.section) == ("c: d", "c", "S")
    assert second.question == {**QUESTION, "snapshot": offices, "request": []}
    assert second.expected.to_dict() == VECTOR["expected"]


TOO_LARGE = 'a number is too large for a value; "request_text" can hold it'
NEITHER = 'expected one of the keys "request" and "request_text"'
NO_MORE = 'findings have "code", "pointer" and "severity", unchecked rules "code" and "needs", no more'
NO_DATE = "expected a date and time such as 2026-11-20T08:00:00Z, found"
WRONG: dict[str, tuple[object, str]] = {
    "no object": ([], "expected an object, found an array"),
    "no version": ({"section": "S", "vectors": []}, 'the key "version" is missing'),
    "another version": (section(version=2), "/version: expected version 1, found 2"),
    "another key": (section(sectoin="S"), 'unknown key "sectoin"; did you mean section?'),
    "a nameless section": (section(section=None), "/section: expected a string, found null"),
    "no vectors": (section(vectors={}), "/vectors: expected an array of vectors, found an object"),
    "no vector": (section("a"), "/vectors/0: expected an object, found a string"),
    "a vector without now": (section(without(VECTOR, "now")), '/vectors/0: the key "now" is missing'),
    "a vector that asks nothing": (section(without(VECTOR, "request")), '/vectors/0: the key "request" is missing'),
    "a vector that asks twice": (section({**VECTOR, "request_text": ""}), '/vectors/0: unknown key "request"'),
    "a vector that says more": (section({**VECTOR, "nam\x1be": 1}), '/vectors/0: unknown key "nam\\x1be"'),
    "no name": (section({**VECTOR, "name": 5}), "/vectors/0/name: expected a string, found an integer"),
    "no surface": (section({**VECTOR, "surface": []}), "expected rest or mcp, found an array of 0 entries"),
    "a date": (section({**VECTOR, "now": "2026-11-20"}), f'/vectors/0/now: {NO_DATE} "2026-11-20"'),
    "no date": (section({**VECTOR, "now": "now"}), f'/vectors/0/now: {NO_DATE} "now"'),
    "a number": (section({**VECTOR, "now": 5}), "expected a string (a date and time with a UTC offset) or null"),
    "an unknown snapshot": (section({**VECTOR, "snapshot": "acme"}), "snapshots/acme.json: can not be read: No such"),
    "a path": (section({**VECTOR, "snapshot": "../a"}), 'expected the name of a file in snapshots, found "../a"'),
    "no snapshot": (section({**VECTOR, "snapshot": {}}), "/vectors/0/snapshot/version: expected version 1, found null"),
    "no id": (section({**VECTOR, "application_id": 0}), "/vectors/0/application_id: application_id takes a positive"),
    "mcp": (section({**VECTOR, "surface": "mcp", "application_id": 1}), "application_id is the one in a REST path"),
    "no text": (section({**without(VECTOR, "request"), "request_text": 5}), "request_text: expected a string, found"),
    "expectations": (section({**VECTOR, "expected": []}), "/vectors/0/expected: expected an object, found an array"),
    "no findings": (section({**VECTOR, "expected": {"unchecked": []}}), 'expected: the key "findings" is missing'),
    "an object": (section({**VECTOR, "expected": {"findings": {}, "unchecked": []}}), "expected an array, found"),
    "more": (section(expecting({**FOUND, "message": "x"})), f"/vectors/0/expected: {NO_MORE}"),
    "no pointer": (section(expecting(without(FOUND, "pointer"))), 'findings/0: the key "pointer" is missing'),
    "a severe one": (section(expecting({**FOUND, "severity": "fatal"})), 'expected error or warning, found "fatal"'),
    "a code": (section(expecting({**FOUND, "code": "err_kin_required"})), "did you mean err_kind_required?"),
    "needs": (section(expecting(unchecked=[{**WAITING, "needs": ["b", "a"]}])), "unchecked/0: expected needs in order"),
    "no need": (section(expecting(unchecked=[{**WAITING, "needs": [5]}])), "needs/0: expected a string, found an int"),
    "one name": (section(VECTOR, VECTOR), "/vectors/1: the vector at /vectors/0 of"),
}


@pytest.mark.parametrize(("document", "message"), WRONG.values(), ids=WRONG)
def test_what_is_no_vector_is_refused_with_its_place(tmp_path: Path, document: object, message: str) -> None:
    write(tmp_path / "a.json", document)
    with pytest.raises(VectorError) as caught:
        load_vectors(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path}/")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "/a.json: expecting property name enclosed in double quotes (line 1, column 2)"),
        ('{"version": 1, "version": 1}', "/a.json: /version: the key stands twice in the same object"),
        (json.dumps(section({**VECTOR, "request": 5})).replace("5", "1e400"), f"/a.json: /vectors/0: {TOO_LARGE}"),
        (" " * (MAX_SIZE + 1), f"/a.json: the file is over the limit of {MAX_SIZE} bytes"),
    ],
    ids=["no JSON", "a key twice", "a number that is not finite", "a file that is too large"],
)
def test_a_text_that_can_not_be_read_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    with pytest.raises(VectorError) as caught:
        load_vectors(tmp_path)
    assert str(caught.value) == f"{tmp_path}{message}"


def test_a_shared_snapshot_is_sent_on_and_so_has_no_other_numbers(tmp_path: Path) -> None:
    (tmp_path / "snapshots").mkdir()
    (tmp_path / "snapshots" / "big.json").write_text(
        '{"version": 1, "users": {"items": [{"id": 1, "x": 1e400}]}}', "utf-8"
    )
    write(tmp_path / "a.json", section({**VECTOR, "snapshot": "big"}))
    with pytest.raises(VectorError) as caught:
        load_vectors(tmp_path)
    assert str(caught.value) == f"{tmp_path}/a.json: /vectors/0: {TOO_LARGE}"


@pytest.mark.parametrize("name", ["a.json", "snapshots/pipe.json"])
def test_a_pipe_is_no_file_of_vectors(tmp_path: Path, name: str) -> None:
    (tmp_path / "snapshots").mkdir()
    os.mkfifo(tmp_path / name)
    write(tmp_path / "b.json", section({**VECTOR, "snapshot": "pipe"}))
    with pytest.raises(VectorError) as caught:
        load_vectors(tmp_path)
    assert str(caught.value) == f"{tmp_path}/{name}: expected a regular file"


def test_a_question_has_one_body() -> None:
    with pytest.raises(ValueError, match=NEITHER):
        read_question(Source(QUESTION))


@pytest.mark.parametrize(("name", "why"), [("none", "No such file or directory"), ("a\x00", "no file can have")])
def test_a_folder_that_can_not_be_read_is_refused(tmp_path: Path, name: str, why: str) -> None:
    with pytest.raises(VectorError, match=f"can not be read: {why}"):
        load_vectors(tmp_path / name)


# Where they are.


def test_a_checkout_has_them_among_its_documentation() -> None:
    assert vectors_folder() == FOLDER


def test_an_installed_package_has_them_inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "v1").mkdir()
    monkeypatch.setattr(module, "__file__", str(tmp_path / "vectors.py"))
    assert vectors_folder() == tmp_path / "v1"


def test_a_wheel_puts_them_where_the_package_looks() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    package = Path(module.__file__).parent.relative_to(ROOT)
    target = {str(FOLDER.relative_to(ROOT)): f"{package.as_posix()}/v1"}
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"] == target
