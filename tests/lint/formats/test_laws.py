"""What is true of every format."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kula_rules.lint.formats import FORMATS, text_format
from kula_rules.lint.formats.parts import Format

from .runs import HARMLESS, HOSTILE, SMALL, Ran, hostile, written

ALL = {**FORMATS, "coloured": text_format(colour=True)}
OWN_COLOURS = re.compile("\x1b\\[[0-9;]+m")
NASTY = st.text(
    st.one_of(st.sampled_from("\r\n\t\x1b\x00\u202e\u2028\x85\ufffe\ud800`|<>&[]()@#:%,{}\\ \"'"), st.characters())
)
NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")) | st.binary().map(
    lambda data: data.replace(b"\0", b"").decode("utf-8", "surrogateescape")
)


def test_there_are_nine() -> None:
    assert list(FORMATS) == ["text", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "markdown"]


@pytest.mark.parametrize("name", ALL)
def test_a_run_is_always_written_the_same(name: str) -> None:
    assert written(ALL[name], SMALL) == written(ALL[name], SMALL)


def is_harmless(form: Format, ran: Ran) -> None:
    """Nobody can write a line, an escape sequence or a command through a format."""
    output = OWN_COLOURS.sub("", written(form, ran))
    lines = output.split("\n")
    assert "".join(lines).isprintable()
    assert "##[" not in output
    assert "##vso[" not in output
    assert [line.partition(" ")[0] for line in lines if line.lstrip().startswith("::")] == [
        line.partition(" ")[0] for line in written(form, HARMLESS).split("\n") if line.startswith("::")
    ]
    assert len(lines) == written(form, HARMLESS).count("\n") + 1


@pytest.mark.parametrize("name", ALL)
def test_nothing_breaks_out(name: str) -> None:
    is_harmless(ALL[name], HOSTILE)


@pytest.mark.parametrize("name", ALL)
@example(word="", source=":", key="")
@given(word=NASTY, source=NAMES, key=NASTY)
def test_nothing_that_anybody_thinks_of_breaks_out(name: str, word: str, source: str, key: str) -> None:
    is_harmless(ALL[name], hostile(word, source, key))
