"""Reading JSON texts that nothing is wrong with, as quickly as can be.

What is wrong with a text, and where, is for `jsontext` to say: here it is refused without a reason.
"""

from __future__ import annotations

import re
from typing import Any

__all__ = ["read_plain"]


def read_plain(text: str) -> Any:
    r"""The value of a text that is JSON, within every limit of `jsontext`, and repeats no key; else a `ValueError`.

    Of keys that are repeated the parser keeps the last one only: then the value has fewer strings than the text.

    >>> read_plain('{"a": ["\\u00e9"]}')
    {'a': ['é']}
    >>> read_plain('{"a": 1, "a": 1}')
    Traceback (most recent call last):
    ValueError: a key stands twice in the same object
    """
    from pydantic_core import from_json, to_json  # slow to import

    value = from_json(text, allow_inf_nan=False)
    if _count_quotes(text) != _count_quotes(to_json(value).decode()):
        raise ValueError("a key stands twice in the same object")
    return value


_ESCAPE = re.compile(r"\\.", re.DOTALL)


def _count_quotes(text: str) -> int:
    """How many quotation marks of a JSON text begin or end a string."""
    return text.count('"') - _ESCAPE.findall(text).count('\\"')
