"""What each location needs.

Rest page, "Location-specific": office_id for onsite, host_id for zoom, hackerrank_template_id for hackerrank; "External
events": zoom needs no conference host there.
"""

from __future__ import annotations

from ..fields import (
    externally_managed,
    hackerrank_template_id,
    host_id,
    interviewer_ids,
    location,
    office_id,
)
from ..rules import rule
from .examples import bad, external, good, known, planned, sent

ZOOM = "rest page, Responses, 422; External events: no Kula conference host is required"

LOCATION = (
    rule(
        "err_onsite_office_required",
        when=location == "onsite",
        must=office_id.is_present(),
        about="The exemptions of external events do not name it, so it holds there too.",
        source="rest page, Responses, 422: office_id is required onsite",
        good=[good(sent(location="onsite", office_id=3)), good(sent())],
        bad=[
            bad(sent(location="onsite"), "/office_id"),
            bad(planned(), "/office_id", snapshot=known({"location": "onsite"})),
        ],
    ),
    rule(
        "err_zoom_host_id_required",
        when=(location == "zoom") & ~externally_managed,
        must=host_id.is_present(),
        about="An interview plan never supplies the host: send it with plan-driven requests too.",
        source=ZOOM,
        good=[good(sent(location="zoom", host_id=7)), good(external(location="zoom"))],
        bad=[
            bad(sent(location="zoom"), "/host_id"),
            bad(planned(), "/host_id", snapshot=known({"location": "zoom"})),
        ],
    ),
    rule(
        "err_zoom_host_id_not_in_interviewers",
        when=(location == "zoom") & ~externally_managed,
        must=host_id.is_in(interviewer_ids),
        about="Whoever hosts the call takes part in the interview.",
        source=ZOOM,
        good=[good(sent(location="zoom", host_id="7"))],
        bad=[bad(sent(location="zoom", host_id=7, interviewer_ids=[8]), "/host_id")],
    ),
    rule(
        "err_hackerrank_template_id_required",
        when=location == "hackerrank",
        must=hackerrank_template_id.is_present(),
        about="The exemptions of external events do not name it, so it holds there too.",
        source="rest page, Responses, 422: hackerrank_template_id is required for hackerrank",
        good=[good(sent(location="hackerrank", hackerrank_template_id=5))],
        bad=[bad(sent(location="hackerrank"), "/hackerrank_template_id")],
    ),
)
