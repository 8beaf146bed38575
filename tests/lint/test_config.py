"""The configuration: where it is found, what it says, how it is refused, and its schema."""

from __future__ import annotations

import copy
import json
import os
import re
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kula_rules import MCP_CREATE, REST_CREATE
from kula_rules.codes import FATAL
from kula_rules.lint.config import (
    MAX_SIZE,
    ConfigError,
    Settings,
    config_schema,
    find_config,
    load_config,
    settings_dict,
)
from kula_rules.lint.documents import DocumentError, require
from kula_rules.lint.selection import NAMES, select_rules
from kula_rules.lint.suppress import Exemption

ALWAYS = "invalid_json and not_an_object are always reported; use `exclude` or an exception"
NAME = "the code of a rule, a group of rules or ALL"
POINTER = "a JSON Pointer such as /interviewer_ids/0"
FULL = """
surface = "mcp"
snapshot = "account/snapshot.json"
application-id = "501"
select = ["required", "plan"]
ignore = ["advice"]
extend-select = ["err_invalid_timezone"]
fail-on = "warning"
require-complete = true
exclude = ["drafts/", "!drafts/a.json"]
baseline = "/known.json"
jobs = 2
show-values = true

[severity]
schedule = "warning"
unknown_field = "error"

[[exceptions]]
path = "old/*.json"
codes = ["required"]
pointer = "/kind"
reason = "written before 2026"
expires = 2026-12-31

[[exceptions]]
path = "**"
pointer = ""
reason = "all of it"
expires = "2027-01-01"
"""


def write(folder: Path, text: str | bytes, name: str = "kula-rules.toml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder / name


def refusal(path: Path) -> str:
    """Why a configuration is refused, without the folder."""
    with pytest.raises(ConfigError) as caught:
        load_config(path)
    return str(caught.value).removeprefix(f"{path.parent}{os.sep}")


# Where it is found.

TABLE = "[tool.kula-rules]\n"


def test_without_a_configuration_there_is_none(tmp_path: Path) -> None:
    assert find_config(tmp_path) is None


def test_the_closest_configuration_upwards_wins(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    far = write(tmp_path, "")
    assert find_config(tmp_path / "a" / "b") == far
    near = write(tmp_path / "a", TABLE, "pyproject.toml")
    assert [find_config(tmp_path / "a" / "b"), find_config(tmp_path / "a")] == [near, near]
    assert find_config(tmp_path) == far


def test_in_one_folder_the_own_file_wins(tmp_path: Path) -> None:
    write(tmp_path, TABLE, "pyproject.toml")
    own = write(tmp_path, "")
    assert find_config(tmp_path) == own


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[tool.ruff]\n",
        "tool = 5\n",
        '# "kula-rules"\n',
        "[project]\nname = 'kula-rules'\n",
        "not = = toml",
        b"\xff\xfe",
    ],
    ids=ascii,
)
def test_a_pyproject_without_the_table_is_passed_over(tmp_path: Path, text: str | bytes) -> None:
    far = write(tmp_path, "")
    write(tmp_path / "a", text, "pyproject.toml")
    assert find_config(tmp_path / "a") == far


def test_a_folder_is_no_configuration(tmp_path: Path) -> None:
    (tmp_path / "kula-rules.toml").mkdir()
    (tmp_path / "pyproject.toml").mkdir()
    assert find_config(tmp_path) is None


def test_a_malformed_pyproject_that_may_hold_the_table_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "[tool.kula-rules]\nx = = 1\n", "pyproject.toml")
    with pytest.raises(ConfigError) as caught:
        find_config(tmp_path)
    assert str(caught.value).startswith(f"{path}: expected TOML, found: ")
    assert str(caught.value).endswith(" (line 2, column 5)")


def test_a_relative_start_is_one_of_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "")
    (tmp_path / "a").mkdir()
    monkeypatch.chdir(tmp_path / "a")
    assert find_config(Path()) == path


# What it says.


