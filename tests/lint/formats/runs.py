"""Two runs to write in every format: one of all that can happen, and one that tries to break out of its output."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from kula_rules import Finding, Report, Unchecked
from kula_rules.contract import REST_CREATE
from kula_rules.lint.formats import FORMATS, render
from kula_rules.lint.formats.parts import Format
from kula_rules.lint.outputs import Tally
from kula_rules.lint.results import Edit, Excerpt, Located, Notice, Region, Result, Run, Suppression

__all__ = ["HARMLESS", "HOSTILE", "SHOWN_KEY", "SHOWN_NAME", "SHOWN_WORD", "SMALL", "Ran", "hostile", "written"]


@dataclass(frozen=True)
class Ran:
    """All that a format is given."""

    run: Run
    results: tuple[Result, ...]
    notices: tuple[Notice, ...] = ()


def written(form: str | Format, ran: Ran) -> str:
    """A run in a format."""
    tally = Tally()
    for result in ran.results:
        tally.add(result)
    return render(FORMATS[form] if isinstance(form, str) else form, ran.run, ran.results, tally.summary(ran.notices))


def _result(
    source: str, index: int, located: Iterable[Located] = (), unchecked: Iterable[Unchecked] = (), *suppressed: Located
) -> Result:
    found = tuple(located)
    report = Report(tuple(item.finding for item in found), tuple(unchecked))
    return Result(source, index, report, found, suppressed)


OFFICE = Located(
    Finding("err_onsite_office_required", "error", 422, "/office_id", "office_id must be present.", {"location": "x"}),
    Region(3, 1, 3, 2),
    Excerpt("{", 0, 1),
    fingerprint="00000000000000aa:1",
)
SCORECARD = Located(
    Finding("scorecard_template_ignored", "warning", None, "/scorecard_template_id", "It is ignored.", {}),
    Region(5, 28, 6, 2),
    Excerpt('  "scorecard_template_id": 5,', 27, 1),
    "remove scorecard_template_id",
    (Edit(Region(5, 3, 6, 3), ""),),
    "00000000000000bb:1",
)
ALIGNED = Located(
    Finding("err_start_time_not_aligned", "error", 422, "/start_time", "start_time must be aligned.", {}),
    Region(9, 17, 9, 39),
    fingerprint="00000000000000cc:1",
    suppression=Suppression("exception", "an old fixture"),
)
BROKEN = Located(
    Finding("invalid_json", "error", None, "", "expected a value", {"line": 1, "column": 10}),
    Region(1, 10, 1, 10),
    Excerpt('{"····": }', 9, 1),
    fingerprint="00000000000000dd:1",
)
SMALL = Ran(
    Run("rest", datetime(2026, 11, 20, 8, tzinfo=UTC), tuple(REST_CREATE)),
    (
        _result("a b.json", 0, (OFFICE, SCORECARD), [Unchecked("err_office_not_found", ("snapshot.offices",))]),
        _result("a b.json", 1),
        _result(
            "a b.json", 2, (), [Unchecked(code, ("field.start_time", "now")) for code in ("err_b", "err_a")], ALIGNED
        ),
        _result("a b.json", 3, (replace(SCORECARD, fingerprint="00000000000000bb:2"),)),
        _result("-", 0, (BROKEN,)),
    ),
    (
        Notice("unreadable", "gone.json", "No such file or directory"),
        Notice("empty", "x/*.json", "the pattern matches no file to check"),
        Notice("unused-exception", "kula-rules.toml: exceptions[0]", "no finding needs the exception"),
    ),
)


def hostile(word: str, name: str, key: str) -> Ran:
    """A run in which others chose the words: of a message, of a file's name and of a key of a payload."""
    finding = Finding("unknown_field", "warning", None, f"/{key}", f'found "{word}"', {"key": key})
    error = Finding("invalid_value", "error", None, f"/{key}/0", word, {})
    warned = Located(finding, Region(1, 2, 1, 3), Excerpt("{}", 0, 1), word, (), "00000000000000ee:1")
    failed = Located(error, Region(2, 1, 4, 1), fingerprint="00000000000000ff:1")
    aside = replace(warned, fingerprint="00000000000000ee:2", suppression=Suppression("exception", word))
    return Ran(
        Run("mcp", None, (REST_CREATE["unknown_field"], REST_CREATE["invalid_value"])),
        (_result(name, 7, (warned, failed), (), aside),),
        (Notice("unreadable", name, word), Notice("empty", name, word)),
    )


HOSTILE = hostile(
    "\r\n::error::x ##[add-mask]y ]]> <script>a</script> | ``a`` [b](https://c.d) @e "
    "\x1b[31m\u202e\ufffe\ud800\x00 %0A {0} &",
    " ::error file=a,line=1::<b>|`\\|\n\udcff'\"##vso[x]%25.json",
    "\u202e`|[b](c)@e<i>]]>\x00##[error]",
)
HARMLESS = hostile("word", "name.json", "key")

SHOWN_WORD = (
    r"\r\n::error::x #·[add-mask]y ]]> <script>a</script> | ``a`` [b](https://c.d) @e "
    r"\x1b[31m\u202e\ufffe\ud800\x00 %0A {0} &"
)
SHOWN_NAME = r""" ::error file=a,line=1::<b>|`\|\n\xff'"#·vso[x]%25.json"""
SHOWN_KEY = r"\u202e`|[b](c)@e<i>]]>\x00#·[error]"
"""The words of the hostile run as most formats show them, before they escape their own marks."""
