"""How far a run is: said on a terminal, after a while, and taken away at the end."""

from __future__ import annotations

import pytest

from kula_rules.lint.progress import Progress


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_long_run_says_how_far_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    progress = Progress(shown=True, clock=clock)
    for now, requests in [(100.0, 0), (100.9, 900), (101.0, 1000), (101.1, 1100), (102.0, 12_000)]:
        clock.now = now
        progress.update(requests)
    progress.end()
    progress.end()
    assert capsys.readouterr().err == (
        "\r\x1b[K1,000 requests checked, 1,000 a second\r\x1b[K12,000 requests checked, 6,000 a second\r\x1b[K"
    )


@pytest.mark.parametrize(("shown", "seconds"), [(True, 0.9), (False, 60.0)])
def test_a_short_run_says_nothing_nor_one_that_nobody_watches(
    capsys: pytest.CaptureFixture[str], shown: bool, seconds: float
) -> None:
    clock = Clock()
    progress = Progress(shown=shown, clock=clock)
    clock.now += seconds
    progress.update(7)
    progress.end()
    assert capsys.readouterr().err == ""
