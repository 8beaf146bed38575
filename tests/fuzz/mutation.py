"""How inputs are varied: most often as values, because of bytes that were changed blindly few are still JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from copy import deepcopy
from random import Random
from typing import Any, Final

from .claims import Json
from .words import keys, words

Bytewise = Callable[[bytes, int], bytes]
"""The fuzzer's own way: some bytes, and how many there may be."""

_BLINDLY: Final = 0.3


def varied(data: bytes, size: int, seed: int, bytewise: Bytewise) -> bytes:
    """Another input like this one, the same for the same seed."""
    random = Random(seed)  # noqa: S311 - it has to be repeatable
    text = _varied(data[1:], random)
    if random.random() < _BLINDLY or len(text) >= size:
        return bytewise(data, size)
    first = bytes([random.randrange(256)]) if random.random() < 0.1 else data[:1]
    return first + text


def _varied(text: bytes, random: Random) -> bytes:
    """The text with another value in it, or of a text that is no JSON one of its lines."""
    whole = _changed(text, random, random.choice(_STYLES))
    return _other_line(text.split(b"\n"), random) if whole is None else whole


def _other_line(lines: list[bytes], random: Random) -> bytes:
    number = random.randrange(len(lines))
    line = _changed(lines[number], random, _on_one_line) or _line(random).encode()
    return b"\n".join([*lines[:number], line, *lines[number + random.choice((0, 1)) :]])


def _line(random: Random) -> str:
    """A line as YAML has them."""
    key, word = random.choice(keys()), json.dumps(_word(random))
    return random.choice(_LINES).format(key=key, word=word)


_LINES: Final = ("{key}:", "{key}: {word}", "  {key}: {word}", "- {word}", "- {key}:", "? {key}", ": {word}", "---")


def _changed(text: bytes, random: Random, style: Callable[[Json], str]) -> bytes | None:
    try:
        top = [json.loads(text)]
        for _ in range(random.choice((1, 1, 2, 4))):
            _change(top, random)
        return style(top[0]).encode() if top else b""
    except (ValueError, RecursionError):
        return None


# --- values ----------------------------------------------------------------------------------------------------------

Slot = tuple[Any, Any]
"""An array or an object, and an index or a key in it."""


def _change(top: list[Json], random: Random) -> None:
    holder, key = random.choice(_slots(top))
    random.choice(_CHANGES)(holder, key, random)


def _slots(holder: Any) -> list[Slot]:
    inside = list(holder.items()) if isinstance(holder, dict) else list(enumerate(holder))
    below = [slot for _, value in inside if isinstance(value, (dict, list)) for slot in _slots(value)]
    return [*((holder, key) for key, _ in inside), *below] or [(holder, None)]


def _word(random: Random) -> Json:
    return deepcopy(random.choice(words()))  # it may be changed once it is a part of an input


def _replace(holder: Any, key: Any, random: Random) -> None:
    if key is not None:
        holder[key] = _word(random)


def _remove(holder: Any, key: Any, _: Random) -> None:
    if key is not None:
        del holder[key]


def _add(holder: Any, _: Any, random: Random) -> None:
    if isinstance(holder, dict):
        holder[random.choice(keys())] = _word(random)
    else:
        holder.insert(random.randrange(len(holder) + 1), _word(random))


def _add_inside(holder: Any, key: Any, random: Random) -> None:
    inner = None if key is None else holder[key]
    _add(inner if isinstance(inner, (dict, list)) else holder, None, random)


def _nudge(holder: Any, key: Any, random: Random) -> None:
    """Change a value a little."""
    value = None if key is None else holder[key]
    if isinstance(value, str):
        place = random.randrange(len(value) + 1)
        holder[key] = value[:place] + random.choice(_CHARACTERS) + value[place + random.choice((0, 1)) :]
    elif isinstance(value, (int, float)):
        holder[key] = random.choice((value + 1, value - 1, -value, float(value), str(value), value * 10, value / 2))


_CHARACTERS: Final = ("", *"0179:-+.TZ/~# \n\x1b\x85\u00e9\u4e2d")
_CHANGES: Final = (_replace, _remove, _add, _add_inside, _nudge, _nudge)

# --- texts -----------------------------------------------------------------------------------------------------------


def _on_one_line(value: Json) -> str:
    return json.dumps(value)


def _on_lines(value: Json) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False)


def _crowded(value: Json) -> str:
    return json.dumps(value, separators=(",", ":"))


def _as_yaml(value: Json) -> str:
    import yaml

    return str(yaml.safe_dump(value, sort_keys=False, allow_unicode=True))


def _repeating(value: Json) -> str:
    """With the last key of the outermost object at its beginning, too."""
    if not (isinstance(value, dict) and value):
        return json.dumps(value)
    key = list(value)[-1]
    return f"{{{json.dumps(key)}: {json.dumps(value[key])}, {json.dumps(value)[1:]}"


_STYLES: Final[Sequence[Callable[[Json], str]]] = (_on_one_line, _on_lines, _crowded, _as_yaml, _repeating)
