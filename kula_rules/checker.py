"""A payload and a rule set become a report. Pure: no clock, no files, no environment, no network."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from .account import Account
from .answers import ABSENT, Answer, Unknown, any_of
from .codes import FATAL, rank
from .contract import REST_CREATE
from .facts import Facts
from .findings import findings_of, problem_finding
from .jsontext import JsonError, parse_json
from .report import Finding, InvalidRequest, Report, Unchecked
from .request import Problem, Request, read_request
from .rule_sets import RuleSet
from .rules import Example, Rule
from .shape import Fault, Surface, describe, read_id
from .snapshot import Snapshot
from .times import Instant, instant_of

if TYPE_CHECKING:
    from .model import CreateInterview

__all__ = ["Checker", "check", "check_json", "facts_of", "judge", "validate"]


def check(
    payload: object,
    *,
    now: datetime | None,
    snapshot: Account | None = None,
    rules: RuleSet = REST_CREATE,
    application_id: int | str | None = None,
) -> Report:
    """Check a request that is already parsed: a mapping as `json.loads` gives it, or any other value.

    Args:
        payload: the request's body. It is never changed, and nothing in it raises.
        now: the moment to judge by, an aware datetime; `None` leaves undecided what depends on it.
        snapshot: what is known about the account; without one, rules about records stay unchecked.
        rules: the rule set, which also says the surface: `REST_CREATE`, `MCP_CREATE`, or one made from them.
        application_id: the one in the request's path (REST only); then the body need not hold it.

    Returns:
        The report; `report.verdict` is `"pass"`, `"fail"` or `"incomplete"`.

    Raises:
        TypeError, ValueError: the call is wrong, whatever the payload: a naive `now`, an `application_id` that is no id
            or that comes with an MCP rule set, a `snapshot` or `rules` of another type.

    >>> from kula_rules import MCP_CREATE, check
    >>> report = check({"kind": "panel", "location": "moon"}, now=None, rules=MCP_CREATE.only("invalid_value"))
    >>> [(finding.code, finding.pointer) for finding in report.findings]
    [('invalid_value', '/location')]
    """
    return Checker(now, snapshot, rules, application_id).check(payload)


def check_json(
    data: bytes | str,
    *,
    now: datetime | None,
    snapshot: Account | None = None,
    rules: RuleSet = REST_CREATE,
    application_id: int | str | None = None,
) -> Report:
    """Check a request as it goes over the wire: JSON text (UTF-8, if bytes).

    As `check`, and it also finds what only the text shows: `invalid_json` and `duplicate_key`.

    >>> from kula_rules import check_json
    >>> check_json('{"kind": "panel", "kind": "panel"}', now=None).codes[0]
    'duplicate_key'
    """
    checker = Checker(now, snapshot, rules, application_id)
    if not isinstance(data, (bytes, bytearray, memoryview, str)):
        raise TypeError(
            f"JSON text as bytes or str was expected, found {type(data).__name__}; see check() for mappings"
        )
    return checker.check_json(data if isinstance(data, str) else bytes(data))


def validate(
    payload: object,
    *,
    now: datetime | None,
    snapshot: Account | None = None,
    rules: RuleSet = REST_CREATE,
    application_id: int | str | None = None,
) -> CreateInterview:
    """The typed request, if no rule is broken; the arguments are those of `check`.

    What could not be checked does not count as broken: look at `check(...).verdict` where it should. Whatever the rule
    set, a typed request has the fields that are always required, and every field is of its type.

    Raises:
        InvalidRequest: the verdict is `"fail"`; its `report` says why.
        TypeError, ValueError: the call is wrong, as for `check`.

    >>> from kula_rules import InvalidRequest, validate
    >>> try:
    ...     validate({"kind": "panel"}, now=None)
    ... except InvalidRequest as error:
    ...     print(error.report.codes[0])
    missing_field
    """
    from .model import CreateInterview  # pydantic is slow to import, and needed for typed requests only

    checker = Checker(now, snapshot, rules, application_id)
    request = read_request(payload, rules.surface, checker.application_id)
    typing = Checker(None, None, _TYPING.on(rules.surface), None)
    for report in (checker.report(request), typing.report(request)):
        if report.failed:
            raise InvalidRequest(report)
    return CreateInterview.from_request(request)


_TYPING: Final = REST_CREATE.only("invalid_type", "invalid_value", "missing_field")


def _read_text(data: bytes | str, surface: Surface, application_id: object) -> Request:
    try:
        text = parse_json(data)
    except JsonError as error:
        return _unreadable(error, surface)
    return read_request(text.value, surface, application_id, text.repeated)


def _unreadable(error: JsonError, surface: Surface) -> Request:
    problem = Problem("invalid_json", "", f"expected {error.expected}, found: {error.reason}", _position(error))
    return Request(surface, {}, frozenset(), (problem,))


def _position(error: JsonError) -> dict[str, Any]:
    return {} if error.line is None else {"line": error.line, "column": error.column}


class Checker:
    """The arguments of `check` but for the payload, checked once for many payloads."""

    def __init__(self, now: object, snapshot: object, rules: object, application_id: object) -> None:
        if not isinstance(rules, RuleSet):
            raise TypeError(f"rules takes a RuleSet such as REST_CREATE, not {type(rules).__name__}")
        if not (snapshot is None or isinstance(snapshot, Account)):
            raise TypeError(f"snapshot takes a Snapshot (see Snapshot.from_dict), not {type(snapshot).__name__}")
        self.rules: Final = rules
        self.snapshot: Final = snapshot
        self.now: Final = _checked_now(now)
        self.application_id: Final = _checked_application_id(application_id, rules.surface)

    def check(self, payload: object, repeated: tuple[str, ...] = ()) -> Report:
        """Check a payload that is already parsed; `repeated` are the pointers of keys that its text repeated."""
        return self.report(read_request(payload, self.rules.surface, self.application_id, repeated))

    def check_json(self, data: bytes | str) -> Report:
        """Check a JSON text."""
        return self.report(_read_text(data, self.rules.surface, self.application_id))

    def refuse(self, error: JsonError) -> Report:
        """The report on a text that is no JSON."""
        return self.report(_unreadable(error, self.rules.surface))

    def report(self, request: Request) -> Report:
        """Check a request."""
        fatal = [problem for problem in request.problems if problem.code in FATAL]
        if fatal:
            return Report(tuple(_fatal_finding(problem) for problem in fatal))
        facts = Facts(request, self.now, self.snapshot)
        judged = sorted(((rule, judge(rule, facts)) for rule in self.rules), key=_page_order)
        findings = (*_shape_findings(request, self.rules), *_rule_findings(judged, facts))
        return Report(findings, tuple(_unchecked(judged)), _valid_until(judged, facts))


def _checked_now(now: object) -> Instant | None:
    if now is None:
        return None
    if not isinstance(now, datetime):
        raise TypeError(f"now takes an aware datetime or None, not {type(now).__name__}")
    if now.utcoffset() is None:
        raise ValueError("now takes an aware datetime, such as datetime.now(timezone.utc); this one is naive")
    return instant_of(now)


def _checked_application_id(given: object, surface: Surface) -> object:
    if given is None:
        return ABSENT
    if surface != "rest":
        raise ValueError("application_id is the one in a REST path; the mcp tool takes it in the payload")
    read = read_id(given)
    if isinstance(read, Fault):
        raise ValueError(f"application_id takes a positive integer or a non-empty string, not {describe(given)}")
    return read


def judge(rule: Rule, facts: Facts) -> Answer:
    """Whether the rule is violated: true, false (it holds or is not applicable) or unknown."""
    if not rule.cases:
        return any(problem.code == rule.code for problem in facts.request.problems)
    if len(rule.cases) == 1:
        return rule.cases[0].violation.answer(facts)
    return any_of(case.violation.answer(facts) for case in rule.cases)


def facts_of(example: Example) -> Facts:
    """What is known in an example of a rule."""
    account = None if example.snapshot is None else Snapshot.from_dict(example.snapshot)
    application_id = _checked_application_id(example.application_id, example.surface)
    read = _read_text if isinstance(example.payload, str) else read_request
    return Facts(read(example.payload, example.surface, application_id), _checked_now(example.now), account)


_Judged = list[tuple[Rule, Answer]]


def _page_order(judged: tuple[Rule, Answer]) -> tuple[bool, int]:
    """Errors before warnings, each in the order of the page, users' own last."""
    return judged[0].severity == "warning", rank(judged[0].code)


