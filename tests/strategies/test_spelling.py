"""Odd spellings of JSON mean what the plain one means."""

from __future__ import annotations

import json
import re
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kula_rules import check, check_json
from kula_rules.shape import Surface
from kula_rules.strategies import WORLD, json_text, requests, violating
from kula_rules.strategies.values import json_values

from .judging import RULES, SURFACES, TEXTS, Condition, law, minimal, never_drawn, several, simplest

spoilt: Final = st.sampled_from(
    [code for code in RULES["rest"].codes if code not in TEXTS and code != "application_id_mismatch"]
).flatmap(violating)


def reports_are_equal(value: Any, text: str, surface: Surface) -> bool:
    known: dict[str, Any] = {"now": WORLD.now, "snapshot": WORLD.snapshot, "rules": RULES[surface]}
    return check_json(text, **known) == check(value, **known)


@pytest.mark.parametrize("surface", SURFACES)
@law(150)
@given(st.data(), requests() | spoilt | json_values)
def test_an_odd_spelling_is_equal_and_is_judged_alike(surface: Surface, data: st.DataObject, value: Any) -> None:
    text = data.draw(json_text(value))
    assert json.loads(text) == value
    assert reports_are_equal(value, text, surface)


RIGHT: Final = {"duration_minutes": 30, "organizer_id": 7.0, "name": "a/\U0001f600é", "external": {"event_id": -5}}
FAULTY: Final = {"name": 30, "duration_minutes": 30.5, "organizer_id": 0, "unknown": 10, "interviewer_ids": [7, 0]}
WAYS: Final[dict[str, str]] = {
    "as it is": r"(?<!-)\b30[,}\s]",
    "with a fraction": r"\b30\.0[,}\s]",
    "with an exponent": r"\b3e1\b",
    "with a great exponent": r"\b3E\+01\b",
    "with a negative exponent": r"\b300e-1\b",
    "a float as an integer": r":\s*7[,}\s]",
    "a negative number with an exponent": r"-5e0\b",
    "an escaped slash": r'"a\\/',
    "a surrogate pair": r"\\ud83d\\ude00",
    "a surrogate pair in capitals": r"\\uD83D\\uDE00",
    "a character beyond ASCII": "\U0001f600é",
    "an escaped key": r'"\\u006e\\u0061\\u006d\\u0065"',
    "a tab": r"\t",
    "a carriage return": r"\r\n",
    "blanks at the end": r"\s$",
    "another order": r"name.*duration_minutes",
}


def matches(pattern: str) -> Condition:
    return lambda text: re.search(pattern, text, re.DOTALL) is not None


def test_there_is_no_spelling_that_is_not_drawn() -> None:
    drawn = several(json_text(RIGHT), 300)
    assert never_drawn(json_text(RIGHT), {way: matches(pattern) for way, pattern in WAYS.items()}, drawn) == []


def test_a_number_at_fault_stays_an_integer_or_not() -> None:
    drawn = [json.loads(text) for text in several(json_text(FAULTY), 100)]
    assert {repr(sorted(value.items())) for value in drawn} == {repr(sorted(FAULTY.items()))}


@pytest.mark.parametrize("number", [0, -0.0, 2**53, 2**53 + 1, -(10**25), 1e300, 5e-324, 0.1, 100.0])
def test_every_number_keeps_its_value(number: float) -> None:
    assert {json.loads(text)["duration_minutes"] for text in several(json_text({"duration_minutes": number}), 60)} == {
        number
    }


STRINGS: Final = ("", "/", "\\/", '"', "\x00\x1f\x7f", "\u2028", "\ud7ff\ue000\uffff", "\U00010000\U0010ffff")


@pytest.mark.parametrize("text", STRINGS)
def test_every_string_keeps_its_value(text: str) -> None:
    assert {json.loads(spelled) for spelled in several(json_text(text), 60)} == {text}


def test_the_simplest_spelling_is_the_plain_one() -> None:
    assert simplest(json_text(RIGHT)) == json.dumps(RIGHT, separators=(",", ":"), ensure_ascii=False)
    assert (
        minimal(json_text({"duration_minutes": 30}), lambda text: text.endswith("0e0}")) == '{"duration_minutes":30e0}'
    )


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^Out of range float values are not JSON compliant"):
        simplest(json_text({"duration_minutes": float("nan")}))
