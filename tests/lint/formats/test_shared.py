"""What is remembered of objects is forgotten when it is too much, and never taken for what another object says."""

from __future__ import annotations

import pytest

from kula_rules.lint.formats import shared


def test_the_oldest_answers_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "_MOST", 2)
    asked: list[tuple[str, ...]] = []

    def join(words: tuple[str, ...]) -> str:
        asked.append(words)
        return "".join(words)

    joined = shared.remembering(join)
    first, second, third = ("a", "b"), ("c", "d"), ("e", "f")
    told = [joined(words) for words in (first, second, first, third, first)]
    assert told == ["ab", "cd", "ab", "ef", "ab"]
    assert asked == [first, second, third, first]
