"""YAML text to JSON values. Needs PyYAML (`pip install 'kula-rules[yaml]'`).

YAML reads more into plain words than people mean: here `no` is a string, `10:30` is a string, a date is a string, as in
the JSON schema of YAML 1.2. Tags are refused. Values are built from parser events, so that neither depth nor aliases
can make them large.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from .jsontext import BYTE_ORDER_MARK, MAX_DEPTH, MAX_PLACES, JsonError, JsonText, decode, error_at, escape, parse_json

__all__ = ["MAX_ALIASED", "NO_PYYAML", "parse_yaml", "parse_yaml_documents", "yaml_events"]

NO_PYYAML: Final = "YAML needs PyYAML: pip install 'kula-rules[yaml]'"

MAX_ALIASED: Final = 100_000
"""How many values the aliases of a document may stand for in all."""

MAX_DIRECTIVES: Final = 100
"""How many lines may begin as directives do: the parser compares each with all."""

_JSON_SCALAR: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_WORDS: Final = {"null": None, "~": None, "": None, "true": True, "false": False}
_FORBIDDEN: Final = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\ufeff")


def parse_yaml(data: bytes) -> Any:
    """Parse one YAML document without anchors and repeated keys; a `JsonError` says why it can not be read.

    >>> parse_yaml(b"users: {complete: true, items: [{id: 7, status: active}]}")
    {'users': {'complete': True, 'items': [{'id': 7, 'status': 'active'}]}}
    """
    documents = list(_documents(decode(data, "YAML").removeprefix(BYTE_ORDER_MARK), strict=True))
    if len(documents) != 1:
        raise JsonError(f"expected one document, found {len(documents)}", expected="YAML")
    return documents[0].value


def parse_yaml_documents(text: str) -> list[JsonText]:
    r"""Parse all documents of a text, with the pointers of keys that each repeats; a `JsonError` says why not.

    >>> [document.value for document in parse_yaml_documents("a: &x [1]\nb: *x\n---\nno")]
    [{'a': [1], 'b': [1]}, 'no']
    """
    return list(_documents(text, strict=False))


def yaml_events(text: str) -> Iterator[Any]:
    """The events of PyYAML's parser, whose errors become a `JsonError`."""
    try:
        import yaml
    except ImportError:
        raise JsonError(NO_PYYAML, expected="YAML") from None
    if text.count("\n%") > MAX_DIRECTIVES:
        raise error_at(f"more directives than the limit of {MAX_DIRECTIVES}", text, 0, "YAML")
    try:
        yield from yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = (error.problem or "not YAML").removeprefix("found ")
        raise error_at(problem, text, mark.index if mark else 0, "YAML") from None
    except yaml.YAMLError:
        forbidden = _FORBIDDEN.search(text)
        offset = forbidden.start() if forbidden else 0
        raise error_at("a character that YAML does not allow", text, offset, "YAML") from None


class _Anchored(NamedTuple):
    """A value that aliases can stand for: how many values are in it, and how deep they nest."""

    value: Any
    size: int
    height: int


@dataclass(slots=True)
class _Open:
    """An array or object that is being built; `key` is that of the next member, `None` where a key comes next."""

    value: Any
    anchor: str | None = None
    key: str | None = None
    size: int = 1
    height: int = 1

    @property
    def token(self) -> str:
        """The last token of the pointer to what comes next."""
        return escape(self.key or "") if isinstance(self.value, dict) else str(len(self.value))


def _documents(text: str, *, strict: bool) -> Iterator[JsonText]:
    try:
        yield from _built(text, strict)
    except _Refused as refused:
        raise error_at(refused.reason, text, refused.offset, "YAML") from None


class _Refused(Exception):
    """What YAML allows, but not we."""

    def __init__(self, reason: str, event: Any) -> None:
        self.reason, self.offset = reason, event.start_mark.index


def _built(text: str, strict: bool) -> Iterator[JsonText]:
    builder = _Builder(strict)
    for event in yaml_events(text):
        kind = type(event).__name__.removesuffix("Event")
        if kind == "DocumentEnd":
            yield JsonText(builder.result, tuple(sorted(builder.repeated)))
            builder = _Builder(strict)
        elif kind in _STEPS:
            _STEPS[kind](builder, event)


