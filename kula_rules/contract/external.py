"""Events that are managed in another calendar. Rest page, "External events"."""

from __future__ import annotations

from ..fields import ai_note_taker_enabled, external, externally_managed
from ..rules import rule
from . import examples
from .examples import bad, good, sent

URL = "https://acme.zoom.us/j/1"

video_conferencing_url, source, event_id = external.video_conferencing_url, external.source, external.event_id

EXTERNAL = (
    rule(
        "external_fields_ignored",
        severity="warning",
        when=video_conferencing_url.is_sent() | source.is_sent() | event_id.is_sent(),
        must=externally_managed,
        at=external,
        about="Without managed: true the event is Kula's own, and the other members of external say nothing.",
        source="rest page, External events: managed marks the event as externally owned",
        good=[
            good(examples.external(external={"managed": True, "source": "crm"})),
            good(sent(external={"managed": False})),
        ],
        bad=[bad(sent(external={"source": "crm"}), "/external")],
    ),
    rule(
        "note_taker_cannot_join",
        severity="warning",
        when=externally_managed & (ai_note_taker_enabled == True),  # noqa: E712  # a field compares, it is no truth value
        must=video_conferencing_url.is_present() & video_conferencing_url.is_meeting_link(),
        about="The AI note-taker joins Zoom, Google Meet and Microsoft Teams links; any other URL is only stored.",
        source="rest page, External events: video_conferencing_url",
        good=[
            good(
                examples.external(ai_note_taker_enabled=True, external={"managed": True, "video_conferencing_url": URL})
            )
        ],
        bad=[bad(examples.external(ai_note_taker_enabled=True), "/external/video_conferencing_url")],
    ),
)
