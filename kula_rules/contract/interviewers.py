"""How many interviewers there are."""

from __future__ import annotations

from ..fields import interviewer_ids, kind
from ..rules import rule
from .examples import bad, good, known, planned, sent

INTERVIEWERS = (
    rule(
        "err_invalid_set_of_interviewers",
        when=kind == "one_on_one",
        must=interviewer_ids.has_length(1),
        about="Entries count as they are sent, the same id each time. A panel may have any number.",
        source="rest page, Responses, 422; tool page, Constraints",
        good=[good(sent(kind="one_on_one", interviewer_ids=[8])), good(sent())],
        bad=[
            bad(sent(kind="one_on_one"), "/interviewer_ids"),
            bad(planned(kind="one_on_one"), "/kind"),
            bad(planned(), "/stage_activity_id", snapshot=known({"kind": "one_on_one"})),
        ],
    ),
)
