"""The assertions for users' tests: what they accept, and what they show."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kula_rules import REST_CREATE, Report
from kula_rules.contract.examples import external
from kula_rules.testing import Expected, assert_only, assert_passes

from .support import report_on, sent

PASSING = report_on(sent())
WARNED = report_on(sent(host_id=8))
OPEN = report_on(sent(), REST_CREATE.only("err_office_not_found", "err_organizer_not_found"), account=None)
FAILING = report_on(
    {**sent(), "organizer_id": True, "kind": "panle", "name": 5, "office_id": 0, "color": 1},
    REST_CREATE.only("invalid_type", "invalid_value", "err_office_not_found", "unknown_field"),
)
PAIRS = (
    ("invalid_type", "/organizer_id"),
    ("invalid_value", "/kind"),
    ("invalid_value", "/office_id"),
    ("invalid_type", "/name"),
    ("unknown_field", "/color"),
)
SHOWN = """\
found the verdict fail
  invalid_type at /organizer_id: expected an id (a positive integer or a non-empty string), found a boolean
  invalid_value at /kind: expected one of one_on_one, panel, found "panle" (did you mean "panel"?)
  invalid_value at /office_id: expected an id (a positive integer or a non-empty string), found 0
  invalid_type at /name: expected a string, found an integer
  unknown_field at /color: a warning, expected a documented field of the request, found "color"
  err_office_not_found is unchecked, it needs field.office_id"""


def message(expected: str, report: str) -> str:
    return f"expected {expected}\n{report}"


# --- assert_passes ---------------------------------------------------------------------------------------------------


def test_a_report_passes_with_or_without_warnings() -> None:
    assert_passes(PASSING)
    assert_passes(PASSING, warnings=False)
    assert_passes(WARNED)


def test_warnings_can_be_refused() -> None:
    with pytest.raises(AssertionError) as raised:
        assert_passes(WARNED, warnings=False)
    assert str(raised.value) == message(
        "the verdict pass without warnings",
        "found the verdict pass\n"
        "  field_has_no_effect at /host_id: a warning, When location is other than zoom, host_id should not be sent. "
        'Found: host_id 8, location "phone".',
    )


def test_what_is_incomplete_does_not_pass() -> None:
    with pytest.raises(AssertionError) as raised:
        assert_passes(OPEN)
    assert str(raised.value) == message(
        "the verdict pass",
        "found the verdict incomplete\n  err_organizer_not_found is unchecked, it needs snapshot.users",
    )


def test_what_fails_is_shown_whole() -> None:
    with pytest.raises(AssertionError) as raised:
        assert_passes(FAILING)
    assert str(raised.value) == message("the verdict pass", SHOWN)


# --- assert_only -----------------------------------------------------------------------------------------------------

ONLY: list[tuple[Report, tuple[Expected, ...]]] = [
    (PASSING, ()),
    (OPEN, ()),
    (WARNED, ("field_has_no_effect",)),
    (FAILING, ("invalid_type", "invalid_value", "unknown_field")),
    (FAILING, ("invalid_type", "invalid_type", "invalid_value", "unknown_field")),
    (FAILING, PAIRS),
    (FAILING, ("invalid_type", *PAIRS[1:3], "unknown_field")),
    (FAILING, (PAIRS[0], "invalid_type", "invalid_value", "unknown_field")),
]


@pytest.mark.parametrize(("report", "expected"), ONLY)
def test_what_is_found_is_what_was_expected(report: Report, expected: tuple[Expected, ...]) -> None:
    assert_only(report, *expected)


OTHERS: list[tuple[str, tuple[Expected, ...], str]] = [
    ("nothing", (), "no findings"),
    ("a code less", ("invalid_type", "invalid_value"), "only invalid_type, invalid_value"),
    (
        "a code more",
        ("invalid_type", "invalid_value", "unknown_field", "missing_field"),
        "only invalid_type, invalid_value, unknown_field, missing_field",
    ),
    (
        "another order",
        ("invalid_value", "invalid_type", "unknown_field"),
        "only invalid_value, invalid_type, unknown_field",
    ),
    (
        "a pair less",
        PAIRS[1:],
        "only invalid_value at /kind, invalid_value at /office_id, invalid_type at /name, unknown_field at /color",
    ),
    (
        "a place twice",
        (*[("invalid_type", "/name")] * 2, "invalid_value", "unknown_field"),
        "only invalid_type at /name, invalid_type at /name, invalid_value, unknown_field",
    ),
    (
        "a code once too often",
        ("invalid_type", "invalid_type", "invalid_type", "invalid_value", "unknown_field"),
        "only invalid_type, invalid_type, invalid_type, invalid_value, unknown_field",
    ),
    (
        "another place beside a code",
        ("invalid_type", ("invalid_type", "/kind"), "invalid_value", "unknown_field"),
        "only invalid_type, invalid_type at /kind, invalid_value, unknown_field",
    ),
    (
        "the whole payload",
        (("invalid_json", ""),),
        "only invalid_json at the top",
    ),
]


@pytest.mark.parametrize(("expected", "said"), [case[1:] for case in OTHERS], ids=[case[0] for case in OTHERS])
def test_what_is_not_as_expected_is_shown_whole(expected: tuple[Expected, ...], said: str) -> None:
    with pytest.raises(AssertionError) as raised:
        assert_only(FAILING, *expected)
    assert str(raised.value) == message(said, SHOWN)


@pytest.mark.parametrize("expected", [5, None, ("err_kind_required",), ("a", "/b", "/c"), (1, "/a"), ("a", None)])
def test_what_is_neither_code_nor_pair_is_refused(expected: object) -> None:
    with pytest.raises(TypeError) as raised:
        assert_only(PASSING, expected)  # type: ignore[arg-type]
    assert str(raised.value) == f"a code, or a pair of code and pointer, was expected, not {expected!r}"


# --- what is shown ---------------------------------------------------------------------------------------------------


def test_what_may_be_personal_is_not_shown() -> None:
    request = external(external={"managed": "s3cr3t", "url": "s3cr3t"}, name=["s3cr3t"])
    with pytest.raises(AssertionError) as raised:
        assert_only(report_on(request))
    assert "s3cr3t" not in str(raised.value)


FAILED = """\
from kula_rules import check
from kula_rules.testing import assert_passes


def test_it() -> None:
    report = check([], now=None)
    assert_passes(report)
"""


def test_pytest_points_at_the_line_of_the_test(tmp_path: Path) -> None:
    path = tmp_path / "test_it.py"
    path.write_text(FAILED, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, timeout=300)
    lines = [line for line in done.stdout.splitlines() if line.startswith((">", "E ", "test_it.py:"))]
    assert lines == [
        ">       assert_passes(report)",
        "E       AssertionError: expected the verdict pass",
        "E       found the verdict fail",
        "E         not_an_object at the top: expected a JSON object, found an array",
        "test_it.py:7: AssertionError",
    ]