def full(path: Path, place: str = "") -> Settings:
    """The settings that `FULL` stands for."""
    root = str(path.parent)
    return Settings(
        config=str(path),
        root=root,
        surface="mcp",
        snapshot=f"{root}/account/snapshot.json",
        application_id=501,
        select=("required", "plan"),
        ignore=("advice",),
        extend_select=("err_invalid_timezone",),
        severity={"schedule": "warning", "unknown_field": "error"},
        fail_on="warning",
        require_complete=True,
        exclude=("drafts/", "!drafts/a.json"),
        baseline="/known.json",
        jobs=2,
        show_values=True,
        exceptions=(
            Exemption(
                "old/*.json",
                "written before 2026",
                ("required",),
                "/kind",
                date(2026, 12, 31),
                f"{path.name}: {place}exceptions[0]",
            ),
            Exemption("**", "all of it", (), "", date(2027, 1, 1), f"{path.name}: {place}exceptions[1]"),
        ),
    )


def test_every_setting_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, FULL)
    assert load_config(path) == full(path)


def test_a_pyproject_has_them_in_its_table(tmp_path: Path) -> None:
    text = FULL.replace("[severity]", "[tool.kula-rules.severity]").replace("[[ex", "[[tool.kula-rules.ex")
    path = write(tmp_path, f"[tool.ruff]\nx = 1\n{TABLE}{text}", "pyproject.toml")
    assert load_config(path) == full(path, "tool.kula-rules.")


def test_any_other_name_is_that_of_an_own_file(tmp_path: Path) -> None:
    path = write(tmp_path, 'surface = "mcp"', "strict.toml")
    assert load_config(path) == Settings(config=str(path), root=str(tmp_path), surface="mcp")


@pytest.mark.parametrize("text", ["", "\ufeff", "# nothing\r\n"], ids=ascii)
def test_what_is_not_said_is_as_without_a_configuration(tmp_path: Path, text: str) -> None:
    path = write(tmp_path, text)
    assert load_config(path) == Settings(config=str(path), root=str(tmp_path))
    assert Settings() == Settings(
        None, "", "rest", None, None, ("ALL",), (), (), {}, "error", False, (), None, None, False, ()
    )


def test_paths_of_a_relative_configuration_are_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, 'baseline = "b.json"')
    monkeypatch.chdir(tmp_path)
    loaded = load_config(Path("kula-rules.toml"))
    assert (loaded.config, loaded.root, loaded.baseline) == ("kula-rules.toml", str(tmp_path), f"{tmp_path}/b.json")


def test_settings_are_overridden_by_replacing(tmp_path: Path) -> None:
    loaded = load_config(write(tmp_path, 'fail-on = "never"\njobs = 3.0'))
    assert replace(loaded, fail_on="error").fail_on == "error"
    assert (loaded.jobs, type(loaded.jobs)) == (3, int)
    with pytest.raises(TypeError):
        loaded.severity["x"] = "off"  # type: ignore[index]  # that it can not be done is the point


# How it is refused.

EXCEPTION = '[[exceptions]]\npath = "*"\nreason = "r"\ncodes = ["ALL"]\n'

