"""Requests that pass, and requests that one code finds fault with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from hypothesis import strategies as st

from ..contract import MCP_CREATE, REST_CREATE
from ..rules import did_you_mean
from ..shape import Surface
from .account_faults import ACCOUNT_FAULTS
from .advice_faults import ADVICE_FAULTS
from .cast import Cast
from .drafts import MODES, Mode
from .field_faults import FIELD_FAULTS
from .scenes import Cause, Scene
from .shape_faults import SHAPE_FAULTS
from .starts import future
from .world import WORLD, World

__all__ = ["CAUSES", "requests", "violating"]

CAUSES: Final[Mapping[str, Cause]] = {**SHAPE_FAULTS, **FIELD_FAULTS, **ACCOUNT_FAULTS, **ADVICE_FAULTS}
"""What draws the requests that a code finds fault with."""

_RULES: Final = {rules.surface: rules for rules in (REST_CREATE, MCP_CREATE)}
_ALL_TEXT: Final = st.text()  # the table of its characters takes seconds, once: not while draws are timed
_YEARS: Final = range(2, 9900)  # a start can be earlier than these, and later


def requests(
    surface: Surface = "rest", *, mode: Mode | None = None, world: World = WORLD
) -> st.SearchStrategy[dict[str, Any]]:
    """Requests that pass in a world: without any finding, and with nothing unchecked.

    Fields, ids and times come in all the spellings that mean the same, and some fields that are left out are null. The
    simplest is a short ad-hoc request.

    Args:
        surface: `"rest"` or `"mcp"`.
        mode: `"ad_hoc"` or `"plan_driven"`, and on rest `"external"` or `"external_plan_driven"`, for an event that is
            managed elsewhere; any of them, if left out.
        world: what is known of the account, and the moment.

    Raises:
        ValueError: there is no such surface or mode, or the world has no such request.

    >>> from hypothesis import find
    >>> simplest = find(requests(), lambda request: True)
    >>> simplest["kind"], simplest["location"], simplest["interviewer_ids"]
    ('one_on_one', 'phone', [7])
    """
    return _possible(_scene(surface, world, mode).requests(), "a request that passes")


def violating(code: str, surface: Surface = "rest", *, world: World = WORLD) -> st.SearchStrategy[Any]:
    """Requests of which all findings in a world have one code.

    For `invalid_json` and `duplicate_key` it draws JSON text, for `check_json`. For `application_id_mismatch` the path
    names another application than the body: check with `application_id=world.application_id`. Other rules may be left
    unchecked: where an activity is not an interview, nobody may know what it would supply.

    Raises:
        ValueError: the surface has no rule of that code, or the world has no request that breaks it alone.

    >>> from hypothesis import find
    >>> find(violating("err_kind_required"), lambda request: True).get("kind") is None
    True
    """
    scene = _scene(surface, world, None)
    rules = _RULES[surface]
    if code not in rules:
        raise ValueError(f"no rule of {surface} has the code {code!r}{did_you_mean(code, rules.codes)}")
    return _possible(CAUSES[code](scene), f"a request of which {code} is all that is found")


def _scene(surface: Surface, world: World, mode: Mode | None) -> Scene:
    if surface not in MODES:
        raise ValueError(f"a surface is 'rest' or 'mcp', not {surface!r}")
    modes = MODES[surface]
    if mode is not None and mode not in modes:
        raise ValueError(f"a mode on {surface} is {', '.join(map(repr, modes))} or None, not {mode!r}")
    if world.now is None or world.now.year not in _YEARS:
        raise ValueError(f"requests are drawn in a world whose now is in the years {_YEARS[0]} to {_YEARS[-1]}")
    _ALL_TEXT.validate()
    return Scene(surface, Cast(world.snapshot), world.now, modes if mode is None else (mode,), future(world.now))


def _possible(requests: st.SearchStrategy[Any], what: str) -> st.SearchStrategy[Any]:
    if requests.is_empty:
        raise ValueError(f"the world has not what it takes for {what}")
    return requests
