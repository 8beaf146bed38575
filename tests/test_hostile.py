"""Whatever a payload is, checking it answers: it does not raise, and tells nothing private."""

from __future__ import annotations

import json
import math
from collections import UserDict, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import Any

import pytest

from kula_rules import Report, RuleSet, check, check_json
from kula_rules.shape import EXTERNAL, documented

from .support import BOTH, NOW, REST_CREATE, external, found, planned, report_on, sent

SECRET = "hunter2"  # noqa: S105 - it is what must not be told
SHAPE = ("invalid_type", "invalid_value")


class Word(StrEnum):
    PANEL = "panel"
    PANLE = "panle"
    SECRET = SECRET


class Number(IntEnum):
    SEVEN = 7
    ZERO = 0


@dataclass
class Record:
    name: str = SECRET


class StubbornText(str):
    """A string all of whose methods refuse."""

    __slots__ = ()

    def refuse(self, *_: object) -> Any:
        raise RuntimeError(SECRET)

    __len__ = __str__ = __repr__ = __format__ = __iter__ = __contains__ = __lt__ = __getitem__ = refuse
    lower = strip = isascii = isdigit = isprintable = replace = encode = split = refuse  # type: ignore[assignment]


class StubbornInteger(int):
    """An integer all of whose methods refuse."""

    def refuse(self, *_: object) -> Any:
        raise RuntimeError(SECRET)

    __str__ = __repr__ = __format__ = __abs__ = __int__ = __index__ = __float__ = refuse
    __lt__ = __le__ = __gt__ = __ge__ = __mod__ = __neg__ = __pos__ = __bool__ = refuse


class StubbornNumber(float):
    """A number all of whose methods refuse."""

    def refuse(self, *_: object) -> Any:
        raise RuntimeError(SECRET)

    __str__ = __repr__ = __format__ = __abs__ = __int__ = __lt__ = __le__ = is_integer = refuse


class StubbornKey(str):
    """A key that does not say whether it is another one."""

    __slots__ = ()

    def __eq__(self, _: object) -> bool:
        raise RuntimeError(SECRET)

    __hash__ = str.__hash__


def unnamed(_: object) -> str:
    """The id of a case whose value is too odd to be one."""
    return ""


def with_key(payload: Mapping[Any, object], key: object) -> dict[Any, object]:
    """The payload with one more key."""
    return dict([*payload.items(), (key, SECRET)])


def loop() -> list[object]:
    """A list that holds itself."""
    made: list[object] = []
    made.append(made)
    return made


def deep() -> list[Any]:
    """A list in a list, a hundred thousand times."""
    made: list[Any] = []
    for _ in range(100_000):
        made = [made]
    return made


FOREIGN: Mapping[str, object] = {
    "bytes": SECRET.encode(),
    "bytearray": bytearray(SECRET.encode()),
    "set": {SECRET},
    "frozenset": frozenset({SECRET}),
    "dataclass": Record(),
    "class": Record,
    "function": loop,
    "object": object(),
    "decimal": Decimal(7),
    "complex": 7j,
    "datetime": datetime(2030, 1, 15, tzinfo=UTC),
    "range": range(3),
    "nan": math.nan,
    "infinity": math.inf,
    "minus infinity": -math.inf,
    "ellipsis": ...,
}
"""Values that no field takes."""


def shape_findings(report: Report) -> list[tuple[str, str]]:
    return [(finding.code, finding.pointer) for finding in report.findings if finding.code in SHAPE]


def told(report: Report) -> str:
    """Everything that a report says."""
    return json.dumps(report.to_dict(), allow_nan=False) + repr(report)


@pytest.mark.parametrize("rules", BOTH)
@pytest.mark.parametrize("value", FOREIGN.values(), ids=FOREIGN)
def test_a_foreign_value_is_of_the_wrong_type_in_every_field(rules: RuleSet, value: object) -> None:
    for name in documented(rules.surface):
        for payload in (sent(), planned()):
            report = report_on({**payload, name: value}, rules)
            assert shape_findings(report) == [("invalid_type", f"/{name}")]
            assert SECRET not in told(report)


@pytest.mark.parametrize("value", FOREIGN.values(), ids=FOREIGN)
def test_a_foreign_value_is_of_the_wrong_type_in_external_and_in_a_list(value: object) -> None:
    for name in EXTERNAL:
        report = report_on(external(external={name: value}))
        assert shape_findings(report) == [("invalid_type", f"/external/{name}")]
        assert SECRET not in told(report)
    assert found(sent(interviewer_ids=[7, value])) == [("invalid_type", "/interviewer_ids/1")]


@pytest.mark.parametrize(
    "value", [*FOREIGN.values(), SECRET, Word.SECRET, 7, Number.SEVEN, 2.5, True, None, loop(), deep()], ids=unnamed
)
def test_what_is_no_object_is_told_by_its_type_alone(value: object) -> None:
    report = report_on(value)
    assert [(finding.code, finding.pointer, dict(finding.params)) for finding in report.findings] == [
        ("not_an_object", "", {})
    ]
    assert report.unchecked == ()
    assert SECRET not in told(report)


