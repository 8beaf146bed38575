"""The formats for people."""

from __future__ import annotations

from kula_rules.lint.formats import text_format
from kula_rules.times import TZDATA_VERSION

from .runs import HARMLESS, HOSTILE, SHOWN_KEY, SHOWN_NAME, SHOWN_WORD, SMALL, written

NAME = f"./{SHOWN_NAME}"


def test_text_shows_what_is_wrong_and_where() -> None:
    assert written("text", SMALL) == (
        "a b.json:3:1: error: err_onsite_office_required: office_id must be present.\n"
        "  at /office_id\n"
        "  3 | {\n"
        "    | ^\n"
        "\n"
        "a b.json:5:28: warning: scorecard_template_ignored: It is ignored.\n"
        "  at /scorecard_template_id\n"
        '  5 |   "scorecard_template_id": 5,\n'
        "    |                            ^\n"
        "  fix: remove scorecard_template_id\n"
        "\n"
        "a b.json:5:28: warning: scorecard_template_ignored: It is ignored.\n"
        "  at [3]/scorecard_template_id\n"
        '  5 |   "scorecard_template_id": 5,\n'
        "    |                            ^\n"
        "  fix: remove scorecard_template_id\n"
        "\n"
        "<stdin>:1:10: error: invalid_json: expected a value\n"
        '  1 | {"····": }\n'
        "    |          ^\n"
        "\n"
        f"surface rest, now 2026-11-20T08:00:00Z, zone data {TZDATA_VERSION}\n"
        "5 requests: 2 passed, 2 failed, 1 incomplete; 2 errors, 2 warnings; 1 suppressed; "
        "not checked: 3 rules (for want of field.start_time, now, snapshot.offices)\n"
    )


def test_only_our_own_words_are_coloured() -> None:
    assert written(text_format(colour=True), HARMLESS) == (
        'name.json:1:2: \x1b[1;33mwarning\x1b[0m: \x1b[1munknown_field\x1b[0m: found "word"\n'
        "  at [7]/key\n"
        "  \x1b[34m1 |\x1b[0m {}\n"
        "  \x1b[34m  |\x1b[0m \x1b[1;33m^\x1b[0m\n"
        "  \x1b[32mfix\x1b[0m: word\n"
        "\n"
        "name.json:2:1: \x1b[1;31merror\x1b[0m: \x1b[1minvalid_value\x1b[0m: word\n"
        "  at [7]/key/0\n"
        "\n"
        f"surface mcp, now undecided, zone data {TZDATA_VERSION}\n"
        "1 request: 0 passed, 1 failed, 0 incomplete; 1 error, 1 warning; 1 suppressed\n"
    )


def test_text_makes_visible_what_would_break_out() -> None:
    assert written("text", HOSTILE) == (
        f'{NAME}:1:2: warning: unknown_field: found "{SHOWN_WORD}"\n'
        f"  at [7]/{SHOWN_KEY}\n"
        "  1 | {}\n"
        "    | ^\n"
        f"  fix: {SHOWN_WORD}\n"
        "\n"
        f"{NAME}:2:1: error: invalid_value: {SHOWN_WORD}\n"
        f"  at [7]/{SHOWN_KEY}/0\n"
        "\n"
        f"surface mcp, now undecided, zone data {TZDATA_VERSION}\n"
        "1 request: 0 passed, 1 failed, 0 incomplete; 1 error, 1 warning; 1 suppressed\n"
    )


def test_concise_has_a_line_for_each_finding() -> None:
    assert written("concise", SMALL) == (
        "a b.json:3:1: error: err_onsite_office_required: office_id must be present.\n"
        "a b.json:5:28: warning: scorecard_template_ignored: It is ignored.\n"
        "a b.json:5:28: warning: scorecard_template_ignored: It is ignored.\n"
        "<stdin>:1:10: error: invalid_json: expected a value\n"
        "5 requests: 2 passed, 2 failed, 1 incomplete; 2 errors, 2 warnings; 1 suppressed; "
        "not checked: 3 rules (for want of field.start_time, now, snapshot.offices)\n"
    )


def test_concise_makes_visible_what_would_break_out() -> None:
    assert written("concise", HOSTILE) == (
        f'{NAME}:1:2: warning: unknown_field: found "{SHOWN_WORD}"\n'
        f"{NAME}:2:1: error: invalid_value: {SHOWN_WORD}\n"
        "1 request: 0 passed, 1 failed, 0 incomplete; 1 error, 1 warning; 1 suppressed\n"
    )
