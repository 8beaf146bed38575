"""Hypothesis strategies: requests that pass, requests that one code finds fault with, and accounts to try them in.

>>> from hypothesis import given
>>> from kula_rules import check
>>> from kula_rules.strategies import WORLD, requests, violating

>>> @given(requests("rest", mode="plan_driven"))
... def test_these_pass(request):
...     assert check(request, now=WORLD.now, snapshot=WORLD.snapshot).verdict == "pass"

>>> @given(violating("err_onsite_office_required"))
... def test_these_fail_for_one_reason(request):
...     report = check(request, now=WORLD.now, snapshot=WORLD.snapshot)
...     assert report.codes == ("err_onsite_office_required",)

>>> test_these_pass(), test_these_fail_for_one_reason()
(None, None)
"""

from __future__ import annotations

try:
    import hypothesis  # noqa: F401  # all modules below need it
except ModuleNotFoundError as error:
    raise ImportError("kula_rules.strategies needs Hypothesis: pip install 'kula-rules[hypothesis]'") from error

from .partials import partial
from .spelling import json_text
from .violations import requests, violating
from .world import WORLD, World
from .worlds import worlds

__all__ = ["WORLD", "World", "json_text", "partial", "requests", "violating", "worlds"]