REFUSED = [
    ("slect = []", 'unknown key "slect"; did you mean select?'),
    ("fail_on = 1", 'unknown key "fail_on"; did you mean fail-on?'),
    ("SURFACE = 1", 'unknown key "SURFACE"; did you mean surface?'),
    ('"\\u001b[31m" = 1', 'unknown key "\\x1b[31m"'),
    ("now = 2026-01-01", 'unknown key "now"'),
    ("surface = 7", "surface: expected one of rest, mcp, found 7"),
    ('surface = "REST"', 'surface: expected one of rest, mcp, found "REST"; did you mean rest?'),
    ("snapshot = 7", "snapshot: expected a path, found 7"),
    ('snapshot = ""', 'snapshot: expected a path, found ""'),
    ("snapshot = 2026-01-01", "snapshot: expected a path, found a date"),
    ("application-id = 0", "application-id: expected an id (a positive integer or a non-empty string), found 0"),
    ("application-id = true", "application-id: expected an id (a positive integer or a non-empty string), found true"),
    ('application-id = ""', 'application-id: expected an id (a positive integer or a non-empty string), found ""'),
    ('select = "ALL"', 'select: expected a list of codes, groups or ALL, found "ALL"'),
    ("select = [7]", f"select[0]: expected {NAME}, found 7"),
    (
        'select = ["ALL", "err_kind_requird"]',
        f'select[1]: expected {NAME}, found "err_kind_requird"; did you mean err_kin',
    ),
    ("extend-select = 1.5", "extend-select: expected a list of codes, groups or ALL, found 1.5"),
    ('extend-select = ["shap"]', f'extend-select[0]: expected {NAME}, found "shap"; did you mean shape?'),
    ("ignore = {}", "ignore: expected a list of codes, groups or ALL, found an object"),
    ('ignore = ["all"]', f'ignore[0]: expected {NAME}, found "all"; did you mean ALL?'),
    ('ignore = ["plan", "invalid_json"]', f"ignore[1]: {ALWAYS}"),
    ('severity = "off"', 'severity: expected a table of severities by code, group or ALL, found "off"'),
    ('severity.shap = "off"', 'severity: unknown key "shap"; did you mean shape?'),
    ('severity.shape = "of"', 'severity.shape: expected one of error, warning, off, found "of"; did you mean off?'),
    ("severity.shape = []", "severity.shape: expected one of error, warning, off, found an array of 0 entries"),
    ('severity.not_an_object = "off"', f"severity.not_an_object: {ALWAYS}"),
    ('severity.invalid_json = "warning"', f"severity.invalid_json: {ALWAYS}"),
    ('fail-on = "errors"', 'fail-on: expected one of error, warning, never, found "errors"; did you mean error?'),
    ("fail-on = nan", "fail-on: expected one of error, warning, never, found nan"),
    ("require-complete = 1", "require-complete: expected true or false, found 1"),
    ('show-values = "yes"', 'show-values: expected true or false, found "yes"'),
    ('exclude = "x"', 'exclude: expected a list of patterns as in .gitignore, found "x"'),
    ('exclude = [" "]', 'exclude[0]: expected a pattern as in .gitignore, found " "'),
    ('exclude = ["a", "["]', 'exclude[1]: expected a pattern as in .gitignore, found "["'),
    ("exclude = [07:30:00]", "exclude[0]: expected a pattern as in .gitignore, found a time"),
    ("baseline = []", "baseline: expected a path, found an array of 0 entries"),
    ("jobs = 0", "jobs: expected an integer from 1 to 64, found 0"),
    ("jobs = 1.5", "jobs: expected an integer from 1 to 64, found 1.5"),
    ("jobs = inf", "jobs: expected an integer from 1 to 64, found inf"),
    ('jobs = "2"', 'jobs: expected an integer from 1 to 64, found "2"'),
    ("jobs = false", "jobs: expected an integer from 1 to 64, found false"),
    ("exceptions = {}", "exceptions: expected a list of tables, found an object"),
    ("exceptions = [7]", "exceptions[0]: expected a table with path, reason, and codes or pointer, found 7"),
    ('[[exceptions]]\nreason = "r"', "exceptions[0]: the key path is missing"),
    ('[[exceptions]]\npath = "*"', "exceptions[0]: the key reason is missing"),
    ('[[exceptions]]\npath = "*"\nreason = "r"', "exceptions[0]: one of the keys codes, pointer is missing"),
    (f"{EXCEPTION}{EXCEPTION}code = 1", 'exceptions[1]: unknown key "code"; did you mean codes?'),
    (EXCEPTION.replace('"r"', '" \\t"'), 'exceptions[0].reason: expected a text that is not blank, found " \\t"'),
    (EXCEPTION.replace('"r"', "7"), "exceptions[0].reason: expected a text that is not blank, found 7"),
    (
        EXCEPTION.replace('["ALL"]', "[]"),
        "exceptions[0].codes: expected a list of codes, groups or ALL, not empty, found an array of 0 entries",
    ),
    (EXCEPTION.replace("ALL", "plam"), f'exceptions[0].codes[0]: expected {NAME}, found "plam"; did you mean plan?'),
    (
        EXCEPTION.replace('"*"', '"!a"'),
        'exceptions[0].path: expected a pattern as in .gitignore that takes nothing back, found "!a"',
    ),
    (EXCEPTION.replace('"*"', '"a["'), 'exceptions[0].path: expected a pattern as in .gitignore, found "a["'),
    (f"{EXCEPTION}pointer = 'kind'", f'exceptions[0].pointer: expected {POINTER}, found "kind"'),
    (f"{EXCEPTION}pointer = '/a~2'", f'exceptions[0].pointer: expected {POINTER}, found "/a~2"'),
    (f"{EXCEPTION}pointer = 7", f"exceptions[0].pointer: expected {POINTER}, found 7"),
    (f"{EXCEPTION}expires = 'soon'", 'exceptions[0].expires: expected a date such as 2026-12-31, found "soon"'),
    (
        f"{EXCEPTION}expires = '2026-02-30'",
        'exceptions[0].expires: expected a date such as 2026-12-31, found "2026-02-30"',
    ),
    (f"{EXCEPTION}expires = '20261231'", 'exceptions[0].expires: expected a date such as 2026-12-31, found "20261231"'),
    (
        f"{EXCEPTION}expires = 2026-12-31T00:00:00Z",
        "exceptions[0].expires: expected a date such as 2026-12-31, found a date and time",
    ),
    (f"{EXCEPTION}expires = 2026", "exceptions[0].expires: expected a date such as 2026-12-31, found 2026"),
    ("x = " + "9" * 5_000, "expected TOML, found: an integer has too many digits"),
    ("#" * (MAX_SIZE + 1), "the file is over the limit of 1000000 bytes"),
    (f"{'k' * 900_000} = 1", f'unknown key "{"k" * 60}…"'),
]


