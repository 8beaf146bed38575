"""A payload and a rule set become a report. Pure: no clock, no files, no environment, no network."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, cast

from .account import Account
from .answers import ABSENT
from .contract import REST_CREATE
from .facts import Facts
from .jsontext import JsonError, parse_json
from .judging import fatal_findings, interpret
from .plain_requests import Read, commas, is_plain_mapping
from .report import InvalidRequest, Report
from .reporter import Reporter
from .request import Problem, Request, read_request
from .rule_sets import RuleSet
from .rules import Example
from .settling import Mode
from .shape import Fault, Surface, describe, exact, read_id
from .snapshot import Snapshot
from .times import instant_of

if TYPE_CHECKING:
    from .asking import AccountAnswers
    from .model import CreateInterview
    from .programs import Program, Shapes

__all__ = ["Checker", "check", "check_json", "facts_of", "validate"]


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
    return _checker(now, snapshot, rules, application_id).check(payload)


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
    if type(data) is not bytes and type(data) is not str:
        data = _as_text(data)
    keeper: RuleSet | Account = rules if snapshot is None else snapshot
    if isinstance(keeper, RuleSet if snapshot is None else Account):
        latest: _Latest = keeper.derived.get("checker", _NO_CHECKER)  # as in _checker: this saves a call
        known_now, known_rules, known_id, checker = latest
        if checker and known_now is now and known_rules is rules and known_id is application_id:
            return checker.check_json(data)
    return _checker(now, snapshot, rules, application_id).check_json(data)


def _as_text(data: object) -> bytes | str:
    if isinstance(data, str):
        return cast(str, exact(data))
    if isinstance(data, (bytes, bytearray, memoryview)):
        return bytes(data)
    raise TypeError(f"JSON text as bytes or str was expected, found {type(data).__name__}; see check() for mappings")


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


def _checker(now: object, snapshot: object, rules: object, application_id: object) -> Checker:
    """The checker for these arguments. The rules, or the snapshot, keep the latest one: calls repeat themselves."""
    keeper: Any = rules if snapshot is None else snapshot
    kept = keeper.derived if isinstance(keeper, RuleSet if snapshot is None else Account) else {}
    latest: _Latest = kept.get("checker", _NO_CHECKER)
    known_now, known_rules, known_id, checker = latest
    if checker and known_rules is rules and known_id is application_id:
        if known_now is now:
            return checker
        checker = checker.at(now)
    else:
        checker = Checker(now, snapshot, rules, application_id)
    kept["checker"] = (now, rules, application_id, checker)
    return checker


_Latest = tuple[object, object, object, "Checker | None"]
_NO_CHECKER: Final[_Latest] = (None, None, None, None)


WORTH_IT: Final = 64
"""How many checks take as long as compiling the rules does."""


def _is_due(rules: RuleSet) -> bool:
    """Whether there were so many checks that the rules are worth compiling; asking counts as one."""
    checks = rules.derived["checks"] = rules.derived.get("checks", 0) + 1
    return bool(checks > WORTH_IT)


class Checker(Reporter):
    """The arguments of `check` but for the payload, checked once for many payloads."""

    def __init__(self, now: object, snapshot: object, rules: object, application_id: object) -> None:
        if not isinstance(rules, RuleSet):
            raise TypeError(f"rules takes a RuleSet such as REST_CREATE, not {type(rules).__name__}")
        if not (snapshot is None or isinstance(snapshot, Account)):
            raise TypeError(f"snapshot takes a Snapshot (see Snapshot.from_dict), not {type(snapshot).__name__}")
        super().__init__(rules, _checked_now(now), snapshot, _checked_application_id(application_id, rules.surface))
        self.clock: Final = _in_utc(self.moment)
        """Now, as compiled functions have it: in UTC, `None` if it is not known or not between the years 1 and 9999."""
        self.given: Final = None if self.application_id is ABSENT else self.application_id
        """The application of the path, as compiled functions have it."""
        self.answers: AccountAnswers | None = None
        """What the account was asked, as compiled functions have it."""
        self._program: Program | None = None
        self._shapes: Shapes | None = None

    def at(self, now: object) -> Checker:
        """The same at another moment: many programs give the present one each time."""
        moment, twin = _checked_now(now), object.__new__(Checker)
        vars(twin).update(vars(self), moment=moment, clock=_in_utc(moment))
        vars(twin).pop("now", None)
        return twin

    def check(self, payload: object, repeated: tuple[str, ...] = ()) -> Report:
        """Check a payload that is already parsed; `repeated` are the pointers of keys that its text repeated."""
        shapes = self._compiled()
        if shapes is not None and not repeated and is_plain_mapping(payload):
            known: Any = payload
            report = shapes[tuple(known)](known, None, self)
            if report is not None:
                return report
        return self.report(read_request(payload, self.rules.surface, self.application_id, repeated))

    def check_json(self, data: bytes | str) -> Report:
        """Check a JSON text."""
        shapes = self._shapes
        if shapes is None:
            shapes = self._compiled()
            if shapes is None:
                return self._check_text(data)
        try:
            payload = shapes.parse(data)  # what it takes beyond JSON, NaN and Infinity, is no value of a plain payload
        except (ValueError, TypeError):  # TypeError: lone surrogates
            return self._check_text(data)
        if type(payload) is not dict:
            return self._check_text(data)
        judge = shapes[tuple(payload)]
        counted = data.count(b",") if isinstance(data, bytes) else data.count(",")
        report = judge(payload, counted, self)
        if report is None:
            separating = commas(data if isinstance(data, str) else data.decode())
            if separating != counted:  # some are in strings
                report = judge(payload, separating, self)
        return self._check_text(data) if report is None else report

    def _check_text(self, data: bytes | str) -> Report:
        return self.report(_read_text(data, self.rules.surface, self.application_id))

    def _compiled(self) -> Shapes | None:
        """The functions for plain payloads, once the rules are worth compiling."""
        if self._shapes is None and _is_due(self.rules):
            from .programs import program_of  # slow to import, as its first use is

            program = program_of(self.rules)
            self.answers = None if self.snapshot is None else program.answers(self.snapshot)
            self._program = program  # not before the answers, which other threads would look for
            self._shapes = program.shapes(account=self.snapshot is not None)
        return self._shapes

    def refuse(self, error: JsonError) -> Report:
        """The report on a text that is no JSON."""
        return self.report(_unreadable(error, self.rules.surface))

    def report(self, request: Request) -> Report:
        """Check a request."""
        fatal = fatal_findings(request)
        return Report(fatal) if fatal else self._report("any", Facts(request, self.now, self.snapshot))

    def report_planned(self, read: Read) -> Report:
        """Check a plain request that follows a plan."""
        facts = self.facts_of(read)
        if self.snapshot is not None:
            return self._report("planned", facts)
        assert self._program is not None, "a compiled function asks"
        _, _, has_own_application = read
        judge = self._program.planned[tuple(facts.request.values), has_own_application]
        return Report.pending(self, facts, *judge(facts, None))

    def _report(self, mode: Mode, facts: Facts) -> Report:
        if self._program is None:
            return Report.pending(self, facts, *interpret(self.rules, facts))
        judge = self._program.facts(mode, account=self.snapshot is not None)
        return Report.pending(self, facts, *judge(facts, self.answers))


def _in_utc(moment: datetime | None) -> datetime | None:
    if moment is None or (type(moment) is datetime and moment.tzinfo is UTC):
        return moment
    return instant_of(moment).to_datetime()


def _checked_now(now: object) -> datetime | None:
    if now is None:
        return None
    if not isinstance(now, datetime):
        raise TypeError(f"now takes an aware datetime or None, not {type(now).__name__}")
    if now.utcoffset() is None:
        raise ValueError("now takes an aware datetime, such as datetime.now(timezone.utc); this one is naive")
    return now


def _checked_application_id(given: object, surface: Surface) -> object:
    if given is None:
        return ABSENT
    if surface != "rest":
        raise ValueError("application_id is the one in a REST path; the mcp tool takes it in the payload")
    read = read_id(given)
    if isinstance(read, Fault):
        raise ValueError(f"application_id takes a positive integer or a non-empty string, not {describe(given)}")
    return read


def facts_of(example: Example) -> Facts:
    """What is known in an example of a rule."""
    account = None if example.snapshot is None else Snapshot.from_dict(example.snapshot)
    application_id = _checked_application_id(example.application_id, example.surface)
    read = _read_text if isinstance(example.payload, str) else read_request
    now = None if (moment := _checked_now(example.now)) is None else instant_of(moment)
    return Facts(read(example.payload, example.surface, application_id), now, account)