@dataclass(slots=True)
class _Builder:
    """Builds one document from events."""

    strict: bool
    """Whether anchors and repeated keys are refused."""
    result: Any = None
    repeated: set[str] = field(default_factory=set)
    open: list[_Open] = field(default_factory=list)
    anchors: dict[str, _Anchored | None] = field(default_factory=dict)
    """`None` for what is still being built."""
    aliased: int = 0
    places: int = 0

    def scalar(self, event: Any) -> None:
        """A string, a number or a word."""
        self._check(event)
        if self._takes_key():
            self._key(event, event.value)
            if event.anchor:
                self.anchors[event.anchor] = _Anchored(_scalar(event), 1, 0)
        else:
            self._put(_Anchored(_scalar(event), 1, 0), event.anchor)

    def begin(self, event: Any, value: Any) -> None:
        """An array or object begins."""
        self._check(event)
        self._refuse_as_key(event)
        self._check_depth(event, 1)
        if event.anchor:
            self.anchors[event.anchor] = None
        self.open.append(_Open(value, event.anchor))

    def end(self, _: Any) -> None:
        """The innermost array or object is complete."""
        done = self.open.pop()
        self._put(_Anchored(done.value, done.size, done.height), done.anchor)

    def alias(self, event: Any) -> None:
        """What an anchor stands at stands here as well."""
        if self.strict:
            raise _Refused("anchors and aliases are not read", event)
        anchored = self.anchors.get(event.anchor)
        if anchored is None:
            raise _Refused("an alias of what is not known yet", event)
        self._refuse_as_key(event)
        self._check_depth(event, anchored.height)
        self.aliased += anchored.size
        if self.aliased > MAX_ALIASED:
            raise _Refused(f"aliases stand for more values than the limit of {MAX_ALIASED}", event)
        self._put(anchored)

    def _check(self, event: Any) -> None:
        if self.strict and event.anchor:
            raise _Refused("anchors and aliases are not read", event)
        if event.tag:
            raise _Refused("tags are not read", event)

    def _check_depth(self, event: Any, height: int) -> None:
        if len(self.open) + height > MAX_DEPTH:
            raise _Refused(f"values nest deeper than the limit of {MAX_DEPTH}", event)

    def _takes_key(self) -> bool:
        return bool(self.open) and isinstance(self.open[-1].value, dict) and self.open[-1].key is None

    def _refuse_as_key(self, event: Any) -> None:
        if self._takes_key():
            raise _Refused("a key that is no word", event)

    def _key(self, event: Any, text: str) -> None:
        holder = self.open[-1]
        if text == "<<" and event.implicit[0] and not self.strict:
            raise _Refused("a merge key, which YAML 1.2 does not have", event)
        holder.key = text
        if text in holder.value:
            self._repeat(event)

    def _repeat(self, event: Any) -> None:
        if self.strict:
            raise _Refused("the key stands twice in the same object", event)
        pointer = "".join(f"/{holder.token}" for holder in self.open)
        self.places += len(pointer)
        if self.places > MAX_PLACES:
            raise _Refused(f"the places of repeated keys have more characters than the limit of {MAX_PLACES}", event)
        self.repeated.add(pointer)

    def _put(self, what: _Anchored, anchor: str | None = None) -> None:
        if anchor:
            self.anchors[anchor] = what
        if not self.open:
            self.result = what.value
            return
        holder = self.open[-1]
        if isinstance(holder.value, list):
            holder.value.append(what.value)
        else:
            holder.value[holder.key], holder.key = what.value, None
        holder.size += what.size
        holder.height = max(holder.height, what.height + 1)


_STEPS: Final = {
    "Scalar": _Builder.scalar,
    "Alias": _Builder.alias,
    "MappingStart": lambda builder, event: builder.begin(event, {}),
    "SequenceStart": lambda builder, event: builder.begin(event, []),
    "MappingEnd": _Builder.end,
    "SequenceEnd": _Builder.end,
}


def _scalar(event: Any) -> Any:
    text: str = event.value
    if not event.implicit[0]:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if not _JSON_SCALAR.fullmatch(text):
        return text
    try:
        return parse_json(text).value
    except JsonError as error:  # of too many digits
        raise _Refused(error.what, event) from None
