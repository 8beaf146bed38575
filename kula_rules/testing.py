"""Assertions on reports for tests of your own, whose messages show the report.

They need no test framework; pytest points at the line of the test that called them.
"""

from __future__ import annotations

from collections.abc import Mapping

from .report import Finding, Report

__all__ = ["assert_only", "assert_passes"]

Expected = str | tuple[str, str]


def assert_passes(report: Report, *, warnings: bool = True) -> None:
    """Assert that the verdict is `"pass"`: no error was found, and nothing was left unchecked.

    A request that can only be checked in part does not pass; that nothing is found in it says `assert_only(report)`.

    Args:
        report: what `check` returned.
        warnings: whether there may be warnings, which never change the verdict.

    Raises:
        AssertionError: it does not pass; the message shows the report.

    >>> from kula_rules import check
    >>> assert_passes(check({"kind": "panle"}, now=None))
    Traceback (most recent call last):
    AssertionError: expected the verdict pass
    found the verdict fail
      invalid_value at /kind: expected one of one_on_one, panel, found "panle" (did you mean "panel"?)
    ...
    """
    __tracebackhide__ = True
    if report.verdict != "pass":
        raise AssertionError(_message("the verdict pass", report))
    if report.warnings and not warnings:
        raise AssertionError(_message("the verdict pass without warnings", report))


def assert_only(report: Report, *expected: Expected) -> None:
    """Assert that nothing but this was found, in this order; without `expected`, that nothing was found.

    What is unchecked does not matter.

    Args:
        report: what `check` returned.
        expected: codes, each for one or more findings, or pairs of code and pointer, each for one finding.

    Raises:
        AssertionError: something else was found, or something was not; the message shows the report.
        TypeError: what is expected is neither a code nor a pair.

    >>> from kula_rules import REST_CREATE, check
    >>> report = check({}, now=None, rules=REST_CREATE.only("missing_field", "err_kind_required"))
    >>> assert_only(report, "missing_field", ("err_kind_required", "/kind"))
    """
    __tracebackhide__ = True
    wanted: dict[str, list[str | None]] = {}
    for code, pointer in map(_code_and_pointer, expected):
        wanted.setdefault(code, []).append(pointer)
    found = {code: [one.pointer for one in report.findings if one.code == code] for code in report.codes}
    if list(wanted) != list(found) or not all(_covers(wanted[code], found[code]) for code in found):
        raise AssertionError(_message(f"only {_listed(wanted)}" if wanted else "no findings", report))


def _code_and_pointer(expected: object) -> tuple[str, str | None]:
    match expected:
        case str(code):
            return code, None
        case (str(code), str(pointer)):
            return code, pointer
    raise TypeError(f"a code, or a pair of code and pointer, was expected, not {expected!r}")


def _covers(wanted: list[str | None], found: list[str]) -> bool:
    """Whether pointers are those wanted; `None` stands for any, and for more of them."""
    if None not in wanted:
        return wanted == found
    return len(found) >= len(wanted) and all(pointer in found for pointer in wanted if pointer is not None)


def _listed(wanted: Mapping[str, list[str | None]]) -> str:
    pairs = ((code, pointer) for code, pointers in wanted.items() for pointer in pointers)
    return ", ".join(code if pointer is None else _at(code, pointer) for code, pointer in pairs)


def _at(code: str, pointer: str) -> str:
    return f"{code} at {pointer or 'the top'}"


def _message(expected: str, report: Report) -> str:
    """What was expected, and the whole report, a finding or an unchecked rule a line."""
    lines = [f"{_at(one.code, one.pointer)}: {_mark(one)}{one.message}" for one in report.findings]
    lines += [f"{one.code} is unchecked, it needs {', '.join(one.needs)}" for one in report.unchecked]
    return "\n  ".join([f"expected {expected}\nfound the verdict {report.verdict}", *lines])


def _mark(finding: Finding) -> str:
    return "a warning, " if finding.severity == "warning" else ""
