"""The words of a command line: what they override, which file is for which format, when there is colour."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pytest

from kula_rules.lint.arguments import ArgumentError, overridden, pair_outputs, read_severities, wants_colour
from kula_rules.lint.config import Settings

CONFIGURED = Settings(
    config="kula-rules.toml",
    root="/work",
    select=("required",),
    ignore=("plan",),
    extend_select=("advice",),
    severity=MappingProxyType({"unknown_field": "off", "plan": "warning"}),
    jobs=4,
    exclude=("drafts/",),
)

NOTHING: dict[str, Any] = {
    "surface": None, "snapshot": None, "application_id": None, "select": (), "ignore": (), "extend_select": (),
    "severity": (), "fail_on": None, "require_complete": None, "baseline": None, "jobs": None, "show_values": None,
    "paths": ("a.json",), "output_format": ("text",), "now": None,
}  # fmt: skip


def changed(**options: Any) -> dict[str, Any]:
    """The settings that options change."""
    before, after = CONFIGURED, overridden(CONFIGURED, NOTHING | options)
    names = Settings.__dataclass_fields__
    return {name: getattr(after, name) for name in names if getattr(after, name) != getattr(before, name)}


OVERRIDES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({}, {}),
    ({"surface": "mcp", "jobs": 1, "fail_on": "never"}, {"surface": "mcp", "jobs": 1, "fail_on": "never"}),
    ({"show_values": True, "require_complete": True}, {"show_values": True, "require_complete": True}),
    ({"application_id": "7", "snapshot": "s"}, {"application_id": "7", "snapshot": "s"}),
    ({"ignore": ("a, b", "c")}, {"ignore": ("a", "b", "c")}),
    ({"extend_select": ("a",)}, {"extend_select": ("a",)}),
    ({"select": ("ALL",)}, {"select": ("ALL",), "ignore": (), "extend_select": ()}),
    (
        {"select": ("a,b",), "ignore": ("c",), "extend_select": ("d",)},
        {"select": ("a", "b"), "ignore": ("c",), "extend_select": ("d",)},
    ),
    (
        {"severity": ("plan=error", "advice=off")},
        {"severity": {"unknown_field": "off", "plan": "error", "advice": "off"}},
    ),
]


@pytest.mark.parametrize(("options", "expected"), OVERRIDES)
def test_the_command_line_overrides_what_it_says(options: dict[str, Any], expected: dict[str, Any]) -> None:
    assert changed(**options) == expected


@pytest.mark.parametrize("word", ["plan", "plan=", "plan=fatal", "plan=Error", "plan=error,advice=off", "=", "\x1b"])
def test_a_severity_is_a_name_and_a_level(word: str) -> None:
    shown = word.replace("\x1b", "\\x1b")
    with pytest.raises(ArgumentError) as caught:
        read_severities(["plan=error", word])
    assert str(caught.value) == f'--severity takes CODE=error, CODE=warning or CODE=off, not "{shown}"'


def test_the_last_severity_of_a_name_counts() -> None:
    assert read_severities(["a=error", "b=off", "a=warning"]) == {"a": "warning", "b": "off"}


PAIRS = [
    ("", [("text", None)]),
    ("f", [("A", None)]),
    ("o", [("text", "1")]),
    ("of", [("A", "1")]),
    ("fo", [("A", "1")]),
    ("ffo", [("A", None), ("B", "1")]),
    ("fof", [("A", "1"), ("B", None)]),
    ("ofo", "2"),
    ("foo", "2"),
    ("oo", "2"),
    ("fofo", [("A", "1"), ("B", "2")]),
    ("off", [("A", "1"), ("B", None)]),
    ("offo", [("A", "1"), ("B", "2")]),
]


@pytest.mark.parametrize(("order", "expected"), PAIRS)
def test_a_file_belongs_to_the_format_before_it(order: str, expected: list[tuple[str, str | None]] | str) -> None:
    names = ["paths", *({"f": "output_format", "o": "output_file"}[letter] for letter in order), "jobs"]
    if isinstance(expected, list):
        assert pair_outputs(names, "ABC", "123") == expected
        return
    with pytest.raises(ArgumentError) as caught:
        pair_outputs(names, "ABC", "123")
    assert str(caught.value) == f'which format is for "{expected}"? each --output-file follows its --output-format'


@pytest.mark.parametrize(("files", "order", "where"), [((), "ff", "standard output"), (("x", "x"), "fofo", '"x"')])
def test_two_formats_do_not_go_to_the_same_place(files: tuple[str, ...], order: str, where: str) -> None:
    names = [{"f": "output_format", "o": "output_file"}[letter] for letter in order]
    with pytest.raises(ArgumentError) as caught:
        pair_outputs(names, ["text", "json"], files)
    assert str(caught.value) == f"two formats for {where}; give each an --output-file of its own"


COLOURS: list[tuple[str, Mapping[str, str], bool, bool]] = [
    ("auto", {}, False, False),
    ("auto", {}, True, True),
    ("auto", {"TERM": "dumb"}, True, False),
    ("auto", {"TERM": "dumb", "FORCE_COLOR": "1"}, False, True),
    ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
    ("auto", {"NO_COLOR": ""}, True, True),
    ("auto", {"FORCE_COLOR": ""}, False, False),
    ("always", {"NO_COLOR": "1", "TERM": "dumb"}, False, True),
    ("never", {"FORCE_COLOR": "1"}, True, False),
]


@pytest.mark.parametrize(("choice", "environment", "terminal", "expected"), COLOURS)
def test_colour_is_as_asked_for_or_for_a_terminal(
    choice: str, environment: Mapping[str, str], terminal: bool, expected: bool
) -> None:
    assert wants_colour(choice, environment, terminal=terminal) is expected
