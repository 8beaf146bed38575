"""The contract: what the API page and the tool page say of a request that schedules an interview.

One module for each section of the pages; each rule reads like its sentence. `REST_CREATE` has all of them, and
`MCP_CREATE` is `REST_CREATE` with the differences that the tool page states.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ..rule_sets import RuleSet
from ..rules import Rule
from .advice import ADVICE
from .external import EXTERNAL
from .interviewers import INTERVIEWERS
from .location import LOCATION
from .mcp import MCP_RULES, REST_ONLY
from .plan import PLAN
from .references import REFERENCES
from .required import REQUIRED
from .schedule import SCHEDULE
from .shape import SHAPE

__all__ = ["GROUPS", "MCP_CREATE", "REST_CREATE"]

GROUPS: Final[Mapping[str, tuple[Rule, ...]]] = {
    "shape": SHAPE,
    "required": REQUIRED,
    "schedule": SCHEDULE,
    "interviewers": INTERVIEWERS,
    "location": LOCATION,
    "references": REFERENCES,
    "plan": PLAN,
    "external": EXTERNAL,
    "advice": ADVICE,
}
"""The rules by section."""

REST_CREATE: Final = RuleSet("rest", (rule for rules in GROUPS.values() for rule in rules)).in_order()
"""`POST /v1/applications/:application_id/interviews`."""

MCP_CREATE: Final = REST_CREATE.on("mcp").without(*REST_ONLY).replace(*MCP_RULES)
"""The tool `create_interview`: it does not know `external`, and never inherits the four core details."""
