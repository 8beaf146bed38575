"""A payload becomes a `Request`: what was sent, field by field, and what is wrong with its shape.

Facts about the request alone; which of the problems become findings is the rule set's business.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from .answers import ABSENT, Unknown
from .jsontext import escape
from .shape import EXTERNAL, Fault, Shape, Surface, describe, documented, exact, plain, type_name, visible

__all__ = ["Problem", "Request", "read_request"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that can be said of the payload's shape alone: a finding, but for its severity."""

    code: str
    pointer: str
    message: str
    params: Mapping[str, Any]


class Request(NamedTuple):
    """What was sent. Read-only, as all that is built from it.

    `values` holds what is known of each sent field, in the form that is compared: a value, or `Unknown` where it is
    invalid. Members of `external` are called `external.managed` and so on. `sent` names the fields that are there, be
    they invalid or an empty list (which has no value: nobody is in it).
    """

    surface: Surface
    values: Mapping[str, object]
    sent: frozenset[str]
    problems: tuple[Problem, ...]

    def value(self, name: str) -> object:
        """What was sent as `name`: a value, `ABSENT` or `Unknown`."""
        return self.values.get(name, ABSENT)


def read_request(
    payload: object, surface: Surface, application_id: object = ABSENT, repeated: tuple[str, ...] = ()
) -> Request:
    """Read a payload, whatever it is.

    `application_id` is the one in the request's path, in the form that is compared; `repeated` are the pointers of keys
    that the JSON text repeated.

    >>> request = read_request({"kind": "panel", "location": None, "office_id": 0}, "rest")
    >>> sorted(request.sent), request.problems[0].pointer
    (['kind', 'office_id'], '/office_id')
    """
    reader = _Reader(surface)
    if isinstance(payload, Mapping):
        reader.read(payload, repeated)
        reader.set_path_application(application_id)
    else:
        reader.report("not_an_object", "", f"expected a JSON object, found {type_name(payload)}")
    return Request(surface, reader.values, frozenset(reader.sent), tuple(reader.problems))


class _Reader:
    """Collects what one payload holds in the order of the table of fields, so that the order of keys is nothing."""

    def __init__(self, surface: Surface) -> None:
        self.fields = documented(surface)
        self.values: dict[str, object] = {}
        self.sent: set[str] = set()
        self.problems: list[Problem] = []

    def report(self, code: str, pointer: str, message: str, **params: object) -> None:
        self.problems.append(Problem(code, pointer, message, params))

    def read(self, payload: Mapping[Any, Any], repeated: tuple[str, ...]) -> None:
        for name, shape in self.fields.items():
            if repeated:
                self._report_repeated(p for p in repeated if p.split("/", 2)[1] == name)
            raw = payload.get(name)
            if raw is not None:
                self._read_field(name, shape, raw)
        others = (p for p in repeated if p.split("/", 2)[1] not in self.fields)
        self._report_repeated(sorted(others))
        self._report_unknown(payload, self.fields, "")
        external = payload.get("external") if "external" in self.fields else None
        if isinstance(external, Mapping):
            self._report_unknown(external, EXTERNAL, "/external")

    def set_path_application(self, given: object) -> None:
        """Let the path's application win over the body's, and say where they differ."""
        if given is ABSENT:
            return
        body = self.values.get("application_id", given)
        if body != given and not isinstance(body, Unknown):
            message = f"expected the application of the path, {describe(given)}, found {describe(body)}"
            self.report("application_id_mismatch", "/application_id", message, path=plain(given), body=plain(body))
        self.values["application_id"] = given

    def _report_repeated(self, pointers: Iterable[str]) -> None:
        for pointer in pointers:
            message = "expected each key once, found it again in the same object; the last value is used"
            self.report("duplicate_key", pointer, message)

    def _read_field(self, name: str, shape: Shape, raw: object) -> None:
        value = self._take(name, shape, raw, f"/{name}", name)
        if name == "external":
            self._read_members(value)
        elif name == "interviewer_ids" and isinstance(value, tuple):
            self._read_entries(name, value, raw)

    def _take(self, name: str, shape: Shape, raw: object, pointer: str, needed: str) -> object:
        """Keep what a field or a member holds, and give it back: the value or the `Fault`."""
        self.sent.add(name)
        value = shape.kind.read(raw)
        if isinstance(value, Fault):
            self._keep_invalid(name, needed)
            self._report_fault(value, pointer, shape, raw)
        else:
            self.values[name] = value
        return value

    def _read_members(self, external: object) -> None:
        for member, shape in EXTERNAL.items():
            name = f"external.{member}"
            raw = external.get(member) if isinstance(external, Mapping) else None
            if isinstance(external, Fault):
                self.values[name] = Unknown(frozenset({"field.external"}))
            elif raw is not None:
                self._take(name, shape, raw, f"/external/{member}", "external")

    def _read_entries(self, name: str, entries: tuple[object, ...], raw: Any) -> None:
        faults = [(index, entry) for index, entry in enumerate(entries) if isinstance(entry, Fault)]
        for index, fault in faults:
            self._report_fault(fault, f"/{name}/{index}", _ENTRY, raw[index])
        if faults:
            self._keep_invalid(name, name)
        elif not entries:
            del self.values[name]  # it is sent, but nobody is in it

    def _keep_invalid(self, name: str, needed: str) -> None:
        self.values[name] = Unknown(frozenset({f"field.{needed}"}), present=True)

    def _report_fault(self, fault: Fault, pointer: str, shape: Shape, raw: object) -> None:
        found = type_name(raw) if fault is Fault.TYPE or shape.private else describe(raw)
        close = _close_match(exact(raw), shape.choices) if isinstance(raw, str) else {}
        message = f"expected {shape.kind.expected}, found {found}{_hint(close)}"
        self.report(fault.value, pointer, message, expected=shape.kind.expected, found=found, **close)

    def _report_unknown(self, holder: Mapping[Any, Any], known: Mapping[str, Shape], pointer: str) -> None:
        unknown = {_key_text(key): None for key in holder if not (isinstance(key, str) and key in known)}
        where = "external" if pointer else "the request"
        for key in sorted(unknown):
            close = _close_match(key, known) if len(unknown) <= _MANY else {}
            message = f'expected a documented field of {where}, found "{visible(key, _LONG)}"{_hint(close)}'
            self.report("unknown_field", f"{pointer}/{escape(key)}", message, key=key, **close)


_ENTRY: Final = documented("rest")["organizer_id"]  # an entry of interviewer_ids is any id
_MANY: Final = 20  # that many unknown keys are no typing errors; looking for what each may have meant takes time
_LONG: Final = 60  # nor is a word of that length, and a message shows no more of it


def _key_text(key: object) -> str:
    """A key as a pointer can name it; JSON has string keys only, Python mappings have any."""
    return str(exact(key)) if isinstance(key, str) else describe(key)


def _close_match(word: str, known: Mapping[str, Any] | tuple[str, ...]) -> dict[str, str]:
    """What a misspelled word probably means, as a parameter of the finding."""
    from difflib import get_close_matches  # slow to import, and needed for mistakes only

    close = get_close_matches(word.lower(), known, n=1) if len(word) <= _LONG else []
    return {"did_you_mean": close[0]} if close else {}


def _hint(close: Mapping[str, str]) -> str:
    return f' (did you mean "{close["did_you_mean"]}"?)' if close else ""
