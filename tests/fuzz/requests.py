"""The target `check_json`: the first byte says what is known, the rest is the text of a request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final

from kula_rules import Report, RuleSet, Snapshot, check, check_json
from kula_rules.codes import FATAL
from kula_rules.shape import documented

from ..support import ACCOUNT, BOTH, NOW, compiled
from .claims import Json, Reading, claim, claim_equal, read_json
from .heads import choices
from .reports import hold, hold_with_less


def _incomplete(value: Json) -> Json:
    if not isinstance(value, Mapping):
        return value
    return {key: False if key == "complete" else _incomplete(inner) for key, inner in value.items()}


MOMENTS: Final = (None, NOW)
SNAPSHOTS: Final = (None, Snapshot.from_dict(ACCOUNT), Snapshot.from_dict(_incomplete(ACCOUNT)))
APPLICATIONS: Final = (None, 501, "x")
SIZES: Final = (len(BOTH), len(MOMENTS), len(SNAPSHOTS), len(APPLICATIONS))


@dataclass(frozen=True)
class Call:
    """The arguments of a check beside what is checked."""

    rules: RuleSet
    now: datetime | None
    snapshot: Snapshot | None
    application_id: int | str | None

    @property
    def options(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)} | {"rules": compiled(self.rules)}

    def text(self, data: bytes | str) -> Report:
        return check_json(data, **self.options)

    def value(self, payload: Json) -> Report:
        return check(payload, **self.options)


def call_of(data: bytes) -> Call:
    rules, moment, snapshot, application = choices(data, SIZES)
    path = APPLICATIONS[application] if BOTH[rules].surface == "rest" else None
    return Call(BOTH[rules], MOMENTS[moment], SNAPSHOTS[snapshot], path)


def run(data: bytes) -> None:
    """Check a request, and claim what is true whatever it is."""
    call, text = call_of(data), data[1:]
    report, reading = call.text(text), read_json(text)
    claim_equal("what is refused is no JSON", report.codes == ("invalid_json",), reading is None)
    hold(report, call.rules, reading and reading.value)
    _hold_as_text(call, text, report)
    if reading:
        plain = call.value(reading.value)
        _hold_as_value(report, plain, reading)
        _hold_for_private_values(call, reading.value, plain)
        _hold_as_time_goes_by(call, reading.value, plain)
        if call.now or call.snapshot:
            hold_with_less(plain, replace(call, now=None, snapshot=None).value(reading.value))


def _hold_as_text(call: Call, text: bytes, report: Report) -> None:
    """Bytes and their text say the same."""
    try:
        decoded = text.decode("utf-8")
    except UnicodeDecodeError:
        return
    claim_equal("text is as its bytes", call.text(decoded), report)


def _hold_as_value(report: Report, plain: Report, reading: Reading) -> None:
    """The text says what its value says, and what keys it repeats."""
    told = [finding.pointer for finding in report.findings if finding.code == "duplicate_key"]
    expected = reading.repeated if isinstance(reading.value, dict) else ()
    claim_equal("each repeated key is told", tuple(sorted(told)), expected)
    findings = tuple(finding for finding in report.findings if finding.code != "duplicate_key")
    end = plain.valid_until if told else report.valid_until  # with an error that stays, no verdict changes
    claim_equal("text is as its value", Report(findings, report.unchecked, end), plain)


# --- privacy ---------------------------------------------------------------------------------------------------------


def _hold_for_private_values(call: Call, payload: Json, report: Report) -> None:
    """What is never told has no bearing on what is."""
    judged = "note_taker_cannot_join" not in report.codes  # or else it is told of the link that it is none
    other = _without_private(payload, call.rules, judged) if isinstance(payload, dict) else payload
    if other != payload:
        claim_equal("private values are not told", call.value(other), report)


_Hiding = Callable[[Json], Json]


def _without_private(payload: dict[str, Json], rules: RuleSet, judged: bool) -> dict[str, Json]:
    """The payload with other private values of the same types; the link stays where it is judged."""
    known = documented(rules.surface)
    external = partial(_external, link=_kept if judged else _hidden)
    private: dict[str, _Hiding] = {"name": _hidden, "external": external}
    return {key: private.get(key, _kept)(value) if key in known else 0 for key, value in payload.items()}


def _kept(value: Json) -> Json:
    return value


def _hidden(value: Json) -> Json:
    return "other" if isinstance(value, str) else value


def _external(value: Json, link: _Hiding) -> Json:
    if not isinstance(value, dict):
        return _hidden(value)
    members = {"managed": _kept, "source": _hidden, "event_id": _hidden, "video_conferencing_url": link}
    return {key: members[key](item) if key in members else 0 for key, item in value.items()}


# --- time ------------------------------------------------------------------------------------------------------------

_INSTANT: Final = timedelta(microseconds=1)


def _hold_as_time_goes_by(call: Call, payload: Json, report: Report) -> None:
    """The verdict is the same until `valid_until`, and then another one."""
    if call.now is None or set(report.codes) & set(FATAL):
        claim_equal("no verdict ends", report.valid_until, None)
        return
    end = report.valid_until
    last = datetime.max.replace(tzinfo=UTC) if end is None else end - _INSTANT
    claim(call.now <= last, "a verdict ends after now", end)
    claim_equal("the verdict is valid until then", replace(call, now=last).value(payload).verdict, report.verdict)
    if end:
        claim(replace(call, now=end).value(payload).verdict != report.verdict, "and then it is another", end)
