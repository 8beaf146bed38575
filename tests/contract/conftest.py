from __future__ import annotations

import pytest

from kula_rules import RuleSet

from ..support import BOTH


@pytest.fixture(params=BOTH, ids=lambda rules: str(rules.surface))
def rules(request: pytest.FixtureRequest) -> RuleSet:
    """The rules of one surface, then of the other: for what both surfaces say alike."""
    chosen: RuleSet = request.param
    return chosen
