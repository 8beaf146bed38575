"""What is compiled of a rule set: functions that judge requests, made when they are needed and kept with it.

A plain payload (see `plain_requests`) goes straight through a function: one of its own if its keys, in their order,
come often, because what is sent and what is left out decides most rules before a value is looked at, or else one for
all. Any other request is judged by a function of `Facts`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, TypeVar, cast

from .account import TABLES, Account
from .answers import Answer
from .asking import AccountAnswers, Question
from .compiler import Writer
from .facts import BAD_START, BAD_ZONE, Facts
from .judging import in_order
from .plain_requests import NAMES, local, reading, reading_names, request_of
from .report import Report, Unchecked
from .rule_sets import RuleSet
from .rules import Rule
from .settling import Mode, settle_rules
from .shape import documented
from .times import ZONE_NAMES, StartTime, start_time_parts, zone

__all__ = ["OFTEN", "Program", "Shapes", "program_of"]

Shape = tuple[str, ...]
Judge = Callable[[dict[str, Any], int | None, Any], Report | None]
"""From a parsed payload, the number of commas that separate something in its text (`None` if there is no text) and a
`Checker` (of the floor above) to its report, or `None` where the payload is not plain."""
FactsJudge = Callable[[Facts, AccountAnswers | None], tuple[Sequence[Rule], Sequence[Unchecked]]]
"""From what is known of a request, and what its account was asked, to what is violated, and what is unchecked."""

_Key = TypeVar("_Key")
_Function = TypeVar("_Function")

OFTEN: Final = 8
"""How many payloads with the same keys there are, before these get a function of their own.

