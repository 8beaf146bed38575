"""Rules become Python source: straight lines that judge as the rules do that they are made of, only sooner."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from .answers import Answer, Unknown
from .expressions import Said
from .rules import Rule
from .source_words import unchecked_of
from .translating import Translator

__all__ = ["Writer"]

_ALWAYS: Final = re.compile(r"unchecked \+= \((\w+),\)")
_NEVER_FALSE: Final = re.compile(r"\((\w+) if type\(\1\) is Unknown else True\)")


class Writer(Translator):
    """Writes rules."""

    def judging(
        self, rules: Sequence[Rule], *, is_instant: bool = False, settled: Mapping[str, Answer] | None = None
    ) -> list[str]:
        """The lines that append each violated rule to `violated`, and each `Unchecked` to `unchecked`.

        With `is_instant` they are for a start that has an offset and no more than microseconds. `settled` are answers
        that are known beforehand, by codes.
        """
        self._is_instant = is_instant
        self._settled_rules = settled or {}
        self._times.clear()
        for rule in rules:
            self._once.clear()
            list(self._judging_rule(rule))  # counts what is asked
        self._once.clear()
        self._times = Counter(text for text, times in self._times.items() if times > 1)
        blocks = [block for rule in rules for block in self._judging_rule(rule)]
        return [f"{variable} = {text}" for text, variable in self._once.items()] + list(self._together(blocks))

    def _judging_rule(self, rule: Rule) -> Iterator[str]:
        violated = f"violated += ({self.source.keep(rule)},)"
        if not rule.cases:
            if self.mode == "any" and rule.severity == "warning":
                yield f"if {rule.code!r} in problems: {violated}"
            return
        if rule.code in self._settled_rules:
            yield from self._answered_before(rule, self._settled_rules[rule.code], violated)
            return
        saids = [self._answer(case.violation, False, self._there) for case in rule.cases]
        said = self.source.joined(saids, deciding=True) if len(saids) > 1 else saids[0]
        if said.table and (doubt := self.source.doubt(said.table)):
            yield from self._unchecked(rule, said.text, *doubt)
        elif said.certain:
            if said.text != "False":
                yield f"if {said.text}: {violated}"
        else:
            yield from self._deciding(rule, said, violated)

    def _answered_before(self, rule: Rule, answer: Answer, violated: str) -> Iterator[str]:
        if isinstance(answer, Unknown):
            yield from self._unchecked(rule, "True", "True", answer)
        elif answer:
            yield violated

    def _deciding(self, rule: Rule, said: Said, violated: str) -> Iterator[str]:
        """What a rule does when its answer is there."""
        text, is_violation = self.source.written(said), True
        if said.opposite and len(said.opposite) < len(text):
            text, is_violation = said.opposite, False
        if rule.severity == "warning" and _NEVER_FALSE.fullmatch(text) and not is_violation:
            return
        answer, begun = (text, "") if text.isidentifier() else ("answer", f"answer = {text}\n")
        unchecked = f"unchecked += (unchecked_of({rule.code!r}, {answer}.needs),)"
        otherwise = "" if rule.severity == "warning" else f"\nelif {answer} is not {not is_violation}: {unchecked}"
        yield f"{begun}if {answer} is {is_violation}: {violated}{otherwise}"

    def _unchecked(self, rule: Rule, text: str, when: str, unknown: Unknown) -> Iterator[str]:
        """What a rule does that is undecided at some conditions, and never violated."""
        conditions = " and ".join(condition for condition in (text, when) if condition != "True")
        if rule.severity == "error":
            kept = self.source.keep(unchecked_of(rule.code, unknown.needs))
            yield f"{f'if {conditions}: ' if conditions else ''}unchecked += ({kept},)"

    def _together(self, blocks: Iterable[str]) -> Iterator[str]:
        """The lines of all blocks, those that always happen in one; the order of what is appended stays."""
        batch: list[object] = []
        for block in (*blocks, ""):
            if always := _ALWAYS.fullmatch(block):
                batch.append(self.source.names[always[1]])
                continue
            if batch and ("unchecked" in block or not block):
                yield f"unchecked += {self.source.keep(tuple(batch))}"
                batch = []
            yield from block.splitlines()
