"""YAML text to JSON values. Needs PyYAML (`pip install 'kula-rules[yaml]'`).

YAML reads more into plain words than people mean: here `no` is a string, `10:30` is a string, a date is a string, as in
the JSON schema of YAML 1.2. Repeated keys, tags and anchors are refused: a snapshot needs none of them.
"""

from __future__ import annotations

import re
from typing import Any, Final

from .jsontext import MAX_DEPTH, JsonError, parse_json

__all__ = ["parse_yaml"]

_JSON_SCALAR: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_WORDS: Final = {"null": None, "~": None, "": None, "true": True, "false": False}


def parse_yaml(data: bytes) -> Any:
    """Parse one YAML document; a `JsonError` says why it can not be read.

    >>> parse_yaml(b"users: {complete: true, items: [{id: 7, status: active}]}")
    {'users': {'complete': True, 'items': [{'id': 7, 'status': 'active'}]}}
    """
    try:
        import yaml
    except ImportError:
        raise JsonError("YAML needs PyYAML: pip install 'kula-rules[yaml]'") from None
    try:
        return _document(yaml, data.decode("utf-8").removeprefix("\ufeff"))
    except UnicodeDecodeError as error:
        raise JsonError(f"the text is not UTF-8 (byte {error.start + 1})") from None
    except yaml.MarkedYAMLError as error:
        raise _at(error.problem or "not YAML", error.problem_mark or error.context_mark) from None
    except yaml.YAMLError:
        raise JsonError("a character that YAML does not allow") from None


def _at(reason: str, mark: Any) -> JsonError:
    if mark is None:
        return JsonError(reason)
    return JsonError(f"{reason} (line {mark.line + 1}, column {mark.column + 1})", mark.line + 1, mark.column + 1)


def _document(yaml: Any, text: str) -> Any:
    """Build the values from parser events, so that neither depth nor aliases can make it large."""
    stack: list[Any] = [[]]
    keys: list[Any] = [None]
    for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _at("anchors and aliases are not read", event.start_mark)
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            value: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
            _put(stack, keys, value, event)
            stack.append(value)
            keys.append(_NO_KEY)
            if len(stack) > MAX_DEPTH + 1:
                raise _at(f"values nest deeper than the limit of {MAX_DEPTH}", event.start_mark)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            stack.pop()
            keys.pop()
        elif isinstance(event, yaml.ScalarEvent):
            _put(stack, keys, _scalar(event), event)
    if len(stack[0]) != 1:
        raise JsonError(f"expected one document, found {len(stack[0])}")
    return stack[0][0]


_NO_KEY: Final = object()


def _put(stack: list[Any], keys: list[Any], value: Any, event: Any) -> None:
    """Add a value to the innermost array or object; of an object, every other one is a key."""
    if event.tag:
        raise _at("tags are not read", event.start_mark)
    holder = stack[-1]
    if isinstance(holder, list):
        holder.append(value)
    elif keys[-1] is _NO_KEY:
        keys[-1] = _key(event, holder)
    else:
        holder[keys[-1]] = value
        keys[-1] = _NO_KEY


def _key(event: Any, holder: dict[str, Any]) -> str:
    text = getattr(event, "value", None)
    if not isinstance(text, str):
        raise _at("a key that is no word", event.start_mark)
    if text in holder:
        raise _at("the key stands twice in the same object", event.start_mark)
    return text


def _scalar(event: Any) -> Any:
    text: str = event.value
    if not event.implicit[0]:
        return text
    if text in _WORDS:
        return _WORDS[text]
    return parse_json(text).value if _JSON_SCALAR.fullmatch(text) else text