Making it takes as long as it saves in some thousand checks. But who sends the same keys in the same order so often will
go on to do so, and `_MOST` bounds what is lost where that is wrong.
"""

_MOST: Final = 128  # functions for keys, in all; payloads can have any, but programs send few
_REMEMBERED: Final = 4096  # keys that are counted


class Often(dict[_Key, _Function]):
    """Functions of their own for what comes often, and one for all else."""

    def __init__(self, make: Callable[[_Key], _Function], otherwise: _Function) -> None:
        self._make: Final = make
        self._otherwise: Final = otherwise
        self._seen: Final[Counter[_Key]] = Counter()

    def __missing__(self, key: _Key) -> _Function:
        if len(self) >= _MOST:  # threads may each add one when there is room for one
            return self._otherwise
        if len(self._seen) >= _REMEMBERED:
            self._seen.clear()
        self._seen[key] += 1
        return self._otherwise if self._seen[key] < OFTEN else self.setdefault(key, self._make(key))


class Shapes(Often[Shape, Judge]):
    """The functions for plain payloads, by their keys."""

    def __init__(self, program: Program, *, account: bool) -> None:
        from pydantic_core import from_json  # slow to import, and worth it for many texts only

        judge = program.plain(None, account=account)
        super().__init__(lambda shape: program.plain(shape, account=account, otherwise=judge), judge)
        self._has_use_for: Final = program.has_use_for
        self.parse: Final = from_json

    def __missing__(self, shape: Shape) -> Judge:
        return super().__missing__(shape) if self._has_use_for(shape) else self._otherwise


class Program:
    """The functions for one rule set."""

    def __init__(self, rules: RuleSet) -> None:
        self._rules: Final = rules
        self._ordered: Final = in_order(rules)
        self._made: Final[dict[tuple[str, bool], Any]] = {}
        self._questions: Final[list[Question]] = []

    def shapes(self, *, account: bool) -> Shapes:
        """The functions for plain payloads."""
        key = ("plain", account)
        if key not in self._made:
            self._made[key] = Shapes(self, account=account)
        return cast(Shapes, self._made[key])

    def facts(self, mode: Mode, *, account: bool) -> FactsJudge:
        """The function for `Facts`."""
        key = (mode, account)
        if key not in self._made:
            writer = Writer(self._rules.surface, mode, self._questions if account else None)
            self._made[key] = _compiled(_facts_lines(self._ordered, writer), writer)
        return cast(FactsJudge, self._made[key])

    @cached_property
    def planned(self) -> Often[tuple[Shape, bool], FactsJudge]:
        """The functions for plain requests that follow a plan, where no account is known.

        They are kept by the fields that have values, and whether the application is sent, rather than in the path. What
        the plan would supply is unknown then, so that most rules say the same of all such requests.
        """
        return Often(self._planned, self.facts("planned", account=False))

    def _planned(self, key: tuple[Shape, bool]) -> FactsJudge:
        names, has_own_application = key
        request = request_of(self._rules.surface, (names, names, has_own_application))  # any values will do
        settled = settle_rules(self._rules, request)
        writer = Writer(self._rules.surface, "planned", None)
        return cast(FactsJudge, _compiled(_facts_lines(self._ordered, writer, settled), writer))

    def answers(self, account: Account) -> AccountAnswers:
        """What an account was asked by these rules; it keeps what the latest rules asked."""
        kept = account.derived.get("answers")
        if kept is None or kept[0] is not self:
            kept = account.derived["answers"] = (self, AccountAnswers(account))
        return cast(AccountAnswers, kept[1])

    def has_use_for(self, shape: Shape) -> bool:
        """Whether the keys decide anything."""
        return documented(self._rules.surface).keys() >= {*shape} > set() and "stage_activity_id" not in shape

    def plain(self, shape: Shape | None, *, account: bool, otherwise: Judge | None = None) -> Judge:
        """A function for plain payloads, with these keys if they are given; `otherwise` judges where one is null."""
        left_out = set()
        if shape is not None:  # the application may stand in the path
            left_out = {name for name in NAMES if name.partition(".")[0] not in shape} - {"application_id"}
        questions = self._questions if account else None
        writer = Writer(self._rules.surface, "plain", questions, shape or (), left_out)
        lines = list(_plain_lines(self._ordered, writer, shape))
        return cast(Judge, _compiled(lines, writer, otherwise=otherwise, **reading_names(self._rules.surface)))


def program_of(rules: RuleSet) -> Program:
    """The program of a rule set."""
    found = rules.derived.get("program")
    return cast(Program, found or rules.derived.setdefault("program", Program(rules)))


def _plain_lines(rules: Sequence[Rule], writer: Writer, shape: Shape | None) -> Iterator[str]:
    """A function for plain payloads. One that follows a plan is read, and judged by `Facts`."""
    has_times = {"start_time", "timezone"} <= set(shape or ())
    body = list(_in_both_times(rules, writer)) if has_times else [_START, *writer.judging(rules)]
    yield "def judge(payload, commas, checker):"
    yield from _indented(reading(writer.surface, shape))
    yield from _indented(_path(shape))
    yield from _indented(_source(writer, shape, asks_facts=any("(facts" in line for line in body)))
    yield from _indented(_derived(shape or ()))
    now = "" if has_times else "checker.now"
    yield from _indented(_needed(body, now=now, account="checker.snapshot", answers="checker.answers"))
    yield from _indented(body)
    yield from _indented(_REPORTING)


_START: Final = "start = StartTime(*parts) if parts else ABSENT if start_time is None else BAD_START"


def _in_both_times(rules: Sequence[Rule], writer: Writer) -> Iterator[str]:
    """The rules for starts whose instant is written, and for all others."""
    yield "if offset is not None and not beyond and clock is not None:"
    yield from _indented(writer.judging(rules, is_instant=True) or ["pass"])
    yield "else:"
    yield f"    {_START}"
    yield "    now = checker.now"
    yield from _indented(writer.judging(rules))


def _source(writer: Writer, shape: Shape | None, *, asks_facts: bool) -> Iterator[str]:
    """What a report is made from: what was read, or the `Facts` where some rule needs them.

    A payload that was parsed here is not changed by anybody, so that it need not be copied.
    """
    names = tuple(name for name in NAMES if _is_read(name, shape))
    own = "True" if shape and "application_id" in shape else "has_own_application"
    read = f"({writer.source.keep(names)}, ({', '.join(map(local, names))},), {own})"
    if shape is None:
        yield f"if stage_activity_id is not None: return checker.report_planned({read})"
    source = f"facts = checker.facts_of({read})" if asks_facts else f"{read} if commas is None else payload"
    yield f"source = {source}"


def _is_read(name: str, shape: Shape | None) -> bool:
    return shape is None or name == "application_id" or name.partition(".")[0] in shape


def _path(shape: Shape | None) -> Iterator[str]:
    """The application of the path, if there is one."""
    if shape and "application_id" in shape:
        yield "if checker.given is not None and application_id != checker.given: return None"
        return
    yield "has_own_application = application_id is not None"
    yield "if checker.given is not None:"
    yield "    if has_own_application and application_id != checker.given: return None"
    yield "    application_id = checker.given"


def _derived(shape: Shape) -> Iterator[str]:
    """What is derived from the fields of time."""
    is_sent = "" if "start_time" in shape else "None if start_time is None else "
    yield f"parts = {is_sent}start_time_parts(start_time)"
    yield "moment, offset, beyond, portable = parts or no_start"
    is_sent = "" if "timezone" in shape else "ABSENT if timezone is None else "
    yield f"zone = {is_sent}zones[timezone]"
    yield "clock, violated, unchecked = checker.clock, (), ()"


_REPORTING: Final = (
    "report = new_report(Report)",
    "report._reporter, report._source, report._violated, report._unchecked = checker, source, violated, unchecked",
    "return report",
)
"""What `Report.pending` does, without a call."""


def _facts_lines(rules: Sequence[Rule], writer: Writer, settled: Mapping[str, Answer] | None = None) -> Iterator[str]:
    """A function of `Facts`; `settled` are answers that are known beforehand, by codes."""
    body = writer.judging(rules, settled=settled)
    text = "\n".join(body)
    yield "def judge(facts, answers):"
    yield "    value = facts.value"
    yield from (f"    {local(name)} = value({name!r})" for name in NAMES if local(name) in text)
    yield from _indented(_FACTS)
    yield from _indented(_needed(body, now="facts.now", account="facts.account"))
    yield from _indented(body)
    yield "    return violated, unchecked"


_FACTS: Final = (
    "start, zone = facts.start, facts.zone",
    "moment, offset, beyond, portable = start if type(start) is StartTime else no_start",
    "sent, planned, managed = facts.request.sent, facts.plan_driven, facts.externally_managed",
    "problems = {problem.code for problem in facts.request.problems}",
    "violated, unchecked = (), ()",
)


def _needed(body: Sequence[str], *, now: str, account: str, answers: str = "") -> Iterator[str]:
    """What some rules ask."""
    text = "\n".join(body)
    tables = [table for table in TABLES if f"(in_{table}." in text]
    if tables:
        yield f"account = {account}"
        yield "records = account.records"
        yield from (f"in_{table} = records[{table!r}]" for table in tables)
    if answers and "answers" in text:
        yield f"answers = {answers}"
    if now and "now" in text:
        yield f"now = {now}"


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"    {line}" for line in lines)


def _compiled(lines: Iterable[str], writer: Writer, **names: Any) -> object:
    """The function that the lines define. They hold names, keywords and constants of the rules, and nothing else."""
    code = compile("\n".join(lines), "<compiled rules>", "exec")
    namespace = {**_NAMES, **writer.source.names, **names}
    exec(code, namespace)  # noqa: S102  # as it says
    return namespace["judge"]


class _Zones(dict[str, object]):
    """The zones by name, `BAD_ZONE` for any other name."""

    def __missing__(self, name: str) -> object:
        return self.setdefault(name, zone(name)) if name in ZONE_NAMES else BAD_ZONE


_NAMES: Final = {
    "BAD_START": BAD_START,
    "Report": Report,
    "StartTime": StartTime,
    "new_report": object.__new__,
    "no_start": (None,) * 4,
    "start_time_parts": start_time_parts,
    "zones": _Zones(),
}
"""What the names in the functions stand for, beside those of the rules."""