@pytest.mark.parametrize(
    "value", [loop(), deep(), {"a": loop()}, 10**10_000, "x" * 1_000_000, "\ud800", object()], ids=unnamed
)
def test_the_value_of_an_undocumented_key_does_not_matter(value: object) -> None:
    assert found({**sent(), "zzz": value}) == [("unknown_field", "/zzz")]
    assert found(external(external={"managed": True, "zzz": value})) == [("unknown_field", "/external/zzz")]


def test_members_of_enumerations_are_their_values() -> None:
    assert found(sent(kind=Word.PANEL, organizer_id=Number.SEVEN, interviewer_ids=[Number.SEVEN, "8"])) == []
    assert found(sent(kind=Word.PANLE)) == [("invalid_value", "/kind")]
    assert found(sent(office_id=Number.ZERO, location="onsite")) == [("invalid_value", "/office_id")]


@pytest.mark.parametrize("name", ["name", "external"])
def test_private_text_of_a_subclass_is_not_told(name: str) -> None:
    for value in (
        Word.SECRET,
        [Word.SECRET],
        {"managed": Word.SECRET, "source": [Word.SECRET], "event_id": [Word.SECRET]},
    ):
        assert SECRET not in told(report_on({**sent(), name: value}))


STUBBORN = [
    ({"kind": StubbornText("panel")}, []),
    ({"kind": StubbornText("panle")}, [("invalid_value", "/kind")]),
    ({"location": StubbornText("moon")}, [("invalid_value", "/location")]),
    ({"duration_minutes": StubbornText("45")}, [("invalid_type", "/duration_minutes")]),
    ({"ai_note_taker_enabled": StubbornText("no")}, [("invalid_type", "/ai_note_taker_enabled")]),
    ({"interviewer_ids": StubbornText("7")}, [("invalid_type", "/interviewer_ids")]),
    ({"start_time": StubbornText("2030-01-15T10:00:00Z"), "timezone": StubbornText("Europe/Berlin")}, []),
    ({"organizer_id": StubbornText("7"), "interviewer_ids": [StubbornText("7")]}, []),
    ({"calendar_event_visibility": StubbornText("x")}, [("unknown_visibility", "/calendar_event_visibility")]),
    ({"duration_minutes": StubbornInteger(45), "organizer_id": StubbornInteger(7)}, []),
    ({"duration_minutes": StubbornInteger(4)}, [("err_duration_out_of_range", "/duration_minutes")]),
    ({"scorecard_template_id": StubbornInteger(-5)}, [("invalid_value", "/scorecard_template_id")]),
    ({"interviewer_ids": [StubbornInteger(0)]}, [("invalid_value", "/interviewer_ids/0")]),
    ({"kind": StubbornInteger(5)}, [("invalid_type", "/kind")]),
    ({"duration_minutes": StubbornNumber(45)}, []),
    ({"duration_minutes": StubbornNumber(45.5)}, [("invalid_type", "/duration_minutes")]),
    ({"organizer_id": StubbornNumber(2.5)}, [("invalid_type", "/organizer_id")]),
]


@pytest.mark.parametrize(("changes", "expected"), STUBBORN, ids=unnamed)
def test_values_whose_methods_refuse_are_read_as_what_they_are(
    changes: Mapping[str, object], expected: list[tuple[str, str]]
) -> None:
    report = report_on({**sent(), **changes})
    assert [(finding.code, finding.pointer) for finding in report.findings] == expected
    assert SECRET not in told(report)


@pytest.mark.parametrize("key", [StubbornText("zzz"), StubbornInteger(5), StubbornKey("zzz")], ids=unnamed)
def test_a_key_whose_methods_refuse_is_an_unknown_field(key: object) -> None:
    pointer = "/5" if isinstance(key, int) else "/zzz"
    assert found(with_key(sent(), key)) == [("unknown_field", pointer)]


@pytest.mark.parametrize("key", [7, 1.5, None, True, (1, 2), b"kind", frozenset(), Record, 10**5000], ids=unnamed)
def test_a_key_that_is_no_string_is_an_unknown_field(key: object) -> None:
    assert [code for code, _ in found(with_key(sent(), key))] == ["unknown_field"]
    assert [code for code, _ in found(external(external=with_key({"managed": True}, key)))] == ["unknown_field"]
    assert SECRET not in told(report_on(with_key(sent(), key)))


def test_every_mapping_is_an_object_and_none_is_changed() -> None:
    default: defaultdict[str, Any] = defaultdict(list, sent())
    for payload in (UserDict(sent()), MappingProxyType(sent()), default):
        assert found(payload) == []
    assert dict(default) == sent()
    assert found(sent(external=MappingProxyType({"managed": True}), interviewer_ids=(7, 8))) == [
        ("field_has_no_effect", "/candidate_template_id"),
        ("field_has_no_effect", "/interviewer_template_id"),
    ]