@pytest.mark.parametrize(("text", "reason"), REFUSED, ids=[reason for _, reason in REFUSED])
def test_a_malformed_configuration_is_refused(tmp_path: Path, text: str | bytes, reason: str) -> None:
    expected = reason.replace("did you mean err_kin", "did you mean err_kind_required?")
    assert refusal(write(tmp_path, text)) == f"kula-rules.toml: {expected}"


UNREADABLE = [
    ("surface == 1", r"expected TOML, found: .+ \(line 1, column 10\)"),
    ("\n\njobs = 1\njobs = 2\n", r"expected TOML, found: .+ \(line 4, column 9\)"),
    ("select = [", r"expected TOML, found: .+ \(end of document\)"),
    ("jobs = 2026-02-30\n", r"expected TOML, found: .+ \(line 1, column 8\)"),
    (b"surface = '\xe4'", r"expected TOML, found: the text is not UTF-8 .*\(line 1, column 12\)"),
    (b"\xff\xfes\0", r"expected TOML, found: the text is UTF-16, not UTF-8 .*\(line 1, column 1\)"),
    ("x = " + "[" * 100_000, "expected TOML, found: arrays and tables nest too deep"),
    (f"[{'k' * 1000}]\n[{'k' * 1000}]\n", r"expected TOML, found: [^ ].{99}… \(line 2, column 1002\)"),
]


@pytest.mark.parametrize(("text", "reason"), UNREADABLE, ids=[reason for _, reason in UNREADABLE])
def test_what_is_no_toml_is_refused_where_it_is_wrong(tmp_path: Path, text: str | bytes, reason: str) -> None:
    """What the parser says in between is its own, and another in each version of Python."""
    assert re.fullmatch(f"kula-rules.toml: {reason}", refusal(write(tmp_path, text)))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "there is no table [tool.kula-rules]"),
        ("tool = 5", "there is no table [tool.kula-rules]"),
        ("tool.kula-rules = 5", "tool.kula-rules: expected a table of settings of kula-rules, found 5"),
        (f"{TABLE}slect = 1", 'tool.kula-rules: unknown key "slect"; did you mean select?'),
        (f"{TABLE}select = 1", "tool.kula-rules.select: expected a list of codes, groups or ALL, found 1"),
        (f"{TABLE}exclude = ['[']", 'tool.kula-rules.exclude[0]: expected a pattern as in .gitignore, found "["'),
    ],
    ids=ascii,
)
def test_in_a_pyproject_the_place_names_the_table(tmp_path: Path, text: str, reason: str) -> None:
    assert refusal(write(tmp_path, text, "pyproject.toml")) == f"pyproject.toml: {reason}"


def test_a_configuration_that_can_not_be_read_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none\n.toml") == "none\\n.toml: can not be read: No such file or directory"
    (tmp_path / "x.toml").mkdir()
    assert refusal(tmp_path / "x.toml") == "x.toml: can not be read: Is a directory"
    assert refusal(tmp_path / "\0") == "\\x00: can not be read: no file can have this name"


