"""What formats have in common: their words, and how text from outside is made harmless."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kula_rules.lint.formats.harmless import file_label, path_in, shown
from kula_rules.lint.formats.words import last_line, reasons
from kula_rules.lint.results import Summary


def test_a_line_for_all_that_can_happen() -> None:
    unchecked = {("now",): frozenset({"err_a"}), ("field.kind", "snapshot.users"): frozenset({"err_a", "err_b"})}
    summary = Summary(12, 9, 2, 1, 1, 2, 3, unchecked)
    assert last_line(summary) == (
        "12 requests: 9 passed, 2 failed, 1 incomplete; 1 error, 2 warnings; 3 suppressed; "
        "not checked: 2 rules (for want of field.kind, now, snapshot.users)"
    )


def test_no_more_than_four_needs_are_named() -> None:
    needs = ("field.kind", "now", "snapshot.applications", "snapshot.offices", "snapshot.users")
    assert last_line(Summary(1, unchecked={needs: frozenset({"err_a"})})).endswith(
        "not checked: 1 rule (for want of field.kind, now, snapshot.applications, snapshot.offices, 1 more)"
    )


def test_a_line_for_a_run_without_surprises() -> None:
    assert last_line(Summary(1, 1)) == "1 request: 1 passed, 0 failed, 0 incomplete; 0 errors, 0 warnings"


def test_reasons_list_codes_in_the_order_of_reports() -> None:
    codes = frozenset({"acme_b", "acme_a", "err_office_not_found", "missing_field"})
    assert list(reasons({("now",): codes})) == [("now", ("missing_field", "err_office_not_found", "acme_a", "acme_b"))]


@pytest.mark.parametrize(
    ("root", "source", "path"),
    [
        ("", "a.json", "a.json"),
        ("", "./x/../a.json", "a.json"),
        ("/", "/x/a.json", "x/a.json"),
        ("/x", "/x/a.json", "a.json"),
        ("/x/", "/x/y/a.json", "y/a.json"),
        ("/x", "/xy/a.json", "/xy/a.json"),
        ("/x/y", "/x/a.json", "/x/a.json"),
        ("/x", "-", "<stdin>"),
    ],
)
def test_a_path_is_relative_if_it_is_inside(root: str, source: str, path: str) -> None:
    assert path_in(root, source) == path


def test_a_relative_path_begins_where_the_process_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path / "sub")
    assert path_in(str(tmp_path), "a.json") == "sub/a.json"
    assert path_in("", "../a.json") == os.path.join(tmp_path, "a.json")


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ("#", "#"),
        ("##", "##"),
        ("## a heading", "## a heading"),
        ("##[group]x", "#·[group]x"),
        ("a ##vso[task.complete]", "a #·vso[task.complete]"),
        ("##teamcity[x]", "#·teamcity[x]"),
        ("####[x]", "###·[x]"),
    ],
)
def test_commands_of_build_logs_are_broken(text: str, harmless: str) -> None:
    assert shown(text) == harmless


def test_names_need_not_be_text() -> None:
    assert file_label("caf\udce9 \n.json") == "caf\\xe9 \\n.json"