@pytest.mark.parametrize(
    "value", ["\u0667", "²", "7\n", " 7", "+7", "7_0", "\x007", "\ud800", "9" * 100_000], ids=unnamed
)
def test_text_that_only_looks_like_a_number_is_another_id(value: str) -> None:
    account_lacks_it = [("err_office_not_found", "/office_id")]
    assert found(sent(location="onsite", office_id=value)) == account_lacks_it


@pytest.mark.parametrize(
    "value",
    [
        "\u0662\u0660\u0663\u0660-01-15T10:00:00Z",
        "2030-01-15T10:00:00Z\n",
        "T1" * 100_000,
        "2" * 100_000,
        "2030-01-15T" + "1" * 100_000,
    ],
    ids=unnamed,
)
def test_text_that_only_looks_like_a_moment_is_none(value: str) -> None:
    assert found(sent(start_time=value)) == [("err_invalid_iso_8601", "/start_time")]


def test_every_digit_of_a_long_fraction_counts() -> None:
    zeros = "0" * 500_000
    assert found(sent(start_time=f"2030-01-15T10:00:00.{zeros}Z")) == []
    assert found(sent(start_time=f"2030-01-15T10:00:00.{zeros}1Z")) == [("err_start_time_not_aligned", "/start_time")]


@pytest.mark.parametrize(
    "value", ["A/" * 100_000, "../" * 10, "/etc/localtime", "\x00", "Europe/Berlin\n", "europe/berlin"], ids=unnamed
)
def test_text_that_names_no_zone_is_none(value: str) -> None:
    assert found(sent(timezone=value)) == [("err_invalid_timezone", "/timezone")]


@pytest.mark.parametrize("number", [10**5000, -(10**5000), 1e308], ids=unnamed)
def test_large_numbers_are_judged(number: object) -> None:
    report = report_on(sent(duration_minutes=number))
    assert [finding.pointer for finding in report.findings] == ["/duration_minutes"]
    assert len(report.findings[0].message) < 300


def test_many_interviewers_are_told_one_by_one() -> None:
    ids = list(range(1000, 21_000))
    findings = found(sent(interviewer_ids=ids))
    assert findings == [("err_interviewers_not_found", f"/interviewer_ids/{index}") for index in range(20_000)]


def test_many_unknown_keys_are_told_one_by_one() -> None:
    keys = sorted(f"k{number}" for number in range(50_000))
    assert found({**sent(), **dict.fromkeys(keys, 1)}) == [("unknown_field", f"/{key}") for key in keys]


def json_findings(text: bytes | str) -> list[tuple[str, str]]:
    return [(finding.code, finding.pointer) for finding in check_json(text, now=NOW).findings]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 1_000_000,
        '{"a":' * 1_000_000,
        "[" * 201 + "]" * 201,
        "1" * 4301,
        '"' + "a" * 1_000_000,
        "\x00" * 1_000_000,
    ],
    ids=unnamed,
)
def test_text_past_a_limit_is_refused_at_once(text: str) -> None:
    assert json_findings(text) == json_findings(text.encode()) == [("invalid_json", "")]


@pytest.mark.parametrize(
    "text", [b"\xff", b'"\xed\xa0\x80"', '"\ud800"', '"\\ud800"', '"\\udc00\\ud800"', "NaN", "-Infinity"], ids=unnamed
)
def test_text_that_is_no_json_is_refused(text: bytes | str) -> None:
    assert json_findings(text) == [("invalid_json", "")]


def test_brackets_and_escapes_in_strings_are_no_depth() -> None:
    body = json.dumps({**sent(), "zzz": "[" * 10_000 + "\\" * 10_001 + '"{'})
    assert json_findings(body) == [("unknown_field", "/zzz")]


def test_many_repeated_keys_are_told_once_each() -> None:
    pairs = ",".join(f'"k{number}":1,"k{number}":2,"k{number}":3' for number in range(20_000))
    findings = json_findings(f"{{{json.dumps(sent())[1:-1]},{pairs}}}")
    repeated = [pointer for code, pointer in findings if code == "duplicate_key"]
    assert sorted(repeated) == sorted(f"/k{number}" for number in range(20_000))
    assert len(findings) == 40_000


def test_keys_repeated_in_values_that_are_discarded_are_told() -> None:
    text = json.dumps(sent(kind=None))[:-1] + ', "kind": {"a": 1, "a": 2}, "kind": "panel"}'
    assert json_findings(text) == [("duplicate_key", "/kind"), ("duplicate_key", "/kind/a")]


def test_a_payload_is_not_changed() -> None:
    payload = sent(external={"managed": None}, interviewer_ids=[7, None, []], zzz={"a": [1]})
    kept = json.dumps(payload)
    check(payload, now=NOW, rules=REST_CREATE)
    assert json.dumps(payload) == kept
