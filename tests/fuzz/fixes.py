"""What is true of the fixes of every file: nothing else changes, and nothing is left to fix."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

from kula_rules.lint.fixing import Fixed, fixed
from kula_rules.lint.results import Edit, Result
from kula_rules.lint.zone_links import RENAMED
from kula_rules.shape import FIELDS
from kula_rules.times import parse_start_time

from .claims import Json, claim, claim_equal, claim_line, same
from .files import MARK, File
from .reports import places

SETTLED: Final = {"unportable_start_time", "scorecard_template_ignored"}


def hold_fixes(file: File) -> None:
    """Fix a file, and look at it again."""
    found = fixed_of(file)
    claim_equal("what is fixed is shown", bool(diff_of(file, found, show_values=True)), bool(found.edits))
    diff_of(file, found, show_values=False)
    for edit in found.edits:
        _hold_digits(found.text[edit.span.start : edit.span.end], edit.text)
    if found.edits:
        claim_equal("a file can be fixed", found.save(), None)
        _hold_fixed(file, file.with_data(Path(found.source.path).read_bytes()))
    for result in file.results:
        _hold_edits(file, result)


def fixed_of(file: File) -> Fixed:
    found = fixed(file.written(), file.judge, lambda *_: False)
    assert isinstance(found, Fixed), "it can be read"
    return found


def diff_of(file: File, found: Fixed, *, show_values: bool) -> str:
    shown = found.diff(file.recipe.surface, show_values=show_values)
    for line in shown.split("\n"):
        claim_line("a diff", line.replace("\t", "").removesuffix("\r"))
    return shown


def _hold_digits(old: str, new: str) -> None:
    """A number is as exact as it was, also for those who do not read it as a float."""
    if re.fullmatch(_NUMBER, old) and re.fullmatch(_NUMBER, new):
        claim(Decimal(old) == Decimal(new), "a fix loses no digit", old, new)


_NUMBER: Final = r"-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?"


def _hold_fixed(before: File, after: File) -> None:
    for old, new in zip(before.results, after.results, strict=True):
        gone = [place for place in places(old.report) if place not in places(new.report)]
        stays = [place for place in places(old.report) if place in places(new.report)]
        claim_equal("a fix makes no findings", places(new.report), stays)
        claim({code for code, _ in gone} <= SETTLED, "a fix settles what it says", gone)
        claim_equal("a fix decides nothing", new.report.unchecked, old.report.unchecked)
    for was, now in zip(before.readings, after.readings, strict=True):
        claim(_means(was and was.value, now and now.value), "a fix keeps the meaning", was, now)
    claim_equal("a fix is done once", fixed_of(after).edits, ())


def _hold_edits(file: File, result: Result) -> None:
    """The edits of a finding settle it, and only it."""
    for found in result.located:
        claim_equal("a fix is told with its edits", found.fix is None, not found.edits)
        if found.edits:
            (edit,) = found.edits
            edited = file.with_data(_edited(file, edit)).results[result.index]
            others = [place for place in places(result.report) if place != (found.finding.code, found.finding.pointer)]
            claim_equal("an edit settles its finding", places(edited.report), others)


def _edited(file: File, edit: Edit) -> bytes:
    """The file with one edit; its bytes that are no text stay as they are."""
    text = file.data.decode("utf-8", "surrogateescape")
    mark = text[: text.startswith(MARK)]
    lines = text.removeprefix(MARK).split("\n")
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    region = edit.region
    start, end = starts[region.line - 1] + region.column - 1, starts[region.end_line - 1] + region.end_column - 1
    whole = "\n".join(lines)
    return f"{mark}{whole[:start]}{edit.text}{whole[end:]}".encode("utf-8", "surrogateescape")


# --- meaning ---------------------------------------------------------------------------------------------------------


def _means(was: Json, now: Json) -> bool:
    """Whether a payload means what another one did."""
    if not (isinstance(was, dict) and isinstance(now, dict)):
        return same(was, now)
    removed = was.keys() - now.keys()
    return removed <= {"scorecard_template_id"} and all(_member_means(key, was.get(key), now[key]) for key in now)


def _member_means(key: str, was: Json, now: Json) -> bool:
    if same(was, now):
        return True
    if key == "start_time":
        old, new = parse_start_time(was), parse_start_time(now)
        return old is not None and new is not None and old._replace(portable=True) == new
    if key == "timezone":
        return bool(RENAMED.get(was) == now)
    read: Any = FIELDS[key].kind.read if key in FIELDS else repr
    return bool(read(was) == read(now))