def test_an_error_knows_its_parts(tmp_path: Path) -> None:
    path = write(tmp_path, "jobs = 0")
    with pytest.raises(ConfigError) as caught:
        load_config(path)
    error = caught.value
    assert (error.file, error.place, error.reason) == (str(path), "jobs", "expected an integer from 1 to 64, found 0")


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet="[]{}=\"'.#-_:,\n\r\t\\u09aeTZ \x00é\x1b") | st.binary())
def test_no_text_is_more_than_refused(tmp_path: Path, text: str | bytes) -> None:
    path = write(tmp_path, text)
    try:
        load_config(path)
    except ConfigError as error:
        assert str(error).isprintable()  # noqa: PT017  # most texts are refused, a blank one is not


# Its schema.


def test_the_schema_is_one() -> None:
    schema = config_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == jsonschema.Draft202012Validator.META_SCHEMA["$id"]
    assert json.loads(json.dumps(schema)) == schema


def test_the_schema_has_the_settings_with_their_defaults() -> None:
    schema = config_schema()
    names = {part.name.replace("_", "-") for part in fields(Settings)} - {"config", "root"}
    assert set(schema["properties"]) == names
    assert all(setting["description"] for setting in schema["properties"].values())
    assert {key: part["default"] for key, part in schema["properties"].items() if "default" in part} == {
        "surface": "rest",
        "select": ["ALL"],
        "ignore": [],
        "extend-select": [],
        "severity": {},
        "fail-on": "error",
        "require-complete": False,
        "exclude": [],
        "show-values": False,
        "exceptions": [],
    }
    assert not any(
        list(VALIDATOR.iter_errors({key: part["default"]}))
        for key, part in schema["properties"].items()
        if "default" in part
    )


def test_changing_a_schema_changes_no_other() -> None:
    config_schema()["properties"].clear()
    assert config_schema()["properties"] != {}


VALIDATOR = jsonschema.Draft202012Validator(config_schema(), format_checker=jsonschema.FormatChecker())


