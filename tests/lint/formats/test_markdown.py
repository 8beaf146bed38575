"""The summary of a job, rendered by markdown-it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from kula_rules.lint.formats import FORMATS, render
from kula_rules.lint.results import Run, Summary
from kula_rules.shape import visible
from kula_rules.times import TZDATA_VERSION

from .runs import HARMLESS, HOSTILE, SHOWN_KEY, SHOWN_NAME, SHOWN_WORD, SMALL, Ran, hostile, written

RENDERER = MarkdownIt("gfm-like", {"linkify": False, "html": True})


def tokens(ran: Ran) -> list[Token]:
    """All that a renderer sees, what is inside of lines included."""
    return [part for token in RENDERER.parse(written("markdown", ran)) for part in (token, *(token.children or ()))]


def kinds(ran: Ran) -> list[str]:
    return [token.type for token in tokens(ran)]


def spans(ran: Ran) -> list[str]:
    return [token.content for token in tokens(ran) if token.type == "code_inline"]


def test_a_heading_a_table_and_lists() -> None:
    assert written("markdown", SMALL) == (
        "## 5 requests: 2 passed, 2 failed, 1 incomplete\n"
        "\n"
        "2 errors, 2 warnings; 1 suppressed; "
        "not checked: 3 rules (for want of field.start_time, now, snapshot.offices)  \n"
        f"surface rest, now 2026-11-20T08:00:00Z, zone data {TZDATA_VERSION}\n"
        "\n"
        "| place | severity | code | at | message |\n"
        "|---|---|---|---|---|\n"
        "| `a b.json:3:1` | error | `err_onsite_office_required` | `/office_id` | `office_id must be present.` |\n"
        "| `a b.json:5:28` | warning | `scorecard_template_ignored` | `/scorecard_template_id` | `It is ignored.` |\n"
        "| `a b.json:5:28` | warning | `scorecard_template_ignored` | `[3]/scorecard_template_id` "
        "| `It is ignored.` |\n"
        "| `<stdin>:1:10` | error | `invalid_json` |  | `expected a value` |\n"
        "\n"
        "### Not checked\n"
        "\n"
        "- for want of `field.start_time, now`: `err_a`, `err_b`\n"
        "- for want of `snapshot.offices`: `err_office_not_found`\n"
        "\n"
        "### Notices\n"
        "\n"
        "- error: `gone.json`: `No such file or directory`\n"
        "- note: `x/*.json`: `the pattern matches no file to check`\n"
        "- warning: `kula-rules.toml: exceptions[0]`: `no finding needs the exception`\n"
    )


def test_a_run_without_findings_has_no_table() -> None:
    assert render(FORMATS["markdown"], Run("rest", None), (), Summary()) == (
        "## 0 requests: 0 passed, 0 failed, 0 incomplete\n"
        "\n"
        "0 errors, 0 warnings  \n"
        f"surface rest, now undecided, zone data {TZDATA_VERSION}\n"
    )


def test_a_renderer_sees_the_cells() -> None:
    assert spans(SMALL)[:4] == [
        "a b.json:3:1",
        "err_onsite_office_required",
        "/office_id",
        "office_id must be present.",
    ]
    assert kinds(SMALL).count("tr_open") == 5


def test_what_would_break_out_stands_in_code_spans() -> None:
    assert kinds(HOSTILE) == kinds(HARMLESS)
    assert spans(HOSTILE) == [
        f"{SHOWN_NAME}:1:2",
        "unknown_field",
        f"[7]/{SHOWN_KEY}",
        f'found "{SHOWN_WORD}"',
        f"{SHOWN_NAME}:2:1",
        "invalid_value",
        f"[7]/{SHOWN_KEY}/0",
        SHOWN_WORD,
        SHOWN_NAME,
        SHOWN_WORD,
        SHOWN_NAME,
        SHOWN_WORD,
    ]


@given(
    st.text(st.sampled_from("`|\\ <&[]()*_a\n") | st.characters(), min_size=1).filter(lambda text: not text.isspace())
)
def test_a_renderer_shows_what_was_meant(word: str) -> None:
    ran = hostile(word.replace("#", "a"), "name.json", "key")
    shown = visible(word.replace("#", "a"))
    assert kinds(ran) == kinds(HARMLESS)
    assert [spans(ran)[number] for number in (3, 7, 9, 11)] == [f'found "{shown}"', shown, shown, shown]