def _fatal_finding(problem: Problem) -> Finding:
    return Finding(problem.code, "error", None, problem.pointer, problem.message, problem.params)


def _shape_findings(request: Request, rules: RuleSet) -> Iterator[Finding]:
    """Errors of shape, in the order of the fields rather than of the codes."""
    for problem in request.problems:
        if problem.code in rules and rules[problem.code].severity == "error":
            yield problem_finding(rules[problem.code], problem)


def _rule_findings(judged: _Judged, facts: Facts) -> Iterator[Finding]:
    for rule, violated in judged:
        if violated is True and (rule.cases or rule.severity == "warning"):
            yield from findings_of(rule, facts)


def _unchecked(judged: _Judged) -> Iterator[Unchecked]:
    for rule, violated in judged:
        if rule.severity == "error" and isinstance(violated, Unknown):
            yield Unchecked(rule.code, tuple(sorted(violated.needs)))


def _valid_until(judged: _Judged, facts: Facts) -> datetime | None:
    """The first instant after now at which the verdict differs, judging by what changes with time."""
    moments = facts.thresholds()
    if not moments:
        return None
    errors = [(rule, violated) for rule, violated in judged if rule.severity == "error"]
    timed = [rule for rule, _ in errors if "now" in rule.reads]
    constant = [violated for rule, violated in errors if "now" not in rule.reads]
    current = any_of(violated for _, violated in errors)
    for moment in moments:
        later = facts.at(moment)
        if _certain(any_of([*constant, *(judge(rule, later) for rule in timed)])) is not _certain(current):
            return moment.to_datetime()
    return None


def _certain(answer: Answer) -> bool | None:
    return None if isinstance(answer, Unknown) else answer