def toml(value: Any) -> str:
    """A JSON value in TOML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {toml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return json.dumps(value, ensure_ascii=True)


def document_toml(document: dict[str, Any]) -> str:
    return "".join(f"{json.dumps(key)} = {toml(value)}\n" for key, value in document.items())


WORDS = st.sampled_from(
    ["ALL", "all", "shape", *FATAL, "err_kind_required", "error", "warning", "off", "rest", "never"]
)
TEXTS = WORDS | st.sampled_from(["", " ", "*", "/kind", "/a~1", "~", "2026-12-31", "2026-02-30", "20261231", "a b"])
SCALARS = st.booleans() | st.integers(-1, 2) | st.sampled_from([0.5, 1.0, 2.0, -1.0]) | TEXTS
EXCEPTIONS = st.fixed_dictionaries(
    {},
    optional={
        "path": st.just("*") | SCALARS,
        "reason": st.just("r") | SCALARS,
        "codes": st.lists(WORDS, max_size=2) | SCALARS,
        "pointer": TEXTS,
        "expires": st.just("2026-12-31") | SCALARS,
        "code": SCALARS,
    },
)
ANYTHING = (
    SCALARS
    | st.lists(WORDS | SCALARS, max_size=2)
    | st.dictionaries(WORDS, WORDS, max_size=2)
    | st.lists(EXCEPTIONS, max_size=2)
)
DOCUMENTS = st.dictionaries(st.sampled_from([*config_schema()["properties"], "x"]), ANYTHING, max_size=2)


def is_loaded(path: Path) -> bool:
    try:
        load_config(path)
    except ConfigError:
        return False
    return True


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=DOCUMENTS)
def test_the_schema_accepts_what_is_loaded_and_nothing_else(tmp_path: Path, document: dict[str, Any]) -> None:
    assert is_loaded(write(tmp_path, document_toml(document))) == VALIDATOR.is_valid(document)


VALID: list[tuple[str, list[Any]]] = [
    ("surface", ["rest", "mcp"]),
    ("snapshot", ["a", "/a", "-"]),
    ("application-id", [1, 1.0, "7", "007", "x"]),
    ("select", [[], ["ALL"], list(NAMES)]),
    ("ignore", [[], ["shape"], [name for name in NAMES if name not in FATAL]]),
    ("extend-select", [[], ["ALL", "ALL"]]),
    ("severity", [{}, dict.fromkeys(NAMES, "error"), {"ALL": "off", "shape": "warning"}]),
    ("fail-on", ["error", "warning", "never"]),
    ("require-complete", [True, False]),
    ("exclude", [[], ["*", "!a"], [" a", "\\#"]]),
    ("baseline", ["b.json"]),
    ("jobs", [1, 2.0, 64]),
    ("show-values", [True, False]),
    (
        "exceptions",
        [
            [],
            [{"path": "*", "reason": "r", "codes": ["ALL"]}],
            [{"path": "a!", "reason": "r", "pointer": "/a~0b/~1", "expires": "2024-02-29"}],
        ],
    ),
]
ACCEPTED = [pytest.param({key: value}, id=f"{key}-{at}") for key, values in VALID for at, value in enumerate(values)]


@pytest.mark.parametrize("document", ACCEPTED)
def test_what_is_valid_is_loaded(tmp_path: Path, document: dict[str, Any]) -> None:
    VALIDATOR.validate(document)
    loaded = load_config(write(tmp_path, document_toml(document)))
    shown = settings_dict(loaded, select_rules(REST_CREATE, loaded.select, loaded.ignore, (), loaded.severity))
    (key,) = document
    assert set(shown) == {*config_schema()["properties"], "config", "root", "rules"}
    assert shown[key] is not None


@pytest.mark.parametrize("key", [key for key, _ in VALID])
@pytest.mark.parametrize("value", [7.5, -1, [7], [[]], {"x": 1}, {}, "\x00?"], ids=ascii)
def test_no_setting_takes_a_value_of_another_type(tmp_path: Path, key: str, value: object) -> None:
    document = {key: value}
    assert is_loaded(write(tmp_path, document_toml(document))) == VALIDATOR.is_valid(document)
    assert VALIDATOR.is_valid(document) == (
        (key in {"snapshot", "baseline", "application-id"} and value == "\x00?") or (key == "severity" and value == {})
    )


def test_whether_a_glob_is_well_formed_the_schema_can_not_say(tmp_path: Path) -> None:
    document = {"exclude": ["["]}
    assert VALIDATOR.is_valid(document)
    assert not is_loaded(write(tmp_path, document_toml(document)))


# What is in force.


def test_settings_are_shown_as_json(tmp_path: Path) -> None:
    path = write(tmp_path, FULL)
    loaded = load_config(path)
    rules = select_rules(MCP_CREATE, loaded.select, loaded.ignore, loaded.extend_select, loaded.severity)
    shown = settings_dict(loaded, rules)
    assert json.loads(json.dumps(shown)) == shown
    assert shown == {
        "config": str(path),
        "root": str(tmp_path),
        "surface": "mcp",
        "snapshot": f"{tmp_path}/account/snapshot.json",
        "application-id": 501,
        "select": ["required", "plan"],
        "ignore": ["advice"],
        "extend-select": ["err_invalid_timezone"],
        "severity": {"schedule": "warning", "unknown_field": "error"},
        "fail-on": "warning",
        "require-complete": True,
        "exclude": ["drafts/", "!drafts/a.json"],
        "baseline": "/known.json",
        "jobs": 2,
        "show-values": True,
        "exceptions": [
            {
                "path": "old/*.json",
                "reason": "written before 2026",
                "codes": ["required"],
                "pointer": "/kind",
                "expires": "2026-12-31",
                "place": "kula-rules.toml: exceptions[0]",
            },
            {
                "path": "**",
                "reason": "all of it",
                "codes": [],
                "pointer": "",
                "expires": "2027-01-01",
                "place": "kula-rules.toml: exceptions[1]",
            },
        ],
        "rules": {rule.code: rule.severity for rule in rules},
    }
    assert shown["rules"]["err_invalid_timezone"] == "warning"


def test_settings_are_shown_without_a_configuration() -> None:
    shown = settings_dict(Settings(), REST_CREATE)
    assert (shown["config"], shown["root"], shown["exceptions"]) == (None, "", [])
    assert shown["rules"] == {rule.code: rule.severity for rule in REST_CREATE}


def test_a_place_is_said_only_where_there_is_one() -> None:
    schema = copy.deepcopy(config_schema())
    with pytest.raises(DocumentError, match=r"^expected a table of settings of kula-rules, found null$"):
        require(None, schema)
