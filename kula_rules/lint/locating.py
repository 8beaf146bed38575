"""What is said of payloads gets its places in their text, the lines to show, and the edits of fixes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ..report import Report
from .edits import edit_for
from .excerpts import disjoint, excerpt
from .fixes import Fix
from .payloads import Kind, Payload, language_of, places_in, pointers_of, span_of
from .positions import Places, Text
from .results import Edit, Located

__all__ = ["Checked", "Locator"]


@dataclass(frozen=True, slots=True)
class Checked:
    """A payload and what is said of it."""

    payload: Payload
    report: Report
    fixes: tuple[Fix, ...]
    private: Sequence[str] = ()
    """The pointers of what is to be masked where lines are shown, from the top of the text, as all pointers here."""

    @property
    def pointers(self) -> Iterator[str]:
        """What has to be located."""
        told = [*(finding.pointer for finding in self.report.findings), *(fix.pointer for fix in self.fixes)]
        yield from pointers_of(self.payload, told)
        yield from self.private


class Locator:
    """Knows where in a text is what was found in it."""

    def __init__(self, text: Text, kind: Kind, checks: Iterable[Checked], *, excerpts: bool = True) -> None:
        """Look up the places; the text is one that can be parsed.

        Args:
            text: the text.
            kind: what it is.
            checks: its payloads that have findings.
            excerpts: whether lines are to be shown.
        """
        self._text: Final = text
        self._kind: Final[Kind] = kind
        self._excerpts: Final = excerpts
        self._places: Final[Places] = places_in(text.text, kind, (at for check in checks for at in check.pointers))

    def located(self, check: Checked) -> Iterator[Located]:
        """The findings on one of the payloads."""
        within = self._places[check.payload.root][-1].value
        private = disjoint(place.value for at in check.private for place in self._places.get(at, ()))
        settling = {(fix.code, fix.pointer): fix for fix in check.fixes}
        for finding in check.report.findings:
            span = span_of(finding, check.payload, self._places)
            shown = excerpt(self._text, span, within, private) if self._excerpts else None
            fix = settling.get((finding.code, finding.pointer))
            edits = self._edits(fix, check.payload) if fix else ()
            told = fix.description if fix and edits else None
            yield Located(finding, self._text.region(span), shown, told, edits)

    def _edits(self, fix: Fix, payload: Payload) -> tuple[Edit, ...]:
        rooted = replace(fix, pointer=payload.root + fix.pointer)
        edit = edit_for(rooted, self._places, self._text.text, language_of(self._kind))
        return (Edit(self._text.region(edit.span), edit.text),) if edit else ()
